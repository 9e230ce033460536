#pragma once
// SPDX-License-Identifier: MIT
// Layers that apply an activation to a sum, or to what comes in.
#include <memory>
#include <string_view>

#include "engine/layers/layer.hpp"

namespace chainrule {

inline constexpr Parameter leaky_parameters[] = {{"negative_slope", "slope for negative inputs", 0.3, 0, 1}};
inline constexpr Parameter elu_parameters[] = {
    {"alpha", "the value that very negative inputs approach is -alpha", 1, 0, 10}};
inline constexpr Parameter activity_parameters[] = {{"l1", "penalty on the outputs' sizes", 0, 0, 10},
                                                    {"l2", "penalty on their squares", 0, 0, 10}};

/// Flatten in Python for Keras 2.2.
inline constexpr std::string_view flatten_in_keras = R"(class @({Layer}):
    """Rows of numbers are flat already; Keras 2.2's own Flatten refuses them."""

    def call(self, x):
        return x)";

std::unique_ptr<Layer> make_dense(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_activation(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_leaky_relu(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_elu(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_identity(LayerSpec spec, Dialect dialect);  ///< Flatten
std::unique_ptr<Layer> make_activity_regularization(LayerSpec spec, Dialect dialect);

}  // namespace chainrule
