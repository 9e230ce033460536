#pragma once
// SPDX-License-Identifier: MIT
// model.add(...) for each layer.
#include <string>
#include <vector>

#include "engine/keras/program.hpp"

namespace chainrule {

/// The model's lines: model.add(...) for each layer.
void add_layer_code(KerasProgram& program, const std::vector<LayerSpec>& layers, Index inputs);

}  // namespace chainrule
