// SPDX-License-Identifier: MIT
#include "ui/widgets/frames.hpp"

// Cards, help marks and announcements of widgets.hpp.
#include <algorithm>
#include <cmath>
#include <utility>
#include "ui/widgets/controls.hpp"
#include "ui/widgets/type.hpp"

namespace chainrule {

ImVec2 begin_card(Ui& ui, const char* name, ImVec2 at, ImVec2 extent, bool scrolls) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 low{std::floor(at.x), std::floor(at.y)}, high{std::floor(at.x + extent.x), std::floor(at.y + extent.y)};
  draw->AddRectFilled(low, high, ui.theme.panel, size::card_round);
  draw->AddRect(low, high, ui.theme.card_edge, size::card_round);
  ImGui::SetCursorScreenPos(low);
  const float pad = std::min(size::pad, extent.x < 360 || extent.y < 220 ? 12.0f : size::pad);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pad, pad - 4));
  const ImGuiWindowFlags still = ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  ImGui::BeginChild(name, {high.x - low.x, high.y - low.y},
                    ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened,
                    ImGuiWindowFlags_NoBackground | (scrolls ? 0 : still));
  ImGui::PopStyleVar();
  return ImGui::GetContentRegionAvail();
}

void end_card() {
  ImGui::Dummy({0, 0});  // what was drawn at a set place belongs to the card's extent too
  ImGui::EndChild();
}

void tooltip(Ui& ui, std::string_view words) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12, 8));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, size::round);
  if (ImGui::BeginTooltip()) {
    if (ImGui::IsWindowAppearing()) ui.waiting = true;  // it is measured in this frame and seen in the next
    ImGui::PushTextWrapPos(320);
    text(ui, words, {size::caption, false, ui.theme.text});
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar(2);
}

void resting_tooltip(Ui& ui, std::string_view words) {
  if (!ImGui::IsItemHovered()) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) {  // what the tip says is done; it would cover what comes of that
    ui.hushed = true;
    ui.hushed_at = mouse;
  }
  constexpr float away = 6;
  if (std::hypot(mouse.x - ui.hushed_at.x, mouse.y - ui.hushed_at.y) > away) ui.hushed = false;
  if (words.empty() || ui.rests || ui.hushed) return;
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal | ImGuiHoveredFlags_NoSharedDelay)) tooltip(ui, words);
  else ui.waiting = true;
}

bool invisible_button(const char* id, ImVec2 extent, ImGuiButtonFlags flags) {
  return ImGui::InvisibleButton(id, {std::max(extent.x, 1.0f), std::max(extent.y, 1.0f)}, flags);
}

void help_mark(Ui& ui, std::string_view name, std::string_view help) {
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  ImGui::PushID(static_cast<int>(id));
  invisible_button("##help", {22, 22}, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  const ImVec2 low = ImGui::GetItemRectMin();
  const ImVec2 c{low.x + 11, low.y + 11};
  const bool shown = ImGui::IsItemHovered() || ImGui::IsItemActive() || ui.mirror.focused() == id;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddCircle(c, 9, shown ? ui.theme.accent : ui.theme.muted, 24, 1.2f);
  text_at(ui, draw, {c.x + 0.5f, c.y - 9}, "?", {size::caption, true, shown ? ui.theme.accent : ui.theme.muted}, 0.5f);
  if (shown) tooltip(ui, help);
  ui.mirror.take_press(id);
  MirrorItem item;
  item.id = id;
  item.role = Role::button;
  item.name = name;
  item.description = help;
  item.x = low.x;
  item.y = low.y;
  item.width = item.height = 22;
  ui.mirror.add(std::move(item));
}

void card_title(Ui& ui, std::string_view title, std::string_view help) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  if (!ui.compact)
    text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 1}, title, {size::heading, true, ui.theme.text});
  announce(ui, Role::heading, title, "", at, {at.x + measure(ui, title, {size::heading, true, 0}).x, at.y + 20});
  ImGui::SetCursorScreenPos({at.x + width - 22, at.y});
  if (!ui.bare) help_mark(ui, "About " + std::string(title), help);
  ImGui::SetCursorScreenPos({at.x, at.y + (ui.compact ? 0 : 28)});
}

void announce(Ui& ui, Role role, std::string_view name, std::string_view value, ImVec2 low, ImVec2 high) {
  MirrorItem item;
  item.id = ImGui::GetID(("announce " + std::to_string(static_cast<int>(role)) + std::string(name)).c_str());
  item.role = role;
  item.name = name;
  item.value = value;
  place(item, low, high);
  ui.mirror.add(std::move(item));
}

void add_table(Ui& ui, std::string_view name, std::vector<std::vector<std::string>> rows, ImVec2 low, ImVec2 high) {
  MirrorItem table;
  table.id = ImGui::GetID(name.data(), name.data() + name.size());
  table.role = Role::table;
  table.name = name;
  table.rows = std::move(rows);
  place(table, low, high);
  ui.mirror.add(std::move(table));
}

}  // namespace chainrule
