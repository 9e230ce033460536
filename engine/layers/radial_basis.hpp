#pragma once
// SPDX-License-Identifier: MIT
// Gaussian units.
#include <memory>
#include <string_view>

#include "engine/layers/layer.hpp"

namespace chainrule {

inline constexpr Parameter radial_parameters[] = {{"width", "width of all units at first", 1, 0.01, 100}};

/// The same in Python: Keras has no such layer.
inline constexpr std::string_view radial_basis_in_keras = R"(class @({Layer}):
    """Gaussian units: e^(-|x - c|^2 / (2 s^2)), centres c and widths s are learned."""

    def __init__(self, units, width=1, kernel_initializer='random_normal', **kwargs):
        super().__init__(**kwargs)
        self.units, self.width = units, width
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape):
        self.centers = self.add_weight(name='centers', shape=(input_shape[-1], self.units),
                                       initializer=self.kernel_initializer)
        self.widths = self.add_weight(name='widths', shape=(self.units,),
                                      initializer=keras.initializers.Constant(self.width))
        super().build(input_shape)

    def call(self, x):
        distance = ops.sum(ops.square(ops.expand_dims(x, -1) - self.centers), axis=1)
        return ops.exp(-distance / (2 * (ops.square(self.widths) + 1e-7)))

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.units))";

std::unique_ptr<Layer> make_radial_basis(LayerSpec spec, Dialect dialect);

}  // namespace chainrule
