// SPDX-License-Identifier: MIT
// Formulas: Keras 3 `keras/src/losses/losses.py` and its backend's crossentropy functions.
#include "loss.hpp"

#include <algorithm>
#include <cmath>

#include "eigen.hpp"

namespace chainrule {
namespace {

template <class T>
T clipped(T p) { return std::clamp(p, static_cast<T>(keras_epsilon), T(1) - static_cast<T>(keras_epsilon)); }
template <class T>
bool inside(T p) { return p == clipped(p); }

struct MeanSquaredError {  // mean over outputs of (p - t)^2; no 1/2, so the gradient has a 2
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss) {
    for (Index r = 0; r < p.rows; ++r)
      row_loss[r] = (flat(p.middle_rows(r, 1)) - flat(t.middle_rows(r, 1))).square().sum() / static_cast<T>(p.cols);
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale) {
    flat(dp) = (flat(p) - flat(t)) * (2 * scale / static_cast<T>(p.cols));
  }
};

struct BinaryCrossentropy {  // mean over outputs of -t ln p - (1 - t) ln(1 - p)
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss) {
    for (Index r = 0; r < p.rows; ++r) {
      T sum = 0;
      for (Index j = 0; j < p.cols; ++j) {
        const T q = clipped(p(r, j));
        sum -= t(r, j) * std::log(q) + (1 - t(r, j)) * std::log(1 - q);
      }
      row_loss[r] = sum / static_cast<T>(p.cols);
    }
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale) {
    const T s = scale / static_cast<T>(p.cols);
    for (Index i = 0; i < p.size(); ++i) {
      const T q = clipped(p.data[i]);  // where the clip holds, the value is flat
      dp.data[i] = inside(p.data[i]) ? s * (q - t.data[i]) / (q * (1 - q)) : T(0);
    }
  }
  template <class T>
  static void value_from_logits(View<const T> z, View<const T> t, T* row_loss) {  // max(z,0) - z t + ln(1 + e^-|z|)
    for (Index r = 0; r < z.rows; ++r) {
      T sum = 0;
      for (Index j = 0; j < z.cols; ++j) {
        const T x = z(r, j);
        sum += (x < 0 ? T(0) : x) - x * t(r, j) + std::log1p(std::exp(-std::abs(x)));
      }
      row_loss[r] = sum / static_cast<T>(z.cols);
    }
  }
  template <class T>
  static void gradient_from_logits(View<const T> a, View<const T> t, View<T> dz, T scale) {
    flat(dz) = (flat(a) - flat(t)) * (scale / static_cast<T>(a.cols));
  }
};

/// ln of the softmax's denominator, shifted by the row's largest logit.
template <class T>
T log_sum_exp(View<const T> row) {
  const T top = flat(row).maxCoeff();
  return top + std::log((flat(row) - top).exp().sum());
}

struct CategoricalCrossentropy {  // -sum t ln p; p is divided by its sum first
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss) {
    for (Index r = 0; r < p.rows; ++r) {
      const T sum = flat(p.middle_rows(r, 1)).sum();
      T loss = 0;
      for (Index j = 0; j < p.cols; ++j) loss -= t(r, j) * std::log(clipped(p(r, j) / sum));
      row_loss[r] = loss;
    }
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale) {
    for (Index r = 0; r < p.rows; ++r) {  // q = p / S: dL/dp_j = (dL/dq_j - sum_i dL/dq_i q_i) / S
      const T sum = flat(p.middle_rows(r, 1)).sum();
      T along = 0;
      for (Index j = 0; j < p.cols; ++j)
        if (inside(p(r, j) / sum)) along -= t(r, j);
      for (Index j = 0; j < p.cols; ++j) {
        const T q = p(r, j) / sum;
        dp(r, j) = scale * ((inside(q) ? -t(r, j) / q : T(0)) - along) / sum;
      }
    }
  }
  template <class T>
  static void value_from_logits(View<const T> z, View<const T> t, T* row_loss) {
    for (Index r = 0; r < z.rows; ++r) {
      const T denominator = log_sum_exp(z.middle_rows(r, 1));
      T loss = 0;
      for (Index j = 0; j < z.cols; ++j) loss += t(r, j) * (denominator - z(r, j));
      row_loss[r] = loss;
    }
  }
  template <class T>
  static void gradient_from_logits(View<const T> a, View<const T> t, View<T> dz, T scale) {
    for (Index r = 0; r < a.rows; ++r) {  // a sum(t) - t; rows of t need not add up to 1
      const T sum = flat(t.middle_rows(r, 1)).sum();
      flat(dz.middle_rows(r, 1)) = (flat(a.middle_rows(r, 1)) * sum - flat(t.middle_rows(r, 1))) * scale;
    }
  }
};

