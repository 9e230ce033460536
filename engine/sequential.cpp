// SPDX-License-Identifier: MIT
#include "engine/sequential.hpp"

#include <utility>

#include "engine/summary.hpp"
#include "engine/training/gradient_check.hpp"
#include "engine/training/stepper.hpp"

namespace chainrule {

Sequential::Sequential(Dialect dialect, std::uint64_t seed) : Model(dialect, seed) {}
Sequential::~Sequential() = default;
Sequential::Sequential(Sequential&& other) noexcept : Model(std::move(other)) {}
Sequential& Sequential::operator=(Sequential&& other) noexcept {
  Model::operator=(std::move(other));
  stepper_.reset();
  return *this;
}

void Sequential::add(LayerSpec spec) {
  if (compiled())
    throw Error("expected all layers before compile(), received add() of one more layer (" + spec.kind + ") after it");
  network_.add(std::move(spec));
}

void Sequential::build(Index inputs) {
  std::vector<Buffer> slots;
  network_.build(inputs, [&](Index parameters) { slots = updater_.make_slots(parameters); });
  updater_.start(count_params(), std::move(slots));
  stepper_.reset();
}

void Sequential::reset_weights() {
  if (!built()) throw Error("expected a built model, received one without inputs: call build() or fit() first");
  network_.initialise();
  updater_.restart();
  stepper_.reset();
}

void Sequential::compile(CompileSpec spec) {
  Updater updater(std::move(spec.optimizer), std::move(spec.learning_rate_schedule), network_);
  objective_ = Objective(std::move(spec.loss), std::move(spec.metrics), network_);
  updater_ = std::move(updater);
  stepper_.reset();
}

Logs Sequential::train_on_batch(View<const float> x, View<const float> y, std::span<const float> sample_weight) {
  if (!built() && !layers().empty()) build(x.cols);
  check_data(x, &y, "train_on_batch");
  check_sample_weight(sample_weight, x.rows, "train_on_batch");
  if (!stepper_ || stepper_->capacity() < x.rows) stepper_ = std::make_unique<Stepper>(*this, x.rows);
  stepper_->load(x, y, {}, sample_weight);
  stepper_->finish();
  return stepper_->logs();
}

std::string Sequential::summary() const { return summary_of(*this); }

std::vector<Matrix> Sequential::gradients(View<const float> x, View<const float> y) {
  check_data(x, &y, "gradients");
  return mean_gradients(*this, x, y);
}

History Sequential::fit(View<const float> x, View<const float> y, const FitSpec& spec, const FitCallbacks& callbacks,
                        const ValidationData* validation, std::span<const float> sample_weight) {
  if (!built() && !layers().empty()) build(x.cols);
  Fit run(*this, x, y, spec, validation, sample_weight);
  while (!run.finished()) {
    const Index epoch = run.epoch();
    if (callbacks.learning_rate)
      set_hyperparameter("learning_rate", callbacks.learning_rate(epoch, updater_.values()[learning_rate_place]));
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
