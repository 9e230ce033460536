// SPDX-License-Identifier: MIT
// Advice on screen: once, calmly, with the press that mends it.
#include <gtest/gtest.h>

#include "engine/document/advice.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

void train(Headless& ui) {
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.frames(2);
}

TEST(Advising, OnePressMendsItAndIsOneChangeToUndo) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "layers=dense:4:tanh,dense:1:softmax");
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_FALSE(ui.app().notices[0].bad);
  const Document before = ui.app().document();
  ui.press(ui.app().notices[0].way_out);
  ui.frames(3);
  EXPECT_EQ(ui.app().document().layers.back().activation.name, "sigmoid");
  EXPECT_TRUE(ui.app().notices.empty());
  ui.press("Undo");
  ui.frames(2);
  EXPECT_EQ(ui.app().document(), before);
  EXPECT_EQ(ui.app().notices.size(), 1U) << "the cause is back";
}

TEST(Advising, WhatIsPutAsideStaysSoUntilItsCauseHasGone) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "layers=dense:4:tanh,dense:1:sigmoid&loss=mse");
  ASSERT_EQ(ui.app().notices.size(), 1U);
  ui.press("Dismiss message 1");
  ui.set(Role::slider, "noise", "0.3");
  ui.press("Step epoch");
  ui.frames(2);
  EXPECT_TRUE(ui.app().notices.empty());
  ui.set(Role::select, "loss", "binary_crossentropy");
  ui.frames(2);
  EXPECT_TRUE(ui.app().notices.empty());
  ui.set(Role::select, "loss", "mae");
  ui.frames(2);
  EXPECT_EQ(ui.app().notices.size(), 1U);
}

TEST(Advising, GoesWithItsCause) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "layers=dense:4:tanh,dense:1:sigmoid&loss=mse");
  ASSERT_EQ(ui.app().notices.size(), 1U);
  ui.set(Role::select, "loss", "binary_crossentropy");
  ui.frames(2);
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(Advising, StepsThatAreTooSmallAreSeenAtTheEnd) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "optimizer=adam:learning_rate=0.00001&epochs=20");
  EXPECT_TRUE(ui.app().notices.empty());
  train(ui);
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_EQ(ui.app().notices[0].way_out, "Use its usual learning rate");
}

TEST(Advising, ScenesAreShownAsTheyAre) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "scene=play&layers=dense:4:tanh,dense:1:softmax");
  EXPECT_TRUE(ui.app().notices.empty());
}

}  // namespace
}  // namespace chainrule
