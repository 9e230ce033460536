#pragma once
// SPDX-License-Identifier: MIT
// Sequential: a stack of layers with Keras's methods.
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/training/fit.hpp"
#include "engine/training/history.hpp"

namespace chainrule {

/// Called by fit(), besides the callbacks of FitSpec; returning false stops the training after this epoch (or batch).
struct FitCallbacks {
  std::function<bool(Index epoch, const Logs&)> epoch_end;
  std::function<bool(Index batch, const Logs&)> batch_end;
  /// Keras's LearningRateScheduler: the rate for this epoch, from the one before.
  std::function<double(Index epoch, double learning_rate)> learning_rate = {};
};

class Sequential : public Model {
 public:
  explicit Sequential(Dialect dialect = Dialect::keras3, std::uint64_t seed = 1);
  ~Sequential();
  Sequential(Sequential&&) noexcept;
  Sequential& operator=(Sequential&&) noexcept;

  /// Adds a layer. When it has an input_dim (first layer), or the model is built, shapes and weights follow at once.
  /// Throws Error after compile(), on unknown names, bad numbers, and above limits (64 layers, 10 million parameters,
  /// 20'000 units); the model is then as it was.
  void add(LayerSpec spec);
  /// Fixes the number of input columns and draws all weights from the seed. Throws Error; the model is then as it was.
  void build(Index inputs);
  /// The same initial weights again; forgets the optimizer's slots and step counter.
  void reset_weights();

  /// Checks names and ranges, forgets the optimizer's state. Throws Error.
  void compile(CompileSpec spec);

  /// Trains. `y` is [n, outputs], or class indices [n, 1] for sparse losses. Exactly Keras's rules: see Fit.
  History fit(View<const float> x, View<const float> y, const FitSpec& spec, const FitCallbacks& callbacks = {},
              const ValidationData* validation = nullptr, std::span<const float> sample_weight = {});
  /// One optimizer step on these rows; loss and metrics from before it.
  Logs train_on_batch(View<const float> x, View<const float> y, std::span<const float> sample_weight = {});
  /// Mean dL/dW over the rows, in the order of get_weights(). Leaves gradient_store() alone.
  std::vector<Matrix> gradients(View<const float> x, View<const float> y);

  /// Keras's name of the model.
  const char* name() const { return dialect() == Dialect::keras2 ? "sequential_1" : "sequential"; }
  /// Keras's table of layers as text, in the dialect's layout.
  std::string summary() const;

 private:
  std::unique_ptr<Stepper> stepper_;  // of train_on_batch; made for this model where it lies, so it is not moved
};

}  // namespace chainrule
