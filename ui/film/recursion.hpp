#pragma once
// SPDX-License-Identifier: MIT
// The lecture's recursion, a whole layer on one line.
#include <optional>

#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

/// delta^[1] = (delta^[2] W^[2]T) * g'(z^[1]), element by element, of a hidden layer before a dense one; nothing of
/// others.
std::optional<FilmLine> recursion_line(const FilmReader& read, Index layer);

}  // namespace chainrule
