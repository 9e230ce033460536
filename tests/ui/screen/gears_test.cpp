// SPDX-License-Identifier: MIT
// Steps in reach of small windows, travelling back to earlier epochs, and pinned runs.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/sequential.hpp"
#include "tests/ui/headless.hpp"
#include "ui/training/trail.hpp"

namespace chainrule {
namespace {

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

TEST(Trail, IsBoundedAndEven) {
  Trail trail;
  const std::vector<float> few(3, 1);
  for (Index e = 0; e <= 1001; ++e) trail.add(e, few);
  EXPECT_LE(trail.entries.size(), Trail::most_entries);
  EXPECT_GE(trail.entries.size(), Trail::most_entries / 2);
  EXPECT_EQ(trail.entries.front().epoch, 0);
  EXPECT_EQ(trail.entries.back().epoch, 1001) << "the newest stays";
  for (std::size_t i = 1; i + 1 < trail.entries.size(); ++i)
    EXPECT_EQ(trail.entries[i].epoch - trail.entries[i - 1].epoch, trail.stride);
  EXPECT_EQ(trail.nearest(trail.stride * 5 + 1)->epoch, trail.stride * 5);

  Trail heavy;
  const std::vector<float> many(1 << 20);
  for (Index e = 0; e < 40; ++e) heavy.add(e, many);
  EXPECT_LE(heavy.entries.size() * many.size() * sizeof(float), Trail::most_bytes);
  EXPECT_GE(heavy.entries.size(), 8U);
  // In pieces, as snapshots carry it: the same epochs, and few of them on the way.
  Trail pieces;
  for (Index from = 0; from <= 1001; from += 50) {
    Trail way;
    for (Index e = from; e < from + 50 && e <= 1001; ++e) {
      way.thin(e, few.size());
      way.add(e, few);
    }
    if (from >= 800) { EXPECT_LE(way.entries.size(), 8U); }
    pieces.add(way);
  }
  ASSERT_EQ(pieces.entries.size(), trail.entries.size());
  for (std::size_t i = 0; i < trail.entries.size(); ++i) EXPECT_EQ(pieces.entries[i].epoch, trail.entries[i].epoch);

  Trail none;
  none.add(0, std::vector<float>(4 << 20));
  EXPECT_EQ(none.nearest(0), nullptr);
}

constexpr const char* twenty = "epochs=20&layers=dense:4:tanh,dense:1:sigmoid";

/// Trains epoch by epoch and notes the weights after each.
std::vector<std::vector<float>> train(Headless& ui, int epochs) {
  std::vector<std::vector<float>> weights{ui.app().weights()};
  for (int e = 1; e <= epochs; ++e) {
    ui.press("Step epoch");
    ui.until([&] { return ui.app().history().epochs() == e; });
    weights.push_back(ui.app().weights());
  }
  return weights;
}

TEST(Past, ShowsTheWeightsOfAnEpoch) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, twenty);
  const auto weights = train(ui, 8);
  const auto output = [&] {
    const std::string words = ui.find(Role::image, "Output surface")->value;
    return words.substr(0, words.find(", picture"));  // the rest counts pictures
  };
  const std::string newest = output();
  for (const int epoch : {3, 0, 7}) {
    ui.set(Role::slider, "Epoch shown", std::to_string(epoch));
    EXPECT_EQ(ui.app().weights(), weights[static_cast<std::size_t>(epoch)]);
    const auto shown = ui.app().lens().model().weights();
    EXPECT_TRUE(std::equal(shown.begin(), shown.end(), weights[static_cast<std::size_t>(epoch)].begin()))
        << "the output follows";
    EXPECT_NE(output(), newest);
    EXPECT_EQ(ui.find(Role::status, "Shown epoch")->value, "Epoch " + std::to_string(epoch) + " of 8 shown");
  }
  EXPECT_EQ(ui.app().history().epochs(), 8) << "looking changes nothing";
  ui.press("Back to now");
  EXPECT_EQ(ui.app().weights(), weights[8]);
  EXPECT_EQ(ui.find(Role::status, "Shown epoch"), nullptr);
  EXPECT_EQ(output(), newest);
}

TEST(Past, TrainingGoesOnFromThereAsOneChange) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, twenty);
  const auto weights = train(ui, 8);
  const History before = ui.app().history();
  ui.set(Role::slider, "Epoch shown", "5");
  ui.press("Step epoch");
  ui.until([&] { return ui.app().history().epochs() == 6; });
  EXPECT_EQ(ui.app().past(), nullptr);
  EXPECT_TRUE(std::equal(before.values[0].begin(), before.values[0].begin() + 5, ui.app().history().values[0].begin()));
  ui.set(Role::slider, "Epoch shown", "2");
  EXPECT_EQ(ui.app().weights(), weights[2]) << "the epochs before are still known";
  ui.press("Undo");
  ui.until([&] { return ui.app().history().epochs() == 8; });
  EXPECT_EQ(ui.app().history().values, before.values);
  EXPECT_EQ(ui.app().weights(), weights[8]);
  EXPECT_TRUE(ui.app().undoable().undoes().empty());
}

