#pragma once
// SPDX-License-Identifier: MIT
// From a Document whose data is_table() to its rows, by and by.
#include <string_view>

#include "engine/base/pieces.hpp"
#include "engine/data/table.hpp"
#include "engine/document/document.hpp"

namespace chainrule {

/// The table as read_csv() reads it, with the columns taken for what the document says. `text` as of make_data(). All
/// must outlive it. Throws Error.
Pieces<Table> table_in_pieces(const Document& document, std::string_view text);
/// The rows that a network sees, of a table that table_in_pieces() has made. All must outlive it. Throws Error.
Pieces<DataSet> make_data_in_pieces(const Document& document, const Table& table);

}  // namespace chainrule
