// SPDX-License-Identifier: MIT
// The controls of widgets.hpp.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "widgets.hpp"

namespace chainrule {
namespace {

MirrorItem item_of(ImGuiID id, Role role, std::string_view name, std::string_view help = {}) {
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  MirrorItem item;
  item.id = id;
  item.role = role;
  item.name = name;
  item.description = help;
  item.x = low.x;
  item.y = low.y;
  item.width = high.x - low.x;
  item.height = high.y - low.y;
  return item;
}

void ring(Ui& ui, ImGuiID id, float round) {
  if (ui.mirror.focused() != id) return;
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImGui::GetWindowDrawList()->AddRect({low.x - 2, low.y - 2}, {high.x + 2, high.y + 2}, ui.theme.accent, round + 2, 0, 2);
}

bool parse(const std::string& words, double& value) {
  if (words.empty()) return false;
  char* end = nullptr;
  const double v = std::strtod(words.c_str(), &end);
  while (*end == ' ') ++end;
  if (*end != 0 || !std::isfinite(v)) return false;
  value = v;
  return true;
}

/// Where a value lies on a slider's track, 0 to 1; a logarithmic track has its minimum at 1e-6 of the maximum or more.
double to_track(double v, double low, double high, bool log) {
  if (!log) return high > low ? (v - low) / (high - low) : 0;
  const double floor = std::max(low, high * 1e-6);
  return v <= floor ? 0 : std::log(v / floor) / std::log(high / floor);
}
double from_track(double t, double low, double high, const SliderOptions& o) {
  double v;
  if (o.log) {
    const double floor = std::max(low, high * 1e-6);
    v = floor * std::exp(t * std::log(high / floor));
    const double unit = std::pow(10, std::floor(std::log10(v)));  // one digit after the first: 0.03, 0.031
    v = std::round(v / unit * 10) / 10 * unit;
  } else {
    v = low + t * (high - low);
  }
  if (o.step > 0) v = low + std::round((v - low) / o.step) * o.step;
  if (o.whole) v = std::round(v);
  return std::clamp(v, low, high);
}

}  // namespace

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
  bool pressed = ImGui::InvisibleButton("##button", extent, o.enabled ? 0 : ImGuiButtonFlags_None);
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
  if (!words.empty()) text_at(ui, draw, {x, (low.y + high.y - style.size) / 2 - 2}, words, {style.size, style.bold, ink});
  ring(ui, id, size::round);
  if (o.enabled) resting_tooltip(ui, o.help);
  MirrorItem item = item_of(id, Role::button, name, o.help);
  item.enabled = o.enabled;
  ui.mirror.add(std::move(item));
  return pressed;
}

bool toggle(Ui& ui, std::string_view name, bool& on, std::string_view help) {
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(static_cast<int>(id));
  bool pressed = ImGui::InvisibleButton("##toggle", {width, size::control});
  ImGui::PopID();
  pressed = ui.mirror.take_press(id) || pressed;
  if (pressed) on = !on;
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float y = (low.y + high.y) / 2, right = high.x, left = right - 36;
  draw->AddRectFilled({left, y - 10}, {right, y + 10}, on ? ui.theme.accent : ui.theme.field_active, 10);
  draw->AddCircleFilled({on ? right - 10 : left + 10, y}, 7, on ? ui.theme.on_accent : ui.theme.card, 24);
  text_at(ui, draw, {low.x, y - size::body / 2 - 2}, shortened(ui, name, left - low.x - 8), {size::body, false, ui.theme.text});
  ring(ui, id, size::round);
  resting_tooltip(ui, help);
  MirrorItem item = item_of(id, Role::toggle, name, help);
  item.on = on;
  ui.mirror.add(std::move(item));
  return pressed;
}

