#pragma once
// SPDX-License-Identifier: MIT
// What the widgets' own files share.
#include "ui/widgets/widgets.hpp"

namespace chainrule {

/// The last item as a mirror item.
MirrorItem item_of(ImGuiID id, Role role, std::string_view name, std::string_view help = {});
/// The ring of keyboard focus around the last item, when the mirror's focus is on `id`.
void ring(Ui& ui, ImGuiID id, float round);

/// Two keys of opposite sense, which belong to `owner` from now on: -1, 1, or 0 for neither.
int key_pair(ImGuiID owner, ImGuiKey less, ImGuiKey more);
/// The arrow keys on the last item while it has the keyboard's cursor: -1 left, 1 right, 0 neither.
int arrow_keys();

/// Where something drawn by hand can be pressed, by mouse, key or mirror; the name makes the id.
struct Pressable {
  ImGuiID id;
  ImVec2 low, high;
  bool over, pressed;
};
Pressable pressable(Ui& ui, std::string_view name, ImVec2 low, ImVec2 extent);

}  // namespace chainrule
