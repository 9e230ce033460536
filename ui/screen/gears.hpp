#pragma once
// SPDX-License-Identifier: MIT
// The four gears of Step.
#include <span>
#include <string>
#include <string_view>

#include "ui/app/app.hpp"
#include "ui/screen/shortcuts.hpp"

namespace chainrule {

struct GearRow {
  Gear gear;
  Command command;
  std::string_view name, label, help;
  Icon icon;
};
/// From the longest step to the shortest.
std::span<const GearRow> gears();

}  // namespace chainrule
