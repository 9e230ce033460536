#pragma once
// SPDX-License-Identifier: MIT
#include <string_view>

#include "engine/base/pieces.hpp"
#include "engine/data/table.hpp"

namespace chainrule {

/// Reads CSV (RFC 4180: quotes, doubled quotes, CRLF; separator , ; or tab, guessed; first row = names, unless all of
/// it is numbers, then columns are called x1, x2, ...). Throws Error "row R, column C: expected ..., received ...".
Table read_csv(std::string_view text);
/// The same by and by. `text` must outlive it.
Pieces<Table> csv_in_pieces(std::string_view text);

/// Takes the column for numbers (cells that are none count as missing) or for texts, whatever was guessed, and back.
/// Throws Error.
void set_type(Table& table, std::string_view column, bool categorical);

}  // namespace chainrule
