#pragma once
// SPDX-License-Identifier: MIT
// What the phases of one training step left behind, as plain copies to look at.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/types.hpp"

namespace chainrule {

enum class Phase { load, forward, loss, backward, update, done };
inline constexpr std::string_view phase_names[] = {"load", "forward", "loss", "backward", "update", "done"};

struct Step {
  Phase phase = Phase::done;
  Index layer = 0;  ///< for forward, backward, update
  bool operator==(const Step&) const = default;
};

/// One layer's numbers; rows are samples. Empty until the phase that makes them.
struct LayerTrace {
  Matrix x;           ///< input
  Matrix z;           ///< x W + b; what the activation takes
  Matrix a;           ///< g(z)
  Matrix derivative;  ///< g'(z) = da/dz, elementwise ones only; of dropout its mask
  Matrix da;          ///< received: dL/da (L the mean over the batch)
  Matrix delta;       ///< computed: dL/dz
  Matrix dx;          ///< passed on: dL/dx = delta W^T (not for the first layer)
  Matrix statistics;  ///< of a normalisation: mean, variance, 1 / deviation as rows, one column a column (a row) of x
  std::vector<Matrix> gradients;          ///< dL/dW, dL/db, with the penalties' shares
  std::vector<Matrix> penalty_gradients;  ///< the shares of regularizers in them; empty without any
  std::vector<Matrix> clipped;            ///< gradients as the optimizer got them; empty without clipping
  std::vector<Matrix> before, after;      ///< W, b before and after the update
  std::vector<std::vector<Matrix>> slots_before, slots;  ///< of the update: [slot][tensor]; empty for slots not in use
};

struct Trace {
  Matrix x, y;                      ///< the batch
  std::vector<std::uint32_t> rows;  ///< which rows of the data it has; empty: all, in order
  std::vector<float> row_weights;   ///< how much each of them counts; empty: the same
  std::vector<float> row_loss;      ///< of each sample
  double loss = 0;                  ///< mean over the batch, penalties included
  double penalty = 0;               ///< of regularizers and activity regularizers, in `loss`
  double learning_rate = 0;         ///< in force at this step: schedule and decay included
  double step = 0;                  ///< the update's number, from 1
  std::array<double, 3> terms{};    ///< what the optimizer prepared for it: see Optimizer::steps
  std::vector<LayerTrace> layers;
};

/// A row's share in the batch's dL/dw, of a dense layer's weight from `from` to `unit` (from -1: its bias), without
/// penalties: x delta.
inline float row_share(const LayerTrace& t, Index row, Index from, Index unit) {
  return (from < 0 ? 1.0f : t.x(row, from)) * t.delta(row, unit);
}
/// dL_r/dw of a row's own loss L_r: n times its share, since the deltas carry the 1/n of the batch's mean.
inline float row_gradient(const LayerTrace& t, Index row, Index from, Index unit) {
  return static_cast<float>(t.delta.rows) * row_share(t, row, from, unit);
}
/// What the update adds to a number of the layer's tensor.
inline float change_of(const LayerTrace& t, std::size_t tensor, Index row, Index column) {
  return t.after[tensor](row, column) - t.before[tensor](row, column);
}

}  // namespace chainrule
