#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

class App;

/// In the place of panels, where a link hides all of them.
void draw_all_hidden(App& app, ImVec2 at, ImVec2 extent);

}  // namespace chainrule
