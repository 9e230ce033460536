// SPDX-License-Identifier: MIT
#include "sequential.hpp"

#include <algorithm>
#include <cmath>

#include "fit.hpp"
#include "stepper.hpp"

namespace chainrule {
namespace {

constexpr Index chunk = 256;  // rows in a pass of predict and evaluate's workspace

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
  workspace_.reset();  // both point into the model they were made for
  stepper_.reset();
  return *this;
}

std::string Sequential::layer_name(const LayerSpec& spec) const {
  Index same = 0;
  for (const auto& layer : layers_) same += layer->spec().kind == spec.kind;
  if (dialect_ == Dialect::keras2) return spec.kind + "_" + std::to_string(same + 1);
  return same == 0 ? spec.kind : spec.kind + "_" + std::to_string(same);
}

void Sequential::add(LayerSpec spec) {
  if (static_cast<Index>(layers_.size()) >= limits::layers)
    throw Error("expected at most " + std::to_string(limits::layers) + " layers, received one more");
  if (spec.name.empty()) spec.name = layer_name(spec);
  for (const auto& layer : layers_)
    if (layer->spec().name == spec.name) throw Error("expected a layer name of its own, received '" + spec.name + "' twice");
  if (spec.input_dim < 0 || spec.input_dim > limits::columns)
    throw Error("expected input_dim between 1 and " + std::to_string(limits::columns) + ", received " +
                std::to_string(spec.input_dim) + ", in layer " + spec.name);
  if (!layers_.empty() && spec.input_dim > 0 && built() && spec.input_dim != outputs())
    throw Error("expected input_dim " + std::to_string(outputs()) + " (the units of the layer before), received " +
                std::to_string(spec.input_dim) + ", in layer " + spec.name);
  auto layer = make_layer(std::move(spec));
  const Index inputs = layers_.empty() ? layer->spec().input_dim : inputs_;
  layers_.push_back(std::move(layer));
  if (inputs == 0) return;
  try {
    build(inputs);
  } catch (...) {
    layers_.pop_back();
    lay_out();
    throw;
  }
}

void Sequential::lay_out() {
  Index below = inputs_, offset = 0;
  for (auto& layer : layers_) {
    layer->build(below, offset);
    below = layer->outputs();
    offset += layer->parameter_count();
    if (offset > limits::parameters)
      throw Error("expected at most " + std::to_string(limits::parameters) + " parameters, received " +
                  std::to_string(offset) + " up to layer " + layer->spec().name);
  }
  parameter_count_ = offset;
}

void Sequential::build(Index inputs) {
  if (layers_.empty()) throw Error("expected at least one layer before build(), received none");
  if (inputs < 1 || inputs > limits::columns)
    throw Error("expected 1 to " + std::to_string(limits::columns) + " input columns, received " + std::to_string(inputs));
  const Index asked = layers_.front()->spec().input_dim;
  if (asked > 0 && asked != inputs)
    throw Error("expected " + std::to_string(asked) + " input columns (input_dim), received " + std::to_string(inputs) +
                ", in layer " + layers_.front()->spec().name);
  inputs_ = inputs;
  lay_out();
  weights_ = Buffer(parameter_count_);
  gradients_ = Buffer(parameter_count_);
  workspace_.reset();
  initialise();
}

void Sequential::initialise() {
  Random random(seed_, Random::weights);
  for (const auto& layer : layers_) layer->initialise(weights_.data(), random);
  slots_.clear();
  if (optimizer_)
    for (std::size_t s = 0; s < optimizer_->slots.size(); ++s) slots_.emplace_back(parameter_count_);
  iterations_ = 0;
  stepper_.reset();
}

void Sequential::reset_weights() {
  if (!built()) throw Error("expected a built model, received one without inputs: call build() or fit() first");
  initialise();
}

void Sequential::compile(CompileSpec spec) {
  const Optimizer& optimizer = resolve(optimizers(), "optimizer", spec.optimizer);
  const Loss& loss = find(losses(), "loss", spec.loss);
  for (const std::string& metric : spec.metrics) find(chainrule::metrics(), "metric", metric);
  optimizer_ = &optimizer;
  loss_ = &loss;
  compile_ = std::move(spec);
  slots_.clear();
  for (std::size_t s = 0; s < optimizer_->slots.size(); ++s) slots_.emplace_back(parameter_count_);
  iterations_ = 0;
  stepper_.reset();
}

void Sequential::set_hyperparameter(std::string_view name, double value) {
  if (!optimizer_) throw Error("expected a compiled model, received one without an optimizer: call compile() first");
  const int i = parameter_index(*optimizer_, name);
  if (i < 0) {
    std::vector<std::string_view> known = names(optimizer_->parameters);
    throw Error(unknown_name("parameter of " + std::string(optimizer_->name), name, known));
  }
  const auto index = static_cast<std::size_t>(i);
  check(optimizer_->parameters[index], value, optimizer_->name);
  compile_.optimizer.values[index] = value;
}

bool Sequential::loss_from_logits() const {
  return loss_ && !layers_.empty() && !loss_->logit_activation.empty() &&
         layers_.back()->activation().name == loss_->logit_activation;
}

void Sequential::check_data(View<const float> x, const View<const float>* y, std::string_view method) const {
  const std::string where = ", in " + std::string(method) + "()";
  if (!built()) throw Error("expected a built model, received one without inputs: give the first layer an input_dim" + where);
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
    throw Error("expected y with " + std::to_string(target_columns()) + " columns for loss '" + std::string(loss_->name) +
                "', received " + shape(y->rows, y->cols) + ", in layer " + layers_.back()->spec().name + where);
  finite(*y, "y");
  if (!loss_->class_index) return;
  for (Index r = 0; r < y->rows; ++r) {
    const float t = (*y)(r, 0);
    if (t < 0 || t >= static_cast<float>(outputs()) || t != std::floor(t))
      throw Error("expected class indices 0 to " + std::to_string(outputs() - 1) + " in y, received " +
                  std::to_string(t) + " at row " + std::to_string(r) + where);
  }
}

Workspace& Sequential::workspace(Index capacity) {
  if (!workspace_ || workspace_->capacity() < capacity)
    workspace_ = std::make_unique<Workspace>(layers_, inputs_, capacity);
  return *workspace_;
}

void Sequential::forward(Workspace& workspace, Index rows) const {
  for (std::size_t l = 0; l < layers_.size(); ++l)
    layers_[l]->forward(weights_.data(), workspace.layer(l, rows), workspace.scratch());
}

Logs Sequential::measure(Workspace& workspace, View<const float> y, Index rows) const {
  const LayerBuffers last = workspace.layer(layers_.size() - 1, rows);
  float* const row_loss = workspace.row_loss().data();
  if (loss_from_logits()) loss_->single.value_from_logits(last.z, y, row_loss);
  else loss_->single.value(last.a, y, row_loss);
  double sum = 0;
  for (Index r = 0; r < rows; ++r) sum += row_loss[r];
  Logs logs{{"loss", sum}};
  for (const std::string& name : compile_.metrics)
    logs.emplace_back(metric_key(name, dialect_),
                      resolve_metric(name, outputs(), y.cols, loss_->name, dialect_).sum(last.a, y));
  return logs;
}

Logs Sequential::evaluate(View<const float> x, View<const float> y, Index batch_size) {
  check_data(x, &y, "evaluate");
  if (batch_size < 1) throw Error("expected batch_size of at least 1, received " + std::to_string(batch_size) + ", in evaluate()");
  Workspace& work = workspace(std::min(std::max(batch_size, chunk), limits::batch));
  Logs total;
  for (Index first = 0; first < x.rows; first += work.capacity()) {
    const Index rows = std::min(work.capacity(), x.rows - first);
    const auto part = x.middle_rows(first, rows);
    std::copy(part.data, part.data + part.size(), work.input(rows).data);
    forward(work, rows);
    const Logs logs = measure(work, y.middle_rows(first, rows), rows);
    if (total.empty()) total = logs;
    else for (std::size_t k = 0; k < logs.size(); ++k) total[k].second += logs[k].second;
  }
  for (auto& log : total) log.second /= static_cast<double>(x.rows);
  return total;
}

std::vector<Matrix> Sequential::activations(View<const float> x) {
  check_data(x, nullptr, "predict");
  Workspace& work = workspace(chunk);
  std::vector<Matrix> all;
  for (const auto& layer : layers_) all.emplace_back(x.rows, layer->outputs());
  for (Index first = 0; first < x.rows; first += chunk) {
    const Index rows = std::min(chunk, x.rows - first);
    const auto part = x.middle_rows(first, rows);
    std::copy(part.data, part.data + part.size(), work.input(rows).data);
    forward(work, rows);
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      const View<float> a = work.layer(l, rows).a;
      std::copy(a.data, a.data + a.size(), all[l].view().row(first));
    }
  }
  return all;
}

