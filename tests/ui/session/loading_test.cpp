// SPDX-License-Identifier: MIT
// How other data come in: what of the experiment goes with the old ones, what a drawing begins with, what is kept
// between visits, and who wins where loads and changes cross.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/base/text.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

TEST(Loading, OtherDataDrawTheirWeightsAnew) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&layers=dense:1:sigmoid&initial_weights=1,2,3");
  ASSERT_EQ(ui.app().snapshot().weights, (std::vector<float>{1, 2, 3}));
  ui.app().choose_data("xor");
  ui.frames(3);
  EXPECT_TRUE(ui.app().document().weights.empty());
  EXPECT_NE(ui.app().snapshot().weights, (std::vector<float>{1, 2, 3}));
}

// A problem, a target, columns left out and formulas belong to the data that they were said of.
TEST(Loading, WhatWasSaidOfTheOldDataGoesWithThem) {
  Headless ui;
  ui.app().choose_data("wine");
  ui.frames(3);
  ui.app().change_data([](Document& d) {
    d.target = "ash";
    d.problem = "regression";
    d.left_out = {"alcohol"};
  });
  ui.frames(3);
  for (const Notice& n : ui.app().notices) ADD_FAILURE() << n.words;
  ASSERT_EQ(ui.app().experiment()->data.problem, Problem::regression);
  ui.app().choose_data("iris");
  ui.frames(3);
  const Document& d = ui.app().document();
  EXPECT_EQ(d.problem, "");
  EXPECT_EQ(d.target, "");
  EXPECT_TRUE(d.left_out.empty());
  EXPECT_EQ(ui.app().experiment()->data.problem, Problem::classification);
  EXPECT_EQ(d.compile.loss.name, "categorical_crossentropy");
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(Loading, FeaturesStayBetweenPlanesAlone) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&features=x1,x1*x2");
  ui.app().choose_data("xor");
  ui.frames(3);
  EXPECT_EQ(ui.app().document().features, (std::vector<std::string>{"x1", "x1*x2"}));
  ui.app().choose_data("iris");
  ui.frames(3);
  EXPECT_TRUE(ui.app().document().features.empty());
}

TEST(Loading, TypedRowsAllTrainInTheirOrder) {
  Headless ui;
  ui.app().choose_data("sheet");
  ui.frames(3);
  const Document& d = ui.app().document();
  ASSERT_EQ(d.sheet.size(), 1U);
  EXPECT_EQ(d.sheet[0].inputs, (std::vector<double>{0.05, 0.1}));
  EXPECT_EQ(d.sheet[0].targets, (std::vector<double>{0.01, 0.99}));
  EXPECT_EQ(d.fit.validation_split, 0);
  EXPECT_FALSE(d.fit.shuffle);
  EXPECT_FALSE(d.shuffle_rows);
}

// ---- what a drawing begins with ----

TEST(Loading, ADrawingBeginsWithThePointsOnScreen) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=xor&samples=300");
  const Matrix x = ui.app().experiment()->data.inputs(), y = ui.app().experiment()->data.y;
  ui.app().choose_data("points");
  ui.frames(3);
  const auto& points = ui.app().document().points;
  ASSERT_EQ(points.size(), 200U) << "as many as can be drawn with ease";
  for (std::size_t r = 0; r < points.size(); ++r) {
    const auto row = static_cast<Index>(r);
    EXPECT_NEAR(points[r].x1, x(row, 0), 0.00501);
    EXPECT_NEAR(points[r].x2, x(row, 1), 0.00501);
    EXPECT_EQ(points[r].label, static_cast<int>(y(row, 0)));
  }
}

TEST(Loading, ADrawingOfNoPlaneBeginsWithTwoGroups) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=curve&layers=dense:1&loss=mse");
  ui.app().choose_data("points");
  ui.frames(3);
  const auto& points = ui.app().document().points;
  ASSERT_EQ(points.size(), 10U);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(points[static_cast<std::size_t>(i)], make_point(-1 - 0.3 * i, -1 - 0.2 * i, 0));
    EXPECT_EQ(points[static_cast<std::size_t>(i) + 5], make_point(1 + 0.3 * i, 1 - 0.2 * i, 1));
  }
}

// ---- crossings ----

