// SPDX-License-Identifier: MIT
#include "ui/widgets/numbers.hpp"

// Number fields and sliders of widgets.hpp.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "engine/base/text.hpp"
#include "ui/widgets/controls.hpp"
#include "ui/widgets/frames.hpp"
#include "ui/widgets/text_field.hpp"
#include "ui/widgets/type.hpp"

namespace chainrule {
namespace {

bool parse(const std::string& words, double& value) {
  const auto number = parse_number(words);
  if (!number || !std::isfinite(*number)) return false;
  value = *number;
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

/// As many digits as fit, at least three.
std::string fitting_number(Ui& ui, double value, int digits, float width) {
  std::string words = short_number(value, digits);
  while (digits > 3 && measure(ui, words).x > width) words = short_number(value, --digits);
  return words;
}

}  // namespace

int key_pair(ImGuiID owner, ImGuiKey less, ImGuiKey more) {
  ImGui::SetKeyOwner(less, owner);
  ImGui::SetKeyOwner(more, owner);
  const auto pressed = [&](ImGuiKey key) { return ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, owner); };
  return pressed(more) - pressed(less);
}

int arrow_keys() {
  if (!ImGui::IsItemFocused() || !ImGui::GetIO().NavVisible) return 0;
  return key_pair(ImGui::GetItemID(), ImGuiKey_LeftArrow, ImGuiKey_RightArrow);
}

bool number_field(Ui& ui, std::string_view name, double& value, double minimum, double maximum, bool whole,
                  float width) {
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  char buffer[64];
  const std::string rest =
      whole ? short_number(value, 12) : fitting_number(ui, value, 6, width - 14);  // 4096 is never 4.1e+03
  const std::string shown = ui.edited == id ? ui.editing : rest;
  std::strncpy(buffer, shown.c_str(), sizeof buffer - 1);
  buffer[sizeof buffer - 1] = 0;
  double typed = value;
  const bool wrong = ui.edited == id && (!parse(shown, typed) || typed < minimum || typed > maximum ||
                                         (whole && typed != std::round(typed)));
  ImGui::PushID(static_cast<int>(id));
  ImGui::SetNextItemWidth(width);
  ImGui::PushFont(ui.regular, size::body);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(8, ui.thumbs ? 11.0f : 5.0f));
  if (wrong) ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.bad);
  const bool entered = ImGui::InputText("##number", buffer, sizeof buffer,
                                        ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  if (wrong) ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  ImGui::PopFont();
  ImGui::PopID();
  std::string given;
  bool changed = false;
  if (take_typed(ui, id, buffer, entered, given)) {
    double v = value;
    const bool untouched = given == rest;  // Enter alone does not round the number to the digits shown
    if (!untouched && parse(given, v) && v >= minimum && v <= maximum) {
      v = whole ? std::round(v) : v;
      changed = v != value;
      value = v;
    }
    ui.edited = 0;
  }
  ring(ui, id, size::round);
  if (wrong && ImGui::IsItemActive())
    tooltip(ui, "Expected a " + std::string(whole ? "whole " : "") + "number between " + short_number(minimum) +
                    " and " + short_number(maximum) + ".");
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
  const float down = ui.thumbs ? 6.0f : 0.0f;  // higher fields
  text_at(ui, draw, {start.x, start.y + 5 + down}, shortened(ui, label, width - field - 8),
          {size::body, false, ui.theme.text});
  ImGui::SetCursorScreenPos({start.x + width - field, start.y});
  const std::string field_name = std::string(name);
  const bool wider = o.typed_maximum > o.typed_minimum;
  bool changed = number_field(ui, field_name, value, wider ? o.typed_minimum : minimum,
                              wider ? o.typed_maximum : maximum, o.whole, field);
  const float track = one_line ? width - left_part - field - 8 : width;
  ImGui::SetCursorScreenPos(one_line ? ImVec2{start.x + left_part, start.y + (ui.thumbs ? 0.0f : 5.0f)}
                                     : ImVec2{start.x, start.y + (ui.thumbs ? 42.0f : 30.0f)});
  const ImGuiID id = ImGui::GetID((field_name + "##track").c_str());
  ImGui::PushID(static_cast<int>(id));
  invisible_button("##track", {track, ui.thumbs ? size::touch : 20.0f}, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  constexpr float knob = 8;
  if (ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    const double t = std::clamp((ImGui::GetIO().MousePos.x - low.x - knob) / (track - 2 * knob), 0.0f, 1.0f);
    const double v = from_track(t, minimum, maximum, o);
    changed = changed || v != value;
    value = v;
  }
  double v = value;
  if (const int way = arrow_keys(); way != 0) {  // a hundredth of the track, or a step
    const double least = o.step > 0 ? o.step : o.whole ? 1 : 0;
    v = o.log ? from_track(std::clamp(to_track(value, minimum, maximum, true) + 0.01 * way, 0.0, 1.0), minimum, maximum,
                           o)
              : std::clamp(value + way * std::max(least, (maximum - minimum) / 100), minimum, maximum);
    if (o.whole && v == value) v = std::clamp(value + way, minimum, maximum);
    changed = changed || v != value;
    value = v;
  }
  std::string given;
  if (ui.mirror.take_value(id, given) && parse(given, v)) {
    v = o.log ? from_track(std::clamp(v / 100, 0.0, 1.0), minimum, maximum, o) : std::clamp(v, minimum, maximum);
    changed = changed || v != value;
    value = v;
  }
  const float y = (low.y + high.y) / 2, left = low.x + knob, right = high.x - knob;
  const float x =
      left + static_cast<float>(std::clamp(to_track(value, minimum, maximum, o.log), 0.0, 1.0)) * (right - left);
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

}  // namespace chainrule
