#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

#include <cstddef>
#include <string>
#include <vector>

#include "ui/widgets/widgets.hpp"

namespace chainrule {

/// Chips in lines: calls `each(i, place, extent)` for as many as fit what `labels` are wide.
template <class Each>
void flow_chips(Ui& ui, const std::vector<std::string>& labels, Each each) {
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImVec2 at = start;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::string label = shortened(ui, labels[i], width - 30, {size::caption, false, 0});
    const float wide = measure(ui, label, {size::caption, false, 0}).x + 20;
    if (at.x + wide > start.x + width && at.x > start.x) at = {start.x, at.y + 32};
    ImGui::SetCursorScreenPos(at);
    each(i, label, ImVec2{wide, 28});
    at.x += wide + 6;
  }
  ImGui::SetCursorScreenPos({start.x, at.y + 32});
  ImGui::Dummy({width, 2});
}

}  // namespace chainrule
