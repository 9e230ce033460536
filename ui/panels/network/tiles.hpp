#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

#include <cstddef>

#include "engine/base/types.hpp"
#include "ui/panels/network/layout.hpp"

namespace chainrule {

class App;

void draw_tiles(App& app, const NetworkLayout& layout, NetworkHit& hit);
/// A unit's heat map, picture or bar.
void draw_unit(App& app, std::size_t column, Index unit, ImVec2 low, float extent, float round);
void draw_names(App& app, const NetworkLayout& layout);
/// The tool tip of what is under the mouse or has the keyboard.
void explain(App& app, const NetworkLayout& layout, const NetworkHit& hit);

}  // namespace chainrule
