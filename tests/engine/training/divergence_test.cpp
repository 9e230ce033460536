// SPDX-License-Identifier: MIT
// Runs that leave the finite numbers end with the last finite weights and a reason; what cannot be trained on is
// refused in one message, and the model stays as it was.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/document/choice_text.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/training/callback.hpp"
#include "engine/training/fit.hpp"
#include "tests/engine/files.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

using test::message;
const float infinity = std::numeric_limits<float>::infinity();

Sequential network(const std::vector<std::string>& texts, CompileSpec compile, Dialect dialect = Dialect::keras3) {
  std::vector<LayerSpec> layers;
  for (const std::string& text : texts) layers.push_back(read_layer(text, dialect));
  return make_network(2, layers, std::move(compile), dialect);
}

bool all_finite(std::span<const float> numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](float v) { return std::isfinite(v); });
}

// ---- runs that diverge ---------------------------------------------------------------------------------------------

/// Trains until it stops; weights stay finite and the reason names a layer of the model and a tenth of the rate.
void expect_reason(Sequential& model, const std::string& rate, const std::string& tenth) {
  const Matrix x = normal_matrix(32, 2, 1), y = normal_matrix(32, model.target_columns(), 2);
  const History h = model.fit(x, y, {8, 300, 0, true});
  ASSERT_NE(h.stopped, "");
  EXPECT_LT(h.epochs(), 300);
  EXPECT_TRUE(all_finite(model.weights()));
  EXPECT_NE(h.stopped.find("The loss is no longer a finite number at epoch "), std::string::npos) << h.stopped;
  EXPECT_NE(h.stopped.find(" The learning rate " + rate + " is too large: try " + tenth + "."), std::string::npos)
      << h.stopped;
  bool named = false;
  for (const auto& layer : model.layers())
    named |= h.stopped.find(" of layer " + layer->spec().name + " overflowed") != std::string::npos;
  EXPECT_TRUE(named) << h.stopped;
  const Matrix p = model.predict(Matrix(1, 2, 0.0f));
  EXPECT_EQ(p.cols, model.outputs()) << "the model still answers";
}

TEST(Divergence, EndsEveryOptimizersRunWithFiniteWeights) {
  // A quadratic under steps of 100: sgd's grow on, those of adaptive ones do not, so they get deep linear stacks.
  for (const char* text : {"sgd:100", "sgd:100:momentum=0.9", "sgd:100:momentum=0.9:nesterov=1"}) {
    SCOPED_TRACE(text);
    Sequential model = network({"dense:8", "dense:1"}, {read_choice(optimizers(), "optimizer", text), "mse", {}});
    expect_reason(model, "100", "10");
  }
  for (const Optimizer& o : optimizers()) {
    if (o.name == "sgd" || o.name == "adadelta") continue;  // adadelta's steps begin near 0 and follow their own size
    SCOPED_TRACE(o.name);
    const std::vector<std::string> deep(12, "dense:8");
    Sequential model = network(deep, {read_choice(optimizers(), "optimizer", std::string(o.name) + ":100"), "mse", {}});
    expect_reason(model, "100", "10");
  }
}

TEST(Divergence, EndsEveryStacksRun) {
  const std::vector<std::vector<std::string>> stacks{{"dense:8:relu", "dense:8:relu", "dense:1"},
                                                     {"dense:8:exponential", "dense:1"},
                                                     {"dense:8", "prelu", "dense:8", "dense:1"},
                                                     {"dense:8", "activation:squareplus", "dense:1"},
                                                     {"dense:8:elu", "dropout:0.2", "gaussian_noise:0.1", "dense:1"},
                                                     {"dense:8", "layer_normalization", "dense:8", "dense:1"},
                                                     {"dense:8", "batch_normalization", "dense:8", "dense:1"},
                                                     {"rbf:8", "dense:8", "dense:1"},
                                                     {"dense:8:linear:kernel_regularizer=l2:10", "dense:1"},
                                                     {"dense:8:glu", "dense:8:mish", "dense:1"}};
  for (const auto& stack : stacks)
    for (const Dialect dialect : {Dialect::keras2, Dialect::keras3}) {
      SCOPED_TRACE(stack[0] + " " + stack[1]);
      Sequential model = network(stack, {{"sgd", {50}}, "mse", {}}, dialect);
      expect_reason(model, "50", "5");
    }
}

