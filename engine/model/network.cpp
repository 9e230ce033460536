// SPDX-License-Identifier: MIT
#include "engine/model/network.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/random.hpp"

namespace chainrule {
namespace {

constexpr Index chunk = 256;  // rows in a pass

}  // namespace

std::string shape_text(Index rows, Index cols) {
  return "[" + std::to_string(rows) + ", " + std::to_string(cols) + "]";
}

void check_finite(View<const float> v, const char* name, const std::string& where) {
  for (Index i = 0; i < v.size(); ++i)
    if (!std::isfinite(v.data[i]))
      throw Error(std::string("expected finite numbers in ") + name + ", received " + std::to_string(v.data[i]) +
                  " at row " + std::to_string(i / v.cols) + ", column " + std::to_string(i % v.cols) + where);
}

Network::Network(Dialect dialect, std::uint64_t seed) : dialect_(dialect), seed_(seed) {}

bool Network::has_layer(std::string_view name) const {
  return std::any_of(layers_.begin(), layers_.end(), [&](const auto& layer) { return layer->spec().name == name; });
}

std::string Network::layer_name(const LayerSpec& spec) const {
  Index number = dialect_ == Dialect::keras2 ? 1 : 0;
  const std::string stem(find(layer_kinds(), "layer", spec.kind).stem);
  for (const auto& layer : layers_) number += find(layer_kinds(), "layer", layer->spec().kind).stem == stem;
  for (;; ++number) {  // a name that somebody gave may be in the way
    const std::string name = number == 0 ? stem : stem + "_" + std::to_string(number);
    if (!has_layer(name)) return name;
  }
}

void Network::add(LayerSpec spec) {
  if (static_cast<Index>(layers_.size()) >= limits::layers)
    throw Error("expected at most " + std::to_string(limits::layers) + " layers, received one more");
  if (spec.name.empty()) spec.name = layer_name(spec);
  if (has_layer(spec.name)) throw Error("expected a layer name of its own, received '" + spec.name + "' twice");
  if (spec.input_dim < 0 || spec.input_dim > limits::columns)
    throw Error("expected input_dim between 1 and " + std::to_string(limits::columns) + ", received " +
                std::to_string(spec.input_dim) + ", in layer " + spec.name);
  if (!layers_.empty() && spec.input_dim > 0 && built() && spec.input_dim != outputs())
    throw Error("expected input_dim " + std::to_string(outputs()) + " (the units of the layer before), received " +
                std::to_string(spec.input_dim) + ", in layer " + spec.name);
  auto layer = make_layer(std::move(spec), dialect_);
  const Index inputs = layers_.empty() ? layer->spec().input_dim : inputs_;
  layers_.push_back(std::move(layer));
  if (inputs == 0) return;
  try {
    build(inputs);
  } catch (...) {
    layers_.pop_back();
    throw;
  }
}

void Network::lay_out(Index inputs) {
  Index below = inputs, offset = 0, place = 0;
  penalizes_ = false;
  for (auto& layer : layers_) {
    if (inputs == 0) {
      layer->forget_shape();
      continue;
    }
    layer->build(below, offset, place++);
    penalizes_ = penalizes_ || layer->has_regularizer() || layer->activity()->any();  // frozen ones may be freed
    below = layer->outputs();
    offset += layer->parameter_count();
  }
  inputs_ = inputs;
  parameter_count_ = offset;
}

void Network::check_size() const {
  Index parameters = 0, units = 0;
  for (const auto& layer : layers_) {
    parameters += layer->parameter_count();
    units += layer->arguments();
    if (parameters > limits::parameters)
      throw Error("expected at most " + std::to_string(limits::parameters) + " parameters, received " +
                  std::to_string(parameters) + " up to layer " + layer->spec().name);
    if (units > limits::total_units)
      throw Error("expected at most " + std::to_string(limits::total_units) +
                  " outputs of all layers together, received " + std::to_string(units) + " up to layer " +
                  layer->spec().name);
  }
}

void Network::build(Index inputs, const std::function<void(Index)>& also) {
  if (layers_.empty()) throw Error("expected at least one layer before build(), received none");
  if (inputs < 1 || inputs > limits::columns)
    throw Error("expected 1 to " + std::to_string(limits::columns) + " input columns, received " +
                std::to_string(inputs));
  const Index asked = layers_.front()->spec().input_dim;
  if (asked > 0 && asked != inputs)
    throw Error("expected " + std::to_string(asked) + " input columns (input_dim), received " + std::to_string(inputs) +
                ", in layer " + layers_.front()->spec().name);
  const Index before = inputs_, parameters_before = parameter_count_;
  try {
    lay_out(inputs);
    check_size();
    Buffer weights(parameter_count_), gradients(parameter_count_);
    if (also) also(parameter_count_);
    weights_ = std::move(weights);
    gradients_ = std::move(gradients);
  } catch (...) {  // as it was: the weights are those of the old shapes (of a layer just added add() takes care)
    lay_out(before);
    parameter_count_ = parameters_before;
    throw;
  }
  workspace_.reset();
  initialise();
}

void Network::initialise() {
  Random random(seed_, Random::weights);
  for (const auto& layer : layers_) layer->initialise(weights_.data(), random);
}

std::vector<Matrix> Network::arrays(std::span<const float> store) const {
  std::vector<Matrix> all;
  if (!built()) return all;
  for (const auto& layer : layers_)
    for (const Tensor& t : layer->tensors()) {
      const float* const first = store.data() + t.offset;
      all.emplace_back(t.rows, t.cols, std::vector<float>(first, first + t.size()));
    }
  return all;
}

void Network::set_weights(std::span<const Matrix> weights) {
  if (!built())
    throw Error(
        "expected a built model, received one without inputs: give the first layer an input_dim, in set_weights()");
  std::vector<std::pair<const Tensor*, std::string>> places;
  for (const auto& layer : layers_)
    for (const Tensor& t : layer->tensors()) places.emplace_back(&t, layer->spec().name);
  if (places.size() != weights.size())
    throw Error("expected " + std::to_string(places.size()) + " arrays of weights, received " +
                std::to_string(weights.size()) + ", in set_weights()");
  for (std::size_t i = 0; i < places.size(); ++i)
    if (weights[i].rows != places[i].first->rows || weights[i].cols != places[i].first->cols)
      throw Error("expected " + places[i].first->name + " of shape " +
                  shape_text(places[i].first->rows, places[i].first->cols) + ", received " +
                  shape_text(weights[i].rows, weights[i].cols) + ", in layer " + places[i].second);
  for (std::size_t i = 0; i < places.size(); ++i)
    for (const float weight : weights[i].data)
      if (!std::isfinite(weight))
        throw Error("expected finite numbers in " + places[i].first->name + ", received " + std::to_string(weight) +
                    ", in layer " + places[i].second);
  for (std::size_t i = 0; i < places.size(); ++i)
    std::copy(weights[i].data.begin(), weights[i].data.end(), weights_.data() + places[i].first->offset);
}

Workspace& Network::workspace(Index capacity) {
  if (!workspace_ || workspace_->capacity() < capacity)
    workspace_ = std::make_unique<Workspace>(layers_, inputs_, capacity);
  return *workspace_;
}

void Network::forward(Workspace& workspace, View<const float> x) const {
  std::copy(x.data, x.data + x.size(), workspace.input(x.rows).data);
  for (std::size_t l = 0; l < layers_.size(); ++l)
    layers_[l]->forward(weights_.data(), workspace.layer(l, x.rows), Pass{}, workspace.scratch());
}

std::vector<Matrix> Network::activations(View<const float> x) {
  check_inputs(x, ", in predict()");
  Workspace& work = workspace(chunk);
  std::int64_t units = 0;
  for (const auto& layer : layers_) units += layer->outputs();
  if (x.rows > limits::workspace_floats / units)
    throw Error("expected at most " + std::to_string(limits::workspace_floats / units) + " rows of x for " +
                std::to_string(units) + " outputs of all layers, received " + std::to_string(x.rows) +
                ", in activations()");
  std::vector<Matrix> all;
  for (const auto& layer : layers_) all.emplace_back(x.rows, layer->outputs());
  for (Index first = 0; first < x.rows; first += chunk) {
    const Index rows = std::min(chunk, x.rows - first);
    forward(work, x.middle_rows(first, rows));
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      const View<float> a = work.layer(l, rows).a;
      std::copy(a.data, a.data + a.size(), all[l].view().row(first));
    }
  }
  return all;
}

