#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

class App;

void draw_top_bar(App& app, ImVec2 at, ImVec2 extent);
float draw_play(App& app, ImVec2 at, float width, float height);
/// Back to the first weights, and (`seed`) to others.
float draw_resets(App& app, ImVec2 at, float height, bool labelled, bool seed);
/// "Epoch 12 of 100", loss and val_loss, as far as there is room.
void draw_progress(App& app, ImVec2 at, float width, float height);

}  // namespace chainrule
