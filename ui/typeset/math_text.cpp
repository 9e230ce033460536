// SPDX-License-Identifier: MIT
// Measuring and drawing of formulas. Boxes stand on a common base line; y grows downwards.
#include "ui/typeset/math_text.hpp"

#include <algorithm>
#include <cmath>

#include "ui/typeset/math_break.hpp"
#include "ui/typeset/math_metrics.hpp"

namespace chainrule {
namespace {

using Kind = MathBox::Kind;
using namespace book;

/// A single sign, or what stands for one: its scripts stand at heights of their own.
bool is_sign(const MathBox& b) {
  if (b.kind == Kind::text || b.kind == Kind::hat || b.kind == Kind::bar) return true;
  if (b.bracketed) return b.parts[0].shift == 0;
  return (b.kind == Kind::tied || b.kind == Kind::row) && b.parts.size() == 1 && is_sign(b.parts[0]);
}

class Setter {
 public:
  Setter(Ui& ui, const MathText& formula, const MathStyle& style) : ui_(ui), formula_(formula), style_(style) {}

  /// `type` is the size of the formula.
  void measure_whole(MathBox& b, float type) {
    type_ = type;
    measure(b, type < least_display ? display + 1 : display);
  }
  /// `level` is a place in `scale`.
  void measure(MathBox& b, int level) const {
    b.level = level;
    b.size = std::max(type_ * scale[level], std::min(least_size, type_));
    switch (b.kind) {
      case Kind::text:
      case Kind::sign:
      case Kind::word:
      case Kind::big: measure_text(b); break;
      case Kind::nabla:
        b.width = b.size * 0.66f;
        b.ascent = cap * b.size;
        break;
      case Kind::row:
      case Kind::tied: measure_row(b); break;
      case Kind::fraction: measure_fraction(b); break;
      case Kind::script: measure_script(b); break;
      case Kind::root: measure_inside(b, b.size * 0.55f, b.size * 0.15f); break;
      case Kind::hat:
      case Kind::bar: measure_inside(b, 0, b.size * 0.15f); break;
    }
  }

  /// At the left end of the base line.
  void draw(ImDrawList* list, const MathBox& b, ImVec2 at, ImU32 color, Symbol* hit) const {
    switch (b.kind) {
      case Kind::text:
      case Kind::sign:
      case Kind::word:
      case Kind::big:
        if (b.words == "⊙") draw_product(list, b, at, color);
        else draw_text(list, b, at, b.kind == Kind::word ? ui_.theme.muted : color);
        break;
      case Kind::nabla: {
        const float top = at.y - cap * b.size + 1, right = at.x + b.width - 2;
        list->AddTriangle({at.x + 1, top}, {right, top}, {(at.x + right) / 2, at.y - 1}, color,
                          std::max(1.3f, b.size / 13));
        break;
      }
      case Kind::row: draw_row(list, b, at, color, hit); break;
      case Kind::tied: draw_tied(list, b, at, color, hit); break;
      case Kind::fraction: {
        const MathBox &above = b.parts[0], &below = b.parts[1];
        const float y = std::floor(at.y - axis * b.size), left = at.x + b.size * 0.12f;
        list->AddLine({left, y}, {at.x + b.width - b.size * 0.12f, y}, color, rule(b.size));
        draw(list, above, {at.x + (b.width - above.width) / 2, at.y - b.rise}, color, hit);
        draw(list, below, {at.x + (b.width - below.width) / 2, at.y + b.drop}, color, hit);
        break;
      }
      case Kind::script: draw_script(list, b, at, color, hit); break;
      case Kind::root: {
        const float hook = b.size * 0.55f, top = at.y - b.ascent + 1, line = std::max(1.2f, rule(b.size));
        const ImVec2 points[] = {{at.x + 1, at.y - b.size * 0.25f},
                                 {at.x + hook * 0.35f, at.y - b.size * 0.3f},
                                 {at.x + hook * 0.6f, at.y + b.descent - 1},
                                 {at.x + hook * 0.9f, top},
                                 {at.x + b.width, top}};
        list->AddPolyline(points, 5, color, 0, line);
        draw(list, b.parts[0], {at.x + hook, at.y}, color, hit);
        break;
      }
      case Kind::hat:
      case Kind::bar: {
        draw(list, b.parts[0], at, color, hit);
        const float middle = at.x + b.width / 2, half = std::max(b.size * 0.16f, 3.0f),
                    y = at.y - (b.parts[0].words.size() == 1 ? b.size * 0.58f : b.parts[0].ascent) - 2;
        if (b.kind == Kind::bar) list->AddLine({middle - half, y - 1}, {middle + half, y - 1}, color, 1.3f);
        else {
          const ImVec2 points[] = {{middle - half, y}, {middle, y - 3}, {middle + half, y}};
          list->AddPolyline(points, 3, color, 0, 1.3f);
        }
        break;
      }
    }
  }

