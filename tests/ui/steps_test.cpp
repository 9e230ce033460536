// SPDX-License-Identifier: MIT
// Steps inside a batch as they are seen, travelling back to earlier epochs, and pinned runs.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/sequential.hpp"
#include "headless.hpp"
#include "ui/presets.hpp"
#include "ui/trail.hpp"

namespace chainrule {
namespace {

std::string step_words(Headless& ui) {
  const MirrorItem* item = ui.find(Role::status, "Step");
  return item ? item->value : "";
}

TEST(Steps, ByLayerWalkForwardAndBack) {
  Headless ui;
  EXPECT_EQ(step_words(ui), "");
  const auto first = ui.app().snapshot().weights;
  const char* places[] = {"Load: 32 rows of 2 inputs", "Forward, dense,", "Forward, dense_1,", "Forward, dense_2,", "Loss: ", "Backward, dense_2,", "Backward, dense_1,", "Backward, dense,", "Update, dense,", "Update, dense_1,", "Update, dense_2,"};
  for (const char* place : places) {
    ui.press("Step layer");
    EXPECT_EQ(step_words(ui).find(place), 0U) << step_words(ui) << " for " << place;
    EXPECT_EQ(ui.app().weights() == first, std::string_view(place).find("Update") != 0);
  }
  const auto updated = ui.app().weights();
  EXPECT_EQ(ui.app().snapshot().weights, first) << "looking changes nothing";
  for (int i = 0; i < 10; ++i) ui.press("Film back");
  EXPECT_EQ(step_words(ui).find("Load"), 0U) << step_words(ui);
  EXPECT_EQ(ui.app().weights(), first);
  for (int i = 0; i < 11; ++i) ui.press("Film on");
  EXPECT_EQ(step_words(ui).find("Load"), 0U) << "past the end: the batch is taken, and the next one begins";
  EXPECT_EQ(ui.app().snapshot().batch, 1);
  EXPECT_EQ(ui.app().weights(), updated);
  ui.press("Step batch");
  EXPECT_EQ(ui.app().snapshot().batch, 2);
  EXPECT_EQ(step_words(ui).find("Load"), 0U);
  ui.press("Close film");
  EXPECT_EQ(step_words(ui), "");
  EXPECT_NE(ui.find(Role::table, "Summary"), nullptr);
}

TEST(Steps, ByNumberNameUnitAndNumbers) {
  Headless ui;
  for (int i = 0; i < 7; ++i) ui.press("Step number");   // two inputs, z and a of two units, z of the third
  const LayerTrace& t = ui.app().film()->trace.layers[0];
  EXPECT_EQ(step_words(ui).find("Forward, dense, weighted sum, unit 3 of 4, row 1 of 32: z_3 = "), 0U) << step_words(ui);
  EXPECT_NE(step_words(ui).find(" = " + short_number(t.z(0, 2))), std::string::npos) << step_words(ui);
  ui.press("Step number");
  EXPECT_EQ(step_words(ui).find("Forward, dense, activation, unit 3 of 4"), 0U) << step_words(ui);
  EXPECT_NE(step_words(ui).find(" = " + short_number(t.a(0, 2))), std::string::npos) << step_words(ui);
  ui.press("Film back");
  EXPECT_EQ(step_words(ui).find("Forward, dense, weighted sum, unit 3"), 0U) << step_words(ui);
}

// Every scene of every kind of layer says something, in symbols, in numbers and in words, and the walk has an end.
TEST(Steps, ByNumberGoThroughAWholeBatch) {
  for (const char* link : {"", "data=iris&layers=dense:3:relu,batch_normalization,dropout:0.3,dense:3:softmax&loss=categorical_crossentropy&optimizer=sgd",
                           "data=curve&layers=dense:4:glu,layer_normalization,gaussian_noise:0.1,prelu,dense:1:linear&loss=huber&optimizer=rmsprop:momentum=0.9",
                           "layers=rbf:3,dense:2:softmax,activation:tanh,dense:1:sigmoid&optimizer=nadam&loss=mse&batch_size=2"}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, link);
    ASSERT_TRUE(ui.app().notices.empty()) << ui.app().notices[0].words;
    const Reel reel(ui.app().model());
    std::optional<Scene> scene = Scene{Phase::load, 0, Stage::load, 0};
    ui.app().open_film();
    ui.frames(2);
    ASSERT_NE(ui.app().film(), nullptr);
    int count = 0;
    std::optional<Scene> last;
    for (; scene && count < 500; ++count) {
      ui.app().show_scene(*scene);
      ui.frames(1);
      EXPECT_EQ(ui.app().film_view.scene, *scene);
      EXPECT_EQ(step_words(ui).find("not a number"), std::string::npos) << step_words(ui);
      EXPECT_NE(step_words(ui).find('='), std::string::npos) << step_words(ui);
      EXPECT_GT(ui.find(Role::table, "Numbers of the phase")->rows.size(), 1U);
      if (last) { EXPECT_EQ(reel.before(*scene, true), last) << link; }
      last = scene;
      scene = reel.after(*scene, true);
    }
    EXPECT_LT(count, 500) << link;
    EXPECT_EQ(last->phase, Phase::update);
  }
}

// A folded layer turns to the unit, in whichever window it is.
TEST(Steps, BringTheUnitIntoSight) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "layers=dense:100:relu,dense:1:sigmoid");
  ui.app().open_film();
  ui.app().show_scene({Phase::forward, 0, Stage::sum, 59});
  ui.frames(4);
  EXPECT_NE(step_words(ui).find("unit 60 of 100"), std::string::npos) << step_words(ui);
  EXPECT_NE(ui.find(Role::button, "dense unit 60"), nullptr);
}

