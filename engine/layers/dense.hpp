#pragma once
// SPDX-License-Identifier: MIT
// Layers that apply an activation to a sum, or to what comes in.
#include <memory>

#include "engine/layers/layer.hpp"

namespace chainrule {

std::unique_ptr<Layer> make_dense(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_activation(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_leaky_relu(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_elu(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_identity(LayerSpec spec, Dialect dialect);  ///< Flatten
std::unique_ptr<Layer> make_activity_regularization(LayerSpec spec, Dialect dialect);

}  // namespace chainrule
