// SPDX-License-Identifier: MIT
#include "engine/training/fit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

// One weight that stays at 0 (learning rate 0): the loss of a row is t^2.
Sequential frozen_weight() {
  Sequential model = make_network(1, {dense(1)}, {{"sgd", {0}}, "mse", {"mae"}});
  model.set_weights(std::vector{Matrix(1, 1), Matrix(1, 1)});
  return model;
}

Matrix counted(Index n) {
  Matrix m(n, 1);
  std::iota(m.data.begin(), m.data.end(), 0.0f);
  return m;
}

TEST(Fit, WeighsTheLastShorterBatchByItsRows) {
  // tfjs: rows 0..7 in batches of 3 give 17.5 = mean of t^2, not the mean of batch means 20.28.
  Sequential model = frozen_weight();
  const History h = model.fit(Matrix(8, 1), counted(8), {3, 1, 0, false});
  EXPECT_DOUBLE_EQ(h.find("loss")->front(), 17.5);
  EXPECT_EQ(model.iterations(), 3);
}

TEST(Fit, ValidatesOnTheLastRowsTakenBeforeTheShuffle) {
  Sequential model = frozen_weight();
  const History h = model.fit(Matrix(10, 1), counted(10), {4, 3, 0.3, true});
  ASSERT_EQ(h.keys, (std::vector<std::string>{"loss", "mae", "val_loss", "val_mae"}));
  for (int e = 0; e < 3; ++e) {
    EXPECT_NEAR((*h.find("loss"))[static_cast<std::size_t>(e)], 91.0 / 7, 1e-6);       // 0..6
    EXPECT_NEAR((*h.find("val_loss"))[static_cast<std::size_t>(e)], 194.0 / 3, 1e-5);  // 7, 8, 9
    EXPECT_NEAR((*h.find("val_mae"))[static_cast<std::size_t>(e)], 8, 1e-6);
  }
}

TEST(Fit, SplitsAsKerasDoesInDoublePrecision) {
  EXPECT_EQ(training_rows(10, 0.3), 7);
  EXPECT_EQ(training_rows(150, 0.3), 105);
  EXPECT_EQ(training_rows(500, 0), 500);
  EXPECT_THROW(training_rows(10, 0.9), Error) << "1 - 0.9 is a little below 0.1: floor gives 0 rows";
  EXPECT_THROW(training_rows(1, 0.5), Error);
}

TEST(Fit, ShufflesTheTrainingRowsAnewEachEpochAndRepeatsWithTheSeed) {
  const Matrix x = normal_matrix(20, 2, 1), y = normal_matrix(20, 1, 2);
  const auto run = [&](std::uint64_t seed, bool shuffle) {
    Sequential model =
        make_network(2, {dense(3, "tanh"), dense(1)}, {{"sgd", {0.1}}, "mse", {}}, Dialect::keras3, seed);
    model.set_weights(make_network(2, {dense(3, "tanh"), dense(1)}, {{"sgd", {}}, "mse", {}}).get_weights());
    model.fit(x, y, {4, 5, 0, shuffle});
    return model.get_weights()[0].data;
  };
  EXPECT_EQ(run(1, true), run(1, true));
  EXPECT_NE(run(1, true), run(2, true));
  EXPECT_EQ(run(1, false), run(2, false));
}

TEST(Fit, EveryRowTrainsOnceAnEpoch) {
  // Rows are one-hot, so each weight's first update shows how often its row came.
  Matrix x(9, 9), y(9, 1, 1.0f);
  for (Index i = 0; i < 9; ++i) x(i, i) = 1;
  LayerSpec layer = dense(1);
  layer.use_bias = false;
  layer.kernel_initializer = {"zeros", {}};
  Sequential model = make_network(9, {layer}, {{"sgd", {0.25}}, "mse", {}});
  model.fit(x, y, {1, 1, 0, true});
  const auto weights = model.get_weights();
  for (const float w : weights[0].data) EXPECT_FLOAT_EQ(w, 0.5f);  // 0.25 * 2 (1 - 0), once
}