TEST(Divergence, NamesTheFirstLayerThatOverflowed) {
  // Weights of 1e30: z of the second layer is 1e60, beyond float32.
  Sequential model = network({"dense:1", "dense:1", "dense:1"}, {{"sgd", {0.01}}, "mse", {}});
  for (float& w : model.weights()) w = 1e30f;
  const History h = model.fit(Matrix(4, 2, 1), Matrix(4, 1), {2, 5, 0, true});
  EXPECT_EQ(h.stopped,
            "The loss is no longer a finite number at epoch 1, batch 1 (the outputs of layer dense_1 overflowed "
            "first). The learning "
            "rate 0.01 is too large: try 0.001.");
  ASSERT_EQ(h.epochs(), 1) << "the row of the epoch that it happened in";
  EXPECT_FALSE(std::isfinite(h.find("loss")->front()));
  for (const float w : model.weights()) EXPECT_EQ(w, 1e30f) << "no step was made";
}

TEST(Divergence, OfOneWeightLeavesItAsItWas) {
  // mae: the gradient of w is the mean of |x| = 3e38, times the rate 100 it is infinite.
  Sequential model = network({"dense:1"}, {{"sgd", {100}}, "mae", {}});
  model.set_weights(std::vector{Matrix(2, 1, {0.5f, 0}), Matrix(1, 1)});
  Matrix x(2, 2);
  x(0, 0) = x(1, 0) = 3e38f;
  const History h = model.fit(x, Matrix(2, 1, -1), {2, 1, 0, true});
  EXPECT_NE(h.stopped.find("(the weights of layer dense overflowed first)"), std::string::npos) << h.stopped;
  EXPECT_EQ(model.get_weights()[0](0, 0), 0.5f);
}

// Keras 3's fit leaves the loop of batches at stop_training, and then calls on_epoch_end with what was measured so far;
// with TerminateOnNaN that row says `loss: nan`.
TEST(Divergence, IsTheHistorysLastRow) {
  for (const double rate : {100.0, 1e-3}) {
    Sequential model = network({"dense:8:relu", "dense:1"}, {{"sgd", {rate}}, "mse", {"mae"}});
    const History h = model.fit(normal_matrix(32, 2, 1), normal_matrix(32, 1, 2), {8, 40, 0.25, true});
    EXPECT_EQ(h.stopped.empty(), rate < 1);
    ASSERT_EQ(h.keys, (std::vector<std::string>{"loss", "mae", "val_loss", "val_mae"}));
    for (const auto& values : h.values) EXPECT_EQ(values.size(), h.values[0].size());
    const std::string epoch = " at epoch " + std::to_string(h.epochs()) + ",";
    EXPECT_EQ(h.stopped.find(epoch) != std::string::npos, rate > 1) << h.stopped;
    EXPECT_EQ(std::isfinite(h.find("loss")->back()), rate < 1);
    EXPECT_EQ(std::isnan(h.find("val_loss")->back()), rate > 1);
    for (Index e = 0; e + 1 < h.epochs(); ++e)
      EXPECT_TRUE(std::isfinite(h.find("loss")->at(static_cast<std::size_t>(e))));
  }
}

