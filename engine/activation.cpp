// SPDX-License-Identifier: MIT
// Each activation is one struct: forward and, below it, its derivative. Adding one = one struct and one row.
// Formulas: Keras 3 `keras/src/activations`; conventions at kinks are stated in the row's `derivative`.
#include "activation.hpp"

#include <cmath>

#include "eigen.hpp"

namespace chainrule {
namespace {

struct Linear {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {
    if (z.data != a.data) flat(a) = flat(z);
  }
  template <class T>
  static void backward(View<const T>, View<const T>, View<const T> da, View<T> dz, const double*) {
    if (da.data != dz.data) flat(dz) = flat(da);
  }
};

struct Sigmoid {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) { flat(a) = flat(z).logistic(); }
  template <class T>
  static void backward(View<const T>, View<const T> a, View<const T> da, View<T> dz, const double*) {
    flat(dz) = flat(da) * flat(a) * (T(1) - flat(a));
  }
};

struct Tanh {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) { flat(a) = flat(z).tanh(); }
  template <class T>
  static void backward(View<const T>, View<const T> a, View<const T> da, View<T> dz, const double*) {
    flat(dz) = flat(da) * (T(1) - flat(a).square());
  }
};

struct Relu {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {
    for (Index i = 0; i < z.size(); ++i) a.data[i] = z.data[i] < 0 ? T(0) : z.data[i];  // a NaN stays one
  }
  template <class T>
  static void backward(View<const T> z, View<const T>, View<const T> da, View<T> dz, const double*) {
    for (Index i = 0; i < z.size(); ++i) dz.data[i] = z.data[i] > 0 ? da.data[i] : T(0);
  }
};

struct LeakyRelu {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double* p) {
    const T slope = static_cast<T>(p[0]);
    for (Index i = 0; i < z.size(); ++i) a.data[i] = z.data[i] > 0 ? z.data[i] : slope * z.data[i];
  }
  template <class T>
  static void backward(View<const T> z, View<const T>, View<const T> da, View<T> dz, const double* p) {
    const T slope = static_cast<T>(p[0]);
    for (Index i = 0; i < z.size(); ++i) dz.data[i] = z.data[i] > 0 ? da.data[i] : slope * da.data[i];
  }
};

struct Elu {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double* p) {
    const T alpha = static_cast<T>(p[0]);
    for (Index i = 0; i < z.size(); ++i) a.data[i] = z.data[i] > 0 ? z.data[i] : alpha * std::expm1(z.data[i]);
  }
  template <class T>
  static void backward(View<const T> z, View<const T> a, View<const T> da, View<T> dz, const double* p) {
    const T alpha = static_cast<T>(p[0]);
    for (Index i = 0; i < z.size(); ++i) dz.data[i] = z.data[i] > 0 ? da.data[i] : da.data[i] * (a.data[i] + alpha);
  }
};

struct Softplus {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {  // no overflow for large |z|
    for (Index i = 0; i < z.size(); ++i) {
      const T x = z.data[i];
      a.data[i] = (x > 0 ? x : T(0)) + std::log1p(std::exp(-std::abs(x)));
    }
  }
  template <class T>
  static void backward(View<const T> z, View<const T>, View<const T> da, View<T> dz, const double*) {
    flat(dz) = flat(da) * flat(z).logistic();
  }
};

struct Softmax {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {
    for (Index r = 0; r < z.rows; ++r) {
      auto row = flat(a.middle_rows(r, 1));
      row = flat(z.middle_rows(r, 1));
      row -= row.maxCoeff();  // the largest exponent becomes 0: no overflow, the same quotient
      row = row.exp();
      row /= row.sum();
    }
  }
  template <class T>
  static void backward(View<const T>, View<const T> a, View<const T> da, View<T> dz, const double*) {
    for (Index r = 0; r < a.rows; ++r) {  // dz_i = a_i (da_i - sum_j da_j a_j)
      const auto s = flat(a.middle_rows(r, 1)), d = flat(da.middle_rows(r, 1));
      const T along = (d * s).sum();
      flat(dz.middle_rows(r, 1)) = s * (d - along);
    }
  }
};

template <class F>
constexpr Activation row(std::string_view name, std::string_view help, std::string_view formula,
                         std::string_view derivative, std::span<const Parameter> parameters = {},
                         bool elementwise = true) {
  return {name, help, formula, derivative, parameters, elementwise,
          {F::template forward<float>, F::template backward<float>},
          {F::template forward<double>, F::template backward<double>}};
}

constexpr Parameter elu_parameters[] = {{"alpha", "the value that very negative inputs approach is -alpha", 1, 0, 10}};
constexpr Parameter leaky_parameters[] = {{"negative_slope", "slope for negative inputs", 0.2, 0, 1}};

constexpr Activation table[] = {
    row<Linear>("linear", "Passes z on as it is: for regression, or to see that linear layers stay linear.", "z", "1"),
    row<Sigmoid>("sigmoid", "Squeezes z into 0..1: a probability for two classes.", "1 / (1 + e^-z)", "a (1 - a)"),
    row<Tanh>("tanh", "Squeezes z into -1..1, steepest at 0.", "(e^z - e^-z) / (e^z + e^-z)", "1 - a^2"),
    row<Relu>("relu", "Keeps positive values, cuts negative ones to 0. Fast, and does not saturate.", "max(0, z)",
              "1 if z > 0, else 0 (0 at 0)"),
    row<Softmax>("softmax", "Turns a row of scores into probabilities that add up to 1: for several classes.",
                 "e^z_i / sum_j e^z_j", "a_i (1 - a_i) for i = j, -a_i a_j else", {}, false),
    row<Elu>("elu", "Like relu, but bends smoothly towards -alpha below 0.", "z if z > 0, else alpha (e^z - 1)",
             "1 if z > 0, else a + alpha", elu_parameters),
    row<Softplus>("softplus", "A smooth relu; its derivative is the sigmoid.", "ln(1 + e^z)", "1 / (1 + e^-z)"),
    row<LeakyRelu>("leaky_relu", "Like relu, but negative inputs keep a small slope, so no unit dies.",
                   "z if z > 0, else negative_slope z", "1 if z > 0, else negative_slope", leaky_parameters),
};

}  // namespace

std::span<const Activation> activations() { return table; }

}  // namespace chainrule
