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

Stepper::Stepper(Sequential& model, Index capacity)
    : model_(model),
      workspace_((model.built() && model.compiled())
                     ? Workspace(model.layers(), model.inputs(), capacity)
                     : throw Error(
                           "expected a built and compiled model, received one without " +
                           std::string(model.built() ? "a loss: call compile() first" : "inputs: call build() first"))),
      target_columns_(model.target_columns()),
      metrics_(model.compiled_metrics(target_columns_)) {
  targets_ = Buffer(std::int64_t{capacity} * target_columns_);
  sums_.resize(model.summed_numbers(metrics_));
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
  const auto last = static_cast<Index>(model_.layers().size()) - 1;
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
    case Phase::done: model_.end_step(); break;
  }
  if (recording_) record_phase();
  return position_;
}

void Stepper::finish() {
  while (!done()) advance();
}

void Stepper::do_load() {
  pass_ = {true, model_.seed_, model_.iterations_};
  const View<float> x = workspace_.input(rows_);
  const View<float> y{targets_.data(), rows_, target_columns_};
  for (Index r = 0; r < rows_; ++r) {
    const Index from = chosen_.empty() ? r : static_cast<Index>(chosen_[static_cast<std::size_t>(r)]);
    copy_row(x_.row(from), x.row(r), x.cols);
    copy_row(y_.row(from), y.row(r), y.cols);
  }
}

void Stepper::do_forward(std::size_t l) {
  model_.layers_[l]->forward(model_.weights_.data(), workspace_.layer(l, rows_), pass_, workspace_.scratch());
}

void Stepper::do_loss() {
  const LayerBuffers last = workspace_.layer(model_.layers_.size() - 1, rows_);
  const View<const float> y = targets();
  const LossFunctions<float>& loss = model_.loss_->single;
  const double* const options = model_.compile_.loss.values.data();
  float* const row_loss = workspace_.row_loss().data();
  const float scale = 1.0f / static_cast<float>(rows_);
  std::fill(sums_.begin(), sums_.end(), 0.0);
  switch (model_.logits()) {
    case Logits::of_activation:
      loss.value_from_logits(last.z, y, row_loss, options);
      loss.gradient_from_logits(last.a, y, last.delta, scale, options);
      break;
    case Logits::outputs: {
      loss.value_from_logits(last.a, y, row_loss, options);
      const Activation& squash = find(activations(), "activation", model_.loss_->logit_activation);
      squash.single.forward(last.a, last.da, nullptr);
      loss.gradient_from_logits(last.da, y, last.da, scale, options);
      break;
    }
    case Logits::none: loss.value(last.a, y, row_loss, options); loss.gradient(last.a, y, last.da, scale, options);
  }
  if (!row_weights_.empty()) weigh_rows(model_.logits() == Logits::of_activation ? last.delta : last.da);
  double sum = 0;
  for (Index r = 0; r < rows_; ++r) sum += row_loss[r];
  penalty_ = model_.penalty(workspace_, rows_);
  const auto n = static_cast<double>(rows_);
  sums_[0] = sum + penalty_ * n;
  loss_ = sums_[0] / n;
  for (const CompiledMetric& m : metrics_) m.add(last.a, y, sums_);
}

/// Weighted rows: the sum of all weighted losses is divided by the number of rows; in Keras 2.2 by that of rows whose
/// weight is not 0.
void Stepper::weigh_rows(View<float> gradient) {
  const auto weight = [&](Index r) {
    return row_weights_[chosen_.empty() ? static_cast<std::size_t>(r) : chosen_[static_cast<std::size_t>(r)]];
  };
  float scale = 1;
  if (model_.dialect_ == Dialect::keras2) {
    Index counting = 0;
    for (Index r = 0; r < rows_; ++r) counting += weight(r) != 0;
    scale = static_cast<float>(rows_) / static_cast<float>(std::max<Index>(counting, 1));
  }
  for (Index r = 0; r < rows_; ++r) {
    workspace_.row_loss()[static_cast<std::size_t>(r)] *= weight(r) * scale;
    for (Index j = 0; j < gradient.cols; ++j) gradient(r, j) *= weight(r) * scale;
  }
}

void Stepper::do_backward(std::size_t l) {
  const Layer& layer = *model_.layers_[l];
  const LayerBuffers buffers = workspace_.layer(l, rows_);
  const bool given = l + 1 == model_.layers_.size() && model_.logits() == Logits::of_activation;
  layer.add_activity_gradient(buffers, given);
  layer.backward(model_.weights_.data(), buffers, pass_, model_.gradients_.data(), given, workspace_.scratch());
  if (layer.has_penalty()) layer.add_penalty_gradients(model_.weights_.data(), model_.gradients_.data());
  if (l > 0)
    layer.pass_on(model_.weights_.data(), buffers, pass_, workspace_.layer(l - 1, rows_).da, workspace_.scratch());
}

