#pragma once
// SPDX-License-Identifier: MIT
// Losses between probabilities or scores and classes. Formulas: Keras 3 `keras/src/losses/losses.py` and its back end's
// crossentropy functions; where Keras 2.2 clips, it clips at the same places. Included by loss.cpp and
// metric.cpp only.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/eigen.hpp"
#include "engine/base/sum_exp.hpp"
#include "engine/tables/activation_elementwise.hpp"
#include "engine/tables/loss.hpp"

namespace chainrule {

template <class T>
T clipped(T p) {
  return std::clamp(p, static_cast<T>(keras_epsilon), T(1) - static_cast<T>(keras_epsilon));
}
template <class T>
bool inside(T p) {
  return p == clipped(p);
}

inline constexpr Parameter logits_parameter{
    "from_logits", "the outputs are scores before sigmoid or softmax", 0, 0, 1, false, true};
inline constexpr Parameter smoothing_parameter{"label_smoothing",
                                               "share of each target that is spread over all classes", 0, 0, 1};
inline constexpr Parameter gamma_parameter{"gamma", "how little samples count that are right already", 2, 0, 10};
inline constexpr Parameter entropy_parameters[] = {logits_parameter, smoothing_parameter};
inline constexpr Parameter categorical_focal_parameters[] = {
    {"alpha", "weight of all classes", 0.25, 0, 10}, smoothing_parameter, gamma_parameter};

/// label_smoothing of all of them.
inline double smoothing(const double* o) {
  return o[place("label_smoothing", entropy_parameters, categorical_focal_parameters)];
}
template <class T>
T smoothed(T t, T classes, const double* o) {
  return t * as<T>(1 - smoothing(o)) + as<T>(smoothing(o)) / classes;
}

struct BinaryCrossentropy {  // mean over outputs of -t ln p - (1 - t) ln(1 - p)
  static constexpr auto& parameters = entropy_parameters;
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss, const double* o) {
    for (Index r = 0; r < p.rows; ++r) {
      T sum = 0;
      for (Index j = 0; j < p.cols; ++j) {
        const T q = clipped(p(r, j)), target = smoothed(t(r, j), T(2), o);
        sum -= target * std::log(q) + (1 - target) * std::log(1 - q);
      }
      row_loss[r] = sum / static_cast<T>(p.cols);
    }
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale, const double* o) {
    const T s = scale / static_cast<T>(p.cols);
    for (Index i = 0; i < p.size(); ++i) {
      const T q = clipped(p.data[i]);  // where the clip holds, the value is flat
      dp.data[i] = inside(p.data[i]) ? s * (q - smoothed(t.data[i], T(2), o)) / (q * (1 - q)) : T(0);
    }
  }
  template <class T>
  static void value_from_logits(View<const T> z, View<const T> t, T* row_loss, const double* o) {
    for (Index r = 0; r < z.rows; ++r) {  // max(z,0) - z t + ln(1 + e^-|z|)
      T sum = 0;
      for (Index j = 0; j < z.cols; ++j) {
        const T x = z(r, j);
        sum += (x < 0 ? T(0) : x) - x * smoothed(t(r, j), T(2), o) + std::log1p(std::exp(-std::abs(x)));
      }
      row_loss[r] = sum / static_cast<T>(z.cols);
    }
  }
  template <class T>
  static void gradient_from_logits(View<const T> a, View<const T> t, View<T> dz, T scale, const double* o) {
    const T s = scale / static_cast<T>(a.cols), keep = as<T>(1 - smoothing(o)), share = as<T>(smoothing(o) / 2);
    flat(dz) = (flat(a) - (flat(t) * keep + share)) * s;
  }
};

struct BinaryFocal {  // (1 - p_t)^gamma times the crossentropy
  static constexpr Parameter parameters[] = {
      {"apply_class_balancing", "classes 1 and 0 count alpha and 1 - alpha", 0, 0, 1, false, true},
      {"alpha", "weight of class 1", 0.25, 0, 1},
      gamma_parameter,
      smoothing_parameter};
  template <class T>
  static T target(T t, const double* o) {
    return t * as<T>(1 - o[place("label_smoothing", parameters)]) + as<T>(o[place("label_smoothing", parameters)] / 2);
  }
  template <class T>
  static T weight(T t, const double* o) {
    return o[place("apply_class_balancing", parameters)] == 0
               ? T(1)
               : t * as<T>(o[place("alpha", parameters)]) + (1 - t) * as<T>(1 - o[place("alpha", parameters)]);
  }
  template <class T>
  static T value(T p, T label, const double* o) {
    const T t = target(label, o), q = clipped(p);
    const T entropy = -t * std::log(q) - (1 - t) * std::log(1 - q);
    const T off = std::max(1 - (t * p + (1 - t) * (1 - p)), T(0));
    return weight(t, o) * std::pow(off, as<T>(o[place("gamma", parameters)])) * entropy;
  }
  template <class T>
  static T slope(T p, T label, const double* o) {
    const T t = target(label, o), q = clipped(p), gamma = as<T>(o[place("gamma", parameters)]);
    const T entropy = -t * std::log(q) - (1 - t) * std::log(1 - q);
    const T entropy_slope = inside(p) ? (q - t) / (q * (1 - q)) : T(0);
    const T off = std::max(1 - (t * p + (1 - t) * (1 - p)), T(0)), off_slope = 1 - 2 * t;
    const T factor_slope = gamma == 0 || off == 0 ? T(0) : gamma * std::pow(off, gamma - 1) * off_slope;
    return weight(t, o) * (std::pow(off, gamma) * entropy_slope + factor_slope * entropy);
  }
};

