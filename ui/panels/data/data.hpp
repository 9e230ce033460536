#pragma once
// SPDX-License-Identifier: MIT
// The parts of the data panel.
#include <imgui_internal.h>

#include "engine/document/experiment.hpp"
#include "ui/panels/panels.hpp"

namespace chainrule {

/// What is done to the rows of the chosen set: its own numbers, scaling, order, the split.
void draw_rows(App& app);
/// Which inputs and formulas of inputs the network sees.
void draw_features(App& app);
/// The canvas with its brush.
void draw_points(App& app);
/// The rows of an exercise, number by number.
void draw_sheet(App& app);

inline constexpr float tile_gap = 6;
/// Tiles in lines as long as the panel is wide: each at least as wide as its name, what is left shared out; a last line
/// that is half empty keeps its tiles' own width, unless there is only one.
std::vector<ImRect> lay_out_tiles(const std::vector<float>& least, float height, float width);
float name_width(Ui& ui, std::string_view words);
/// What every choice of a data set looks like; `above` is the height left free over its name, 0: the name alone.
bool tile(Ui& ui, const ImRect& place, const std::string& name, std::string_view label, std::string_view help, bool on,
          float above);
/// The generator's rows as a picture of this extent in the tile's upper part.
void draw_generator_tile(App& app, const ImRect& place, std::size_t index, float extent);
/// The dialog with all sets, while it is open. Returns the one that was chosen, or "".
std::string draw_gallery(App& app);

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
