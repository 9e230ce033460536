// SPDX-License-Identifier: MIT
#include "ui/widgets/text_field.hpp"

// Lines of text of widgets.hpp.
#include <algorithm>
#include <cstring>
#include <utility>
#include "ui/widgets/controls.hpp"
#include "ui/widgets/frames.hpp"
#include "ui/widgets/type.hpp"

namespace chainrule {

bool take_typed(Ui& ui, ImGuiID id, const char* buffer, bool entered, std::string& given) {
  const bool left = ImGui::IsItemDeactivatedAfterEdit();
  if (ImGui::IsItemActive()) {
    ui.edited = id;
    ui.editing = buffer;
  } else if (ui.edited == id && !entered && !left) {
    ui.edited = 0;
  }
  if (ui.mirror.take_value(id, given)) return true;
  if (!entered && !left) return false;
  given = buffer;
  return true;
}

bool text_field(Ui& ui, std::string_view name, std::string& value, float width, std::string_view hint,
                std::string_view help, bool (*good)(std::string_view)) {
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  char buffer[512];
  const std::string& shown = ui.edited == id ? ui.editing : value;
  std::strncpy(buffer, shown.c_str(), sizeof buffer - 1);
  buffer[sizeof buffer - 1] = 0;
  const bool wrong = good && ui.edited == id && !good(shown);
  ImGui::PushID(static_cast<int>(id));
  ImGui::SetNextItemWidth(width);
  ImGui::PushFont(ui.regular, size::body);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(8, ui.thumbs ? 11.0f : 5.0f));
  if (wrong) ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.bad);
  const bool entered = ImGui::InputTextWithHint("##text", std::string(hint).c_str(), buffer, sizeof buffer,
                                                ImGuiInputTextFlags_EnterReturnsTrue);
  if (wrong) ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  ImGui::PopFont();
  ImGui::PopID();
  std::string given;
  bool changed = false;
  if (take_typed(ui, id, buffer, entered, given)) {
    changed = (entered || given != value) && (!good || good(given));
    if (changed) value = given;
    ui.edited = 0;
  }
  ring(ui, id, size::round);
  resting_tooltip(ui, help);
  MirrorItem item = item_of(id, Role::text, name, help.empty() ? hint : help);
  item.value = value;
  ui.mirror.add(std::move(item));
  return changed;
}

}  // namespace chainrule