/// ln of the softmax's denominator, shifted by the row's largest logit.
template <class T>
T log_sum_exp(View<const T> row) {
  const T top = flat(row).maxCoeff();
  return top + std::log(sum_exp(row, top));
}

/// Sums over outputs of a function of q = p / sum p, clipped: F::value(q, t) and F::slope, d value / dq.
template <class F>
struct SumOverShares : F {
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss, const double* o) {
    for (Index r = 0; r < p.rows; ++r) {
      const T sum = flat(p.middle_rows(r, 1)).sum(), classes = static_cast<T>(p.cols);
      T loss = 0;
      for (Index j = 0; j < p.cols; ++j) loss += F::value(clipped(p(r, j) / sum), smoothed(t(r, j), classes, o), o);
      row_loss[r] = loss;
    }
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale, const double* o) {
    for (Index r = 0; r < p.rows; ++r) {  // dL/dp_j = (dL/dq_j - sum_i dL/dq_i q_i) / sum p
      const T sum = flat(p.middle_rows(r, 1)).sum(), classes = static_cast<T>(p.cols);
      const auto slope = [&](Index j) {
        const T q = p(r, j) / sum;
        return inside(q) ? F::slope(q, smoothed(t(r, j), classes, o), o) : T(0);
      };
      T along = 0;
      for (Index j = 0; j < p.cols; ++j) along += slope(j) * p(r, j) / sum;
      for (Index j = 0; j < p.cols; ++j) dp(r, j) = scale * (slope(j) - along) / sum;
    }
  }
};

struct CategoricalTerm {
  template <class T>
  static T value(T q, T t, const double*) {
    return -t * std::log(q);
  }
  template <class T>
  static T slope(T q, T t, const double*) {
    return -t / q;
  }
};
struct CategoricalCrossentropy : SumOverShares<CategoricalTerm> {  // -sum t ln p
  static constexpr auto& parameters = entropy_parameters;
  template <class T>
  static void value_from_logits(View<const T> z, View<const T> t, T* row_loss, const double* o) {
    for (Index r = 0; r < z.rows; ++r) {
      const T denominator = log_sum_exp(z.middle_rows(r, 1)), classes = static_cast<T>(z.cols);
      T loss = 0;
      for (Index j = 0; j < z.cols; ++j) loss += smoothed(t(r, j), classes, o) * (denominator - z(r, j));
      row_loss[r] = loss;
    }
  }
  template <class T>
  static void gradient_from_logits(View<const T> a, View<const T> t, View<T> dz, T scale, const double* o) {
    const T keep = as<T>(1 - smoothing(o)), share = as<T>(smoothing(o) / static_cast<double>(a.cols));
    for (Index r = 0; r < a.rows; ++r) {  // a sum(t) - t; rows of t need not add up to 1
      const auto target = flat(t.middle_rows(r, 1)) * keep + share;
      const T sum = target.sum();
      flat(dz.middle_rows(r, 1)) = (flat(a.middle_rows(r, 1)) * sum - target) * scale;
    }
  }
};

struct CategoricalFocalTerm {  // alpha (1 - q)^gamma (-t ln q)
  static constexpr auto& parameters = categorical_focal_parameters;
  template <class T>
  static T value(T q, T t, const double* o) {
    return -as<T>(o[place("alpha", parameters)]) * std::pow(1 - q, as<T>(o[place("gamma", parameters)])) * t *
           std::log(q);
  }
  template <class T>
  static T slope(T q, T t, const double* o) {
    const T gamma = as<T>(o[place("gamma", parameters)]);
    return as<T>(o[place("alpha", parameters)]) * t * std::pow(1 - q, gamma) * (gamma * std::log(q) / (1 - q) - 1 / q);
  }
};

/// The class index of a row's target, -1 where the number names none of so many classes.
template <class T>
Index class_of(View<const T> t, Index r, Index classes) {
  const T value = t(r, 0);
  return value >= 0 && value < static_cast<T>(classes) ? static_cast<Index>(value) : -1;
}

