#pragma once
// SPDX-License-Identifier: MIT
// Sequential: a stack of layers with Keras's methods.
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/layers/layer.hpp"
#include "engine/model/workspace.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"
#include "engine/tables/spec.hpp"
#include "engine/training/history.hpp"

namespace chainrule {

class Stepper;

/// Called by fit(), besides the callbacks of FitSpec; returning false stops the training after this epoch (or batch).
struct FitCallbacks {
  std::function<bool(Index epoch, const Logs&)> epoch_end;
  std::function<bool(Index batch, const Logs&)> batch_end;
  /// Keras's LearningRateScheduler: the rate for this epoch, from the one before.
  std::function<double(Index epoch, double learning_rate)> learning_rate = {};
};

/// Rows that fit() measures val_loss on, in place of validation_split; sample_weight is empty or has one number a row.
struct ValidationData {
  View<const float> x, y;
  std::span<const float> sample_weight = {};
};

/// Whether the loss works on logits (see LossFunctions): on those of the last activation, or on the outputs themselves,
/// where the loss was given from_logits.
enum class Logits { none, of_activation, outputs };

class Sequential {
 public:
  explicit Sequential(Dialect dialect = Dialect::keras3, std::uint64_t seed = 1);
  ~Sequential();
  Sequential(Sequential&&) noexcept;
  Sequential& operator=(Sequential&&) noexcept;

  /// Adds a layer. When it has an input_dim (first layer), or the model is built, shapes and weights follow at once.
  /// Throws Error on unknown names, bad numbers, and above limits (64 layers, 10 million parameters, 20'000 units); the
  /// model is then as it was.
  void add(LayerSpec spec);
  /// Fixes the number of input columns and draws all weights from the seed. Throws Error; the model is then as it was.
  void build(Index inputs);
  bool built() const { return inputs_ > 0 && !layers_.empty(); }
  /// The same initial weights again; forgets the optimizer's slots and step counter.
  void reset_weights();

  /// Checks names and ranges, forgets the optimizer's state. Throws Error.
  void compile(CompileSpec spec);
  bool compiled() const { return loss_ != nullptr; }

  /// Trains. `y` is [n, outputs], or class indices [n, 1] for sparse losses. Exactly Keras's rules: see Fit.
  History fit(View<const float> x, View<const float> y, const FitSpec& spec, const FitCallbacks& callbacks = {},
              const ValidationData* validation = nullptr, std::span<const float> sample_weight = {});
  /// One optimizer step on these rows; loss and metrics from before it.
  Logs train_on_batch(View<const float> x, View<const float> y, std::span<const float> sample_weight = {});
  /// Loss and metrics with weights at rest, weighted by rows. (The size of a batch matters to activity regularizers.)
  Logs evaluate(View<const float> x, View<const float> y, Index batch_size = 32,
                std::span<const float> sample_weight = {});
  /// The last layer's outputs [n, outputs].
  Matrix predict(View<const float> x);
  /// Every layer's outputs, one matrix a layer.
  std::vector<Matrix> activations(View<const float> x);
  /// Mean dL/dW over the rows, in the order of get_weights(). Leaves gradient_store() alone.
  std::vector<Matrix> gradients(View<const float> x, View<const float> y);

  /// Copies of kernel, bias, kernel, ... layer by layer; a bias is [1, units].
  std::vector<Matrix> get_weights() const;
  /// Throws Error when the number of arrays or a shape differs or a number is not finite; nothing has changed then.
  void set_weights(std::span<const Matrix> weights);

  /// Keras's table of layers as text, in the dialect's layout.
  std::string summary() const;
  Index count_params() const { return parameter_count_; }

  // What trainers, steppers and views stand on.
  const std::vector<std::unique_ptr<Layer>>& layers() const { return layers_; }
  Index inputs() const { return inputs_; }
  Index outputs() const { return layers_.empty() ? 0 : layers_.back()->outputs(); }
  Dialect dialect() const { return dialect_; }
  const std::string& name() const { return name_; }
  std::uint64_t seed() const { return seed_; }
  const CompileSpec& compile_spec() const { return compile_; }
  const Loss& loss() const { return *loss_; }
  const Optimizer& optimizer() const { return *optimizer_; }
  /// Sets one of the optimizer's parameters between two steps. Throws Error.
  void set_hyperparameter(std::string_view name, double value);
  /// Keras 3 takes the logits of a last sigmoid or softmax where the loss knows them; Keras 2.2 never does.
  Logits logits() const { return logits_; }
  /// Columns of the targets that the loss wants.
  Index target_columns() const { return loss_ && loss_->class_index() ? 1 : outputs(); }
  void set_trainable(std::size_t layer, bool trainable) { layers_.at(layer)->set_trainable(trainable); }

