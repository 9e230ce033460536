#pragma once
// SPDX-License-Identifier: MIT
// A document as a JSON file.
#include <string>
#include <string_view>

#include "engine/base/pieces.hpp"
#include "engine/io/read_result.hpp"

namespace chainrule {

/// JSON file. A text that is not a JSON object throws Error with line and column; bad fields are complaints.
ReadResult read_json(std::string_view text);
std::string write_json(const Document& document, const Trained* trained = nullptr);
/// The same by and by: tables and weights are the long part of files. What they are given must outlive them.
Pieces<ReadResult> read_json_in_pieces(std::string_view text);
Pieces<std::string> write_json_in_pieces(const Document& document, const Trained* trained);

}  // namespace chainrule
