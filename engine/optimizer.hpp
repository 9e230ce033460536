#pragma once
// SPDX-License-Identifier: MIT
// The table of optimizers: how a gradient changes a weight.
#include <span>
#include <string_view>

#include "choice.hpp"

namespace chainrule {

/// One update of `count` weights that lie side by side. `step` counts updates of the whole network from 1.
struct UpdateRange {
  float* weights;
  const float* gradients;  ///< dL/dw, mean over the batch
  float* slots[3];         ///< the optimizer's own numbers, one a weight, zero at first
  Index count;
};

struct Optimizer {
  std::string_view name, help, formula;
  std::span<const Parameter> parameters;   ///< the first is learning_rate
  std::span<const std::string_view> slots; ///< names of the numbers kept for each weight
  void (*update)(const UpdateRange& range, double step, const double* p);
};

std::span<const Optimizer> optimizers();

/// Keras's `decay`: learning_rate / (1 + decay * updates done before this one).
double decayed(double learning_rate, double decay, double step);

}  // namespace chainrule
