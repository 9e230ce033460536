#pragma once
// SPDX-License-Identifier: MIT
// The film with all rows of the batch at once: columns of numbers, and gradients as the mean of the rows' own.
#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

FilmLine batch_line(const FilmReader& read, Stage stage, Index layer, Index unit);

}  // namespace chainrule
