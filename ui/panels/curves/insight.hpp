#pragma once
// SPDX-License-Identifier: MIT
// What a course looks for in the numbers of training, in words: the sweet spot before overfitting, gradients that
// vanish or explode. Pure functions of what training published.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/types.hpp"

namespace chainrule {

/// Where val_loss was least, when it has clearly risen since.
struct SweetSpot {
  Index epoch = 0;  ///< counted from 1
  double best = 0, now = 0;
  std::string words() const;
};

/// The epoch with the least val_loss, when at least 5 epochs came after it and val_loss has risen by more than 2 % of
/// what it fell in all (a wiggle is no overfitting). `loss` must not have risen as well: then training itself fails.
std::optional<SweetSpot> sweet_spot(const std::vector<double>& loss, const std::vector<double>& val_loss);

/// "The gradient of dense is 1/3000 of that of dense_3: it vanishes on its way back." "" when all is well or nothing is
/// known. `names` and `norms` are those of the layers with weights, first to last.
std::string gradient_words(std::span<const std::string> names, std::span<const float> norms);

}  // namespace chainrule
