// SPDX-License-Identifier: MIT
#include "ui/widgets/dashes.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace chainrule {

void dash_path(ImDrawList* draw, ImU32 color, float width, float dash, float gap) {
  const std::vector<ImVec2> path(draw->_Path.begin(), draw->_Path.end());
  draw->PathClear();
  float left = dash;
  bool on = true;
  const auto stroke = [&] {
    if (on && draw->_Path.Size > 1) draw->PathStroke(color, 0, width);
    draw->PathClear();
  };
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    ImVec2 from = path[i];
    const ImVec2 to = path[i + 1];
    float rest = std::hypot(to.x - from.x, to.y - from.y);
    draw->PathLineToMergeDuplicate(from);
    while (rest > left) {
      const float share = left / rest;
      from = {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
      rest -= left;
      draw->PathLineToMergeDuplicate(from);
      stroke();
      on = !on;
      left = std::max(on ? dash : gap, 0.5f);
      draw->PathLineToMergeDuplicate(from);
    }
    left -= rest;
    draw->PathLineToMergeDuplicate(to);
  }
  stroke();
}

}  // namespace chainrule
