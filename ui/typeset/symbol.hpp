#pragma once
// SPDX-License-Identifier: MIT
#include "engine/base/types.hpp"

namespace chainrule {

/// What a symbol of a formula stands for, so that it and its place in the drawing light up together.
struct Symbol {
  char kind = 0;     ///< x, w, b, z, a, g (g'), d (delta), l (loss); 0: nothing
  Index column = 0;  ///< of the drawing: where it stands
  Index unit = 0;
  Index from = -1;  ///< of a weight: the unit of the column before
  bool operator==(const Symbol&) const = default;
};

}  // namespace chainrule
