// SPDX-License-Identifier: MIT
// The same network in two windows. ImGui knows one window at a time, so what one tells is taken along to the other.
#include <gtest/gtest.h>

#include <tuple>

#include "engine/io/link.hpp"
#include "engine/sequential.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

struct Told {
  std::string view, run, link;
  std::vector<float> weights, gradients;
  Index epoch = 0, batch = 0;
  History history;
  double film_loss = 0;
  bool plays = false;
};

Told told_by(Headless& ui) {
  Told t;
  ui.until([&] { return !(t.run = ui.app().run_text()).empty(); });
  t.view = ui.app().view_text();
  t.link = write_link(ui.app().document());
  const Snapshot& s = ui.app().snapshot();
  t.weights = s.weights;
  std::tie(t.epoch, t.batch) = std::pair(s.epoch, s.batch);
  t.history = ui.app().history();
  t.plays = ui.app().plays();
  if (ui.app().film()) {
    t.film_loss = ui.app().film()->trace.loss;
    t.gradients = ui.app().film()->trace.layers[0].gradients[0].data;
  }
  return t;
}

void step(Headless& ui, Gear gear, int times) {
  for (int i = 0; i < times; ++i) {
    const auto before = std::pair(ui.app().snapshot().epoch, ui.app().snapshot().batch);
    ui.app().step(gear);
    ui.until([&] {
      return !ui.app().snapshot().playing && std::pair(ui.app().snapshot().epoch, ui.app().snapshot().batch) != before;
    });
  }
}

void follow(Headless& ui, const Told& told, Twin twin = Twin::window) {
  EXPECT_EQ(ui.app().follow(told.view, told.run, twin, told.plays), "");
  ui.until([&] {
    return !ui.app().loading() && ui.app().snapshot().epoch >= told.epoch &&
           ui.app().snapshot().weights.size() == told.weights.size();
  });
  ui.frames(3);
}

void expect_same(Headless& ui, const Told& told) {
  EXPECT_EQ(ui.app().snapshot().weights, told.weights);
  EXPECT_EQ(ui.app().snapshot().epoch, told.epoch);
  EXPECT_EQ(ui.app().snapshot().batch, told.batch);
  EXPECT_EQ(ui.app().history().keys, told.history.keys);
  EXPECT_EQ(ui.app().history().values, told.history.values);
}

constexpr ImVec2 wide{1280, 800};

TEST(Twin, ShowsTheSameToTheLastDigitAndGoesOnFromThere) {
  Told film, after;
  {
    Headless ui(Trainer::Mode::slices, wide, "data=xor");
    step(ui, Gear::epoch, 2);
    step(ui, Gear::batch, 3);
    ui.app().open_film();
    ui.until([&] { return ui.app().film() != nullptr; });
    ui.app().show_moment({Phase::backward, 1, Stage::compute, 0});
    ui.frames(2);
    film = told_by(ui);
    step(ui, Gear::batch, 2);
    after = told_by(ui);
  }
  Headless ui(Trainer::Mode::slices, wide, "data=xor");
  follow(ui, film);
  expect_same(ui, film);
  ui.until([&] { return ui.app().film() != nullptr; });
  EXPECT_EQ(ui.app().film()->trace.loss, film.film_loss) << "the film of the same batch, by the same moments of adam";
  EXPECT_EQ(ui.app().film()->trace.layers[0].gradients[0].data, film.gradients);
  EXPECT_EQ(ui.app().film_player.view.moment, (Moment{Phase::backward, 1, Stage::compute, 0}));
  step(ui, Gear::batch, 2);
  expect_same(ui, after);
}

TEST(Twin, BesideOneThatPlaysItShowsSoAndTrainsOnceItIsTouched) {
  Told told;
  {
    Headless ui(Trainer::Mode::slices, wide, "data=xor&epochs=100000");
    ui.app().play();
    ui.until([&] { return ui.app().history().epochs() > 5; });
    told = told_by(ui);
  }
  Headless ui(Trainer::Mode::slices, wide, "data=xor&epochs=100000");
  follow(ui, told);
  ui.frames(10);
  expect_same(ui, told);
  EXPECT_TRUE(ui.app().plays());
  ui.app().lead();
  ui.until([&] { return ui.app().history().epochs() > told.epoch + 2; });
  ui.app().pause();
  ui.frames(3);
  EXPECT_FALSE(ui.app().plays());
  follow(ui, told);
  EXPECT_TRUE(ui.app().plays());
  ui.app().lead();  // by a press on Pause
  ui.app().pause();
  ui.frames(5);
  EXPECT_FALSE(ui.app().plays());
}

