#pragma once
// SPDX-License-Identifier: MIT
// The table of metrics, and how Keras resolves 'acc'.
#include <span>
#include <string_view>

#include "choice.hpp"
#include "spec.hpp"

namespace chainrule {

/// What a metric compares the outputs with: numbers of the same shape, or a class index in one column.
enum class MetricTargets { outputs, class_index };

struct Metric {
  std::string_view name, help, formula;
  std::span<const Parameter> parameters;
  /// Sum over the rows of the metric's value for a row; divided by the number of rows it is the mean.
  double (*sum)(View<const float> p, View<const float> t);
  MetricTargets targets = MetricTargets::outputs;
};

std::span<const Metric> metrics();

/// The row for a metric's name as typed. 'acc' and 'accuracy' resolve by Keras's rule: one output: binary; one target
/// column and several outputs: sparse categorical; else categorical. Keras 2.2 takes binary also whenever the loss is
/// binary_crossentropy, and sparse only with the sparse loss. Throws Error on an unknown name, and
/// where the metric has no use for targets of so many columns.
const Metric& resolve_metric(std::string_view name, Index outputs, Index target_columns, std::string_view loss,
                             Dialect dialect);

/// The key in a history: as typed; Keras 2.2 writes 'acc' for 'accuracy' too.
std::string metric_key(std::string_view name, Dialect dialect);

}  // namespace chainrule
