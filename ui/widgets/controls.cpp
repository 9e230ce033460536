// SPDX-License-Identifier: MIT
#include "ui/widgets/controls.hpp"

// The controls of widgets.hpp.
#include <algorithm>
#include <utility>
#include "ui/widgets/frames.hpp"
#include "ui/widgets/type.hpp"

namespace chainrule {
MirrorItem item_of(ImGuiID id, Role role, std::string_view name, std::string_view help) {
  MirrorItem item;
  item.id = id;
  item.role = role;
  item.name = name;
  item.description = help;
  place(item, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  return item;
}

void place(MirrorItem& item, ImVec2 low, ImVec2 high) {
  item.x = low.x;
  item.y = low.y;
  item.width = high.x - low.x;
  item.height = high.y - low.y;
}

void ring(Ui& ui, ImGuiID id, float round) {
  if (ui.mirror.focused() != id) return;
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImGui::GetWindowDrawList()->AddRect({low.x - 2, low.y - 2}, {high.x + 2, high.y + 2}, ui.theme.accent, round + 2, 0,
                                      2);
}

Pressable pressable(Ui& ui, std::string_view name, ImVec2 low, ImVec2 extent) {
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  ImGui::SetCursorScreenPos(low);
  ImGui::PushID(static_cast<int>(id));
  const bool pressed = invisible_button("##pressable", extent, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  const bool asked = ui.mirror.take_press(id);
  return {id, ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), ImGui::IsItemHovered(), pressed || asked};
}

void focus_ring(Ui& ui) { ring(ui, ImGui::GetItemID(), size::round); }

bool button(Ui& ui, std::string_view name, const ButtonOptions& o) {
  const std::string words(o.icon_only ? std::string_view{} : o.label.empty() ? name : o.label);
  const TextStyle style{size::body, o.look == Look::primary, 0};
  const float icon = o.icon == Icon::none ? 0.0f : 16.0f;
  const float wide = words.empty() ? 0 : measure(ui, words, style).x;
  const float content = icon + wide + (icon > 0 && wide > 0 ? 8 : 0);
  const ImVec2 extent{o.width > 0 ? o.width : o.icon_only ? o.height : content + 24, o.height};
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  ImGui::PushID(static_cast<int>(id));
  bool pressed = invisible_button("##button", extent, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  const bool hovered = o.enabled && ImGui::IsItemHovered(), held = o.enabled && ImGui::IsItemActive();
  pressed = (ui.mirror.take_press(id) || pressed) && o.enabled;
  const Theme& t = ui.theme;
  const bool primary = o.look == Look::primary;
  ImU32 back = primary ? t.accent : o.look == Look::quiet ? 0 : t.field;
  if (hovered) back = primary ? t.accent_hover : t.field_hover;
  if (held) back = primary ? t.accent_active : t.field_active;
  ImU32 ink = primary ? t.on_accent : t.text;
  if (!o.enabled) ink = with_alpha(ink, 0.4f);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  if (back) draw->AddRectFilled(low, high, back, size::round);
  float x = (low.x + high.x - content) / 2;
  if (icon > 0) {
    draw_icon(draw, o.icon, {x + icon / 2, (low.y + high.y) / 2}, icon, ink);
    x += icon + 8;
  }
  if (!words.empty())
    text_at(ui, draw, {x, (low.y + high.y - style.size) / 2 - 2}, words, {style.size, style.bold, ink});
  ring(ui, id, size::round);
  if (o.enabled) resting_tooltip(ui, o.help);
  MirrorItem item = item_of(id, Role::button, name, o.help);
  item.enabled = o.enabled;
  ui.mirror.add(std::move(item));
  return pressed;
}

bool toggle(Ui& ui, std::string_view name, bool& on, std::string_view help, std::string_view label) {
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(static_cast<int>(id));
  bool pressed =
      invisible_button("##toggle", {width, ui.thumbs ? size::touch : size::control}, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  pressed = ui.mirror.take_press(id) || pressed;
  if (pressed) on = !on;
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float y = (low.y + high.y) / 2, right = high.x, left = right - 36;
  draw->AddRectFilled({left, y - 10}, {right, y + 10}, on ? ui.theme.accent : ui.theme.field_active, 10);
  draw->AddCircleFilled({on ? right - 10 : left + 10, y}, 7, on ? ui.theme.on_accent : ui.theme.card, 24);
  text_at(ui, draw, {low.x, y - size::body / 2 - 2}, shortened(ui, label.empty() ? name : label, left - low.x - 8),
          {size::body, false, ui.theme.text});
  ring(ui, id, size::round);
  resting_tooltip(ui, help);
  MirrorItem item = item_of(id, Role::toggle, name, help);
  item.on = on;
  ui.mirror.add(std::move(item));
  return pressed;
}

bool chip(Ui& ui, std::string_view name, std::string_view label, bool on, ImVec2 extent) {
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  ImGui::PushID(static_cast<int>(id));
  bool pressed = invisible_button("##chip", extent, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  pressed = ui.mirror.take_press(id) || pressed;
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float round = extent.y / 2;
  const bool over = ImGui::IsItemHovered();
  draw->AddRectFilled(low, high,
                      on     ? mix(ui.theme.card, ui.theme.accent, over ? 0.22f : 0.14f)
                      : over ? ui.theme.field_hover
                             : ui.theme.card,
                      round);
  draw->AddRect(low, high, on ? ui.theme.accent : ui.theme.card_edge, round);
  const TextStyle style{size::caption, false, on ? ui.theme.text : ui.theme.muted};
  const float wide = measure(ui, label, style).x;
  const bool lamp = extent.x - wide >= 26;  // on or off, without a colour
  const ImVec2 at{(low.x + high.x - (lamp ? wide - 14 : 0)) / 2, (low.y + high.y) / 2};
  if (lamp) {
    draw->AddCircle({at.x - 10, at.y}, 4, on ? ui.theme.accent : ui.theme.muted, 14, 1.5f);
    if (on) draw->AddCircleFilled({at.x - 10, at.y}, 2.5f, ui.theme.accent, 12);
  }
  text_at(ui, draw, {at.x, (low.y + high.y - style.size) / 2 - 2}, label, style, lamp ? 0.0f : 0.5f);
  ring(ui, id, round);
  MirrorItem item = item_of(id, Role::toggle, name);
  item.on = on;
  ui.mirror.add(std::move(item));
  return pressed;
}

namespace {

constexpr ImVec2 option_picture{46, 22};

/// What stands above a group of options.
void draw_group(Ui& ui, std::string_view words, bool first) {
  if (!first) ImGui::Dummy({0, 4});
  ImGui::SetCursorPosX(10);
  text(ui, words, {size::caption, true, ui.theme.muted});
}

/// The open menu; true when another of its options is pressed.
bool draw_options(Ui& ui, int& chosen, std::size_t current, const std::vector<Option>& options) {
  bool changed = false;
  const float height = ui.thumbs ? size::touch : 26.0f;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8, 4));
  ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, ImVec2(0, 0.5f));
  for (std::size_t i = 0; i < options.size(); ++i) {
    const Option& option = options[i];
    if (!option.group.empty() && (i == 0 || option.group != options[i - 1].group)) draw_group(ui, option.group, i == 0);
    ImGui::PushID(static_cast<int>(i));
    if (option.picture) {  // makes the menu wide enough for both
      const ImVec2 at = ImGui::GetCursorPos();
      ImGui::Dummy({measure(ui, option.name, {size::body, false, 0}).x + option_picture.x + 36, 0});
      ImGui::SetCursorPos(at);
    }
    if (ImGui::Selectable(std::string(option.name).c_str(), i == current, 0, {0, height})) {
      changed = i != current;
      chosen = static_cast<int>(i);
    }
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    if (option.picture && ImGui::IsItemVisible()) {
      const float y = (low.y + high.y - option_picture.y) / 2;
      option.picture({high.x - option_picture.x - 8, y}, {high.x - 8, y + option_picture.y});
    }
    if (ImGui::IsItemHovered() && !option.help.empty()) tooltip(ui, option.help);
    ImGui::PopID();
  }
  ImGui::PopStyleVar(2);
  return changed;
}

}  // namespace

bool select(Ui& ui, std::string_view name, int& chosen, const std::vector<Option>& options, float width,
            std::string_view label) {
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  const float line = ImGui::GetContentRegionAvail().x;
  if (!label.empty()) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + (ui.thumbs ? 11.0f : 6.0f)}, label,
            {size::body, false, ui.theme.text});
    ImGui::SetCursorScreenPos({at.x + line - width, at.y});
  }
  const auto current = static_cast<std::size_t>(std::clamp(chosen, 0, static_cast<int>(options.size()) - 1));
  bool changed = false;
  ImGui::PushID(static_cast<int>(id));
  ImGui::PushFont(ui.regular, size::body);
  ImGui::SetNextItemWidth(width);
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const bool slim = width < 88;  // too narrow for words and arrow: the words come first
  const std::string preview = shortened(ui, options[current].name, slim ? width - 12 : width - 38);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(slim ? 6.0f : 10.0f, ui.thumbs ? 11.5f : 6.0f));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 6));  // above the menu's first row and below its last
  const bool open =
      ImGui::BeginCombo("##select", preview.c_str(), ImGuiComboFlags_NoArrowButton | ImGuiComboFlags_HeightLarge);
  ImGui::PopStyleVar(2);
  if (open) {
    changed = draw_options(ui, chosen, current, options);
    ImGui::EndCombo();
  }
  ImGui::PopFont();
  ImGui::PopID();
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({width, ui.thumbs ? size::touch
                                 : size::control - 3});  // the combo's place, also while its menu was the last item
  const ImVec2 high = ImGui::GetItemRectMax(), low = ImGui::GetItemRectMin();
  const ImVec2 c{high.x - 14, (low.y + high.y) / 2};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (!slim) {
    draw->AddLine({c.x - 4, c.y - 2}, {c.x, c.y + 2}, ui.theme.muted, 1.5f);
    draw->AddLine({c.x, c.y + 2}, {c.x + 4, c.y - 2}, ui.theme.muted, 1.5f);
  }
  ring(ui, id, size::round);
  MirrorItem item = item_of(id, Role::select, name, options[current].help);
  item.value = options[current].name;
  for (const Option& option : options) item.options.emplace_back(option.name);
  ui.mirror.add(std::move(item));
  std::string given;
  if (ui.mirror.take_value(id, given))
    for (std::size_t i = 0; i < options.size(); ++i)
      if (options[i].name == given) {
        changed = changed || static_cast<int>(i) != chosen;
        chosen = static_cast<int>(i);
      }
  return changed;
}

