// SPDX-License-Identifier: MIT
#include "experiment.hpp"

#include <algorithm>

#include "../fit.hpp"
#include "../generator.hpp"
#include "../loss.hpp"
#include "../sequential.hpp"
#include "../text.hpp"
#include "layer_fields.hpp"

namespace chainrule {
namespace {

constexpr BundledData bundles[] = {
    {"iris", "Iris", "150 flowers of 3 species by the lengths and widths of their leaves", "data/iris.csv",
     "R. A. Fisher 1936, UCI Iris", "CC BY 4.0", 0, 0},
    {"penguins", "Penguins", "344 penguins of 3 species by measurements, island and sex", "data/penguins.csv",
     "Gorman, Williams, Fraser 2014, Palmer penguins", "CC0", 0, 0},
    {"digits", "Digits 8x8", "1797 handwritten digits of 8 by 8 grey values", "data/digits8x8.csv",
     "Alpaydin, Kaynak, UCI Optical Recognition of Handwritten Digits", "CC BY 4.0", 8, 16},
};

DataSet generate(const Generator& generator, const Document& document) {
  std::vector<double> values;
  for (const Parameter& p : generator.parameters) values.push_back(p.value);
  GeneratedData made = generator.make(document.samples, document.noise, document.seed, values);
  DataSet data;
  data.name = generator.name;
  data.problem = generator.classes() > 0 ? Problem::classification : Problem::regression;
  data.x = std::move(made.x);
  data.y = std::move(made.y);
  for (int i = 1; i <= generator.inputs; ++i)
    data.feature_names.push_back(generator.inputs == 1 ? "x" : "x" + std::to_string(i));
  data.columns = data.feature_names;
  for (int i = 0; i < generator.classes(); ++i) data.class_names.push_back(std::to_string(i));
  data.mean.assign(data.feature_names.size(), 0);
  data.deviation.assign(data.feature_names.size(), 1);
  return data;
}

void scale_pixels(DataSet& data, float scale) {
  for (float& value : data.x.data) value /= scale;
  std::fill(data.deviation.begin(), data.deviation.end(), scale);
}

/// The last layer that has units, or nullptr. `Layers` is a vector of LayerSpec, const or not.
template <class Layers>
auto last_with_units(Layers& layers) -> decltype(layers.data()) {
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    const LayerKind* kind = find_or_null(layer_kinds(), layer->kind);
    if (kind && kind->has_units) return &*layer;
  }
  return nullptr;
}

/// Columns that the last layer gives for so many inputs: its units, halved by a glu and so on.
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
    std::erase_if(metrics, [](const std::string& name) { return name == "acc" || name.ends_with("accuracy"); });
  else if (metrics.empty()) metrics = {"acc"};
}

}  // namespace

std::span<const BundledData> bundled_data() { return bundles; }

const BundledData* find_bundled(std::string_view name) { return find_or_null(bundled_data(), name); }

DataSet make_data(const Document& document, std::string_view csv_text) {
  if (const Generator* generator = find_or_null(generators(), document.data)) return generate(*generator, document);
  const BundledData* bundled = find_bundled(document.data);
  if (!bundled && document.data != "csv") throw Error("expected a data set, received " + quote(document.data));
  const Table rows = read_csv(csv_text.empty() ? std::string_view(document.csv) : csv_text);
  Preparation how;
  how.target = document.target;
  how.left_out = document.left_out;
  how.shuffle_rows = document.shuffle_rows;
  how.problem = document.problem.empty()           ? guess_problem(rows, document.target)
                : document.problem == "regression" ? Problem::regression
                                                   : Problem::classification;
  const bool pixels = bundled && bundled->image_width > 0;
  how.standardise = document.standardise && !pixels;
  DataSet data = prepare(rows, how, document.seed, 1 - document.fit.validation_split);
  data.name = bundled ? std::string(bundled->title) : document.csv_name;
  if (pixels && document.standardise) scale_pixels(data, bundled->scale);
  // A column less, and the rest is no picture any more.
  const bool usual_target = document.target.empty() || document.target == rows.columns.back().name;
  if (pixels && document.left_out.empty() && usual_target) data.image_width = bundled->image_width;
  return data;
}

Matrix make_targets(const DataSet& data, const Document& document) {
  const Loss& loss = find(losses(), "loss", document.compile.loss.name);
  const Index units = output_width(document, data.x.cols), classes = data.classes();
  if (data.problem == Problem::regression) {
    if (!loss.for_numbers())
      throw Error("expected a loss for numbers such as mse, received " + std::string(loss.name) +
                  ", which wants classes");
    if (units != 1) mismatch("1 unit", units, "1 number to predict");
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
  return model;
}

void fit_output_to_data(Document& document, const DataSet& data) {
  const bool classes = data.problem == Problem::classification, two = data.classes() == 2;
  if (!last_with_units(document.layers)) document.layers.push_back(read_layer("dense:1"));
  last_with_units(document.layers)->units = classes && !two ? data.classes() : 1;
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