void Stepper::do_update(std::size_t l) {
  if (l == 0) model_.begin_update();
  const Layer& layer = *model_.layers_[l];
  if (recording_) {
    trace_.layers[l].before = copy_tensors(layer, model_.weights_.data());
    trace_.layers[l].slots_before = copy_slots(layer, model_.slots_);
  }
  if (layer.parameter_count() == 0) return;
  const bool finite = model_.update(layer);
  if ((!layer.absorb(model_.weights_.data(), workspace_.layer(l, rows_)) || !finite) && overflowed_ < 0)
    overflowed_ = static_cast<Index>(l);
}

void Stepper::record_phase() {
  const auto l = static_cast<std::size_t>(position_.layer);
  switch (position_.phase) {
    case Phase::load:
      trace_ = Trace{};
      trace_.layers.resize(model_.layers_.size());
      trace_.x = copy(workspace_.input(rows_));
      trace_.y = copy(targets());
      trace_.rows.assign(chosen_.begin(), chosen_.end());
      if (!row_weights_.empty())
        for (Index r = 0; r < rows_; ++r)
          trace_.row_weights.push_back(
              row_weights_[chosen_.empty() ? static_cast<std::size_t>(r) : chosen_[static_cast<std::size_t>(r)]]);
      break;
    case Phase::forward: {
      const LayerBuffers s = workspace_.layer(l, rows_);
      LayerTrace& t = trace_.layers[l];
      t.x = copy(s.x);
      t.z = copy(s.z);
      t.a = copy(s.a);
      if (const Index columns = model_.layers_[l]->statistics(rows_)) t.statistics = copy({s.extra, 3, columns});
      if (model_.layers_[l]->elementwise()) {
        t.derivative = Matrix(s.z.rows, s.z.cols);
        model_.layers_[l]->derivative(model_.weights_.data(), s, pass_, t.derivative);
      }
      break;
    }
    case Phase::loss: {
      trace_.row_loss.assign(workspace_.row_loss().begin(), workspace_.row_loss().begin() + rows_);
      trace_.loss = loss_;
      trace_.penalty = penalty_;
      LayerTrace& t = trace_.layers.back();
      if (model_.logits() != Logits::of_activation) {
        t.da = copy(workspace_.layer(model_.layers_.size() - 1, rows_).da);
        break;
      }
      // dL/da of the last layer, although the loss went straight to the logits
      t.da = Matrix(t.a.rows, t.a.cols);
      model_.loss_->single.gradient(t.a, trace_.y, t.da, 1.0f / static_cast<float>(rows_),
                                    model_.compile_.loss.values.data());
      if (!row_weights_.empty()) {
        const std::vector<float> kept = workspace_.row_loss();
        weigh_rows(t.da);
        workspace_.row_loss() = kept;
      }
      break;
    }
    case Phase::backward: record_backward(l); break;
    case Phase::update: record_update(l); break;
    case Phase::done: break;
  }
}

void Stepper::record_backward(std::size_t l) {
  const Layer& layer = *model_.layers_[l];
  const LayerBuffers s = workspace_.layer(l, rows_);
  LayerTrace& t = trace_.layers[l];
  // With the activity's share; where the loss gave delta, dL/da was made by hand.
  if (l + 1 < model_.layers_.size() || model_.logits() != Logits::of_activation) t.da = copy(s.da);
  else if (layer.activity()->any())
    layer.activity()->add_gradient(t.a.data.data(), t.a.size(), t.da.data.data(), layer.activity().p());
  t.delta = copy(s.delta);
  t.gradients = copy_tensors(layer, model_.gradients_.data());
  if (layer.has_penalty()) {
    const Buffer shares(model_.parameter_count_);
    layer.add_penalty_gradients(model_.weights_.data(), shares.data());
    t.penalty_gradients = copy_tensors(layer, shares.data());
  }
  if (l > 0) t.dx = copy(workspace_.layer(l - 1, rows_).da);
}

void Stepper::record_update(std::size_t l) {
  LayerTrace& t = trace_.layers[l];
  t.after = copy_tensors(*model_.layers_[l], model_.weights_.data());
  if (model_.clips_) t.clipped = copy_tensors(*model_.layers_[l], model_.gradients_.data());
  t.slots = copy_slots(*model_.layers_[l], model_.slots_);
  trace_.learning_rate = model_.step_.learning_rate;
  trace_.step = model_.step_.step;
  std::copy(std::begin(model_.step_.terms), std::end(model_.step_.terms), trace_.terms.begin());
}

}  // namespace chainrule
