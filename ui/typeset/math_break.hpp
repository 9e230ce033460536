#pragma once
// SPDX-License-Identifier: MIT
// Room between the parts of a formula, and where its lines end.
#include <cstddef>
#include <utility>
#include <vector>

#include "ui/typeset/math_parse.hpp"

namespace chainrule {

/// Room before a part of a row.
float room_before(const MathBox& before, const MathBox& part);
/// Opens the first part that is wider than a line, so that it can be broken inside; false where there is none. Its
/// parts have to be measured again.
bool open_wide(MathBox& row, float width);
/// The lines of a row that is too wide, as first and last part.
std::vector<std::pair<std::size_t, std::size_t>> broken_lines(const MathBox& row, float width, float indent);

}  // namespace chainrule
