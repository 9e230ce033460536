// SPDX-License-Identifier: MIT
// The panels, operated through the control mirror and the mouse, without a window.
#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <cmath>
#include <set>

#include "engine/sequential.hpp"
#include "engine/tables/optimizer.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

TEST(App, TrainsFromAClickOnPlay) {
  Headless ui;
  const unsigned before = ui.app().lens().version();
  ui.click("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  EXPECT_EQ(ui.app().history().epochs(), 100);
  EXPECT_GT(ui.last("val_acc"), 0.95);
  EXPECT_LT(ui.last("loss"), ui.app().history().find("loss")->front());
  EXPECT_GT(ui.app().lens().version(), before);
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
  ui.set(Role::slider, "batch_size", "50");  // half the track from 1 to 256
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
  ui.until([&] { return ui.app().history().epochs() == 1; });  // a busy machine needs several slices
  const auto weights = ui.app().snapshot().weights;
  ui.set(Role::select, "loss", "sparse_categorical_crossentropy");
  EXPECT_EQ(ui.app().notices.size(), 1U);
  EXPECT_EQ(ui.app().document().compile.loss.name, "binary_crossentropy");
  EXPECT_TRUE(ui.app().heatmaps().ready());
  const auto shown = ui.app().lens().model().weights();
  EXPECT_TRUE(std::equal(shown.begin(), shown.end(), weights.begin()));
  ui.set(Role::select, "loss", "categorical_crossentropy");
  EXPECT_EQ(ui.app().document().compile.loss.name, "binary_crossentropy") << "one unit cannot be a softmax";
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
  ui.press("Step batch");  // 350 rows in batches of 32: the eleventh is the last
  EXPECT_EQ(ui.app().snapshot().epoch, 1);
}

TEST(App, KeysMoveBetweenControlsAndChangeThem) {
  Headless ui;
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  // Tab walks through all controls; where it stands is known by the place of ImGui's cursor.
  const auto tab_to = [&](Role role, const char* name) {
    for (int i = 0; i < 120; ++i) {
      ui.key(ImGuiKey_Tab);
      const MirrorItem* item = ui.find(role, name);
      if (item && item == ui.at_cursor()) return true;
    }
    return false;
  };
  ASSERT_TRUE(tab_to(Role::button, "Step epoch"));
  ui.key(ImGuiKey_Enter);
  EXPECT_EQ(ui.app().history().epochs(), 1);
  ASSERT_TRUE(tab_to(Role::slider, "noise"));
  ui.key(ImGuiKey_RightArrow);
  EXPECT_NEAR(ui.app().document().noise, 0.11, 1e-9);
  ASSERT_TRUE(tab_to(Role::slider, "batch_size"));
  ui.key(ImGuiKey_LeftArrow);
  EXPECT_LT(ui.app().document().fit.batch_size, 32);
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
  ui.key(ImGuiKey_E);
  EXPECT_EQ(ui.app().history().epochs(), 1);
  ui.key(ImGuiKey_B);
  EXPECT_EQ(ui.app().snapshot().batch, 1);
  ui.key(ImGuiKey_R);
  EXPECT_EQ(ui.app().history().epochs(), 0);
  ui.key(ImGuiKey_Space);
  EXPECT_TRUE(ui.app().snapshot().playing || ui.app().snapshot().finished);
}

// What ImGui lets the keyboard reach is mirrored, without exception.
TEST(App, EveryTabStopIsInTheMirror) {
  for (const char* link : {"", "data=penguins", "data=digits", "data=curve&optimizer=sgd"}) {
    Headless ui(Trainer::Mode::slices, {1280, 1400}, link);
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    std::set<const MirrorItem*> seen;
    for (int i = 0; i < 120; ++i) {
      ui.key(ImGuiKey_Tab);
      const ImGuiContext& g = *ImGui::GetCurrentContext();
      EXPECT_NE(ui.at_cursor(), nullptr) << link << ": stop " << i << " in "
                                         << (g.NavWindow ? g.NavWindow->Name : "no window");
      seen.insert(ui.at_cursor());
    }
    EXPECT_GT(seen.size(), 40U);
  }
}

// Nothing is drawn outside the window, and every control has a name, a place and an id of its own.
TEST(App, ControlsAreNamedUniqueAndOnScreen) {
  for (const ImVec2 window :
       {ImVec2{1280, 800}, ImVec2{1000, 460}, ImVec2{800, 600}, ImVec2{480, 270}, ImVec2{390, 844}, ImVec2{320, 200}})
    for (const char* link :
         {"", "data=iris", "data=digits", "data=curve", "layers=dense:8:relu,dense:64:tanh,dense:8,dense:1:sigmoid"}) {
      Headless ui(Trainer::Mode::slices, window, link);
      std::set<std::uint32_t> ids;
      for (const MirrorItem& item : ui.app().ui.mirror.items()) {
        EXPECT_FALSE(item.name.empty());
        EXPECT_TRUE(ids.insert(item.id).second) << item.name << " shares its id, " << link << " " << window.x;
        if (item.role == Role::table || item.role == Role::image) continue;
        EXPECT_GT(item.width, 0) << item.name;
      }
      EXPECT_TRUE(ui.find(Role::button, "Play"));
      std::vector<const char*> bar{"Play", "Step epoch", "Reset", "New seed"};
      if (window.x >= 1000)
        bar.insert(bar.end(), {"Step batch", "Step layer", "Step number"});  // else they are in the menu
      for (const char* always : bar) {
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
  Headless ui(Trainer::Mode::slices, {1480, 800});
  EXPECT_FALSE(ui.app().ui.theme.dark);
  ui.press("Dark theme");
  EXPECT_TRUE(ui.app().ui.theme.dark);
  EXPECT_EQ(ui.link, "theme=dark");
}

TEST(App, SurvivesExtremeNetworks) {
  for (const char* link :
       {"layers=dense:4096:relu,dense:1:sigmoid", "data=digits&layers=dense:128:relu,dense:64:relu,dense:10:softmax",
        "layers=dense:2,activation:tanh,dense:1,activation:sigmoid&samples=20"}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, link);
    ui.press("Step epoch");
    ui.until([&] { return ui.app().history().epochs() == 1; });
    EXPECT_TRUE(ui.app().notices.empty()) << (ui.app().notices.empty() ? "" : ui.app().notices[0].words);
  }
}

TEST(App, AfterDivergingThereIsAWayBackToTheBestWeights) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=plane&layers=dense:8:relu,dense:1&optimizer=sgd:learning_rate=0.02&epochs=20&batch_size=32");
  for (int i = 0; i < 3; ++i) {
    ui.app().step(Gear::epoch);
    ui.until([&] { return ui.app().history().epochs() == i + 1; });
  }
  const std::vector<float> good = ui.app().snapshot().weights;
  const auto& val_loss = *ui.app().history().find("val_loss");
  ASSERT_EQ(std::min_element(val_loss.begin(), val_loss.end()), val_loss.end() - 1) << "the third epoch is the best";
  const double largest = find(optimizers(), "optimizer", "sgd").parameters[0].maximum;
  ui.app().set_hyperparameter(0, largest);
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished && ui.app().snapshot().failed; });
  ui.frames(2);
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_EQ(ui.app().notices[0].way_out, "Back to epoch 3, a tenth of the learning rate");
  ui.press(ui.app().notices[0].way_out);
  ui.frames(3);
  EXPECT_TRUE(ui.app().notices.empty());
  EXPECT_EQ(ui.app().snapshot().weights, good);
  EXPECT_EQ(ui.app().history().epochs(), 3) << "the curves are those of then, too";
  EXPECT_EQ(ui.app().snapshot().epoch, 3);
  EXPECT_FALSE(ui.app().snapshot().failed);
  EXPECT_DOUBLE_EQ(ui.app().document().compile.optimizer.values[0], largest / 10);
}

