// SPDX-License-Identifier: MIT
#include "engine/generator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <ostream>

#include "engine/spec.hpp"
#include "files.hpp"

namespace chainrule {

void PrintTo(const Generator& g, std::ostream* out) { *out << g.name; }

namespace {

using test::message;

class EveryGenerator : public testing::TestWithParam<Generator> {
 protected:
  static GeneratedData make(Index samples, double noise, std::uint64_t seed) {
    return GetParam().make(samples, noise, seed, {});
  }
};
INSTANTIATE_TEST_SUITE_P(Table, EveryGenerator, testing::ValuesIn(generators().begin(), generators().end()),
                         [](const auto& test_info) { return std::string(test_info.param.name); });

TEST_P(EveryGenerator, HasTheShapeOfItsRow) {
  const auto data = make(101, 0.1, 1);
  EXPECT_EQ(data.x.rows, 101);
  EXPECT_EQ(data.x.cols, GetParam().inputs);
  EXPECT_EQ(data.y.rows, 101);
  EXPECT_EQ(data.y.cols, 1);
  EXPECT_EQ(data.classes, GetParam().classes);
  EXPECT_FALSE(GetParam().help.empty());
}

TEST_P(EveryGenerator, StaysWithinItsPlane) {
  const auto data = make(2000, 0, 3);
  float largest = 0;
  for (const float x : data.x.data) largest = std::max(largest, std::fabs(x));
  EXPECT_LE(largest, 3.3F);
  EXPECT_GE(largest, 2.4F);
  for (const float y : data.y.data) EXPECT_LE(std::fabs(y), 1.0F);
}

TEST_P(EveryGenerator, RepeatsWithItsSeedOnly) {
  EXPECT_EQ(make(200, 0.2, 5).x.data, make(200, 0.2, 5).x.data);
  EXPECT_NE(make(200, 0.2, 5).x.data, make(200, 0.2, 6).x.data);
}

TEST_P(EveryGenerator, BalancesAndMixesClasses) {
  const auto data = make(1000, 0.1, 7);
  if (GetParam().classes == 0) {  // nothing to balance; every stretch has targets from the whole range all the same
    const auto [low, high] = std::minmax_element(data.y.data.begin(), data.y.data.begin() + 300);
    EXPECT_GT(*high - *low, 1.2F);
    return;
  }
  const auto ones = [&](Index first, Index last) {
    double sum = 0;
    for (Index r = first; r < last; ++r) sum += data.y(r, 0);
    return sum;
  };
  EXPECT_EQ(ones(0, 1000), 500);
  EXPECT_NEAR(ones(0, 300), 150, 40);
  EXPECT_NEAR(ones(700, 1000), 150, 40);
}

TEST_P(EveryGenerator, NoiseMovesPointsAndNothingElse) {
  const auto clean = make(400, 0, 8), noisy = make(400, 0.5, 8);
  const bool moves_inputs = GetParam().classes > 0;
  const auto& a = moves_inputs ? clean.x.data : clean.y.data;
  const auto& b = moves_inputs ? noisy.x.data : noisy.y.data;
  double squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squares += (a[i] - b[i]) * (a[i] - b[i]);
  EXPECT_NEAR(std::sqrt(squares / static_cast<double>(a.size())), moves_inputs ? 0.45 : 0.15,
              moves_inputs ? 0.06 : 0.02);
  EXPECT_EQ(moves_inputs ? clean.y.data : clean.x.data, moves_inputs ? noisy.y.data : noisy.x.data);
}

TEST_P(EveryGenerator, RefusesNonsense) {
  EXPECT_EQ(message<Error>([] { make(0, 0, 1); }), "expected samples between 1 and 20000, received 0");
  EXPECT_EQ(message<Error>([] { make(10, 1.5, 1); }), "expected noise between 0 and 1, received 1.5");
  EXPECT_THROW(make(limits::samples + 1, 0, 1), Error);
  EXPECT_THROW(make(-5, 0, 1), Error);
  EXPECT_THROW(make(10, std::numeric_limits<double>::quiet_NaN(), 1), Error);
  EXPECT_EQ(make(1, 0, 1).x.rows, 1);
}

TEST_P(EveryGenerator, GivesTheSameBitsEverywhere) {
  const std::map<std::string_view, std::uint64_t> golden{
      {"circle", 0x57aca6db093a7259ULL}, {"xor", 0x4dab4fe624ba3d9eULL},   {"gauss", 0x899671ab15d81ffbULL},
      {"spiral", 0x5fd684b3105163ccULL}, {"moons", 0x3f42a2f642d67a80ULL}, {"plane", 0xa80ba3b6a0311947ULL},
      {"curve", 0x688a9c3ece0acc5fULL}};
  const auto data = make(500, 0.1, 7);
  auto all = data.x.data;
  all.insert(all.end(), data.y.data.begin(), data.y.data.end());
  EXPECT_EQ(test::fingerprint(all), golden.at(GetParam().name)) << "0x" << std::hex << test::fingerprint(all);
}

const Generator& row(std::string_view name) { return find(generators(), "generator", name); }

TEST(Circle, IsADiscInARing) {
  const auto data = row("circle").make(500, 0, 1, {});
  for (Index r = 0; r < 500; ++r) {
    const double radius = std::hypot(data.x(r, 0), data.x(r, 1));
    EXPECT_TRUE(data.y(r, 0) == 1 ? radius <= 1.5 + 1e-5 : radius >= 2.1 - 1e-5);
  }
}

TEST(Xor, IsTheSignOfTheProduct) {
  const auto data = row("xor").make(500, 0, 1, {});
  int quadrants = 0;
  for (Index r = 0; r < 500; ++r) {
    EXPECT_EQ(data.x(r, 0) * data.x(r, 1) < 0, data.y(r, 0) == 1);
    quadrants |= 1 << ((data.x(r, 0) > 0 ? 1 : 0) + (data.x(r, 1) > 0 ? 2 : 0));
  }
  EXPECT_EQ(quadrants, 15);
}

TEST(Gauss, IsSeparatedByALine) {
  const auto data = row("gauss").make(500, 0, 1, {});
  int wrong = 0;
  for (Index r = 0; r < 500; ++r) wrong += (data.x(r, 0) + data.x(r, 1) > 0) != (data.y(r, 0) == 1);
  EXPECT_LE(wrong, 1);
}

TEST(Spiral, ArmsAreOppositeAndApart) {
  const auto data = row("spiral").make(500, 0, 1, {});
  for (Index a = 0; a < 500; ++a)
    for (Index b = 0; b < a; ++b) {
      if (data.y(a, 0) == data.y(b, 0)) continue;
      const double inner = std::hypot(data.x(a, 0), data.x(a, 1)), outer = std::hypot(data.x(b, 0), data.x(b, 1));
      if (std::min(inner, outer) < 0.6) continue;
      EXPECT_GT(std::hypot(data.x(a, 0) - data.x(b, 0), data.x(a, 1) - data.x(b, 1)), 0.45);
    }
}

TEST(Moons, LieOnTheirHalfCircles) {
  const auto data = row("moons").make(200, 0, 1, {});
  for (Index r = 0; r < 200; ++r) {
    const double side = data.y(r, 0) == 1 ? -1 : 1;
    const double u = data.x(r, 0) * 0.5 * side + 0.5, v = data.x(r, 1) * 0.5 * side + 0.25;
    EXPECT_NEAR(std::hypot(u, v), 1, 1e-5);
    EXPECT_GE(v, -1e-6);
  }
}

TEST(Regression, TargetsAreTheStatedFunctions) {
  const auto plane = row("plane").make(200, 0, 1, {});
  for (Index r = 0; r < 200; ++r) EXPECT_NEAR(plane.y(r, 0), (plane.x(r, 0) + plane.x(r, 1)) / 6, 1e-6);
  const auto curve = row("curve").make(200, 0, 1, {});
  for (Index r = 0; r < 200; ++r) EXPECT_NEAR(curve.y(r, 0), 0.8 * std::sin(1.57079633 * curve.x(r, 0)), 1e-6);
}

}  // namespace
}  // namespace chainrule
