#pragma once
// SPDX-License-Identifier: MIT
// Reckons the film's formulas in symbols: each symbol stands for the number that the trace has at its place.
#include <optional>
#include <string>
#include <vector>

#include "tests/ui/film/arithmetic.hpp"
#include "ui/film/lines.hpp"

namespace chainrule {

std::string replaced(std::string text, const char* pattern, const std::string& by);

/// The number of a symbol's place in one row of the batch.
double at_place(const FilmReader& read, const Symbol& symbol, Index row);

/// The formula with V0, V1, ... for what is tied, and names for slopes and partial derivatives.
std::string with_places(MathText formula);
/// The sides of an equation; what a letter means stays with the side that it stands behind ("s z, s = sigmoid(z)").
std::vector<std::string> whole_sides(std::string text);

/// The value of a side, as with_places() has it, of a formula of this stage, layer and unit.
std::optional<double> side_value(const FilmReader& read, const MathText& formula, Stage stage, Index layer, Index unit,
                                 const std::string& side);
/// sum_i dL/da_i da_i/dz_j where the formula says behind a comma what da_i/dz_j is; nothing where it is told in words.
std::optional<double> through_all_units(const FilmReader& read, const std::string& text, Index layer, Index unit);

}  // namespace chainrule
