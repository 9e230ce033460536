// SPDX-License-Identifier: MIT
// Compile and fit: every row of the engine's tables can be chosen and turned on screen.
#include <gtest/gtest.h>

#include "engine/base/text.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"
#include "engine/training/callback.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

std::string named(std::string_view owner, std::string_view parameter) {
  return std::string(owner) + " " + std::string(parameter);
}

/// Another value of the parameter than `now`, as a control takes it: typed, chosen, or pressed.
double turn(Headless& ui, const std::string& name, const Parameter& p, double now) {
  if (!p.words.empty()) {
    const std::size_t next = now == 0 ? 1 : 0;
    ui.set(Role::select, name, std::string(p.words[next]));
    return static_cast<double>(next);
  }
  if (p.is_switch()) {
    ui.press(name, Role::toggle);
    return 1 - now;
  }
  if (now == unset) ui.press("Use " + name, Role::toggle);
  const double wanted =
      p.whole ? std::clamp(2.0, p.minimum, p.maximum)
              : std::clamp(p.minimum <= 0 && p.maximum >= 0.25 ? 0.25 : p.maximum / 2, p.minimum, p.maximum);
  ui.set(Role::number, name, short_number(wanted, 9));
  return wanted;
}

TEST(Fit, EveryOptimizerHasAllItsParameters) {
  Headless ui(Trainer::Mode::slices, {1280, 4000});
  for (const Optimizer& optimizer : optimizers()) {
    if (ui.app().document().compile.optimizer.name != optimizer.name)
      ui.set(Role::select, "optimizer", std::string(optimizer.name));
    ASSERT_EQ(ui.app().document().compile.optimizer.name, optimizer.name);
    ui.press("More of " + std::string(optimizer.name), Role::toggle);
    for (std::size_t i = 0; i < optimizer.parameters.size(); ++i) {
      const Parameter& p = optimizer.parameters[i];
      const double wanted = turn(ui, std::string(p.name), p, ui.app().document().compile.optimizer.values[i]);
      EXPECT_NEAR(ui.app().document().compile.optimizer.values[i], wanted, 1e-6) << optimizer.name << " " << p.name;
      if (p.name.find("clip") != std::string_view::npos)
        ui.app().set_hyperparameter(i, p.value);  // one way of clipping at a time
      ui.frames(2);
    }
    EXPECT_TRUE(ui.app().notices.empty()) << optimizer.name << ": " << ui.app().notices.front().words;
    ui.app().notices.clear();
  }
}

TEST(Fit, TwoWaysOfClippingAreRefusedAndNothingChanges) {
  Headless ui(Trainer::Mode::slices, {1280, 4000});
  ui.press("More of adam", Role::toggle);
  ui.set(Role::number, "clipnorm", "0.5");
  const Document before = ui.app().document();
  ui.set(Role::number, "clipvalue", "0.5");
  EXPECT_EQ(ui.app().document(), before);
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_NE(ui.app().notices[0].words.find("only one of clipnorm"), std::string::npos);
}

