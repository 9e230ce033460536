// SPDX-License-Identifier: MIT
#include "product.hpp"

#include <algorithm>
#include <cstdint>

#include "eigen.hpp"

namespace chainrule {
namespace {

using Blocking = Eigen::internal::level3_blocking<float, float>;

/// Eigen's blocking with our memory in place of a fresh malloc for each product.
struct ReusedBlocking : Blocking {
  ReusedBlocking(Index rows, Index cols, Index depth) {
    m_mc = rows;
    m_nc = cols;
    m_kc = depth;
    Eigen::internal::computeProductBlockingSizes<float, float>(m_kc, m_mc, m_nc, Index{1});
  }
  std::size_t floats_a() const { return static_cast<std::size_t>(m_mc * m_kc); }
  std::size_t floats_b() const { return static_cast<std::size_t>(m_kc * m_nc); }
  void use(float* memory) {
    m_blockA = memory;
    m_blockB = memory + (floats_a() + 15) / 16 * 16;
  }
};

/// res += lhs rhs; all seen column-major: a row-major matrix is its own transpose there, so c^T = b^T a^T costs nothing.
template <int LhsOrder, int RhsOrder>
void gemm(Index rows, Index cols, Index depth, const float* lhs, Index lhs_stride, const float* rhs, Index rhs_stride,
          float* res, Scratch& scratch) {
  ReusedBlocking blocking(rows, cols, depth);
  blocking.use(scratch.block(blocking.floats_a(), blocking.floats_b()));
  std::fill(res, res + rows * cols, 0.0f);
  Eigen::internal::general_matrix_matrix_product<Index, float, LhsOrder, false, float, RhsOrder, false, Eigen::ColMajor,
                                                 1>::run(rows, cols, depth, lhs, lhs_stride, rhs, rhs_stride, res, 1,
                                                         rows, 1.0f, blocking, nullptr);
}

/// Below 4096 multiplications, or for narrow results, packing costs more than it saves. Counted in 64 bits: Index has
/// 32 of them in WebAssembly.
bool worth_packing(std::int64_t m, std::int64_t n, std::int64_t k) { return m * n * k > 4096 && n >= 4; }

}  // namespace

float* Scratch::block(std::size_t floats_a, std::size_t floats_b) {
  const std::size_t need = floats_a + floats_b + 64;  // room to align both blocks to 64 bytes
  if (memory_.size() < need) memory_.resize(need);
  const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
  return memory_.data() + ((64 - address % 64) % 64) / sizeof(float);
}

void Scratch::reserve(Index rows, Index cols, Index depth) {
  const ReusedBlocking blocking(rows, cols, depth);
  block(blocking.floats_a(), blocking.floats_b());
}

void multiply(View<const float> a, View<const float> b, View<float> c, Scratch& scratch) {
  const Index m = a.rows, k = a.cols, n = b.cols;
  if (worth_packing(m, n, k))
    return gemm<Eigen::ColMajor, Eigen::ColMajor>(n, m, k, b.data, n, a.data, k, c.data, scratch);
  for (Index r = 0; r < m; ++r) {
    float* const out = c.row(r);
    std::fill(out, out + n, 0.0f);
    for (Index i = 0; i < k; ++i) {
      const float x = a(r, i);
      const float* const w = b.row(i);
      for (Index j = 0; j < n; ++j) out[j] += x * w[j];
    }
  }
}

void multiply_at(View<const float> a, View<const float> b, View<float> c, Scratch& scratch) {
  const Index k = a.rows, m = a.cols, n = b.cols;
  if (worth_packing(m, n, k))
    return gemm<Eigen::ColMajor, Eigen::RowMajor>(n, m, k, b.data, n, a.data, m, c.data, scratch);
  std::fill(c.data, c.data + m * n, 0.0f);
  for (Index r = 0; r < k; ++r)
    for (Index i = 0; i < m; ++i) {
      const float x = a(r, i);
      float* const out = c.row(i);
      const float* const d = b.row(r);
      for (Index j = 0; j < n; ++j) out[j] += x * d[j];
    }
}

void multiply_bt(View<const float> a, View<const float> b, View<float> c, Scratch& scratch) {
  const Index m = a.rows, k = a.cols, n = b.rows;
  if (worth_packing(m, n, k))
    return gemm<Eigen::RowMajor, Eigen::ColMajor>(n, m, k, b.data, k, a.data, k, c.data, scratch);
  for (Index r = 0; r < m; ++r)
    for (Index i = 0; i < n; ++i) {
      float sum = 0;
      for (Index j = 0; j < k; ++j) sum += a(r, j) * b(i, j);
      c(r, i) = sum;
    }
}

}  // namespace chainrule
