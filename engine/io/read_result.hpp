#pragma once
// SPDX-License-Identifier: MIT
// What reading a link or a file gives: a document that is whole, and what was wrong.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/table.hpp"
#include "engine/document/document.hpp"
#include "engine/io/trained.hpp"

namespace chainrule {

/// What was wrong in a link or file; the document has the default there.
struct Complaint {
  std::string key, text;   ///< text is a whole sentence with key, value and what is allowed
  std::string given = {};  ///< of links: the piece between two '&' as it stood there
  bool operator==(const Complaint&) const = default;
};
struct ReadResult {
  Document document;
  std::vector<Complaint> complaints;
  std::vector<std::string> given;  ///< keys that were there and good
  std::optional<Trained> trained;  ///< weights and history of files, weights and epoch of links, where they have them
  std::string mended =
      {};  ///< of links: a sentence that says what was taken for what; "" where all was as it should be
  /// Data without layers or loss leaves the output layer to fit_output_to_data().
  bool has(std::string_view key) const { return std::find(given.begin(), given.end(), key) != given.end(); }
};

/// The document of a link or file. What that leaves open though it names its data follows the data: layers, loss,
/// metrics.
Document completed(const ReadResult& read, const DataSet& data);

}  // namespace chainrule
