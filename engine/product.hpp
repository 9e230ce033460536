#pragma once
// SPDX-License-Identifier: MIT
// Matrix products without a single allocation: plain loops for the small shapes of playground networks, Eigen's GEMM
// with reused packing buffers for the large ones.
#include <vector>

#include "types.hpp"

namespace chainrule {

/// The packing buffers of Eigen's GEMM, kept between products.
class Scratch {
 public:
  /// Makes room for products of these sizes, so that multiply() need not allocate.
  void reserve(Index rows, Index cols, Index depth);
  float* block(std::size_t floats_a, std::size_t floats_b);

 private:
  std::vector<float> memory_;
};

/// z = x w + bias         [n, k] [k, m]   (forward); `bias` of m numbers, or nullptr
void affine(View<const float> x, View<const float> w, const float* bias, View<float> z, Scratch& scratch);
/// dw = x^T delta         [n, k]^T [n, m] (dL/dW), and dbias = sum over rows of delta unless it is nullptr
void affine_gradient(View<const float> x, View<const float> delta, View<float> dw, float* dbias, Scratch& scratch);
/// c = a b^T              [m, k] [n, k]^T (dL/dx = delta W^T)
void multiply_bt(View<const float> a, View<const float> b, View<float> c, Scratch& scratch);

}  // namespace chainrule
