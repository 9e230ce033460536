// SPDX-License-Identifier: MIT
#include "engine/sequential.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

template <class F>
std::string message_of(F&& f) {
  try {
    f();
  } catch (const Error& e) { return e.what(); }
  return "";
}

TEST(Sequential, CountsTheLecturesParameters) {
  Sequential model(Dialect::keras2);
  model.add(dense(4, "linear", 3));
  model.add(dense(4));
  model.add(dense(1));
  EXPECT_EQ(model.layers()[0]->parameter_count(), 16);
  EXPECT_EQ(model.layers()[1]->parameter_count(), 20);
  EXPECT_EQ(model.layers()[2]->parameter_count(), 5);
  EXPECT_EQ(model.count_params(), 41);
  // Layout of Keras 2.2's print_summary: 65 wide, columns at 0.45 and 0.85; the lecture prints the same table.
  EXPECT_EQ(model.summary(),
            "_________________________________________________________________\n"
            "Layer (type)                 Output Shape              Param #\n"
            "=================================================================\n"
            "dense_1 (Dense)              (None, 4)                 16\n"
            "_________________________________________________________________\n"
            "dense_2 (Dense)              (None, 4)                 20\n"
            "_________________________________________________________________\n"
            "dense_3 (Dense)              (None, 1)                 5\n"
            "=================================================================\n"
            "Total params: 41\nTrainable params: 41\nNon-trainable params: 0\n"
            "_________________________________________________________________\n");
}

TEST(Sequential, SummarisesAsKeras3Does) {
  Sequential model;
  LayerSpec frozen = dense(512, "relu", 784);
  frozen.trainable = false;
  model.add(frozen);
  model.add(activation_layer("tanh"));
  model.add(dense(10, "softmax"));
  const std::string s = model.summary();
  EXPECT_NE(s.find("Model: \"sequential\""), std::string::npos);
  EXPECT_NE(s.find("│ dense (Dense)                   │ (None, 512)            │       401,920 │"), std::string::npos)
      << s;
  EXPECT_NE(s.find("│ activation (Activation)         │ (None, 512)            │             0 │"), std::string::npos)
      << s;
  EXPECT_NE(s.find("dense_1 (Dense)"), std::string::npos);
  EXPECT_NE(s.find(" Total params: 407,050 (1.55 MB)"), std::string::npos) << s;
  EXPECT_NE(s.find(" Non-trainable params: 401,920 (1.53 MB)"), std::string::npos) << s;
}

TEST(Sequential, DrawsTheSameWeightsFromTheSameSeed) {
  const CompileSpec c{{"sgd", {}}, "mse", {}};
  Sequential a = make_network(3, {dense(8), dense(2)}, c, Dialect::keras3, 5);
  Sequential b = make_network(3, {dense(8), dense(2)}, c, Dialect::keras3, 5);
  Sequential other = make_network(3, {dense(8), dense(2)}, c, Dialect::keras3, 6);
  EXPECT_EQ(a.get_weights()[0].data, b.get_weights()[0].data);
  EXPECT_NE(a.get_weights()[0].data, other.get_weights()[0].data);
  const auto first = a.get_weights();
  a.train_on_batch(normal_matrix(4, 3, 1), normal_matrix(4, 2, 2));
  EXPECT_NE(a.get_weights()[0].data, first[0].data);
  a.reset_weights();
  EXPECT_EQ(a.get_weights()[0].data, first[0].data);
  EXPECT_EQ(a.iterations(), 0);
}

TEST(Sequential, InitialWeightsHaveKerasRanges) {
  Sequential model;
  model.add(dense(512, "linear", 784));
  LayerSpec he = dense(400);
  he.kernel_initializer = {"he_normal", {}};
  model.add(he);
  const auto w = model.get_weights();
  float largest = 0;
  for (const float v : w[0].data) largest = std::max(largest, std::abs(v));
  EXPECT_NEAR(largest, 0.068041, 1e-4);  // sqrt(6 / (784 + 512))
  EXPECT_EQ(w[1].data, std::vector<float>(512));
  double sum = 0, square = 0, most = 0;
  for (const float v : w[2].data) {
    sum += v;
    square += double(v) * v;
    most = std::max(most, std::abs(double(v)));
  }
  const double n = static_cast<double>(w[2].size()), deviation = std::sqrt(2.0 / 512);
  EXPECT_NEAR(sum / n, 0, 4 * deviation / std::sqrt(n));
  EXPECT_NEAR(std::sqrt(square / n), deviation, 0.01 * deviation);
  EXPECT_LE(most, 2 * deviation / 0.8796);
}

