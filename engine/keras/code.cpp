// SPDX-License-Identifier: MIT
// Semantics and signatures: Keras 3 `keras/src`, Keras 2.2.4 `keras`.
#include "engine/keras/code.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/document/experiment.hpp"
#include "engine/keras/data.hpp"
#include "engine/keras/functions.hpp"
#include "engine/keras/layers.hpp"
#include "engine/keras/program.hpp"
#include "engine/keras/training.hpp"
#include "engine/sequential.hpp"
#include "engine/tables/loss.hpp"

namespace chainrule {
namespace {

constexpr std::size_t room_inside = 58;  // of a line, for a list among arguments

/// Numbers of one weight tensor: np.array([[...], [...]]).
std::string array_code(const double* numbers, const Tensor& tensor) {
  const auto row = [&](Index r) {
    std::vector<std::string> items;
    for (Index c = 0; c < tensor.cols; ++c) items.push_back(format_number(numbers[r * tensor.cols + c]));
    return "[" + listed(items, items.size()) + "]";
  };
  std::vector<std::string> rows;
  for (Index r = 0; r < tensor.rows; ++r) rows.push_back(row(r));
  return "np.array(" + (tensor.vector ? rows[0] : "[" + listed(rows, rows.size()) + "]") + ")";
}

/// The document's first weights, or what makes those that Keras draws repeatable.
void add_weights(KerasProgram& program, const Document& document, Index inputs) {
  if (document.weights.empty()) return;
  program.import("import numpy as np");
  const auto model = make_model(document, inputs);
  program.line("model.set_weights([");
  for (const auto& layer : model->layers())
    for (const Tensor& tensor : layer->tensors())
      program.line("    " + array_code(document.weights.data() + tensor.offset, tensor) + ",");
  program.line("])");
}

void add_seed(KerasProgram& program, const Document& document) {
  program.comment("Repeatable, though Keras draws other numbers from a seed than Chainrule.");
  const std::string seed = std::to_string(document.seed % (std::uint64_t{1} << 32U));
  if (program.older()) program.import("import numpy as np");
  program.line((program.older() ? "np.random.seed(" : "keras.utils.set_random_seed(") + seed + ")");
  program.line();
}

void add_compile(KerasProgram& program, const Document& document, Index inputs, Arguments& callbacks) {
  Arguments arguments;
  arguments.add("optimizer", optimizer_code(program, document.compile, callbacks));
  arguments.add("loss", loss_code(program, document.compile.loss));
  const Arguments metrics = metrics_code(program, document.compile, output_width(document, inputs));
  if (!metrics.empty()) arguments.add(metrics.call("metrics=", "[", "]", room_inside));
  program.line(arguments.call("model.compile"));
}

void add_fit(KerasProgram& program, const Document& document, const Arguments& callbacks) {
  Arguments arguments;
  arguments.add("X_train, y_train");
  arguments.add("batch_size", std::to_string(document.fit.batch_size));
  arguments.add("epochs", std::to_string(document.fit.epochs));
  if (document.fit.validation_split > 0)
    arguments.add("validation_split", format_number(document.fit.validation_split));
  if (!document.fit.shuffle) arguments.add("shuffle", "False");
  if (!callbacks.empty()) arguments.add(callbacks.call("callbacks=", "[", "]", room_inside));
  Arguments weights;
  const std::vector<double>& counts = document.fit.class_weight;
  for (std::size_t c = 0; c < counts.size(); ++c)
    if (counts[c] != unset) weights.add(std::to_string(c) + ": " + format_number(counts[c]));
  if (!weights.empty()) arguments.add(weights.call("class_weight=", "{", "}", room_inside));
  program.line(arguments.call("history = model.fit"));
}

}  // namespace

std::string write_keras_code(const Document& document, const DataSet* data) {
  KerasProgram program(document.dialect);
  const Index asked = document.layers.empty() ? 0 : document.layers.front().input_dim;
  const Index inputs = data ? data->x.cols : asked;
  if (!program.older()) program.import("import keras");
  program.comment(program.library() + ". Expected before the model is made:");
  add_data_code(program, document, data);
  add_seed(program, document);
  add_layer_code(program, document.layers, inputs);
  program.line("model.summary()");
  if (inputs > 0) add_weights(program, document, inputs);
  if (document.compile.loss.name.empty()) return program.text();
  program.line();
  Arguments callbacks;
  add_compile(program, document, inputs, callbacks);
  program.line();
  add_callback_code(program, document.fit, document.compile, callbacks);
  add_fit(program, document, callbacks);
  return program.text();
}

}  // namespace chainrule