Matrix Network::predict(View<const float> x) {
  check_inputs(x, ", in predict()");
  Workspace& work = workspace(chunk);
  Matrix out(x.rows, outputs());
  for (Index first = 0; first < x.rows; first += chunk) {
    const Index rows = std::min(chunk, x.rows - first);
    forward(work, x.middle_rows(first, rows));
    const View<float> a = work.layer(layers_.size() - 1, rows).a;
    std::copy(a.data, a.data + a.size(), out.view().row(first));
  }
  return out;
}

double Network::penalty(const Workspace& workspace, Index rows) const {
  if (!penalizes_) return 0;
  double sum = 0;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    sum += layers_[l]->penalty(weights_.data());
    const Chosen<Regularizer>& activity = layers_[l]->activity();
    if (!activity->any()) continue;
    const View<float> a = workspace.layer(l, rows).a;
    sum += activity->penalty(a.data, a.size(), activity.p());
  }
  return sum;
}

void Network::check_inputs(View<const float> x, const std::string& where) const {
  if (!built())
    throw Error("expected a built model, received one without inputs: give the first layer an input_dim" + where);
  if (x.rows < 1) throw Error("expected at least one row of x, received none" + where);
  if (x.cols != inputs_)
    throw Error("expected x with " + std::to_string(inputs_) + " columns, received " + shape_text(x.rows, x.cols) +
                ", in layer " + layers_.front()->spec().name + where);
  check_finite(x, "x", where);
}

}  // namespace chainrule
