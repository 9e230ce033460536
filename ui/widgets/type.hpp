#pragma once
// SPDX-License-Identifier: MIT
// Words on screen.
#include <string>
#include <string_view>

#include "ui/widgets/ui.hpp"

namespace chainrule {

struct TextStyle {
  float size = size::body;
  bool bold = false;
  ImU32 color = 0;  ///< 0: the theme's text colour
};

void text(Ui& ui, std::string_view words, TextStyle style = {});
/// Breaks lines at `width` (0: what is left of the line).
void paragraph(Ui& ui, std::string_view words, TextStyle style = {size::caption, false, 0}, float width = 0);
ImVec2 measure(Ui& ui, std::string_view words, TextStyle style = {});
/// At a place of the window, without moving the cursor; `align` 0 left, 0.5 centred, 1 right of `at.x`.
void text_at(Ui& ui, ImDrawList* draw, ImVec2 at, std::string_view words, TextStyle style = {}, float align = 0);
/// The words, cut with an ellipsis where they are wider than `width`.
std::string shortened(Ui& ui, std::string_view words, float width, TextStyle style = {});

}  // namespace chainrule