struct Late : Headless {
  Late() {
    app().services().load_asset = [this](std::string_view path, std::function<void(std::string, std::string)> done) {
      late.push_back([done, p = std::string(path)] { done(test::asset(p), ""); });
    };
  }
  void arrive(std::size_t i) {
    late.at(i)();
    frames(3);
  }
  std::vector<std::function<void()>> late;
};

TEST(Loading, WhatComesAfterAnUndoIsNotUsed) {
  Late ui;
  ui.set(Role::slider, "noise", "0.3");
  ui.press("Data set iris");
  ui.press("Undo");
  ui.arrive(0);
  EXPECT_EQ(ui.app().document().data, "circle");
  EXPECT_EQ(ui.app().document(), default_document());
  EXPECT_FALSE(ui.app().loading());
}

TEST(Loading, WhatComesAfterALinkIsNotUsed) {
  Late ui;
  ui.press("Data set iris");
  ui.app().open_link("data=moons");
  ui.frames(2);
  ui.arrive(0);
  EXPECT_EQ(ui.app().document().data, "moons");
}

// ---- between visits ----

struct Kept : Headless {
  explicit Kept(const std::string& fragment = "") : Headless(Trainer::Mode::slices, {1280, 800}, fragment) {
    app().services().keep = [this](std::string_view text) {
      ++times;
      kept = text;
      return true;
    };
  }
  std::string kept;
  int times = 0;
};

// A small network of a very long history: the experiment alone is kept.
TEST(Kept, WithoutATrainingThatIsTooLong) {
  Kept ui;
  std::string course;
  for (int e = 0; e < 30'000; ++e) course += (e > 0 ? "," : "") + format_number(1 + std::sqrt(2.0) / (e + 2));
  std::string weights = "0.5";
  for (std::size_t i = 1; i < ui.app().snapshot().weights.size(); ++i) weights += ",0.5";
  std::string history;
  for (const char* key : {"loss", "acc", "val_loss", "val_acc"})
    history += std::string(history.empty() ? "" : ",") + "\"" + key + "\": [" + course + "]";
  ui.app().open_file("e.json", R"({"noise": 0.2, "weights": [)" + weights + R"(], "history": {)" + history + "}}");
  ui.until([&] { return !ui.app().job() && ui.app().history().epochs() == 30'000; }, 2000);
  ui.app().set_theme("dark");
  ui.frames(3);
  ASSERT_EQ(ui.app().history().epochs(), 30'000) << "still there";
  ui.app().keep();
  EXPECT_NE(ui.kept.find("\"noise\": 0.2"), std::string::npos);
  EXPECT_EQ(ui.kept.find("\"history\""), std::string::npos);
  EXPECT_LT(ui.kept.size(), 100'000U);
}

TEST(Kept, NothingWhileSomethingIsUnderWay) {
  Kept ui("layers=dense:600:relu,dense:300:relu,dense:1:sigmoid");
  ui.app().services().now_ms = [time = 0.0]() mutable { return time += 20; };  // three pieces fill a frame
  ui.set(Role::slider, "noise", "0.3");
  ui.app().save_experiment();
  ui.frames(2);
  ASSERT_TRUE(ui.app().job());
  ui.app().keep();
  EXPECT_EQ(ui.times, 0);
  ui.until([&] { return !ui.app().job(); }, 200);
  ui.app().keep();
  EXPECT_EQ(ui.times, 1);
  ui.app().keep();
  EXPECT_EQ(ui.times, 1) << "the same is not kept twice";
}

// A link may ask for fewer epochs than it has trained.
TEST(Loading, AsManyEpochsAreAskedForAsAreTrained) {
  for (const auto& [asked, all] : {std::pair{20, 20}, {8, 8}, {3, 8}}) {
    Headless ui;
    const std::string text = "[0.1,0.2,0.3]";
    ui.app().open_file("e.json", R"({"layers": ["dense:1:sigmoid"], "epochs": )" + std::to_string(asked) +
                                     R"(, "weights": )" + text + R"(, "history": {"loss": [8,7,6,5,4,3,2,1],
        "acc": [0,0,0,0,0,0,0,0], "val_loss": [1,1,1,1,1,1,1,1], "val_acc": [0,0,0,0,0,0,0,0]}})");
    ui.frames(4);
    for (const Notice& n : ui.app().notices) ADD_FAILURE() << n.words;
    EXPECT_EQ(ui.app().snapshot().epoch, 8);
    EXPECT_EQ(ui.app().snapshot().epochs, all) << asked;
  }
}

}  // namespace
}  // namespace chainrule
