// SPDX-License-Identifier: MIT
// Results that are typed before they are told.
#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "ui/film/lines.hpp"

namespace chainrule {

std::optional<double> result_of(const MathText& formula) {
  const std::string words = plain(formula);
  const std::size_t last = words.rfind(" = ");
  if (last == std::string::npos || (words.find(" = ") == last && !words.starts_with("= ")))
    return std::nullopt;  // nothing leads to it
  for (const char* told : {"noise", "share", "mean(", "…", "∂a"})
    if (words.find(told) != std::string::npos) return std::nullopt;
  return parse_number(std::string_view(words).substr(last + 3));
}

MathText covered(const MathText& formula) {
  MathText out = formula;
  out.text.resize(out.text.rfind(" = "));
  out.text += " = ?";
  return out;
}

int results_in(const std::vector<FilmLine>& lines) {
  int count = 0;
  for (const FilmLine& line : lines)
    for (const MathText& formula : line.numbers) count += result_of(formula).has_value();
  return count;
}

bool is_right(double answer, double result, int digits) {
  if (result == 0) return std::abs(answer) < 1e-9;
  const double last_digit = std::pow(10.0, std::floor(std::log10(std::abs(result))) - digits + 1);
  return std::abs(answer - result) <= std::max(0.005 * std::abs(result), 0.5 * last_digit);
}

}  // namespace chainrule
