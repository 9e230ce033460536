#pragma once
// SPDX-License-Identifier: MIT
// Layers that draw random numbers while training, and prelu.
#include <memory>
#include <string_view>

#include "engine/layers/layer.hpp"

namespace chainrule {

inline constexpr Parameter dropout_parameters[] = {{"rate", "share of the inputs that is set to 0", 0.5, 0, 0.99}};
inline constexpr Parameter noise_parameters[] = {
    {"stddev", "deviation of the noise; Keras 3's own takes 0 to 1", 0.1, 0, 10}};
inline constexpr Parameter prelu_parameters[] = {{"alpha", "slopes for negative inputs at first", 0, -1, 1}};

/// The same in Python where Keras's own refuses the deviation.
inline constexpr std::string_view gaussian_noise_in_keras = R"(class @({Layer}):
    """Normal noise while training, of any deviation; Keras 3's own takes 0 to 1."""

    def __init__(self, stddev, **kwargs):
        super().__init__(**kwargs)
        self.stddev = stddev

    def call(self, x, training=False):
        return x + keras.random.normal(ops.shape(x), stddev=self.stddev) if training else x)";

std::unique_ptr<Layer> make_dropout(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_gaussian_noise(LayerSpec spec, Dialect dialect);
std::unique_ptr<Layer> make_prelu(LayerSpec spec, Dialect dialect);

}  // namespace chainrule
