#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

class App;

/// A wide window while the film is open: the network and its formulas side by side, all else folded to a rail.
void draw_stage(App& app, ImVec2 at, ImVec2 extent);

}  // namespace chainrule
