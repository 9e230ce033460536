#pragma once
// SPDX-License-Identifier: MIT
// The matrix products of training, without a single allocation.
#include <vector>

#include "engine/base/types.hpp"

namespace chainrule {

/// Memory that products need for a while, kept between them.
class Scratch {
 public:
  /// Makes room for products of this inner size, so that they need not allocate.
  void reserve(Index depth);
  /// Room for a strip of a matrix with so many rows, aligned to 64 bytes.
  float* strip(Index depth);

 private:
  float* block(std::size_t floats);
  std::vector<float> memory_;
};

/// z = x w + bias         [n, k] [k, m]   (forward); `bias` of m numbers, or nullptr
void affine(View<const float> x, View<const float> w, const float* bias, View<float> z, Scratch& scratch);
/// dw = x^T delta         [n, k]^T [n, m] (dL/dW), and dbias = sum over rows of delta unless it is nullptr
void affine_gradient(View<const float> x, View<const float> delta, View<float> dw, float* dbias, Scratch& scratch);
/// c = a b^T              [n, m] [k, m]^T (dL/dx = delta W^T)
void multiply_bt(View<const float> a, View<const float> b, View<float> c, Scratch& scratch);

}  // namespace chainrule