TEST(Fit, ResumesAfterTheEpochsOfAnEarlierFit) {
  const Matrix x = normal_matrix(20, 2, 1), y = normal_matrix(20, 1, 2);
  Sequential model = make_network(2, {dense(1)}, {{"sgd", {0.1}}, "mse", {}});
  History earlier = model.fit(x, y, {4, 3, 0.2, true});
  earlier.stopped = "a callback";
  Fit fit(model, x, y, {4, 5, 0.2, true});
  fit.resume(earlier);
  EXPECT_EQ(fit.epoch(), 3);
  EXPECT_FALSE(fit.finished());
  while (run_epoch(fit)) {}
  EXPECT_EQ(fit.history().epochs(), 5);
  for (std::size_t e = 0; e < 3; ++e) EXPECT_EQ(fit.history().values[0][e], earlier.values[0][e]);
  EXPECT_LT(fit.history().values[0][4], earlier.values[0][2]);
  Fit other(model, x, y, {4, 5, 0, true});
  EXPECT_THROW(other.resume(earlier), Error) << "it has no val_loss";
  other.resume({});
  EXPECT_EQ(other.epoch(), 0);
  other.resume(other.unknown_history(4));
  EXPECT_EQ(other.epoch(), 4);
  EXPECT_TRUE(run_epoch(other) || other.finished());
  ASSERT_EQ(other.history().epochs(), 5);
  EXPECT_TRUE(std::isnan(other.history().values[0][3]));
  EXPECT_TRUE(std::isfinite(other.history().values[0][4]));
}

TEST(Fit, InPiecesEqualsFitInOne) {
  const Matrix x = normal_matrix(50, 2, 1), y = targets_for(find(losses(), "loss", "binary_crossentropy"), 50, 1, 3);
  const std::vector<LayerSpec> layers{dense(4, "tanh"), dense(1, "sigmoid")};
  const CompileSpec compile{{"adam", {0.01}}, "binary_crossentropy", {"acc"}};
  Sequential one = make_network(2, layers, compile), other = make_network(2, layers, compile);
  const History h = one.fit(x, y, {8, 6, 0.2, true});
  Fit run(other, x, y, {8, 6, 0.2, true});
  while (!run.finished()) run.advance();
  EXPECT_EQ(h.values, run.history().values);
  EXPECT_TRUE(std::equal(one.weights().begin(), one.weights().end(), other.weights().begin()));
}

// What it shows is what the batch then does, to the last bit, and looking changes nothing.
TEST(Fit, PreviewsTheNextBatchAndLeavesEverythingAsItWas) {
  for (const char* optimizer : {"sgd", "adam", "nadam", "rmsprop"}) {
    const auto make = [&] {
      return make_network(3,
                          {dense(4, "tanh"),
                           {.kind = "dropout", .values = {0.5}},
                           {.kind = "batch_normalization"},
                           {.kind = "layer_normalization"},
                           dense(1)},
                          {{optimizer, {}}, "mse", {}});
    };
    Sequential watched = make(), other = make();
    const Matrix x = normal_matrix(20, 3, 1), y = counted(20);
    const FitSpec spec{.batch_size = 6, .epochs = 3, .callbacks = {{"learning_rate_scheduler", {}}}};
    Fit fit(watched, x, y, spec), plain(other, x, y, spec);
    for (int batch = 0; batch < 7; ++batch) {
      const Trace trace = fit.preview(), again = fit.preview();
      EXPECT_EQ(trace.rows, again.rows);
      EXPECT_EQ(trace.rows.size(), batch % 4 == 3 ? 2U : 6U);
      EXPECT_EQ(trace.layers[3].statistics.cols, trace.x.rows);
      const auto before = watched.weights();
      EXPECT_TRUE(std::equal(before.begin(), before.end(), other.weights().begin()))
          << optimizer << ", batch " << batch;
      EXPECT_EQ(fit.batch(), plain.batch());
      fit.run_batch();
      plain.run_batch();
      EXPECT_EQ(fit.stepper().loss(), trace.loss);
      for (std::size_t l = 0; l < trace.layers.size(); ++l)
        for (std::size_t t = 0; t < trace.layers[l].after.size(); ++t) {
          const Tensor& tensor = watched.layers()[l]->tensors()[t];
          const auto& after = trace.layers[l].after[t].data;
          EXPECT_TRUE(std::equal(after.begin(), after.end(), watched.weights().begin() + tensor.offset)) << optimizer;
        }
    }
    EXPECT_EQ(fit.history().values, plain.history().values);
    while (fit.run_batch()) {}
    EXPECT_TRUE(fit.finished());
    EXPECT_EQ(fit.preview().rows.size(), 6U) << "past the last epoch: the batch that would follow";
    EXPECT_TRUE(fit.finished());
  }
}

