#pragma once
// SPDX-License-Identifier: MIT
// The chain rule of one weight, as the lecture writes it.
#include <vector>

#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

/// Of one weight or (from -1) bias: factor by factor where one path leads from it to the loss, else as a recursion; the
/// batch's sum; the numeric gradient, where the film has it.
std::vector<FilmLine> chain_lines(const FilmReader& read, Index column, Index from, Index unit);

}  // namespace chainrule
