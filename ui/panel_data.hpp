#pragma once
// SPDX-License-Identifier: MIT
// The parts of the data panel.
#include "engine/io/experiment.hpp"
#include "panels.hpp"

namespace chainrule {

/// What is done to the rows of the chosen set: its own numbers, scaling, order, the split.
void draw_rows(App& app);
/// Which inputs and formulas of inputs the network sees.
void draw_features(App& app);
/// The canvas with its brush.
void draw_points(App& app);

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
