// SPDX-License-Identifier: MIT
// Undo and redo: after each command, on the same states bit for bit.
#include "ui/session/undo.hpp"

#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <functional>
#include <limits>

#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

struct Seen {
  Document document;
  std::vector<float> weights;
  std::vector<std::vector<double>> history;
  Index epoch = 0;
  bool operator==(const Seen&) const = default;
};
void PrintTo(const Seen& s, std::ostream* out) {
  *out << "epoch " << s.epoch << ", " << s.weights.size() << " weights";
}

Seen seen(Headless& ui) {
  return {ui.app().document(), ui.app().snapshot().weights, ui.app().history().values, ui.app().snapshot().epoch};
}

struct Step {
  const char* name;
  std::function<void(Headless&)> act;
  std::string undoes;
};

const char* const csv = "a,b,kind\n1,2,x\n3,1,y\n2,5,x\n4,4,y\n5,3,x\n6,1,y\n0,2,x\n7,7,y\n1,1,x\n2,2,y\n";

const std::vector<Step>& steps() {
  static const std::vector<Step> all{
      {"a slider of the data", [](Headless& ui) { ui.set(Role::slider, "noise", "0.3"); }, "noise"},
      {"samples", [](Headless& ui) { ui.set(Role::number, "samples", "200"); }, "samples"},
      {"units", [](Headless& ui) { ui.set(Role::number, "Units in dense", "7"); }, "layers"},
      {"activation", [](Headless& ui) { ui.set(Role::select, "Activation of dense", "relu"); }, "layers"},
      {"a layer more", [](Headless& ui) { ui.press("Add hidden layer"); }, "layers"},
      {"optimizer", [](Headless& ui) { ui.set(Role::select, "optimizer", "sgd"); }, "optimizer"},
      {"learning rate", [](Headless& ui) { ui.set(Role::number, "learning_rate", "0.5"); }, "learning rate"},
      {"loss", [](Headless& ui) { ui.set(Role::select, "loss", "mse"); }, "loss"},
      {"batch size", [](Headless& ui) { ui.set(Role::number, "batch_size", "64"); }, "batch size"},
      {"split", [](Headless& ui) { ui.set(Role::number, "validation_split", "0.5"); }, "validation split"},
      {"epochs", [](Headless& ui) { ui.set(Role::number, "epochs", "7"); }, "epochs"},
      {"other data",
       [](Headless& ui) {
         ui.app().choose_data("xor");
         ui.frames(2);
       },
       "data"},
      {"a bundled set",
       [](Headless& ui) {
         ui.app().choose_data("iris");
         ui.frames(2);
       },
       "data"},
      {"drawn points",
       [](Headless& ui) {
         ui.app().choose_data("points");
         ui.frames(2);
       },
       "data"},
      {"harder data",
       [](Headless& ui) {
         ui.app().change_data([](Document& d) { d.disturbance.label_noise = 0.2; });
         ui.frames(2);
       },
       "label noise"},
      {"a feature",
       [](Headless& ui) {
         ui.app().change([](Document& d) { d.features = {"x1", "x1*x2"}; });
         ui.frames(2);
       },
       "features"},
      {"a table",
       [](Headless& ui) {
         ui.app().open_file("mine.csv", csv);
         ui.frames(2);
         ui.app().import_data();
         ui.frames(3);
       },
       "data"},
      {"a link",
       [](Headless& ui) {
         ui.app().open_link("data=spiral&layers=dense:3,dense:1:sigmoid&seed=4");
         ui.frames(2);
       },
       "data"},
      {"a file",
       [](Headless& ui) {
         ui.app().open_file("e.json", R"({"noise": 0.4, "epochs": 3})");
         ui.frames(2);
       },
       "noise"},
      {"reset", [](Headless& ui) { ui.press("Reset"); }, "reset"},
      {"another seed", [](Headless& ui) { ui.press("New seed"); }, "seed"},
      {"a weight",
       [](Headless& ui) {
         ui.app().set_weight(2, 0.75f);
         ui.frames(2);
       },
       "weight"},
  };
  return all;
}