bool number_field(Ui& ui, std::string_view name, double& value, double minimum, double maximum, bool whole, float width) {
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  char buffer[64];
  const std::string shown = ui.edited == id ? ui.editing : short_number(value, whole ? 12 : 6);
  std::strncpy(buffer, shown.c_str(), sizeof buffer - 1);
  buffer[sizeof buffer - 1] = 0;
  double typed = value;
  const bool wrong = ui.edited == id && (!parse(shown, typed) || typed < minimum || typed > maximum || (whole && typed != std::round(typed)));
  ImGui::PushID(static_cast<int>(id));
  ImGui::SetNextItemWidth(width);
  ImGui::PushFont(ui.regular, size::body);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(8, 5));
  if (wrong) ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.bad);
  const bool entered = ImGui::InputText("##number", buffer, sizeof buffer, ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  if (wrong) ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  ImGui::PopFont();
  ImGui::PopID();
  const bool active = ImGui::IsItemActive(), left = ImGui::IsItemDeactivatedAfterEdit();
  if (active) {
    ui.edited = id;
    ui.editing = buffer;
  } else if (ui.edited == id && !entered && !left) {
    ui.edited = 0;
  }
  std::string given;
  bool changed = false;
  if (ui.mirror.take_value(id, given) || (entered || left ? (given = buffer, true) : false)) {
    double v = value;
    if (parse(given, v) && v >= minimum && v <= maximum) {
      v = whole ? std::round(v) : v;
      changed = v != value;
      value = v;
    }
    ui.edited = 0;
  }
  ring(ui, id, size::round);
  if (wrong && active)
    tooltip(ui, "Expected a " + std::string(whole ? "whole " : "") + "number between " + short_number(minimum) + " and " + short_number(maximum) + ".");
  MirrorItem item = item_of(id, Role::number, name);
  item.value = short_number(value, whole ? 12 : 6);
  item.minimum = minimum;
  item.maximum = maximum;
  item.number = value;
  ui.mirror.add(std::move(item));
  return changed;
}

bool slider(Ui& ui, std::string_view name, double& value, double minimum, double maximum, const SliderOptions& o) {
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImGui::BeginGroup();
  const std::string_view label = o.label.empty() ? name : o.label;
  // A short label leaves room for the track beside it; a long one has the track below.
  const float label_width = measure(ui, label).x;
  const bool one_line = label_width <= 80 || width > 420;
  const float field = one_line ? 62.0f : 76.0f, left_part = width > 420 ? 150.0f : 86.0f;
  text_at(ui, draw, {start.x, start.y + 5}, shortened(ui, label, width - field - 8), {size::body, false, ui.theme.text});
  ImGui::SetCursorScreenPos({start.x + width - field, start.y});
  const std::string field_name = std::string(name);
  bool changed = number_field(ui, field_name, value, minimum, maximum, o.whole, field);
  const float track = one_line ? width - left_part - field - 8 : width;
  ImGui::SetCursorScreenPos(one_line ? ImVec2{start.x + left_part, start.y + 5} : ImVec2{start.x, start.y + 30});
  const ImGuiID id = ImGui::GetID((field_name + "##track").c_str());
  ImGui::PushID(static_cast<int>(id));
  ImGui::InvisibleButton("##track", {track, 20});
  ImGui::PopID();
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  constexpr float knob = 8;
  if (ImGui::IsItemActive()) {
    const double t = std::clamp((ImGui::GetIO().MousePos.x - low.x - knob) / (track - 2 * knob), 0.0f, 1.0f);
    const double v = from_track(t, minimum, maximum, o);
    changed = changed || v != value;
    value = v;
  }
  std::string given;
  double v = value;
  if (ui.mirror.take_value(id, given) && parse(given, v)) {
    v = o.log ? from_track(std::clamp(v / 100, 0.0, 1.0), minimum, maximum, o) : std::clamp(v, minimum, maximum);
    changed = changed || v != value;
    value = v;
  }
  const float y = (low.y + high.y) / 2, left = low.x + knob, right = high.x - knob;
  const float x = left + static_cast<float>(std::clamp(to_track(value, minimum, maximum, o.log), 0.0, 1.0)) * (right - left);
  draw->AddRectFilled({left - knob, y - 2}, {right + knob, y + 2}, ui.theme.field_active, 2);
  draw->AddRectFilled({left - knob, y - 2}, {x, y + 2}, ui.theme.accent, 2);
  const bool near = ImGui::IsItemHovered() || ImGui::IsItemActive();
  draw->AddCircleFilled({x, y}, near ? knob : knob - 1, ui.theme.accent, 24);
  if (near) draw->AddCircleFilled({x, y}, 3, ui.theme.on_accent, 16);
  ring(ui, id, size::round);
  if (!ImGui::IsItemActive()) resting_tooltip(ui, o.help);
  MirrorItem item = item_of(id, Role::slider, name, o.help);
  item.value = short_number(value, o.whole ? 12 : 6);
  // Arrow keys move evenly along the track, so a logarithmic one is published in hundredths of its length.
  item.minimum = o.log ? 0 : minimum;
  item.maximum = o.log ? 100 : maximum;
  item.step = o.log ? 1 : o.step > 0 ? o.step : o.whole ? 1 : (maximum - minimum) / 100;
  item.number = o.log ? std::round(100 * to_track(value, minimum, maximum, true)) : value;
  ui.mirror.add(std::move(item));
  ImGui::EndGroup();
  return changed;
}

