#pragma once
// SPDX-License-Identifier: MIT
#include "engine/tables/activation.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {

/// g(z) and g'(z) by the engine's row, with axes and legend; `probed`: with a point at that z, which can be moved.
void draw_activation_plot(Ui& ui, const Activation& activation, const double* p, float width, float height,
                          double* probed = nullptr);
/// g alone, in a small place.
void draw_small_activation(Ui& ui, const Activation& activation, const double* p, ImVec2 low, ImVec2 high);
/// How high the two formulas under the plot are.
float activation_formulas_height(Ui& ui, const Activation& activation, float width);
/// The curve alone, with a unit's place on it and the slope there.
struct TangentPoint {
  float z, a, slope;
};
void draw_activation_point(Ui& ui, const Activation& activation, const double* p, float width, float height,
                           const TangentPoint& point);

}  // namespace chainrule
