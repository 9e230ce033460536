// SPDX-License-Identifier: MIT
// The sheet of all keys: a card over everything.
#include "ui/screen/shortcuts_sheet.hpp"

#include <algorithm>
#include <cmath>

#include "ui/app/app.hpp"
#include "ui/screen/sheet.hpp"
#include "ui/screen/shortcuts.hpp"

namespace chainrule {
namespace {

constexpr float row_height = 32;

/// The keys as caps: "1 to 6" is two caps and a word between.
void draw_keys(Ui& ui, std::string_view keys, ImVec2 at) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const TextStyle between{size::caption, false, ui.theme.muted}, cap{size::caption, true, ui.theme.text};
  float x = at.x;
  while (!keys.empty()) {
    const std::size_t end = std::min(keys.find_first_of("+ "), keys.size());
    const std::string_view word = keys.substr(0, end);
    const bool joins = word == "to";
    const float wide = measure(ui, word, joins ? between : cap).x;
    const float box = joins ? wide : std::max(26.0f, wide + 14);
    if (!joins) {
      draw->AddRectFilled({x, at.y + 3}, {x + box, at.y + 27}, ui.theme.field, 5);
      draw->AddRect({x, at.y + 3}, {x + box, at.y + 27}, ui.theme.card_edge, 5);
    }
    text_at(ui, draw, {x + box / 2, at.y + 6}, word, joins ? between : cap, 0.5f);
    x += box + (joins ? 6.0f : 4.0f);
    keys.remove_prefix(std::min(end + 1, keys.size()));
  }
}

void draw_rows(Ui& ui, float width, float keys_width) {
  MirrorItem item;
  item.role = Role::table;
  item.name = "Keys";
  item.id = ImGui::GetID("keys table");
  item.rows.push_back({"keys", "what they do"});
  const ImVec2 start = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  float y = start.y;
  for (const Shortcut& row : shortcuts()) {
    const std::string keys = keys_of(row);
    draw_keys(ui, keys, {start.x, y});
    text_at(ui, draw, {start.x + keys_width, y + 5}, shortened(ui, row.what, width - keys_width),
            {size::body, false, ui.theme.text});
    item.rows.push_back({keys, std::string(row.what)});
    y += row_height;
  }
  ImGui::Dummy({width, y - start.y});
  item.x = start.x;
  item.y = start.y;
  item.width = width;
  item.height = y - start.y;
  ui.mirror.add(std::move(item));
}

}  // namespace

void draw_shortcuts(App& app) {
  const float rows = row_height * static_cast<float>(shortcuts().size());
  if (!begin_sheet(app, "Keys", {420, 68 + rows})) return;
  draw_rows(app.ui, ImGui::GetContentRegionAvail().x, 160);
  if (end_sheet(app, !app.shortcuts_open)) app.shortcuts_open = false;
}

}  // namespace chainrule
