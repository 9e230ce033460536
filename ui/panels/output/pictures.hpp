#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

class App;

/// A row of pixels as a picture.
void draw_picture(App& app, const float* pixels, ImVec2 low, float width);
void draw_pictures(App& app, ImVec2 room);

}  // namespace chainrule
