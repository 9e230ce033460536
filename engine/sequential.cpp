// SPDX-License-Identifier: MIT
#include "engine/sequential.hpp"

#include <algorithm>
#include <cmath>

#include "engine/training/stepper.hpp"

namespace chainrule {
namespace {

std::string shape(Index rows, Index cols) { return "[" + std::to_string(rows) + ", " + std::to_string(cols) + "]"; }

}  // namespace

Sequential::Sequential(Dialect dialect, std::uint64_t seed)
    : dialect_(dialect), seed_(seed), name_(dialect == Dialect::keras2 ? "sequential_1" : "sequential") {}
Sequential::~Sequential() = default;
Sequential::Sequential(Sequential&& other) noexcept { *this = std::move(other); }
Sequential& Sequential::operator=(Sequential&& other) noexcept {
  dialect_ = other.dialect_;
  seed_ = other.seed_;
  name_ = std::move(other.name_);
  layers_ = std::move(other.layers_);
  inputs_ = other.inputs_;
  parameter_count_ = other.parameter_count_;
  iterations_ = other.iterations_;
  weights_ = std::move(other.weights_);
  gradients_ = std::move(other.gradients_);
  slots_ = std::move(other.slots_);
  compile_ = std::move(other.compile_);
  loss_ = other.loss_;
  optimizer_ = other.optimizer_;
  schedule_ = other.schedule_;
  logits_ = other.logits_;
  step_ = other.step_;
  clips_ = other.clips_;
  penalizes_ = other.penalizes_;
  workspace_.reset();  // both point into the model they were made for
  stepper_.reset();
  return *this;
}

bool Sequential::has_layer(std::string_view name) const {
  return std::any_of(layers_.begin(), layers_.end(), [&](const auto& layer) { return layer->spec().name == name; });
}

std::string Sequential::layer_name(const LayerSpec& spec) const {
  Index number = dialect_ == Dialect::keras2 ? 1 : 0;
  const std::string stem(find(layer_kinds(), "layer", spec.kind).stem);
  for (const auto& layer : layers_) number += find(layer_kinds(), "layer", layer->spec().kind).stem == stem;
  for (;; ++number) {  // a name that somebody gave may be in the way
    const std::string name = number == 0 ? stem : stem + "_" + std::to_string(number);
    if (!has_layer(name)) return name;
  }
}

void Sequential::add(LayerSpec spec) {
  if (compiled())
    throw Error("expected all layers before compile(), received add() of one more layer (" + spec.kind + ") after it");
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

void Sequential::lay_out(Index inputs) {
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

void Sequential::check_size() const {
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

void Sequential::build(Index inputs) {
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
    std::vector<Buffer> slots = make_slots(optimizer_, compile_.optimizer.values);
    weights_ = std::move(weights);
    gradients_ = std::move(gradients);
    slots_ = std::move(slots);
  } catch (...) {  // as it was: the weights are those of the old shapes (of a layer just added add() takes care)
    lay_out(before);
    parameter_count_ = parameters_before;
    throw;
  }
  workspace_.reset();
  initialise();
}

std::vector<Buffer> Sequential::make_slots(const Optimizer* optimizer, std::span<const double> values) const {
  std::vector<Buffer> slots;
  for (std::size_t s = 0; optimizer && s < optimizer->slots.size(); ++s)
    slots.emplace_back(optimizer->in_use(static_cast<int>(s), values.data()) ? parameter_count_ : 0);
  if (optimizer) start_slots(slots, *optimizer, values);
  return slots;
}

void Sequential::start_slots(std::vector<Buffer>& slots, const Optimizer& optimizer, std::span<const double> values) {
  const int given = optimizer.first_slot_parameter;
  for (std::size_t s = 0; s < slots.size(); ++s)
    std::fill(slots[s].data(), slots[s].data() + slots[s].size(),
              s == 0 && given >= 0 ? static_cast<float>(values[static_cast<std::size_t>(given)]) : 0.0f);
}

void Sequential::initialise() {
  Random random(seed_, Random::weights);
  for (const auto& layer : layers_) layer->initialise(weights_.data(), random);
  if (optimizer_) start_slots(slots_, *optimizer_, compile_.optimizer.values);
  iterations_ = 0;
  step_ = {};
  stepper_.reset();
}

void Sequential::reset_weights() {
  if (!built()) throw Error("expected a built model, received one without inputs: call build() or fit() first");
  initialise();
}

void Sequential::compile(CompileSpec spec) {
  const Optimizer& optimizer = resolve(optimizers(), "optimizer", spec.optimizer, dialect_);
  const Loss& loss = resolve(losses(), "loss", spec.loss, dialect_);
  const Schedule& schedule = resolve(schedules(), "learning-rate schedule", spec.learning_rate_schedule, dialect_);
  for (const std::string& metric : spec.metrics) metric_choice(metric, dialect_);
  check_clipping(optimizer, spec.optimizer.values, dialect_);
  slots_ = make_slots(&optimizer, spec.optimizer.values);
  optimizer_ = &optimizer;
  loss_ = &loss;
  schedule_ = &schedule;
  compile_ = std::move(spec);
  logits_ = find_logits();
  iterations_ = 0;
  step_ = {};
  stepper_.reset();
}

Logits Sequential::find_logits() const {
  if (loss_->logit_activation.empty() || layers_.empty()) return Logits::none;
  // Keras 3 goes behind a last sigmoid or softmax even where the outputs were said to be logits.
  const bool same = layers_.back()->activation().name == loss_->logit_activation;
  if (same && dialect_ == Dialect::keras3) return Logits::of_activation;
  return compile_.loss.values[0] != 0 ? Logits::outputs : Logits::none;
}

void Sequential::set_hyperparameter(std::string_view name, double value) {
  if (!optimizer_) throw Error("expected a compiled model, received one without an optimizer: call compile() first");
  if (name == "lr" && dialect_ == Dialect::keras2) name = "learning_rate";
  const int i = parameter_index(*optimizer_, name);
  if (i < 0) {
    std::vector<std::string_view> known = names(optimizer_->parameters);
    throw Error(unknown_name("parameter of " + std::string(optimizer_->name), name, known));
  }
  const auto index = static_cast<std::size_t>(i);
  check(optimizer_->parameters[index], value, optimizer_->name);
  std::vector<double> values = compile_.optimizer.values;
  values[index] = value;
  check_clipping(*optimizer_, values, dialect_);
  for (std::size_t s = 0; s < slots_.size(); ++s)  // momentum that begins now has no past
    if (slots_[s].size() == 0 && optimizer_->in_use(static_cast<int>(s), values.data()))
      slots_[s] = Buffer(parameter_count_);
  compile_.optimizer.values = std::move(values);
}

void Sequential::check_data(View<const float> x, const View<const float>* y, std::string_view method) const {
  const std::string where = ", in " + std::string(method) + "()";
  if (!built())
    throw Error("expected a built model, received one without inputs: give the first layer an input_dim" + where);
  if (x.rows < 1) throw Error("expected at least one row of x, received none" + where);
  if (x.cols != inputs_)
    throw Error("expected x with " + std::to_string(inputs_) + " columns, received " + shape(x.rows, x.cols) +
                ", in layer " + layers_.front()->spec().name + where);
  const auto finite = [&](View<const float> v, const char* name) {
    for (Index i = 0; i < v.size(); ++i)
      if (!std::isfinite(v.data[i]))
        throw Error(std::string("expected finite numbers in ") + name + ", received " + std::to_string(v.data[i]) +
                    " at row " + std::to_string(i / v.cols) + ", column " + std::to_string(i % v.cols) + where);
  };
  finite(x, "x");
  if (!y) return;
  if (!compiled()) throw Error("expected a compiled model, received one without a loss: call compile() first" + where);
  if (y->rows != x.rows)
    throw Error("expected as many rows of y as of x (" + std::to_string(x.rows) + "), received " +
                std::to_string(y->rows) + where);
  if (y->cols != target_columns())
    throw Error("expected y with " + std::to_string(target_columns()) + " columns for loss '" +
                std::string(loss_->name) + "', received " + shape(y->rows, y->cols) + ", in layer " +
                layers_.back()->spec().name + where);
  try {
    compiled_metrics(y->cols);
  } catch (const Error& e) { throw Error(e.what() + where); }
  finite(*y, "y");
  if (loss_->for_numbers()) return;
  if (!loss_->class_index()) {
    // The hinges take -1 and 1 as well; soft labels between 0 and 1 are probabilities.
    const float least = parameter_index(*loss_, "convert_labels") >= 0 ? -1.0f : 0.0f;
    for (Index i = 0; i < y->size(); ++i)
      if (!(y->data[i] >= least && y->data[i] <= 1))
        throw Error("expected targets between " + std::string(least < 0 ? "-1" : "0") + " and 1 in y for loss '" +
                    std::string(loss_->name) + "', received " + std::to_string(y->data[i]) + " at row " +
                    std::to_string(i / y->cols) + ", column " + std::to_string(i % y->cols) + where);
    return;
  }
  for (Index r = 0; r < y->rows; ++r) {
    const float t = (*y)(r, 0);
    if (t < 0 || t >= static_cast<float>(outputs()) || t != std::floor(t))
      throw Error("expected class indices 0 to " + std::to_string(outputs() - 1) + " in y, received " +
                  std::to_string(t) + " at row " + std::to_string(r) + where);
  }
}

void Sequential::check_sample_weight(std::span<const float> weights, Index rows, std::string_view method) const {
  const std::string where = ", in " + std::string(method) + "()";
  if (!weights.empty() && static_cast<Index>(weights.size()) != rows)
    throw Error("expected a sample_weight for each of the " + std::to_string(rows) + " rows, received " +
                std::to_string(weights.size()) + where);
  for (std::size_t r = 0; r < weights.size(); ++r)
    if (!(std::isfinite(weights[r]) && weights[r] >= 0))
      throw Error("expected sample_weight of at least 0, received " + std::to_string(weights[r]) + " at row " +
                  std::to_string(r) + where);
}

std::vector<Matrix> Sequential::get_weights() const {
  std::vector<Matrix> all;
  if (!built()) return all;
  for (const auto& layer : layers_)
    for (const Tensor& t : layer->tensors()) {
      const float* const w = weights_.data() + t.offset;
      all.emplace_back(t.rows, t.cols, std::vector<float>(w, w + t.size()));
    }
  return all;
}

void Sequential::set_weights(std::span<const Matrix> weights) {
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
                  shape(places[i].first->rows, places[i].first->cols) + ", received " +
                  shape(weights[i].rows, weights[i].cols) + ", in layer " + places[i].second);
  for (std::size_t i = 0; i < places.size(); ++i)
    for (const float weight : weights[i].data)
      if (!std::isfinite(weight))
        throw Error("expected finite numbers in " + places[i].first->name + ", received " + std::to_string(weight) +
                    ", in layer " + places[i].second);
  for (std::size_t i = 0; i < places.size(); ++i)
    std::copy(weights[i].data.begin(), weights[i].data.end(), weights_.data() + places[i].first->offset);
}

}  // namespace chainrule