TEST(Twin, OnTheNextSlideItGoesOnAndKeepsItsOwnScene) {
  Told told;
  {
    Headless ui(Trainer::Mode::slices, wide, "data=xor&epochs=100000&theme=dark");
    ui.app().play();
    ui.until([&] { return ui.app().history().epochs() > 5; });
    told = told_by(ui);
  }
  Headless ui(Trainer::Mode::slices, wide, "data=xor&epochs=100000&hide=data&theme=light");
  EXPECT_EQ(ui.app().follow(told.view, told.run, Twin::before, true), "");
  ui.until([&] { return ui.app().history().epochs() > told.epoch + 2; });
  EXPECT_EQ(ui.app().document().theme, "light");
  EXPECT_EQ(ui.app().document().hide, std::vector<std::string>{"data"});
}

TEST(Twin, OnTheSamePageItIsShownWithItsOwnLook) {
  Told told;
  {
    Headless ui(Trainer::Mode::slices, wide, "data=xor&theme=dark");
    step(ui, Gear::epoch, 2);
    told = told_by(ui);
  }
  Headless ui(Trainer::Mode::slices, wide, "data=xor&hide=data");
  follow(ui, told, Twin::page);
  expect_same(ui, told);
  EXPECT_EQ(ui.app().document().theme, "auto");
  EXPECT_EQ(ui.app().document().hide, std::vector<std::string>{"data"});
  // The other one's slide goes while it plays.
  EXPECT_EQ(ui.app().follow(told.view, "", Twin::page, true), "");
  ui.frames(2);
  EXPECT_TRUE(ui.app().plays());
  EXPECT_EQ(ui.app().follow(told.view, "", Twin::before, true), "");
  ui.until([&] { return ui.app().history().epochs() > told.epoch; });
}

TEST(Twin, LooksAtTheSameEarlierEpochAndBackAgain) {
  Told past, present;
  std::vector<float> then;
  {
    Headless ui(Trainer::Mode::slices, wide, "data=xor");
    step(ui, Gear::epoch, 5);
    ui.app().show_epoch(2);
    ui.frames(2);
    then = ui.app().weights();
    past = told_by(ui);
    ui.app().show_epoch(5);
    ui.frames(2);
    present = told_by(ui);
  }
  Headless ui(Trainer::Mode::slices, wide, "data=xor");
  follow(ui, past);
  ASSERT_NE(ui.app().past(), nullptr);
  EXPECT_EQ(ui.app().past()->epoch, 2);
  EXPECT_EQ(ui.app().weights(), then);
  EXPECT_EQ(ui.app().follow(present.view, "", Twin::window, false), "") << "its view alone";
  ui.frames(2);
  EXPECT_EQ(ui.app().past(), nullptr);
}

TEST(Twin, TakesTheExperimentThatTheOtherWindowHas) {
  for (const char* link : {"data=wine&theme=dark",
                           "data=spiral&layers=dense:8:relu,dropout:0.2,dense:1:sigmoid&optimizer=sgd:0.1:momentum=0.9",
                           "scene=metrics&data=moons"}) {
    Told told;
    {
      Headless ui(Trainer::Mode::slices, wide, link);
      ui.until([&] { return !ui.app().loading(); });
      step(ui, Gear::epoch, 2);
      told = told_by(ui);
    }
    Headless ui(Trainer::Mode::slices, wide, "data=xor");
    follow(ui, told);
    ui.until([&] { return ui.app().snapshot().weights == told.weights; });
    expect_same(ui, told);
    EXPECT_EQ(write_link(ui.app().document()), told.link);
  }
}

