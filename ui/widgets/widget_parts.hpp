#pragma once
// SPDX-License-Identifier: MIT
// What the widgets' own files share.
#include "ui/widgets/widgets.hpp"

namespace chainrule {

/// The last item as a mirror item.
MirrorItem item_of(ImGuiID id, Role role, std::string_view name, std::string_view help = {});
/// Where an item of the mirror lies.
void place(MirrorItem& item, ImVec2 low, ImVec2 high);
/// Keeps what is being typed into the last item, whose text is in `buffer`. True when something counts, which is then
/// `given`: typed and entered, typed and left, or set through the mirror; `ui.edited` is then the caller's to clear.
bool take_typed(Ui& ui, ImGuiID id, const char* buffer, bool entered, std::string& given);
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
