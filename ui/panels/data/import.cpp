// SPDX-License-Identifier: MIT
// A CSV that was dropped or chosen: its first rows, the column to predict, and what kind of problem that makes.
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/app/app.hpp"
#include "ui/panels/data/import.hpp"

namespace chainrule {
namespace {

constexpr float type_width = 104;

/// What a column is taken for: a menu under its name.
void draw_type(Ui& ui, Import& in, int c) {
  static const std::vector<Option> options{{"number", "Cells that are no numbers count as missing"},
                                           {"category", "Each different text becomes an input of 0 and 1"},
                                           {"ignored", "Not an input"}};
  const auto i = static_cast<std::size_t>(c);
  int chosen = !in.used[i] && c != in.target ? 2 : in.table.columns[i].categorical ? 1 : 0;
  if (!select(ui, "Type of " + in.table.columns[i].name, chosen, options, type_width)) return;
  if (chosen < 2) in.choose_type(i, chosen == 1);
  if (c != in.target) in.used[i] = chosen < 2;
}

/// A table of its own, not Dear ImGui's: this is the only one, and a page would download all that those can do.
void draw_preview(App& app, ImVec2 room) {
  Ui& ui = app.ui;
  Import& in = *app.import;
  const std::size_t columns = std::min<std::size_t>(in.table.columns.size(), 24);
  const Index rows = std::min<Index>(in.table.rows, std::max<Index>(2, static_cast<Index>(room.y / 24) - 3));
  MirrorItem item;
  item.role = Role::table;
  item.name = "Preview";
  item.id = ImGui::GetID("preview table");
  const ImVec2 at = ImGui::GetCursorScreenPos();
  item.x = at.x;
  item.y = at.y;
  item.width = room.x;
  item.height = room.y;
  item.rows.resize(2 + static_cast<std::size_t>(rows));
  for (std::size_t c = 0; c < columns; ++c) {
    const Column& column = in.table.columns[c];
    const Index missing = column.missing_cells;
    item.rows[0].push_back(column.name);
    const std::size_t categories = column.categories.size();
    const std::string_view or_more = categories < limits::categories ? "" : " or more";
    std::string words =
        column.categorical ? std::to_string(categories) + " categories" + std::string(or_more) : "numbers";
    if (missing > 0) words += ", " + std::to_string(missing) + " missing";
    item.rows[1].push_back(std::move(words));
    for (std::size_t r = 0; r + 2 < item.rows.size(); ++r)
      item.rows[r + 2].push_back(column.missing(r) ? "(empty)" : column.text[r]);
  }
  if (ImGui::BeginChild("preview", room, 0, ImGuiWindowFlags_HorizontalScrollbar)) {
    constexpr float gap = 16, above = 2;
    const ImVec2 first = ImGui::GetCursorScreenPos();
    const float left = ImGui::GetWindowPos().x;
    float x = first.x, y = first.y;
    std::vector<float> lines;
    for (std::size_t c = 0; c < columns; ++c) {
      const bool target = static_cast<int>(c) == in.target;
      float widest = type_width;
      y = first.y;
      lines.clear();
      for (std::size_t r = 0; r < item.rows.size(); ++r) {
        const TextStyle style{size::caption, r == 0 || target,
                              target   ? ui.theme.accent
                              : r == 0 ? ui.theme.text
                                       : ui.theme.muted};
        const std::string words = shortened(ui, item.rows[r][c], 150, {size::caption, r == 0, 0});
        ImGui::SetCursorScreenPos({x, y + above});
        text(ui, words, style);
        widest = std::max(widest, ImGui::GetItemRectSize().x);
        y += ImGui::GetItemRectSize().y + 2 * above;
        lines.push_back(y);
        if (r > 0) continue;
        ImGui::SetCursorScreenPos({x, y + above});
        draw_type(ui, in, static_cast<int>(c));
        y += ImGui::GetItemRectSize().y + 2 * above;
        lines.push_back(y);
      }
      x += widest + gap;
    }
    const float right = std::max(x, left + ImGui::GetWindowWidth());
    for (const float line : lines) ImGui::GetWindowDrawList()->AddLine({left, line}, {right, line}, ui.theme.faint);
    ImGui::SetCursorScreenPos(first);
    ImGui::Dummy({std::max(0.0f, x - gap - first.x), y - first.y});
  }
  ImGui::EndChild();
  ui.mirror.add(std::move(item));
}

/// Which columns become inputs; those that cannot (empty, or a name in each row) are off at first.
void draw_chips(Ui& ui, Import& in, float width) {
  ImGui::BeginChild("inputs",
                    {width, std::min(68.0f, 34.0f * std::ceil(static_cast<float>(in.table.columns.size()) / 5))},
                    ImGuiChildFlags_NavFlattened);
  const float right = ImGui::GetCursorScreenPos().x + width;
  for (std::size_t c = 0; c < in.table.columns.size(); ++c) {
    if (static_cast<int>(c) == in.target) continue;
    const std::string label = shortened(ui, in.table.columns[c].name, 180, {size::caption, false, 0});
    const float wide = measure(ui, label, {size::caption, false, 0}).x + 20;
    if (ImGui::GetCursorScreenPos().x + wide > right) ImGui::NewLine();
    if (chip(ui, "Input " + in.table.columns[c].name, label, in.used[c], {wide, 28})) in.used[c] = !in.used[c];
    ImGui::SameLine(0, 6);
  }
  ImGui::NewLine();
  ImGui::EndChild();
}

}  // namespace

void draw_import(App& app) {
  Ui& ui = app.ui;
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const ImVec2 extent{std::min(720.0f, window.x - 24), std::min(520.0f, window.y - 24)};
  ImGui::SetNextWindowPos({std::floor((window.x - extent.x) / 2), std::floor((window.y - extent.y) / 2)});
  ImGui::SetNextWindowSize(extent);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(20, 16));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 12);
  if (!ImGui::IsPopupOpen("import")) ImGui::OpenPopup("import");
  bool done = false, use = false;
  if (ImGui::BeginPopupModal(
          "import", nullptr,
          ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) {
    Import& in = *app.import;
    const float width = ImGui::GetContentRegionAvail().x;
    text(ui, shortened(ui, in.name, width, {size::title, true, 0}), {size::title, true, 0});
    announce(ui, Role::heading, "Import " + in.name, "", ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
    paragraph(ui, std::to_string(in.table.rows) + " rows, " + std::to_string(in.table.columns.size()) +
                      " columns. The file stays on this machine.");
    // Between the title and the buttons: a low window scrolls it.
    const float buttons = 36, footer = buttons + 8 + (in.problem_text.empty() ? 0.0f : 44.0f);
    ImGui::BeginChild("choices", {width, ImGui::GetContentRegionAvail().y - footer}, ImGuiChildFlags_NavFlattened);
    const float inside = ImGui::GetContentRegionAvail().x;
    draw_chips(ui, in, inside);
    draw_preview(app, {inside, std::max(110.0f, ImGui::GetContentRegionAvail().y - 88)});
    std::vector<Option> columns;
    for (const Column& c : in.table.columns) columns.push_back({c.name, ""});
    int target = in.target;
    if (select(ui, "Column to predict", target, columns, std::min(280.0f, inside - 150), "Column to predict"))
      in.choose_target(target);
    tabs(ui, "problem", in.problem, {"Classification", "Regression"}, std::min(320.0f, inside));
    ImGui::EndChild();
    ImGui::SetCursorPosY(ImGui::GetWindowHeight() - 16 - buttons);
    if (!in.problem_text.empty()) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      ImGui::SetCursorScreenPos({at.x, at.y - 44});
      paragraph(ui, in.problem_text, {size::caption, false, ui.theme.bad});
      announce(ui, Role::alert, "Import problem", in.problem_text, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
      ImGui::SetCursorScreenPos(at);
    }
    use = button(ui, "Use this data", {.look = Look::primary, .height = buttons});
    ImGui::SameLine();
    done = button(ui, "Cancel", {.height = buttons}) || ui.escaped;
    if (use || done) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
  if (use) app.import_data();
  else if (done) app.import.reset();
}

}  // namespace chainrule