// The open card's weight, factor by factor, against the definition of a derivative.
TEST(Steps, AnOpenWeightShowsItsChainRule) {
  for (const char* link : {"data=curve&layers=dense:1:tanh,dense:1:tanh&loss=mse&optimizer=sgd&batch_size=1", "layers=dense:3:tanh,dropout:0.4,dense:2:sigmoid,dense:1:sigmoid&batch_size=8",
                           "data=iris&layers=dense:4:relu:kernel_regularizer=l2:l2=0.1,batch_normalization,dense:3:softmax&optimizer=sgd&batch_size=5", "layers=rbf:3,dense:1:sigmoid"}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, link);
    ui.press("Step layer");
    for (const Index from : {0, -1}) {
      if (from < 0 && std::string_view(link).find("rbf") != std::string_view::npos) continue;   // it has no bias
      ui.app().network.open(NetworkCard::weight, 1, 0, from, {600, 200});
      ui.frames(4);
      ASSERT_NE(ui.app().film(), nullptr);
      ASSERT_GE(ui.app().film()->checked, 0) << link;
      EXPECT_NEAR(ui.app().film()->numeric, ui.app().film()->backprop, 1e-5) << link;
      ASSERT_NE(ui.find(Role::image, "Formula Checked"), nullptr) << link;
    }
    ui.app().network.close();
    ui.frames(3);
    EXPECT_EQ(ui.app().film()->checked, -1);
    EXPECT_EQ(ui.find(Role::image, "Formula Checked"), nullptr);
  }
}

TEST(Presets, OpenInTheFilm) {
  for (const Preset& p : presets()) {
    Headless ui;
    ui.press("Step layer");
    ui.set(Role::select, "Examples", std::string(p.name));
    ui.frames(3);
    EXPECT_TRUE(ui.app().notices.empty()) << p.name << ": " << ui.app().notices[0].words;
    ASSERT_NE(ui.app().film(), nullptr) << p.name;
    ui.press("Step layer");
    EXPECT_NE(step_words(ui), "") << p.name;
  }
}

