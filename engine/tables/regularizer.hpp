#pragma once
// SPDX-License-Identifier: MIT
// The tables of regularizers (a penalty in the loss) and constraints (a projection after each update).
#include <span>
#include <string_view>

#include "engine/tables/choice.hpp"

namespace chainrule {

struct Regularizer {
  std::string_view name, help, formula;
  KerasName keras;  ///< classes; the body is that of a function of a tensor x
  std::span<const Parameter> parameters;
  double (*penalty)(const float* w, Index count, const double* p);
  double (*penalty_exact)(const double* w, Index count, const double* p);  ///< for gradient_check
  /// gradients += d penalty / dw.
  void (*add_gradient)(const float* w, Index count, float* gradients, const double* p);

  bool any() const { return penalty != nullptr; }
};
/// The first row is "none".
std::span<const Regularizer> regularizers();

struct Constraint {
  std::string_view name, help, formula;
  KerasName keras;  ///< classes; the body is that of a function of a tensor x
  std::span<const Parameter> parameters;
  /// Changes a kernel [rows, cols] whose columns are units.
  void (*apply)(View<float> w, const double* p);

  bool any() const { return apply != nullptr; }
};
/// The first row is "none".
std::span<const Constraint> constraints();

}  // namespace chainrule
