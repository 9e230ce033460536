#pragma once
// SPDX-License-Identifier: MIT
// Layers that draw random numbers while training, and prelu.
#include <memory>

#include "engine/layers/layer.hpp"

namespace chainrule {

std::unique_ptr<Layer> make_dropout(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_gaussian_noise(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_prelu(LayerSpec spec, Dialect dialect);

}  // namespace chainrule
