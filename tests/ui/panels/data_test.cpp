// SPDX-License-Identifier: MIT
// Choosing, importing and linking to data, without a window.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "engine/data/bundled.hpp"
#include "engine/document/data_set.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

// A data set that comes late must not replace what the user has chosen since.
TEST(Data, OnlyTheNewestLoadIsUsed) {
  Headless ui;
  std::vector<std::function<void()>> late;
  ui.app().services().load_asset = [&](std::string_view path, std::function<void(std::string, std::string)> done) {
    late.push_back([done, p = std::string(path)] { done(test::asset(p), ""); });
  };
  ui.press("Data set iris");
  ui.app().open_link("data=xor");
  ui.frames(2);
  late.at(0)();
  ui.frames(2);
  EXPECT_EQ(ui.app().document().data, "xor");
  ui.press("Data set iris");
  ui.press("Add hidden layer");
  late.at(1)();
  ui.frames(2);
  EXPECT_EQ(ui.app().document().data, "iris");
  EXPECT_EQ(ui.app().document().layers.size(), 4U) << "the layer added meanwhile stays";
}

TEST(Data, TheAddressStaysWhileItsDataAreLoaded) {
  Headless ui;
  std::string address = "data=digits&seed=9";
  ui.link = address;
  std::function<void(std::string, std::string)> answer;
  ui.app().services().load_asset = [&](std::string_view, std::function<void(std::string, std::string)> done) {
    answer = std::move(done);
  };
  ui.app().open_link(address);
  ui.frames(2);
  EXPECT_EQ(ui.link, address);
  answer("", "data/digits8x8.csv could not be loaded (503)");
  ui.frames(2);
  EXPECT_EQ(ui.link, address);
  EXPECT_EQ(ui.app().notices.size(), 1U);
}

TEST(Data, ACsvLinkWithoutItsTableAsksForIt) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=iris");
  ui.app().open_link("data=csv");
  ui.frames(2);
  EXPECT_EQ(ui.app().document().data, "circle");
  EXPECT_NE(ui.app().notices.at(0).words.find("drop its CSV file"), std::string::npos);
  EXPECT_EQ(ui.link, "data=csv") << "the address goes on asking for it";
}

TEST(Data, ChoosesDataAndFitsTheOutputToIt) {
  Headless ui;
  const struct {
    const char *name, *loss, *activation;
    Index units, inputs;
  } expected[] = {{"iris", "categorical_crossentropy", "softmax", 3, 4},
                  {"penguins", "categorical_crossentropy", "softmax", 3, 9},
                  {"digits", "categorical_crossentropy", "softmax", 10, 64},
                  {"plane", "mse", "linear", 1, 2},
                  {"curve", "mse", "linear", 1, 1},
                  {"spiral", "binary_crossentropy", "sigmoid", 1, 2}};
  for (const auto& e : expected) {
    ui.press(std::string("Data set ") + e.name);
    EXPECT_EQ(ui.app().document().compile.loss.name, e.loss) << e.name;
    EXPECT_EQ(ui.app().document().layers.back().activation.name, e.activation);
    EXPECT_EQ(ui.app().document().layers.back().units, e.units);
    EXPECT_EQ(ui.app().experiment()->data.x.cols, e.inputs);
    ui.press("Step epoch");
    ui.until([&] { return ui.app().snapshot().epoch == 1; });  // in as many slices as it takes
    EXPECT_GT(ui.last("val_loss"), 0) << e.name;
    EXPECT_GT(ui.vertices(), 1000U);
  }
  EXPECT_TRUE(ui.app().notices.empty());
}

// Fisher's ratio on iris is known: petal length and petal width separate the species best.
TEST(Data, ShowsTheTwoInputsThatTellMost) {
  Headless iris(Trainer::Mode::slices, {1280, 800}, "data=iris");
  EXPECT_EQ(iris.app().axis_x, 2);
  EXPECT_EQ(iris.app().axis_y, 3);
  EXPECT_EQ(iris.find(Role::select, "Horizontal axis")->value, "petal length (cm)");
}

TEST(Data, PenguinsSayHowManyRowsWereLeftOut) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=penguins");
  EXPECT_NE(ui.find(Role::status, "Table")->value.find("11 rows with empty cells left out"), std::string::npos);
  ui.press("Standardise inputs", Role::toggle);
  EXPECT_FALSE(standardises(ui.app().document()));
  EXPECT_GT(ui.app().experiment()->data.x(0, 3), 20) << "raw millimetres";
}

