// SPDX-License-Identifier: MIT
// The panels, operated through the control mirror and the mouse, without a window.
#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <cmath>
#include <set>

#include "engine/sequential.hpp"
#include "headless.hpp"

namespace chainrule {
namespace {

double last(App& app, const char* key) {
  const auto* course = app.history().find(key);
  return course && !course->empty() ? course->back() : -1;
}

TEST(App, TrainsFromAClickOnPlay) {
  Headless ui;
  const unsigned before = ui.app().surface().version();
  ui.click("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  EXPECT_EQ(ui.app().history().epochs(), 100);
  EXPECT_GT(last(ui.app(), "val_acc"), 0.95);
  EXPECT_LT(last(ui.app(), "loss"), ui.app().history().find("loss")->front());
  EXPECT_GT(ui.app().surface().version(), before);
  ASSERT_NE(ui.find(Role::button, "Play"), nullptr) << "the button says Play again";
}

TEST(App, BuildsANetworkByClicking) {
  Headless ui;
  ui.click("Add hidden layer");
  EXPECT_EQ(ui.app().document().layers.size(), 4U);
  ui.click("More units in dense");
  EXPECT_EQ(ui.app().document().layers[0].units, 5);
  ui.set(Role::number, "Units in dense_1", "7");
  EXPECT_EQ(ui.app().document().layers[1].units, 7);
  ui.set(Role::select, "Activation of dense", "relu");
  EXPECT_EQ(ui.app().document().layers[0].activation.name, "relu");
  EXPECT_EQ(ui.app().snapshot().weights.size(), 2U * 5 + 5 + 5 * 7 + 7 + 7 * 4 + 4 + 4 + 1);
  ui.click("Remove hidden layer");
  ui.click("Remove hidden layer");
  ui.click("Remove hidden layer");
  EXPECT_EQ(ui.app().document().layers.size(), 1U);
  EXPECT_FALSE(ui.find(Role::button, "Remove hidden layer")->enabled);
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(App, EveryControlTakesAValueThroughTheMirror) {
  Headless ui;
  ui.set(Role::slider, "noise", "0.3");
  EXPECT_DOUBLE_EQ(ui.app().document().noise, 0.3);
  ui.set(Role::number, "samples", "200");
  EXPECT_EQ(ui.app().experiment()->data.x.rows, 200);
  ui.set(Role::select, "optimizer", "sgd");
  EXPECT_EQ(ui.app().document().compile.optimizer.name, "sgd");
  ui.set(Role::slider, "momentum", "0.9");
  EXPECT_DOUBLE_EQ(ui.app().document().compile.optimizer.values[1], 0.9);
  ui.press("nesterov", Role::toggle);
  EXPECT_DOUBLE_EQ(ui.app().document().compile.optimizer.values[2], 1);
  ui.set(Role::slider, "batch_size", "50");   // half the track from 1 to 256
  ui.set(Role::slider, "validation_split", "0.5");
  ui.set(Role::number, "epochs", "7");
  EXPECT_EQ(ui.app().document().fit, (FitSpec{16, 7, 0.5, true}));
  EXPECT_EQ(ui.find(Role::status, "Rows")->value, "100 rows train, 100 validate");
  ui.set(Role::number, "epochs", "seven");
  ui.set(Role::number, "epochs", "-3");
  EXPECT_EQ(ui.app().document().fit.epochs, 7) << "nonsense changes nothing";
  EXPECT_NE(ui.link.find("optimizer=sgd"), std::string::npos) << ui.link;
}

TEST(App, ARefusedChangeLeavesThePictureAsItIs) {
  Headless ui;
  ui.press("Step epoch");
  const auto weights = ui.app().snapshot().weights;
  ui.set(Role::select, "loss", "sparse_categorical_crossentropy");
  EXPECT_EQ(ui.app().notices.size(), 1U);
  EXPECT_EQ(ui.app().document().compile.loss, "binary_crossentropy");
  EXPECT_TRUE(ui.app().surface().ready());
  const auto shown = ui.app().surface().model().weights();
  EXPECT_TRUE(std::equal(shown.begin(), shown.end(), weights.begin()));
  ui.set(Role::select, "loss", "categorical_crossentropy");
  EXPECT_EQ(ui.app().document().compile.loss, "binary_crossentropy") << "one unit cannot be a softmax";
}

TEST(App, NumbersBeyondTheTrackCanBeTyped) {
  Headless ui;
  ui.set(Role::number, "batch_size", "350");
  ui.set(Role::number, "samples", "5000");
  ui.set(Role::number, "epochs", "5000");
  ui.set(Role::number, "learning_rate", "0");
  EXPECT_EQ(ui.app().document().fit.batch_size, 350);
  EXPECT_EQ(ui.app().document().samples, 5000);
  EXPECT_EQ(ui.app().document().fit.epochs, 5000);
  EXPECT_EQ(ui.app().document().compile.optimizer.values[0], 0);
}

// A data set that comes late must not replace what the user has chosen since.
TEST(App, OnlyTheNewestLoadIsUsed) {
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

TEST(App, TheAddressStaysWhileItsDataAreLoaded) {
  Headless ui;
  std::string address = "data=digits&seed=9";
  ui.link = address;
  std::function<void(std::string, std::string)> answer;
  ui.app().services().load_asset = [&](std::string_view, std::function<void(std::string, std::string)> done) { answer = std::move(done); };
  ui.app().open_link(address);
  ui.frames(2);
  EXPECT_EQ(ui.link, address);
  answer("", "data/digits8x8.csv could not be loaded (503)");
  ui.frames(2);
  EXPECT_EQ(ui.link, address);
  EXPECT_EQ(ui.app().notices.size(), 1U);
}

TEST(App, ACsvLinkWithoutItsTableAsksForIt) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=iris");
  ui.app().open_link("data=csv");
  ui.frames(2);
  EXPECT_EQ(ui.app().document().data, "circle");
  EXPECT_NE(ui.app().notices.at(0).words.find("drop its CSV file"), std::string::npos);
}

TEST(App, LearningRateChangesWhileItRunsWithoutAReset) {
  Headless ui;
  ui.set(Role::number, "epochs", "2000");
  ui.press("Play");
  ui.until([&] { return ui.app().history().epochs() > 2; });
  ui.set(Role::number, "learning_rate", "0.5");
  EXPECT_GT(ui.app().history().epochs(), 2);
  EXPECT_DOUBLE_EQ(ui.app().document().compile.optimizer.values[0], 0.5);
  EXPECT_TRUE(ui.app().snapshot().playing);
}

TEST(App, ResetBringsTheSameWeightsAndNewSeedOthers) {
  Headless ui;
  const auto first = ui.app().snapshot().weights;
  ui.press("Step epoch");
  EXPECT_EQ(ui.app().history().epochs(), 1);
  const auto trained = ui.app().snapshot().weights;
  EXPECT_NE(trained, first);
  ui.press("Reset");
  EXPECT_EQ(ui.app().snapshot().weights, first);
  EXPECT_EQ(ui.app().history().epochs(), 0);
  ui.press("Step epoch");
  EXPECT_EQ(ui.app().snapshot().weights, trained) << "the same shuffles too";
  ui.press("New seed");
  EXPECT_NE(ui.app().snapshot().weights, first);
  EXPECT_EQ(ui.app().document().seed, 2U);
}

TEST(App, ResetKeepsEpochsAndLearningRateAsTheyAreNow) {
  Headless ui;
  ui.set(Role::number, "epochs", "3");
  ui.set(Role::number, "learning_rate", "0.02");
  ui.press("Reset");
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  EXPECT_EQ(ui.app().history().epochs(), 3);
  EXPECT_DOUBLE_EQ(ui.app().experiment()->document.compile.optimizer.values[0], 0.02);
}

TEST(App, ChangesOfOneFrameAddUp) {
  Headless ui;
  const auto id = [&](Role role, const char* name) { return ui.find(role, name)->id; };
  ui.app().ui.mirror.act({id(Role::slider, "noise"), MirrorAction::Kind::set, "0.2"});
  ui.app().ui.mirror.act({id(Role::number, "epochs"), MirrorAction::Kind::set, "9"});
  ui.app().ui.mirror.act({id(Role::button, "Add hidden layer"), MirrorAction::Kind::press, ""});
  ui.frames(3);
  EXPECT_DOUBLE_EQ(ui.app().document().noise, 0.2);
  EXPECT_EQ(ui.app().document().fit.epochs, 9);
  EXPECT_EQ(ui.app().document().layers.size(), 4U);
}

TEST(App, StepsBatchByBatch) {
  Headless ui;
  for (int i = 0; i < 10; ++i) ui.press("Step batch");
  EXPECT_EQ(ui.app().snapshot().batch, 10);
  ui.press("Step batch");   // 350 rows in batches of 32: the eleventh is the last
  EXPECT_EQ(ui.app().snapshot().epoch, 1);
}

TEST(App, ChoosesDataAndFitsTheOutputToIt) {
  Headless ui;
  const struct { const char *name, *loss, *activation; Index units, inputs; } expected[] = {
      {"iris", "categorical_crossentropy", "softmax", 3, 4}, {"penguins", "categorical_crossentropy", "softmax", 3, 9},
      {"digits", "categorical_crossentropy", "softmax", 10, 64}, {"plane", "mse", "linear", 1, 2},
      {"curve", "mse", "linear", 1, 1}, {"spiral", "binary_crossentropy", "sigmoid", 1, 2}};
  for (const auto& e : expected) {
    ui.press(std::string("Data set ") + e.name);
    EXPECT_EQ(ui.app().document().compile.loss, e.loss) << e.name;
    EXPECT_EQ(ui.app().document().layers.back().activation.name, e.activation);
    EXPECT_EQ(ui.app().document().layers.back().units, e.units);
    EXPECT_EQ(ui.app().experiment()->data.x.cols, e.inputs);
    ui.press("Step epoch");
    EXPECT_GT(last(ui.app(), "val_loss"), 0) << e.name;
    EXPECT_GT(ui.vertices(), 1000U);
  }
  EXPECT_TRUE(ui.app().notices.empty());
}

// Fisher's ratio on iris is known: petal length and petal width separate the species best.
TEST(App, ShowsTheTwoInputsThatTellMost) {
  Headless iris(Trainer::Mode::slices, {1280, 800}, "data=iris");
  EXPECT_EQ(iris.app().axis_x, 2);
  EXPECT_EQ(iris.app().axis_y, 3);
  EXPECT_EQ(iris.find(Role::select, "Horizontal axis")->value, "petal length (cm)");
}

TEST(App, PenguinsSayHowManyRowsWereLeftOut) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=penguins");
  EXPECT_NE(ui.find(Role::status, "Table")->value.find("11 rows with empty cells left out"), std::string::npos);
  ui.press("Standardise inputs", Role::toggle);
  EXPECT_FALSE(ui.app().document().standardise);
  EXPECT_GT(ui.app().experiment()->data.x(0, 3), 20) << "raw millimetres";
}

TEST(App, SwitchesInputsOfATable) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=penguins");
  ui.press("Input island", Role::toggle);
  EXPECT_EQ(ui.app().document().left_out, std::vector<std::string>{"island"});
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 6) << "the island's three categories are gone";
  EXPECT_FALSE(ui.find(Role::toggle, "Input island")->on);
  ui.press("Input island", Role::toggle);
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 9);
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(App, KeysMoveBetweenControlsAndChangeThem) {
  Headless ui;
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  ImGuiIO& io = ImGui::GetIO();
  const auto key = [&](ImGuiKey k) {
    io.AddKeyEvent(k, true);
    ui.frames();
    io.AddKeyEvent(k, false);
    ui.frames(2);
  };
  // Tab walks through all controls; where it stands is known by the place of ImGui's cursor.
  const auto tab_to = [&](Role role, const char* name) {
    for (int i = 0; i < 120; ++i) {
      key(ImGuiKey_Tab);
      const ImGuiContext& g = *ImGui::GetCurrentContext();
      const ImRect at = g.NavWindow ? ImGui::WindowRectRelToAbs(g.NavWindow, g.NavWindow->NavRectRel[0]) : ImRect();
      const MirrorItem* item = ui.find(role, name);
      if (item && std::abs(at.Min.x - item->x) < 1 && std::abs(at.Min.y - item->y) < 1) return true;
    }
    return false;
  };
  ASSERT_TRUE(tab_to(Role::button, "Step epoch"));
  key(ImGuiKey_Enter);
  EXPECT_EQ(ui.app().history().epochs(), 1);
  ASSERT_TRUE(tab_to(Role::slider, "noise"));
  key(ImGuiKey_RightArrow);
  EXPECT_NEAR(ui.app().document().noise, 0.11, 1e-9);
  ASSERT_TRUE(tab_to(Role::slider, "batch_size"));
  key(ImGuiKey_LeftArrow);
  EXPECT_LT(ui.app().document().fit.batch_size, 32);
}

TEST(App, ImportsACsvWithChoices) {
  Headless ui;
  ui.app().open_file("mine.csv", "a,b,kind\n1,2,yes\n2,1,no\n3,5,yes\n4,4,no\n5,1,yes\n6,2,no\n7,7,yes\n8,1,no\n9,3,yes\n1,1,no\n");
  ui.frames(3);
  ASSERT_TRUE(ui.app().import.has_value());
  EXPECT_EQ(ui.find(Role::table, "Preview")->rows[0], (std::vector<std::string>{"a", "b", "kind"}));
  ui.set(Role::select, "Column to predict", "b");
  ui.press("Regression", Role::tab);
  ui.press("Use this data");
  EXPECT_FALSE(ui.app().import.has_value());
  EXPECT_EQ(ui.app().document().target, "b");
  EXPECT_EQ(ui.app().document().compile.loss, "mse");
  EXPECT_EQ(ui.app().experiment()->data.feature_names.size(), 3U) << "a, kind = no, kind = yes";
  ui.press("Step epoch");
  EXPECT_GT(last(ui.app(), "loss"), 0);
}

TEST(App, ImportLeavesNameColumnsOutAndStaysOpenOnMistakes) {
  Headless ui;
  std::string csv = "name,size,price,kind\n";
  for (int i = 0; i < 100; ++i)
    csv += "item " + std::to_string(i) + "," + std::to_string(i % 7) + "," + std::to_string(i * 1.5) + "," + (i % 2 ? "a" : "b") + "\n";
  ui.app().open_file("items.csv", csv);
  ui.frames(3);
  EXPECT_FALSE(ui.find(Role::toggle, "Input name")->on);
  ui.press("Regression", Role::tab);
  ui.press("Use this data");
  ASSERT_TRUE(ui.app().import.has_value()) << "kind is no number: the dialog stays and says so";
  EXPECT_NE(ui.find(Role::alert, "Import problem"), nullptr);
  ui.set(Role::select, "Column to predict", "price");
  EXPECT_EQ(ui.app().import->problem, 1) << "guessed anew";
  ui.press("Use this data");
  EXPECT_FALSE(ui.app().import.has_value());
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 3) << "size, kind = a, kind = b";
  EXPECT_EQ(ui.app().document().left_out, std::vector<std::string>{"name"});
}

