#pragma once
// SPDX-License-Identifier: MIT
// All numbers of a moment's phase.
#include <string>
#include <vector>

#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

/// Rows of the batch or of weights; the first row is the header. At most 64 rows and 34 columns.
std::vector<std::vector<std::string>> film_table(const FilmReader& read, const Moment& moment);

}  // namespace chainrule