class UndoOf : public testing::TestWithParam<Trainer::Mode> {};

// Every command alone, on weights that were trained before it, undone, redone, and undone after more training.
TEST_P(UndoOf, EveryCommandRestoresDocumentAndWeights) {
  for (const Step& step : steps()) {
    SCOPED_TRACE(step.name);
    Headless ui(GetParam());
    const auto settles = [&](const Seen& wanted) { return ui.until([&] { return seen(ui) == wanted; }, 600); };
    ui.press("Step epoch");
    ui.until([&] { return ui.app().history().epochs() == 1; });
    ui.press("Step batch");
    ui.until([&] { return ui.app().snapshot().batch == 1; });
    const Seen before = seen(ui);
    ASSERT_EQ(ui.app().undoable().size(), 0U) << "training is no change";
    step.act(ui);
    ui.until([&] { return ui.app().undoable().undoes() == step.undoes; }, 600);
    ui.until([&] { return !(seen(ui) == before) && ui.app().snapshot().generation > 0; }, 600);
    // What training tells of itself comes after all that was asked of it before.
    ui.until([&] { return !ui.app().run_text().empty(); });
    const Seen after = seen(ui);
    ui.app().undo();
    settles(before);
    EXPECT_EQ(ui.app().undoable().redoes(), step.undoes);
    ui.app().redo();
    settles(after);
    ui.press("Step epoch");
    ui.until([&] { return ui.app().history().epochs() > static_cast<Index>(after.epoch); });
    ui.app().undo();
    settles(before);
    EXPECT_TRUE(ui.app().notices.empty());
  }
}

#ifdef CHAINRULE_NO_THREADS
const auto modes = testing::Values(Trainer::Mode::slices);
#else
const auto modes = testing::Values(Trainer::Mode::slices, Trainer::Mode::thread);
#endif
INSTANTIATE_TEST_SUITE_P(BothWaysToTrain, UndoOf, modes,
                         [](const auto& mode) { return mode.param == Trainer::Mode::thread ? "thread" : "slices"; });

TEST(Undo, GoesBackThroughAllCommandsAndForwardAgain) {
  Headless ui;
  std::vector<Seen> states{seen(ui)};
  for (const Step& step : steps()) {
    if (!ui.find(Role::slider, "noise") && std::string(step.name).find("slider") != std::string::npos) continue;
    if (std::string(step.name) == "harder data" || std::string(step.name) == "a feature")
      continue;  // the data is drawn by then
    step.act(ui);
    states.push_back(seen(ui));
  }
  const std::size_t count = ui.app().undoable().size();
  EXPECT_EQ(count, states.size() - 1);
  for (std::size_t i = count; i-- > 0;) {
    ui.app().undo();
    ui.frames(2);
    ASSERT_EQ(seen(ui), states[i]) << i;
  }
  EXPECT_EQ(ui.app().undoable().undoes(), "");
  ui.app().undo();  // nothing left: nothing happens
  ui.frames(2);
  EXPECT_EQ(seen(ui), states[0]);
  for (std::size_t i = 1; i <= count; ++i) {
    ui.app().redo();
    ui.frames(2);
    ASSERT_EQ(seen(ui), states[i]) << i;
  }
}

TEST(Undo, LiveChangesLeaveTheOptimizerItsMemory) {
  const auto run = [](bool undoes) {
    Headless ui;
    ui.press("Step epoch");
    if (undoes) {
      ui.set(Role::number, "learning_rate", "0.5");
      ui.app().set_weight(0, 3);
      ui.frames(2);
      for (int i = 0; i < 2; ++i) ui.press("Undo");
      EXPECT_EQ(ui.app().undoable().undoes(), "");
    }
    ui.press("Step epoch");
    return seen(ui);
  };
  EXPECT_EQ(run(true), run(false)) << "as if nothing had been";
}