struct SparseCategoricalCrossentropy {  // -ln(p_t / sum p), p clipped, t the class index, which fit() and its like
                                        // check;
  static constexpr Parameter parameters[] = {logits_parameter};
  template <class T>  // as a metric it also meets other numbers: not a number then, as TensorFlow has it
  static Index label(View<const T> t, Index r) {
    return static_cast<Index>(t(r, 0));
  }
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss, const double*) {
    for (Index r = 0; r < p.rows; ++r) {
      T sum = 0;
      for (Index j = 0; j < p.cols; ++j) sum += clipped(p(r, j));
      const Index right = class_of(t, r, p.cols);
      row_loss[r] = right < 0 ? std::numeric_limits<T>::quiet_NaN() : std::log(sum) - std::log(clipped(p(r, right)));
    }
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale, const double*) {
    for (Index r = 0; r < p.rows; ++r) {
      T sum = 0;
      for (Index j = 0; j < p.cols; ++j) sum += clipped(p(r, j));
      for (Index j = 0; j < p.cols; ++j) {
        const T q = p(r, j);
        dp(r, j) = inside(q) ? scale * (1 / sum - (j == label(t, r) ? 1 / q : T(0))) : T(0);
      }
    }
  }
  template <class T>
  static void value_from_logits(View<const T> z, View<const T> t, T* row_loss, const double*) {
    for (Index r = 0; r < z.rows; ++r) row_loss[r] = log_sum_exp(z.middle_rows(r, 1)) - z(r, label(t, r));
  }
  template <class T>
  static void gradient_from_logits(View<const T> a, View<const T> t, View<T> dz, T scale, const double*) {
    flat(dz) = flat(a) * scale;
    for (Index r = 0; r < a.rows; ++r) dz(r, label(t, r)) -= scale;
  }
};

inline constexpr Parameter hinge_parameters[] = {
    {"convert_labels", "labels 0 and 1 count as -1 and 1 (Keras 2.2 wants -1 and 1)", 1, 0, 1, false, true, 0}};

/// Labels -1 and 1 from 0 and 1 where all of them are bits (convert_labels; Keras 2.2 does not).
template <class T>
struct Signs {
  bool convert;
  Signs(View<const T> t, const double* o)
      : convert(o[place("convert_labels", hinge_parameters)] != 0 &&
                std::all_of(t.data, t.data + t.size(), [](T v) { return v == 0 || v == 1; })) {}
  T operator()(T t) const { return convert ? 2 * t - 1 : t; }
};

template <int power>
struct HingeOf {  // mean over outputs of max(1 - t p, 0), or its square
  static constexpr auto& parameters = hinge_parameters;
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss, const double* o) {
    const Signs<T> sign(t, o);
    for (Index r = 0; r < p.rows; ++r) {
      T sum = 0;
      for (Index j = 0; j < p.cols; ++j) {
        const T gap = 1 - sign(t(r, j)) * p(r, j);
        sum += gap < 0 ? T(0) : power == 1 ? gap : gap * gap;
      }
      row_loss[r] = sum / static_cast<T>(p.cols);
    }
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale, const double* o) {
    const Signs<T> sign(t, o);
    const T s = scale / static_cast<T>(p.cols);
    for (Index i = 0; i < p.size(); ++i) {
      const T label = sign(t.data[i]), gap = 1 - label * p.data[i];
      dp.data[i] = gap > 0 ? -s * label * (power == 1 ? T(1) : 2 * gap) : T(0);
    }
  }
};

struct CategoricalHinge {  // max(0, the largest wrong output - the right one + 1)
  template <class T>
  struct Gap {
    T size;
    Index wrong;
  };
  template <class T>
  static Gap<T> gap(View<const T> p, View<const T> t, Index r) {
    T right = 0, most = 0;
    Index wrong = -1;
    for (Index j = 0; j < p.cols; ++j) {
      right += t(r, j) * p(r, j);
      const T other = (1 - t(r, j)) * p(r, j);
      if (wrong < 0 || other > most) {
        most = other;
        wrong = j;
      }
    }
    return {most - right + 1, wrong};
  }
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss, const double*) {
    for (Index r = 0; r < p.rows; ++r) row_loss[r] = std::max(T(0), gap(p, t, r).size);
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale, const double*) {
    for (Index r = 0; r < p.rows; ++r) {
      const Gap<T> g = gap(p, t, r);
      for (Index j = 0; j < p.cols; ++j)
        dp(r, j) = g.size > 0 ? scale * ((j == g.wrong ? 1 - t(r, j) : T(0)) - t(r, j)) : T(0);
    }
  }
};

struct KlDivergence {  // sum over outputs of t ln(t / p), both clipped to [epsilon, 1]
  template <class T>
  static T kept(T v) {
    return std::clamp(v, static_cast<T>(keras_epsilon), T(1));
  }
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss, const double*) {
    for (Index r = 0; r < p.rows; ++r) {
      T sum = 0;
      for (Index j = 0; j < p.cols; ++j) sum += kept(t(r, j)) * std::log(kept(t(r, j)) / kept(p(r, j)));
      row_loss[r] = sum;
    }
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale, const double*) {
    for (Index i = 0; i < p.size(); ++i)
      dp.data[i] = p.data[i] == kept(p.data[i]) ? -scale * kept(t.data[i]) / p.data[i] : T(0);
  }
};

}  // namespace chainrule
