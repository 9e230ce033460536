#pragma once
// SPDX-License-Identifier: MIT
// The rows of a document in tests: made, or read from the files that come with the program.
#include <string>

#include "engine/data/bundled.hpp"
#include "engine/document/data_set.hpp"
#include "tests/engine/files.hpp"

namespace chainrule::test {

inline DataSet rows_of(const Document& d) {
  const BundledData* bundled = find_bundled(d.data);
  if (!bundled) return make_data(d, "");
  std::string text = asset(std::string(bundled->file));
  if (!bundled->labels.empty()) text += asset(std::string(bundled->labels));
  return make_data(d, text);
}

}  // namespace chainrule::test
