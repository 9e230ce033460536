// SPDX-License-Identifier: MIT
// Formulas: Keras 3 `keras/src/metrics`, Keras 2.2.4 `metrics.py` for the older dialect.
#include "metric.hpp"

#include <algorithm>
#include <cmath>

namespace chainrule {
namespace {

Index argmax(View<const float> m, Index r) { return std::max_element(m.row(r), m.row(r) + m.cols) - m.row(r); }

// Mean over outputs of [p > 0.5] == t. Exactly 0.5 counts as 0 in both dialects (Keras 2 rounds half to even).
double binary_accuracy(View<const float> p, View<const float> t) {
  Index right = 0;
  for (Index i = 0; i < p.size(); ++i) right += (p.data[i] > 0.5f ? 1.0f : 0.0f) == t.data[i];
  return static_cast<double>(right) / static_cast<double>(p.cols);
}

double categorical_accuracy(View<const float> p, View<const float> t) {
  Index right = 0;
  for (Index r = 0; r < p.rows; ++r) right += argmax(p, r) == argmax(t, r);
  return static_cast<double>(right);
}

double sparse_categorical_accuracy(View<const float> p, View<const float> t) {
  Index right = 0;
  for (Index r = 0; r < p.rows; ++r) right += argmax(p, r) == static_cast<Index>(t(r, 0));
  return static_cast<double>(right);
}

double mean_absolute_error(View<const float> p, View<const float> t) {
  double sum = 0;
  for (Index i = 0; i < p.size(); ++i) sum += std::abs(double(p.data[i]) - double(t.data[i]));
  return sum / static_cast<double>(p.cols);
}

double mean_squared_error(View<const float> p, View<const float> t) {
  double sum = 0;
  for (Index i = 0; i < p.size(); ++i) {
    const double d = double(p.data[i]) - double(t.data[i]);
    sum += d * d;
  }
  return sum / static_cast<double>(p.cols);
}

// 'acc' comes first: it is what a menu offers; its function is replaced by resolve_metric().
constexpr Metric table[] = {
    {"acc", "Share of samples whose class is predicted right.", "mean [argmax p = class], or [p > 0.5] = t", {},
     binary_accuracy},
    {"accuracy", "The same under Keras's long name.", "as acc", {}, binary_accuracy},
    {"binary_accuracy", "Share of outputs on the right side of 0.5.", "mean [p > 0.5] = t", {}, binary_accuracy},
    {"categorical_accuracy", "Share of rows whose largest output is the one-hot class.", "mean [argmax p = argmax t]",
     {}, categorical_accuracy},
    {"sparse_categorical_accuracy", "Share of rows whose largest output is the class index.", "mean [argmax p = t]",
     {}, sparse_categorical_accuracy, MetricTargets::class_index},
    {"mae", "Mean absolute difference.", "mean |p - t|", {}, mean_absolute_error},
    {"mse", "Mean squared difference.", "mean (p - t)^2", {}, mean_squared_error},
};

}  // namespace

std::span<const Metric> metrics() { return table; }

const Metric& resolve_metric(std::string_view name, Index outputs, Index target_columns, std::string_view loss,
                             Dialect dialect) {
  const auto row = [&](std::string_view which) -> const Metric& {
    const Metric& metric = find(metrics(), "metric", which);
    const bool index = metric.targets == MetricTargets::class_index;
    if (target_columns == (index ? 1 : outputs)) return metric;
    throw Error("expected a metric for " + std::string(index ? "rows of " : "the class indices in one column of ") +
                (index ? std::to_string(target_columns) + " targets" : std::string("y")) + ", as loss '" +
                std::string(loss) + "' has them, received '" + std::string(name) + "', which compares with " +
                (index ? "class indices in one column" : "a number for each of the " + std::to_string(outputs) + " outputs"));
  };
  if (name != "acc" && name != "accuracy") return row(name);
  const bool sparse_loss = loss == "sparse_categorical_crossentropy";
  if (dialect == Dialect::keras2) {
    if (outputs == 1 || loss == "binary_crossentropy") return row("binary_accuracy");
    return row(sparse_loss ? "sparse_categorical_accuracy" : "categorical_accuracy");
  }
  if (outputs == 1) return row("binary_accuracy");
  return row(target_columns == 1 ? "sparse_categorical_accuracy" : "categorical_accuracy");
}

std::string metric_key(std::string_view name, Dialect dialect) {
  return dialect == Dialect::keras2 && name == "accuracy" ? "acc" : std::string(name);
}

}  // namespace chainrule
