#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

/// One sample's mark: shape by class, hollow for validation rows.
void draw_mark(ImDrawList* list, ImVec2 at, float radius, int shape, ImU32 color, ImU32 edge, bool hollow);

}  // namespace chainrule
