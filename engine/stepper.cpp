// SPDX-License-Identifier: MIT
#include "stepper.hpp"

#include <algorithm>

namespace chainrule {
namespace {

Matrix copy(View<const float> v) { return {v.rows, v.cols, std::vector<float>(v.data, v.data + v.size())}; }

std::vector<Matrix> copy_tensors(const Layer& layer, const float* store) {
  std::vector<Matrix> all;
  for (const Tensor& t : layer.tensors()) all.push_back(copy({store + t.offset, t.rows, t.cols}));
  return all;
}

}  // namespace

Stepper::Stepper(Sequential& model, Index capacity)
    : model_(model),
      workspace_((model.built() && model.compiled())
                     ? Workspace(model.layers(), model.inputs(), capacity)
                     : throw Error("expected a built and compiled model, received one without " +
                                   std::string(model.built() ? "a loss: call compile() first" : "inputs: call build() first"))),
      target_columns_(model.target_columns()) {
  targets_ = Buffer(std::int64_t{capacity} * target_columns_);
  for (const std::string& name : model.compile_spec().metrics)
    metrics_.push_back(&resolve_metric(name, model.outputs(), target_columns_, model.loss().name, model.dialect()));
  sums_.resize(1 + metrics_.size());
}

void Stepper::load(View<const float> x, View<const float> y, std::span<const std::uint32_t> rows) {
  x_ = x;
  y_ = y;
  chosen_ = rows;
  rows_ = rows.empty() ? x.rows : static_cast<Index>(rows.size());
  if (rows_ > workspace_.capacity())
    throw Error("expected at most " + std::to_string(workspace_.capacity()) + " rows in a batch, received " + std::to_string(rows_));
  position_ = {Phase::load, -1};  // nothing done yet
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
    case Phase::done: ++model_.iterations_; break;
  }
  if (recording_) record_phase();
  return position_;
}

void Stepper::finish() {
  while (!done()) advance();
}

void Stepper::do_load() {
  const View<float> x = workspace_.input(rows_);
  const View<float> y{targets_.data(), rows_, target_columns_};
  for (Index r = 0; r < rows_; ++r) {
    const Index from = chosen_.empty() ? r : static_cast<Index>(chosen_[static_cast<std::size_t>(r)]);
    std::copy(x_.row(from), x_.row(from) + x.cols, x.row(r));
    std::copy(y_.row(from), y_.row(from) + y.cols, y.row(r));
  }
}

void Stepper::do_forward(std::size_t l) {
  model_.layers_[l]->forward(model_.weights_.data(), workspace_.layer(l, rows_), workspace_.scratch());
}

void Stepper::do_loss() {
  const LayerBuffers last = workspace_.layer(model_.layers_.size() - 1, rows_);
  const View<const float> y{targets_.data(), rows_, target_columns_};
  const LossFunctions<float>& loss = model_.loss_->single;
  float* const row_loss = workspace_.row_loss().data();
  const float scale = 1.0f / static_cast<float>(rows_);
  if (model_.loss_from_logits()) {
    loss.value_from_logits(last.z, y, row_loss);
    loss.gradient_from_logits(last.a, y, last.delta, scale);
  } else {
    loss.value(last.a, y, row_loss);
    loss.gradient(last.a, y, last.da, scale);
  }
  double sum = 0;
  for (Index r = 0; r < rows_; ++r) sum += row_loss[r];
  sums_[0] = sum;
  loss_ = sum / static_cast<double>(rows_);
  for (std::size_t m = 0; m < metrics_.size(); ++m) sums_[m + 1] = metrics_[m]->sum(last.a, y);
}

void Stepper::do_backward(std::size_t l) {
  const Layer& layer = *model_.layers_[l];
  const LayerBuffers buffers = workspace_.layer(l, rows_);
  const bool given = l + 1 == model_.layers_.size() && model_.loss_from_logits();
  layer.backward(buffers, model_.gradients_.data(), given, workspace_.scratch());
  if (l > 0) layer.pass_on(model_.weights_.data(), buffers, workspace_.layer(l - 1, rows_).da, workspace_.scratch());
}

void Stepper::do_update(std::size_t l) {
  const Layer& layer = *model_.layers_[l];
  if (recording_) trace_.layers[l].before = copy_tensors(layer, model_.weights_.data());
  if (!layer.spec().trainable || layer.parameter_count() == 0) return;
  UpdateRange range{model_.weights_.data() + layer.offset(), model_.gradients_.data() + layer.offset(), {},
                    layer.parameter_count()};
  for (std::size_t s = 0; s < model_.slots_.size(); ++s) range.slots[s] = model_.slots_[s].data() + layer.offset();
  model_.optimizer_->update(range, static_cast<double>(model_.iterations_ + 1), model_.compile_.optimizer.values.data());
}

void Stepper::record_phase() {
  const auto l = static_cast<std::size_t>(position_.layer);
  switch (position_.phase) {
    case Phase::load:
      trace_ = Trace{};
      trace_.layers.resize(model_.layers_.size());
      trace_.x = copy(workspace_.input(rows_));
      trace_.y = copy({targets_.data(), rows_, target_columns_});
      break;
    case Phase::forward: {
      const LayerBuffers s = workspace_.layer(l, rows_);
      LayerTrace& t = trace_.layers[l];
      t.x = copy(s.x);
      t.z = copy(s.z);
      t.a = copy(s.a);
      if (model_.layers_[l]->activation().elementwise) {
        t.derivative = Matrix(s.z.rows, s.z.cols);
        model_.layers_[l]->derivative(s, t.derivative);
      }
      break;
    }
    case Phase::loss: {
      trace_.row_loss.assign(workspace_.row_loss().begin(), workspace_.row_loss().begin() + rows_);
      trace_.loss = loss_;
      // dL/da of the last layer, also where the loss went straight to the logits
      LayerTrace& t = trace_.layers.back();
      t.da = Matrix(t.a.rows, t.a.cols);
      model_.loss_->single.gradient(t.a, trace_.y, t.da, 1.0f / static_cast<float>(rows_));
      break;
    }
    case Phase::backward: {
      const LayerBuffers s = workspace_.layer(l, rows_);
      LayerTrace& t = trace_.layers[l];
      if (l + 1 < model_.layers_.size()) t.da = trace_.layers[l + 1].dx;
      t.delta = copy(s.delta);
      t.gradients = copy_tensors(*model_.layers_[l], model_.gradients_.data());
      if (l > 0) t.dx = copy(workspace_.layer(l - 1, rows_).da);
      break;
    }
    case Phase::update: {
      LayerTrace& t = trace_.layers[l];
      t.after = copy_tensors(*model_.layers_[l], model_.weights_.data());
      t.slots.clear();
      for (const Buffer& slot : model_.slots_) t.slots.push_back(copy_tensors(*model_.layers_[l], slot.data()));
      const auto& p = model_.compile_.optimizer.values;
      const int decay = parameter_index(*model_.optimizer_, "decay");
      trace_.learning_rate = decayed(p[0], decay < 0 ? 0 : p[static_cast<std::size_t>(decay)],
                                     static_cast<double>(model_.iterations_ + 1));
      break;
    }
    case Phase::done: break;
  }
}

}  // namespace chainrule
