#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

class App;

void draw_network_card(App& app, ImVec2 low, ImVec2 high);

}  // namespace chainrule
