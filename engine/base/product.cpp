// SPDX-License-Identifier: MIT
#include "engine/base/product.hpp"

#include <cstdint>

#include "engine/base/product_tile.hpp"

namespace chainrule {

using tiles::Product;

float* Scratch::block(std::size_t floats) {
  const std::size_t need = floats + 16;  // room to align to 64 bytes
  if (memory_.size() < need) memory_.resize(need);
  const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
  return memory_.data() + ((64 - address % 64) % 64) / sizeof(float);
}

void Scratch::reserve(Index depth) { strip(depth); }

float* Scratch::strip(Index depth) { return block(static_cast<std::size_t>(depth * tiles::strip_columns)); }

void affine(View<const float> x, View<const float> w, const float* bias, View<float> z, Scratch& scratch) {
  const Index n = x.rows, k = x.cols, m = w.cols;
  Product{{x.data, k, 1}, n, {w.data, m, 1}, m, k, bias, z.data, scratch.strip(k)}.run();
}

void affine_gradient(View<const float> x, View<const float> delta, View<float> dw, float* dbias, Scratch& scratch) {
  const Index n = x.rows, k = x.cols, m = delta.cols;
  float* const room = scratch.strip(n);
  Product{{x.data, 1, k}, k, {delta.data, m, 1}, m, n, nullptr, dw.data, room}.run();
  if (!dbias) return;
  if (m >= tiles::lanes<tiles::Widest>) {  // a row of ones against delta: the sums of its columns
    constexpr float one = 1;
    return Product{{&one, 0, 0}, 1, {delta.data, m, 1}, m, n, nullptr, dbias, room}.run();
  }
  for (Index j = 0; j < m; ++j) {
    float sum = 0;
    for (Index r = 0; r < n; ++r) sum += delta(r, j);
    dbias[j] = sum;
  }
}

void multiply_bt(View<const float> a, View<const float> b, View<float> c, Scratch& scratch) {
  const Index n = a.rows, m = a.cols, k = b.rows;
  // A single column is its own transpose.
  Product{{a.data, m, 1}, n, {b.data, 1, m == 1 ? 1 : m}, k, m, nullptr, c.data, scratch.strip(m)}.run();
}

}  // namespace chainrule
