#pragma once
// SPDX-License-Identifier: MIT
// From a Document to what trains: the data set, the model with its targets, and the choices that fit a data set.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/data/table.hpp"
#include "engine/document/document.hpp"

namespace chainrule {

class Sequential;

/// A data set that comes with the program.
struct BundledData {
  std::string_view name, title, help, file;  ///< file under assets/
  std::string_view source, licence;
  Index image_width;                         ///< pixels a line, 0 = no picture
  float scale;                               ///< inputs are divided by it instead of standardised (pixels: 16)
  std::string_view labels;                   ///< the second file of pictures in IDX format; "" for tables
};
std::span<const BundledData> bundled_data();

/// The row for document.data, or nullptr for generators, points and csv.
const BundledData* find_bundled(std::string_view name);

/// Whether the document's inputs are standardised: what it says, or else tables are and other data is not.
bool standardises(const Document& document);

/// Makes the document's data. `text` is what a bundled set's file holds, with its labels' file after it where there is
/// one; csv may lie in the document instead. `parsed`: the table that read_csv() has made of it, where somebody keeps it.
/// Throws Error.
DataSet make_data(const Document& document, std::string_view text, const Table* parsed = nullptr);
/// Whether its data come from a CSV.
bool is_table(const Document& document);

/// Columns that the last layer gives for so many inputs: its units, halved by a glu and so on.
Index output_width(const Document& document, Index inputs);

/// Targets in the form that the loss and the last layer want: class indices for sparse losses; one-hot when there are
/// several output units; 0 and 1 for one. Throws Error "the last layer has 2 units, the data 3 classes: ...".
Matrix make_targets(const DataSet& data, const Document& document);

/// A model with the document's layers and compile(), built for `inputs` columns with the document's seed. Throws Error.
std::unique_ptr<Sequential> make_model(const Document& document, Index inputs);

/// Sets the last layer's units and activation and the loss to what `data` needs (1 sigmoid + binary_crossentropy,
/// k softmax + categorical_crossentropy, 1 linear + mse); a sparse loss and a loss for numbers stay where they fit.
/// Hidden layers stay; accuracy comes with classes and goes with numbers.
void fit_output_to_data(Document& document, const DataSet& data);

/// The document of a link or file. What that leaves open though it names its data follows the data: layers, loss, metrics.
Document completed(const ReadResult& read, const DataSet& data);

}  // namespace chainrule
