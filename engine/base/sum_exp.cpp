// SPDX-License-Identifier: MIT
#include "engine/base/sum_exp.hpp"

#include <cmath>

#include "engine/base/eigen.hpp"

namespace chainrule {

float sum_exp(View<const float> v, float top) { return (flat(v) - top).exp().sum(); }

double sum_exp(View<const double> v, double top) {  // gradient checks alone: no vectors needed
  double sum = 0;
  for (Index i = 0; i < v.size(); ++i) sum += std::exp(v.data[i] - top);
  return sum;
}

}  // namespace chainrule
