#pragma once
// SPDX-License-Identifier: MIT
// How fast Play may go, as one can choose it.
#include <span>
#include <string_view>

#include "ui/training/trainer.hpp"

namespace chainrule {

struct PaceRow {
  std::string_view name, help;
  Pace pace;
};
/// The first one is the usual one: whoever presses Play wants to see it learn, and a small network is done in a moment.
std::span<const PaceRow> paces();

}  // namespace chainrule