struct SparseCategoricalCrossentropy {  // -ln(p_t / sum p), p clipped, t the class index
  template <class T>
  static Index label(View<const T> t, Index r) { return static_cast<Index>(t(r, 0)); }
  template <class T>
  static void value(View<const T> p, View<const T> t, T* row_loss) {
    for (Index r = 0; r < p.rows; ++r) {
      T sum = 0;
      for (Index j = 0; j < p.cols; ++j) sum += clipped(p(r, j));
      row_loss[r] = std::log(sum) - std::log(clipped(p(r, label(t, r))));
    }
  }
  template <class T>
  static void gradient(View<const T> p, View<const T> t, View<T> dp, T scale) {
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
  static void value_from_logits(View<const T> z, View<const T> t, T* row_loss) {
    for (Index r = 0; r < z.rows; ++r) row_loss[r] = log_sum_exp(z.middle_rows(r, 1)) - z(r, label(t, r));
  }
  template <class T>
  static void gradient_from_logits(View<const T> a, View<const T> t, View<T> dz, T scale) {
    flat(dz) = flat(a) * scale;
    for (Index r = 0; r < a.rows; ++r) dz(r, label(t, r)) -= scale;
  }
};

using Aliases = std::span<const std::string_view>;

template <class F>
constexpr Loss row(std::string_view name, std::string_view help, std::string_view formula, Aliases aliases) {
  return {name, help, formula, {}, aliases, false, "",
          {F::template value<float>, F::template gradient<float>, nullptr, nullptr},
          {F::template value<double>, F::template gradient<double>, nullptr, nullptr}};
}
template <class F>
constexpr Loss row_with_logits(std::string_view activation, std::string_view name, std::string_view help,
                               std::string_view formula, Aliases aliases, bool class_index = false) {
  return {name, help, formula, {}, aliases, class_index, activation,
          {F::template value<float>, F::template gradient<float>, F::template value_from_logits<float>,
           F::template gradient_from_logits<float>},
          {F::template value<double>, F::template gradient<double>, F::template value_from_logits<double>,
           F::template gradient_from_logits<double>}};
}

// Keras's classes and long names, and those of TensorFlow.js.
constexpr std::string_view mse_aliases[] = {"mean_squared_error", "MeanSquaredError", "meanSquaredError", "MSE"};
constexpr std::string_view binary_aliases[] = {"BinaryCrossentropy", "binaryCrossentropy"};
constexpr std::string_view categorical_aliases[] = {"CategoricalCrossentropy", "categoricalCrossentropy"};
constexpr std::string_view sparse_aliases[] = {"SparseCategoricalCrossentropy", "sparseCategoricalCrossentropy"};

constexpr Loss table[] = {
    row<MeanSquaredError>("mse", "Mean of the squared differences: for numbers.", "mean_j (p_j - t_j)^2",
                          mse_aliases),
    row_with_logits<BinaryCrossentropy>("sigmoid", "binary_crossentropy",
                                        "How surprised a probability is by a yes or no: for two classes.",
                                        "mean_j -t_j ln p_j - (1 - t_j) ln(1 - p_j)", binary_aliases),
    row_with_logits<CategoricalCrossentropy>("softmax", "categorical_crossentropy",
                                             "Surprise over several classes; targets are one-hot rows.",
                                             "-sum_j t_j ln p_j", categorical_aliases),
    row_with_logits<SparseCategoricalCrossentropy>("softmax", "sparse_categorical_crossentropy",
                                                   "The same, with the class's index as target.", "-ln p_t",
                                                   sparse_aliases, true),
};

}  // namespace

std::span<const Loss> losses() { return table; }

}  // namespace chainrule
