#pragma once
// SPDX-License-Identifier: MIT
#include "ui/panels/network/layout.hpp"

namespace chainrule {

/// Lines of numbers that stand under each unit: of the film's row, or of typed rows; 0 where there are none.
int lines_under_units(const App& app);
/// Draws them, and the film's numbers on the lines that it is about.
void draw_numbers(App& app, const NetworkLayout& layout);

}  // namespace chainrule
