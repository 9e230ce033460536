// SPDX-License-Identifier: MIT
// Rules of fit() and of a step by numbers worked out by hand: which rows train, what shrinks with the rate, which of
// two reasons is told, what rows count.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/document/callback_text.hpp"
#include "engine/tables/schedule.hpp"
#include "engine/training/fit.hpp"
#include "engine/training/gradient_check.hpp"
#include "engine/training/stepper.hpp"
#include "tests/engine/files.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

using test::message;

CompileSpec with_loss(const std::string& loss, Choice optimizer = {"sgd", {0.1}}) {
  CompileSpec compile;
  compile.loss = loss;
  compile.optimizer = std::move(optimizer);
  return compile;
}

// Keras: int(math.floor(n * (1.0 - validation_split))) in double precision.
TEST(TrainingRows, AreRoundedDown) {
  EXPECT_EQ(training_rows(10, 0), 10);
  EXPECT_EQ(training_rows(10, 0.25), 7) << "7.5";
  EXPECT_EQ(training_rows(10, 0.2), 8);
  EXPECT_EQ(training_rows(10, 0.21), 7) << "7.9";
  EXPECT_EQ(training_rows(10, 0.09), 9) << "9.1";
  EXPECT_EQ(training_rows(3, 0.5), 1);
  EXPECT_EQ(training_rows(1000, 0.001), 999);
}

TEST(TrainingRows, StandOnBothSides) {
  for (const auto& [rows, split] : {std::pair{1, 0.5}, {3, 0.9}, {10, 0.95}})
    EXPECT_NE(message<Error>([&, n = rows, s = split] { training_rows(n, s); }), "") << rows << " " << split;
  // 1 - 1e-17 is 1 in double precision: a split that leaves nothing to validate on.
  EXPECT_NE(message<Error>([] { training_rows(10, 1e-17); }), "");
}

TEST(Divergence, AdvisesATenthOfTheRate) {
  Sequential model = make_network(1, {dense(1)}, with_loss("mse", {"sgd", {50}}));
  const Matrix x(4, 1, {1, 2, 3, 4}), y(4, 1, {5, 6, 7, 8});
  FitSpec spec;
  spec.epochs = 1000;
  spec.batch_size = 4;
  Fit fit(model, x, y, spec);
  while (run_epoch(fit)) {}
  ASSERT_TRUE(fit.diverged());
  EXPECT_NE(fit.history().stopped.find("The learning rate 50 is too large: try 5."), std::string::npos)
      << fit.history().stopped;
}

// Two callbacks want to stop at the same epoch: the one that stands first in the list is told.
TEST(Fit, TellsTheFirstOfTwoReasonsToStop) {
  for (const auto& [first, second] : {std::pair{"loss", "val_loss"}, {"val_loss", "loss"}}) {
    Sequential model = make_network(1, {dense(1)}, with_loss("mse", {"sgd", {0}}));  // nothing ever becomes better
    FitSpec spec;
    spec.epochs = 5;
    spec.validation_split = 0.5;
    for (const char* monitor : {first, second})
      spec.callbacks.push_back(read_callback("early_stopping:monitor=" + std::string(monitor)));
    const History history = model.fit(normal_matrix(8, 1, 1), normal_matrix(8, 1, 2), spec);
    EXPECT_EQ(history.stopped.find("Early stopping: " + std::string(first) + " "), 0U) << history.stopped;
  }
}

// ---- weight decay ----

// With no input the gradient is 0, and all that happens to a weight is w -= rate(t) decay w.
TEST(WeightDecay, FollowsTheScheduleOfTheRate) {
  for (const char* optimizer : {"sgd", "adam", "rmsprop", "adamax"}) {
    CompileSpec compile = with_loss("mse");
    compile.optimizer = defaults(find(optimizers(), "optimizer", optimizer));
    const auto set = [&](std::string_view name, double value) {
      const int at = parameter_index(find(optimizers(), "optimizer", optimizer), name);
      compile.optimizer.values[static_cast<std::size_t>(at)] = value;
    };
    set("learning_rate", 0.5);
    set("weight_decay", 0.2);
    compile.learning_rate_schedule = {"exponential_decay", {1, 0.5, 0}};  // halves with every step
    LayerSpec layer = dense(1);
    layer.use_bias = false;
    Sequential model = make_network(1, {layer}, compile);
    model.weights()[0] = 1;
    double expected = 1;
    for (const double rate : {0.5, 0.25, 0.125}) {
      model.train_on_batch(Matrix(2, 1), Matrix(2, 1));
      expected *= 1 - 0.2 * rate;
      EXPECT_NEAR(model.weights()[0], expected, 1e-6) << optimizer;
    }
  }
}

