#pragma once
// SPDX-License-Identifier: MIT
// The film's end: the optimizer's own equations for the first weight of a unit.
#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

FilmLine update_line(const FilmReader& read, Index layer, Index unit);

}  // namespace chainrule
