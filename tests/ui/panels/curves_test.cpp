// SPDX-License-Identifier: MIT
// The curves: axes, the sweet spot, gradients in words and as bars.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/text.hpp"
#include "engine/training/verdict.hpp"
#include "tests/ui/headless.hpp"
#include "ui/charts/chart.hpp"
#include "ui/panels/curves/insight.hpp"

namespace chainrule {
namespace {

/// A loss that falls by a tenth each epoch, and a val_loss that falls with it up to `turn` and then rises by `rise`.
std::pair<std::vector<double>, std::vector<double>> courses(int epochs, int turn, double rise) {
  std::vector<double> loss, val_loss;
  for (int e = 1; e <= epochs; ++e) {
    loss.push_back(std::pow(0.9, e));
    val_loss.push_back(e <= turn ? std::pow(0.9, e) : std::pow(0.9, turn) + rise * (e - turn));
  }
  return {loss, val_loss};
}

TEST(SweetSpot, IsTheLeastValidationLossOnceItHasRisen) {
  const auto [loss, val_loss] = courses(40, 20, 0.01);
  const auto spot = sweet_spot(loss, val_loss);
  ASSERT_TRUE(spot);
  EXPECT_EQ(spot->epoch, 20);
  EXPECT_DOUBLE_EQ(spot->best, std::pow(0.9, 20));
  EXPECT_NE(spot->words().find("epoch 20"), std::string::npos);
}

TEST(SweetSpot, IsFoundAfterEpochsThatNobodyKnows) {
  auto [loss, val_loss] = courses(40, 20, 0.01);
  std::fill_n(loss.begin(), 6, NAN);
  std::fill_n(val_loss.begin(), 6, NAN);
  const auto spot = sweet_spot(loss, val_loss);
  ASSERT_TRUE(spot);
  EXPECT_EQ(spot->epoch, 20);
}

TEST(SweetSpot, IsNoneWithoutOverfitting) {
  const auto falling = courses(40, 40, 0);
  EXPECT_FALSE(sweet_spot(falling.first, falling.second)) << "still falling";
  const auto wiggle = courses(40, 20, 1e-5);
  EXPECT_FALSE(sweet_spot(wiggle.first, wiggle.second)) << "a wiggle";
  const auto fresh = courses(23, 20, 0.1);
  EXPECT_FALSE(sweet_spot(fresh.first, fresh.second)) << "three epochs tell nothing yet";
  auto diverging = courses(40, 20, 0.1);
  diverging.first = diverging.second;
  EXPECT_FALSE(sweet_spot(diverging.first, diverging.second)) << "the training loss rises as well: training fails";
  EXPECT_FALSE(sweet_spot({}, {}));
  EXPECT_FALSE(sweet_spot({1, 2}, {1}));
  EXPECT_FALSE(sweet_spot(std::vector<double>(9, 1.0), std::vector<double>(9, NAN)));
}

TEST(GradientWords, TellOfVanishingAndExplodingGradients) {
  const std::vector<std::string> names{"dense", "dense_1", "dense_2"};
  const auto words = [&](std::vector<float> norms) { return gradient_words(names, norms); };
  EXPECT_EQ(words({0.1f, 0.2f, 0.3f}), "");
  EXPECT_NE(words({1e-5f, 1e-3f, 0.3f}).find("vanishes"), std::string::npos);
  EXPECT_NE(words({0, 0, 0.3f}).find("vanishes"), std::string::npos);
  EXPECT_NE(words({1e4f, 10, 0.3f}).find("explodes"), std::string::npos);
  EXPECT_NE(words({9, 1, 1e-3f}).find("grows"), std::string::npos);
  EXPECT_EQ(words({0, 0, 0}), "") << "nothing is known yet";
  EXPECT_EQ(words({}), "");
}

TEST(Chart, AxesHaveRoundTicks) {
  const std::vector<double> values{0.7, 0.31, 0.12};
  const std::vector<Series> series{{"loss", &values, 0}};
  const Axis linear = value_axis(series, false, false, 4);
  EXPECT_EQ(linear.low, 0);
  EXPECT_GE(linear.high, 0.7);
  EXPECT_DOUBLE_EQ(linear.step, 0.2);
  const std::vector<double> small{2, 0.03, 0.0004, 0};
  const std::vector<Series> steep{{"loss", &small, 0}};
  const Axis log = value_axis(steep, false, true, 4);
  EXPECT_EQ(log.low, -4);
  EXPECT_EQ(log.high, 1);
  Chart chart{{0, 0}, {100, 50}, {0, 10, 5}, log, true};
  EXPECT_FLOAT_EQ(chart.at_y(1e-4), 50);
  EXPECT_FLOAT_EQ(chart.at_y(10), 0);
  EXPECT_FLOAT_EQ(chart.at_y(1), 10) << "a power of ten is a fifth of the way";
  EXPECT_TRUE(std::isfinite(chart.at_y(0)));
  const std::vector<double> none{NAN, NAN};
  EXPECT_TRUE(std::isfinite(value_axis({{"loss", &none, 0}}, false, true, 4).high));
  EXPECT_TRUE(std::isfinite(value_axis({{"loss", &none, 0}}, false, false, 4).high));
}

TEST(Curves, FlagTheSweetSpotOfAnOverfittingRun) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=moons&noise=0.35&samples=120&layers=dense:32:relu,dense:32:relu,dense:1:sigmoid&optimizer=adam:"
              "learning_rate=0.01"
              "&batch_size=16&epochs=200&validation_split=0.4&seed=3");
  EXPECT_EQ(ui.find(Role::status, "Sweet spot"), nullptr);
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.frames(2);
  const MirrorItem* words = ui.find(Role::status, "Sweet spot");
  ASSERT_NE(words, nullptr);
  const auto& val_loss = *ui.app().history().find("val_loss");
  const auto best = std::min_element(val_loss.begin(), val_loss.end()) - val_loss.begin() + 1;
  EXPECT_NE(words->value.find("epoch " + std::to_string(best)), std::string::npos) << words->value;
}

TEST(Curves, ShowOtherMetricsAndTheGradients) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=circle&metrics=acc,auc&epochs=3&layers=dense:4:sigmoid,dense:4:tanh,dropout:0.1,dense:1:sigmoid");
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  EXPECT_NE(ui.find(Role::image, "Accuracy curve"), nullptr);
  ui.set(Role::select, "Second chart", "auc");
  EXPECT_NE(ui.find(Role::image, "auc curve"), nullptr);
  ui.set(Role::select, "Second chart", "gradients");
  const MirrorItem* bars = ui.find(Role::image, "Gradient norms");
  ASSERT_NE(bars, nullptr);
  const auto& norms = ui.app().snapshot().gradient_norms;
  ASSERT_EQ(norms.size(), 4U);
  EXPECT_EQ(bars->value, "dense " + short_number(norms[0], 3) + ", dense_1 " + short_number(norms[1], 3) +
                             ", dense_2 " + short_number(norms[3], 3));
  const std::size_t before = ui.vertices();
  ui.press("Logarithmic scale", Role::toggle);
  EXPECT_TRUE(ui.app().curves.log);
  EXPECT_NE(ui.vertices(), before);
}

}  // namespace
}  // namespace chainrule
