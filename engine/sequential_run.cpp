// SPDX-License-Identifier: MIT
// What a Sequential does with data; how it is made stands in sequential.cpp.
#include <algorithm>
#include <utility>

#include "fit.hpp"
#include "sequential.hpp"
#include "stepper.hpp"

namespace chainrule {
namespace {

constexpr Index chunk = 256;  // rows in a pass of predict and evaluate's workspace

}  // namespace

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
  // A step may be under way between two phases; its gradients come back at the end.
  Buffer others(parameter_count_);
  struct Exchange {
    Buffer &a, &b;
    Exchange(Buffer& a_, Buffer& b_) : a(a_), b(b_) { std::swap(a, b); }
    ~Exchange() { std::swap(a, b); }
  } exchange(gradients_, others);
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
