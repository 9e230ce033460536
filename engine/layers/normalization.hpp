#pragma once
// SPDX-License-Identifier: MIT
// Layers that normalise columns or rows.
#include <memory>

#include "engine/layers/layer.hpp"

namespace chainrule {

std::unique_ptr<Layer> make_batch_normalization(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_layer_normalization(LayerSpec spec, Dialect dialect);

}  // namespace chainrule
