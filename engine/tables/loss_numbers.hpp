#pragma once
// SPDX-License-Identifier: MIT
// Losses between numbers. Formulas: Keras 3 `keras/src/losses/losses.py`. Included by loss.cpp and
// metric.cpp only.
#include <algorithm>
#include <cmath>

#include "engine/base/eigen.hpp"
#include "engine/tables/activation_elementwise.hpp"
#include "engine/tables/loss.hpp"

namespace chainrule {

struct MeanSquaredError {  // mean over outputs of (p - t)^2; no 1/2, so the gradient has a 2
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss, const double*) {
    for (Index r = 0; r < p.rows; ++r)
      row_loss[r] = (flat(p.middle_rows(r, 1)) - flat(t.middle_rows(r, 1))).square().sum() / static_cast<T>(p.cols);
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale, const double*) {
    flat(dp) = (flat(p) - flat(t)) * (2 * scale / static_cast<T>(p.cols));
  }
};

/// The mean over outputs of a function of one prediction and one target: F::value and below it F::slope, d value / dp.
template <class F>
struct MeanOf : F {
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss, const double* o) {
    for (Index r = 0; r < p.rows; ++r) {
      T sum = 0;
      for (Index j = 0; j < p.cols; ++j) sum += F::value(p(r, j), t(r, j), o);
      row_loss[r] = sum / static_cast<T>(p.cols);
    }
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale, const double* o) {
    const T s = scale / static_cast<T>(p.cols);
    for (Index i = 0; i < p.size(); ++i) dp.data[i] = s * F::slope(p.data[i], t.data[i], o);
  }
};

template <class T>
T sign_of(T x) {
  return x > 0 ? T(1) : x < 0 ? T(-1) : T(0);
}

struct AbsoluteError {
  template <class T>
  static T value(T p, T t, const double*) {
    return std::abs(p - t);
  }
  template <class T>
  static T slope(T p, T t, const double*) {
    return sign_of(p - t);
  }
};
struct AbsolutePercentageError {
  template <class T>
  static T size(T t) {
    return std::max(std::abs(t), static_cast<T>(keras_epsilon));
  }
  template <class T>
  static T value(T p, T t, const double*) {
    return 100 * std::abs(p - t) / size(t);
  }
  template <class T>
  static T slope(T p, T t, const double*) {
    return 100 * sign_of(p - t) / size(t);
  }
};
struct SquaredLogarithmicError {  // numbers below epsilon count as epsilon, where the loss is flat in p
  template <class T>
  static T ln(T x) {
    return std::log(std::max(x, static_cast<T>(keras_epsilon)) + 1);
  }
  template <class T>
  static T value(T p, T t, const double*) {
    return (ln(p) - ln(t)) * (ln(p) - ln(t));
  }
  template <class T>
  static T slope(T p, T t, const double*) {
    return p > static_cast<T>(keras_epsilon) ? 2 * (ln(p) - ln(t)) / (p + 1) : T(0);
  }
};
struct Huber {
  static constexpr Parameter parameters[] = {{"delta", "where the parabola becomes a line", 1, 1e-3, 1000, true}};
  template <class T>
  static T value(T p, T t, const double* o) {
    const T d = std::abs(p - t), delta = as<T>(o[place("delta", parameters)]);
    return d <= delta ? d * d / 2 : delta * d - delta * delta / 2;
  }
  template <class T>
  static T slope(T p, T t, const double* o) {
    return std::clamp(p - t, -as<T>(o[place("delta", parameters)]), as<T>(o[place("delta", parameters)]));
  }
};
struct LogCosh {  // ln cosh d = d + softplus(-2 d) - ln 2, without overflow
  template <class T>
  static T value(T p, T t, const double*) {
    const T d = std::abs(p - t);
    return d + std::log1p(std::exp(-2 * d)) - as<T>(std::numbers::ln2);
  }
  template <class T>
  static T slope(T p, T t, const double*) {
    return std::tanh(p - t);
  }
};
struct Poisson {
  template <class T>
  static T value(T p, T t, const double*) {
    return p - t * std::log(p + static_cast<T>(keras_epsilon));
  }
  template <class T>
  static T slope(T p, T t, const double*) {
    return 1 - t / (p + static_cast<T>(keras_epsilon));
  }
};

struct CosineSimilarity {  // -sum of the products of both rows at length 1: -1 is the same direction
  template <class T>
  static T inverse_length(View<const T> row) {
    return 1 / std::sqrt(std::max(flat(row).square().sum(), static_cast<T>(1e-12)));
  }
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss, const double*) {
    for (Index r = 0; r < p.rows; ++r) {
      const auto a = p.middle_rows(r, 1), b = t.middle_rows(r, 1);
      row_loss[r] = -(flat(a) * flat(b)).sum() * inverse_length(a) * inverse_length(b);
    }
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale, const double*) {
    for (Index r = 0; r < p.rows; ++r) {  // u = p / |p|: dL/dp = (-t' + (t' u) u) / |p|, t' = t / |t|
      const auto a = p.middle_rows(r, 1), b = t.middle_rows(r, 1);
      const T length = inverse_length(a), other = inverse_length(b);
      const bool flat_part = flat(a).square().sum() <= static_cast<T>(1e-12);  // there the length is held fixed
      const T along = flat_part ? T(0) : (flat(a) * flat(b)).sum() * length * other;
      flat(dp.middle_rows(r, 1)) = (flat(a) * (along * length) - flat(b) * other) * (length * scale);
    }
  }
};

}  // namespace chainrule
