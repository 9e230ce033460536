#pragma once
// SPDX-License-Identifier: MIT
// The table of metrics, and how Keras resolves 'acc'.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tables/choice.hpp"
#include "engine/tables/spec.hpp"

namespace chainrule {

/// What a metric compares the outputs with: numbers of the same shape, or a class index in one column.
enum class MetricTargets { outputs, class_index };

/// A metric is a few numbers that add up over batches, and a result made of them: a mean is a sum and a count.
struct Metric {
  std::string_view name, help, formula;
  KerasName keras;  ///< Keras 3's class, Keras 2.2's function; the body is that of a function of y_true, y_pred
  std::span<const Parameter> parameters;
  /// How many numbers it adds up, for so many outputs.
  Index (*size)(Index outputs);
  /// Adds the rows of p and t to `state`.
  void (*add)(View<const float> p, View<const float> t, double* state, const double* o);
  double (*result)(const double* state, Index outputs, const double* o);
  MetricTargets targets = MetricTargets::outputs;
  bool higher_is_better = false;  ///< what `mode=auto` of a callback means
  std::span<const std::string_view> aliases = {};
};

std::span<const Metric> metrics();

/// A metric as a model uses it: the row, its parameters, the key in histories, and its place among the summed numbers.
struct CompiledMetric {
  const Metric* metric;
  std::vector<double> values;
  std::string key;
  Index first;

  /// Adds the rows of p and t to its own numbers among `sums`. Throws Error where p, t and `sums` do not fit together.
  void add(View<const float> p, View<const float> t, std::span<double> sums) const;
  double result(std::span<const double> sums, Index outputs) const;
};

/// One metric as typed, such as "acc" or "top_k_categorical_accuracy:k=3": name and parameters. It may have a key of
/// its own in histories, as Keras's metrics do: "f1_score:average=micro:name=f1_micro". Throws Error.
Choice metric_choice(std::string_view text, Dialect dialect = Dialect::keras3);

/// The row for a metric's name as typed. 'acc' and 'accuracy' resolve by Keras's rule: one output: binary; one target
/// column and several outputs: sparse categorical; else categorical. Keras 2.2 takes binary also whenever the loss is
/// binary_crossentropy, and sparse only with the sparse loss. Throws Error on an unknown name, and
/// where the metric has no use for targets of so many columns.
const Metric& resolve_metric(std::string_view name, Index outputs, Index target_columns, std::string_view loss,
                             Dialect dialect);

/// All metrics of compile(), ready for use; the summed numbers begin with the loss. Throws Error.
std::vector<CompiledMetric> compile_metrics(std::span<const std::string> metrics, Index outputs, Index target_columns,
                                            std::string_view loss, Dialect dialect);

/// One metric, as metric_choice() takes it, over these rows: of several outputs as Keras takes them together. Throws
/// Error.
double measure(std::string_view text, View<const float> p, View<const float> t, Dialect dialect = Dialect::keras3);

/// The key in a history by itself: name=, or else as typed, without parameters; Keras 2.2 writes 'acc' for 'accuracy'.
std::string metric_key(std::string_view text, Dialect dialect);
/// The keys of all metrics of compile(): where one is taken already, _1, _2, ... follows, as in both versions of Keras.
std::vector<std::string> metric_keys(std::span<const std::string> metrics, Dialect dialect);

/// The row behind a history's key, with or without `val_` in front: one of compile()'s metrics, or else the row that is
/// called so; nullptr for the loss.
const Metric* metric_behind(std::string_view key, std::span<const std::string> metrics, Dialect dialect);
/// Whether a larger value of this history key is better (accuracies, auc, f1, r2, ...).
bool higher_is_better(std::string_view key, std::span<const std::string> metrics = {},
                      Dialect dialect = Dialect::keras3);

/// counts(i, j): rows of class i that were taken for class j. One output: class 1 above 0.5. Targets are class indices
/// in one column, or as many columns as outputs. Throws Error when shapes or classes do not fit.
Matrix confusion_matrix(View<const float> p, View<const float> t);

/// One class against all others: of the rows taken for it, the share that are (precision); of its rows, the share that
/// were found (recall); their harmonic mean; its rows. What would divide by zero is 0, as in scikit-learn.
struct ClassScores {
  double precision = 0, recall = 0, f1 = 0;
  Index support = 0;
};
/// One for each class of a confusion matrix [classes, classes] as above.
std::vector<ClassScores> class_scores(View<const float> counts);

}  // namespace chainrule