  /// All that a training step changes.
  struct State {
    std::vector<float> weights, gradients;
    std::vector<std::vector<float>> slots;
    std::vector<double> optimizer;  ///< its parameters: callbacks change them
    UpdateStep step;
    Index iterations = 0;
  };
  State state() const;
  /// Back to a state of this model, compiled as it was.
  void restore(const State& state);

  /// The flat store: all weights, all gradients; count_params() floats each.
  std::span<float> weights() { return {weights_.data(), static_cast<std::size_t>(parameter_count_)}; }
  std::span<const float> weights() const { return {weights_.data(), static_cast<std::size_t>(parameter_count_)}; }
  std::span<float> gradient_store() { return {gradients_.data(), static_cast<std::size_t>(parameter_count_)}; }
  /// One a slot of the optimizer; those not in use are empty.
  std::span<const Buffer> slots() const { return slots_; }
  /// Optimizer steps done since compile() or reset_weights().
  Index iterations() const { return iterations_; }

  /// Throws Error unless x fits the inputs and y (when given) the loss: shapes, finite numbers, class indices.
  void check_data(View<const float> x, const View<const float>* y, std::string_view method) const;
  void check_sample_weight(std::span<const float> weights, Index rows, std::string_view method) const;
  /// The metrics of compile() for targets of so many columns. Throws Error.
  std::vector<CompiledMetric> compiled_metrics(Index target_columns) const;
  /// Loss and metrics as sums over rows, so that those of batches can be added: how many numbers, and what they mean.
  std::size_t summed_numbers(const std::vector<CompiledMetric>& metrics) const;
  Logs logs_of(const std::vector<CompiledMetric>& metrics, const std::vector<double>& sums, double rows) const;
  /// The learning rate of the next step: schedule and decay included.
  double learning_rate() const;
  /// A workspace of at least `capacity` rows, kept between calls.
  Workspace& workspace(Index capacity);

 private:
  friend class Stepper;
  /// Shapes and places of all layers, whatever their size; 0 inputs: of none.
  void lay_out(Index inputs);
  /// Throws Error when the layers are too large.
  void check_size() const;
  std::vector<Buffer> make_slots(const Optimizer* optimizer, std::span<const double> values) const;
  /// Slots as they are before the first step.
  static void start_slots(std::vector<Buffer>& slots, const Optimizer& optimizer, std::span<const double> values);
  void initialise();
  void forward(Workspace& workspace, Index rows) const;
  void add_measures(Workspace& workspace, View<const float> y, std::span<const float> weights,
                    const std::vector<CompiledMetric>& metrics, std::vector<double>& sums) const;
  /// Of all regularizers, activity included, for the batch in the workspace.
  double penalty(const Workspace& workspace, Index rows) const;
  Logits find_logits() const;
  // The phases of an update: once a step, then for each layer, then once.
  void begin_update();
  void clip_gradients(const SharedParameters& shared);
  bool update(const Layer& layer);
  void end_step();
  bool has_layer(std::string_view name) const;
  std::string layer_name(const LayerSpec& spec) const;

  Dialect dialect_;
  std::uint64_t seed_;
  std::string name_;
  std::vector<std::unique_ptr<Layer>> layers_;
  Index inputs_ = 0, parameter_count_ = 0, iterations_ = 0;
  Buffer weights_, gradients_;
  std::vector<Buffer> slots_;
  CompileSpec compile_;
  const Loss* loss_ = nullptr;
  const Optimizer* optimizer_ = nullptr;
  const Schedule* schedule_ = nullptr;
  Logits logits_ = Logits::none;
  UpdateStep step_;
  bool clips_ = false, penalizes_ = false;
  std::unique_ptr<Workspace> workspace_;
  std::unique_ptr<Stepper> stepper_;  // for train_on_batch and gradients
};

}  // namespace chainrule