Matrix Sequential::predict(View<const float> x) {
  check_data(x, nullptr, "predict");
  Workspace& work = workspace(chunk);
  Matrix out(x.rows, outputs());
  for (Index first = 0; first < x.rows; first += chunk) {
    const Index rows = std::min(chunk, x.rows - first);
    const auto part = x.middle_rows(first, rows);
    std::copy(part.data, part.data + part.size(), work.input(rows).data);
    forward(work, rows);
    const View<float> a = work.layer(layers_.size() - 1, rows).a;
    std::copy(a.data, a.data + a.size(), out.view().row(first));
  }
  return out;
}

Logs Sequential::train_on_batch(View<const float> x, View<const float> y) {
  if (!built() && !layers_.empty()) build(x.cols);
  check_data(x, &y, "train_on_batch");
  if (!stepper_ || stepper_->capacity() < x.rows) stepper_ = std::make_unique<Stepper>(*this, x.rows);
  stepper_->load(x, y);
  stepper_->finish();
  Logs logs{{"loss", 0}};
  for (const std::string& name : compile_.metrics) logs.emplace_back(metric_key(name, dialect_), 0);
  for (std::size_t k = 0; k < logs.size(); ++k) logs[k].second = stepper_->sums()[k] / static_cast<double>(x.rows);
  return logs;
}

