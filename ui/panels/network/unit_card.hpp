#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

#include <cstddef>

#include "engine/base/types.hpp"

namespace chainrule {

class App;

void draw_unit_card(App& app, std::size_t column, Index unit);
void draw_weight_card(App& app, std::size_t column, Index from, Index unit);
/// Opens a unit or a weight, with a range for its sliders.
void open_unit(App& app, std::size_t column, Index unit, ImVec2 beside);
void open_weight(App& app, std::size_t column, Index from, Index unit, ImVec2 beside);

}  // namespace chainrule
