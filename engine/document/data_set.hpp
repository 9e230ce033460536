#pragma once
// SPDX-License-Identifier: MIT
// From a Document to its rows.
#include <string_view>

#include "engine/base/pieces.hpp"
#include "engine/data/table.hpp"
#include "engine/document/document.hpp"

namespace chainrule {

/// Whether the document's inputs are standardised: what it says, or else tables are and other data is not.
bool standardises(const Document& document);

/// Makes the document's data. `text` is what a bundled set's file holds, with its labels' file after it where there is
/// one; csv may lie in the document instead. Throws Error.
DataSet make_data(const Document& document, std::string_view text);
/// The same by and by, of a document whose data is_table(), from the table that table_in_pieces() has made.
/// All must outlive it.
Pieces<DataSet> make_data_in_pieces(const Document& document, const Table& table);
/// The table as read_csv() reads it, with the columns taken for what the document says.
Pieces<Table> table_in_pieces(const Document& document, std::string_view text);
/// Whether its data come from a CSV.
bool is_table(const Document& document);

}  // namespace chainrule