// Mazur, "A Step by Step Backpropagation Example" (2015), whose biases stay; the numbers as published.
TEST(Presets, TheWorkedExampleGivesThePublishedNumbers) {
  Headless ui;
  ui.press("Step layer");
  ui.set(Role::select, "Examples", "Worked example 2-2-2");
  ui.frames(3);
  const Trace& t = ui.app().film()->trace;
  EXPECT_NEAR(t.layers[0].z(0, 0), 0.3775, 1e-7);
  EXPECT_NEAR(t.layers[0].a(0, 0), 0.593269992, 1e-7);
  EXPECT_NEAR(t.layers[0].a(0, 1), 0.596884378, 1e-7);
  EXPECT_NEAR(t.layers[1].z(0, 0), 1.105905967, 1e-6);
  EXPECT_NEAR(t.layers[1].a(0, 0), 0.75136507, 1e-7);
  EXPECT_NEAR(t.layers[1].a(0, 1), 0.772928465, 1e-7);
  EXPECT_NEAR(t.loss, 0.298371109, 1e-7);
  EXPECT_NEAR(t.layers[1].da(0, 0), 0.74136507, 1e-7);
  EXPECT_NEAR(t.layers[1].derivative(0, 0), 0.186815602, 1e-7);
  EXPECT_NEAR(t.layers[1].delta(0, 0), 0.138498562, 1e-7);
  EXPECT_NEAR(t.layers[1].gradients[0](0, 0), 0.082167041, 1e-7);
  EXPECT_NEAR(t.layers[0].da(0, 0), 0.036350306, 1e-7);
  EXPECT_NEAR(t.layers[0].derivative(0, 0), 0.241300709, 1e-7);
  EXPECT_NEAR(t.layers[0].gradients[0](0, 0), 0.000438568, 1e-8);
  const double after[2][4] = {{0.149780716, 0.24975114, 0.19956143, 0.29950229}, {0.35891648, 0.511301270, 0.408666186, 0.561370121}};
  for (std::size_t l = 0; l < 2; ++l)
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(t.layers[l].after[0].data[i], after[l][i], 1e-7);
}

// What is typed before the first step belongs to the exercise: Reset, a reload and new rows keep it.
TEST(Sheet, KeepsTypedWeightsAndRows) {
  std::string link;
  std::vector<float> kept;
  {
    Headless ui;
    ui.press("Data set sheet");
    EXPECT_EQ(ui.app().experiment()->targets.cols, 2);
    EXPECT_EQ(ui.app().document().layers.back().units, 2) << "one for each target";
    ui.app().set_weight(0, 0.15f);
    ui.frames(2);
    EXPECT_NE(ui.link.find("initial_weights=0.15,"), std::string::npos) << ui.link;
    ui.set(Role::number, "Row 1 x1", "0.5");
    EXPECT_EQ(ui.app().experiment()->data.x(0, 0), 0.5f);
    EXPECT_EQ(ui.app().weights()[0], 0.15f);
    ui.press("Step batch");
    EXPECT_NE(ui.app().weights()[0], 0.15f);
    ui.press("Reset");
    EXPECT_EQ(ui.app().weights()[0], 0.15f);
    ui.press("More rows");
    EXPECT_EQ(ui.app().experiment()->data.x.rows, 2);
    EXPECT_EQ(ui.app().weights()[0], 0.15f);
    kept = ui.app().weights();
    link = ui.link;
    ui.press("More inputs");
    EXPECT_EQ(ui.app().experiment()->data.x.cols, 3);
    EXPECT_TRUE(ui.app().document().weights.empty()) << "they were of another network";
    ui.press("Fewer targets");
    EXPECT_EQ(ui.app().document().layers.back().units, 1);
    EXPECT_TRUE(ui.app().notices.empty());
  }
  Headless again(Trainer::Mode::slices, {1280, 800}, link);
  EXPECT_TRUE(again.app().notices.empty());
  EXPECT_EQ(again.app().weights(), kept);
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
    EXPECT_EQ(step_words(ui).find("Load"), 0U);
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
  for (std::size_t i = 1; i + 1 < trail.entries.size(); ++i) EXPECT_EQ(trail.entries[i].epoch - trail.entries[i - 1].epoch, trail.stride);
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
    return words.substr(0, words.find(", picture"));   // the rest counts pictures
  };
  const std::string newest = output();
  for (const int epoch : {3, 0, 7}) {
    ui.set(Role::slider, "Epoch shown", std::to_string(epoch));
    EXPECT_EQ(ui.app().weights(), weights[static_cast<std::size_t>(epoch)]);
    const auto shown = ui.app().surface().model().weights();
    EXPECT_TRUE(std::equal(shown.begin(), shown.end(), weights[static_cast<std::size_t>(epoch)].begin())) << "the output follows";
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
