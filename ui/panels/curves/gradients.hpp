#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

#include <string>

namespace chainrule {

class App;

/// Bars of the layers' gradient norms, and what they mean in words ("" when all is well).
void draw_gradients(App& app, ImVec2 at, ImVec2 room);
std::string gradient_words_now(App& app);

}  // namespace chainrule
