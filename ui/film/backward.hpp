#pragma once
// SPDX-License-Identifier: MIT
// The film's way back: receive, compute, multiply and pass on.
#include <string>

#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

FilmLine backward_line(const FilmReader& read, Stage stage, Index layer, Index unit);
/// sum_i dL/da_i da_i/dz_1, da_i/dz_j: what follows is what that is.
std::string through_outputs(const FilmReader& read, Index layer, Index unit);
/// sum_i dL/da_i da_i/dz_j of softmax with the numbers in it.
std::string through_softmax(const FilmReader& read, MathText& numbers, Index layer, Index unit);

}  // namespace chainrule
