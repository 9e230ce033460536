#pragma once
// SPDX-License-Identifier: MIT
// The makers of all kinds of layers, for the table in layer.cpp.
#include "engine/layers/layer.hpp"

namespace chainrule {

std::unique_ptr<Layer> make_dense(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_activation(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_radial_basis(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_dropout(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_gaussian_noise(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_batch_normalization(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_layer_normalization(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_leaky_relu(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_elu(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_prelu(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_identity(LayerSpec spec, Dialect dialect);  ///< Flatten
std::unique_ptr<Layer> make_activity_regularization(LayerSpec spec, Dialect dialect);

}  // namespace chainrule
