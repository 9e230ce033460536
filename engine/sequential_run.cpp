// SPDX-License-Identifier: MIT
// What a Sequential does with data; how it is made stands in sequential.cpp.
#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/sequential.hpp"
#include "engine/training/fit.hpp"
#include "engine/training/stepper.hpp"

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
    layers_[l]->forward(weights_.data(), workspace.layer(l, rows), Pass{}, workspace.scratch());
}

std::vector<CompiledMetric> Sequential::compiled_metrics(Index target_columns) const {
  return compile_metrics(compile_.metrics, outputs(), target_columns, loss_->name, dialect_);
}

std::size_t Sequential::summed_numbers(const std::vector<CompiledMetric>& metrics) const {
  if (metrics.empty()) return 1;
  return static_cast<std::size_t>(metrics.back().first + metrics.back().metric->size(outputs()));
}

Logs Sequential::logs_of(const std::vector<CompiledMetric>& metrics, const std::vector<double>& sums,
                         double rows) const {
  Logs logs{{"loss", sums[0] / rows}};
  for (const CompiledMetric& m : metrics) logs.emplace_back(m.key, m.result(sums, outputs()));
  return logs;
}

double Sequential::penalty(const Workspace& workspace, Index rows) const {
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

void Sequential::add_measures(Workspace& workspace, View<const float> y, std::span<const float> weights,
                              const std::vector<CompiledMetric>& metrics, std::vector<double>& sums) const {
  const LayerBuffers last = workspace.layer(layers_.size() - 1, y.rows);
  const double* const options = compile_.loss.values.data();
  float* const row_loss = workspace.row_loss().data();
  if (logits_ == Logits::none) loss_->single.value(last.a, y, row_loss, options);
  else loss_->single.value_from_logits(logits_ == Logits::outputs ? last.a : last.z, y, row_loss, options);
  double sum = 0;
  for (Index r = 0; r < y.rows; ++r)
    sum += weights.empty() ? row_loss[r] : double(row_loss[r]) * double(weights[static_cast<std::size_t>(r)]);
  if (dialect_ == Dialect::keras2 && !weights.empty()) {  // a mean over the rows of this batch that count
    const auto counting = std::count_if(weights.begin(), weights.end(), [](float w) { return w != 0; });
    sum *= static_cast<double>(y.rows) / static_cast<double>(std::max<std::ptrdiff_t>(counting, 1));
  }
  sums[0] += sum + penalty(workspace, y.rows) * static_cast<double>(y.rows);
  for (const CompiledMetric& m : metrics) m.add(last.a, y, sums);
}

Logs Sequential::evaluate(View<const float> x, View<const float> y, Index batch_size,
                          std::span<const float> sample_weight) {
  check_data(x, &y, "evaluate");
  check_sample_weight(sample_weight, x.rows, "evaluate");
  if (batch_size < 1)
    throw Error("expected batch_size of at least 1, received " + std::to_string(batch_size) + ", in evaluate()");
  // What is no batch in Keras's sense is measured in pieces of a size that suits the machine.
  const bool by_batch = penalizes_ || (dialect_ == Dialect::keras2 && !sample_weight.empty());
  const Index piece = std::min(by_batch ? batch_size : std::max(batch_size, chunk), limits::batch);
  Workspace& work = workspace(std::min(piece, x.rows));
  const std::vector<CompiledMetric> metrics = compiled_metrics(y.cols);
  std::vector<double> sums(summed_numbers(metrics));
  for (Index first = 0; first < x.rows; first += piece) {
    const Index rows = std::min(piece, x.rows - first);
    const auto part = x.middle_rows(first, rows);
    std::copy(part.data, part.data + part.size(), work.input(rows).data);
    forward(work, rows);
    const auto weights = sample_weight.empty()
                             ? sample_weight
                             : sample_weight.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(rows));
    add_measures(work, y.middle_rows(first, rows), weights, metrics, sums);
  }
  return logs_of(metrics, sums, static_cast<double>(x.rows));
}

// ---- the update
// ------------------------------------------------------------------------------------------------------

double Sequential::learning_rate() const {
  const auto done = static_cast<double>(iterations_);
  const double rate =
      schedule_->rate(compile_.optimizer.values[0], done, compile_.learning_rate_schedule.values.data());
  return decayed(rate, shared_parameters(*optimizer_, compile_.optimizer.values).decay, done + 1);
}

void Sequential::begin_update() {
  step_.step = static_cast<double>(iterations_ + 1);
  step_.learning_rate = learning_rate();
  step_.dialect = dialect_;
  optimizer_->prepare(step_, compile_.optimizer.values.data());
  const SharedParameters shared = shared_parameters(*optimizer_, compile_.optimizer.values);
  clips_ = shared.clipnorm > 0 || shared.global_clipnorm > 0 || shared.clipvalue > 0;
  if (clips_) clip_gradients(shared);
}

