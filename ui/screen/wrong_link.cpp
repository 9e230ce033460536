// SPDX-License-Identifier: MIT
// What is said of links that have much wrong, and of those that leave nothing to show: no first frame without a link
// needs it.
#include <algorithm>

#include "engine/base/text.hpp"
#include "ui/panels/panels.hpp"

namespace chainrule {

/// What was taken for what, and what is wrong: in one line where that is much.
void App::tell_of(const ReadResult& read) {
  constexpr std::size_t most_lines = 2;
  if (!read.mended.empty()) tell(read.mended, false);
  if (read.complaints.size() <= most_lines) {
    for (const Complaint& c : read.complaints) complain(c.text);
    return;
  }
  std::vector<std::string> others;
  for (const Complaint& c : read.complaints)
    if (&c != read.complaints.data()) others.push_back(c.key.empty() ? c.given.substr(0, 16) : c.key.substr(0, 32));
  const std::string& first = read.complaints[0].text;
  complain(first + (first.ends_with('.') || first.ends_with('?') ? " " : ". ") + "Wrong too: " + listed(others, 8) +
           ".");
}

void draw_all_hidden(App& app, ImVec2 at, ImVec2 extent) {
  constexpr std::string_view words = "Everything is hidden here: 'hide' in the link names each panel.";
  const float width = std::min(extent.x, 480.0f);
  at = {at.x + (extent.x - width) / 2, at.y + extent.y * 0.4f};
  ImGui::SetCursorScreenPos(at);
  paragraph(app.ui, words, {size::body, false, app.ui.theme.text}, width);
  announce(app.ui, Role::status, "Nothing to see", words, at, {at.x + width, at.y + 48});
}

}  // namespace chainrule