TEST(Divergence, OrAStopInTheMiddleOfAnEpochHasARowOfWhatWasMeasured) {
  Sequential model = network({"dense:1"}, {{"sgd", {0.01}}, "mse", {}});
  const Matrix x = normal_matrix(40, 2, 1), y = normal_matrix(40, 1, 2);
  std::vector<double> losses;
  FitCallbacks stop;
  stop.batch_end = [&](Index batch, const Logs& logs) {
    losses.push_back(logs[0].second);
    return losses.size() < 6 || batch != 1;
  };
  const History h = model.fit(x, y, {8, 9, 0.2, false}, stop);
  EXPECT_EQ(h.stopped, "");
  ASSERT_EQ(losses.size(), 6U) << "four batches, then two";
  ASSERT_EQ(h.epochs(), 2);
  EXPECT_EQ(h.find("loss")->back(), losses.back()) << "the mean of two batches";
  EXPECT_EQ(h.find("val_loss")->back(),
            model.evaluate(x.view().middle_rows(32, 8), y.view().middle_rows(32, 8), 8)[0].second);
}

TEST(Divergence, TrainOnBatchKeepsWeightsFiniteToo) {
  for (const Optimizer& o : optimizers()) {
    Sequential model = network({"dense:8", "prelu", "dense:8", "dense:1"}, {{std::string(o.name), {100}}, "mse", {}});
    for (int i = 0; i < 200; ++i) model.train_on_batch(normal_matrix(8, 2, 1), normal_matrix(8, 1, 2));
    EXPECT_TRUE(all_finite(model.weights())) << o.name;
  }
}

// ---- bad input -----------------------------------------------------------------------------------------------------

class BadInput : public testing::Test {
 protected:
  Sequential model_ =
      network({"dense:4:tanh", "dense:3:softmax"}, {"adam", "sparse_categorical_crossentropy", {"acc"}});
  const std::vector<float> before_{model_.weights().begin(), model_.weights().end()};

  /// The message of fit(), of train_on_batch(), evaluate() and gradients() alike; the model is unchanged.
  std::string complaint(const Matrix& x, const Matrix& y) {
    const std::string fit = message<Error>([&] { model_.fit(x, y, {2, 1, 0, true}); });
    const auto without_method = [](const std::string& text) { return text.substr(0, text.rfind(", in ")); };
    EXPECT_EQ(without_method(fit), without_method(message<Error>([&] { model_.train_on_batch(x, y); })));
    EXPECT_EQ(without_method(fit), without_method(message<Error>([&] { model_.evaluate(x, y); })));
    EXPECT_EQ(without_method(fit), without_method(message<Error>([&] { model_.gradients(x, y); })));
    expect_unchanged();
    return fit;
  }
  std::string refused(const FitSpec& spec) {
    const std::string text = message<Error>([&] { model_.fit(Matrix(10, 2), Matrix(10, 1), spec); });
    expect_unchanged();
    return text;
  }
  void expect_unchanged() {
    EXPECT_TRUE(std::equal(before_.begin(), before_.end(), model_.weights().begin()));
    EXPECT_EQ(model_.iterations(), 0);
  }
};

TEST_F(BadInput, OfAnotherShape) {
  EXPECT_EQ(complaint(Matrix(4, 3), Matrix(4, 1)),
            "expected x with 2 columns, received [4, 3], in layer dense, in fit()");
  EXPECT_EQ(complaint(Matrix(4, 2), Matrix(3, 1)), "expected as many rows of y as of x (4), received 3, in fit()");
  EXPECT_EQ(complaint(Matrix(4, 2), Matrix(4, 3)),
            "expected y with 1 columns for loss 'sparse_categorical_crossentropy', received [4, 3], in layer dense_1, "
            "in fit()");
  EXPECT_EQ(complaint(Matrix(0, 2), Matrix(0, 1)), "expected at least one row of x, received none, in fit()");
  EXPECT_NE(complaint(Matrix(), Matrix()), "");
}

