// SPDX-License-Identifier: MIT
#include "engine/training/stepper.hpp"

#include <algorithm>

namespace chainrule {
namespace {

Matrix copy(View<const float> v) { return {v.rows, v.cols, std::vector<float>(v.data, v.data + v.size())}; }

/// A call of memmove costs more than the few numbers of a small network's row.
void copy_row(const float* from, float* to, Index count) {
  if (count > 16) std::copy(from, from + count, to);
  else
    for (Index i = 0; i < count; ++i) to[i] = from[i];
}

std::vector<Matrix> copy_tensors(const Layer& layer, const float* store) {
  std::vector<Matrix> all;
  for (const Tensor& t : layer.tensors()) all.push_back(copy({store + t.offset, t.rows, t.cols}));
  return all;
}

std::vector<std::vector<Matrix>> copy_slots(const Layer& layer, std::span<const Buffer> slots) {
  std::vector<std::vector<Matrix>> all;
  for (const Buffer& slot : slots)
    all.push_back(slot.size() > 0 ? copy_tensors(layer, slot.data()) : std::vector<Matrix>());
  return all;
}

}  // namespace

Stepper::Stepper(Model& model, Index capacity)
    : model_(model),
      workspace_((model.built() && model.compiled())
                     ? Workspace(model.layers(), model.inputs(), capacity)
                     : throw Error(
                           "expected a built and compiled model, received one without " +
                           std::string(model.built() ? "a loss: call compile() first" : "inputs: call build() first"))),
      target_columns_(model.target_columns()),
      metrics_(model.compiled_metrics()) {
  targets_ = Buffer(std::int64_t{capacity} * target_columns_);
  batch_weights_.reserve(static_cast<std::size_t>(capacity));
  sums_.resize(summed_numbers(metrics_, model.outputs()));
}

void Stepper::load(View<const float> x, View<const float> y, std::span<const std::uint32_t> rows,
                   std::span<const float> weights) {
  x_ = x;
  y_ = y;
  chosen_ = rows;
  row_weights_ = weights;
  rows_ = rows.empty() ? x.rows : static_cast<Index>(rows.size());
  if (rows_ > workspace_.capacity())
    throw Error("expected at most " + std::to_string(workspace_.capacity()) + " rows in a batch, received " +
                std::to_string(rows_));
  position_ = {Phase::load, -1};  // nothing done yet
  overflowed_ = -1;
}

void Stepper::load(View<const float> x, View<const float> y) { load(x, y, {}); }

Step Stepper::next() const {
  const auto last = static_cast<Index>(this->last());
  const auto [phase, layer] = position_;
  switch (phase) {
    case Phase::load: return layer < 0 ? Step{Phase::load, 0} : Step{Phase::forward, 0};
    case Phase::forward: return layer < last ? Step{Phase::forward, layer + 1} : Step{Phase::loss, 0};
    case Phase::loss: return {Phase::backward, last};
    case Phase::backward: return layer > 0 ? Step{Phase::backward, layer - 1} : Step{Phase::update, 0};
    case Phase::update: return layer < last ? Step{Phase::update, layer + 1} : Step{Phase::done, 0};
    case Phase::done: break;
  }
  return {Phase::done, 0};
}

Step Stepper::advance() {
  if (done()) return position_;
  position_ = next();
  const auto l = static_cast<std::size_t>(position_.layer);
  switch (position_.phase) {
    case Phase::load: do_load(); break;
    case Phase::forward: do_forward(l); break;
    case Phase::loss: do_loss(); break;
    case Phase::backward: do_backward(l); break;
    case Phase::update: do_update(l); break;
    case Phase::done: model_.updater().end(); break;
  }
  if (recording_) record_phase();
  return position_;
}

void Stepper::finish() {
  while (!done()) advance();
}

void Stepper::do_load() {
  pass_ = {true, model_.seed(), model_.iterations()};
  batch_weights_.clear();
  const View<float> x = workspace_.input(rows_);
  const View<float> y{targets_.data(), rows_, target_columns_};
  for (Index r = 0; r < rows_; ++r) {
    const Index from = chosen_.empty() ? r : static_cast<Index>(chosen_[static_cast<std::size_t>(r)]);
    copy_row(x_.row(from), x.row(r), x.cols);
    copy_row(y_.row(from), y.row(r), y.cols);
    if (!row_weights_.empty()) batch_weights_.push_back(row_weights_[static_cast<std::size_t>(from)]);
  }
}

void Stepper::do_forward(std::size_t l) {
  layer(l).forward(model_.weights().data(), workspace_.layer(l, rows_), pass_, workspace_.scratch());
}

void Stepper::do_loss() {
  std::fill(sums_.begin(), sums_.end(), 0.0);
  penalty_ = model_.objective().measure(model_.network(), workspace_, targets(), batch_weights_, metrics_, sums_);
  loss_ = sums_[0] / static_cast<double>(rows_);
  model_.objective().differentiate(workspace_, last(), targets(), batch_weights_);
}

void Stepper::do_backward(std::size_t l) {
  const float* const weights = model_.weights().data();
  float* const gradients = model_.gradient_store().data();
  const LayerBuffers buffers = workspace_.layer(l, rows_);
  const bool given = l == last() && model_.logits() == Logits::of_activation;
  layer(l).add_activity_gradient(buffers, given);
  layer(l).backward(weights, buffers, pass_, gradients, given, workspace_.scratch());
  if (layer(l).has_penalty()) layer(l).add_penalty_gradients(weights, gradients);
  if (l > 0) layer(l).pass_on(weights, buffers, pass_, workspace_.layer(l - 1, rows_).da, workspace_.scratch());
}

void Stepper::do_update(std::size_t l) {
  if (l == 0) model_.updater().begin(model_.network());
  if (recording_) {
    trace_.layers[l].before = copy_tensors(layer(l), model_.weights().data());
    trace_.layers[l].slots_before = copy_slots(layer(l), model_.slots());
  }
  if (layer(l).parameter_count() == 0) return;
  const bool finite = model_.updater().update(model_.network(), layer(l));
  if ((!layer(l).absorb(model_.weights().data(), workspace_.layer(l, rows_)) || !finite) && overflowed_ < 0)
    overflowed_ = static_cast<Index>(l);
}

void Stepper::record_phase() {
  const auto l = static_cast<std::size_t>(position_.layer);
  switch (position_.phase) {
    case Phase::load:
      trace_ = Trace{};
      trace_.layers.resize(model_.layers().size());
      trace_.x = copy(workspace_.input(rows_));
      trace_.y = copy(targets());
      trace_.rows.assign(chosen_.begin(), chosen_.end());
      trace_.row_weights = batch_weights_;
      break;
    case Phase::forward: {
      const LayerBuffers s = workspace_.layer(l, rows_);
      LayerTrace& t = trace_.layers[l];
      t.x = copy(s.x);
      t.z = copy(s.z);
      t.a = copy(s.a);
      if (const Index columns = layer(l).statistics(rows_)) t.statistics = copy({s.extra, 3, columns});
      if (layer(l).elementwise()) {
        t.derivative = Matrix(s.z.rows, s.z.cols);
        layer(l).derivative(model_.weights().data(), s, pass_, t.derivative);
      }
      break;
    }
    case Phase::loss: record_loss(); break;
    case Phase::backward: record_backward(l); break;
    case Phase::update: record_update(l); break;
    case Phase::done: break;
  }
}

void Stepper::record_loss() {
  trace_.row_loss.assign(workspace_.row_loss().begin(), workspace_.row_loss().begin() + rows_);
  trace_.loss = loss_;
  trace_.penalty = penalty_;
  LayerTrace& t = trace_.layers.back();
  if (model_.logits() != Logits::of_activation) {
    t.da = copy(workspace_.layer(last(), rows_).da);
    return;
  }
  // dL/da of the last layer, although the loss went straight to the logits
  t.da = Matrix(t.a.rows, t.a.cols);
  model_.objective().output_gradient(t.a, trace_.y, batch_weights_, t.da);
}

void Stepper::record_backward(std::size_t l) {
  const Layer& layer = this->layer(l);
  const LayerBuffers s = workspace_.layer(l, rows_);
  LayerTrace& t = trace_.layers[l];
  // With the activity's share; where the loss gave delta, dL/da was made by hand.
  if (l < last() || model_.logits() != Logits::of_activation) t.da = copy(s.da);
  else if (layer.activity()->any())
    layer.activity()->add_gradient(t.a.data.data(), t.a.size(), t.da.data.data(), layer.activity().p());
  t.delta = copy(s.delta);
  t.gradients = copy_tensors(layer, model_.gradient_store().data());
  if (layer.has_penalty()) {
    const Buffer shares(model_.count_params());
    layer.add_penalty_gradients(model_.weights().data(), shares.data());
    t.penalty_gradients = copy_tensors(layer, shares.data());
  }
  if (l > 0) t.dx = copy(workspace_.layer(l - 1, rows_).da);
}

void Stepper::record_update(std::size_t l) {
  LayerTrace& t = trace_.layers[l];
  t.after = copy_tensors(layer(l), model_.weights().data());
  if (model_.updater().clips()) t.clipped = copy_tensors(layer(l), model_.gradient_store().data());
  t.slots = copy_slots(layer(l), model_.slots());
  const UpdateStep& step = model_.updater().step();
  trace_.learning_rate = step.learning_rate;
  trace_.step = step.step;
  std::copy(std::begin(step.terms), std::end(step.terms), trace_.terms.begin());
}

}  // namespace chainrule
