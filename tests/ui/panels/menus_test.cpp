// SPDX-License-Identifier: MIT
// Losses and the output's activations: what fits the targets stands first, and each says why.
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "engine/document/advice.hpp"
#include "tests/ui/headless.hpp"
#include "ui/charts/activation_menu.hpp"

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

TEST(Menus, ActivationsAreGroupedByWhereTheySaturate) {
  const std::pair<const char*, const char*> known[] = {
      // by their limits, as any course has them
      {"sigmoid", "saturate on both sides"},  {"tanh", "saturate on both sides"},
      {"softsign", "saturate on both sides"}, {"relu6", "saturate on both sides"},
      {"relu", "saturate on one side"},       {"elu", "saturate on one side"},
      {"softplus", "saturate on one side"},   {"gelu", "saturate on one side"},
      {"silu", "saturate on one side"},       {"leaky_relu", "never saturate"},
      {"linear", "never saturate"},           {"softmax", "of the whole layer at once"}};
  for (const auto& [name, group] : known)
    EXPECT_EQ(activation_group(find(activations(), "activation", name)), group) << name;
  Headless ui;
  const MirrorItem* menu = ui.find(Role::select, "Activation of dense");
  ASSERT_NE(menu, nullptr);
  ASSERT_EQ(menu->options.size(), activations().size()) << "every row, under its name";
  std::size_t reached = 0;
  for (const std::string& name : menu->options) {
    const auto groups = activation_groups();
    const auto group = activation_group(find(activations(), "activation", name));
    const auto place = static_cast<std::size_t>(std::find(groups.begin(), groups.end(), group) - groups.begin());
    EXPECT_GE(place, reached) << name;
    reached = place;
  }
  ui.set(Role::select, "Activation of dense", "softsign");
  ui.frames(2);
  EXPECT_EQ(ui.app().document().layers.front().activation.name, "softsign") << "another order than the table's";
}

TEST(Menus, AFunctionsCurveStandsBesideItsName) {
  Headless ui;
  int chosen = 0;
  const GroupedOptions menu = activation_options(ui.app().ui, "tanh", chosen);
  EXPECT_EQ(menu.options[static_cast<std::size_t>(chosen)].name, "tanh");
  for (std::size_t i = 0; i < menu.options.size(); ++i) {
    EXPECT_EQ(activations()[menu.rows[i]].name, menu.options[i].name);
    EXPECT_EQ(static_cast<bool>(menu.options[i].picture), menu.options[i].group != "of the whole layer at once")
        << menu.options[i].name;
  }
}

}  // namespace
}  // namespace chainrule