 private:
  void measure_text(MathBox& b) const {
    if (b.kind == Kind::big) {
      const float size = b.size * sum_size[b.level];
      b.width = chainrule::measure(ui_, b.words, {size, false, 0}).x;
      b.shift = 0.246f * size - axis * b.size;  // its middle on the axis
      b.ascent = 0.602f * size - b.shift;
      b.descent = 0.11f * size + b.shift;
      return;
    }
    b.width = b.words == "⊙" ? b.size * 0.72f : chainrule::measure(ui_, b.words, {b.size, false, 0}).x;
    b.ascent = ascent_of(b.words) * b.size;
    b.descent = descent_of(b.words) * b.size;
  }
  void measure_row(MathBox& b) const {
    b.width = b.ascent = b.descent = 0;
    for (std::size_t i = 0; i < b.parts.size(); ++i) {
      MathBox& part = b.parts[i];
      measure(part, b.level);
      b.width += (i > 0 ? room_before(b.parts[i - 1], part) : 0.0f) + part.width;
      b.ascent = std::max(b.ascent, part.ascent);
      b.descent = std::max(b.descent, part.descent);
    }
    if (b.parts.size() == 3 && b.parts[0].kind == Kind::text &&
        (b.parts[0].words == "(" || b.parts[0].words == "|" || b.parts[0].words == "["))
      stretch_brackets(b);
  }
  /// As tall as what is between them.
  void stretch_brackets(MathBox& b) const {
    const float ascent = b.parts[1].ascent, descent = b.parts[1].descent, height = ascent + descent;
    if (height < 1.3f * b.size) return;
    for (MathBox* part : {&b.parts[0], &b.parts[2]}) {
      part->size = height / (strut_up + strut_down);
      measure_text(*part);
      part->width *= 0.8f;
      part->shift = (descent - ascent) / 2 + (strut_up - strut_down) / 2 * part->size;
      part->ascent = ascent;
      part->descent = descent;
    }
    b.width = b.parts[0].width + b.parts[1].width + b.parts[2].width;
  }
  void measure_fraction(MathBox& b) const {
    MathBox &above = b.parts[0], &below = b.parts[1];
    for (MathBox* part : {&above, &below}) measure(*part, std::min(b.level + 1, 3));
    const bool whole = b.level == display;
    const float bar = axis * b.size, half = rule(b.size) / 2, clear = b.size * (whole ? 0.12f : 0.05f);
    b.rise = std::max(b.size * (whole ? 0.677f : 0.394f), bar + half + clear + above.descent);
    b.drop = std::max(b.size * (whole ? 0.686f : 0.345f), below.ascent + half + clear - bar);
    b.width = std::max(above.width, below.width) + 0.24f * b.size;
    b.ascent = b.rise + above.ascent;
    b.descent = b.drop + below.descent;
  }
  /// Below its sum, or beside its base; where there are both, one over the other.
  void measure_script(MathBox& b) const {
    MathBox &base = b.parts[0], &sub = b.parts[1], &super = b.parts[2];
    measure(base, b.level);
    b.width = base.width;
    b.ascent = base.ascent;
    b.descent = base.descent;
    const auto is_there = [](const MathBox& part) { return !part.words.empty() || !part.parts.empty(); };
    for (MathBox* part : {&sub, &super})
      if (is_there(*part)) measure(*part, b.level < tight ? tight : 3);
    if (has_limits(b)) {
      b.width = std::max(base.width, sub.width);
      b.drop = base.descent + std::max(0.167f * b.size, 0.6f * b.size - sub.ascent) + sub.ascent;
      b.descent = b.drop + sub.descent;
      return;
    }
    const bool apart = !is_sign(base);
    if (is_there(super)) {
      b.rise = std::max({apart ? base.ascent - 0.386f * super.size : 0.0f,
                         b.size * (b.level == display ? 0.413f : 0.363f), super.descent + 0.11f * b.size});
      b.width = base.width + super.width + 0.05f * b.size;
    }
    if (is_there(sub)) {
      b.drop = std::max({apart ? base.descent + 0.05f * sub.size : 0.0f, b.size * (is_there(super) ? 0.247f : 0.15f),
                         is_there(super) ? 0.0f : sub.ascent - 0.8f * x_height * b.size});
      b.width = std::max(b.width, base.width + sub.width + 0.05f * b.size);
    }
    if (is_there(sub) && is_there(super)) keep_apart(b);
    if (is_there(super)) b.ascent = std::max(b.ascent, b.rise + super.ascent);
    if (is_there(sub)) b.descent = std::max(b.descent, b.drop + sub.descent);
  }
  /// The rule for both: a gap of four rules, and what is above stays above the x-height.
  static void keep_apart(MathBox& b) {
    const MathBox &sub = b.parts[1], &super = b.parts[2];
    const float gap = b.rise - super.descent - (sub.ascent - b.drop), least = 0.16f * b.size;
    if (gap >= least) return;
    b.drop += least - gap;
    const float up = std::max(0.0f, 0.8f * x_height * b.size - (b.rise - super.descent));
    b.rise += up;
    b.drop -= up;
  }
  static bool has_limits(const MathBox& b) {
    return b.level == display && b.parts[0].kind == Kind::big && b.parts[1].size > 0 && b.parts[2].size == 0;
  }
  void measure_inside(MathBox& b, float left, float above) const {
    measure(b.parts[0], b.level);
    b.width = left + b.parts[0].width + (left > 0 ? 2 : 0);
    b.ascent = b.parts[0].ascent + above;
    b.descent = b.parts[0].descent;
  }

