// SPDX-License-Identifier: MIT
// A chosen data set brings a network that fits it; a network of somebody's own stays, and the other one is offered.
#include "engine/document/fitting.hpp"

#include <gtest/gtest.h>

#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

void choose(Headless& ui, const std::string& data) {
  ui.app().choose_data(data);
  ui.frames(3);
}

/// The document is as the row of its data set brings it.
bool has_own_fitting(Headless& ui) {
  Document d = ui.app().document();
  const Fitting* row = find_fitting(d.data);
  if (!row) return false;
  use_fitting(d, *row, ui.app().experiment()->data);
  return d == ui.app().document();
}

TEST(FittingChoice, EachDataSetBringsItsOwn) {
  Headless ui;
  for (const char* data : {"spiral", "iris", "plane", "diabetes", "circle", "pinwheel", "xor"}) {
    choose(ui, data);
    EXPECT_EQ(ui.app().document().data, data);
    EXPECT_TRUE(has_own_fitting(ui)) << data;
    EXPECT_TRUE(ui.app().notices.empty()) << data;
  }
  choose(ui, "circle");
  EXPECT_EQ(ui.app().document(), default_document()) << "and back";
  EXPECT_EQ(ui.link, "");
}

TEST(FittingChoice, IsOneChangeToUndo) {
  Headless ui;
  choose(ui, "spiral");
  ui.press("Undo");
  EXPECT_EQ(ui.app().document(), default_document());
  EXPECT_EQ(ui.find(Role::button, "Undo")->enabled, false);
}

TEST(FittingChoice, ComesAfterDrawnPointsAndTypedRows) {
  Headless ui;
  for (const char* own : {"points", "sheet"}) {
    choose(ui, own);
    choose(ui, "spiral");
    EXPECT_TRUE(has_own_fitting(ui)) << own;
  }
  EXPECT_EQ(ui.app().document().fit.validation_split, 0.3) << "a sheet's all rows train is the sheet's";
  EXPECT_TRUE(ui.app().document().shuffle_rows);
  EXPECT_TRUE(ui.app().document().fit.shuffle);
}

TEST(FittingChoice, OnesOwnNetworkStaysAndTheOtherIsOffered) {
  Headless ui;
  ui.set(Role::number, "Units in dense", "7");
  choose(ui, "pinwheel");
  const Document own = ui.app().document();
  EXPECT_EQ(own.layers.front().units, 7);
  EXPECT_EQ(own.layers.back().units, 3) << "the output follows the classes";
  EXPECT_EQ(own.compile.loss.name, "categorical_crossentropy");
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_FALSE(ui.app().notices[0].bad);
  ui.press("Use a network that fits pinwheel");
  ui.frames(2);
  EXPECT_TRUE(has_own_fitting(ui));
  EXPECT_TRUE(ui.app().notices.empty());
  ui.press("Undo");
  EXPECT_EQ(ui.app().document(), own);
}

TEST(FittingChoice, EveryEditMakesItOnesOwn) {
  const std::vector<std::pair<Role, std::vector<std::string>>> edits{{Role::select, {"optimizer", "sgd"}},
                                                                     {Role::number, {"learning_rate", "0.5"}},
                                                                     {Role::number, {"epochs", "7"}},
                                                                     {Role::number, {"batch_size", "64"}},
                                                                     {Role::select, {"Activation of dense", "relu"}}};
  for (const auto& [role, words] : edits) {
    Headless ui;
    ui.set(role, words[0], words[1]);
    choose(ui, "spiral");
    EXPECT_FALSE(has_own_fitting(ui)) << words[0];
    EXPECT_EQ(ui.app().notices.size(), 1U) << words[0];
  }
}

TEST(FittingChoice, TheOfferGoesWithItsDataAndIsMadeOnce) {
  Headless ui;
  ui.set(Role::number, "Units in dense", "7");
  choose(ui, "spiral");
  choose(ui, "moons");
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_EQ(ui.app().notices[0].way_out, "Use a network that fits moons");
  choose(ui, "points");
  EXPECT_TRUE(ui.app().notices.empty()) << "nobody knows what drawn points need";
  choose(ui, "moons");
  ui.press("Undo");
  EXPECT_TRUE(ui.app().notices.empty());
}

// A link says all that it opens.
TEST(FittingChoice, LinksOpenWhatTheySay) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=spiral");
  EXPECT_EQ(ui.app().document().layers, default_document().layers);
  EXPECT_EQ(ui.app().document().fit.epochs, 100);
  EXPECT_TRUE(ui.app().notices.empty());
}

// A slide that shows one network goes on showing it; the playground is the program itself.
TEST(FittingChoice, ScenesKeepTheirNetworks) {
  for (const Scene& scene : scenes()) {
    if (scene.drive != Drive::fit) continue;
    Headless ui(Trainer::Mode::slices, {1280, 800}, "scene=" + std::string(scene.name));
    const auto hidden = ui.app().document().layers.front();
    choose(ui, "spiral");
    EXPECT_EQ(ui.app().document().layers.front() == hidden, !scene.link.empty()) << scene.name;
    EXPECT_TRUE(ui.app().notices.empty()) << scene.name;
  }
}

}  // namespace
}  // namespace chainrule