TEST(Data, SwitchesInputsOfATable) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=penguins");
  ui.press("Input island", Role::toggle);
  EXPECT_EQ(ui.app().document().left_out, std::vector<std::string>{"island"});
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 6) << "the island's three categories are gone";
  EXPECT_FALSE(ui.find(Role::toggle, "Input island")->on);
  ui.press("Input island", Role::toggle);
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 9);
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(Data, BadLinksExplainThemselves) {
  {
    Headless ui(Trainer::Mode::slices, {1280, 800},
                "data=spirl&noise=7&what=1&layers=dense:4:tanh,dense:1:sigmoid&epochs=-2");
    EXPECT_EQ(ui.app().document().data, "circle");
    ASSERT_EQ(ui.app().notices.size(), 1U) << "much that is wrong takes one line";
    const std::string& words = ui.app().notices[0].words;
    EXPECT_NE(words.find("did you mean 'spiral'?"), std::string::npos) << words;
    EXPECT_TRUE(words.ends_with(" Wrong too: noise, what, epochs.")) << words;
    EXPECT_EQ(ui.app().document().layers[0].units, 4);
  }
  Headless two(Trainer::Mode::slices, {1280, 800}, "data=spirl&noise=7");
  ASSERT_EQ(two.app().notices.size(), 1U) << "one link, one notice";
  const std::string& both = two.app().notices[0].words;
  EXPECT_NE(both.find("did you mean 'spiral'?"), std::string::npos) << both;
  EXPECT_NE(both.find("noise: "), std::string::npos) << both;
  EXPECT_TRUE(both.ends_with(".")) << both;
}

TEST(Data, WhatALinkHasWrongStaysInTheAddressUntilItIsMended) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=iris&layers=dense:4:tahn&noise=7&what=1&epochs=-2");
  const std::string fitting =
      "data=iris&layers=dense:4:tanh,dense:4:tanh,dense:3:softmax&loss=categorical_crossentropy";
  EXPECT_EQ(ui.link, fitting + "&what=1&layers=dense:4:tahn&noise=7&epochs=-2");
  ui.app().change([](Document& d) { d.noise = 0.2; });
  ui.frames(2);
  EXPECT_EQ(ui.link, "data=iris&noise=0.2" + fitting.substr(9) + "&what=1&layers=dense:4:tahn&epochs=-2");
  ui.app().set_epochs(7);
  ui.press("Add hidden layer");
  ui.frames(2);
  EXPECT_EQ(ui.link.find("tahn"), std::string::npos) << ui.link;
  EXPECT_EQ(ui.link.find("-2"), std::string::npos) << ui.link;
  ui.app().open_link("data=xor");
  ui.frames(2);
  EXPECT_EQ(ui.link, "data=xor");
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(Data, AMendedLinkSaysSoAndIsWhatItMeant) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "?Data=Xor&amp;noise=0,3)");
  EXPECT_EQ(ui.app().document().data, "xor");
  EXPECT_EQ(ui.link, "data=xor&noise=0.3");
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_FALSE(ui.app().notices[0].bad);
  EXPECT_NE(ui.app().notices[0].words.find("'data=Xor' for 'data=xor' and 1 more"), std::string::npos)
      << ui.app().notices[0].words;
}

TEST(Data, ALinkWhoseLayersDoNotFitItsDataKeepsTheScreen) {
  Headless ui;
  ui.app().open_link("data=circle&layers=dense:4:tanh,dense:3:softmax&loss=categorical_crossentropy");
  ui.frames(2);
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_NE(ui.app().notices[0].words.find("3 units"), std::string::npos) << ui.app().notices[0].words;
  EXPECT_EQ(ui.app().document().layers.back().units, 1);
  ui.press("Step epoch");
  EXPECT_EQ(ui.app().history().epochs(), 1);
}

