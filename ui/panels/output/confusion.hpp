#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

class App;

void draw_confusion(App& app);
void draw_scatter(App& app, ImVec2 room);

}  // namespace chainrule
