#pragma once
// SPDX-License-Identifier: MIT
// The table of optimizers: how a gradient changes a weight.
#include <span>
#include <string_view>

#include "engine/tables/choice.hpp"

namespace chainrule {

inline constexpr int most_slots = 3;

/// `count` weights that lie side by side.
struct UpdateRange {
  float* weights;
  const float* gradients;    ///< dL/dw, mean over the batch, after clipping
  float* slots[most_slots];  ///< the optimizer's own numbers, one a weight; nullptr for those not in use
  Index count;
};

/// Where the training stands: the same for all weights of the network.
struct UpdateStep {
  double step = 0;           ///< counts updates of the whole network from 1
  double learning_rate = 0;  ///< in force now: schedule and decay included
  Dialect dialect = Dialect::keras3;
  double momentum_product = 1;  ///< of Nadam: the product of its momenta up to this step
  double terms[3] = {};         ///< factors that are the same for all weights, made by Optimizer::prepare
};

struct Optimizer {
  std::string_view name, help, formula;
  KerasName keras;                          ///< classes; in a Keras that has none adam stands in its place
  std::span<const Parameter> parameters;    ///< the first is learning_rate, the last five are SharedParameters
  std::span<const std::string_view> slots;  ///< names of the numbers kept for each weight
  /// Once a step, before the updates: `terms` and the momentum product.
  void (*prepare)(UpdateStep& step, const double* p);
  /// Changes the weights. A weight that would no longer be finite keeps its value; false when there is one.
  bool (*update)(const UpdateRange& range, const UpdateStep& step, const double* p);
  bool (*uses_slot)(int slot, const double* p) = nullptr;  ///< nullptr: all are in use
  /// Which parameter the first slot begins with, or -1 for 0.
  int first_slot_parameter = -1;
  /// The update of one weight as it is computed, equations with ';' between them: w, g = dL/dw, t the number of the
  /// step, the parameters by name, c_1 to c_3 the terms of prepare(); a ' is on what is new.
  std::string_view (*steps)(const double* p, Dialect dialect) = nullptr;
  std::span<const std::string_view> letters = {};  ///< what the slots are called in them

  bool in_use(int slot, const double* p) const { return !uses_slot || uses_slot(slot, p); }
};

std::span<const Optimizer> optimizers();
/// Every optimizer's first parameter.
inline constexpr std::size_t learning_rate_place = 0;

/// What every optimizer takes besides its own parameters. Keras's order: clip, weight decay, update.
struct SharedParameters {
  double decay, weight_decay, clipnorm, global_clipnorm, clipvalue;
};
inline constexpr std::size_t shared_count = 5;
SharedParameters shared_parameters(const Optimizer& optimizer, std::span<const double> values);

/// Throws Error where Keras 3 does: at most one way of clipping. (Keras 2.2 clips by norm, then by value.)
void check_clipping(const Optimizer& optimizer, std::span<const double> values, Dialect dialect);

/// Keras's `decay`: learning_rate / (1 + decay * updates done before this one).
double decayed(double learning_rate, double decay, double step);

}  // namespace chainrule
