// SPDX-License-Identifier: MIT
// summary() where it has to cut, break and count: long names, sizes in B, KB and MB, what an optimizer keeps. The
// ordinary tables of both Keras are in sequential_test.cpp.
#include <gtest/gtest.h>

#include <string>

#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

Sequential network(Index inputs, Index units, Dialect dialect = Dialect::keras3, const std::string& name = "") {
  Sequential model(dialect);
  LayerSpec layer = dense(units, "linear", inputs);
  layer.name = name;
  model.add(layer);
  return model;
}

void expect_line(const Sequential& model, const std::string& line) {
  const std::string s = model.summary();
  EXPECT_NE(("\n" + s).find("\n" + line + "\n"), std::string::npos) << "expected " << line << " in\n" << s;
}

// Keras 3 counts four bytes a number, in units of 1024.
TEST(Summary, SaysHowManyBytes) {
  expect_line(network(254, 1), " Total params: 255 (1020.00 B)");
  expect_line(network(255, 1), " Total params: 256 (1.00 KB)");
  expect_line(network(399, 1), " Total params: 400 (1.56 KB)");
  expect_line(network(1023, 255), " Total params: 261,120 (1020.00 KB)");
  expect_line(network(1023, 256), " Total params: 262,144 (1.00 MB)");
  expect_line(network(999, 1000), " Total params: 1,000,000 (3.81 MB)");
}

TEST(Summary, PutsCommasBetweenThousands) {
  expect_line(network(1, 1), " Total params: 2 (8.00 B)");
  expect_line(network(998, 1), " Total params: 999 (3.90 KB)");
  expect_line(network(999, 1), " Total params: 1,000 (3.91 KB)");
  expect_line(network(99'999 / 100, 100), " Total params: 100,000 (390.62 KB)");
}

// Columns of 29, 55 and 65 signs; what is longer is cut.
TEST(Summary, OfKeras2CutsLongNames) {
  expect_line(network(1, 1, Dialect::keras2, std::string(30, 'n')),
              "nnnnnnnnnnnnnnnnnnnnnnnnnnnn (None, 1)                 2");
  expect_line(network(1, 1, Dialect::keras2, "short"), "short (Dense)                (None, 1)                 2");
}

TEST(Summary, OfKeras3BreaksLongNamesBetweenWords) {
  const Sequential model = network(1, 1, Dialect::keras3, "the_first_layer_of_this_net");
  expect_line(model, "│ the_first_layer_of_this_net     │ (None, 1)              │             2 │");
  expect_line(model, "│ (Dense)                         │                        │               │");
  const Sequential longer = network(1, 1, Dialect::keras3, std::string(40, 'n'));
  expect_line(longer, "│ nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn │ (None, 1)              │             2 │");
  expect_line(longer, "│ nnnnnnnnn (Dense)               │                        │               │");
}

/// " Optimizer params: ..." after one step.
std::string optimizer_line(const std::string& optimizer, const std::string& schedule = "constant",
                           bool frozen = false) {
  LayerSpec first = dense(3, "linear", 2), second = dense(1);  // 9 and 4 weights
  first.trainable = !frozen;
  CompileSpec compile;
  compile.optimizer = optimizer;
  compile.learning_rate_schedule = schedule;
  compile.loss = "mse";
  Sequential model = make_network(2, {first, second}, compile);
  EXPECT_EQ(model.summary().find("Optimizer params"), std::string::npos) << "nothing before the first step";
  model.train_on_batch(normal_matrix(4, 2, 1), normal_matrix(4, 1, 2));
  const std::string s = model.summary();
  const auto at = s.find(" Optimizer params");
  return at == std::string::npos ? "" : s.substr(at, s.find('\n', at) - at);
}

// Keras 3: the count of steps, the learning rate, and a number for each slot of each weight that trains.
TEST(Summary, CountsWhatAnOptimizerKeeps) {
  EXPECT_EQ(optimizer_line("sgd"), " Optimizer params: 2 (8.00 B)");
  EXPECT_EQ(optimizer_line("adam"), " Optimizer params: 28 (112.00 B)");   // 2 + 2 * 13
  EXPECT_EQ(optimizer_line("nadam"), " Optimizer params: 29 (116.00 B)");  // and the product of momenta
  EXPECT_EQ(optimizer_line("adam", "exponential_decay"), " Optimizer params: 27 (108.00 B)") << "no rate of its own";
  EXPECT_EQ(optimizer_line("adam", "constant", true), " Optimizer params: 10 (40.00 B)");  // 2 + 2 * 4
}

TEST(Summary, CountsWhatDoesNotTrain) {
  LayerSpec first = dense(3, "linear", 2);
  first.trainable = false;
  Sequential model;
  model.add(first);
  LayerSpec normal;
  normal.kind = "batch_normalization";
  model.add(normal);  // gamma and beta train, the moving averages do not
  model.add(dense(1));
  expect_line(model, " Total params: 25 (100.00 B)");  // 9 + 12 + 4
  expect_line(model, " Trainable params: 10 (40.00 B)");
  expect_line(model, " Non-trainable params: 15 (60.00 B)");
}

}  // namespace
}  // namespace chainrule
