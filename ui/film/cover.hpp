#pragma once
// SPDX-License-Identifier: MIT
// Cover: results hidden until they are typed.
#include <vector>

#include "ui/film/line.hpp"

namespace chainrule {

/// The formula with a ? in the place of its result.
MathText covered(const MathText& formula);
/// How many results there are.
int results_in(const std::vector<FilmLine>& lines);
/// Within 0.5 %, or as near as so many digits can say it.
bool is_right(double answer, double result, int digits);

}  // namespace chainrule
