// SPDX-License-Identifier: MIT
#include "ui/screen/menu_rows.hpp"

#include <utility>

namespace chainrule {

bool menu_row(Ui& ui, std::string_view name, Icon icon, std::string_view keys, bool enabled, float width) {
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const float height = window.x < 620 && window.y >= 420 ? size::touch : 34;
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  ImGui::PushID(static_cast<int>(id));
  bool chosen = invisible_button("##row", {width, height}, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  chosen = (ui.mirror.take_press(id) || chosen) && enabled;
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (enabled && ImGui::IsItemHovered()) draw->AddRectFilled(low, high, ui.theme.field_hover, size::round);
  const ImU32 ink = enabled ? ui.theme.text : with_alpha(ui.theme.text, 0.4f);
  draw_icon(draw, icon, {low.x + 20, (low.y + high.y) / 2}, 16, ink);
  const float right = keys.empty() ? 0 : measure(ui, keys, {size::caption, false, 0}).x + 8;
  text_at(ui, draw, {low.x + 42, low.y + height / 2 - 10}, shortened(ui, name, width - 52 - right),
          {size::body, false, ink});
  if (!keys.empty())
    text_at(ui, draw, {high.x - 10, low.y + height / 2 - 9}, keys, {size::caption, false, ui.theme.muted}, 1);
  ring(ui, id, size::round);
  MirrorItem item = item_of(id, Role::button, name);
  item.enabled = enabled;
  ui.mirror.add(std::move(item));
  if (chosen) ImGui::CloseCurrentPopup();
  return chosen;
}

void menu_line(Ui& ui, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddLine({at.x + 4, at.y + 4}, {at.x + width - 4, at.y + 4}, ui.theme.card_edge);
  ImGui::Dummy({width, 8});
}

}  // namespace chainrule
