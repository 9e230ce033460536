#pragma once
// SPDX-License-Identifier: MIT
// The network that is looked at: a model of its own with the weights that are shown, so that training is never
// disturbed.
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/types.hpp"
#include "engine/training/history.hpp"

namespace chainrule {

struct Experiment;
class Sequential;

/// The outputs for every row of the data, or every so manieth where there are too many.
struct Predictions {
  Matrix out;
  Index stride = 1;                        ///< row r of `out` is for row r * stride of the data
  int layer = -1;                          ///< whose outputs they are, -1: the last one's
  unsigned of = 0;                         ///< the lens's version
  std::shared_ptr<const Experiment> data;  ///< what they are predictions for
};

class Lens {
 public:
  Lens();
  ~Lens();

  /// A new experiment: builds the model that is looked at. Throws Error.
  void configure(std::shared_ptr<const Experiment> experiment);
  /// Looks at these weights and a row of the data; false where they are another network's.
  bool show(std::span<const float> weights, Index sample);
  /// Freezes or frees a layer, for the summary.
  void set_trainable(std::size_t layer, bool trainable);

  const Experiment& experiment() const { return *experiment_; }
  const Sequential& model() const { return *model_; }
  /// Changes whenever other weights are shown.
  unsigned version() const { return version_; }
  /// Weights have been shown since the last configure().
  bool ready() const { return shown_; }

  /// Every layer's outputs for the chosen sample; none before the first show().
  const std::vector<Matrix>& sample_activations() const { return sample_; }
  /// Every layer's outputs, and those of one layer (-1: the last one), for these rows.
  std::vector<Matrix> activations(View<const float> rows);
  Matrix predict(View<const float> rows, int layer = -1);
  /// Loss and metrics of one row of the data.
  Logs evaluate(Index row);
  /// The outputs for the first `count` rows that are for validation; fewer where there are no more, none before the
  /// first show(). Computed when asked for, and by show() when they were asked for since the last one.
  const Matrix& validation(Index count);
  Index first_validation() const { return first_validation_; }
  /// The outputs of a layer (-1: the last one) for the rows of the data by the weights that are shown. As many rows as
  /// take a moment, spread evenly: a glance at the network shall not stop the window. While training runs at most a
  /// fifth of the time is spent here: those of a moment ago then.
  const Predictions& predictions(int layer, bool training, const std::function<double()>& now_ms);

 private:
  void predict_validation(Index count);

  std::shared_ptr<const Experiment> experiment_;
  std::unique_ptr<Sequential> model_;
  bool shown_ = false;
  unsigned version_ = 0, validated_ = 0;
  Index first_validation_ = 0;
  Index looked_at_ = 0;  // rows for validation asked for since the last show()
  std::vector<Matrix> sample_;
  Matrix validation_;
  Predictions predictions_;
  double next_predictions_ = 0;  // not before this time
};

}  // namespace chainrule