TEST(App, RefusesABadCsvWithRowAndColumnAndKeepsTheExperiment) {
  Headless ui;
  ui.press("Step epoch");
  const auto before = ui.app().snapshot().weights;
  ui.app().open_file("bad.csv", "a,b\n1,2\n3\n");
  ui.frames(2);
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_NE(ui.app().notices[0].words.find("row 3"), std::string::npos) << ui.app().notices[0].words;
  EXPECT_FALSE(ui.app().import.has_value());
  EXPECT_EQ(ui.app().snapshot().weights, before);
  EXPECT_EQ(ui.app().history().epochs(), 1);
  ASSERT_NE(ui.find(Role::alert, "Message 1"), nullptr);
  ui.press("Dismiss message 1");
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(App, BadLinksExplainThemselves) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=spirl&noise=7&what=1&layers=dense:4:tanh,dense:1:sigmoid&epochs=-2");
  EXPECT_EQ(ui.app().document().data, "circle");
  EXPECT_EQ(ui.app().notices.size(), 4U);
  bool suggests = false;
  for (const Notice& n : ui.app().notices) suggests = suggests || n.words.find("spiral") != std::string::npos;
  EXPECT_TRUE(suggests);
  EXPECT_EQ(ui.app().document().layers[0].units, 4);
}

