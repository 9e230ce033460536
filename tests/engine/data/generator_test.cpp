// SPDX-License-Identifier: MIT
#include "engine/data/disturbance.hpp"
#include "engine/data/generator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <ostream>
#include <set>
#include <utility>

#include "engine/data/table.hpp"
#include "engine/tables/spec.hpp"
#include "tests/engine/files.hpp"

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
  EXPECT_EQ(data.classes, GetParam().classes());
  EXPECT_FALSE(GetParam().help.empty());
}

TEST_P(EveryGenerator, StaysWithinItsPlane) {
  const auto data = make(2000, 0, 3);
  float largest = 0;
  for (const float x : data.x.data) largest = std::max(largest, std::fabs(x));
  EXPECT_LE(largest, 3.3F);
  EXPECT_GE(largest, 2.4F);
  for (const float y : data.y.data) EXPECT_LE(std::fabs(y), std::max(1, GetParam().classes() - 1));
}

TEST_P(EveryGenerator, RepeatsWithItsSeedOnly) {
  EXPECT_EQ(make(200, 0.2, 5).x.data, make(200, 0.2, 5).x.data);
  EXPECT_NE(make(200, 0.2, 5).x.data, make(200, 0.2, 6).x.data);
}

TEST_P(EveryGenerator, BalancesAndMixesClasses) {
  const auto data = make(1200, 0.1, 7);
  if (GetParam().classes() == 0) {  // nothing to balance; every stretch has targets from the whole range all the same
    const auto [low, high] = std::minmax_element(data.y.data.begin(), data.y.data.begin() + 300);
    EXPECT_GT(*high - *low, 1.2F);
    return;
  }
  const int classes = GetParam().classes();
  for (int c = 0; c < classes; ++c) {
    const auto rows = [&](Index first, Index last) {
      return std::count(data.y.data.begin() + first, data.y.data.begin() + last, static_cast<float>(c));
    };
    EXPECT_EQ(rows(0, 1200), 1200 / classes);
    EXPECT_NEAR(rows(0, 300), 300 / classes, 40);
    EXPECT_NEAR(rows(900, 1200), 300 / classes, 40);
  }
}

TEST_P(EveryGenerator, NoiseMovesPointsAndNothingElse) {
  const auto clean = make(400, 0, 8), noisy = make(400, 0.5, 8);
  const bool moves_inputs = GetParam().classes() > 0;
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
      {"circle", 0x57aca6db093a7259ULL}, {"xor", 0x4dab4fe624ba3d9eULL},          {"gauss", 0x899671ab15d81ffbULL},
      {"spiral", 0x5fd684b3105163ccULL}, {"moons", 0x3f42a2f642d67a80ULL},        {"plane", 0xa80ba3b6a0311947ULL},
      {"curve", 0x688a9c3ece0acc5fULL},  {"checkerboard", 0xac1f9f4274469471ULL}, {"rings", 0xa77646cbf3a4c42cULL},
      {"above", 0xc80c4f4bc03bc83dULL},  {"clusters", 0x7eb6b4bb70d8d575ULL},     {"pinwheel", 0xfe01c92504395fe4ULL},
      {"hills", 0xc9fb490d98ba0e92ULL},  {"step", 0x6a4946064e5059f9ULL},         {"bump", 0xb5fba6fb20e24ab4ULL},
      {"valley", 0xd0968e635f25e7f5ULL}, {"cubic", 0x7f75596a535620e8ULL}};
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

TEST(Checkerboard, IsTheParityOfItsSquares) {
  for (const double squares : {2.0, 5.0, 8.0}) {
    const auto data = row("checkerboard").make(600, 0, 1, std::array{squares});
    std::set<std::pair<int, int>> seen;
    for (Index r = 0; r < 600; ++r) {
      const int u = static_cast<int>((data.x(r, 0) + 3) / 6 * squares),
                v = static_cast<int>((data.x(r, 1) + 3) / 6 * squares);
      EXPECT_EQ((u + v) % 2, static_cast<int>(data.y(r, 0)));
      seen.emplace(u, v);
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(squares * squares));
  }
}

TEST(Rings, TakeTurns) {
  for (const double rings : {2.0, 3.0, 7.0}) {
    const auto data = row("rings").make(600, 0, 1, std::array{rings});
    std::set<int> seen;
    for (Index r = 0; r < 600; ++r) {
      const double radius = std::hypot(data.x(r, 0), data.x(r, 1)) / 3;
      const int from_outside = static_cast<int>(std::floor((1 - radius) * rings));
      EXPECT_EQ(from_outside % 2, static_cast<int>(data.y(r, 0)));
      seen.insert(from_outside);
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(rings));
  }
}

TEST(ManyClasses, AreAsManyAsTheParameterSays) {
  for (const char* name : {"clusters", "pinwheel"})
    for (const double classes : {3.0, 6.0}) {
      const auto data = row(name).make(600, 0, 1, std::array{classes});
      EXPECT_EQ(data.classes, classes);
      EXPECT_EQ(row(name).classes(std::array{classes}), classes);
      EXPECT_EQ(*std::max_element(data.y.data.begin(), data.y.data.end()), classes - 1);
    }
  EXPECT_EQ(message<Error>([] { row("clusters").make(10, 0, 1, std::array{7.0}); }),
            "expected classes as a whole number between 3 and 6, received 7, in clusters");
}

