// SPDX-License-Identifier: MIT
// Room between the parts of a formula, and where its lines end.
#include "ui/typeset/math_break.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string_view>

namespace chainrule {
namespace {

using Kind = MathBox::Kind;

/// A name of several letters: ln, learning_rate.
bool is_name(const MathBox& b) {
  return b.kind == Kind::text && b.words.size() > 1 && std::all_of(b.words.begin(), b.words.begin() + 2, [](char c) {
           return std::isalpha(static_cast<unsigned char>(c)) != 0;
         });
}
bool ends_with_name(const MathBox& b) {
  if (b.kind == Kind::script) return ends_with_name(b.parts[0]);
  return b.kind == Kind::big || is_name(b);
}
bool begins_with_name(const MathBox& b) {
  if (b.kind == Kind::row || b.kind == Kind::script) return !b.parts.empty() && begins_with_name(b.parts[0]);
  return is_name(b);
}
/// Of a sign, in parts of the type's size: as TeX has it for commas, relations and operators.
float room_of(const MathBox& sign) {
  if (sign.words == "," || sign.words == ";") return 0.2f;
  constexpr std::string_view operators[] = {"+", "−", "·", "×", "⊙", "/", "∓"};
  return std::find(std::begin(operators), std::end(operators), sign.words) != std::end(operators) ? 0.222f : 0.278f;
}

/// Brackets and products as their parts; a fraction as a / b.
std::vector<MathBox> opened(MathBox b) {
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

}  // namespace

float room_before(const MathBox& before, const MathBox& part) {
  if (part.closer || (before.kind == Kind::sign && before.prefix)) return 0;
  if (part.kind == Kind::word || before.kind == Kind::word) return part.size * 0.28f;
  const bool tight = part.level >= 2;  // a script
  if (before.kind == Kind::sign || part.kind == Kind::sign)
    return tight ? 0 : part.size * room_of(part.kind == Kind::sign ? part : before);
  return part.size * (ends_with_name(before) || begins_with_name(part) ? 0.167f : tight ? 0.03f : 0.06f);
}

/// Opens the first part that is wider than a line, so that it can be broken inside; false where there is none. Its
/// parts have to be measured again.
bool open_wide(MathBox& row, float width) {
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
std::vector<std::pair<std::size_t, std::size_t>> broken_lines(const MathBox& row, float width, float indent) {
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
      if ((part.kind == Kind::sign && !part.prefix && part.words != "·" && part.words != "…") ||
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

}  // namespace chainrule
