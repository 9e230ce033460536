// SPDX-License-Identifier: MIT
// The film of a training step as it is seen: walking through it, the chain rule on a weight's card, examples, sheets.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/document/examples.hpp"
#include "engine/sequential.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

std::string step_words(Headless& ui) {
  const MirrorItem* item = ui.find(Role::status, "Step");
  return item ? item->value : "";
}

TEST(Film, ByLayerWalkForwardAndBack) {
  Headless ui;
  EXPECT_EQ(step_words(ui), "");
  const auto first = ui.app().snapshot().weights;
  const char* places[] = {"Load: 32 rows of 2 inputs", "Forward, dense,",  "Forward, dense_1,",
                          "Forward, dense_2,",         "Loss: ",           "Backward, dense_2,",
                          "Backward, dense_1,",        "Backward, dense,", "Update, dense,",
                          "Update, dense_1,",          "Update, dense_2,"};
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

TEST(Film, ByNumberNameUnitAndNumbers) {
  Headless ui;
  for (int i = 0; i < 7; ++i) ui.press("Step number");  // two inputs, z and a of two units, z of the third
  const LayerTrace& t = ui.app().film()->trace.layers[0];
  EXPECT_EQ(step_words(ui).find("Forward, dense, weighted sum, unit 3 of 4, row 1 of 32: z_3^[1] = "), 0U)
      << step_words(ui);
  EXPECT_NE(step_words(ui).find(" = " + short_number(t.z(0, 2))), std::string::npos) << step_words(ui);
  ui.press("Step number");
  EXPECT_EQ(step_words(ui).find("Forward, dense, activation, unit 3 of 4"), 0U) << step_words(ui);
  EXPECT_NE(step_words(ui).find(" = " + short_number(t.a(0, 2))), std::string::npos) << step_words(ui);
  ui.press("Film back");
  EXPECT_EQ(step_words(ui).find("Forward, dense, weighted sum, unit 3"), 0U) << step_words(ui);
}

// Every moment of every kind of layer says something, in symbols, in numbers and in words, and the walk has an end.
TEST(Film, ByNumberGoThroughAWholeBatch) {
  for (const char* link :
       {"",
        "data=iris&layers=dense:3:relu,batch_normalization,dropout:0.3,dense:3:softmax&loss=categorical_crossentropy&"
        "optimizer=sgd",
        "data=curve&layers=dense:4:glu,layer_normalization,gaussian_noise:0.1,prelu,dense:1:linear&loss=huber&"
        "optimizer=rmsprop:momentum=0.9",
        "layers=rbf:3,dense:2:softmax,activation:tanh,dense:1:sigmoid&optimizer=nadam&loss=mse&batch_size=2"}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, link);
    for (const Notice& n : ui.app().notices) ASSERT_FALSE(n.bad) << n.words;
    const Reel reel(ui.app().model());
    std::optional<Moment> moment = Moment{Phase::load, 0, Stage::load, 0};
    ui.app().open_film();
    ui.frames(2);
    ASSERT_NE(ui.app().film(), nullptr);
    int count = 0;
    std::optional<Moment> last;
    for (; moment && count < 500; ++count) {
      ui.app().show_moment(*moment);
      ui.frames(1);
      EXPECT_EQ(ui.app().film_player.view.moment, *moment);
      EXPECT_EQ(step_words(ui).find("not a number"), std::string::npos) << step_words(ui);
      EXPECT_NE(step_words(ui).find('='), std::string::npos) << step_words(ui);
      EXPECT_GT(ui.find(Role::table, "Numbers of the phase")->rows.size(), 1U);
      if (last) { EXPECT_EQ(reel.before(*moment, true), last) << link; }
      last = moment;
      moment = reel.after(*moment, true);
    }
    EXPECT_LT(count, 500) << link;
    EXPECT_EQ(last->phase, Phase::update);
  }
}

// A folded layer turns to the unit, in whichever window it is.
TEST(Film, BringTheUnitIntoSight) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "layers=dense:100:relu,dense:1:sigmoid");
  ui.app().open_film();
  ui.app().show_moment({Phase::forward, 0, Stage::sum, 59});
  ui.frames(4);
  EXPECT_NE(step_words(ui).find("unit 60 of 100"), std::string::npos) << step_words(ui);
  EXPECT_NE(ui.find(Role::button, "dense unit 60"), nullptr);
}

// The open card's weight, factor by factor, against the definition of a derivative.
TEST(Film, AnOpenWeightShowsItsChainRule) {
  for (const char* link : {"data=curve&layers=dense:1:tanh,dense:1:tanh&loss=mse&optimizer=sgd&batch_size=1",
                           "layers=dense:3:tanh,dropout:0.4,dense:2:sigmoid,dense:1:sigmoid&batch_size=8",
                           "data=iris&layers=dense:4:relu:kernel_regularizer=l2:l2=0.1,batch_normalization,dense:3:"
                           "softmax&optimizer=sgd&batch_size=5",
                           "layers=rbf:3,dense:1:sigmoid"}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, link);
    ui.press("Step layer");
    for (const Index from : {0, -1}) {
      if (from < 0 && std::string_view(link).find("rbf") != std::string_view::npos) continue;  // it has no bias
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
  const double after[2][4] = {{0.149780716, 0.24975114, 0.19956143, 0.29950229},
                              {0.35891648, 0.511301270, 0.408666186, 0.561370121}};
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

// Layers of every kind have their words: weightless ones, several z a unit, wide inputs.
TEST(Film, GoThroughAnyNetwork) {
  for (const char* link : {"layers=dense:4:glu,dropout:0.5,batch_normalization,activation:relu,dense:1:sigmoid",
                           "data=digits&layers=dense:8:relu,dense:10:softmax&epochs=2",
                           "layers=dense:3:tanh,dense:1:sigmoid&loss=mse&batch_size=500&epochs=1"}) {
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

#ifndef CHAINRULE_NO_THREADS
// A thread may still have the film of the network before.
TEST(Film, OfAnotherNetworkIsNotShown) {
  Headless ui(Trainer::Mode::thread);
  ui.press("Step layer");
  ui.until([&] { return ui.app().film() != nullptr; });
  for (int i = 0; i < 30; ++i) {
    const Index units = 1 + i * 7 % 12;
    ui.app().change([&](Document& d) { d.layers[0].units = units; });
    ui.app().show_moment({Phase::update, 0, Stage::update, i % 2 ? units - 1 : -1});
    for (int k = 0; k < 3; ++k) {
      ui.frames(1);
      if (const Film* film = ui.app().film()) {
        EXPECT_EQ(film->trace.layers[0].a.cols, ui.app().model().layers()[0]->outputs());
      }
    }
  }
}
#endif

TEST(Film, WaitsWhileAnEarlierEpochIsShown) {
  Headless ui;
  for (int e = 1; e <= 3; ++e) {
    ui.press("Step epoch");
    ui.until([&] { return ui.app().history().epochs() == e; });
  }
  ui.press("Step layer");
  EXPECT_NE(step_words(ui), "");
  ui.press("Curves", Role::toggle);  // folded to the rail
  ui.set(Role::slider, "Epoch shown", "1");
  EXPECT_EQ(step_words(ui), "") << "its next step is not that of these weights";
  ui.press("Back to now");
  EXPECT_NE(step_words(ui), "");
}

}  // namespace
}  // namespace chainrule