bool select(Ui& ui, std::string_view name, int& chosen, const std::vector<Option>& options, float width, std::string_view label) {
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  const float line = ImGui::GetContentRegionAvail().x;
  if (!label.empty()) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 6}, label, {size::body, false, ui.theme.text});
    ImGui::SetCursorScreenPos({at.x + line - width, at.y});
  }
  const auto current = static_cast<std::size_t>(std::clamp(chosen, 0, static_cast<int>(options.size()) - 1));
  bool changed = false;
  ImGui::PushID(static_cast<int>(id));
  ImGui::PushFont(ui.regular, size::body);
  ImGui::SetNextItemWidth(width);
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const std::string preview = shortened(ui, options[current].name, width - 38);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(10, 6));
  const bool open = ImGui::BeginCombo("##select", preview.c_str(), ImGuiComboFlags_NoArrowButton | ImGuiComboFlags_HeightLarge);
  ImGui::PopStyleVar();
  if (open) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8, 4));
    for (std::size_t i = 0; i < options.size(); ++i) {
      ImGui::PushID(static_cast<int>(i));
      if (ImGui::Selectable(std::string(options[i].name).c_str(), i == current, 0, {0, 26})) {
        changed = i != current;
        chosen = static_cast<int>(i);
      }
      if (ImGui::IsItemHovered() && !options[i].help.empty()) tooltip(ui, options[i].help);
      ImGui::PopID();
    }
    ImGui::PopStyleVar();
    ImGui::EndCombo();
  }
  ImGui::PopFont();
  ImGui::PopID();
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({width, size::control - 3});  // the combo's place, also while its menu was the last item
  const ImVec2 high = ImGui::GetItemRectMax(), low = ImGui::GetItemRectMin();
  const ImVec2 c{high.x - 14, (low.y + high.y) / 2};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddLine({c.x - 4, c.y - 2}, {c.x, c.y + 2}, ui.theme.muted, 1.5f);
  draw->AddLine({c.x, c.y + 2}, {c.x + 4, c.y - 2}, ui.theme.muted, 1.5f);
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

bool tabs(Ui& ui, std::string_view group, int& chosen, const std::vector<std::string_view>& names, float width) {
  const ImVec2 start = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (width <= 0) width = ImGui::GetContentRegionAvail().x;
  const float each = width / static_cast<float>(names.size()), height = size::control;
  draw->AddRectFilled(start, {start.x + width, start.y + height}, ui.theme.field, size::round);
  bool changed = false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    ImGui::SetCursorScreenPos({start.x + each * static_cast<float>(i), start.y});
    const ImGuiID id = ImGui::GetID((std::string(group) + "/" + std::string(names[i])).c_str());
    ImGui::PushID(static_cast<int>(id));
    const bool pressed = ImGui::InvisibleButton("##tab", {each, height});
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
    text_at(ui, draw, {(low.x + high.x) / 2, (low.y + high.y - style.size) / 2 - 2}, shortened(ui, names[i], each - 4, style), style, 0.5f);
    ring(ui, id, size::round);
    MirrorItem item = item_of(id, Role::tab, names[i]);
    item.on = on;
    ui.mirror.add(std::move(item));
  }
  return changed;
}

}  // namespace chainrule
