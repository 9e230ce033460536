// SPDX-License-Identifier: MIT
#include "ui/typeset/prose.hpp"

#include <algorithm>
#include <cmath>

#include "ui/typeset/math_text.hpp"

namespace chainrule {
namespace {

bool is_symbol(std::string_view word) { return word.find("^[") != std::string_view::npos; }
/// A word without the full stop or comma behind it.
std::string_view bare(std::string_view word) {
  const std::size_t end = word.find_last_not_of(".,:;");
  return end == std::string_view::npos ? word : word.substr(0, end + 1);
}

}  // namespace

void prose(Ui& ui, std::string_view words, TextStyle style, float width) {
  if (!is_symbol(words)) return paragraph(ui, words, style, width);
  if (!style.color) style.color = ui.theme.muted;
  if (width <= 0) width = ImGui::GetContentRegionAvail().x;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float room = measure(ui, " ", style).x, step = std::ceil(style.size * 1.25f);
  ImFontBaked* const baked = ui.regular->GetFontBaked(style.size);
  const float base = baked->Ascent * style.size / baked->Size;
  float x = 0, y = 0;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    const std::string_view word = words.substr(at, end - at), symbol = is_symbol(word) ? bare(word) : "";
    const MathText formula{std::string(symbol), {}};
    const MathBox box = symbol.empty() ? MathBox() : measured(ui, formula, style.size);
    const std::string_view rest = word.substr(symbol.size());
    const float extent = box.width + measure(ui, rest, style).x;
    if (x > 0 && x + extent > width) x = 0, y += step;
    if (!symbol.empty())
      math(ui, draw, formula, {start.x + x, start.y + y + base - line_ascent(box, style.size)}, width,
           {.size = style.size, .color = style.color});
    text_at(ui, draw, {start.x + x + box.width, start.y + y}, rest, style);
    x += extent + room;
    at = end + 1;
  }
  ImGui::Dummy({width, y + step});
}

}  // namespace chainrule