TEST(Sequential, SetWeightsGivesThemBackAndPredictsByHand) {
  Sequential model;
  model.add(dense(2, "relu", 2));
  model.add(dense(1));
  model.set_weights(
      std::vector{Matrix(2, 2, {1, -1, 2, 1}), Matrix(1, 2, {0.5f, 0}), Matrix(2, 1, {1, 3}), Matrix(1, 1, -1)});
  // x = (1, 2): z = (1 + 4 + 0.5, -1 + 2) = (5.5, 1); y = 5.5 + 3 - 1
  EXPECT_FLOAT_EQ(model.predict(Matrix(1, 2, {1, 2}))(0, 0), 7.5f);
  EXPECT_EQ(model.get_weights()[0].data, (std::vector<float>{1, -1, 2, 1}));
}

TEST(Sequential, PredictsManyRowsAsItPredictsOne) {
  Sequential model =
      make_network(5, {dense(37, "tanh"), dense(3, "softmax")}, {{"sgd", {}}, "categorical_crossentropy", {}});
  const Matrix x = normal_matrix(700, 5, 3);
  const Matrix all = model.predict(x);
  for (const Index r : {0, 255, 256, 699}) {
    const Matrix one = model.predict(x.view().middle_rows(r, 1));
    for (Index j = 0; j < 3; ++j) EXPECT_NEAR(one(0, j), all(r, j), 1e-6);
  }
}

TEST(SequentialErrors, NameWhatWasExpectedAndWhatCame) {
  Sequential model;
  EXPECT_EQ(message_of([&] { model.add(dense(3, "rleu", 2)); }).find("received 'rleu'") == std::string::npos, false);
  EXPECT_NE(message_of([&] { model.add(dense(3, "rleu", 2)); }).find("relu"), std::string::npos) << "the nearest name";
  EXPECT_TRUE(model.layers().empty()) << "a refused layer leaves the model as it was";
  EXPECT_NE(message_of([&] { model.add(dense(0, "relu", 2)); }).find("expected units between 1 and 4096, received 0"),
            std::string::npos);
  model.add(dense(3, "tanh", 2));
  EXPECT_NE(message_of([&] {
              model.predict(Matrix(4, 5));
            }).find("expected x with 2 columns, received [4, 5], in layer dense"),
            std::string::npos);
  EXPECT_NE(message_of([&] { model.evaluate(Matrix(4, 2), Matrix(4, 3)); }).find("call compile() first"),
            std::string::npos);
  EXPECT_NE(message_of([&] { model.compile({{"adm", {}}, "mse", {}}); }).find("adam"), std::string::npos);
  EXPECT_NE(message_of([&] { model.compile({{"sgd", {-1}}, "mse", {}}); }).find("learning_rate"), std::string::npos);
  model.compile({{"sgd", {}}, "sparse_categorical_crossentropy", {"acc"}});
  EXPECT_NE(message_of([&] { model.evaluate(Matrix(4, 2), Matrix(4, 3)); }).find("expected y with 1 columns"),
            std::string::npos);
  EXPECT_NE(message_of([&] { model.evaluate(Matrix(1, 2), Matrix(1, 1, 3)); }).find("expected class indices 0 to 2"),
            std::string::npos);
  EXPECT_NE(
      message_of([&] { model.evaluate(Matrix(2, 2), Matrix(1, 1)); }).find("as many rows of y as of x (2), received 1"),
      std::string::npos);
  EXPECT_NE(message_of([&] { model.evaluate(Matrix(0, 2), Matrix(0, 1)); }).find("at least one row"),
            std::string::npos);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_NE(message_of([&] { model.predict(Matrix(1, 2, {0, nan})); }).find("row 0, column 1"), std::string::npos);
  const auto before = model.get_weights();
  EXPECT_NE(message_of([&] {
              model.set_weights(std::vector{Matrix(2, 3), Matrix(1, 4)});
            }).find("expected bias of shape [1, 3], received [1, 4]"),
            std::string::npos);
  EXPECT_EQ(model.get_weights()[0].data, before[0].data);
  EXPECT_THROW(Sequential().predict(Matrix(1, 1)), Error);
}

TEST(SequentialErrors, HoldTheLimits) {
  Sequential many;
  many.add(dense(1, "linear", 1));
  for (int i = 1; i < 64; ++i) many.add(dense(1));
  EXPECT_THROW(many.add(dense(1)), Error);
  Sequential large;
  large.add(dense(4096, "linear", 2000));
  EXPECT_THROW(large.add(dense(4096)), Error);
  EXPECT_EQ(large.layers().size(), 1U);
  EXPECT_EQ(large.predict(Matrix(1, 2000)).cols, 4096) << "still works";
}

