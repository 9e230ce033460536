// SPDX-License-Identifier: MIT
// What panels say of rows, callbacks and gradients: words on screen, strips of colours and bars against the data.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "engine/sequential.hpp"
#include "tests/ui/headless.hpp"
#include "tests/ui/picture.hpp"
#include "tests/ui/words.hpp"

namespace chainrule {
namespace {

TEST(Split, SaysHowManyRowsTrainAndValidate) {
  for (const auto& [split, train] : {std::pair{"0", 20}, {"0.25", 15}, {"0.33", 13}}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, std::string("data=circle&samples=20&validation_split=") + split);
    ASSERT_EQ(ui.app().training_rows(), train);
    const std::string rest = train < 20 ? ", " + std::to_string(20 - train) + " validate" : "";
    EXPECT_EQ(ui.find(Role::status, "Rows")->value, std::to_string(train) + " rows train" + rest);
    EXPECT_EQ(on_screen(std::to_string(train) + " rows train").size(), 1U);
    if (train < 20) { EXPECT_EQ(on_screen(std::to_string(20 - train) + " validate").size(), 1U); }
  }
}

// The strip has a stretch for each row in its class's colour, and below it what trains and what validates.
TEST(Split, ShowsTheRowsInTheirOrder) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&samples=8&shuffle_rows=0&validation_split=0.25");
  const MirrorItem* rows = ui.find(Role::status, "Rows");
  ASSERT_NE(rows, nullptr);
  const Picture p;
  const Theme& theme = ui.app().ui.theme;
  const DataSet& data = ui.app().experiment()->data;
  for (Index r = 0; r < 8; ++r) {
    const float x = rows->x + rows->width * (static_cast<float>(r) + 0.5f) / 8;
    const ImU32 own = blend(theme.card, class_color(static_cast<int>(data.y(r, 0))), 0.75);
    EXPECT_LE(apart(p.at(x, rows->y + 5), own), 6) << r;
    EXPECT_LE(apart(p.at(x, rows->y + 12), r < 6 ? theme.loss : theme.validation), 6) << r;
  }
}

// ---- the canvas ----

TEST(Canvas, APressPutsAPointWhereItIs) {
  Headless ui(Trainer::Mode::slices, {1280, 1400}, "data=points&points=-1:-1:0;1:1:1&standardise=0");
  ui.frames(2);
  const MirrorItem* canvas = ui.find(Role::image, "Canvas");
  ASSERT_NE(canvas, nullptr);
  ui.set(Role::slider, "brush size", "0");
  for (const auto& [x1, x2] : {std::pair{2.0f, 3.0f}, {-3.0f, 1.0f}, {1.0f, -2.0f}}) {
    canvas = ui.find(Role::image, "Canvas");
    const auto before = ui.app().document().points.size();
    ImGui::GetIO().AddMousePosEvent(canvas->x + canvas->width * (1 + x1 / 4) / 2,
                                    canvas->y + canvas->height * (1 - x2 / 4) / 2);
    ui.frames();
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    ui.frames();
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    ui.frames(3);
    const auto& points = ui.app().document().points;
    ASSERT_EQ(points.size(), before + 1);
    EXPECT_NEAR(points.back().x1, x1, 0.06) << "to the right is more";
    EXPECT_NEAR(points.back().x2, x2, 0.06) << "up is more";
  }
}

// ---- callbacks ----

TEST(CallbackMenu, WatchesWhatThereIs) {
  for (const auto& [split, monitor] : {std::pair{"0", "loss"}, {"0.2", "val_loss"}}) {
    Headless ui(Trainer::Mode::slices, {1280, 4000}, std::string("data=xor&validation_split=") + split);
    ui.press("More of compile and fit", Role::toggle);
    ui.set(Role::select, "Add callback", "early_stopping");
    ASSERT_EQ(ui.app().document().fit.callbacks.size(), 1U);
    EXPECT_EQ(ui.app().document().fit.callbacks[0].monitor, monitor);
    EXPECT_EQ(ui.app().document().fit.callbacks[0].choice.values[0], 10) << "more patient than Keras";
    const auto& options = ui.find(Role::select, "early_stopping monitor")->options;
    EXPECT_EQ(std::count(options.begin(), options.end(), "val_loss"), std::string_view(split) != "0");
  }
}

