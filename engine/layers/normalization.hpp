#pragma once
// SPDX-License-Identifier: MIT
// Layers that normalise columns or rows.
#include <memory>
#include <string_view>

#include "engine/layers/layer.hpp"

namespace chainrule {

inline constexpr Parameter batch_parameters[] = {{"momentum", "memory of the moving averages", 0.99, 0, 0.9999},
                                                 {"epsilon", "is added to the variance", 1e-3, 1e-12, 1, true},
                                                 {"center", "whether beta is added", 1, 0, 1, false, true},
                                                 {"scale", "whether gamma multiplies", 1, 0, 1, false, true}};
inline constexpr Parameter layer_parameters[] = {{"epsilon", "is added to the variance", 1e-3, 1e-12, 1, true},
                                                 {"center", "whether beta is added", 1, 0, 1, false, true},
                                                 {"scale", "whether gamma multiplies", 1, 0, 1, false, true}};

/// The same in Python for Keras 2.2, which has none.
inline constexpr std::string_view layer_normalization_in_keras = R"(class @({Layer}):
    """Each row to mean 0 and variance 1, then times gamma, plus beta."""

    def __init__(self, epsilon=0.001, center=True, scale=True, **kwargs):
        super().__init__(**kwargs)
        self.epsilon, self.center, self.scale = epsilon, center, scale

    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(name='gamma', shape=shape, initializer='ones') if self.scale else 1
        self.beta = self.add_weight(name='beta', shape=shape, initializer='zeros') if self.center else 0
        super().build(input_shape)

    def call(self, x):
        mean = ops.mean(x, axis=-1, keepdims=True)
        variance = ops.mean(ops.square(x - mean), axis=-1, keepdims=True)
        return self.gamma * (x - mean) / ops.sqrt(variance + self.epsilon) + self.beta)";

std::unique_ptr<Layer> make_batch_normalization(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_layer_normalization(LayerSpec spec, Dialect dialect);

}  // namespace chainrule
