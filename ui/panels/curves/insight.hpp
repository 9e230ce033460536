#pragma once
// SPDX-License-Identifier: MIT
// Gradients that vanish or explode, in words. A pure function of what training published.
#include <span>
#include <string>

namespace chainrule {

/// "The gradient of dense is 1/3000 of that of dense_3: it vanishes on its way back." "" when all is well or nothing is
/// known. `names` and `norms` are those of the layers with weights, first to last; `target` is
/// about how large the numbers to predict are, 0 for classes: large ones make large gradients, whatever the steps.
std::string gradient_words(std::span<const std::string> names, std::span<const float> norms, double target = 0);

}  // namespace chainrule