TEST_F(BadInput, WithNumbersThatAreNone) {
  Matrix x(4, 2), y(4, 1);
  x(2, 1) = NAN;
  EXPECT_EQ(complaint(x, y), "expected finite numbers in x, received nan at row 2, column 1, in fit()");
  x(2, 1) = -infinity;
  EXPECT_EQ(complaint(x, y), "expected finite numbers in x, received -inf at row 2, column 1, in fit()");
  y(3, 0) = infinity;
  EXPECT_EQ(complaint(Matrix(4, 2), y), "expected finite numbers in y, received inf at row 3, column 0, in fit()");
}

TEST_F(BadInput, WithLabelsOutsideOfTheClasses) {
  EXPECT_EQ(complaint(Matrix(1, 2), Matrix(1, 1, 3)),
            "expected class indices 0 to 2 in y, received 3.000000 at row 0, in fit()");
  EXPECT_EQ(complaint(Matrix(1, 2), Matrix(1, 1, -1)),
            "expected class indices 0 to 2 in y, received -1.000000 at row 0, in fit()");
  EXPECT_EQ(complaint(Matrix(1, 2), Matrix(1, 1, 0.5f)),
            "expected class indices 0 to 2 in y, received 0.500000 at row 0, in fit()");
}

TEST_F(BadInput, ToFit) {
  EXPECT_EQ(refused({0, 1, 0, true}), "expected batch_size between 1 and 65536, received 0, in fit()");
  EXPECT_EQ(refused({-3, 1, 0, true}), "expected batch_size between 1 and 65536, received -3, in fit()");
  EXPECT_EQ(refused({2, -1, 0, true}), "expected epochs between 0 and 1000000, received -1, in fit()");
  EXPECT_NE(refused({2, 1, 1, true}).find("expected validation_split of at least 0 and below 1, received 1"),
            std::string::npos);
  EXPECT_NE(refused({2, 1, NAN, true}).find("received nan"), std::string::npos);
  // Keras's trap: 1 - 0.9 is 0.0999..., and 10 times that rounded down is 0.
  EXPECT_EQ(refused({2, 1, 0.9, true}),
            "expected a validation_split that leaves rows on both sides, received 0.900000 of 10 rows, which leaves 0 "
            "to train on");
  EXPECT_NE(refused({2, 1, 1e-17, true}).find("which leaves 10 to train on"), std::string::npos);
  FitSpec spec{2, 1, 0, true};
  spec.class_weight = {1, -1, 1};
  EXPECT_NE(refused(spec).find("expected class_weight of at least 0, received -1"), std::string::npos);
  EXPECT_NE(message<Error>([&] { model_.evaluate(Matrix(4, 2), Matrix(4, 1), 0); }), "");
}

TEST_F(BadInput, SampleWeights) {
  const auto complaint = [&](std::vector<float> weights) {
    const std::string text =
        message<Error>([&] { model_.fit(Matrix(2, 2), Matrix(2, 1), {2, 1, 0, true}, {}, nullptr, weights); });
    expect_unchanged();
    return text;
  };
  EXPECT_EQ(complaint({1}), "expected a sample_weight for each of the 2 rows, received 1, in fit()");
  EXPECT_EQ(complaint({1, -1}), "expected sample_weight of at least 0, received -1.000000 at row 1, in fit()");
  EXPECT_NE(complaint({NAN, 1}), "");
  EXPECT_NE(complaint({infinity, 1}), "");
}

TEST_F(BadInput, ForValidation) {
  const Matrix x(4, 2), y(4, 1), wrong(4, 5);
  const ValidationData validation{wrong, y};
  EXPECT_EQ(message<Error>([&] { model_.fit(x, y, {2, 1, 0, true}, {}, &validation); }),
            "expected x with 2 columns, received [4, 5], in layer dense, in fit: validation_data()");
  expect_unchanged();
}

TEST_F(BadInput, LeavesTheModelTrainable) {
  complaint(Matrix(4, 3), Matrix(4, 1));
  EXPECT_EQ(model_.fit(normal_matrix(4, 2, 1), Matrix(4, 1), {2, 3, 0, true}).epochs(), 3);
}