  void draw_script(ImDrawList* list, const MathBox& b, ImVec2 at, ImU32 color, Symbol* hit) const {
    const MathBox &base = b.parts[0], &sub = b.parts[1], &super = b.parts[2];
    if (has_limits(b)) {
      draw(list, base, {at.x + (b.width - base.width) / 2, at.y}, color, hit);
      draw(list, sub, {at.x + (b.width - sub.width) / 2, at.y + b.drop}, color, hit);
      return;
    }
    draw(list, base, at, color, hit);
    if (sub.size > 0) draw(list, sub, {at.x + base.width, at.y + b.drop}, color, hit);
    if (super.size > 0) draw(list, super, {at.x + base.width, at.y - b.rise}, color, hit);
  }
  /// No sign of the font: element by element.
  static void draw_product(ImDrawList* list, const MathBox& b, ImVec2 at, ImU32 color) {
    const ImVec2 middle{at.x + b.width / 2, at.y - axis * b.size};
    list->AddCircle(middle, b.size * 0.3f, color, 24, std::max(1.1f, b.size / 15));
    list->AddCircleFilled(middle, std::max(1.2f, b.size * 0.07f), color, 12);
  }

  void draw_text(ImDrawList* list, const MathBox& b, ImVec2 at, ImU32 color) const {
    const float size = b.kind == Kind::big ? b.size * sum_size[b.level] : b.size;
    const float base = at.y + b.shift;
    ImFontBaked* const baked = ui_.regular->GetFontBaked(size);
    text_at(ui_, list, {at.x, base - baked->Ascent * size / baked->Size}, b.words, {size, false, color});
  }
  void draw_row(ImDrawList* list, const MathBox& b, ImVec2 at, ImU32 color, Symbol* hit) const {
    for (std::size_t i = 0; i < b.parts.size(); ++i) {
      if (i > 0) at.x += room_before(b.parts[i - 1], b.parts[i]);
      draw(list, b.parts[i], at, color, hit);
      at.x += b.parts[i].width;
    }
  }
  void draw_tied(ImDrawList* list, const MathBox& b, ImVec2 at, ImU32 color, Symbol* hit) const {
    if (b.symbol < formula_.symbols.size()) {
      const Symbol& symbol = formula_.symbols[b.symbol];
      if (style_.color_of) color = style_.color_of(symbol);
      const ImVec2 low{at.x - 2, at.y - b.ascent - 1}, high{at.x + b.width + 2, at.y + b.descent + 1};
      if (style_.lit.kind && symbol.column == style_.lit.column && symbol.unit == style_.lit.unit &&
          symbol.from == style_.lit.from)
        list->AddRectFilled(low, high, with_alpha(color, 0.22f), 4);
      if (hit && ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(low, high)) *hit = symbol;
    }
    draw_row(list, b, at, color, hit);
  }

