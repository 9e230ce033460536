#pragma once
// SPDX-License-Identifier: MIT
// The metrics, one struct each: `size` numbers that add up, `add` for the rows of a batch, `result` from the sums.
// Formulas: Keras 3 `keras/src/metrics`, Keras 2.2.4 `metrics.py` for the older dialect. Included by metric.cpp only.
#include <algorithm>
#include <cmath>

#include "engine/base/types.hpp"
#include "engine/tables/loss_classes.hpp"
#include "engine/tables/loss_numbers.hpp"
#include "engine/tables/spec.hpp"

namespace chainrule {

using Rows = View<const float>;

inline Index argmax(Rows m, Index r) { return std::max_element(m.row(r), m.row(r) + m.cols) - m.row(r); }
inline double ratio(double a, double b) { return b == 0 ? 0 : a / b; }

/// The mean over rows of F::row(p, t, r, o).
template <class F>
struct MeanOverRows : F {
  static Index size(Index) { return 2; }
  static void add(Rows p, Rows t, double* state, const double* o) {
    for (Index r = 0; r < p.rows; ++r) state[0] += F::row(p, t, r, o);
    state[1] += static_cast<double>(p.rows);
  }
  static double result(const double* state, Index, const double*) { return ratio(state[0], state[1]); }
};

inline constexpr Parameter threshold_parameter{"threshold", "outputs above it mean yes", 0.5, 0, 1};

struct BinaryAccuracyRow {  // mean over outputs of [p > threshold] == t; Keras 2.2: round(p) == t, half to even
  static constexpr Parameter parameters[] = {
      threshold_parameter,
      {"rounding", "round to the nearest whole number, as Keras 2.2 does", 0, 0, 1, false, true, 1}};
  static double row(Rows p, Rows t, Index r, const double* o) {
    Index right = 0;
    for (Index j = 0; j < p.cols; ++j) {
      const float one = p(r, j) > static_cast<float>(o[place("threshold", parameters)]) ? 1.0f : 0.0f;
      right += (o[place("rounding", parameters)] != 0 ? std::nearbyint(p(r, j)) : one) == t(r, j);
    }
    return static_cast<double>(right) / static_cast<double>(p.cols);
  }
};
struct CategoricalAccuracyRow {
  static double row(Rows p, Rows t, Index r, const double*) { return argmax(p, r) == argmax(t, r); }
};
struct SparseCategoricalAccuracyRow {
  static double row(Rows p, Rows t, Index r, const double*) { return argmax(p, r) == class_of(t, r, p.cols); }
};
inline constexpr Parameter top_parameters[] = {{"k", "how many places count", 5, 1, 4096, false, true}};

/// Fewer than k outputs are larger than the right one's. Numbers that are no class are never right, as in TensorFlow.
inline double within_top(Rows p, Index r, Index right, const double* o) {
  if (right < 0 || right >= p.cols) return 0;
  Index larger = 0;
  for (Index j = 0; j < p.cols; ++j) larger += p(r, j) > p(r, right);
  return std::isfinite(p(r, right)) && static_cast<double>(larger) < o[place("k", top_parameters)];
}
struct TopKRow {
  static constexpr auto& parameters = top_parameters;
  static double row(Rows p, Rows t, Index r, const double* o) { return within_top(p, r, argmax(t, r), o); }
};
struct SparseTopKRow {
  static constexpr auto& parameters = top_parameters;
  static double row(Rows p, Rows t, Index r, const double* o) { return within_top(p, r, class_of(t, r, p.cols), o); }
};

/// A loss as a metric: without penalties, weights and logits.
template <class L>
struct LossRow {
  static double row(Rows p, Rows t, Index r, const double*) {
    constexpr double usual[4] = {};
    // In double, so that the order of a sum, which follows from where a row lies in memory, does not show.
    double outputs[limits::units], targets[limits::units], value = 0;
    std::copy(p.row(r), p.row(r) + p.cols, outputs);
    std::copy(t.row(r), t.row(r) + t.cols, targets);
    L::template value<double>({outputs, 1, p.cols}, {targets, 1, t.cols}, &value, usual);
    return value;
  }
};
struct RootMeanSquaredError : MeanOverRows<LossRow<MeanSquaredError>> {
  static double result(const double* state, Index, const double*) { return std::sqrt(ratio(state[0], state[1])); }
};

struct CosineRow {  // 1 is the same direction: the metric has the other sign than the loss
  static double row(Rows p, Rows t, Index r, const double* o) { return -LossRow<CosineSimilarity>::row(p, t, r, o); }
};

struct R2Score {  // 1 - residual / total for each output, then their mean; state: rows, then sum t, sum t^2, sum (t -
                  // p)^2
  static Index size(Index outputs) { return 1 + 3 * outputs; }
  static void add(Rows p, Rows t, double* state, const double*) {
    state[0] += static_cast<double>(p.rows);
    for (Index r = 0; r < p.rows; ++r)
      for (Index j = 0; j < p.cols; ++j) {
        const double a = t(r, j), d = a - double(p(r, j));
        state[1 + 3 * j] += a;
        state[2 + 3 * j] += a * a;
        state[3 + 3 * j] += d * d;
      }
  }
  static double result(const double* state, Index outputs, const double*) {
    double sum = 0;
    for (Index j = 0; j < outputs; ++j) {
      const double total = state[2 + 3 * j] - state[1 + 3 * j] * ratio(state[1 + 3 * j], state[0]);
      sum += total > 0 ? 1 - state[3 + 3 * j] / total : 0;  // Keras: 0 where the targets do not vary
    }
    return sum / static_cast<double>(outputs);
  }
};

struct Counts {  // right yes, wrong yes, missed yes over all outputs
  static constexpr Parameter parameters[] = {threshold_parameter};
  static Index size(Index) { return 3; }
  static void add(Rows p, Rows t, double* state, const double* o) {
    for (Index i = 0; i < p.size(); ++i) {
      const bool said = p.data[i] > static_cast<float>(o[place("threshold", parameters)]), is = t.data[i] != 0;
      state[0] += said && is;
      state[1] += said && !is;
      state[2] += !said && is;
    }
  }
};
struct Precision : Counts {
  static double result(const double* state, Index, const double*) { return ratio(state[0], state[0] + state[1]); }
};
struct Recall : Counts {
  static double result(const double* state, Index, const double*) { return ratio(state[0], state[0] + state[2]); }
};

struct F1Score {  // for each output right yes, wrong yes, missed yes
  static constexpr std::string_view averages[] = {"macro", "micro", "weighted"};
  static constexpr double micro = 1, weighted = 2;  // of them
  static constexpr Parameter parameters[] = {
      {"threshold", "outputs above it mean yes; none: the largest of a row does, of one output what is above 0.5",
       unset, 0, 1},
      {"average", "macro: each class counts the same; micro: each sample; weighted: classes by their samples", 0, 0, 2,
       false, true, same_default, averages}};
  /// Keras's rule: above the threshold; without one the largest of a row, unless it is 0. Keras's argmax of a single
  /// output would always say yes, so that has 0.5 here.
  static bool yes(Rows p, Index r, Index j, float largest, double threshold) {
    if (threshold != unset) return p(r, j) > static_cast<float>(threshold);
    return p.cols == 1 ? p(r, j) > 0.5f : p(r, j) >= largest && std::abs(p(r, j)) > 1e-9f;
  }
  static Index size(Index outputs) { return 3 * outputs; }
  static void add(Rows p, Rows t, double* state, const double* o) {
    for (Index r = 0; r < p.rows; ++r) {
      const float largest = p(r, argmax(p, r));
      for (Index j = 0; j < p.cols; ++j) {
        const bool said = yes(p, r, j, largest, o[place("threshold", parameters)]), is = t(r, j) != 0;
        state[3 * j] += said && is;
        state[3 * j + 1] += said && !is;
        state[3 * j + 2] += !said && is;
      }
    }
  }
  static double score(double right, double wrong, double missed) {
    return ratio(2 * right, 2 * right + wrong + missed);
  }
  static double result(const double* state, Index outputs, const double* o) {
    const double average = o[place("average", parameters)];
    double sum = 0, weight = 0, all[3] = {};
    for (Index j = 0; j < outputs; ++j) {
      const double* const s = state + 3 * j;
      const double share = average == weighted ? s[0] + s[2] : 1;  // weighted: by the samples of each class
      sum += share * score(s[0], s[1], s[2]);
      weight += share;
      for (int k = 0; k < 3; ++k) all[k] += s[k];
    }
    return average == micro ? score(all[0], all[1], all[2]) : ratio(sum, weight);
  }
};

struct Auc {  // area under the ROC curve at 200 thresholds as in Keras: rows in each of 199 stretches, no and yes
  static constexpr Index stretches = 199;
  static Index size(Index) { return 2 * stretches; }
  static void add(Rows p, Rows t, double* state, const double*) {
    for (Index i = 0; i < p.size(); ++i) {
      const double value = std::clamp(double(p.data[i]), 0.0, 1.0);
      const auto at = std::max<Index>(static_cast<Index>(std::ceil(value * stretches)) - 1, 0);
      if (value == value) state[2 * at + (t.data[i] != 0)] += 1;
    }
  }
  static double result(const double* state, Index, const double*) {
    double no = 0, yes = 0;
    for (Index k = 0; k < stretches; ++k) {
      no += state[2 * k];
      yes += state[2 * k + 1];
    }
    double area = 0, x = 0, y = 0;  // false and true positives from the highest threshold down
    for (Index k = stretches; k-- > 0;) {
      const double next_x = x + state[2 * k], next_y = y + state[2 * k + 1];
      area += (next_x - x) * (y + next_y) / 2;
      x = next_x;
      y = next_y;
    }
    return ratio(area, no * yes);
  }
};

}  // namespace chainrule
