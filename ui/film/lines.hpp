#pragma once
// SPDX-License-Identifier: MIT
// What a place in the film says.
#include <string>
#include <vector>

#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

/// The lines of a moment: of its stage, or of all stages of the phase for unit `unit` (of the layer).
std::vector<FilmLine> film_lines(const FilmReader& read, const Moment& moment, Index unit = 0);
/// How many of a layer's units have the slope 0 for this row: nothing passes back through them.
Index blocked_units(const LayerTrace& t, Index row);
/// "Forward, dense, unit 3 of 4, row 1 of 32: z_3 = ...".
std::string words_of(const FilmReader& read, const Moment& moment);

}  // namespace chainrule
