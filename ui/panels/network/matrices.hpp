#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

class App;

/// The film's moment as matrices in place of the drawing: x, W, b, z as grids of numbers, the row and the column that
/// meet in the moment's unit lit, and in sight where a matrix is too large to be drawn whole. False where the moment
/// has none (no dense layer, covered results): then nothing is drawn.
bool draw_matrices(App& app, ImVec2 at, ImVec2 room);

}  // namespace chainrule
