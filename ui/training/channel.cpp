// SPDX-License-Identifier: MIT
#include "ui/training/channel.hpp"

#include <algorithm>

#include "engine/layers/layer.hpp"
#include "engine/training/fit.hpp"

namespace chainrule {

bool Channel::takes(const Experiment& experiment) const {
  constexpr double slice = 60e6;  // multiplications: 8 ms of a modest machine
  const Document& d = experiment.document;
  double width = static_cast<double>(experiment.data.x.cols), weights = 0;
  for (const LayerSpec& layer : d.layers) {
    if (!find(layer_kinds(), "layer", layer.kind).has_units) continue;
    weights += width * static_cast<double>(layer.units);
    width = static_cast<double>(layer.units);
  }
  const Index rows = experiment.data.x.rows;
  const Index training = d.fit.validation_split > 0 ? training_rows(rows, d.fit.validation_split) : rows;
  const double batch = static_cast<double>(std::min(d.fit.batch_size, training));
  return std::max(3 * batch, static_cast<double>(rows - training)) * weights >
         slice;  // a step; validation, in one piece
}

}  // namespace chainrule
