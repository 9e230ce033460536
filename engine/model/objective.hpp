#pragma once
// SPDX-License-Identifier: MIT
// What training makes small, and what is measured beside it: the loss and the metrics of compile().
#include <span>
#include <string>
#include <vector>

#include "engine/model/logs.hpp"
#include "engine/model/network.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"

namespace chainrule {

/// Whether the loss works on logits (see LossFunctions): on those of the last activation, or on the outputs themselves,
/// where the loss was given from_logits.
enum class Logits { none, of_activation, outputs };

/// Rows may count differently: `weights` is empty or has one number for each row of the batch. The weighted losses of a
/// batch are divided by its number of rows; in Keras 2.2 by that of the rows whose weight is not 0.
class Objective {
 public:
  Objective() = default;  ///< before compile(): none
  /// For this network, or one with the same layers. Throws Error on unknown names and bad numbers.
  Objective(Choice loss, std::vector<std::string> metrics, const Network& network);
  bool chosen() const { return loss_ != nullptr; }

  const Loss& loss() const { return *loss_; }
  const Choice& choice() const { return choice_; }
  const double* options() const { return choice_.values.data(); }
  const std::vector<std::string>& metric_names() const { return metrics_; }
  /// Keras 3 takes the logits of a last sigmoid or softmax where the loss knows them; Keras 2.2 never does.
  Logits logits() const { return logits_; }
  /// Columns of the targets that the loss wants from so many outputs.
  Index target_columns(Index outputs) const { return loss_ && loss_->class_index() ? 1 : outputs; }
  /// The metrics for targets of so many columns. Throws Error.
  std::vector<CompiledMetric> metrics(const Network& network, Index target_columns) const;
  /// Throws Error unless y is what the loss compares outputs with: shape, finite numbers, their range.
  void check_targets(const Network& network, View<const float> y, const std::string& where) const;

  /// The loss of each row from the last layer's arguments z and outputs a.
  template <class T>
  void row_losses(View<const T> z, View<const T> a, View<const T> y, T* out) const {
    const LossFunctions<T>& loss = loss_->functions<T>();
    if (logits_ == Logits::none) loss.value(a, y, out, options());
    else loss.value_from_logits(logits_ == Logits::outputs ? a : z, y, out, options());
  }
  /// Of the batch in the workspace: each row's weighted loss in its row_loss(), and the sums of loss (penalties
  /// included) and metrics added to `sums`, so that those of batches can be added. Returns the penalty.
  double measure(const Network& network, Workspace& workspace, View<const float> y, std::span<const float> weights,
                 const std::vector<CompiledMetric>& metrics, std::vector<double>& sums) const;
  /// dL/d of what the loss works on, for the batch in the workspace: the last layer's delta where that is the logits of
  /// its activation, else its da.
  void differentiate(Workspace& workspace, std::size_t last, View<const float> y, std::span<const float> weights) const;
  /// dL/da of outputs a, also where the loss goes straight to the logits.
  void output_gradient(View<const float> a, View<const float> y, std::span<const float> weights, View<float> da) const;

  /// Loss and metrics over the network's rows with weights at rest. (The size of a batch matters to activity
  /// regularizers, and to weighted rows in Keras 2.2.)
  Logs evaluate(Network& network, View<const float> x, View<const float> y, Index batch_size,
                std::span<const float> weights) const;

 private:
  Logits find_logits(const Network& network) const;
  float weight_scale(std::span<const float> weights) const;
  void weigh(View<float> gradient, std::span<const float> weights) const;

  Choice choice_;
  std::vector<std::string> metrics_;
  const Loss* loss_ = nullptr;
  Logits logits_ = Logits::none;
  Dialect dialect_ = Dialect::keras3;
};

/// Loss and metrics added up over batches: how many numbers, and what they mean over so many rows.
std::size_t summed_numbers(const std::vector<CompiledMetric>& metrics, Index outputs);
Logs logs_of(const std::vector<CompiledMetric>& metrics, const std::vector<double>& sums, double rows, Index outputs);

}  // namespace chainrule
