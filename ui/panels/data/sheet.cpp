// SPDX-License-Identifier: MIT
// The rows of an exercise sheet, typed number by number.
#include <algorithm>

#include "ui/app/app.hpp"
#include "ui/panels/data/sheet.hpp"

namespace chainrule {
namespace {

constexpr float cell_height = 36, cell_gap = 4, mark = 18;

/// The numbers of one side of a row, in lines as long as the panel is wide.
bool draw_cells(Ui& ui, std::vector<double>& numbers, const std::string& row, char letter, float width) {
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const auto count = static_cast<Index>(numbers.size()), across = std::min<Index>(count, 3);
  const float each = (width - cell_gap * static_cast<float>(across - 1)) / static_cast<float>(across);
  bool changed = false;
  for (Index i = 0; i < count; ++i) {
    const ImVec2 at{start.x + static_cast<float>(i % across) * (each + cell_gap),
                    start.y + static_cast<float>(i / across) * cell_height};
    const std::string label = std::string(1, letter) + (count > 1 ? std::to_string(i + 1) : "");
    text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 6}, label, {size::caption, false, ui.theme.muted});
    ImGui::SetCursorScreenPos({at.x + mark + 4, at.y});
    changed = number_field(ui, row + " " + label, numbers[static_cast<std::size_t>(i)], -limits::sheet_reach,
                           limits::sheet_reach, false, each - mark - 6) ||
              changed;
  }
  ImGui::SetCursorScreenPos({start.x, start.y + static_cast<float>((count + across - 1) / across) * cell_height});
  return changed;
}

/// Less and more of something.
int draw_count(Ui& ui, const std::string& what, std::size_t now, std::size_t most, ImVec2 at) {
  int change = 0;
  text_at(ui, ImGui::GetWindowDrawList(), at, what + "s", {size::caption, false, ui.theme.muted});
  ImGui::SetCursorScreenPos({at.x, at.y + 20});
  if (button(ui, "Fewer " + what + "s",
             {.icon = Icon::minus, .icon_only = true, .width = 28, .height = 28, .enabled = now > 1}))
    change = -1;
  text_at(ui, ImGui::GetWindowDrawList(), {at.x + 42, at.y + 25}, std::to_string(now), {size::body, true, 0}, 0.5f);
  ImGui::SetCursorScreenPos({at.x + 56, at.y + 20});
  if (button(ui, "More " + what + "s",
             {.icon = Icon::plus, .icon_only = true, .width = 28, .height = 28, .enabled = now < most}))
    change = 1;
  return change;
}

}  // namespace

void draw_sheet(App& app) {
  Ui& ui = app.ui;
  std::vector<SheetRow> sheet = app.document().sheet;
  if (sheet.empty()) return;
  const float width = ImGui::GetContentRegionAvail().x;
  bool changed = false;
  for (std::size_t r = 0; r < sheet.size(); ++r) {
    const std::string row = "Row " + std::to_string(r + 1);
    text(ui, row, {size::caption, true, ui.theme.muted});
    changed = draw_cells(ui, sheet[r].inputs, row, 'x', width) || changed;
    changed = draw_cells(ui, sheet[r].targets, row, 't', width) || changed;
  }
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float third = width / 3;
  const auto resize = [&](std::vector<double> SheetRow::* side, int by) {
    for (SheetRow& row : sheet) (row.*side).resize(static_cast<std::size_t>(static_cast<int>((row.*side).size()) + by));
    changed = changed || by != 0;
  };
  resize(&SheetRow::inputs, draw_count(ui, "input", sheet[0].inputs.size(), limits::sheet_numbers, at));
  resize(&SheetRow::targets,
         draw_count(ui, "target", sheet[0].targets.size(), limits::sheet_numbers, {at.x + third, at.y}));
  if (const int rows = draw_count(ui, "row", sheet.size(), limits::sheet_rows, {at.x + 2 * third, at.y}); rows != 0) {
    sheet.resize(static_cast<std::size_t>(static_cast<int>(sheet.size()) + rows), sheet.back());
    changed = true;
  }
  ImGui::SetCursorScreenPos({at.x, at.y + 56});
  paragraph(ui,
            "Weights and biases: press them in the drawing and type. What is typed before the first step belongs to "
            "the exercise, and Reset comes back to it.");
  if (changed) app.change_data([sheet](Document& d) { d.sheet = sheet; });
}

}  // namespace chainrule
