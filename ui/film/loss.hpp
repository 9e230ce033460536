#pragma once
// SPDX-License-Identifier: MIT
// The film's turning point: the loss, its slope over an output, and p - t where loss and activation are taken together.
#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

FilmLine loss_line(const FilmReader& read);
/// The slope of the loss over output `unit` of the last layer.
FilmLine loss_slope_line(const FilmReader& read, Index unit);
/// delta = p - t of a last layer whose activation and loss are taken together, the long way and the short one.
FilmLine short_delta_line(const FilmReader& read, Index unit);
/// L = sum_r L_r / n, and the penalty.
void add_mean_loss(const FilmReader& read, FilmLine& line);
/// The numbers that the formula would get are those that count: rows count alike, labels are as given, and no output is
/// so near to 0 or 1 that it is cut off or scaled (Keras scales the outputs to the sum 1 for losses between shares).
bool loss_is_plain(const FilmReader& read);

}  // namespace chainrule
