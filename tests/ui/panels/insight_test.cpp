// SPDX-License-Identifier: MIT
// When the curves say something of their own: each threshold from both sides.
#include "ui/panels/curves/insight.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "engine/training/verdict.hpp"

namespace chainrule {
namespace {

/// val_loss falls from 2 to 1 in `fall` epochs and stands at `after` for `rest` more; loss goes on falling.
bool has_spot(int fall, int rest, double after) {
  std::vector<double> loss, val_loss;
  for (int e = 0; e < fall + rest; ++e) {
    loss.push_back(1.0 / (e + 1));
    val_loss.push_back(e < fall ? 2 - (e + 1.0) / fall : after);
  }
  return sweet_spot(loss, val_loss).has_value();
}

TEST(SweetSpotThreshold, FiveEpochsHaveToPass) {
  EXPECT_FALSE(has_spot(10, 4, 1.5));
  EXPECT_TRUE(has_spot(10, 5, 1.5));
  EXPECT_TRUE(has_spot(1, 5, 1.5));
  EXPECT_FALSE(has_spot(1, 4, 1.5));
}

TEST(SweetSpotThreshold, TwoPercentMoreIsARise) {
  EXPECT_FALSE(has_spot(10, 8, 1.019));
  EXPECT_TRUE(has_spot(10, 8, 1.021));
}

// The mean of the last five counts, not the last one alone.
TEST(SweetSpotThreshold, OneJumpIsNoRise) {
  std::vector<double> loss, val_loss;
  for (int e = 0; e < 20; ++e) {
    loss.push_back(1.0 / (e + 1));
    val_loss.push_back(e < 10 ? 2 - 0.1 * (e + 1) : 1.0);
  }
  val_loss.back() = 1.09;  // a mean of 1.018
  EXPECT_FALSE(sweet_spot(loss, val_loss));
  val_loss.back() = 1.12;  // 1.024
  const auto spot = sweet_spot(loss, val_loss);
  ASSERT_TRUE(spot);
  EXPECT_NEAR(spot->now, 1.024, 1e-12);
  EXPECT_NEAR(spot->best, 1, 1e-12);
}

std::string words(float first, float last) {
  const std::vector<std::string> names{"front", "back"};
  const std::vector<float> norms{first, last};
  return gradient_words(names, norms);
}

TEST(GradientThreshold, AThousandTimesSmallerVanishes) {
  EXPECT_EQ(words(0.0011f, 1), "");
  EXPECT_NE(words(0.0009f, 1).find("vanishes"), std::string::npos);
  EXPECT_NE(words(0.0005f, 1).find("front is 1/2e+03 of that of back"), std::string::npos) << words(0.0005f, 1);
}

TEST(GradientThreshold, AThousandTimesLargerGrows) {
  EXPECT_EQ(words(0.9f, 0.001f), "");
  EXPECT_NE(words(1.1f, 0.001f).find("grows"), std::string::npos);
}

// Bundled diabetes: its target is about 170, and no smaller step makes that less.
TEST(GradientThreshold, LargeTargetsAreTheCauseNotTheSteps) {
  const std::vector<std::string> names{"dense"};
  const std::vector<float> norms{300};
  EXPECT_NE(gradient_words(names, norms, 10.1).find("scale the target"), std::string::npos);
  EXPECT_EQ(gradient_words(names, norms, 170).find("learning rate"), std::string::npos);
  EXPECT_NE(gradient_words(names, norms, 10).find("learning rate"), std::string::npos);
}

TEST(GradientThreshold, MoreThanAHundredExplodes) {
  EXPECT_EQ(words(99, 50), "");
  EXPECT_EQ(words(100, 50), "");
  EXPECT_NE(words(101, 50).find("The gradient of front is 1e+02: it explodes"), std::string::npos) << words(101, 50);
  EXPECT_NE(words(50, 101).find("The gradient of back"), std::string::npos);
}

}  // namespace
}  // namespace chainrule
