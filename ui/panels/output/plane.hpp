#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

class App;

/// The last hidden layer that has two outputs, -1: none.
int latent_layer(App& app);
/// The rows on the plane of two inputs, or of a layer's two outputs.
void draw_plane(App& app, ImVec2 room, int layer = -1);

}  // namespace chainrule
