#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

class App;

void draw_pad(App& app, ImVec2 room);

}  // namespace chainrule
