// SPDX-License-Identifier: MIT
// The README's C++ program prints what the README says.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "engine/data/generator.hpp"
#include "engine/sequential.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

TEST(Readme, TheCppExampleGivesItsOutput) {
  const GeneratedData moons = find(generators(), "data set", "moons").make(500, 0.2, 1, {});
  Sequential model;
  model.add({.units = 8, .input_dim = 2, .activation = {"tanh", {}}});
  model.add({.units = 1, .activation = {"sigmoid", {}}});
  model.compile({.optimizer = {"adam", {0.03}}, .loss = "binary_crossentropy", .metrics = {"acc"}});
  const History history = model.fit(moons.x, moons.y, {.batch_size = 32, .epochs = 50, .validation_split = 0.3});
  char last[64];
  std::snprintf(last, sizeof last, "loss %.4f  val_acc %.3f\n", history.find("loss")->back(),
                history.find("val_acc")->back());
  const std::string readme = test::read_file(test::source_dir() + "/README.md");
  EXPECT_NE(readme.find("```\n" + model.summary() + last + "```"), std::string::npos) << model.summary() << last;
}

}  // namespace
}  // namespace chainrule
