#pragma once
// SPDX-License-Identifier: MIT
// Elementwise activations, one struct each: value g(z) and, below it, its derivative slope g'(z), given z and a = g(z);
// p are the values of its parameters.
// Formulas: Keras 3 `keras/src/activations` and Wikipedia, "Activation function". Included by activation.cpp only.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/types.hpp"
#include "engine/tables/choice.hpp"

namespace chainrule {

template <class T>
T logistic(T z) {  // no overflow on either side
  const T e = std::exp(-std::abs(z));
  return z < 0 ? e / (1 + e) : 1 / (1 + e);
}
template <class T>
T ln_1_plus_exp(T z) {
  return (z > 0 ? z : T(0)) + std::log1p(std::exp(-std::abs(z)));
}
/// A parameter in the number type at hand.
template <class T>
T as(double parameter) {
  return static_cast<T>(parameter);
}

// ---- pieces of straight lines --------------------------------------------------------------------------------------

struct Relu6 {
  template <class T> static T value(T z, const double*) { return z < 0 ? T(0) : z > 6 ? T(6) : z; }
  template <class T> static T slope(T z, T, const double*) { return z > 0 && z < 6 ? T(1) : T(0); }
};
struct LeakyRelu {
  static constexpr Parameter parameters[] = {{"negative_slope", "slope for negative inputs", 0.2, 0, 1}};
  template <class T> static T value(T z, const double* p) {
    return z > 0 ? z : as<T>(p[place("negative_slope", parameters)]) * z;
  }
  template <class T> static T slope(T z, T, const double* p) {
    return z > 0 ? T(1) : as<T>(p[place("negative_slope", parameters)]);
  }
};
struct HardSigmoid {  // clip(slope z + 1/2, 0, 1); slope 1/6 (Keras 3, relu6(z + 3) / 6) or 1/5 (Keras 2)
  static constexpr Parameter parameters[] = {{"slope", "steepness between the two ends: 1/6 in Keras 3, 1/5 in Keras 2",
                                              1.0 / 6, 0.01, 10, false, false, 0.2}};
  template <class T> static T value(T z, const double* p) {
    const T y = as<T>(p[place("slope", parameters)]) * z + T(0.5);
    return y < 0 ? T(0) : y > 1 ? T(1) : y;
  }
  template <class T> static T slope(T, T a, const double* p) {
    return a > 0 && a < 1 ? as<T>(p[place("slope", parameters)]) : T(0);
  }
};
struct HardTanh {
  template <class T> static T value(T z, const double*) { return z < -1 ? T(-1) : z > 1 ? T(1) : z; }
  template <class T> static T slope(T z, T, const double*) { return z > -1 && z < 1 ? T(1) : T(0); }
};
struct HardShrink {
  static constexpr Parameter parameters[] = {{"threshold", "half width of the dead zone around 0", 0.5, 0, 10}};
  template <class T> static T value(T z, const double* p) {
    return std::abs(z) <= as<T>(p[place("threshold", parameters)]) ? T(0) : z;
  }
  template <class T> static T slope(T z, T, const double* p) {
    return std::abs(z) > as<T>(p[place("threshold", parameters)]) ? T(1) : T(0);
  }
};
struct SoftShrink {
  static constexpr Parameter parameters[] = {{"threshold", "half width of the dead zone around 0", 0.5, 0, 10}};
  template <class T> static T value(T z, const double* p) {
    const T t = as<T>(p[place("threshold", parameters)]);
    return z > t ? z - t : z < -t ? z + t : z * T(0);  // a NaN stays one
  }
  template <class T> static T slope(T z, T, const double* p) {
    return std::abs(z) > as<T>(p[place("threshold", parameters)]) ? T(1) : T(0);
  }
};
struct Threshold {
  static constexpr Parameter parameters[] = {{"threshold", "values up to it are replaced", 0, -10, 10},
                                             {"default_value", "what they are replaced by", 0, -10, 10}};
  template <class T> static T value(T z, const double* p) {
    return z <= as<T>(p[place("threshold", parameters)]) ? as<T>(p[place("default_value", parameters)]) : z;
  }
  template <class T> static T slope(T z, T, const double* p) {
    return z > as<T>(p[place("threshold", parameters)]) ? T(1) : T(0);
  }
};
struct SparseSigmoid {
  template <class T> static T value(T z, const double*) { return z < -1 ? T(0) : z > 1 ? T(1) : (z + 1) / 2; }
  template <class T> static T slope(T z, T, const double*) { return z > -1 && z < 1 ? T(0.5) : T(0); }
};
struct BinaryStep {
  template <class T> static T value(T z, const double*) { return z >= 0 ? T(1) : z < 0 ? T(0) : z; }
  template <class T> static T slope(T, T, const double*) { return T(0); }
};

// ---- exponentials --------------------------------------------------------------------------------------------------

struct Elu {
  static constexpr Parameter parameters[] = {
      {"alpha", "the value that very negative inputs approach is -alpha", 1, 0, 10}};
  template <class T> static T value(T z, const double* p) {
    return z > 0 ? z : as<T>(p[place("alpha", parameters)]) * std::expm1(z);
  }
  template <class T> static T slope(T z, T a, const double* p) {
    return z > 0 ? T(1) : a + as<T>(p[place("alpha", parameters)]);
  }
};
struct Selu {  // Klambauer et al. 2017: the scale and alpha that keep mean 0 and variance 1
  static constexpr double alpha = 1.6732632423543772848, scale = 1.0507009873554804934;
  template <class T> static T value(T z, const double*) {
    return as<T>(scale) * (z > 0 ? z : as<T>(alpha) * std::expm1(z));
  }
  template <class T> static T slope(T z, T a, const double*) { return z > 0 ? as<T>(scale) : a + as<T>(scale * alpha); }
};
struct Celu {
  static constexpr Parameter parameters[] = {
      {"alpha", "the value that very negative inputs approach is -alpha", 1, 0.01, 10}};
  template <class T> static T value(T z, const double* p) {
    const T alpha = as<T>(p[place("alpha", parameters)]);
    return z > 0 ? z : alpha * std::expm1(z / alpha);
  }
  template <class T> static T slope(T z, T a, const double* p) {
    return z > 0 ? T(1) : 1 + a / as<T>(p[place("alpha", parameters)]);
  }
};
struct Softplus {
  template <class T> static T value(T z, const double*) { return ln_1_plus_exp(z); }
  template <class T> static T slope(T z, T, const double*) { return logistic(z); }
};
struct LogSigmoid {
  template <class T> static T value(T z, const double*) { return -ln_1_plus_exp(-z); }
  template <class T> static T slope(T z, T, const double*) { return logistic(-z); }
};
struct Exponential {
  template <class T> static T value(T z, const double*) { return std::exp(z); }
  template <class T> static T slope(T, T a, const double*) { return a; }
};
struct Silu {
  template <class T> static T value(T z, const double*) { return z * logistic(z); }
  template <class T> static T slope(T z, T a, const double*) {
    const T s = logistic(z);
    return s + a * (1 - s);
  }
};
struct HardSilu {
  template <class T> static T value(T z, const double*) { return z <= -3 ? T(0) : z >= 3 ? z : z * (z + 3) / 6; }
  template <class T> static T slope(T z, T, const double*) { return z <= -3 ? T(0) : z >= 3 ? T(1) : (2 * z + 3) / 6; }
};
struct Gelu {  // z Phi(z), or Hendrycks and Gimpel's approximation with tanh
  static constexpr Parameter parameters[] = {
      {"approximate", "tanh's formula in place of the normal distribution", 0, 0, 1, false, true}};
  static constexpr double root = 0.79788456080286535588;  // sqrt(2 / pi)
  template <class T> static T value(T z, const double* p) {
    if (p[place("approximate", parameters)] != 0)
      return T(0.5) * z * (1 + std::tanh(as<T>(root) * (z + as<T>(0.044715) * z * z * z)));
    return T(0.5) * z * std::erfc(-z * as<T>(std::numbers::sqrt2 / 2));
  }
  template <class T> static T slope(T z, T, const double* p) {
    if (p[place("approximate", parameters)] != 0) {
      const T t = std::tanh(as<T>(root) * (z + as<T>(0.044715) * z * z * z));
      return T(0.5) * (1 + t) + T(0.5) * z * (1 - t * t) * as<T>(root) * (1 + as<T>(3 * 0.044715) * z * z);
    }
    return T(0.5) * std::erfc(-z * as<T>(std::numbers::sqrt2 / 2)) + z * as<T>(root / 2) * std::exp(-z * z / 2);
  }
};
struct Mish {
  template <class T> static T value(T z, const double*) { return z * std::tanh(ln_1_plus_exp(z)); }
  template <class T> static T slope(T z, T, const double*) {
    const T t = std::tanh(ln_1_plus_exp(z));
    return t + z * logistic(z) * (1 - t * t);
  }
};
struct Elish {
  template <class T> static T value(T z, const double*) { return (z >= 0 ? z : std::expm1(z)) * logistic(z); }
  template <class T> static T slope(T z, T a, const double*) {
    const T s = logistic(z);
    return z >= 0 ? s + a * (1 - s) : std::exp(z) * s + a * (1 - s);
  }
};

// ---- smooth curves -------------------------------------------------------------------------------------------------

struct Softsign {
  template <class T> static T value(T z, const double*) { return z / (1 + std::abs(z)); }
  template <class T> static T slope(T z, T, const double*) { return 1 / ((1 + std::abs(z)) * (1 + std::abs(z))); }
};
struct TanhShrink {
  template <class T> static T value(T z, const double*) { return z - std::tanh(z); }
  template <class T> static T slope(T z, T, const double*) {
    const T t = std::tanh(z);
    return t * t;
  }
};
struct Squareplus {
  static constexpr Parameter parameters[] = {{"b", "roundness of the bend", 4, 0, 100}};
  template <class T> static T value(T z, const double* p) {
    return (z + std::sqrt(z * z + as<T>(p[place("b", parameters)]))) / 2;
  }
  template <class T> static T slope(T z, T, const double* p) {
    const T root = std::sqrt(z * z + as<T>(p[place("b", parameters)]));
    return root > 0 ? (1 + z / root) / 2 : T(0.5);
  }
};
struct SparsePlus {
  template <class T> static T value(T z, const double*) { return z <= -1 ? T(0) : z >= 1 ? z : (z + 1) * (z + 1) / 4; }
  template <class T> static T slope(T z, T, const double*) { return z <= -1 ? T(0) : z >= 1 ? T(1) : (z + 1) / 2; }
};
struct Gaussian {
  template <class T> static T value(T z, const double*) { return std::exp(-z * z); }
  template <class T> static T slope(T z, T a, const double*) { return -2 * z * a; }
};
struct Sinusoid {
  template <class T> static T value(T z, const double*) { return std::sin(z); }
  template <class T> static T slope(T z, T, const double*) { return std::cos(z); }
};
struct Sinc {
  template <class T> static T value(T z, const double*) { return z == 0 ? T(1) : std::sin(z) / z; }
  template <class T> static T slope(T z, T a, const double*) {
    if (std::abs(z) < T(1e-2)) return -z / 3 + z * z * z / 30;  // cos z / z - sin z / z^2 cancels near 0
    return (std::cos(z) - a) / z;
  }
};
struct Arctan {
  template <class T> static T value(T z, const double*) { return std::atan(z); }
  template <class T> static T slope(T z, T, const double*) { return 1 / (1 + z * z); }
};
struct Isru {
  static constexpr Parameter parameters[] = {{"alpha", "the limits are 1 / sqrt(alpha)", 1, 0.01, 100}};
  template <class T> static T value(T z, const double* p) {
    return z / std::sqrt(1 + as<T>(p[place("alpha", parameters)]) * z * z);
  }
  template <class T> static T slope(T z, T, const double* p) {
    const T r = 1 / std::sqrt(1 + as<T>(p[place("alpha", parameters)]) * z * z);
    return r * r * r;
  }
};
struct Isrlu {
  static constexpr auto& parameters = Isru::parameters;
  template <class T> static T value(T z, const double* p) { return z >= 0 ? z : Isru::value(z, p); }
  template <class T> static T slope(T z, T a, const double* p) { return z >= 0 ? T(1) : Isru::slope(z, a, p); }
};
struct BentIdentity {
  template <class T> static T value(T z, const double*) { return (std::sqrt(z * z + 1) - 1) / 2 + z; }
  template <class T> static T slope(T z, T, const double*) { return z / (2 * std::sqrt(z * z + 1)) + 1; }
};
struct SoftExponential {  // Godfrey and Gashler 2015: from logarithm (alpha < 0) through identity to exponential
  static constexpr Parameter parameters[] = {{"alpha", "below 0 a logarithm, above 0 an exponential", 0.5, -1, 1}};
  template <class T> static T value(T z, const double* p) {
    const T alpha = as<T>(p[place("alpha", parameters)]);
    if (alpha == 0) return z;
    if (alpha > 0) return std::expm1(alpha * z) / alpha + alpha;
    return -std::log(std::max(1 - alpha * (z + alpha), least<T>())) / alpha;  // the logarithm ends there
  }
  template <class T> static T slope(T z, T, const double* p) {
    const T alpha = as<T>(p[place("alpha", parameters)]);
    if (alpha >= 0) return std::exp(alpha * z);
    const T inside = 1 - alpha * (z + alpha);
    return inside > least<T>() ? 1 / inside : T(0);
  }
  template <class T> static constexpr T least() { return T(1e-6); }
};
struct Sqnl {
  template <class T> static T value(T z, const double*) {
    return z > 2 ? T(1) : z < -2 ? T(-1) : z < 0 ? z + z * z / 4 : z - z * z / 4;
  }
  template <class T> static T slope(T z, T, const double*) {
    return z > 2 || z < -2 ? T(0) : z < 0 ? 1 + z / 2 : 1 - z / 2;
  }
};
struct Smht {  // Soboleva's modified hyperbolic tangent (e^az - e^-bz) / (e^cz + e^-dz)
  static constexpr Parameter parameters[] = {{"a", "growth of the upper part's e^az", 1, 0, 4},
                                             {"b", "growth of its e^-bz", 1, 0, 4},
                                             {"c", "growth of the lower part's e^cz", 1, 0, 4},
                                             {"d", "growth of its e^-dz", 1, 0, 4}};
  template <class T> struct Terms {
    T top, bottom, top_slope, bottom_slope;
  };
  template <class T> static Terms<T> terms(T z, const double* p) {
    const T a = as<T>(p[place("a", parameters)]), b = as<T>(p[place("b", parameters)]),
            c = as<T>(p[place("c", parameters)]), d = as<T>(p[place("d", parameters)]);
    const T shift = std::max({a * z, -b * z, c * z, -d * z});  // the largest exponent becomes 0: no overflow
    const T ea = std::exp(a * z - shift), eb = std::exp(-b * z - shift), ec = std::exp(c * z - shift),
            ed = std::exp(-d * z - shift);
    return {ea - eb, ec + ed, a * ea + b * eb, c * ec - d * ed};
  }
  template <class T> static T value(T z, const double* p) {
    const auto t = terms(z, p);
    return t.top / t.bottom;
  }
  template <class T> static T slope(T z, T a, const double* p) {
    const auto t = terms(z, p);
    return (t.top_slope - a * t.bottom_slope) / t.bottom;
  }
};

}  // namespace chainrule
