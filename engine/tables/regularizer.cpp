// SPDX-License-Identifier: MIT
// Formulas: Keras 3 `keras/src/regularizers/regularizers.py`, `keras/src/constraints/constraints.py`.
#include "engine/tables/regularizer.hpp"

#include <algorithm>
#include <cmath>

namespace chainrule {
namespace {

template <class T>
double l1_l2_penalty(const T* w, Index count, double l1, double l2) {
  double sizes = 0, squares = 0;
  for (Index i = 0; i < count; ++i) {
    const double v = w[i];
    sizes += std::abs(v);
    squares += v * v;
  }
  return l1 * sizes + l2 * squares;
}

/// l1 sign(w) + 2 l2 w; the size's slope is 0 at 0.
void add_l1_l2(const float* w, Index count, float* g, double l1, double l2) {
  const auto a = static_cast<float>(l1), b = static_cast<float>(2 * l2);
  for (Index i = 0; i < count; ++i) g[i] += (w[i] > 0 ? a : w[i] < 0 ? -a : 0.0f) + b * w[i];
}

struct L1 {
  static constexpr Parameter parameters[] = {{"l1", "strength", 0.01, 0, 10, true}};
  template <class T>
  static double penalty(const T* w, Index n, const double* p) {
    return l1_l2_penalty(w, n, p[place("l1", parameters)], 0);
  }
  static void add(const float* w, Index n, float* g, const double* p) {
    add_l1_l2(w, n, g, p[place("l1", parameters)], 0);
  }
};
struct L2 {
  static constexpr Parameter parameters[] = {{"l2", "strength", 0.01, 0, 10, true}};
  template <class T>
  static double penalty(const T* w, Index n, const double* p) {
    return l1_l2_penalty(w, n, 0, p[place("l2", parameters)]);
  }
  static void add(const float* w, Index n, float* g, const double* p) {
    add_l1_l2(w, n, g, 0, p[place("l2", parameters)]);
  }
};
struct L1L2 {
  static constexpr Parameter parameters[] = {{"l1", "strength on sizes", 0, 0, 10, false, false, 0.01},
                                             {"l2", "strength on squares", 0, 0, 10, false, false, 0.01}};
  template <class T>
  static double penalty(const T* w, Index n, const double* p) {
    return l1_l2_penalty(w, n, p[place("l1", parameters)], p[place("l2", parameters)]);
  }
  static void add(const float* w, Index n, float* g, const double* p) {
    add_l1_l2(w, n, g, p[place("l1", parameters)], p[place("l2", parameters)]);
  }
};

template <class F>
constexpr Regularizer row(std::string_view name, std::string_view help, std::string_view formula, KerasName keras) {
  return {name, help, formula, keras, F::parameters, F::template penalty<float>, F::template penalty<double>, F::add};
}
constexpr Regularizer regularizer_table[] = {
    {"none", "No penalty.", "0", {}, {}, nullptr, nullptr, nullptr},
    row<L1>("l1", "Pulls every weight to 0 with the same force: many become 0.", "l1 sum |w|", {"L1", "l1"}),
    row<L2>("l2", "Pulls weights to 0 in proportion to their size: large ones shrink most.", "l2 sum w^2",
            {"L2", "l2"}),
    row<L1L2>("l1_l2", "Both penalties together.", "l1 sum |w| + l2 sum w^2", {"L1L2", "l1_l2"}),
};

/// Each column w times wanted(its length n) / (n + 1e-7).
template <class Wanted>
void scale_columns(View<float> w, Wanted wanted) {
  for (Index j = 0; j < w.cols; ++j) {
    double squares = 0;
    for (Index i = 0; i < w.rows; ++i) squares += double(w(i, j)) * double(w(i, j));
    const double length = std::sqrt(squares);
    const auto scale = static_cast<float>(wanted(length) / (length + 1e-7));
    for (Index i = 0; i < w.rows; ++i) w(i, j) *= scale;
  }
}
constexpr Parameter max_parameters[] = {{"max_value", "longest weight vector of a unit", 2, 0, 100}};
void max_norm(View<float> w, const double* p) {
  scale_columns(w, [&](double length) { return std::min(length, p[place("max_value", max_parameters)]); });
}
void unit_norm(View<float> w, const double*) {
  scale_columns(w, [](double) { return 1.0; });
}
constexpr Parameter min_max_parameters[] = {{"min_value", "shortest weight vector of a unit", 0, 0, 100},
                                            {"max_value", "longest weight vector of a unit", 1, 0, 100},
                                            {"rate", "share of the way that is gone at each step", 1, 0, 1}};
void min_max_norm(View<float> w, const double* p) {
  const double least = p[place("min_value", min_max_parameters)], most = p[place("max_value", min_max_parameters)],
               rate = p[place("rate", min_max_parameters)];
  scale_columns(w,
                [&](double n) { return rate * std::min(std::max(n, least), std::max(least, most)) + (1 - rate) * n; });
}
void non_neg(View<float> w, const double*) {
  for (Index i = 0; i < w.size(); ++i) w.data[i] = std::max(w.data[i], 0.0f);
}

constexpr Constraint constraint_table[] = {
    {"none", "Weights go where they want.", "w", {}, {}, nullptr},
    {"max_norm", "A unit's incoming weights are shortened to max_value.", "w min(|w|, max_value) / (|w| + 1e-7)",
     in_both("MaxNorm"), max_parameters, max_norm},
    {"non_neg", "Negative weights become 0.", "max(w, 0)", in_both("NonNeg"), {}, non_neg},
    {"unit_norm", "A unit's incoming weights keep length 1.", "w / (|w| + 1e-7)", in_both("UnitNorm"), {}, unit_norm},
    {"min_max_norm", "A unit's incoming weights keep a length between two values.",
     "w (rate clip(|w|, min, max) + (1 - rate) |w|) / (|w| + 1e-7)", in_both("MinMaxNorm"), min_max_parameters,
     min_max_norm},
};

}  // namespace

std::span<const Regularizer> regularizers() { return regularizer_table; }
std::span<const Constraint> constraints() { return constraint_table; }

}  // namespace chainrule
