// SPDX-License-Identifier: MIT
// f(w) = w^2 from w = 1 with Keras's defaults: golden values computed from Keras 3's sources, confirmed by
// TensorFlow.js to 7 digits.
#include "engine/optimizer.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace chainrule {
namespace {

std::vector<double> descend(Choice choice, int steps) {
  const Optimizer& o = resolve(optimizers(), "optimizer", choice);
  float w = 1, slots[3] = {};
  std::vector<double> course;
  for (int t = 1; t <= steps; ++t) {
    const float g = 2 * w;
    o.update({&w, &g, {&slots[0], &slots[1], &slots[2]}, 1}, t, choice.values.data());
    course.push_back(w);
  }
  return course;
}

void expect_course(const Choice& choice, std::vector<double> golden) {
  const auto course = descend(choice, static_cast<int>(golden.size()));
  for (std::size_t i = 0; i < golden.size(); ++i) EXPECT_NEAR(course[i], golden[i], 3e-7) << "step " << i + 1;
}

TEST(Optimizer, Sgd) { expect_course({"sgd", {}}, {0.98, 0.9604, 0.941192}); }
TEST(Optimizer, SgdWithMomentum) { expect_course({"sgd", {0.01, 0.9}}, {0.98, 0.9424, 0.889712}); }
TEST(Optimizer, SgdWithNesterov) { expect_course({"sgd", {0.01, 0.9, 1}}, {0.962, 0.909244, 0.844528328}); }
TEST(Optimizer, Adam) { expect_course({"adam", {}}, {0.999000002, 0.998000029, 0.997000100}); }

// decay divides by 1 + decay * steps done: 0.01, then 0.01 / 1.5, then 0.01 / 2.
TEST(Optimizer, Decay) {
  const double w1 = 1 - 0.02, w2 = w1 * (1 - 0.02 / 1.5), w3 = w2 * (1 - 0.02 / 2);
  expect_course({"sgd", {0.01, 0, 0, 0.5}}, {w1, w2, w3});
}

TEST(Optimizer, EveryRowDescends) {
  for (const Optimizer& o : optimizers()) {
    Choice choice = defaults(o);
    choice.values[0] = 0.05;
    const auto course = descend(choice, 60);
    EXPECT_LT(std::abs(course.back()), 0.2) << o.name;
    EXPECT_EQ(o.parameters[0].name, "learning_rate");
    EXPECT_LE(o.slots.size(), 3U);
  }
}

}  // namespace
}  // namespace chainrule
