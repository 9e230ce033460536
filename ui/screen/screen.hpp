#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

#include <string_view>

namespace chainrule {

class App;

/// Draws everything. True while the picture moves by itself.
bool draw_screen(App& app);
/// How many times larger than usual a scene is drawn in a window of this size, so that the back row can read it.
float scene_zoom(const App& app, float width, float height);
/// One panel in a card; `key` is its name in panels().
void draw_card(App& app, std::string_view key, ImVec2 at, ImVec2 extent);

}  // namespace chainrule
