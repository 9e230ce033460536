#pragma once
// SPDX-License-Identifier: MIT
// Backprop against the definition of a derivative.
#include <span>
#include <vector>

#include "engine/model/model.hpp"

namespace chainrule {

/// The loss of a training step on these rows in double precision, from weights given in double (count_params() of
/// them): penalties included, dropout and noise drawn as the next step will draw them.
double exact_loss(const Model& model, View<const float> x, View<const float> y, std::span<const double> weights);

/// (L(w + h) - L(w - h)) / 2h for one weight of the flat store, in double precision.
double numeric_gradient(const Model& model, View<const float> x, View<const float> y, Index weight, double h = 1e-5);

/// Backprop's mean dL/dW over the rows, in the order of get_weights(). The model keeps its weights and its gradient
/// store, so a step may be under way. The rows are taken as checked.
std::vector<Matrix> mean_gradients(Model& model, View<const float> x, View<const float> y);

struct GradientCheck {
  double backprop, numeric, difference;  ///< difference relative to the larger one, at least 1e-8 (absolute near 0)
};
/// Both gradients of one weight. Throws Error.
GradientCheck gradient_check(Model& model, View<const float> x, View<const float> y, Index weight);

}  // namespace chainrule