TEST(Twin, WhatWasMadeHereCanBeHadBack) {
  Told told;
  {
    Headless ui(Trainer::Mode::slices, wide, "data=moons");
    step(ui, Gear::epoch, 1);
    told = told_by(ui);
  }
  Headless ui(Trainer::Mode::slices, wide, "data=xor");
  step(ui, Gear::epoch, 3);
  const std::vector<float> mine = ui.app().snapshot().weights;
  follow(ui, told);
  follow(ui, told);
  EXPECT_EQ(ui.app().document().data, "moons");
  ui.app().undo();
  ui.until([&] { return ui.app().snapshot().weights == mine; });
  EXPECT_EQ(ui.app().document().data, "xor");
}

TEST(Twin, ShowsWhereThePointerIs) {
  Headless ui(Trainer::Mode::slices, wide, "data=xor");
  ui.app().film_player.view.hovered = {'a', 1, 2, -1};
  const std::string view = ui.app().view_text();
  ui.app().film_player.view.hovered = {};
  ui.frames(3);
  const std::size_t plain = ui.vertices();
  EXPECT_EQ(ui.app().follow(view, "", Twin::window, false), "");
  ui.frames(3);
  EXPECT_GT(ui.vertices(), plain);
  EXPECT_FALSE(ui.moves()) << "at rest nothing is drawn";
}

TEST(Twin, APlaceThatThisNetworkHasNotIsTheNearestOne) {
  std::string view;
  {
    Headless ui(Trainer::Mode::slices, wide, "data=xor");
    ui.app().open_film();
    ui.until([&] { return ui.app().film() != nullptr; });
    ui.app().film_player.view.moment = {Phase::backward, 1'000'000, Stage::compute, 0};
    view = ui.app().view_text();
  }
  Headless ui(Trainer::Mode::slices, wide, "data=xor");
  ui.app().open_film();
  ui.until([&] { return ui.app().film() != nullptr; });
  EXPECT_EQ(ui.app().follow(view, "", Twin::window, false), "");
  ui.app().step(Gear::number);  // before the next frame
  ui.frames(3);
  EXPECT_LT(ui.app().film_player.view.moment.layer, 3);
}

TEST(Twin, WhatIsTooLargeStaysAndSaysSo) {
  Headless ui(Trainer::Mode::slices, wide, "data=xor&layers=dense:1000:tanh,dense:1000:tanh,dense:1:sigmoid");
  EXPECT_EQ(ui.app().run_text(), "-");
}

TEST(Twin, LookingAtAnEarlierEpochForgetsNone) {
  Told past;
  {
    Headless ui(Trainer::Mode::slices, wide, "data=xor");
    step(ui, Gear::epoch, 6);
    ui.app().show_epoch(2);
    ui.frames(2);
    past = told_by(ui);
  }
  Headless ui(Trainer::Mode::slices, wide, "data=xor");
  step(ui, Gear::epoch, 6);
  const std::vector<float> now = ui.app().weights();
  EXPECT_EQ(ui.app().follow(past.view, "", Twin::window, false), "");
  ui.frames(2);
  ASSERT_NE(ui.app().past(), nullptr);
  ui.app().show_epoch(4);
  ui.frames(2);
  ASSERT_NE(ui.app().past(), nullptr);
  EXPECT_EQ(ui.app().past()->epoch, 4);
  ui.app().show_epoch(6);
  ui.frames(2);
  EXPECT_EQ(ui.app().weights(), now);
}

TEST(Twin, RefusesWhatNoTwinTold) {
  Headless ui(Trainer::Mode::slices, wide, "data=xor");
  step(ui, Gear::epoch, 1);
  const Told told = told_by(ui);
  for (const std::string& bad :
       {std::string(), std::string("AAAA"), std::string("*"), told.view.substr(0, 40), told.view + "AAAA"})
    EXPECT_NE(ui.app().follow(bad, told.run, Twin::window, false), "") << bad;
  for (std::size_t length = 1; length < told.run.size(); length += 97)
    EXPECT_NE(ui.app().follow(told.view, told.run.substr(0, length), Twin::window, false), "") << length;
  ui.frames(2);
  expect_same(ui, told);
  for (std::size_t at = 0; at < told.run.size(); at += 13) {  // never a crash, whatever is wrong
    std::string bad = told.run;
    bad[at] = bad[at] == 'A' ? '_' : 'A';
    ui.app().follow(told.view, bad, at % 2 ? Twin::window : Twin::before, at % 3 == 0);
    ui.frames(2);
  }
}

}  // namespace
}  // namespace chainrule
