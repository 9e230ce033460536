#pragma once
// SPDX-License-Identifier: MIT
// How the sums z come about, by kinds of layers: rows of kinds_told().
#include <string>

#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

/// z^[2] = a^[1] W^[2] + b^[2], of a dense layer.
std::string whole_sum(const Sequential& model, Index layer);
/// The index of a mean or deviation: of the unit where it is one of a column, else of the layer alone.
std::string statistics_index(const FilmReader& read, Index layer, Index unit);
/// sqrt(sigma^2 + epsilon) of a unit.
std::string deviation(const FilmReader& read, Index layer, Index unit);

/// z_j = x_1 w_1j + ... + b_j, short sums written out.
void dense_sum(const FilmReader& read, FilmLine& line, Index l, Index j);
/// z_j = (x_j - mean) / sqrt(variance + epsilon): over the batch, or over the row.
void normal_sum(const FilmReader& read, FilmLine& line, Index l, Index j);
/// z_j = -|x - c_j|^2 / (2 s_j^2).
void radial_sum(const FilmReader& read, FilmLine& line, Index l, Index j);

}  // namespace chainrule
