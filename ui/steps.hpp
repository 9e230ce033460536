#pragma once
// SPDX-License-Identifier: MIT
// The four gears of Step, and how a step inside a batch is shown: its place in the network and its numbers in words.
#include <span>
#include <string>
#include <string_view>

#include "app.hpp"
#include "shortcuts.hpp"

namespace chainrule {

struct GearRow {
  Gear gear;
  Command command;
  std::string_view name, label, help;
  Icon icon;
};
/// From the longest step to the shortest.
std::span<const GearRow> gears();

/// "Forward, dense_1, unit 3 of 8 (first row of the batch): z = 0.42, a = tanh(z) = 0.4"; "" outside of such steps.
std::string moment_words(App& app);
/// The network's column that is under way; 0: the inputs.
std::size_t moment_column(const App& app);
/// Blue on the way forward, orange on the way back, green for the update.
ImU32 moment_color(const App& app);

}  // namespace chainrule
