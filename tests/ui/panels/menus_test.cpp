// SPDX-License-Identifier: MIT
// Losses and the output's activations: what fits the targets stands first, and each says why.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/document/advice.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

template <class Row>
void expect_fitting_first(Headless& ui, const std::string& menu, std::span<const Row> table) {
  const MirrorItem* item = ui.find(Role::select, menu);
  ASSERT_NE(item, nullptr) << menu;
  ASSERT_EQ(item->options.size(), table.size()) << "every row, under its name";
  bool others = false;
  std::vector<std::string> seen;
  for (const std::string& name : item->options) {
    seen.push_back(name);
    const bool fit = fits(find(table, menu, name), ui.app().experiment()->data).fits;
    EXPECT_FALSE(fit && others) << name << " stands among the others";
    others = others || !fit;
  }
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());
}

TEST(Menus, WhatFitsTheTargetsStandsFirst) {
  for (const char* link : {"", "data=clusters", "data=plane"}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, link);
    expect_fitting_first(ui, "loss", losses());
    expect_fitting_first(ui, "Activation of dense_2", activations());
  }
}

TEST(Menus, TheChosenOneSaysWhyItFitsOrNot) {
  Headless ui;
  EXPECT_NE(ui.find(Role::select, "loss")->description.find("Fits your target: one output says yes or no."),
            std::string::npos);
  ui.set(Role::select, "loss", "mse");
  ui.frames(2);
  EXPECT_EQ(ui.app().document().compile.loss.name, "mse");
  EXPECT_EQ(ui.find(Role::select, "loss")->value, "mse");
  EXPECT_NE(ui.find(Role::select, "loss")->description.find("for numbers; your targets are classes."),
            std::string::npos);
  ui.set(Role::select, "Activation of dense_2", "hard_sigmoid");
  ui.frames(2);
  EXPECT_EQ(ui.app().document().layers.back().activation.name, "hard_sigmoid");
  EXPECT_EQ(ui.find(Role::select, "Activation of dense")->description.find("target"), std::string::npos)
      << "hidden layers have none";
}

}  // namespace
}  // namespace chainrule
