// SPDX-License-Identifier: MIT
// Measuring and drawing of formulas. Boxes stand on a common base line; y grows downwards.
#include "ui/typeset/math_text.hpp"

#include <algorithm>
#include <cmath>

namespace chainrule {
namespace {

using Kind = MathBox::Kind;

constexpr float cap = 0.74f, below_base = 0.2f;  // of the type's size
constexpr float smaller = 0.72f, in_fraction = 0.9f, big_size = 1.35f, bar_gap = 3;
constexpr float least_size = 11;

float axis(float size) { return size * 0.27f; }  // height of a fraction's bar and of a minus

/// Room before a part of a row.
float room_before(const MathBox& before, const MathBox& part) {
  if (part.closer) return 0;
  if (before.kind == Kind::sign) return before.prefix ? 0.0f : part.size * 0.26f;
  if (part.kind == Kind::sign || part.kind == Kind::word || before.kind == Kind::word) return part.size * 0.26f;
  return part.size * 0.16f;
}

class Setter {
 public:
  Setter(Ui& ui, const MathText& formula, const MathStyle& style) : ui_(ui), formula_(formula), style_(style) {}

  void measure(MathBox& b, float size) const {
    b.size = std::max(size, least_size);
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
      case Kind::root: measure_inside(b, b.size * 0.55f, 4); break;
      case Kind::hat:
      case Kind::bar: measure_inside(b, 0, 4); break;
    }
  }

