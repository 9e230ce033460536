#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

class App;
struct Scene;

/// One idea as a window of its own, for Scene; see engine/document/scenes.hpp.
void draw_scene(App& app, const Scene& scene, ImVec2 window);

}  // namespace chainrule