TEST(Data, ImportTypesAreChangeableAndMissingCellsCounted) {
  Headless ui;
  ui.app().open_file("mine.csv", "code,size,kind\n1,5,a\n2,x,b\n1,,a\n3,7,b\n2,8,a\n1,9,b\n");
  ui.frames(3);
  EXPECT_EQ(ui.find(Role::select, "Type of code")->value, "number");
  EXPECT_EQ(ui.find(Role::select, "Type of size")->value, "category");
  EXPECT_EQ(ui.find(Role::table, "Preview")->rows[1],
            (std::vector<std::string>{"numbers", "5 categories, 1 missing", "2 categories"}));
  ui.set(Role::select, "Type of code", "category");
  ui.set(Role::select, "Type of size", "number");
  EXPECT_EQ(ui.find(Role::table, "Preview")->rows[1],
            (std::vector<std::string>{"3 categories", "numbers, 2 missing", "2 categories"}));
  ui.set(Role::select, "Type of size", "category");
  EXPECT_EQ(ui.find(Role::table, "Preview")->rows[1][1], "5 categories, 1 missing") << "no text was lost on the way";
  ui.set(Role::select, "Type of size", "ignored");
  EXPECT_FALSE(ui.find(Role::toggle, "Input size")->on);
  ui.set(Role::select, "Type of size", "number");
  ui.press("Use this data");
  EXPECT_EQ(ui.app().experiment()->data.feature_names,
            (std::vector<std::string>{"code = 1", "code = 2", "code = 3", "size"}));
  EXPECT_EQ(ui.app().experiment()->data.rows_left_out, 2);
  EXPECT_EQ(ui.app().document().types, (std::vector<std::string>{"code:category", "size:number"}));
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(Data, EverySetTrains) {
  Headless ui;
  std::vector<std::string> all{"points", "sheet"};
  for (const Generator& g : generators()) all.emplace_back(g.name);
  for (const BundledData& b : bundled_data()) all.emplace_back(b.name);
  for (const std::string& name : all) {
    if (name == "points" || name == "sheet") {
      ui.press("Data set " + name);
    } else {
      ui.press("More data sets");
      ui.press("Choose " + name);
    }
    EXPECT_EQ(ui.app().document().data, name);
    EXPECT_EQ(ui.find(Role::button, "Close data sets"), nullptr);
    ui.press("Step epoch");
    ui.until([&] { return !ui.app().snapshot().playing; });  // a slow machine takes several slices
    EXPECT_EQ(ui.app().history().epochs(), 1) << name;
    EXPECT_TRUE(std::isfinite(ui.last("loss"))) << name;
  }
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(Data, TheOutputFollowsTheNumberOfClasses) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=clusters");
  EXPECT_EQ(ui.app().document().layers.back().units, 3);
  ui.set(Role::slider, "classes", "5");
  EXPECT_EQ(ui.app().experiment()->data.classes(), 5);
  EXPECT_EQ(ui.app().document().layers.back().units, 5);
  EXPECT_EQ(ui.link.substr(0, 23), "data=clusters:classes=5");
  ui.set(Role::slider, "classes", "3");
  EXPECT_TRUE(ui.app().document().data_values.empty()) << "the usual ones";
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(Data, MakesDataHarder) {
  Headless ui;
  ui.press("Features and more");
  ui.set(Role::slider, "label noise", "0.2");
  ui.set(Role::slider, "outliers", "0.1");
  ui.set(Role::slider, "imbalance", "0.8");
  EXPECT_EQ(ui.app().document().disturbance, (Disturbance{0.2, 0.1, 0.8}));
  EXPECT_EQ(ui.app().experiment()->data.x.rows, 300);
  ui.press("Data set plane");
  EXPECT_EQ(ui.find(Role::slider, "label noise"), nullptr) << "numbers have no labels";
}

TEST(Data, AFormulaPartsThePlane) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=above");
  EXPECT_EQ(ui.find(Role::text, "formula")->value, "sin(2*x1)");
  ui.set(Role::text, "formula", "x1^2 - 2");
  EXPECT_EQ(ui.app().document().formula, "x1^2 - 2");
  ui.set(Role::text, "formula", "x1 +");
  EXPECT_NE(ui.find(Role::alert, "Formula problem")->value.find("at column 5"), std::string::npos);
  EXPECT_EQ(ui.app().document().formula, "x1^2 - 2");
  ui.set(Role::text, "formula", "sin(2*x1)");
  EXPECT_EQ(ui.app().document().formula, "");
  EXPECT_EQ(ui.find(Role::alert, "Formula problem"), nullptr);
}

TEST(Data, FeaturesAreChipsAndFormulas) {
  Headless ui;
  ui.press("Features and more");
  ui.press("Feature x1^2", Role::toggle);
  ui.press("Feature x2^2", Role::toggle);
  ui.press("Input x1", Role::toggle);
  ui.press("Input x2", Role::toggle);
  EXPECT_EQ(ui.app().document().features, (std::vector<std::string>{"x1^2", "x2^2"}));
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 2);
  EXPECT_EQ(ui.app().experiment()->data.inputs().cols, 2);
  ui.set(Role::text, "New feature", "x1*x2 + ");
  EXPECT_NE(ui.find(Role::alert, "Feature problem"), nullptr);
  ui.set(Role::text, "New feature", "max(x1, x2)");
  EXPECT_EQ(ui.app().document().features.back(), "max(x1, x2)");
  ui.press("Step epoch");
  EXPECT_EQ(ui.app().history().epochs(), 1);
  ui.press("Data set spiral");
  EXPECT_EQ(ui.app().document().features.size(), 3U) << "they stay for the same inputs";
  ui.press("Data set iris");
  EXPECT_TRUE(ui.app().document().features.empty());
  ui.set(Role::text, "New feature", "x3*x4");
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 5);
  ui.press("Input sepal width (cm)", Role::toggle);
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 5) << "a formula needs it: it stays";
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_NE(ui.app().notices[0].words.find("received 'x4'"), std::string::npos) << ui.app().notices[0].words;
}

