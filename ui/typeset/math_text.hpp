#pragma once
// SPDX-License-Identifier: MIT
// Formulas set as they are written by hand: see math_parse.hpp for what is read.
#include <imgui.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ui/typeset/math_parse.hpp"
#include "ui/typeset/symbol_color.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {

/// The parts with their sizes, on one line.
MathBox measured(Ui& ui, const MathText& formula, float size);
/// How far above its base line a line with that on it begins.
float line_ascent(const MathBox& line, float size);

struct MathStyle {
  float size = 18;
  ImU32 color = 0;                                    ///< 0: the theme's text colour
  std::function<ImU32(const Symbol&)> color_of = {};  ///< of what is tied
  Symbol lit = {};                                    ///< stands out
};
/// Draws with the upper left corner at `at`, broken before signs into lines of at most `width`; `draw` null: only
/// measures. Returns its extent. `hit` gets the symbol under the mouse.
ImVec2 math(Ui& ui, ImDrawList* draw, const MathText& formula, ImVec2 at, float width, const MathStyle& style,
            Symbol* hit = nullptr);

}  // namespace chainrule
