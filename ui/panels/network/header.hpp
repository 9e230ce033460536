#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

#include "ui/panels/network/layout.hpp"

namespace chainrule {

class App;

void draw_headers(App& app, const NetworkLayout& layout);
/// The switch of what lines show, the number of hidden layers.
void draw_network_controls(App& app, ImVec2 at, float width);

}  // namespace chainrule
