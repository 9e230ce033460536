// SPDX-License-Identifier: MIT
// Colours by their definitions, and marks by what they look like.
#include "ui/widgets/theme.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/ui/headless.hpp"
#include "tests/ui/picture.hpp"
#include "ui/widgets/marks.hpp"

namespace chainrule {
namespace {

TEST(Colours, MixLinearlyBetweenTheirEnds) {
  const ImU32 from = IM_COL32(10, 200, 0, 255), to = IM_COL32(110, 0, 50, 255);
  EXPECT_EQ(mix(from, to, 0), from);
  EXPECT_EQ(mix(from, to, 1), to);
  EXPECT_EQ(mix(from, to, 0.5f), IM_COL32(60, 100, 25, 255));
  EXPECT_EQ(mix(from, to, 0.25f), IM_COL32(35, 150, 13, 255));
  EXPECT_EQ(mix(from, to, -3), from);
  EXPECT_EQ(mix(from, to, 7), to);
  EXPECT_EQ(mix(from, to, NAN), from);
}

TEST(Colours, OfSignsGoFromNegativeThroughZeroToPositive) {
  for (const Theme& theme : {light_theme(), dark_theme(), with_contrast(light_theme())}) {
    EXPECT_EQ(diverging(theme, 0), theme.zero);
    EXPECT_EQ(diverging(theme, 1), theme.positive);
    EXPECT_EQ(diverging(theme, -1), theme.negative);
    EXPECT_EQ(diverging(theme, -5), theme.negative);
    EXPECT_LE(apart(diverging(theme, 0.3f), blend(theme.zero, theme.positive, 0.3)), 1);
    EXPECT_LE(apart(diverging(theme, -0.3f), blend(theme.zero, theme.negative, 0.3)), 1);
    EXPECT_GT(apart(theme.positive, theme.negative), 80) << "signs are told apart";
    EXPECT_GT(apart(theme.loss, theme.validation), 80);
    EXPECT_GT(apart(theme.text, theme.card), 150);
    EXPECT_GT(apart(theme.good, theme.bad), 40);
  }
}

TEST(Colours, OfClassesDifferAndComeAgain) {
  EXPECT_EQ(class_color(0), light_theme().negative) << "class 0 is what p = 0 looks like";
  EXPECT_EQ(class_color(1), light_theme().positive);
  for (int a = 0; a < 10; ++a)
    for (int b = 0; b < a; ++b) EXPECT_GT(apart(class_color(a), class_color(b)), 25) << a << " " << b;
  EXPECT_EQ(class_color(10), class_color(0));
  EXPECT_EQ(class_color(-1), class_color(0));
}

TEST(Shares, AreOfTheLargest) {
  EXPECT_FLOAT_EQ(share_of(0.5f, 2), 0.25f);
  EXPECT_FLOAT_EQ(share_of(-2, 2), -1);
  EXPECT_FLOAT_EQ(share_of(5, 2), 1);
  EXPECT_FLOAT_EQ(share_of(-5, 2), -1);
  EXPECT_FLOAT_EQ(share_of(INFINITY, INFINITY), 1);
  EXPECT_FLOAT_EQ(share_of(-INFINITY, INFINITY), -1);
  EXPECT_FLOAT_EQ(share_of(NAN, 1), 0);
}

// Within the plot and as far again on both sides a place stays; what is farther, or none, lies just outside.
TEST(Places, FarOffLieJustOutsideOfThePlot) {
  EXPECT_EQ(near_plot(50, 0, 100), 50);
  EXPECT_EQ(near_plot(150, 0, 100), 150);
  EXPECT_EQ(near_plot(-90, 0, 100), -90);
  EXPECT_EQ(near_plot(1e9f, 0, 100), 201);
  EXPECT_EQ(near_plot(-1e9f, 0, 100), -101);
  EXPECT_EQ(near_plot(INFINITY, 0, 100), 201);
  EXPECT_LT(near_plot(NAN, 0, 100), 0);
  EXPECT_EQ(near_plot(1e9f, 100, 0), 201) << "whichever end comes first";
}

TEST(Colours, TakeAnAlpha) {
  EXPECT_EQ(with_alpha(IM_COL32(1, 2, 3, 255), 0.5f), IM_COL32(1, 2, 3, 127));
  EXPECT_EQ(with_alpha(IM_COL32(1, 2, 3, 100), 2), IM_COL32(1, 2, 3, 100));
  EXPECT_EQ(with_alpha(IM_COL32(1, 2, 3, 100), -1), IM_COL32(1, 2, 3, 0));
}

// ---- marks ----

constexpr ImU32 red = IM_COL32(255, 0, 0, 255), white = IM_COL32_WHITE;
bool is_red(ImU32 c) { return apart(c, red) < 60; }

/// A mark of radius 12 in the middle of 40 by 40 pixels.
Picture mark(int shape, bool hollow) {
  LooseList list;
  draw_mark(list.get(), {20, 20}, 12, shape, red, white, hollow);
  return list.picture({40, 40});
}

TEST(Marks, AreFilledWhereTheyTrainAndHollowWhereTheyValidate) {
  const Headless window;
  for (int shape = 0; shape < 6; ++shape) {
    EXPECT_TRUE(is_red(mark(shape, false).at(20, 21))) << shape;
    EXPECT_FALSE(is_red(mark(shape, true).at(20, 21))) << shape;
    const int filled = mark(shape, false).count({0, 0}, {40, 40}, is_red),
              hollow = mark(shape, true).count({0, 0}, {40, 40}, is_red);
    EXPECT_GT(filled, 200) << shape;
    EXPECT_GT(hollow, 100) << shape;
    const auto white_edge = [](ImU32 c) { return apart(c, white) < 60; };
    EXPECT_GT(mark(shape, false).count({0, 0}, {40, 40}, white_edge), 10) << "a filled one has an edge of its own";
    EXPECT_EQ(mark(shape, true).count({0, 0}, {40, 40}, white_edge), 0) << "a hollow one is its own edge";
  }
}

/// Red pixels of a row of the picture.
int in_row(const Picture& p, float y) { return p.count({0, y}, {40, y + 1}, is_red); }
int in_column(const Picture& p, float x) { return p.count({x, 0}, {x + 1, 40}, is_red); }

TEST(Marks, HaveTheShapeOfTheirClass) {
  const Headless window;
  const Picture circle = mark(0, false), square = mark(1, false), triangle = mark(2, false), diamond = mark(3, false),
                hexagon = mark(4, false);
  EXPECT_NEAR(in_row(circle, 20), 23, 3);
  EXPECT_LT(in_row(circle, 10), 18) << "round";
  EXPECT_NEAR(in_row(square, 12), in_row(square, 27), 2) << "sides stand upright";
  EXPECT_GT(in_row(square, 12), 15);
  EXPECT_GT(in_row(triangle, 25), in_row(triangle, 15) + 6) << "its tip points up";
  EXPECT_GT(in_row(triangle, 8), 1) << "and is as far up as it is";
  EXPECT_EQ(in_row(triangle, 32), 0);
  EXPECT_GT(in_row(diamond, 20), 26);
  EXPECT_LT(in_row(diamond, 9), 12);
  EXPECT_GT(in_column(diamond, 20), 26);
  EXPECT_GT(in_row(hexagon, 20), in_column(hexagon, 20)) << "its corners lie left and right";
  EXPECT_EQ(in_row(mark(5, false), 25), in_row(circle, 25)) << "five shapes, then the first again";
}

}  // namespace
}  // namespace chainrule