/// Keras 2.2's clipnorm is the norm of all gradients together; Keras 3 has a name of its own for that.
void Sequential::clip_gradients(const SharedParameters& shared) {
  const auto each = [&](auto&& action) {  // all gradients that an optimizer will use, tensor by tensor
    for (const auto& layer : layers_)
      for (const Tensor& t : layer->tensors())
        if (t.trainable && layer->spec().trainable)
          action(std::span(gradients_.data() + t.offset, static_cast<std::size_t>(t.size())));
  };
  const auto squares = [](std::span<const float> g) {
    double sum = 0;
    for (const float v : g) sum += double(v) * double(v);
    return sum;
  };
  const auto shorten = [](std::span<float> g, double norm, double most) {
    if (norm <= most) return;  // a norm that is no number goes on, to be seen
    for (float& v : g) v = static_cast<float>(v * (most / norm));
  };
  const bool keras2 = dialect_ == Dialect::keras2;
  const double together = keras2 ? std::max(shared.clipnorm, shared.global_clipnorm) : shared.global_clipnorm;
  if (together > 0) {
    double sum = 0;
    each([&](std::span<float> g) { sum += squares(g); });
    each([&](std::span<float> g) { shorten(g, std::sqrt(sum), together); });
  } else if (shared.clipnorm > 0) {
    each([&](std::span<float> g) { shorten(g, std::sqrt(squares(g)), shared.clipnorm); });
  }
  if (shared.clipvalue <= 0) return;
  const auto most = static_cast<float>(shared.clipvalue);
  each([&](std::span<float> g) {
    for (float& v : g) v = v > most ? most : v < -most ? -most : v;
  });
}

bool Sequential::update(const Layer& layer) {
  const Index count = layer.trainable_count();
  if (count == 0) return true;
  UpdateRange range{weights_.data() + layer.offset(), gradients_.data() + layer.offset(), {}, count};
  for (std::size_t s = 0; s < slots_.size(); ++s)
    range.slots[s] = slots_[s].size() > 0 ? slots_[s].data() + layer.offset() : nullptr;
  const double decay = shared_parameters(*optimizer_, compile_.optimizer.values).weight_decay;
  bool finite = true;
  if (decay > 0) {
    const auto keep = static_cast<float>(1 - decay * step_.learning_rate);
    for (Index i = 0; i < count; ++i) {
      const float now = range.weights[i] * keep;
      if (std::isfinite(now)) range.weights[i] = now;
      else finite = false;
    }
  }
  finite = optimizer_->update(range, step_, compile_.optimizer.values.data()) && finite;
  layer.constrain(weights_.data());
  return finite;
}

void Sequential::end_step() { ++iterations_; }

Sequential::State Sequential::state() const {
  const auto copy = [](const Buffer& b) { return std::vector<float>(b.data(), b.data() + b.size()); };
  State s{copy(weights_), copy(gradients_), {}, compile_.optimizer.values, step_, iterations_};
  for (const Buffer& slot : slots_) s.slots.push_back(copy(slot));
  return s;
}

void Sequential::restore(const State& state) {
  std::copy(state.weights.begin(), state.weights.end(), weights_.data());
  std::copy(state.gradients.begin(), state.gradients.end(), gradients_.data());
  for (std::size_t i = 0; i < slots_.size(); ++i)
    std::copy(state.slots[i].begin(), state.slots[i].end(), slots_[i].data());
  compile_.optimizer.values = state.optimizer;
  step_ = state.step;
  iterations_ = state.iterations;
}

// ---- passes
// ----------------------------------------------------------------------------------------------------------

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

Logs Sequential::train_on_batch(View<const float> x, View<const float> y, std::span<const float> sample_weight) {
  if (!built() && !layers_.empty()) build(x.cols);
  check_data(x, &y, "train_on_batch");
  check_sample_weight(sample_weight, x.rows, "train_on_batch");
  if (!stepper_ || stepper_->capacity() < x.rows) stepper_ = std::make_unique<Stepper>(*this, x.rows);
  stepper_->load(x, y, {}, sample_weight);
  stepper_->finish();
  return logs_of(stepper_->metrics(), stepper_->sums(), static_cast<double>(x.rows));
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
                        const ValidationData* validation, std::span<const float> sample_weight) {
  if (!built() && !layers_.empty()) build(x.cols);
  Fit run(*this, x, y, spec, validation, sample_weight);
  while (!run.finished()) {
    const Index epoch = run.epoch();
    if (callbacks.learning_rate)
      set_hyperparameter("learning_rate", callbacks.learning_rate(epoch, compile_.optimizer.values[0]));
    while (run.epoch() == epoch && !run.finished()) {
      const Index batch = run.batch();
      run.run_batch();
      if (callbacks.batch_end && !callbacks.batch_end(batch, run.running())) {
        run.stop();
        return run.full_history();
      }
    }
    if (!callbacks.epoch_end || run.epoch() == epoch) continue;
    Logs logs;
    for (std::size_t k = 0; k < run.history().keys.size(); ++k)
      logs.emplace_back(run.history().keys[k], run.history().values[k].back());
    if (callbacks.epoch_end(epoch, logs)) continue;
    run.stop();
    break;
  }
  return run.full_history();
}

}  // namespace chainrule
