// SPDX-License-Identifier: MIT
#include "ui/screen/gears.hpp"

namespace chainrule {
namespace {

constexpr GearRow table[] = {
    {Gear::epoch, Command::step_epoch, "Step epoch", "Epoch", "One epoch: every training row once", Icon::step_epoch},
    {Gear::batch, Command::step_batch, "Step batch", "Batch", "One batch: one update of the weights", Icon::step_batch},
    {Gear::phase, Command::step_layer, "Step layer", "Layer", "One layer of a batch: forward, backward or its update",
     Icon::step_layer},
    {Gear::number, Command::step_number, "Step number", "Number",
     "One number: from unit to unit, in one row of a batch", Icon::step_number},
};

}  // namespace

std::span<const GearRow> gears() { return table; }

}  // namespace chainrule
