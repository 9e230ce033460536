// SPDX-License-Identifier: MIT
// The products against plain loops, for every way in which rows and columns fall into tiles and strips. The numbers are
// small whole ones, so that float sums are exact in whatever order.
#include "engine/base/product.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "engine/base/random.hpp"

namespace chainrule {
namespace {

Matrix whole_numbers(Index rows, Index cols, Random& random) {
  Matrix m(rows, cols);
  for (float& v : m.data) v = static_cast<float>(random.below(17)) - 8;
  return m;
}

/// x w, with what `at` picks: at(x, i, t) is element (i, t) of the left side.
template <class Left, class Right>
Matrix by_hand(Index rows, Index depth, Index cols, const Left& left, const Right& right, const float* start) {
  Matrix out(rows, cols);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < cols; ++j) {
      double sum = start ? start[j] : 0;
      for (Index t = 0; t < depth; ++t) sum += double(left(i, t)) * double(right(t, j));
      out(i, j) = static_cast<float>(sum);
    }
  return out;
}

/// Whole tiles and what is left of them, one strip and several, all widths of vectors.
constexpr Index row_counts[] = {1, 2, 3, 4, 5, 7, 8, 9, 16, 19, 33}, depths[] = {1, 2, 3, 5, 8, 17, 40},
                widths[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 15, 16, 17, 19, 24, 31, 32, 33, 35, 47, 64, 67};

template <class Check>
void every_shape(const Check& check) {
  for (const Index n : row_counts)
    for (const Index k : depths)
      for (const Index m : widths) check(n, k, m);
  check(20, 40, 300);  // rows of b that lie far apart: strips of it are copied together
  check(20, 40, 301);
  check(3, 300, 2);
}

TEST(Product, AffineIsXTimesWPlusB) {
  Random random(1);
  Scratch scratch;
  every_shape([&](Index n, Index k, Index m) {
    const Matrix x = whole_numbers(n, k, random), w = whole_numbers(k, m, random), b = whole_numbers(1, m, random);
    Matrix z(n, m, -99);
    affine(x, w, b.data.data(), z, scratch);
    ASSERT_EQ(z.data, by_hand(n, k, m, x, w, b.data.data()).data) << n << " x " << k << " x " << m;
    affine(x, w, nullptr, z, scratch);
    ASSERT_EQ(z.data, by_hand(n, k, m, x, w, nullptr).data) << n << " x " << k << " x " << m << " without a bias";
  });
}

TEST(Product, TheGradientIsXTransposedTimesDelta) {
  Random random(2);
  Scratch scratch;
  every_shape([&](Index n, Index k, Index m) {
    const Matrix x = whole_numbers(n, k, random), delta = whole_numbers(n, m, random);
    Matrix dw(k, m, -99), db(1, m, -99);
    affine_gradient(x, delta, dw, db.data.data(), scratch);
    const auto turned = [&](Index i, Index t) { return x(t, i); };
    const auto ones = [](Index, Index) { return 1.0f; };
    ASSERT_EQ(dw.data, by_hand(k, n, m, turned, delta, nullptr).data) << n << " x " << k << " x " << m;
    ASSERT_EQ(db.data, by_hand(1, n, m, ones, delta, nullptr).data) << n << " x " << k << " x " << m;
    Matrix alone(k, m, -99);
    affine_gradient(x, delta, alone, nullptr, scratch);
    ASSERT_EQ(alone.data, dw.data);
  });
}

TEST(Product, WhatIsPassedOnIsDeltaTimesWTransposed) {
  Random random(3);
  Scratch scratch;
  every_shape([&](Index n, Index k, Index m) {
    const Matrix delta = whole_numbers(n, m, random), w = whole_numbers(k, m, random);
    Matrix dx(n, k, -99);
    multiply_bt(delta, w, dx, scratch);
    const auto turned = [&](Index t, Index j) { return w(j, t); };
    ASSERT_EQ(dx.data, by_hand(n, m, k, delta, turned, nullptr).data) << n << " x " << k << " x " << m;
  });
}

}  // namespace
}  // namespace chainrule
