#pragma once
// SPDX-License-Identifier: MIT
// From a Document to its rows.
#include <string_view>

#include "engine/data/table.hpp"
#include "engine/document/document.hpp"

namespace chainrule {

/// Whether the document's inputs are standardised: what it says, or else tables are and other data is not.
bool standardises(const Document& document);

/// Makes the document's data. `text` is what a bundled set's file holds, with its labels' file after it where there is
/// one; csv may lie in the document instead. `parsed`: the table that read_csv() has made of it, where somebody keeps
/// it. Throws Error.
DataSet make_data(const Document& document, std::string_view text, const Table* parsed = nullptr);
/// Whether its data come from a CSV.
bool is_table(const Document& document);

}  // namespace chainrule
