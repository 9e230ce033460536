#pragma once
// SPDX-License-Identifier: MIT
#include "engine/training/trace.hpp"

namespace chainrule {

/// One training step as a film: the engine's Trace of the next batch. It is computed before the step is taken and
/// changes nothing: the film runs back as well as forth.
struct Film {
  Trace trace;
  Index epoch = 0, batch = 0;  ///< done before it
  /// The gradient of one weight, of the flat store, by backprop and by central differences in double precision; see
  /// GradientCheck. -1: none was asked for.
  Index checked = -1;
  double backprop = 0, numeric = 0, difference = 0;
};

}  // namespace chainrule