namespace {
/// How wide each tab is: the same for all, or where that would cut a name as wide as its name wants.
std::vector<float> tab_widths(Ui& ui, const std::vector<std::string_view>& names, float width) {
  const auto count = static_cast<float>(names.size());
  std::vector<float> wanted;
  float all = 0, widest = 0;
  for (const std::string_view name : names) {
    wanted.push_back(measure(ui, name, {size::caption, true, 0}).x + 5);
    all += wanted.back();
    widest = std::max(widest, wanted.back());
  }
  if (widest <= width / count || all > width) return std::vector<float>(names.size(), width / count);
  for (float& one : wanted) one += (width - all) / count;
  return wanted;
}
}  // namespace

bool tabs(Ui& ui, std::string_view group, int& chosen, const std::vector<std::string_view>& names, float width) {
  const ImVec2 start = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (width <= 0) width = ImGui::GetContentRegionAvail().x;
  const std::vector<float> widths = tab_widths(ui, names, width);
  const float height = size::control;
  float x = start.x;
  draw->AddRectFilled(start, {start.x + width, start.y + height}, ui.theme.field, size::round);
  bool changed = false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const float each = widths[i];
    ImGui::SetCursorScreenPos({x, start.y});
    x += each;
    const ImGuiID id = ImGui::GetID((std::string(group) + "/" + std::string(names[i])).c_str());
    ImGui::PushID(static_cast<int>(id));
    const bool pressed = invisible_button("##tab", {each, height}, ImGuiButtonFlags_EnableNav);
    ImGui::PopID();
    if (ui.mirror.take_press(id) || pressed) {
      changed = chosen != static_cast<int>(i);
      chosen = static_cast<int>(i);
    }
    const bool on = chosen == static_cast<int>(i);
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    if (on) {
      draw->AddRectFilled({low.x + 2, low.y + 2}, {high.x - 2, high.y - 2}, ui.theme.card, size::round - 2);
      draw->AddRect({low.x + 2, low.y + 2}, {high.x - 2, high.y - 2}, ui.theme.card_edge, size::round - 2);
    }
    const TextStyle style{size::caption, on, on || ImGui::IsItemHovered() ? ui.theme.text : ui.theme.muted};
    text_at(ui, draw, {(low.x + high.x) / 2, (low.y + high.y - style.size) / 2 - 2},
            shortened(ui, names[i], each - 4, style), style, 0.5f);
    ring(ui, id, size::round);
    MirrorItem item = item_of(id, Role::tab, names[i]);
    item.on = on;
    ui.mirror.add(std::move(item));
  }
  return changed;
}

}  // namespace chainrule
