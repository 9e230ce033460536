#pragma once
// SPDX-License-Identifier: MIT
// c = start + a b: tiles of c are held in registers, in vectors as wide as the columns allow; strips of b that lie far
// apart are copied together first. Built from Eigen's vector types. For the shapes of training (a batch of rows against
// a kernel) it is up to twice as fast as Eigen's own product, which spends its time on packing: tests/bench shows both.
// Included by product.cpp only.
#include <algorithm>

#include "engine/base/eigen.hpp"

namespace chainrule::tiles {

using Widest = Eigen::internal::packet_traits<float>::type;
template <class Vector>
inline constexpr Index lanes = Eigen::internal::unpacket_traits<Vector>::size;
/// Columns of the widest strip, and rows of a tile: what the registers hold.
inline constexpr Index strip_columns = 2 * lanes<Widest>;
inline constexpr int tile_rows = EIGEN_ARCH_DEFAULT_NUMBER_OF_REGISTERS >= 32 ? 8 : 4;

/// Element (i, j) stands at data[i * row + j * column], so that a transposed matrix needs no copy.
struct Strided {
  const float* data;
  Index row, column;
  Strided from(Index i, Index j) const { return {data + i * row + j * column, row, column}; }
};

/// R rows of c, P vectors wide. b's rows are b_row apart and each is contiguous. `start` are the numbers that each row
/// of c begins with, or nullptr.
template <class Vector, int P, int R>
inline void tile(Strided a, const float* b, Index b_row, Index depth, const float* start, float* c, Index c_row) {
  using namespace Eigen::internal;
  Vector sum[R][P];
  for (int p = 0; p < P; ++p) {
    const Vector first = start ? ploadu<Vector>(start + p * lanes<Vector>) : pset1<Vector>(0.0f);
    for (int r = 0; r < R; ++r) sum[r][p] = first;
  }
  for (Index t = 0; t < depth; ++t) {
    Vector w[P];
    for (int p = 0; p < P; ++p) w[p] = ploadu<Vector>(b + t * b_row + p * lanes<Vector>);
    for (int r = 0; r < R; ++r) {
      const Vector x = pset1<Vector>(a.data[r * a.row + t * a.column]);
      for (int p = 0; p < P; ++p) sum[r][p] = pmadd(x, w[p], sum[r][p]);
    }
  }
  for (int r = 0; r < R; ++r)
    for (int p = 0; p < P; ++p) pstoreu(c + r * c_row + p * lanes<Vector>, sum[r][p]);
}

/// All rows of a strip of P vectors: as many whole tiles as there are, then halves of them.
template <class Vector, int P, int R = tile_rows>
void strip(Strided a, Index rows, const float* b, Index b_row, Index depth, const float* start, float* c, Index c_row) {
  Index r = 0;
  for (; r + R <= rows; r += R) tile<Vector, P, R>(a.from(r, 0), b, b_row, depth, start, c + r * c_row, c_row);
  if constexpr (R > 1)
    if (r < rows) strip<Vector, P, R / 2>(a.from(r, 0), rows - r, b, b_row, depth, start, c + r * c_row, c_row);
}

/// Copies b [depth, P vectors] together.
template <class Vector, int P>
void pack(Strided b, Index depth, float* packed) {
  using namespace Eigen::internal;
  constexpr Index width = P * lanes<Vector>;
  if (b.column == 1) {
    for (Index t = 0; t < depth; ++t) std::copy(b.data + t * b.row, b.data + t * b.row + width, packed + t * width);
    return;
  }
  Index t = 0;
  if constexpr (std::is_same_v<Vector, Widest> && lanes < Vector >> 1)
    for (; b.row == 1 && t + lanes<Vector> <= depth; t += lanes<Vector>)  // squares, turned over in registers
      for (int p = 0; p < P; ++p) {
        PacketBlock<Vector, lanes<Vector>> square;
        for (Index j = 0; j < lanes<Vector>; ++j)
          square.packet[j] = ploadu<Vector>(b.data + t + (p * lanes<Vector> + j) * b.column);
        ptranspose(square);
        for (Index i = 0; i < lanes<Vector>; ++i)
          pstoreu(packed + (t + i) * width + p * lanes<Vector>, square.packet[i]);
      }
  for (; t < depth; ++t)
    for (Index j = 0; j < width; ++j) packed[t * width + j] = b.data[t * b.row + j * b.column];
}

/// c [rows, cols] = start + a [rows, depth] b [depth, cols]; c is row-major and dense. `room` holds depth *
/// strip_columns numbers.
struct Product {
  Strided a;
  Index rows;
  Strided b;
  Index cols, depth;
  const float* start;
  float* c;
  float* room;

  void run() const { columns<Widest>(0); }

 private:
  /// The columns from `j` on in vectors of this width, then in narrower ones.
  template <class Vector>
  void columns(Index j) const {
    constexpr Index width = lanes<Vector>;
    if constexpr (width == 1) {
      if (cols - j == 3) one_strip<Vector, 3>(j);
      if (cols - j == 2) one_strip<Vector, 2>(j);
      if (cols - j == 1) one_strip<Vector, 1>(j);
    } else {
      if constexpr (std::is_same_v<Vector, Widest>)
        for (; j + 2 * width <= cols; j += 2 * width) one_strip<Vector, 2>(j);
      if (j + width <= cols) {
        one_strip<Vector, 1>(j);
        j += width;
      }
      using Half = typename Eigen::internal::unpacket_traits<Vector>::half;
      columns<std::conditional_t<std::is_same_v<Half, Vector>, float, Half>>(j);
    }
  }

  template <class Vector, int P>
  void one_strip(Index j) const {
    const Strided part = b.from(0, j);
    const float* const first = start ? start + j : nullptr;
    // Rows of b that share cache lines or are few are read where they stand; one row of a pays for no copy.
    const bool copy = b.column != 1 || (rows >= 2 * tile_rows && b.row > 4 * strip_columns && depth > 32);
    if (copy) pack<Vector, P>(part, depth, room);
    if (copy) strip<Vector, P>(a, rows, room, P * lanes<Vector>, depth, first, c + j, cols);
    else strip<Vector, P>(a, rows, part.data, b.row, depth, first, c + j, cols);
  }
};

}  // namespace chainrule::tiles