TEST(Undo, WeightsAreThoseOfTheMomentBeforeTheChangeAlsoWhileTraining) {
  Headless ui;
  ui.set(Role::number, "epochs", "5000");
  ui.press("Play");
  ui.until([&] { return ui.app().history().epochs() > 3; });
  ui.app().change([](Document& d) { d.layers[0].units = 6; });
  const auto before = seen(ui);  // update() changes first, then trains
  ui.frames(2);
  EXPECT_FALSE(ui.app().snapshot().playing);
  ui.app().undo();
  ui.frames(2);
  EXPECT_EQ(ui.app().snapshot().weights, before.weights);
  EXPECT_EQ(ui.app().history().epochs(), before.epoch);
  EXPECT_FALSE(ui.app().snapshot().playing);
  ui.press("Play");
  EXPECT_TRUE(ui.until([&] { return ui.app().history().epochs() > before.epoch; })) << "training goes on from there";
  ui.set(Role::number, "learning_rate", "0.02");
  ui.app().undo();
  ui.frames(2);
  EXPECT_TRUE(ui.app().snapshot().playing) << "a live change does not stop it, nor does its undo";
}

TEST(Undo, ADragIsOneStep) {
  Headless ui;
  const MirrorItem noise = *ui.find(Role::slider, "noise");
  ImGuiIO& io = ImGui::GetIO();
  const auto drag = [&](float from, float to) {
    io.AddMousePosEvent(noise.x + from * noise.width, noise.y + noise.height / 2);
    ui.frames();
    io.AddMouseButtonEvent(0, true);
    ui.frames();
    for (int i = 1; i <= 8; ++i) {
      io.AddMousePosEvent(noise.x + (from + (to - from) * static_cast<float>(i) / 8) * noise.width,
                          noise.y + noise.height / 2);
      ui.frames();
    }
    io.AddMouseButtonEvent(0, false);
    ui.frames(3);
  };
  drag(0.3f, 0.6f);
  const double between = ui.app().document().noise;
  EXPECT_EQ(ui.app().undoable().size(), 1U);
  drag(0.6f, 0.9f);
  EXPECT_EQ(ui.app().undoable().size(), 2U) << "the next drag is the next step";
  ui.press("Undo");
  EXPECT_EQ(ui.app().document().noise, between);
  ui.press("Undo");
  EXPECT_EQ(ui.app().document(), default_document());
}

TEST(Undo, TheToolTipSaysWhatIsUndoneAndAppearsByItself) {
  Headless ui;
  ui.set(Role::number, "learning_rate", "0.5");
  const MirrorItem* button = ui.find(Role::button, "Undo");
  EXPECT_EQ(button->description, "Undo: learning rate (Ctrl+Z)");
  ImGui::GetIO().AddMousePosEvent(button->x + 10, button->y + 10);
  ui.frames();
  for (int i = 0; i < 600 && ui.app().ui.waiting; ++i) ui.frames();  // as many as it asks for
  const ImGuiWindow* tip = ImGui::FindWindowByName("##Tooltip_00");
  ASSERT_NE(tip, nullptr);
  EXPECT_TRUE(tip->Active && !tip->Hidden);
}

// Also where the press has given the control another name: it would cover what came of it.
TEST(ToolTip, GoesWithThePressUntilThePointerMovesOn) {
  Headless ui;
  const auto tip = [] {
    const ImGuiWindow* const window = ImGui::FindWindowByName("##Tooltip_00");
    return window && window->Active && !window->Hidden;
  };
  const auto rest = [&] {
    for (int i = 0; i < 120; ++i) ui.frames();
  };
  const MirrorItem at = *ui.find(Role::button, "Watch a step");
  ui.click("Watch a step");
  rest();
  ASSERT_TRUE(ui.find(Role::button, "Close the film"));
  EXPECT_FALSE(tip());
  ImGui::GetIO().AddMousePosEvent(at.x + 20, at.y + 10);
  rest();
  EXPECT_TRUE(tip());
}

