#pragma once
// SPDX-License-Identifier: MIT
// The one sum that softmax, its logarithm and the crossentropies share; compiled once, since every page downloads it.
#include "engine/base/types.hpp"

namespace chainrule {

/// sum_i e^(v_i - top). With top the largest of v nothing overflows and the sum is at least 1.
float sum_exp(View<const float> v, float top);
double sum_exp(View<const double> v, double top);

}  // namespace chainrule
