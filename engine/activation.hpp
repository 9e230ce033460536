#pragma once
// SPDX-License-Identifier: MIT
// The table of activation functions a = g(z).
#include <span>
#include <string_view>

#include "choice.hpp"

namespace chainrule {

/// g and the pull-back of a gradient through it, for one number type. `p` are the row's parameters.
template <class T>
struct ActivationFunctions {
  /// a = g(z), row by row. z and a may be the same memory.
  void (*forward)(View<const T> z, View<T> a, const double* p);
  /// dz = dL/dz from da = dL/da: da * g'(z), or J^T da for vector functions. da and dz may be the same memory.
  void (*backward)(View<const T> z, View<const T> a, View<const T> da, View<T> dz, const double* p);
};

struct Activation {
  std::string_view name, help;
  std::string_view formula, derivative;  ///< plain text, z the argument, a the value
  std::span<const Parameter> parameters;
  bool elementwise;                      ///< false: a row's outputs depend on all of its inputs (softmax)
  ActivationFunctions<float> single;
  ActivationFunctions<double> exact;     ///< for gradient_check

  template <class T>
  const ActivationFunctions<T>& functions() const {
    if constexpr (std::is_same_v<T, float>) return single;
    else return exact;
  }
};

std::span<const Activation> activations();

}  // namespace chainrule
