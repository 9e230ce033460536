// SPDX-License-Identifier: MIT
// The golden numbers here were printed by the native program; that the WebAssembly one passes too is the point.
#include "engine/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

TEST(ExactFunctions, AgreeWithTheLibrary) {
  Random random(1);
  for (int i = 0; i < 20'000; ++i) {
    const double near = random.uniform(-10, 10), far = random.uniform(-1e6, 1e6);
    EXPECT_NEAR(exact_sin(near), std::sin(near), 1e-13);
    EXPECT_NEAR(exact_cos(near), std::cos(near), 1e-13);
    EXPECT_NEAR(exact_sin(far), std::sin(far), 1e-13) << far;
    EXPECT_NEAR(exact_cos(far), std::cos(far), 1e-13) << far;
    const double x = std::exp(random.uniform(-300, 300));
    EXPECT_NEAR(exact_log(x), std::log(x), 1e-13 * std::max(1.0, std::fabs(std::log(x)))) << x;
  }
  EXPECT_EQ(exact_sin(0), 0);
  EXPECT_EQ(exact_cos(0), 1);
  EXPECT_EQ(exact_log(1), 0);
}

// The generator's own example program prints these for seed 42, stream 54 (pcg32-demo, round 1).
TEST(Random, IsPcg32) {
  Random random(42, 54);
  for (const std::uint32_t expected : {0xa15c02b7U, 0x7b47f409U, 0xba1d3330U, 0x83d2f293U, 0xbfa4784bU, 0xcbed606eU})
    EXPECT_EQ(random.bits(), expected);
}

struct Moments {
  double mean = 0, variance = 0, skew = 0, low = 1e9, high = -1e9;
};
template <class Draw>
Moments moments(int n, Draw draw) {
  std::vector<double> all(static_cast<std::size_t>(n));
  for (double& x : all) x = draw();
  Moments m;
  for (const double x : all) m.mean += x / n;
  for (const double x : all) {
    m.variance += (x - m.mean) * (x - m.mean) / n;
    m.skew += std::pow(x - m.mean, 3) / n;
    m.low = std::min(m.low, x);
    m.high = std::max(m.high, x);
  }
  return m;
}

constexpr int many = 200'000;  // standard error of a mean: 1 / sqrt(many) = 0.0022 deviations

TEST(Random, UniformFillsTheUnitInterval) {
  Random random(3);
  const Moments m = moments(many, [&] { return random.uniform(); });
  EXPECT_NEAR(m.mean, 0.5, 0.004);
  EXPECT_NEAR(m.variance, 1.0 / 12, 0.002);
  EXPECT_GE(m.low, 0);
  EXPECT_LT(m.high, 1);
  EXPECT_LT(m.low, 1e-4);
  EXPECT_GT(m.high, 1 - 1e-4);
}

TEST(Random, NormalHasItsMoments) {
  Random random(4);
  const Moments m = moments(many, [&] { return random.normal(); });
  EXPECT_NEAR(m.mean, 0, 0.01);
  EXPECT_NEAR(m.variance, 1, 0.02);
  EXPECT_NEAR(m.skew, 0, 0.03);
  EXPECT_GT(m.high, 3.5);
}

TEST(Random, TruncatedNormalStaysWithinTwoDeviations) {
  Random random(5);
  const Moments m = moments(many, [&] { return random.truncated_normal(); });
  EXPECT_NEAR(m.mean, 0, 0.01);
  EXPECT_NEAR(std::sqrt(m.variance), 0.87962566103423978, 0.005);  // as Keras's initializers divide by
  EXPECT_GE(m.low, -2);
  EXPECT_LE(m.high, 2);
}

TEST(Random, BelowIsEven) {
  Random random(6);
  std::array<int, 7> count{};
  for (int i = 0; i < many; ++i) ++count.at(random.below(7));
  for (const int c : count) EXPECT_NEAR(c, many / 7.0, 5 * std::sqrt(many / 7.0));
  EXPECT_EQ(random.below(1), 0U);
}

// With n = 3/4 of all 32 bits a remainder alone would give the first quarter twice as often as the rest.
TEST(Random, BelowIsEvenForLargeNumbers) {
  Random random(8);
  constexpr std::uint32_t quarter = 1U << 30U;
  std::array<int, 3> count{};
  for (int i = 0; i < 30'000; ++i) ++count.at(random.below(3 * quarter) / quarter);
  for (const int c : count) EXPECT_NEAR(c, 10'000, 5 * std::sqrt(10'000));
}

TEST(Random, ShufflesPairsToo) {
  Random random(9);
  int swapped = 0;
  for (int i = 0; i < 1000; ++i) {
    std::array<std::uint32_t, 2> order{0, 1};
    random.shuffle_in_place(order);
    swapped += order[0] == 1;
  }
  EXPECT_NEAR(swapped, 500, 5 * std::sqrt(250));
}

TEST(Random, ShufflesEveryOrderAlikeAndLosesNothing) {
  Random random(7);
  std::array<int, 6> count{};
  for (int i = 0; i < 60'000; ++i) {
    std::array<std::uint32_t, 3> order{0, 1, 2};
    random.shuffle_in_place(order);
    ASSERT_EQ((1U << order[0] | 1U << order[1] | 1U << order[2]), 7U);
    ++count.at(order[0] * 2 + (order[1] > order[2] ? 1 : 0));
  }
  for (const int c : count) EXPECT_NEAR(c, 10'000, 500);
}

TEST(Random, StreamsOfOneSeedDiffer) {
  Random data(9, Random::data), weights(9, Random::weights), again(9, Random::data);
  EXPECT_NE(data.bits(), weights.bits());
  Random fresh(9, Random::data);
  EXPECT_EQ(again.bits(), fresh.bits());
}

TEST(Random, GivesTheSameBitsEverywhere) {
  std::vector<double> numbers;
  Random random(2024, Random::weights);
  for (int i = 0; i < 1000; ++i) {
    numbers.push_back(random.normal());
    numbers.push_back(random.truncated_normal());
    numbers.push_back(exact_sin(random.uniform(-100, 100)));
    numbers.push_back(exact_log(random.uniform() + 1e-9));
  }
  EXPECT_EQ(test::fingerprint(numbers), 3306996801352318872ULL);
}

}  // namespace
}  // namespace chainrule