  Ui& ui_;
  const MathText& formula_;
  const MathStyle& style_;
  float type_ = 0;
};

}  // namespace

MathBox measured(Ui& ui, const MathText& formula, float size) {
  MathBox whole = parse_math(formula.text);
  const MathStyle style;
  Setter(ui, formula, style).measure_whole(whole, size);
  return whole;
}

float line_ascent(const MathBox& line, float size) { return std::max(line.ascent + line_gap * size, strut_up * size); }

ImVec2 math(Ui& ui, ImDrawList* draw, const MathText& formula, ImVec2 at, float width, const MathStyle& style,
            Symbol* hit) {
  Setter setter(ui, formula, style);
  MathBox whole;
  whole.kind = Kind::row;
  MathBox parsed = parse_math(formula.text);
  if (parsed.kind == Kind::row && !parsed.bracketed) whole = std::move(parsed);
  else whole.parts.push_back(std::move(parsed));
  const float indent = style.size * 1.2f;
  const float room = width - indent - 1.5f * style.size;  // a sign stands before it
  do setter.measure_whole(whole, style.size);
  while (open_wide(whole, room));
  // What cannot be broken becomes smaller.
  float widest = 1, size = style.size;
  for (const MathBox& part : whole.parts) widest = std::max(widest, part.width);
  if (widest > room) setter.measure_whole(whole, size *= std::max(0.5f, room / widest));
  ImVec2 extent;
  bool first = true;
  for (const auto& [from, to] : broken_lines(whole, width, indent)) {
    MathBox line = whole;
    line.parts.assign(whole.parts.begin() + static_cast<std::ptrdiff_t>(from),
                      whole.parts.begin() + static_cast<std::ptrdiff_t>(to));
    setter.measure_whole(line, size);
    line.ascent = line_ascent(line, size);
    line.descent = std::max(line.descent + line_gap * size, strut_down * size);
    const float x = first ? 0 : indent, gap = first ? 0 : style.size * 0.3f;
    if (draw)
      setter.draw(draw, line, {at.x + x, std::floor(at.y + extent.y + gap + line.ascent)},
                  style.color ? style.color : ui.theme.text, hit);
    extent.x = std::max(extent.x, x + line.width);
    extent.y += gap + line.ascent + line.descent;
    first = false;
  }
  return extent;
}

}  // namespace chainrule