TEST(Above, IsTheFormula) {
  const auto usual = row("above").make(400, 0, 1), typed = row("above").make(400, 0, 1, {}, "x1^2 - 2");
  for (Index r = 0; r < 400; ++r) {
    EXPECT_EQ(usual.x(r, 1) > std::sin(2 * usual.x(r, 0)), usual.y(r, 0) == 1);
    EXPECT_EQ(typed.x(r, 1) > typed.x(r, 0) * typed.x(r, 0) - 2, typed.y(r, 0) == 1);
  }
  EXPECT_EQ(message<Error>([] { row("above").make(400, 0, 1, {}, "7"); }),
            "expected a formula that parts the plane between -3 and 3, received '7', which leaves no room above");
  EXPECT_THROW(row("above").make(20000, 0, 1, {}, "log(-1)"), Error);
  EXPECT_NE(message<Error>([] { row("above").make(4, 0, 1, {}, "x2"); }).find("at column 1"), std::string::npos);
}

TEST(Regression, CurvesAreTheStatedFunctions) {
  const auto same = [](const char* name, auto value) {
    const auto data = row(name).make(200, 0, 1);
    for (Index r = 0; r < 200; ++r) EXPECT_NEAR(data.y(r, 0), value(static_cast<double>(data.x(r, 0))), 2e-6) << name;
  };
  same("step", [](double x) { return x > 0 ? 0.8 : -0.8; });
  same("bump", [](double x) { return 1.6 * std::exp(-x * x) - 0.8; });
  same("valley", [](double x) { return 1.6 * std::fabs(x) / 3 - 0.8; });
  same("cubic", [](double x) { return 2.5 * std::pow(x / 3, 3) - 1.7 * x / 3; });
}

TEST(Disturbance, NothingLeavesTheBitsAlone) {
  auto data = row("circle").make(500, 0.1, 7);
  const auto before = data.x.data;
  disturb(data, {}, 7);
  EXPECT_EQ(data.x.data, before);
}

TEST(Disturbance, ChangesAsManyLabelsAsItSays) {
  const auto clean = row("clusters").make(500, 0.1, 7);
  auto few = clean, many = clean;
  disturb(few, {.label_noise = 0.1}, 7);
  disturb(many, {.label_noise = 0.3}, 7);
  int changed = 0, kept = 0, more = 0;
  for (Index r = 0; r < 500; ++r) {
    changed += few.y(r, 0) != clean.y(r, 0);
    more += many.y(r, 0) != clean.y(r, 0);
    kept += few.y(r, 0) != clean.y(r, 0) && few.y(r, 0) == many.y(r, 0);
    EXPECT_LT(many.y(r, 0), 3);
  }
  EXPECT_EQ(changed, 50);
  EXPECT_EQ(more, 150);
  EXPECT_EQ(kept, 50) << "more noise only adds";
  EXPECT_EQ(few.x.data, clean.x.data);
}

TEST(Disturbance, PutsOutliersFarAway) {
  const auto clean = row("circle").make(500, 0, 7);
  auto data = clean;
  disturb(data, {.outliers = 0.04}, 7);
  int far = 0;
  for (Index r = 0; r < 500; ++r) far += std::hypot(data.x(r, 0), data.x(r, 1)) >= 4.49;
  EXPECT_EQ(far, 20);
  EXPECT_EQ(data.y.data, clean.y.data);
  auto numbers = row("curve").make(100, 0, 7);
  const auto inputs = numbers.x.data;
  disturb(numbers, {.label_noise = 0.5, .outliers = 0.1}, 7);
  EXPECT_EQ(numbers.x.data, inputs);
  EXPECT_EQ(std::count_if(numbers.y.data.begin(), numbers.y.data.end(), [](float y) { return std::fabs(y) > 0.85F; }),
            10);
}

TEST(Disturbance, MakesTheLastClassesRare) {
  auto data = row("clusters").make(300, 0, 7);
  disturb(data, {.imbalance = 0.8}, 7);
  const auto rows = [&](float c) { return std::count(data.y.data.begin(), data.y.data.end(), c); };
  EXPECT_EQ(rows(0), 100);
  EXPECT_EQ(rows(1), 60);
  EXPECT_EQ(rows(2), 20);
  EXPECT_EQ(data.x.rows, 180);
  EXPECT_EQ(message<Error>([&] { disturb(data, {.imbalance = 0.99}, 7); }),
            "expected imbalance between 0 and 0.95, received 0.99");
}

TEST(SortRows, LaysClassesOrInputsInOrder) {
  auto data = row("xor").make(100, 0, 7);
  sort_rows(data);
  EXPECT_TRUE(std::is_sorted(data.y.data.begin(), data.y.data.end()));
  auto numbers = row("curve").make(100, 0, 7);
  sort_rows(numbers);
  EXPECT_TRUE(std::is_sorted(numbers.x.data.begin(), numbers.x.data.end()));
}

}  // namespace
}  // namespace chainrule
