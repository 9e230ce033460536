// SPDX-License-Identifier: MIT
#include "ui/widgets/marks.hpp"

#include <algorithm>
#include <cmath>

namespace chainrule {

void draw_mark(ImDrawList* list, ImVec2 at, float r, int shape, ImU32 color, ImU32 edge, bool hollow) {
  const float line = hollow ? std::max(1.3f, r * 0.42f) : 1.0f;
  const ImU32 outline = hollow ? color : edge;
  const auto polygon = [&](int corners, float turn, float grow) {
    list->PathClear();
    for (int i = 0; i < corners; ++i) {
      const float angle = turn + static_cast<float>(i) * 6.2831853f / static_cast<float>(corners);
      list->PathLineTo({at.x + r * grow * std::cos(angle), at.y + r * grow * std::sin(angle)});
    }
  };
  const auto both = [&](int corners, float turn, float grow) {
    if (!hollow) {
      polygon(corners, turn, grow);
      list->PathFillConvex(color);
    }
    polygon(corners, turn, grow);
    list->PathStroke(outline, ImDrawFlags_Closed, line);
  };
  switch (shape % 5) {
    case 0:
      if (!hollow) list->AddCircleFilled(at, r, color, 16);
      list->AddCircle(at, r, outline, 16, line);
      break;
    case 1: both(4, 0.7853982f, 1.15f); break;  // square
    case 2: both(3, -1.5707963f, 1.3f); break;  // triangle
    case 3: both(4, 0, 1.3f); break;            // diamond
    default: both(6, 0, 1.1f); break;
  }
}

}  // namespace chainrule
