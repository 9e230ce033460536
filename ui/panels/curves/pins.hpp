#pragma once
// SPDX-License-Identifier: MIT
// Runs pinned to the curves, to compare the next ones with: ghost lines, and entries that take them away again.
#include <imgui.h>

#include <vector>

#include "ui/charts/chart.hpp"

namespace chainrule {

class App;

/// Adds the curves of the pinned runs; valid until one is pinned or removed.
void add_pinned(App& app, std::vector<Series>& to);
/// A line of entries that remove them. Returns its height, 0 without any.
float draw_pins(App& app, ImVec2 at, float width);
void draw_pin_button(App& app, ImVec2 at, float extent);

}  // namespace chainrule