TEST(Past, PlayGoesOnFromAnEpochWhileWatchingPauses) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "epochs=100000");
  ui.press("Play");
  ui.until([&] { return ui.app().history().epochs() > 20; });
  ui.set(Role::slider, "Epoch shown", "10");
  EXPECT_FALSE(ui.app().snapshot().playing);
  ASSERT_NE(ui.app().past(), nullptr);
  const Index shown = ui.app().past()->epoch, most = ui.app().history().epochs();
  EXPECT_LE(std::abs(shown - 10), most / 100 + 1) << "the nearest that was kept";
  ui.press("Play");
  ui.until([&] { return ui.app().history().epochs() > shown; });
  ui.press("Pause");
  EXPECT_FALSE(ui.app().snapshot().playing);
}

TEST(Past, EndsWithItsRun) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, twenty);
  for (const char* button : {"Reset", "New seed"}) {
    train(ui, 4);
    ui.set(Role::slider, "Epoch shown", "2");
    ui.press(button);
    EXPECT_EQ(ui.app().past(), nullptr);
    EXPECT_EQ(ui.app().history().epochs(), 0);
    EXPECT_EQ(ui.find(Role::slider, "Epoch shown"), nullptr);
  }
}

TEST(Past, AWeightSetByHandIsSetThere) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, twenty);
  auto weights = train(ui, 4);
  ui.set(Role::slider, "Epoch shown", "2");
  ui.app().set_weight(0, 1.5f);
  ui.frames(3);
  weights[2][0] = 1.5f;
  EXPECT_EQ(ui.app().weights(), weights[2]);
  EXPECT_EQ(ui.app().history().epochs(), 2);
}

TEST(Past, ThePressedEpochIsShown) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, twenty);
  train(ui, 20);
  ui.click("Epoch shown", Role::slider);
  ASSERT_NE(ui.app().past(), nullptr);
  EXPECT_EQ(ui.app().past()->epoch, 10) << "in the middle";
}

TEST(Pins, KeepRunsToCompareWith) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, twenty);
  EXPECT_FALSE(ui.find(Role::button, "Pin run")->enabled);
  train(ui, 3);
  const std::vector<double> loss = *ui.app().history().find("loss");
  ui.press("Pin run");
  ASSERT_NE(ui.find(Role::button, "Remove run adam 0.01"), nullptr) << ui.app().curves.pins[0].name;
  ui.press("Reset");
  EXPECT_EQ(ui.app().curves.pins[0].loss, loss) << "a pinned run survives a reset";
  const std::size_t with = ui.vertices();
  ui.press("Remove run adam 0.01");
  EXPECT_LT(ui.vertices(), with);
  EXPECT_TRUE(ui.app().curves.pins.empty());
}

TEST(Pins, AreNamedByWhatDiffersAndAreFourAtMost) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, twenty);
  const auto pin = [&] {
    train(ui, 1);
    ui.press("Pin run");
    return ui.app().curves.pins.back().name;
  };
  pin();
  ui.app().change([](Document& d) { d.layers[0].units = 8; });
  ui.frames(2);
  EXPECT_EQ(pin(), "layers 8-1");
  ui.app().change([](Document& d) { d.noise = 0.25; });
  ui.frames(2);
  EXPECT_EQ(pin(), "noise 0.25");
  ui.press("Reset");
  EXPECT_EQ(pin(), "adam 0.01 (2)");
  EXPECT_FALSE(ui.find(Role::button, "Pin run")->enabled);
}

TEST(Pins, AreInReachOfSmallWindows) {
  for (const ImVec2 window : {ImVec2{480, 270}, ImVec2{390, 844}}) {
    Headless ui(Trainer::Mode::slices, window, twenty);
    train(ui, 2);
    if (ui.find(Role::tab, "Curves")) ui.press("Curves", Role::tab);
    ui.press("Pin run");
    EXPECT_EQ(ui.app().curves.pins.size(), 1U);
    ui.set(Role::slider, "Epoch shown", "1");
    EXPECT_NE(ui.find(Role::status, "Shown epoch"), nullptr);
    ui.press("Back to now");
    EXPECT_EQ(ui.app().past(), nullptr);
  }
}

}  // namespace
}  // namespace chainrule
