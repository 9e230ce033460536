#pragma once
// SPDX-License-Identifier: MIT
// The table of activation functions a = g(z).
#include <span>
#include <string_view>

#include "engine/tables/choice.hpp"

namespace chainrule {

/// g and the pull-back of a gradient through it, for one number type. `p` are the row's parameters.
template <class T>
struct ActivationFunctions {
  /// a = g(z), row by row. z and a may be the same memory where both are equally wide.
  void (*forward)(View<const T> z, View<T> a, const double* p);
  /// dz = dL/dz from da = dL/da: da * g'(z), or J^T da for vector functions. da and dz may be the same memory where
  /// both are equally wide.
  void (*backward)(View<const T> z, View<const T> a, View<const T> da, View<T> dz, const double* p);
};

struct Activation {
  std::string_view name, help;
  std::string_view formula, derivative;  ///< plain text, z the argument, a the value
  KerasName keras;                       ///< functions; the body is that of a function of x
  std::span<const Parameter> parameters;
  bool elementwise;  ///< false: a row's outputs depend on all of its inputs (softmax)
  ActivationFunctions<float> single;
  ActivationFunctions<double> exact;  ///< for gradient_check
  std::span<const std::string_view> aliases = {};
  /// Columns of z for each column of a: 2 for glu, which halves its argument; nullptr: 1.
  Index (*columns_for_one)(const double* p) = nullptr;

  template <class T>
  const ActivationFunctions<T>& functions() const {
    if constexpr (std::is_same_v<T, float>) return single;
    else return exact;
  }
  Index divides(const double* p) const { return columns_for_one ? columns_for_one(p) : 1; }
};

std::span<const Activation> activations();

}  // namespace chainrule
