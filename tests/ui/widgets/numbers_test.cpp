// SPDX-License-Identifier: MIT
// Number fields and sliders: what is taken within the limits and refused beyond them, and round numbers on a
// logarithmic track.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/text.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

TEST(NumberField, TakesItsLimitsAndNothingBeyond) {
  Headless ui;
  const auto samples = [&](const char* text) {
    ui.set(Role::number, "samples", text);
    return ui.app().document().samples;
  };
  const MirrorItem field = *ui.find(Role::number, "samples");
  EXPECT_EQ(samples("200"), 200);
  const auto most = static_cast<Index>(field.maximum), least = static_cast<Index>(field.minimum);
  EXPECT_EQ(samples(std::to_string(least).c_str()), least);
  EXPECT_EQ(samples(std::to_string(least - 1).c_str()), least) << "below: as it was";
  EXPECT_EQ(samples("300"), 300);
  EXPECT_EQ(samples(std::to_string(most + 1).c_str()), 300) << "beyond: as it was";
  EXPECT_EQ(samples("many"), 300);
  EXPECT_EQ(samples(""), 300);
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(NumberField, RoundsWhereNumbersAreWhole) {
  Headless ui;
  ui.set(Role::number, "batch_size", "12.4");
  EXPECT_EQ(ui.app().document().fit.batch_size, 12);
  ui.set(Role::number, "learning_rate", "0.0123");
  EXPECT_EQ(ui.app().document().compile.optimizer.values[0], 0.0123);
}

// The track of a learning rate is logarithmic, published in hundredths; a place on it gives at most two digits.
TEST(Slider, OnALogarithmicTrackNumbersAreRound) {
  Headless ui;
  ASSERT_NE(ui.find(Role::slider, "batch_size"), nullptr);
  double last = 0;
  for (int place = 0; place <= 100; place += 5) {
    ui.set(Role::slider, "epochs", std::to_string(place));
    const auto epochs = static_cast<double>(ui.app().document().fit.epochs);
    const double unit = std::pow(10, std::floor(std::log10(epochs)));
    EXPECT_NEAR(std::remainder(epochs / unit * 10, 1), 0, 1e-9) << epochs << " has more than two digits";
    EXPECT_GE(epochs, last);
    last = epochs;
  }
  EXPECT_EQ(last, 2000);
  ui.set(Role::slider, "epochs", "0");
  EXPECT_EQ(ui.app().document().fit.epochs, 1);
}

TEST(Slider, StandsWhereItsNumberIs) {
  Headless ui;
  for (const double noise : {0.0, 0.25, 1.0}) {
    ui.set(Role::slider, "noise", format_number(noise));
    EXPECT_NEAR(ui.app().document().noise, noise, 1e-9);
    EXPECT_EQ(ui.find(Role::slider, "noise")->number, noise);
    EXPECT_EQ(ui.find(Role::slider, "noise")->value, short_number(noise, 6));
  }
}

}  // namespace
}  // namespace chainrule
