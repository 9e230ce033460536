// SPDX-License-Identifier: MIT
// What is said of links that leave nothing to show: no first frame without a link needs it.
#include <algorithm>

#include "ui/app/app.hpp"
#include "ui/screen/all_hidden.hpp"

namespace chainrule {

void draw_all_hidden(App& app, ImVec2 at, ImVec2 extent) {
  constexpr std::string_view words = "Everything is hidden here: 'hide' in the link names each panel.";
  const float width = std::min(extent.x, 480.0f);
  at = {at.x + (extent.x - width) / 2, at.y + extent.y * 0.4f};
  ImGui::SetCursorScreenPos(at);
  paragraph(app.ui, words, {size::body, false, app.ui.theme.text}, width);
  announce(app.ui, Role::status, "Nothing to see", words, at, {at.x + width, at.y + 48});
}

}  // namespace chainrule