TEST(SequentialErrors, LeaveTheModelAsItWas) {
  Sequential wide;
  wide.add(dense(4096));
  wide.add(dense(4096));
  for (int i = 0; i < 2; ++i) EXPECT_THROW(wide.build(2000), Error);
  EXPECT_FALSE(wide.built());
  EXPECT_EQ(wide.count_params(), 0);
  EXPECT_EQ(wide.outputs(), 0);
  EXPECT_TRUE(wide.get_weights().empty());
  EXPECT_THROW(wide.predict(Matrix(1, 2, {1, 2})), Error);

  Sequential again;
  EXPECT_THROW(again.add(dense(4096, "linear", 4096)), Error);
  again.add(dense(4));
  EXPECT_FALSE(again.built());
  again.build(3);
  EXPECT_EQ(again.count_params(), 16);

  Sequential trained = make_network(2, {dense(3, "tanh"), dense(1)}, {{"adam", {}}, "mse", {}});
  trained.train_on_batch(normal_matrix(4, 2, 1), normal_matrix(4, 1, 2));
  const auto before = trained.get_weights();
  EXPECT_THROW(trained.build(5000), Error);
  EXPECT_EQ(message_of([&] { trained.add(dense(2)); }),
            "expected all layers before compile(), received add() of one more layer (dense) after it");
  EXPECT_EQ(trained.outputs(), 1);
  EXPECT_EQ(trained.get_weights()[0].data, before[0].data);

  Sequential growing;
  growing.add(dense(3, "tanh", 2));
  for (int i = 0; i < 3; ++i) growing.add(dense(2000));
  EXPECT_THROW(growing.add(dense(4096)), Error) << "more than 10 million";
  EXPECT_EQ(growing.outputs(), 2000);
  EXPECT_EQ(growing.predict(Matrix(1, 2)).cols, 2000);
}

TEST(SequentialErrors, LimitTheOutputsOfAllLayers) {
  Sequential deep;
  deep.add(dense(4096, "tanh", 1));
  for (int i = 0; i < 3; ++i) deep.add(activation_layer("tanh"));
  EXPECT_EQ(message_of([&] { deep.add(activation_layer("tanh")); }),
            "expected at most 20000 outputs of all layers together, received 20480 up to layer activation_3");
  deep.add(dense(1, "sigmoid"));
  EXPECT_EQ(deep.predict(Matrix(1, 1)).cols, 1);
}

TEST(SequentialErrors, LimitWhatABatchNeeds) {
  Sequential wide =
      make_network(1, {dense(4000, "tanh"), activation_layer("tanh"), dense(1)}, {{"sgd", {}}, "mse", {}});
  const Index rows = 20'000;
  EXPECT_NE(message_of([&] {
              wide.fit(Matrix(rows, 1), Matrix(rows, 1), {rows, 1, 0, true});
            }).find("expected batch_size (rows at once) of at most 8"),
            std::string::npos);
  EXPECT_THROW(wide.train_on_batch(Matrix(rows, 1), Matrix(rows, 1)), Error);
  EXPECT_THROW(wide.activations(Matrix(rows * 2, 1)), Error);
  EXPECT_EQ(wide.predict(Matrix(300, 1)).rows, 300);
  EXPECT_THROW(Matrix(65'536, 65'536), Error) << "2^32 numbers are 0 in 32 bits";
  EXPECT_THROW(Matrix(-1, 2), Error);
  EXPECT_THROW(Matrix(2, 2, {1, 2, 3}), Error);
  EXPECT_THROW(Buffer(std::int64_t{1} << 32), Error);
}

TEST(Sequential, FindsFreeNamesForLayers) {
  Sequential model;
  LayerSpec named = dense(4);
  named.name = "dense_1";
  model.add(named);
  model.add(dense(1));
  model.add(dense(1));
  EXPECT_EQ(model.layers()[1]->spec().name, "dense_2") << "dense_1 is taken";
  EXPECT_EQ(model.layers()[2]->spec().name, "dense_3");
  Sequential old(Dialect::keras2);
  named.name = "dense_2";
  old.add(named);
  old.add(dense(1));
  EXPECT_EQ(old.layers()[1]->spec().name, "dense_3");
}

TEST(Sequential, TakesLossesByTheirLongNames) {
  for (const char* name : {"mse", "MSE", "mean_squared_error", "MeanSquaredError", "meanSquaredError"}) {
    Sequential model;
    model.compile({{"sgd", {}}, name, {}});
    EXPECT_EQ(model.compile_spec().loss.name, "mse") << name;
  }
  EXPECT_EQ(find(losses(), "loss", "SparseCategoricalCrossentropy").name, "sparse_categorical_crossentropy");
}

TEST(SequentialErrors, RefuseWeightsThatAreNoNumbers) {
  Sequential model = make_network(1, {dense(1)}, {{"sgd", {}}, "mse", {}});
  const auto before = model.get_weights();
  EXPECT_EQ(message_of([&] { model.set_weights(std::vector{Matrix(1, 1, 5), Matrix(1, 1, NAN)}); }),
            "expected finite numbers in bias, received nan, in layer dense");
  EXPECT_EQ(model.get_weights()[0].data, before[0].data);
}

}  // namespace
}  // namespace chainrule
