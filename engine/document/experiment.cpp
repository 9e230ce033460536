// SPDX-License-Identifier: MIT
#include "engine/document/experiment.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/sequential.hpp"
#include "engine/tables/loss.hpp"
#include "engine/training/fit.hpp"

namespace chainrule {
namespace {

/// The last layer that has units, or nullptr. `Layers` is a vector of LayerSpec, const or not.
template <class Layers>
auto last_with_units(Layers& layers) -> decltype(layers.data()) {
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    const LayerKind* kind = find_or_null(layer_kinds(), layer->kind);
    if (kind && kind->has_units) return &*layer;
  }
  return nullptr;
}

std::string count(Index n, const std::string& one, const std::string& many) {
  return std::to_string(n) + " " + (n == 1 ? one : many);
}

[[noreturn]] void mismatch(const std::string& wanted, Index units, const std::string& data) {
  throw Error("expected " + wanted + " in the last layer, received " + count(units, "unit", "units") +
              ", because the data has " + data);
}

void choose_metrics(CompileSpec& compile, Problem problem) {
  auto& metrics = compile.metrics;
  if (problem == Problem::regression)
    std::erase_if(metrics, [](const std::string& text) {
      const std::string_view name = std::string_view(text).substr(0, text.find(':'));
      return name == "acc" || name.ends_with("accuracy");
    });
  else if (metrics.empty()) metrics = {"acc"};
}

}  // namespace

Index output_width(const Document& document, Index inputs) {
  for (const LayerSpec& layer : document.layers) {
    const LayerKind* kind = find_or_null(layer_kinds(), layer.kind);
    if (kind && kind->has_units) inputs = layer.units;
    Choice activation = layer.activation;
    if (kind && kind->has_activation)
      inputs /= resolve(activations(), "activation", activation).divides(activation.values.data());
  }
  return inputs;
}

Matrix make_targets(const DataSet& data, const Document& document) {
  const Loss& loss = find(losses(), "loss", document.compile.loss.name);
  const Index units = output_width(document, data.x.cols), classes = data.classes();
  if (data.problem == Problem::regression) {
    if (!loss.for_numbers())
      throw Error("expected a loss for numbers such as mse, received " + std::string(loss.name) +
                  ", which wants classes");
    if (units != data.y.cols)
      mismatch(count(data.y.cols, "unit", "units"), units, count(data.y.cols, "number", "numbers") + " to predict");
    return data.y;
  }
  if (units < 2 && (loss.class_index() || loss.targets == LossTargets::one_hot))
    throw Error("expected at least 2 units in the last layer for the loss " + std::string(loss.name) +
                ", received 1 unit; for 1 unit there is binary_crossentropy");
  if (units == 1 && classes == 2 && !loss.class_index()) return data.y;
  const std::string wanted = count(classes, "unit", "units") + (classes == 2 && !loss.class_index() ? " (or 1)" : "");
  if (units != classes) mismatch(wanted, units, count(classes, "class", "classes"));
  if (loss.class_index()) return data.y;
  Matrix one_hot(data.y.rows, classes);
  for (Index r = 0; r < one_hot.rows; ++r) one_hot(r, static_cast<Index>(data.y(r, 0))) = 1;
  return one_hot;
}

std::unique_ptr<Sequential> make_model(const Document& document, Index inputs) {
  if (document.layers.empty()) throw Error("expected at least one layer, received none");
  auto model = std::make_unique<Sequential>(document.dialect, document.seed);
  for (const LayerSpec& layer : document.layers) model->add(layer);
  model->build(inputs);
  model->compile(document.compile);
  if (document.weights.empty()) return model;
  if (document.weights.size() != model->weights().size())
    throw Error("initial_weights: expected " + std::to_string(model->weights().size()) +
                " numbers for this network, received " + std::to_string(document.weights.size()));
  std::transform(document.weights.begin(), document.weights.end(), model->weights().begin(),
                 [](double w) { return static_cast<float>(w); });
  return model;
}

void fit_output_to_data(Document& document, const DataSet& data) {
  const bool classes = data.problem == Problem::classification, two = data.classes() == 2;
  if (!last_with_units(document.layers)) document.layers.push_back(read_layer("dense:1"));
  last_with_units(document.layers)->units = !classes ? data.y.cols : two ? 1 : data.classes();
  const LayerSpec activation =
      read_layer(classes ? (two ? "activation:sigmoid" : "activation:softmax") : "activation:linear");
  const LayerKind* last = find_or_null(layer_kinds(), document.layers.back().kind);
  if (last && last->has_activation) document.layers.back().activation = activation.activation;
  else if (classes) document.layers.push_back(activation);
  const Loss* now = find_or_null(losses(), document.compile.loss.name);
  const auto choose = [&](std::string_view name) {  // a loss that fits keeps its parameters
    if (!now || now->name != name) document.compile.loss = defaults(find(losses(), "loss", name), document.dialect);
  };
  if (!classes) {
    if (!now || !now->for_numbers()) choose("mse");
  } else if (two) {
    choose("binary_crossentropy");
  } else if (!now || !now->class_index()) {
    choose("categorical_crossentropy");
  }
  choose_metrics(document.compile, data.problem);
}

}  // namespace chainrule
