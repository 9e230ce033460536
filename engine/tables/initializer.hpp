#pragma once
// SPDX-License-Identifier: MIT
// The table of initializers: how the first weights are drawn.
#include <span>
#include <string_view>

#include "engine/base/random.hpp"
#include "engine/tables/choice.hpp"

namespace chainrule {

struct Initializer {
  std::string_view name, help, formula;
  KerasName keras;  ///< classes; the body is that of a function of shape, dtype=None
  std::span<const Parameter> parameters;
  /// Fills a tensor [rows, cols]. The fans of Keras's VarianceScaling are rows and cols of a kernel [in, out]; for a
  /// vector, [1, n], both are n.
  void (*fill)(View<float> weights, bool vector, Random& random, const double* p);
  std::span<const std::string_view> aliases = {};
};

std::span<const Initializer> initializers();

}  // namespace chainrule