TEST(Undo, ANewChangeLeavesNothingToRedo) {
  Headless ui;
  ui.set(Role::number, "samples", "200");
  ui.press("Undo");
  EXPECT_TRUE(ui.find(Role::button, "Redo")->enabled);
  ui.set(Role::number, "samples", "300");
  EXPECT_FALSE(ui.find(Role::button, "Redo")->enabled);
  ui.press("Undo");
  EXPECT_EQ(ui.app().document().samples, 500);
}

TEST(Undo, ARefusedChangeAndOneThatChangesNothingAreNoSteps) {
  Headless ui;
  ui.set(Role::select, "loss", "sparse_categorical_crossentropy");
  EXPECT_EQ(ui.app().notices.size(), 1U);
  ui.app().set_epochs(100);
  ui.frames(2);
  EXPECT_EQ(ui.app().undoable().size(), 0U);
}

TEST(Undo, TheThemeStaysAsItIs) {
  Headless ui;
  ui.set(Role::number, "samples", "200");
  ui.app().set_theme("dark");
  ui.frames(2);
  ui.press("Undo");
  EXPECT_EQ(ui.app().document().samples, 500);
  EXPECT_EQ(ui.app().document().theme, "dark");
}

TEST(Undo, APageThatOpensWithABundledSetHasNothingToUndo) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=iris");
  EXPECT_EQ(ui.app().document().data, "iris");
  EXPECT_EQ(ui.app().undoable().size(), 0U);
}

TEST(Undo, WeightsOutOfPlaceAreIgnored) {
  Headless ui;
  const auto before = ui.app().snapshot().weights;
  ui.app().set_weight(before.size(), 1);
  ui.app().set_weight(0, std::numeric_limits<float>::infinity());
  ui.app().set_weight(0, std::numeric_limits<float>::quiet_NaN());
  ui.frames(2);
  EXPECT_EQ(ui.app().snapshot().weights, before);
  EXPECT_EQ(ui.app().undoable().size(), 0U);
  ui.app().set_weight(1, -2.5f);
  ui.frames(2);
  EXPECT_EQ(ui.app().snapshot().weights[1], -2.5f);
}

State state_of(std::size_t weights, std::shared_ptr<const std::string> text = nullptr) {
  return {default_document(), std::move(text), nullptr, weights * sizeof(float)};
}

TEST(Undo, TheOldestGoWhenThereAreTooMany) {
  Undo undo({.entries = 3, .bytes = 1 << 20});
  for (int i = 0; i < 10; ++i) undo.remember(state_of(1), "change " + std::to_string(i), 0);
  EXPECT_EQ(undo.size(), 3U);
  for (int i = 9; i >= 7; --i) {
    EXPECT_EQ(undo.undoes(), "change " + std::to_string(i));
    undo.back(state_of(1));
  }
  EXPECT_EQ(undo.undoes(), "");
}

TEST(Undo, MemoryIsBoundedAndSharedTextsCountOnce) {
  Undo undo({.entries = 100, .bytes = 4000});
  for (int i = 0; i < 50; ++i) undo.remember(state_of(100), "change", 0);
  EXPECT_EQ(undo.size(), 10U);
  EXPECT_EQ(undo.bytes(), 4000U);
  undo.remember(state_of(5000), "large", 0);
  EXPECT_EQ(undo.size(), 1U) << "the newest stays, whatever its size";
  EXPECT_EQ(undo.undoes(), "large");
  Undo texts({.entries = 100, .bytes = 4000});
  const auto text = std::make_shared<const std::string>(3000, 'x');
  for (int i = 0; i < 20; ++i) texts.remember(state_of(1, text), "change", 0);
  EXPECT_EQ(texts.size(), 20U);
  EXPECT_EQ(texts.bytes(), 3080U);
}

}  // namespace
}  // namespace chainrule
