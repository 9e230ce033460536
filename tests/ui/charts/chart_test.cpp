// SPDX-License-Identifier: MIT
// Axes and curves: round steps, lines where their numbers are, the newest value at the end of a long history.
#include "ui/charts/chart.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/text.hpp"
#include "tests/ui/headless.hpp"
#include "tests/ui/picture.hpp"
#include "tests/ui/words.hpp"
#include "ui/charts/targets.hpp"

namespace chainrule {
namespace {

// Steps are 1, 2 or 5 times a power of ten, whichever is nearest (on a scale of factors) to a `count`th of the range.
TEST(NiceAxis, HasRoundSteps) {
  const std::pair<double, double> all[] = {{1, 1},      {1.4, 1},    {1.6, 2}, {2, 2},    {3.4, 2},
                                           {3.6, 5},    {5, 5},      {7.4, 5}, {7.6, 10}, {10, 10},
                                           {0.14, 0.1}, {0.16, 0.2}, {36, 50}, {34, 20},  {760, 1000}};
  for (const auto& [raw, step] : all) EXPECT_NEAR(nice_axis(0, 4 * raw, 4).step, step, step * 1e-9) << raw;
}

TEST(NiceAxis, HoldsBothEnds) {
  for (const double high : {0.3, 1.0, 2.0, 7.5, 10.0, 99.0})
    for (const double low : {0.0, -0.4, -3.0}) {
      const Axis axis = nice_axis(low, high, 4);
      EXPECT_LE(axis.low, low + 1e-9);
      EXPECT_GE(axis.high, high - 1e-9);
      EXPECT_LT(low - axis.low, axis.step);
      EXPECT_LT(axis.high - high, axis.step);
      EXPECT_NEAR(std::remainder(axis.low, axis.step), 0, 1e-9) << "a whole number of steps";
    }
  EXPECT_GT(nice_axis(2, 2, 4).high, nice_axis(2, 2, 4).low);
}

TEST(ValueAxis, OfSharesIsFromNothingToAll) {
  const std::vector<double> values{0.2, 0.4};
  const Axis share = value_axis({{"acc", &values, 0}}, true, false, 4);
  EXPECT_EQ(share.low, 0);
  EXPECT_EQ(share.high, 1);
  EXPECT_EQ(share.step, 0.25);
  EXPECT_EQ(value_axis({{"acc", &values, 0}}, true, false, 2).step, 0.5);
}

TEST(Chart, UpIsMoreAndRightIsLater) {
  const Chart chart{{10, 20}, {110, 220}, {0, 10, 5}, {0, 4, 1}, false};
  EXPECT_FLOAT_EQ(chart.at_x(0), 10);
  EXPECT_FLOAT_EQ(chart.at_x(5), 60);
  EXPECT_FLOAT_EQ(chart.at_x(10), 110);
  EXPECT_FLOAT_EQ(chart.at_y(0), 220);
  EXPECT_FLOAT_EQ(chart.at_y(1), 170);
  EXPECT_FLOAT_EQ(chart.at_y(4), 20);
  EXPECT_EQ(chart.epoch_at(60, 10), 5);
  EXPECT_EQ(chart.epoch_at(64, 10), 5);
  EXPECT_EQ(chart.epoch_at(66, 10), 6);
  EXPECT_EQ(chart.epoch_at(-100, 10), 0);
  EXPECT_EQ(chart.epoch_at(900, 7), 7);
}

constexpr ImU32 red = IM_COL32(255, 0, 0, 255);
bool is_red(ImU32 c) { return apart(c, red) < 90; }

/// The middle of what is red in a column of the picture, -1 where nothing is.
float height_at(const Picture& p, float x) {
  float sum = 0, count = 0;
  for (float y = 0; y < 240; ++y)
    if (is_red(p.at(x, y))) sum += y + 0.5f, ++count;
  return count > 0 ? sum / count : -1;
}

TEST(Series, GoesThroughItsValues) {
  const Headless window;
  const std::vector<double> values{4, 2, 3, 1};
  const Chart chart{{10, 20}, {110, 220}, {0, 4, 1}, {0, 4, 1}, false};
  LooseList list;
  draw_series(list.get(), chart, {"loss", &values, red, 3});
  const Picture p = list.picture({120, 240});
  EXPECT_EQ(height_at(p, 20), -1) << "nothing before the first epoch";
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double middle = (values[i - 1] + values[i]) / 2;  // half a way between two epochs
    EXPECT_NEAR(height_at(p, chart.at_x(static_cast<double>(i) + 0.5)), chart.at_y(middle), 2.5) << i;
  }
  EXPECT_EQ(height_at(p, 114), -1);
}

TEST(Series, OfOneEpochIsADotAndUnknownEpochsAreNothing) {
  const Headless window;
  const Chart chart{{10, 20}, {110, 220}, {0, 4, 1}, {0, 4, 1}, false};
  const auto drawn = [&](const std::vector<double>& values) {
    LooseList list;
    draw_series(list.get(), chart, {"loss", &values, red, 3});
    return list.picture({120, 240});
  };
  EXPECT_NEAR(height_at(drawn({3}), chart.at_x(1)), chart.at_y(3), 1);
  EXPECT_EQ(drawn({NAN}).count({0, 0}, {120, 240}, is_red), 0);
  const Picture later = drawn({NAN, NAN, 2, 2});
  EXPECT_EQ(height_at(later, chart.at_x(1.5)), -1);
  EXPECT_NEAR(height_at(later, chart.at_x(3.5)), chart.at_y(2), 1.5);
}

// More epochs than pixels: each point is the mean of its epochs, the last one the newest value itself.
TEST(Series, OfALongHistoryEndsWithTheNewestValue) {
  const Headless window;
  std::vector<double> values(1000, 3);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += i % 2 == 0 ? 0.5 : -0.5;
  values.back() = 1;
  const Chart chart{{10, 20}, {110, 220}, {0, 1000, 100}, {0, 4, 1}, false};
  LooseList list;
  draw_series(list.get(), chart, {"loss", &values, red, 3});
  const Picture p = list.picture({120, 240});
  EXPECT_NEAR(height_at(p, 60), chart.at_y(3), 2) << "the mean of ten epochs";
  int lowest = 0;
  for (int y = 0; y < 240; ++y)
    for (int x = 100; x < 115; ++x)
      if (is_red(p.at(static_cast<float>(x), static_cast<float>(y)))) lowest = y;
  EXPECT_NEAR(static_cast<float>(lowest), chart.at_y(1), 3);
}

// ---- in the window ----

/// Trains, so that there is something to see.
void train(Headless& ui) {
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.frames(2);
}

// The axis' numbers stand at their heights: two of them fix the scale on which every value of the curve lies.
TEST(Curves, LieOnTheScaleOfTheirAxis) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&epochs=40&seed=2");
  train(ui);
  const MirrorItem* chart = ui.find(Role::image, "Loss curve");
  ASSERT_NE(chart, nullptr);
  std::vector<std::pair<double, float>> numbers;  // left of the chart: value, height
  for (const ScreenWords& w : words_on_screen())
    if (w.high.x < chart->x + 46 && w.low.x >= chart->x - 2 && w.low.y > chart->y + 18 &&
        w.high.y < chart->y + chart->height + 8)
      if (const auto value = parse_number(w.text)) numbers.emplace_back(*value, (w.low.y + w.high.y) / 2);
  ASSERT_GE(numbers.size(), 2U) << all_on_screen();
  const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
  ASSERT_LT(least->first, most->first);
  EXPECT_GT(least->second, most->second) << "more is further up";
  const auto height = [&, low = *least, high = *most](double v) {
    return low.second + (high.second - low.second) * static_cast<float>((v - low.first) / (high.first - low.first));
  };
  const Picture p;
  const Theme& theme = ui.app().ui.theme;
  const auto near = [&](const char* key, ImU32 color) {  // at the right end, where the newest epoch is
    const float x = chart->x + chart->width - 8, y = height(ui.app().history().find(key)->back());
    return p.count({x - 3, y - 5}, {x + 3, y + 5}, [&](ImU32 c) { return apart(c, color) < 70; });
  };
  EXPECT_GT(near("loss", theme.loss), 0);
  EXPECT_GT(near("val_loss", theme.validation), 0);
  const float far = chart->x + chart->width - 8, empty = height(ui.app().history().find("loss")->back() + 0.4);
  EXPECT_EQ(p.count({far - 3, empty - 5}, {far + 3, empty + 5}, [&](ImU32 c) { return apart(c, theme.loss) < 70; }), 0);
}