// ---- clipping ----

// dL/dw = 2 (w x - t) x with w = 0: -2 t x. Both signs are cut off at the same size.
TEST(ClipValue, CutsBothSigns) {
  CompileSpec compile = with_loss("mse");
  compile.optimizer = defaults(find(optimizers(), "optimizer", "sgd"));
  compile.optimizer.values[0] = 1;
  compile.optimizer.values.back() = 0.5;  // clipvalue stands last
  LayerSpec layer = dense(2);
  layer.use_bias = false;
  layer.kernel_initializer = "zeros";
  Sequential model = make_network(2, {layer}, compile);
  model.train_on_batch(Matrix(1, 2, {1, 0.1f}), Matrix(1, 2, {4, -4}));
  // The gradients are -4 and 4 of the first input, -0.4 and 0.4 of the second (the mean over two outputs halves them).
  const Matrix w = model.get_weights()[0];
  EXPECT_FLOAT_EQ(w(0, 0), 0.5f);
  EXPECT_FLOAT_EQ(w(0, 1), -0.5f);
  EXPECT_FLOAT_EQ(w(1, 0), 0.4f);
  EXPECT_FLOAT_EQ(w(1, 1), -0.4f);
}

// ---- rows that count ----

TEST(ClassWeight, TakesTheNearestClassInKeras3) {
  const double counts[] = {1, 10, 100};
  const auto weights = [&](std::vector<float> labels) {
    const auto rows = static_cast<Index>(labels.size());
    const Matrix y(rows, 1, std::move(labels));
    return row_weights(y, {}, counts, Dialect::keras3, "fit");
  };
  EXPECT_EQ(weights({0, 1, 2}), (std::vector<float>{1, 10, 100}));
  EXPECT_EQ(weights({0.4f, 0.6f, 1.9f}), (std::vector<float>{1, 10, 100})) << "soft labels are rounded";
  EXPECT_EQ(weights({3, -1}), (std::vector<float>{1, 1})) << "a class without a weight counts 1";
  const Matrix one_hot(2, 3, {0, 0, 1, 0, 1, 0});
  EXPECT_EQ(row_weights(one_hot, {}, counts, Dialect::keras3, "fit"), (std::vector<float>{100, 10}));
}

// Keras 2.2 divides by the rows whose weight is not 0, Keras 3 by all.
TEST(SampleWeight, OfNothingIsNoRowInKeras2) {
  for (const Dialect dialect : {Dialect::keras2, Dialect::keras3}) {
    LayerSpec layer = dense(1);
    layer.use_bias = false;
    Sequential model = make_network(1, {layer}, with_loss("mse", {"sgd", {0}}), dialect);
    model.weights()[0] = 1;
    const Matrix x(4, 1, {1, 2, 3, 4}), y(4, 1);  // losses 1, 4, 9, 16
    const std::vector<float> weights{2, 0, 0, 1};
    const double loss = (2 * 1 + 16) / (dialect == Dialect::keras2 ? 2.0 : 4.0);
    EXPECT_NEAR(model.train_on_batch(x, y, weights)[0].second, loss, 1e-5);
    EXPECT_NEAR(model.evaluate(x, y, 32, weights)[0].second, loss, 1e-5);
  }
}

// ---- sums ----

