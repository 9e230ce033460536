#pragma once
// SPDX-License-Identifier: MIT
// How outputs a come about where no activation makes them, by kinds of layers: rows of kinds_told().
#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

/// a = m x, of dropout.
void masked_output(const FilmReader& read, FilmLine& line, Index l, Index j);
/// a = x + noise.
void noisy_output(const FilmReader& read, FilmLine& line, Index l, Index j);
/// a = x if x > 0, else alpha x, of prelu.
void sloped_output(const FilmReader& read, FilmLine& line, Index l, Index j);
/// a = gamma z + beta, of what was normalised.
void scaled_output(const FilmReader& read, FilmLine& line, Index l, Index j);

}  // namespace chainrule
