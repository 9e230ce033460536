#pragma once
// SPDX-License-Identifier: MIT
// What succeeds on a data set: for each one a network and a training that reach a good result.
#include <span>
#include <string_view>

#include "engine/data/table.hpp"
#include "engine/document/document.hpp"

namespace chainrule {

/// A row: what is brought, and what it reaches with the data set's usual rows, held to by a test.
struct Fitting {
  std::string_view data;    ///< a generator's name or a bundled set's
  std::string_view hidden;  ///< the layers before the output, as links write them
  std::string_view optimizer;
  Index batch_size, epochs;
  double val_acc;             ///< at least, of classes; 0: numbers are predicted
  double val_loss = 0;        ///< at most, of numbers
  std::string_view why = {};  ///< where val_acc is below 0.95 or numbers are predicted: what bounds the result
};
std::span<const Fitting> fittings();
/// nullptr for points, sheets and tables of one's own: nobody knows what they need.
const Fitting* find_fitting(std::string_view data);

/// Its network and its training in place of those of the document; what is said of the rows, metrics and callbacks
/// stay. `data` are the document's rows.
void use_fitting(Document& document, const Fitting& fitting, const DataSet& data);
/// Whether network and training are as some row of the table brings them to these rows: nobody has made them his own.
bool is_brought(const Document& document, const DataSet& data);

}  // namespace chainrule
