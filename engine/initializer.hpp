#pragma once
// SPDX-License-Identifier: MIT
// The table of initializers: how the first weights are drawn.
#include <span>
#include <string_view>

#include "choice.hpp"
#include "random.hpp"

namespace chainrule {

struct Initializer {
  std::string_view name, help, formula;
  std::span<const Parameter> parameters;
  /// Fills `count` weights of a tensor with the given fans (Keras's VarianceScaling: kernel [in, out]; for a
  /// vector both fans are its length).
  void (*fill)(float* weights, Index count, Index fan_in, Index fan_out, Random& random, const double* p);
};

std::span<const Initializer> initializers();

}  // namespace chainrule