TEST(BadOrder, OfCalls) {
  Sequential empty;
  EXPECT_NE(message<Error>([&] { empty.predict(Matrix(1, 2)); }).find("expected a built model"), std::string::npos);
  EXPECT_NE(message<Error>([&] { empty.build(2); }).find("expected at least one layer before build(), received none"),
            std::string::npos);
  EXPECT_NE(message<Error>([&] { empty.reset_weights(); }), "");
  Sequential model;
  model.add(dense(3));
  for (int i = 0; i < 2; ++i)
    EXPECT_NE(message<Error>([&] { model.predict(Matrix(1, 2)); }).find("expected a built model"), std::string::npos);
  model.build(2);
  EXPECT_NE(message<Error>([&] { model.train_on_batch(Matrix(1, 2), Matrix(1, 3)); }).find("call compile() first"),
            std::string::npos);
  EXPECT_NE(message<Error>([&] { model.set_hyperparameter("learning_rate", 1); }).find("call compile() first"),
            std::string::npos);
  model.compile({"sgd", "mse", {}});
  EXPECT_NE(message<Error>([&] { model.add(dense(1)); }).find("expected all layers before compile()"),
            std::string::npos);
  EXPECT_EQ(model.layers().size(), 1U);
  EXPECT_EQ(message<Error>([&] { model.train_on_batch(Matrix(1, 2), Matrix(1, 3)); }), "");
}

TEST(BadName, OfEveryTableSuggestsTheNearest) {
  const auto complaint = [](auto table, const std::string& family, const std::string& word) {
    return message<Error>([&] { find(table, family, word); });
  };
  const std::pair<std::string, std::string> all[] = {
      {complaint(activations(), "activation", "sigmiod"), "sigmoid"},
      {complaint(losses(), "loss", "binary_crossentrpy"), "binary_crossentropy"},
      {complaint(optimizers(), "optimizer", "rmsporp"), "rmsprop"},
      {complaint(schedules(), "schedule", "cosine_decya"), "cosine_decay"},
      {complaint(initializers(), "initializer", "he_norml"), "he_normal"},
      {complaint(regularizers(), "regularizer", "l1l2"), "l1_l2"},
      {complaint(constraints(), "constraint", "maxnorm"), "max_norm"},
      {complaint(metrics(), "metric", "precison"), "precision"},
      {complaint(callback_kinds(), "callback", "early_stoping"), "early_stopping"},
      {complaint(layer_kinds(), "layer", "dropuot"), "dropout"}};
  for (const auto& [text, meant] : all) {
    EXPECT_TRUE(text.starts_with("expected a")) << text;
    EXPECT_TRUE(text.ends_with("; did you mean '" + meant + "'?")) << text;
  }
}

TEST(BadName, LeavesACompiledModelCompiledAsItWas) {
  Sequential model = network({"dense:1"}, {{"sgd", {0.25}}, "mse", {"mae"}});
  const CompileSpec before = model.compile_spec();
  for (const CompileSpec& wrong :
       {CompileSpec{"sgdd", "mse", {}}, CompileSpec{"adam", "msee", {}}, CompileSpec{"adam", "mae", {"maee"}},
        CompileSpec{"adam", "mae", {}, "constnt"}, CompileSpec{{"adam", {-1}}, "mae", {}}}) {
    EXPECT_NE(message<Error>([&] { model.compile(wrong); }), "");
    EXPECT_EQ(model.compile_spec(), before);
  }
  EXPECT_NE(message<Error>([&] { model.set_hyperparameter("learning_rat", 1); }).find("did you mean 'learning_rate'?"),
            std::string::npos);
  EXPECT_NE(message<Error>([&] { model.set_hyperparameter("learning_rate", NAN); }), "");
  EXPECT_EQ(model.compile_spec(), before);
}

}  // namespace
}  // namespace chainrule