TEST(Fit, EverySchedule) {
  Headless ui(Trainer::Mode::slices, {1280, 4000});
  ui.press("More of compile and fit", Role::toggle);
  for (const Schedule& schedule : schedules()) {
    if (ui.app().document().compile.learning_rate_schedule.name != schedule.name)
      ui.set(Role::select, "learning_rate_schedule", std::string(schedule.name));
    EXPECT_EQ(ui.app().document().compile.learning_rate_schedule.name, schedule.name);
    for (const Parameter& p : schedule.parameters)
      EXPECT_TRUE(ui.find(Role::number, named(schedule.name, p.name)) ||
                  ui.find(Role::toggle, named(schedule.name, p.name)) ||
                  ui.find(Role::toggle, "Use " + named(schedule.name, p.name)))
          << schedule.name << " " << p.name;
  }
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(Fit, LossesKeepTheirParameters) {
  Headless ui(Trainer::Mode::slices, {1280, 4000}, "data=plane&layers=dense:1&loss=huber");
  ui.press("More of huber", Role::toggle);
  ui.set(Role::number, "huber delta", "0.5");
  EXPECT_DOUBLE_EQ(ui.app().document().compile.loss.values[0], 0.5);
  ui.set(Role::select, "loss", "mae");
  EXPECT_EQ(ui.app().document().compile.loss.name, find(losses(), "loss", "mae").name);
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(Fit, MetricsComeAndGo) {
  Headless ui(Trainer::Mode::slices, {1280, 4000}, "data=circle&metrics=acc&epochs=2");
  ui.press("More of compile and fit", Role::toggle);
  ui.set(Role::select, "Add metric", "auc");
  EXPECT_EQ(ui.app().document().compile.metrics, (std::vector<std::string>{"acc", "auc"}));
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  EXPECT_GT(ui.last("val_auc"), 0);
  ui.press("Remove metric acc", Role::toggle);
  EXPECT_EQ(ui.app().document().compile.metrics, (std::vector<std::string>{"auc"}));
}

TEST(Fit, EveryCallbackCanBeAddedAndTakenAway) {
  Headless ui(Trainer::Mode::slices, {1280, 4000});
  ui.press("More of compile and fit", Role::toggle);
  for (const CallbackKind& kind : callback_kinds()) {
    ui.set(Role::select, "Add callback", std::string(kind.name));
    ASSERT_EQ(ui.app().document().fit.callbacks.size(), 1U) << kind.name;
    EXPECT_EQ(ui.app().document().fit.callbacks[0].choice.name, kind.name);
    for (std::size_t i = 0; i < kind.parameters.size(); ++i) {
      const Parameter& p = kind.parameters[i];
      const double wanted =
          turn(ui, named(kind.name, p.name), p, ui.app().document().fit.callbacks[0].choice.values[i]);
      EXPECT_NEAR(ui.app().document().fit.callbacks[0].choice.values[i], wanted, 1e-6) << kind.name << " " << p.name;
    }
    EXPECT_TRUE(ui.app().notices.empty()) << kind.name << ": " << ui.app().notices.front().words;
    ui.app().notices.clear();
    ui.press("Remove " + std::string(kind.name));
    EXPECT_TRUE(ui.app().document().fit.callbacks.empty());
  }
}

TEST(Fit, EarlyStoppingShowsItsPatience) {
  Headless ui(Trainer::Mode::slices, {1280, 4000}, "data=xor&epochs=300&seed=2");
  ui.press("More of compile and fit", Role::toggle);
  ui.set(Role::select, "Add callback", "early_stopping");
  ui.set(Role::number, "early_stopping patience", "3");
  ui.set(Role::number, "early_stopping min_delta", "0.01");
  ASSERT_NE(ui.find(Role::status, "Standing of early_stopping"), nullptr);
  EXPECT_EQ(ui.find(Role::status, "Standing of early_stopping")->value, "waited 0 of 3 epochs");
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.frames(2);
  EXPECT_LT(ui.app().history().epochs(), 300);
  const MirrorItem* standing = ui.find(Role::status, "Standing of early_stopping");
  ASSERT_NE(standing, nullptr);
  EXPECT_NE(standing->value.find("waited 3 of 3 epochs, best "), std::string::npos) << standing->value;
}

TEST(Fit, TheDialectAndTheShuffleAreSwitches) {
  Headless ui(Trainer::Mode::slices, {1280, 4000});
  ui.press("shuffle", Role::toggle);
  EXPECT_FALSE(ui.app().document().fit.shuffle);
  ui.press("More of compile and fit", Role::toggle);
  ui.set(Role::select, "dialect", "keras2");
  EXPECT_EQ(ui.app().document().dialect, Dialect::keras2);
  EXPECT_TRUE(ui.app().notices.empty());
}

}  // namespace
}  // namespace chainrule