std::vector<Matrix> Sequential::gradients(View<const float> x, View<const float> y) {
  check_data(x, &y, "gradients");
  Stepper stepper(*this, x.rows);
  stepper.load(x, y);
  while (!(stepper.position() == Step{Phase::backward, 0})) stepper.advance();
  std::vector<Matrix> all;
  for (const auto& layer : layers_)
    for (const Tensor& t : layer->tensors()) {
      const float* const g = gradients_.data() + t.offset;
      all.emplace_back(t.rows, t.cols, std::vector<float>(g, g + t.size()));
    }
  return all;
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
  if (!built()) throw Error("expected a built model, received one without inputs: give the first layer an input_dim, in set_weights()");
  std::vector<std::pair<const Tensor*, std::string>> places;
  for (const auto& layer : layers_)
    for (const Tensor& t : layer->tensors()) places.emplace_back(&t, layer->spec().name);
  if (places.size() != weights.size())
    throw Error("expected " + std::to_string(places.size()) + " arrays of weights, received " +
                std::to_string(weights.size()) + ", in set_weights()");
  for (std::size_t i = 0; i < places.size(); ++i)
    if (weights[i].rows != places[i].first->rows || weights[i].cols != places[i].first->cols)
      throw Error("expected " + places[i].first->name + " of shape " + shape(places[i].first->rows, places[i].first->cols) +
                  ", received " + shape(weights[i].rows, weights[i].cols) + ", in layer " + places[i].second);
  for (std::size_t i = 0; i < places.size(); ++i)
    std::copy(weights[i].data.begin(), weights[i].data.end(), weights_.data() + places[i].first->offset);
}

History Sequential::fit(View<const float> x, View<const float> y, const FitSpec& spec, const FitCallbacks& callbacks,
                        const ValidationData* validation) {
  if (!built() && !layers_.empty()) build(x.cols);
  Fit run(*this, x, y, spec, validation);
  while (!run.finished()) {
    const Index epoch = run.epoch();
    while (run.epoch() == epoch && !run.finished()) {
      const Index batch = run.batch();
      run.run_batch();
      if (callbacks.batch_end && !callbacks.batch_end(batch, run.running())) return run.history();
    }
    if (!callbacks.epoch_end || run.epoch() == epoch) continue;
    Logs logs;
    for (std::size_t k = 0; k < run.history().keys.size(); ++k)
      logs.emplace_back(run.history().keys[k], run.history().values[k].back());
    if (!callbacks.epoch_end(epoch, logs)) break;
  }
  return run.history();
}

}  // namespace chainrule
