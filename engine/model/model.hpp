#pragma once
// SPDX-License-Identifier: MIT
// Keras's Model: a network with what trains it. Steppers, fits and views stand on it; Sequential adds how it is made.
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/model/network.hpp"
#include "engine/model/objective.hpp"
#include "engine/model/updater.hpp"
#include "engine/tables/spec.hpp"

namespace chainrule {

class Model {
 public:
  bool built() const { return network_.built(); }
  bool compiled() const { return objective_.chosen(); }
  Dialect dialect() const { return network_.dialect(); }
  std::uint64_t seed() const { return network_.seed(); }
  const std::vector<std::unique_ptr<Layer>>& layers() const { return network_.layers(); }
  Index inputs() const { return network_.inputs(); }
  Index outputs() const { return network_.outputs(); }
  Index count_params() const { return network_.count_params(); }

  const Network& network() const { return network_; }
  Network& network() { return network_; }
  const Objective& objective() const { return objective_; }
  const Updater& updater() const { return updater_; }
  Updater& updater() { return updater_; }
  const Loss& loss() const { return objective_.loss(); }
  Logits logits() const { return objective_.logits(); }
  const Optimizer& optimizer() const { return updater_.optimizer(); }
  /// What compile() was given, with the values that it left out, and as they are now.
  CompileSpec compile_spec() const;
  /// Sets one of the optimizer's parameters between two steps. Throws Error.
  void set_hyperparameter(std::string_view name, double value);
  /// The learning rate of the next step: schedule and decay included.
  double learning_rate() const { return updater_.learning_rate(); }
  /// Columns of the targets that the loss wants.
  Index target_columns() const { return objective_.target_columns(outputs()); }
  void set_trainable(std::size_t layer, bool trainable) { network_.set_trainable(layer, trainable); }

  /// The flat store: all weights, all gradients; count_params() floats each.
  std::span<float> weights() { return network_.weights(); }
  std::span<const float> weights() const { return network_.weights(); }
  std::span<float> gradient_store() { return network_.gradients(); }
  /// One a slot of the optimizer; those not in use are empty.
  std::span<const Buffer> slots() const { return updater_.slots(); }
  /// Optimizer steps done since compile() or reset_weights().
  Index iterations() const { return updater_.iterations(); }
  /// Copies of kernel, bias, kernel, ... layer by layer; a bias is [1, units].
  std::vector<Matrix> get_weights() const { return network_.arrays(network_.weights()); }
  /// Throws Error when the number of arrays or a shape differs or a number is not finite; nothing has changed then.
  void set_weights(std::span<const Matrix> weights) { network_.set_weights(weights); }

  /// The last layer's outputs [n, outputs].
  Matrix predict(View<const float> x) { return network_.predict(x); }
  /// Every layer's outputs, one matrix a layer.
  std::vector<Matrix> activations(View<const float> x) { return network_.activations(x); }
  /// Loss and metrics with weights at rest, weighted by rows. (The size of a batch matters to activity regularizers.)
  Logs evaluate(View<const float> x, View<const float> y, Index batch_size = 32,
                std::span<const float> sample_weight = {});
  /// The metrics of compile() for the targets that the loss wants. Throws Error.
  std::vector<CompiledMetric> compiled_metrics() const { return objective_.metrics(network_, target_columns()); }

  /// All that a training step changes.
  struct State {
    std::vector<float> weights, gradients;
    Updater::State updater;
  };
  State state() const;
  /// Back to a state of this model, compiled as it was.
  void restore(const State& state);

  /// Throws Error unless x fits the inputs and y (when given) the loss: shapes, finite numbers, class indices.
  void check_data(View<const float> x, const View<const float>* y, std::string_view method) const;
  void check_sample_weight(std::span<const float> weights, Index rows, std::string_view method) const;

 protected:
  Model(Dialect dialect, std::uint64_t seed) : network_(dialect, seed) {}

  Network network_;
  Objective objective_;
  Updater updater_;
};

}  // namespace chainrule