TEST(App, ALinkWhoseLayersDoNotFitItsDataKeepsTheScreen) {
  Headless ui;
  ui.app().open_link("data=circle&layers=dense:4:tanh,dense:3:softmax&loss=categorical_crossentropy");
  ui.frames(2);
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_NE(ui.app().notices[0].words.find("3 units"), std::string::npos) << ui.app().notices[0].words;
  EXPECT_EQ(ui.app().document().layers.back().units, 1);
  ui.press("Step epoch");
  EXPECT_EQ(ui.app().history().epochs(), 1);
}

TEST(App, DivergenceIsExplained) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=plane&optimizer=sgd:learning_rate=50&layers=dense:4,dense:1");
  ui.press("Play");
  ui.until([&] { return !ui.app().notices.empty(); });
  EXPECT_NE(ui.app().notices[0].words.find("learning rate"), std::string::npos);
  for (const float w : ui.app().snapshot().weights) EXPECT_TRUE(std::isfinite(w));
}

TEST(App, ShortcutsWork) {
  Headless ui;
  ImGuiIO& io = ImGui::GetIO();
  const auto key = [&](ImGuiKey k) {
    io.AddKeyEvent(k, true);
    ui.frames();
    io.AddKeyEvent(k, false);
    ui.frames(2);
  };
  key(ImGuiKey_E);
  EXPECT_EQ(ui.app().history().epochs(), 1);
  key(ImGuiKey_B);
  EXPECT_EQ(ui.app().snapshot().batch, 1);
  key(ImGuiKey_R);
  EXPECT_EQ(ui.app().history().epochs(), 0);
  key(ImGuiKey_Space);
  EXPECT_TRUE(ui.app().snapshot().playing || ui.app().snapshot().finished);
}

