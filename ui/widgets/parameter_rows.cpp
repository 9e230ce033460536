// SPDX-License-Identifier: MIT
#include "ui/widgets/parameter_rows.hpp"

#include <algorithm>

#include "ui/widgets/widgets.hpp"

namespace chainrule {
namespace {

/// A label with a field at the line's end.
bool number_row(Ui& ui, std::string_view name, const Parameter& p, double& value) {
  constexpr float field = 86;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 5}, shortened(ui, p.name, width - field - 8),
          {size::body, false, ui.theme.text});
  ImGui::SetCursorScreenPos({at.x + width - field, at.y});
  const bool changed = number_field(ui, name, value, p.minimum, p.maximum, p.whole, field);
  resting_tooltip(ui, p.help);
  return changed;
}

bool word_row(Ui& ui, std::string_view name, const Parameter& p, double& value) {
  std::vector<Option> options;
  for (const std::string_view word : p.words) options.push_back({word, p.help});
  int chosen = static_cast<int>(value);
  if (!select(ui, name, chosen, options, 130, p.name)) return false;
  value = chosen;
  return true;
}

/// Nothing is set until the switch is on; then a number is.
bool unset_row(Ui& ui, std::string_view name, const Parameter& p, double& value) {
  bool on = value != unset;
  const std::string use = "Use " + std::string(name);
  bool changed = toggle(ui, use, on, p.help, p.name);
  if (changed) value = on ? std::clamp(0.0, p.minimum, p.maximum) : unset;
  if (value != unset) changed = number_row(ui, name, p, value) || changed;
  return changed;
}

}  // namespace

bool parameter_row(Ui& ui, std::string_view name, const Parameter& p, double& value) {
  if (!p.words.empty()) return word_row(ui, name, p, value);
  if (p.is_switch()) {
    bool on = value != 0;
    if (!toggle(ui, name, on, p.help, p.name)) return false;
    value = on ? 1 : 0;
    return true;
  }
  if (p.value == unset) return unset_row(ui, name, p, value);
  // A track makes sense where its whole length does; logarithmic ones cover what is usual, the field takes all.
  const bool track = p.log || p.maximum - p.minimum <= 10;
  if (!track) return number_row(ui, name, p, value);
  const double low = p.log ? std::max(p.minimum, 1e-5) : p.minimum,
               high = p.log ? std::min(p.maximum, 10.0) : p.maximum;
  return slider(ui, name, value, low, high,
                {.log = p.log,
                 .whole = p.whole,
                 .typed_minimum = p.minimum,
                 .typed_maximum = p.maximum,
                 .label = p.name,
                 .help = p.help});
}

int parameter_rows(Ui& ui, std::string_view owner, std::span<const Parameter> parameters, std::vector<double>& values,
                   std::size_t first) {
  int changed = -1;
  for (std::size_t i = first; i < std::min(parameters.size(), values.size()); ++i)
    if (parameter_row(ui, std::string(owner) + " " + std::string(parameters[i].name), parameters[i], values[i]))
      changed = static_cast<int>(i);
  return changed;
}

bool disclosure(Ui& ui, std::string_view name, std::string_view label, std::string_view help) {
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  bool* const open = ImGui::GetStateStorage()->GetBoolRef(id, false);
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(static_cast<int>(id));
  const bool pressed = invisible_button("##disclosure", {width, 28}, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  if (ui.mirror.take_press(id) || pressed) *open = !*open;
  const ImVec2 low = ImGui::GetItemRectMin();
  const ImVec2 c{low.x + 6, low.y + 14};
  const ImU32 ink = ImGui::IsItemHovered() ? ui.theme.text : ui.theme.muted;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (*open) draw->AddTriangleFilled({c.x - 5, c.y - 3}, {c.x + 5, c.y - 3}, {c.x, c.y + 4}, ink);
  else draw->AddTriangleFilled({c.x - 3, c.y - 5}, {c.x + 4, c.y}, {c.x - 3, c.y + 5}, ink);
  text_at(ui, draw, {low.x + 18, low.y + 5}, label, {size::caption, false, ink});
  ring(ui, id, size::round);
  resting_tooltip(ui, help);
  MirrorItem item = item_of(id, Role::toggle, name, help);
  item.on = *open;
  ui.mirror.add(std::move(item));
  return *open;
}

}  // namespace chainrule
