#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

/// Strokes the draw list's path in dashes and clears it: what colour alone would tell is seen in grey too.
void dash_path(ImDrawList* draw, ImU32 color, float width, float dash, float gap);

}  // namespace chainrule