TEST(App, ThePaceIsChosenOnScreen) {
  Headless ui;
  ui.set(Role::select, "speed", "1 batch/s");
  EXPECT_EQ(ui.app().pace().per_second, 1);
  EXPECT_FALSE(ui.app().pace().epochs);
}

/// Ratio of luminances as WCAG 2 defines it.
double contrast(ImU32 a, ImU32 b) {
  const auto luminance = [](ImU32 c) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear((c & 255) / 255.0) + 0.7152 * linear(((c >> 8) & 255) / 255.0) +
           0.0722 * linear(((c >> 16) & 255) / 255.0);
  };
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(App, TextHasEnoughContrastInEveryTheme) {
  for (const Theme& t : {light_theme(), dark_theme(), with_contrast(light_theme()), with_contrast(dark_theme())}) {
    const double least = t.contrast ? 7 : 4.5;
    for (const ImU32 ink : {t.text, t.muted, t.good, t.bad, t.accent, t.validation}) {
      if (!t.contrast && ink == t.validation) continue;  // drawn as lines, which need 3 to 1
      EXPECT_GE(contrast(ink, t.card), least) << std::hex << ink << " " << t.dark << t.contrast;
    }
    EXPECT_GE(contrast(t.text, t.field_active), least) << t.dark << t.contrast;
    EXPECT_GE(contrast(t.on_accent, t.accent), least) << t.dark << t.contrast;
    EXPECT_GE(contrast(t.loss, t.card), 3);
    EXPECT_GE(contrast(t.validation, t.card), 3);
  }
  Headless ui(Trainer::Mode::slices, {1280, 800}, "theme=contrast");
  EXPECT_TRUE(ui.app().ui.theme.contrast);
  ui.app().set_theme("light");
  ui.frames(2);
  EXPECT_FALSE(ui.app().ui.theme.contrast);
}

}  // namespace
}  // namespace chainrule
