#pragma once
// SPDX-License-Identifier: MIT
// Formulas set as they are written by hand, from the plain text that the engine's tables have:
//   a = 1 / (1 + e^-z)      sum_j delta_j w_ij      sqrt(v_hat) + epsilon      dL/dw
// A product before and after a / becomes a fraction, ^ and _ raise and lower, names of Greek letters become letters.
// What is no formula ("if z > 0, else") stays words; no text is refused.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ui/typeset/symbol.hpp"

namespace chainrule {

/// Text with symbols in it that are tied to places in the drawing.
struct MathText {
  std::string text;
  std::vector<Symbol> symbols;

  /// The text of a symbol or a number, tied: to be put into `text`.
  std::string tie(const Symbol& symbol, std::string_view what);
};
/// The formula without ties: what it says in plain text.
std::string plain(const MathText& formula);

/// A part of a formula, with what is inside it; sizes are set by measure().
struct MathBox {
  enum class Kind { text, big, sign, word, nabla, row, fraction, script, root, hat, bar, tied };
  Kind kind = Kind::text;
  std::string words;           ///< of text, sign, word
  std::vector<MathBox> parts;  ///< fraction: above, below; script: base, sub, super (empty: none); else: inside
  std::size_t symbol = 0;      ///< tied: which of the formula's
  bool bracketed = false;      ///< a row in parentheses: as a part of a fraction it needs none
  bool closer = false;         ///< stands close to what is before it
  bool prefix = false;         ///< a sign that what follows stands close to
  int level = 0;               ///< 0 of a formula, 1 of a fraction, 2 of a script, 3 of a script's
  float size = 0, width = 0, ascent = 0, descent = 0;
  float shift = 0;           ///< down: tall brackets, sums
  float rise = 0, drop = 0;  ///< of what is above and below: base lines of a fraction's parts, of scripts
};
inline MathBox math_box(MathBox::Kind kind, std::string words = {}) {
  MathBox b;
  b.kind = kind;
  b.words = std::move(words);
  return b;
}
MathBox parse_math(std::string_view text);

}  // namespace chainrule