// Nothing is drawn outside the window, and every control has a name, a place and an id of its own.
TEST(App, ControlsAreNamedUniqueAndOnScreen) {
  for (const ImVec2 window : {ImVec2{1280, 800}, ImVec2{1000, 460}, ImVec2{800, 600}, ImVec2{480, 270}, ImVec2{390, 844}, ImVec2{320, 200}})
    for (const char* link : {"", "data=iris", "data=digits", "data=curve", "layers=dense:8:relu,dense:64:tanh,dense:8,dense:1:sigmoid"}) {
      Headless ui(Trainer::Mode::slices, window, link);
      std::set<std::uint32_t> ids;
      for (const MirrorItem& item : ui.app().ui.mirror.items()) {
        EXPECT_FALSE(item.name.empty());
        EXPECT_TRUE(ids.insert(item.id).second) << item.name << " shares its id, " << link << " " << window.x;
        if (item.role == Role::table || item.role == Role::image) continue;
        EXPECT_GT(item.width, 0) << item.name;
      }
      EXPECT_TRUE(ui.find(Role::button, "Play"));
      for (const char* always : {"Play", "Step batch", "Step epoch", "Reset", "New seed"}) {
        const MirrorItem* item = ui.find(Role::button, always);
        ASSERT_NE(item, nullptr);
        EXPECT_LE(item->x + item->width, window.x) << always << " at " << window.x;
      }
    }
}

