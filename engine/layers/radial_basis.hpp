#pragma once
// SPDX-License-Identifier: MIT
// Gaussian units.
#include <memory>

#include "engine/layers/layer.hpp"

namespace chainrule {

std::unique_ptr<Layer> make_radial_basis(LayerSpec spec, Dialect dialect);

}  // namespace chainrule