// A rate of 0 changes nothing: the first epoch is the best, and each further one is waited for.
TEST(CallbackMenu, TellsHowLongIsWaited) {
  Headless ui(Trainer::Mode::slices, {1280, 4000},
              "data=xor&optimizer=sgd:learning_rate=0&callbacks=early_stopping:patience=4");
  ui.press("More of compile and fit", Role::toggle);
  for (int epoch = 1; epoch <= 4; ++epoch) {
    ui.press("Step epoch");
    ui.until([&] { return ui.app().snapshot().epoch == epoch; });
    ui.frames(2);
    EXPECT_EQ(ui.find(Role::status, "Standing of early_stopping")->value,
              "waited " + std::to_string(epoch - 1) + " of 4 epochs, best " +
                  short_number(ui.app().history().find("val_loss")->front()) + " after epoch 1");
  }
}

// ---- gradients ----

/// Heights of the bars of this colour in their columns, from the left.
std::vector<int> bars(const Picture& p, const MirrorItem& chart, ImU32 color, std::size_t count) {
  std::vector<int> all;
  const float low = chart.x + 46, high = chart.x + chart.width - 6;
  for (std::size_t i = 0; i < count; ++i) {
    const float x = std::floor(low + (high - low) * (static_cast<float>(i) + 0.5f) / static_cast<float>(count));
    all.push_back(
        p.count({x, chart.y + 20}, {x + 1, chart.y + chart.height}, [&](ImU32 c) { return apart(c, color) < 40; }));
  }
  return all;
}

// On a logarithmic axis equal factors are equal heights; the least bar is at least a power of ten high.
TEST(Gradients, BarsAreAsHighAsTheirLogarithms) {
  Headless ui(Trainer::Mode::slices, {1280, 1100},
              "data=circle&layers=dense:6:sigmoid,dense:6:sigmoid,dense:1:sigmoid&seed=3");
  ui.press("Step epoch");
  ui.until([&] { return ui.app().snapshot().epoch == 1; });
  ui.set(Role::select, "Second chart", "gradients");
  ui.frames(2);
  const MirrorItem* chart = ui.find(Role::image, "Gradient norms");
  ASSERT_NE(chart, nullptr);
  const auto& norms = ui.app().snapshot().gradient_norms;
  const auto heights = bars(Picture(), *chart, ui.app().ui.theme.loss, norms.size());
  const float room = chart->height - 24 - 40;
  double least = INFINITY, most = 0;
  for (const float v : norms) least = std::min<double>(least, v), most = std::max<double>(most, v);
  const double low = std::floor(std::log10(least)) - 1, high = std::max(low + 3, std::ceil(std::log10(most)));
  for (std::size_t i = 0; i < norms.size(); ++i)
    EXPECT_NEAR(heights[i], room * (std::log10(norms[i]) - low) / (high - low), 4) << "layer " << i;
}

// ---- a long table, a large network ----

// So many rows as take a moment are looked at, spread evenly; each stands for its own row of the data.
TEST(Predictions, OfALargeNetworkAreOfEverySoManiethRow) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=circle&samples=1000&layers=dense:600,dense:600,dense:1:sigmoid");
  const Predictions& p = ui.app().predictions();
  const Matrix& x = ui.app().experiment()->data.x;
  const Index most = 250'000'000 / ui.app().model().count_params();
  ASSERT_LT(most, 1000);
  EXPECT_EQ(p.stride, 2) << "the least step that stays within " << most;
  ASSERT_EQ(p.out.rows, 500);
  for (const Index r : {0, 1, 250, 499})
    EXPECT_NEAR(p.out(r, 0), ui.app().lens().predict(x.view().middle_rows(r * 2, 1))(0, 0), 1e-5) << r;
}

}  // namespace
}  // namespace chainrule