TEST(App, NarrowScreensHaveTabsForEverything) {
  Headless ui(Trainer::Mode::slices, {480, 270});
  for (const char* tab : {"Network", "Output", "Curves", "Data", "Fit", "Summary"}) {
    ui.press(tab, Role::tab);
    EXPECT_TRUE(ui.find(Role::tab, tab)->on);
  }
  ui.press("Summary", Role::tab);
  EXPECT_EQ(ui.find(Role::table, "Summary")->rows.size(), 1U + 3 + 3);
}

TEST(App, HidesWhatTheLinkSays) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "hide=data,summary");
  EXPECT_EQ(ui.find(Role::button, "Data set xor"), nullptr);
  EXPECT_EQ(ui.find(Role::table, "Summary"), nullptr);
  EXPECT_NE(ui.find(Role::select, "optimizer"), nullptr);
}

TEST(App, ThemeFollowsTheDocument) {
  Headless ui;
  EXPECT_FALSE(ui.app().ui.theme.dark);
  ui.press("Dark theme");
  EXPECT_TRUE(ui.app().ui.theme.dark);
  EXPECT_EQ(ui.link, "theme=dark");
}

TEST(App, SurvivesExtremeNetworks) {
  for (const char* link : {"layers=dense:4096:relu,dense:1:sigmoid", "data=digits&layers=dense:128:relu,dense:64:relu,dense:10:softmax",
                           "layers=dense:2,activation:tanh,dense:1,activation:sigmoid&samples=20"}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, link);
    ui.press("Step epoch");
    ui.until([&] { return ui.app().history().epochs() == 1; });
    EXPECT_TRUE(ui.app().notices.empty()) << (ui.app().notices.empty() ? "" : ui.app().notices[0].words);
  }
}

}  // namespace
}  // namespace chainrule