TEST(Fit, CallbacksStopTraining) {
  Sequential model = frozen_weight();
  FitCallbacks stop;
  stop.epoch_end = [](Index epoch, const Logs& logs) { return epoch < 1 && logs.size() == 2; };
  EXPECT_EQ(model.fit(Matrix(4, 1), counted(4), {2, 10, 0, true}, stop).epochs(), 2);
  Index batches = 0;
  FitCallbacks count;
  count.batch_end = [&](Index, const Logs&) { return ++batches < 3; };
  EXPECT_EQ(model.fit(Matrix(4, 1), counted(4), {2, 10, 0, true}, count).epochs(), 2)
      << "one, and the batch of the next";
  EXPECT_EQ(batches, 3);
}

TEST(Fit, StopsADivergingRunWithFiniteWeightsAndAReason) {
  Sequential model = make_network(1, {dense(4), dense(1)}, {{"sgd", {50}}, "mse", {}});
  const Matrix x = normal_matrix(16, 1, 1), y = normal_matrix(16, 1, 2);
  const History h = model.fit(x, y, {4, 100, 0, true});
  EXPECT_LT(h.epochs(), 100);
  EXPECT_NE(h.stopped.find("learning rate 50"), std::string::npos) << h.stopped;
  EXPECT_NE(h.stopped.find("try 5"), std::string::npos) << h.stopped;
  for (const float w : model.weights()) EXPECT_TRUE(std::isfinite(w));
}

TEST(Fit, RefusesWhatCannotBeTrained) {
  Sequential model = frozen_weight();
  EXPECT_THROW(model.fit(Matrix(4, 1), counted(4), {0, 1, 0, true}), Error);
  EXPECT_THROW(model.fit(Matrix(4, 1), counted(4), {2, -1, 0, true}), Error);
  EXPECT_THROW(model.fit(Matrix(4, 1), counted(4), {2, 1, 1.0, true}), Error);
  EXPECT_THROW(model.fit(Matrix(4, 1), counted(3), {2, 1, 0, true}), Error);
  EXPECT_THROW(model.fit(Matrix(4, 1), counted(4), {2, 1, 0.99, true}), Error);
}

// Keras resolves 'acc' by shapes; Keras 2.2 by the loss too.
TEST(Metric, ResolvesAccuracy) {
  const auto name = [](Index outputs, Index columns, const char* loss, Dialect d) {
    return resolve_metric("acc", outputs, columns, loss, d).name;
  };
  EXPECT_EQ(name(1, 1, "binary_crossentropy", Dialect::keras3), "binary_accuracy");
  EXPECT_EQ(name(3, 3, "categorical_crossentropy", Dialect::keras3), "categorical_accuracy");
  EXPECT_EQ(name(3, 1, "sparse_categorical_crossentropy", Dialect::keras3), "sparse_categorical_accuracy");
  EXPECT_EQ(name(3, 3, "binary_crossentropy", Dialect::keras3), "categorical_accuracy");
  EXPECT_EQ(name(3, 3, "binary_crossentropy", Dialect::keras2), "binary_accuracy");
  EXPECT_EQ(metric_key("accuracy", Dialect::keras2), "acc");
  EXPECT_EQ(metric_key("accuracy", Dialect::keras3), "accuracy");
}

TEST(Metric, RefusesTargetsOfAnotherShape) {
  const auto complaint = [](const char* loss, const char* metric, Index target_columns) {
    Sequential model = make_network(2, {dense(3, "softmax")}, {{"sgd", {}}, loss, {metric}});
    std::string text;
    for (int way = 0; way < 3; ++way) {
      try {
        const Matrix x(4, 2), y(4, target_columns);
        if (way == 0) model.fit(x, y, {2, 1, 0, true});
        if (way == 1) model.train_on_batch(x, y);
        if (way == 2) model.evaluate(x, y);
        return std::string("nothing");
      } catch (const Error& e) { text = e.what(); }
    }
    return text.substr(0, text.rfind(", in "));
  };
  for (const char* metric : {"mae", "mse", "binary_accuracy", "categorical_accuracy"})
    EXPECT_EQ(
        complaint("sparse_categorical_crossentropy", metric, 1),
        "expected a metric for the class indices in one column of y, as loss 'sparse_categorical_crossentropy' has "
        "them, received '" +
            std::string(metric) + "', which compares with a number for each of the 3 outputs");
  EXPECT_EQ(complaint("mse", "sparse_categorical_accuracy", 3),
            "expected a metric for rows of 3 targets, as loss 'mse' has them, received 'sparse_categorical_accuracy', "
            "which compares with class indices in one column");
  EXPECT_EQ(complaint("sparse_categorical_crossentropy", "acc", 1), "nothing");
  EXPECT_EQ(complaint("categorical_crossentropy", "mae", 3), "nothing");
}

}  // namespace
}  // namespace chainrule
