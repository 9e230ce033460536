// SPDX-License-Identifier: MIT
#include "ui/film/recursion.hpp"

#include <algorithm>

#include "ui/film/kinds.hpp"
#include "ui/film/texts.hpp"

namespace chainrule {
namespace {

constexpr Index most_units = 4;

/// A row vector of the layer's units, its first four; of one unit alone the number.
std::string vector_text(const FilmReader& read, MathText& f, char kind, Index column, const Matrix& m) {
  const Index shown = std::min(m.cols, most_units);
  if (m.cols == 1) return read.value(f, kind, column, 0, m(read.row, 0), kind == 'g');  // behind a sign
  std::string out = "(";
  for (Index j = 0; j < shown; ++j) out += (j > 0 ? ", " : "") + read.value(f, kind, column, j, m(read.row, j), false);
  return out + (m.cols > shown ? ", …)" : ")");
}

}  // namespace

std::optional<FilmLine> recursion_line(const FilmReader& read, Index l) {
  if (l >= read.last()) return std::nullopt;
  const LayerTrace &t = read.trace(l), &behind = read.trace(l + 1);
  const KindTold& kind = told(read.layer(l));
  if (!told(read.layer(l + 1)).weighted || behind.before.empty() || t.derivative.empty() || kind.output ||
      read.layer(l).activity()->any())
    return std::nullopt;
  FilmLine line{Stage::compute, "Recursion", {}, {}, {}};
  MathText symbols;
  Numbers numbers;
  const std::string here = read.layer_index(l + 1), there = read.layer_index(l + 2), delta = "delta" + here;
  const bool one = t.delta.cols == 1;
  const std::string times = one ? " · " : " ⊙ ";
  symbols.text = delta + " = (delta" + there + " W^(" + there.substr(1) + "T))" + times + "g'(z" + here + ")";
  numbers.text = delta + " = " + vector_text(read, numbers, 'l', l + 1, t.da) + times +
                 vector_text(read, numbers, 'g', l + 1, t.derivative) + " = " +
                 vector_text(read, numbers, 'd', l + 1, t.delta);
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words = "All units of the layer at once: the deltas behind, back through the weights, " +
               std::string(one ? "times the slope." : "times the slopes, unit by unit.");
  return line;
}

}  // namespace chainrule
