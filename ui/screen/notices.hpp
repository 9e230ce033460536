#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

class App;

/// Returns the height it took.
float draw_notices(App& app, ImVec2 at, float width);

}  // namespace chainrule
