#pragma once
// SPDX-License-Identifier: MIT
// A line of the film: formulas in symbols, the same with the numbers of the engine's Trace in them, and two sentences
// of plain words. No number is computed here.
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "ui/film/reel.hpp"
#include "ui/typeset/math_text.hpp"

namespace chainrule {

/// A formula with numbers in it.
struct Numbers : MathText {
  /// What it comes to, said behind its last =, where that can be worked out from what stands before.
  std::optional<double> result = {};

  /// Says so. Nobody can work out what was left out of the formula for want of room, or type what is no number.
  void comes_to(double value) {
    if (text.find("…") == std::string::npos && std::isfinite(value)) result = value;
  }
};

struct FilmLine {
  Stage stage = Stage::load;
  std::string title;  ///< "Weighted sum"
  std::vector<MathText> symbols;
  std::vector<Numbers> numbers;
  std::string words;
};

}  // namespace chainrule
