#pragma once
// SPDX-License-Identifier: MIT
// From a Document to its rows.
#include <string_view>

#include "engine/data/table.hpp"
#include "engine/document/document.hpp"

namespace chainrule {

/// Whether the document's inputs are standardised: what it says, or else tables are and other data is not.
bool standardises(const Document& document);

/// What of the rows trains: the rest is held back by validation_split.
double training_fraction(const Document& document);
/// Pixels from 0 to `scale` as numbers from 0 to 1.
void scale_pixels(DataSet& data, float scale);

/// Makes the document's data. `text` is what a bundled set's file holds, with its labels' file after it where there is
/// one; csv may lie in the document instead. Throws Error.
DataSet make_data(const Document& document, std::string_view text);
/// Whether its data come from a CSV.
bool is_table(const Document& document);

}  // namespace chainrule
