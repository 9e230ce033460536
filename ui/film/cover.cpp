// SPDX-License-Identifier: MIT
#include "ui/film/cover.hpp"

#include <algorithm>
#include <cmath>

namespace chainrule {

MathText covered(const MathText& formula) {
  MathText out = formula;
  out.text.resize(out.text.rfind(" = "));
  out.text += " = ?";
  return out;
}

int results_in(const std::vector<FilmLine>& lines) {
  int count = 0;
  for (const FilmLine& line : lines)
    for (const Numbers& formula : line.numbers) count += formula.result.has_value();
  return count;
}

bool is_right(double answer, double result, int digits) {
  if (result == 0) return std::abs(answer) < 1e-9;
  const double last_digit = std::pow(10.0, std::floor(std::log10(std::abs(result))) - digits + 1);
  return std::abs(answer - result) <= std::max(0.005 * std::abs(result), 0.5 * last_digit);
}

}  // namespace chainrule
