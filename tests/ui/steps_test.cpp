// SPDX-License-Identifier: MIT
// Steps inside a batch, as they are seen: in the bar, in the network, in words.
#include <gtest/gtest.h>

#include "headless.hpp"

namespace chainrule {
namespace {

std::string step_words(Headless& ui) {
  const MirrorItem* item = ui.find(Role::status, "Step");
  return item ? item->value : "";
}

TEST(Steps, ByLayerWalkForwardAndBack) {
  Headless ui;
  EXPECT_EQ(step_words(ui), "");
  const char* places[] = {"Load: 32 rows of 2 inputs", "Forward, dense,", "Forward, dense_1,", "Forward, dense_2,", "Loss: ", "Backward, dense_2,", "Backward, dense_1,", "Backward, dense,", "Update, dense,", "Update, dense_1,", "Update, dense_2,"};
  for (const char* place : places) {
    ui.press("Step layer");
    EXPECT_EQ(step_words(ui).find(place), 0U) << step_words(ui) << " for " << place;
  }
  EXPECT_EQ(ui.app().snapshot().batch, 1);
  ui.press("Step batch");
  EXPECT_EQ(step_words(ui), "");
  EXPECT_EQ(ui.app().snapshot().batch, 2);
}

TEST(Steps, ByNumberNameUnitAndNumbers) {
  Headless ui;
  for (int i = 0; i < 5; ++i) ui.press("Step number");
  const Moment m = ui.app().snapshot().moment;
  EXPECT_EQ(step_words(ui), "Forward, dense, unit 3 of 4 (first row of the batch): z = " + short_number(m.values[0]) + ", a = tanh(z) = " + short_number(m.values[1]));
  const std::size_t lit = ui.vertices();
  ui.press("Step batch");
  EXPECT_LT(ui.vertices(), lit) << "nothing is lit any more";
}

// A folded layer turns to the unit, in whichever window it is.
TEST(Steps, BringTheUnitIntoSight) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "layers=dense:100:relu,dense:1:sigmoid");
  for (int i = 0; i < 2 + 60; ++i) ui.press("Step number");
  EXPECT_NE(step_words(ui).find("dense, unit 60 of 100"), std::string::npos) << step_words(ui);
  EXPECT_NE(ui.find(Role::button, "dense unit 60"), nullptr);
}

TEST(Steps, AreAllInReachOfSmallWindows) {
  for (const ImVec2 window : {ImVec2{480, 270}, ImVec2{390, 844}, ImVec2{800, 600}}) {
    Headless ui(Trainer::Mode::slices, window);
    EXPECT_NE(ui.find(Role::button, "Step epoch"), nullptr) << "the bar has one";
    for (const char* name : {"Step batch", "Step layer", "Step number", "Step epoch"}) {
      EXPECT_EQ(ui.find(Role::button, name), nullptr);
      ui.press("Menu");
      ui.press(name);
      EXPECT_NE(ui.find(Role::button, name), nullptr) << "it has come into the bar";
    }
    EXPECT_EQ(ui.app().history().epochs(), 1);
  }
}

// Layers of every kind have their words: weightless ones, several z a unit, wide inputs.
TEST(Steps, GoThroughAnyNetwork) {
  for (const char* link : {"layers=dense:4:glu,dropout:0.5,batch_normalization,activation:relu,dense:1:sigmoid", "data=digits&layers=dense:8:relu,dense:10:softmax&epochs=2", "layers=dense:3:tanh,dense:1:sigmoid&loss=mse&batch_size=500&epochs=1"}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, link);
    ui.until([&] { return !ui.app().loading(); });
    for (int i = 0; i < 40; ++i) {
      ui.press("Step layer");
      EXPECT_NE(step_words(ui), "") << link;
      EXPECT_EQ(step_words(ui).find("nan"), std::string::npos) << step_words(ui);
    }
    EXPECT_GE(ui.app().snapshot().batch + ui.app().snapshot().epoch, 2) << link;
    ui.press("Step number");
    ui.press("Step epoch");
    ui.until([&] { return !ui.app().snapshot().playing; });
    EXPECT_EQ(step_words(ui), "");
  }
}

}  // namespace
}  // namespace chainrule