// A circle is a straight line in x1^2 and x2^2: one unit without hidden layers learns it, and only with them.
TEST(Data, TheSurfaceLiesOverTheInputsOfTheFeatures) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "noise=0&features=x1^2,x2^2&layers=dense:1:sigmoid&optimizer=adam:learning_rate=0.1");
  for (int i = 0; i < 30; ++i) ui.press("Step epoch");
  EXPECT_EQ(ui.last("val_acc"), 1);
  EXPECT_LT(ui.app().heatmaps().low().x, -2.5f) << "x1 itself, not its square";
  EXPECT_EQ(ui.find(Role::select, "Horizontal axis"), nullptr);
}

TEST(Data, DrawsPointsWithTheBrushAndByNumbers) {
  Headless ui(Trainer::Mode::slices, {1280, 1600});
  ui.press("Data set points");
  EXPECT_EQ(ui.app().document().points.size(), 200U) << "those on screen to begin with";
  ui.press("Clear points");
  EXPECT_EQ(ui.app().document().points.size(), 200U) << "nothing to learn from yet";
  ui.press("Draw class 2", Role::toggle);
  ui.set(Role::number, "Point x1", "1.5");
  ui.set(Role::number, "Point x2", "-1");
  ui.press("Add point");
  ui.press("Draw class 0", Role::toggle);
  ui.set(Role::number, "Point x1", "-2");
  ui.press("Add point");
  EXPECT_EQ(ui.app().document().points, (std::vector<DrawnPoint>{{1.5, -1, 2}, {-2, -1, 0}}));
  EXPECT_EQ(ui.app().document().layers.back().units, 3);
  ui.set(Role::slider, "brush size", "0");
  ui.click("Canvas", Role::image);
  ASSERT_EQ(ui.app().document().points.size(), 3U);
  EXPECT_NEAR(ui.app().document().points[2].x1, 0, 0.05);
  EXPECT_NE(ui.find(Role::image, "Canvas")->value.find("3 points, 2 of class 0, 1 of class 2"), std::string::npos);
  ui.press("Eraser", Role::toggle);
  ui.click("Canvas", Role::image);
  EXPECT_EQ(ui.app().document().points.size(), 2U);
  ui.press("Remove point");
  EXPECT_EQ(ui.app().document().points.size(), 2U) << "one is too few; the document keeps what it has";
  EXPECT_TRUE(ui.app().notices.empty());
  EXPECT_NE(ui.link.find("points=1.5:-1:2;-2:-1:0"), std::string::npos) << ui.link;
}

TEST(Data, StandardisesAndOrdersMadeUpRowsToo) {
  Headless ui;
  ui.press("Features and more");
  EXPECT_FALSE(ui.find(Role::toggle, "Standardise inputs")->on);
  ui.press("Standardise inputs", Role::toggle);
  EXPECT_NE(ui.app().experiment()->data.deviation[0], 1);
  ui.press("Standardise inputs", Role::toggle);
  ui.press("Shuffle rows first", Role::toggle);
  EXPECT_EQ(ui.link, "shuffle_rows=0");
  const auto& y = ui.app().experiment()->data.y.data;
  EXPECT_TRUE(std::is_sorted(y.begin(), y.end()));
}

TEST(Data, TheGalleryClosesAndShowsWhatWasChosen) {
  for (const ImVec2 window : {ImVec2{1280, 800}, ImVec2{390, 844}, ImVec2{480, 270}}) {
    Headless ui(Trainer::Mode::slices, window, "hide=network,output,curves,summary");
    if (ui.find(Role::tab, "Data")) ui.press("Data", Role::tab);
    ui.press("More data sets");
    std::set<std::string> names;
    for (const MirrorItem& item : ui.app().ui.mirror.items()) {
      if (item.role != Role::button) continue;
      EXPECT_TRUE(names.insert(item.name).second) << item.name;
    }
    ui.key(ImGuiKey_Escape);
    EXPECT_EQ(ui.find(Role::button, "Choose wine"), nullptr);
    ui.press("More data sets");
    ui.press("Close data sets");
    EXPECT_EQ(ui.find(Role::button, "Choose wine"), nullptr);
    EXPECT_EQ(ui.app().document().data, "circle");
  }
}

}  // namespace
}  // namespace chainrule