  /// At the left end of the base line.
  void draw(ImDrawList* list, const MathBox& b, ImVec2 at, ImU32 color, Symbol* hit) const {
    switch (b.kind) {
      case Kind::text:
      case Kind::sign:
      case Kind::word:
      case Kind::big: draw_text(list, b, at, b.kind == Kind::word ? ui_.theme.muted : color); break;
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
        const float y = std::floor(at.y - axis(b.size));
        list->AddLine({at.x + 1, y}, {at.x + b.width - 1, y}, color, std::max(1.2f, b.size / 14));
        draw(list, above, {at.x + (b.width - above.width) / 2, y - bar_gap - above.descent}, color, hit);
        draw(list, below, {at.x + (b.width - below.width) / 2, y + bar_gap + below.ascent}, color, hit);
        break;
      }
      case Kind::script: {
        const MathBox& base = b.parts[0];
        draw(list, base, at, color, hit);
        if (b.parts[1].size > 0) draw(list, b.parts[1], {at.x + base.width + 1, at.y + sub_drop(b)}, color, hit);
        if (b.parts[2].size > 0) draw(list, b.parts[2], {at.x + base.width + 1, at.y - super_rise(b)}, color, hit);
        break;
      }
      case Kind::root: {
        const float hook = b.size * 0.55f, top = at.y - b.ascent + 1, line = std::max(1.2f, b.size / 14);
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

  /// Opens the first part that is wider than a line, so that it can be broken inside; false where there is none. Its
  /// parts have to be measured again.
  static bool open_wide(MathBox& row, float width) {
    const auto wide = std::find_if(row.parts.begin(), row.parts.end(), [&](const MathBox& part) {
      return part.width > width && (part.kind == Kind::row || part.kind == Kind::fraction);
    });
    if (wide == row.parts.end()) return false;
    std::vector<MathBox> inside = opened(std::move(*wide));
    row.parts.insert(row.parts.erase(wide), std::make_move_iterator(inside.begin()),
                     std::make_move_iterator(inside.end()));
    return true;
  }

  /// The lines of a row that is too wide, as first and last part.
  std::vector<std::pair<std::size_t, std::size_t>> lines(const MathBox& row, float width, float indent) const {
    std::vector<std::pair<std::size_t, std::size_t>> all;
    std::size_t first = 0, breakable = 0,
                soft = 0;  // before a + or the like, a word; where there is none, between factors
    float x = 0;
    const auto advance = [&](std::size_t i) {
      return (i > first ? room_before(row.parts[i - 1], row.parts[i]) : 0.0f) + row.parts[i].width;
    };
    for (std::size_t i = 0; i < row.parts.size(); ++i) {
      if (i > first && !row.parts[i].closer) {
        const MathBox &part = row.parts[i], &before = row.parts[i - 1];
        if (before.kind != Kind::sign && before.kind != Kind::word) soft = i;
        if ((part.kind == Kind::sign && !part.prefix && part.words != "·") ||
            (part.kind == Kind::word && before.kind != Kind::word && before.kind != Kind::sign) ||
            (before.kind == Kind::sign && before.words == ","))
          breakable = i;
      }
      x += advance(i);
      while (x > width - (all.empty() ? 0 : indent)) {
        const std::size_t at = breakable > first ? breakable : soft;
        if (at <= first) break;
        all.emplace_back(first, at);
        first = at;
        x = 0;
        for (std::size_t k = first; k <= i; ++k) x += advance(k);
      }
    }
    all.emplace_back(first, row.parts.size());
    return all;
  }

 private:
  /// Brackets and products as their parts; a fraction as a / b.
  static std::vector<MathBox> opened(MathBox b) {
    std::vector<MathBox> out;
    const auto add = [&](MathBox part) {
      if (part.kind != Kind::row || part.bracketed) return out.push_back(std::move(part));
      const bool close = part.closer;
      for (std::size_t i = 0; i < part.parts.size(); ++i) {
        if (i == 0) part.parts[i].closer = part.parts[i].closer || close;
        out.push_back(std::move(part.parts[i]));
      }
    };
    if (b.kind == Kind::row) {
      for (MathBox& part : b.parts) add(std::move(part));
      if (!out.empty()) out[0].closer = out[0].closer || b.closer;
      return out;
    }
    for (const std::size_t side : {0U, 1U}) {
      const bool sum = b.parts[side].kind == Kind::row && !b.parts[side].bracketed;
      if (side == 1) out.push_back(math_box(Kind::sign, "/"));
      if (sum) out.push_back(math_box(Kind::text, "("));
      b.parts[side].closer = sum;
      add(std::move(b.parts[side]));
      if (!sum) continue;
      out.push_back(math_box(Kind::text, ")"));
      out.back().closer = true;
    }
    return out;
  }

  void measure_text(MathBox& b) const {
    const float size = b.kind == Kind::big ? b.size * big_size : b.size;
    b.width = chainrule::measure(ui_, b.words, {size, false, 0}).x;
    b.ascent = cap * size;
    b.descent = below_base * size;
    if (b.kind == Kind::big) b.ascent -= b.size * 0.1f, b.descent += b.size * 0.1f;
  }
  void measure_row(MathBox& b) const {
    b.width = 0;
    b.ascent = cap * b.size;
    b.descent = below_base * b.size;
    for (std::size_t i = 0; i < b.parts.size(); ++i) {
      MathBox& part = b.parts[i];
      measure(part, b.size);
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
      part->size = height / (cap + below_base);
      measure_text(*part);
      part->width *= 0.8f;
      part->shift = (descent - ascent) / 2 + (cap - below_base) / 2 * part->size;
      part->ascent = ascent;
      part->descent = descent;
    }
    b.width = b.parts[0].width + b.parts[1].width + b.parts[2].width;
  }
  void measure_fraction(MathBox& b) const {
    for (MathBox& part : b.parts) measure(part, b.size * in_fraction);
    b.width = std::max(b.parts[0].width, b.parts[1].width) + 8;
    b.ascent = axis(b.size) + bar_gap + b.parts[0].descent + b.parts[0].ascent;
    b.descent = bar_gap + b.parts[1].ascent + b.parts[1].descent - axis(b.size);
  }
  static float sub_drop(const MathBox& b) { return std::max(b.size * 0.2f, b.parts[0].descent - b.size * 0.05f); }
  static float super_rise(const MathBox& b) {
    return std::max(b.size * 0.36f, b.parts[0].ascent - b.size * 0.34f) + b.parts[2].descent * 0.4f;
  }
  void measure_script(MathBox& b) const {
    MathBox& base = b.parts[0];
    measure(base, b.size);
    b.width = base.width;
    b.ascent = base.ascent;
    b.descent = base.descent;
    for (std::size_t i = 1; i < 3; ++i) {
      MathBox& part = b.parts[i];
      if (part.words.empty() && part.parts.empty()) continue;
      measure(part, b.size * smaller);
      b.width = std::max(b.width, base.width + 1 + part.width);
      if (i == 1) b.descent = std::max(b.descent, sub_drop(b) + part.descent);
      else b.ascent = std::max(b.ascent, super_rise(b) + part.ascent);
    }
  }
  void measure_inside(MathBox& b, float left, float above) const {
    measure(b.parts[0], b.size);
    b.width = left + b.parts[0].width + (left > 0 ? 2 : 0);
    b.ascent = b.parts[0].ascent + above;
    b.descent = b.parts[0].descent;
  }

  void draw_text(ImDrawList* list, const MathBox& b, ImVec2 at, ImU32 color) const {
    const float size = b.kind == Kind::big ? b.size * big_size : b.size;
    const float base = at.y + b.shift + (b.kind == Kind::big ? b.size * 0.1f : 0.0f);
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
};

}  // namespace

MathBox measured(Ui& ui, const MathText& formula, float size) {
  MathBox whole = parse_math(formula.text);
  const MathStyle style;
  Setter(ui, formula, style).measure(whole, size);
  return whole;
}

ImVec2 math(Ui& ui, ImDrawList* draw, const MathText& formula, ImVec2 at, float width, const MathStyle& style,
            Symbol* hit) {
  const Setter setter(ui, formula, style);
  MathBox whole;
  whole.kind = Kind::row;
  MathBox parsed = parse_math(formula.text);
  if (parsed.kind == Kind::row && !parsed.bracketed) whole = std::move(parsed);
  else whole.parts.push_back(std::move(parsed));
  const float indent = style.size * 1.2f;
  const float room = width - indent - 1.5f * style.size;  // a sign stands before it
  do setter.measure(whole, style.size);
  while (Setter::open_wide(whole, room));
  // What cannot be broken becomes smaller.
  float widest = 1, size = style.size;
  for (const MathBox& part : whole.parts) widest = std::max(widest, part.width);
  if (widest > room) setter.measure(whole, size *= std::max(0.5f, room / widest));
  ImVec2 extent;
  bool first = true;
  for (const auto& [from, to] : setter.lines(whole, width, indent)) {
    MathBox line = whole;
    line.parts.assign(whole.parts.begin() + static_cast<std::ptrdiff_t>(from),
                      whole.parts.begin() + static_cast<std::ptrdiff_t>(to));
    setter.measure(line, size);
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
