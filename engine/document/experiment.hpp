#pragma once
// SPDX-License-Identifier: MIT
// From a Document to what trains: the model with its targets, and the choices that fit a data set.
#include <memory>
#include <utility>

#include "engine/data/table.hpp"
#include "engine/document/document.hpp"

namespace chainrule {

class Sequential;

/// What a training run is about; never changed once given to a trainer. Copies share the rows.
struct Experiment {
  Experiment(Document d, std::shared_ptr<const DataSet> r, std::shared_ptr<const Matrix> w)
      : document(std::move(d)), rows(std::move(r)), wanted(std::move(w)) {}

  Document document;
  std::shared_ptr<const DataSet> rows;
  std::shared_ptr<const Matrix> wanted;
  const DataSet& data = *rows;
  const Matrix& targets = *wanted;  ///< as the loss wants them, [n, ...]
};

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

}  // namespace chainrule
