// SPDX-License-Identifier: MIT
// How fast Play goes: a run takes the time that it is given, a step none.
#include <gtest/gtest.h>

#include <chrono>

#include "tests/ui/headless.hpp"
#include "ui/session/paces.hpp"

namespace chainrule {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST(Pace, TheUsualOneIsARunOfFiveSeconds) {
  EXPECT_EQ(paces().front().pace, (Pace{.run_seconds = 5}));
  for (const PaceRow& row : paces()) EXPECT_FALSE(row.help.empty()) << row.name;
}

// However many batches there are: the pace is the run's, so that the last epoch comes when its time is over.
TEST(Pace, ARunTakesTheTimeThatItIsGiven) {
  for (const char* link : {"data=xor&layers=dense:2:tanh,dense:1:sigmoid&epochs=5",
                           "data=xor&layers=dense:2:tanh,dense:1:sigmoid&epochs=60&batch_size=8"}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, link);
    ui.app().set_pace({.run_seconds = 0.4});
    const auto start = std::chrono::steady_clock::now();
    ui.press("Play");
    int pictures = 0;
    unsigned shown = ui.app().lens().version();
    ui.until(
        [&] {
          pictures += ui.app().lens().version() != shown;
          shown = ui.app().lens().version();
          return ui.app().snapshot().finished;
        },
        1'000'000);
    EXPECT_GE(seconds_since(start), 0.3) << link;
    EXPECT_GT(pictures, 4) << link;
  }
}

TEST(Pace, AnEpochThatIsAskedForComesAtOnce) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=xor&layers=dense:2:tanh,dense:1:sigmoid&epochs=2");
  ui.app().set_pace({.run_seconds = 1e6});
  ui.press("Step epoch");
  EXPECT_TRUE(ui.until([&] { return ui.app().history().epochs() == 1; }, 100));
}

TEST(Pace, PlaySaysWhatItWillDo) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=xor&layers=dense:2:tanh,dense:1:sigmoid&epochs=3");
  EXPECT_EQ(ui.find(Role::button, "Play")->description.find("more"), std::string::npos);
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.frames(2);
  EXPECT_NE(ui.find(Role::button, "Play")->description.find("3 more epochs"), std::string::npos);
  ui.press("Play");
  ui.until([&] { return ui.app().history().epochs() == 6; });
  EXPECT_EQ(ui.app().history().epochs(), 6);
}

TEST(Pace, BatchesAreCountedWhereStepsGoByBatch) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "samples=100&batch_size=10&validation_split=0.3&epochs=3");
  const auto said = [&] { return ui.find(Role::status, "Training")->value; };
  EXPECT_EQ(said().find("Batch"), std::string::npos) << said();
  ui.press("Step batch");
  ui.frames(2);
  EXPECT_NE(said().find("Batch 1 of 7"), std::string::npos) << said();
}

}  // namespace
}  // namespace chainrule