// The epoch under the mouse, the last one among them, with every series' value.
TEST(Curves, TellTheNumbersUnderTheMouse) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&epochs=20&seed=2");
  train(ui);
  const MirrorItem* chart = ui.find(Role::image, "Loss curve");
  ASSERT_NE(chart, nullptr);
  const float low = chart->x + 46, high = chart->x + chart->width - 6;
  for (const Index epoch : {1, 7, 20}) {
    ImGui::GetIO().AddMousePosEvent(low + (high - low) * (static_cast<float>(epoch) - 0.2f) / 20, chart->y + 40);
    ui.frames(3);
    EXPECT_FALSE(on_screen("Epoch " + std::to_string(epoch)).empty()) << all_on_screen();
    for (const char* key : {"loss", "val_loss"}) {
      const double value = (*ui.app().history().find(key))[static_cast<std::size_t>(epoch - 1)];
      EXPECT_FALSE(on_screen(std::string(key) + " " + short_number(value, 5)).empty()) << key << " of " << epoch;
    }
  }
}

TEST(Curves, ArrowKeysTravelForthAndBack) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&epochs=20&seed=2");
  train(ui);
  const MirrorItem* slider = ui.find(Role::slider, "Epoch shown");
  ASSERT_NE(slider, nullptr);
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  const auto there = [&] { return ui.at_cursor() && ui.at_cursor()->name == "Epoch shown"; };
  for (int i = 0; i < 150 && !there(); ++i) ui.key(ImGuiKey_Tab);
  ASSERT_TRUE(there());
  const auto after = [&](ImGuiKey key) {
    ui.key(key);
    return ui.app().past_asked();
  };
  EXPECT_EQ(after(ImGuiKey_LeftArrow), 19);
  EXPECT_EQ(after(ImGuiKey_LeftArrow), 18);
  EXPECT_EQ(after(ImGuiKey_RightArrow), 19);
  EXPECT_EQ(after(ImGuiKey_RightArrow), -1) << "the newest epoch is the present";
}

// Numbers have the colours of their place between the least and the greatest target.
TEST(TargetColors, SpreadOverTheTargets) {
  DataSet data;
  data.problem = Problem::regression;
  data.y = Matrix(3, 1, {2, 4, 6});
  const Theme theme = light_theme();
  const TargetColors color(theme, data, 0);
  EXPECT_EQ(color(0), theme.negative);
  EXPECT_EQ(color(1), theme.zero);
  EXPECT_EQ(color(2), theme.positive);
}

}  // namespace
}  // namespace chainrule
