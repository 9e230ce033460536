#pragma once
// SPDX-License-Identifier: MIT
// Small models and data that many tests use.
#include <string>
#include <utility>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/sequential.hpp"

namespace chainrule {

inline LayerSpec dense(Index units, std::string activation = "linear", Index input_dim = 0) {
  LayerSpec spec;
  spec.units = units;
  spec.activation = {std::move(activation), {}};
  spec.input_dim = input_dim;
  return spec;
}
inline LayerSpec activation_layer(std::string activation) {
  LayerSpec spec;
  spec.kind = "activation";
  spec.activation = {std::move(activation), {}};
  return spec;
}

/// A built and compiled model.
inline Sequential make_network(Index inputs, const std::vector<LayerSpec>& layers, CompileSpec compile,
                               Dialect dialect = Dialect::keras3, std::uint64_t seed = 1) {
  Sequential model(dialect, seed);
  for (const LayerSpec& layer : layers) model.add(layer);
  model.build(inputs);
  model.compile(std::move(compile));
  return model;
}

/// What remains of the epoch, or the next one. False when nothing is left to do.
inline bool run_epoch(Fit& fit) {
  const Index now = fit.epoch();
  while (!fit.finished() && fit.epoch() == now) fit.run_batch();
  return !fit.finished();
}

inline Matrix normal_matrix(Index rows, Index cols, std::uint64_t seed) {
  Random random(seed);
  Matrix m(rows, cols);
  for (float& v : m.data) v = static_cast<float>(random.normal());
  return m;
}

/// Targets of the kind that a loss wants: one-hot rows, indices, bits or numbers.
inline Matrix targets_for(const Loss& loss, Index rows, Index outputs, std::uint64_t seed) {
  Random random(seed);
  if (loss.class_index() || loss.targets == LossTargets::one_hot) {
    Matrix t(rows, loss.class_index() ? 1 : outputs);
    for (Index r = 0; r < rows; ++r) {
      const Index c = random.below(static_cast<std::uint32_t>(outputs));
      if (loss.class_index()) t(r, 0) = static_cast<float>(c);
      else t(r, c) = 1;
    }
    return t;
  }
  Matrix t(rows, outputs);
  for (float& v : t.data)
    v = loss.targets == LossTargets::bits ? static_cast<float>(random.below(2)) : static_cast<float>(random.normal());
  return t;
}

}  // namespace chainrule
