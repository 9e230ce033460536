#pragma once
// SPDX-License-Identifier: MIT
// What the widgets' own files share.
#include "widgets.hpp"

namespace chainrule {

/// The last item as a mirror item.
MirrorItem item_of(ImGuiID id, Role role, std::string_view name, std::string_view help = {});
/// The ring of keyboard focus around the last item, when the mirror's focus is on `id`.
void ring(Ui& ui, ImGuiID id, float round);

}  // namespace chainrule