// Every batch begins its sums anew, and the mean over an epoch's batches is that over its rows.
TEST(Fit, LossOfAnEpochIsTheMeanOverItsRows) {
  LayerSpec layer = dense(1);
  layer.use_bias = false;
  layer.kernel_regularizer = {"l2", {0.5}};
  Sequential model = make_network(1, {layer}, with_loss("mse", {"sgd", {0}}));
  model.weights()[0] = 2;
  const Matrix x(5, 1, {1, 2, 3, 4, 5}), y(5, 1);
  FitSpec spec;
  spec.epochs = 2;
  spec.batch_size = 2;
  const History history = model.fit(x, y, spec);
  const double expected = 4 * (1 + 4 + 9 + 16 + 25) / 5.0 + 0.5 * 4;  // w^2 mean(x^2) + l2 w^2
  for (const double loss : history.values[0]) EXPECT_NEAR(loss, expected, 1e-4);
  for (const Index batch : {1, 2, 3, 5, 32})
    EXPECT_NEAR(model.evaluate(x, y, batch)[0].second, expected, 1e-4) << "batches of " << batch;
}

TEST(Activations, OfManyRowsAreThoseOfEachRow) {
  Sequential model = make_network(3, {dense(4, "tanh"), dense(2)}, with_loss("mse"));
  const Matrix x = normal_matrix(600, 3, 4);  // more than two passes of 256
  const std::vector<Matrix> all = model.activations(x);
  for (const Index r : {0, 1, 255, 256, 511, 512, 599}) {
    const std::vector<Matrix> one = model.activations(x.view().middle_rows(r, 1));
    for (std::size_t l = 0; l < all.size(); ++l)
      for (Index j = 0; j < all[l].cols; ++j) EXPECT_NEAR(all[l](r, j), one[l](0, j), 1e-6) << "row " << r;
  }
}

// The loss in double precision is the one that training tells, penalties of several layers among it.
TEST(ExactLoss, IsTheLossOfTraining) {
  LayerSpec first = dense(3, "tanh"), second = dense(2);
  first.kernel_regularizer = {"l2", {0.3}};
  first.bias_regularizer = {"l1", {0.2}};
  second.kernel_regularizer = {"l1", {0.1}};
  second.activity_regularizer = {"l2", {0.05}};
  Sequential model = make_network(2, {first, second}, with_loss("mse"));
  for (float& w : model.weights()) w += 0.25f;
  const Matrix x = normal_matrix(5, 2, 1), y = normal_matrix(5, 2, 2);
  const std::vector<double> weights(model.weights().begin(), model.weights().end());
  EXPECT_NEAR(exact_loss(model, x, y, weights), model.evaluate(x, y, 5)[0].second, 1e-5);
  // mse of one weight w at x = 1, t = 0 is w^2: its slope at 3 is 6.
  LayerSpec lone = dense(1);
  lone.use_bias = false;
  Sequential one = make_network(1, {lone}, with_loss("mse"));
  one.weights()[0] = 3;
  EXPECT_NEAR(numeric_gradient(one, Matrix(1, 1, 1.0f), Matrix(1, 1), 0), 6, 1e-6);
}

// ---- what targets may be ----

TEST(Targets, AreClassesBelowTheNumberOfOutputs) {
  Sequential model = make_network(1, {dense(3, "softmax")}, with_loss("sparse_categorical_crossentropy"));
  const auto trouble = [&](float t) { return message<Error>([&] { model.evaluate(Matrix(1, 1), Matrix(1, 1, t)); }); };
  EXPECT_EQ(trouble(0), "");
  EXPECT_EQ(trouble(2), "");
  for (const float t : {3.0f, -1.0f, 0.5f, 2.5f}) EXPECT_NE(trouble(t).find("class indices 0 to 2"), std::string::npos);
}

TEST(LayerNames, CountFromOneInKeras2AndFromNothingInKeras3) {
  for (const Dialect dialect : {Dialect::keras2, Dialect::keras3}) {
    Sequential model(dialect);
    model.add(dense(1, "linear", 1));
    model.add(dense(1));
    model.add(activation_layer("tanh"));
    std::vector<std::string> names;
    for (const auto& layer : model.layers()) names.push_back(layer->spec().name);
    EXPECT_EQ(names, dialect == Dialect::keras2 ? (std::vector<std::string>{"dense_1", "dense_2", "activation_1"})
                                                : (std::vector<std::string>{"dense", "dense_1", "activation"}));
  }
}

}  // namespace
}  // namespace chainrule
