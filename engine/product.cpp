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

void affine(View<const float> x, View<const float> w, const float* bias, View<float> z, Scratch& scratch) {
  const Index n = x.rows, k = x.cols, m = w.cols;
  for (Index r = 0; r < n; ++r) {
    if (bias) std::copy(bias, bias + m, z.row(r));
    else std::fill(z.row(r), z.row(r) + m, 0.0f);
  }
  if (worth_packing(n, m, k))
    return gemm<Eigen::ColMajor, Eigen::ColMajor>(m, n, k, w.data, m, x.data, k, z.data, scratch);
  for (Index r = 0; r < n; ++r)
    for (Index i = 0; i < k; ++i)
      for (Index j = 0; j < m; ++j) z(r, j) += x(r, i) * w(i, j);
}

void affine_gradient(View<const float> x, View<const float> delta, View<float> dw, float* dbias, Scratch& scratch) {
  const Index n = x.rows, k = x.cols, m = delta.cols;
  if (dbias) {
    std::fill(dbias, dbias + m, 0.0f);
    for (Index r = 0; r < n; ++r)
      for (Index j = 0; j < m; ++j) dbias[j] += delta(r, j);
  }
  std::fill(dw.data, dw.data + dw.size(), 0.0f);
  if (worth_packing(n, m, k))
    return gemm<Eigen::ColMajor, Eigen::RowMajor>(m, k, n, delta.data, m, x.data, k, dw.data, scratch);
  for (Index r = 0; r < n; ++r)
    for (Index i = 0; i < k; ++i)
      for (Index j = 0; j < m; ++j) dw(i, j) += x(r, i) * delta(r, j);
}

void multiply_bt(View<const float> a, View<const float> b, View<float> c, Scratch& scratch) {
  const Index m = a.rows, k = a.cols, n = b.rows;
  if (worth_packing(m, n, k)) {
    std::fill(c.data, c.data + c.size(), 0.0f);
    return gemm<Eigen::RowMajor, Eigen::ColMajor>(n, m, k, b.data, k, a.data, k, c.data, scratch);
  }
  for (Index r = 0; r < m; ++r)
    for (Index i = 0; i < n; ++i) {
      float sum = 0;
      for (Index j = 0; j < k; ++j) sum += a(r, j) * b(i, j);
      c(r, i) = sum;
    }
}

}  // namespace chainrule
