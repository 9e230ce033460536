// SPDX-License-Identifier: MIT
// What each kind of layer computes, keeps and is called. Gradients and steps of all kinds are in layer_step_test.cpp.
#include "engine/layers/layer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "engine/document/layer_fields.hpp"
#include "engine/training/stepper.hpp"
#include "tests/engine/files.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

using test::message;
using Numbers = std::vector<float>;
const CompileSpec still{{"sgd", {0}}, "mse", {}};

/// A compiled model from texts such as "dropout:0.3".
Sequential network(Index inputs, const std::vector<std::string>& texts, const CompileSpec& compile = still,
                   Dialect dialect = Dialect::keras3) {
  std::vector<LayerSpec> layers;
  for (const std::string& text : texts) layers.push_back(read_layer(text, dialect));
  return make_network(inputs, layers, compile, dialect);
}

/// What training makes of x in the last layer.
Matrix in_training(Sequential& model, const Matrix& x) {
  Stepper stepper(model, x.rows);
  const Matrix y(x.rows, model.outputs());
  stepper.load(x, y);
  while (stepper.position().phase != Phase::loss) stepper.advance();
  const View<float> a = stepper.workspace().layer(model.layers().size() - 1, x.rows).a;
  return {a.rows, a.cols, Numbers(a.data, a.data + a.size())};
}

void expect_near(const Matrix& actual, const std::vector<double>& wanted, double tolerance = 1e-6) {
  ASSERT_EQ(actual.data.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(actual.data[i], wanted[i], tolerance) << i;
}

// ---- noise ---------------------------------------------------------------------------------------------------------

TEST(Dropout, DropsItsShareAndScalesTheRest) {
  Sequential model = network(100, {"dropout:0.3"});
  const Matrix a = in_training(model, Matrix(200, 100, 2));
  Index dropped = 0;
  for (const float v : a.data) {
    if (v == 0) ++dropped;
    else ASSERT_FLOAT_EQ(v, 2 / 0.7f);
  }
  EXPECT_NEAR(static_cast<double>(dropped) / 20000, 0.3, 0.013) << "4 deviations of sqrt(0.3 0.7 / 20000)";
}

TEST(Dropout, IsOffOutsideOfTraining) {
  Sequential model = network(3, {"dropout:0.9"});
  const Matrix x = normal_matrix(5, 3, 1);
  EXPECT_EQ(model.predict(x).data, x.data);
  EXPECT_NEAR(model.evaluate(Matrix(4, 3, 1), Matrix(4, 3, 1))[0].second, 0, 1e-12);
  Sequential nothing = network(3, {"dropout:0"});
  EXPECT_EQ(in_training(nothing, x).data, x.data);
}

TEST(Dropout, ARepeatedStepHasTheSameMaskAndTheNextAnother) {
  Sequential model = network(50, {"dropout:0.5", "dropout:0.5"});
  const Matrix x(4, 50, 1);
  const Matrix first = in_training(model, x);
  EXPECT_EQ(in_training(model, x).data, first.data);
  model.train_on_batch(x, x);
  const Matrix second = in_training(model, x);
  EXPECT_NE(second.data, first.data);
  model.reset_weights();
  EXPECT_EQ(in_training(model, x).data, first.data) << "from the beginning again";
  Index both = 0;
  for (const float v : first.data) both += v != 0;
  EXPECT_NEAR(static_cast<double>(both) / 200, 0.25, 0.13) << "the second layer has a mask of its own: 1/2 1/2";
}

TEST(GaussianNoise, AddsNoiseWhileTrainingOnly) {
  Sequential model = network(100, {"gaussian_noise:0.5"});
  const Matrix x(200, 100, 3);
  const Matrix a = in_training(model, x);
  double sum = 0, squares = 0;
  for (const float v : a.data) {
    sum += v - 3;
    squares += (v - 3) * (v - 3);
  }
  EXPECT_NEAR(sum / 20000, 0, 4 * 0.5 / std::sqrt(20000.0));
  EXPECT_NEAR(std::sqrt(squares / 20000), 0.5, 0.01);
  EXPECT_EQ(model.predict(x).data, x.data);
  EXPECT_EQ(in_training(model, x).data, a.data);
}

// ---- normalization -------------------------------------------------------------------------------------------------

// One column 1, 3, 5, 7: mean 4, variance 5, of a sample 20/3.
const Matrix odd(4, 1, Numbers{1, 3, 5, 7});

TEST(BatchNormalization, UsesTheBatchInTrainingAndMovingAveragesAfterwards) {
  Sequential model = network(1, {"batch_normalization"});
  const double d = std::sqrt(5 + 1e-3);
  expect_near(in_training(model, odd), {-3 / d, -1 / d, 1 / d, 3 / d});
  // Moving averages begin as 0 and 1: x / sqrt(1 + 0.001).
  const double first = std::sqrt(1.001);
  expect_near(model.predict(odd), {1 / first, 3 / first, 5 / first, 7 / first});
  model.set_weights(std::vector{Matrix(1, 1, 2), Matrix(1, 1, 10), Matrix(1, 1, 4), Matrix(1, 1, 8.999f)});
  expect_near(model.predict(odd), {10 - 2.0, 10 - 2.0 / 3, 10 + 2.0 / 3, 10 + 2.0});
}

TEST(BatchNormalization, MovesItsAveragesByTheDialect) {
  for (const Dialect dialect : {Dialect::keras3, Dialect::keras2}) {
    Sequential model = network(1, {"batch_normalization:momentum=0.9"}, still, dialect);
    model.train_on_batch(odd, odd);
    // Keras 3: the batch's variance 5. Keras 2.2: 5 n / (n - 1 - epsilon).
    const double variance = dialect == Dialect::keras3 ? 5 : 5 * 4 / (4 - 1.001);
    EXPECT_NEAR(model.get_weights()[2](0, 0), 0.1 * 4, 1e-6);
    EXPECT_NEAR(model.get_weights()[3](0, 0), 0.9 + 0.1 * variance, 1e-6);
    model.train_on_batch(odd, odd);
    EXPECT_NEAR(model.get_weights()[2](0, 0), 0.9 * 0.4 + 0.4, 1e-6);
  }
}

TEST(BatchNormalization, EvaluationLeavesItsAveragesAlone) {
  Sequential model = network(1, {"batch_normalization"});
  const auto before = model.get_weights();
  model.evaluate(odd, odd);
  model.predict(odd);
  model.gradients(odd, odd);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(model.get_weights()[i].data, before[i].data) << i;
}

TEST(BatchNormalization, HasFourParametersAColumnHalfOfThemTrainable) {
  Sequential model = network(3, {"batch_normalization"});
  EXPECT_EQ(model.layers()[0]->parameter_count(), 12);
  EXPECT_EQ(model.layers()[0]->trainable_count(), 6);
  EXPECT_NE(model.summary().find("Non-trainable params: 6 "), std::string::npos) << model.summary();
  Sequential bare = network(3, {"batch_normalization:center=0:scale=0"});
  EXPECT_EQ(bare.count_params(), 6);
  EXPECT_EQ(bare.layers()[0]->trainable_count(), 0);
}

TEST(BatchNormalization, FrozenUsesItsAveragesInKeras3AndTheBatchInKeras2) {
  for (const Dialect dialect : {Dialect::keras3, Dialect::keras2}) {
    Sequential model = network(1, {"batch_normalization:trainable=0"}, {{"sgd", {0.5}}, "mse", {}}, dialect);
    const double d = dialect == Dialect::keras3 ? std::sqrt(1.001) : std::sqrt(5.001),
                 middle = dialect == Dialect::keras3 ? 0 : 4;
    expect_near(in_training(model, odd), {(1 - middle) / d, (3 - middle) / d, (5 - middle) / d, (7 - middle) / d});
    const auto before = model.get_weights();
    model.train_on_batch(odd, odd);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(model.get_weights()[i].data, before[i].data) << i;
  }
}

TEST(LayerNormalization, WorksOnRowsAlways) {
  Sequential model = network(4, {"layer_normalization"});
  const Matrix x(2, 4, Numbers{1, 3, 5, 7, 2, 2, 2, 2});
  const double d = std::sqrt(5 + 1e-3);
  const std::vector<double> wanted{-3 / d, -1 / d, 1 / d, 3 / d, 0, 0, 0, 0};
  expect_near(model.predict(x), wanted);
  expect_near(in_training(model, x), wanted);
  EXPECT_EQ(model.count_params(), 8);
  EXPECT_EQ(model.layers()[0]->trainable_count(), 8);
}

// ---- activations as layers, and the rest ---------------------------------------------------------------------------

TEST(Layer, SlopesAndBendsByHand) {
  const Matrix x(1, 2, Numbers{-2, 2});
  expect_near(network(2, {"leaky_relu"}).predict(x), {-0.6, 2});  // the layer's slope is 0.3, the function's 0.2
  expect_near(network(2, {"leaky_relu:0.1"}).predict(x), {-0.2, 2});
  expect_near(network(2, {"activation:leaky_relu"}).predict(x), {-0.4, 2});
  expect_near(network(2, {"elu"}).predict(x), {std::exp(-2.0) - 1, 2});
  expect_near(network(2, {"elu:0.5"}).predict(x), {0.5 * (std::exp(-2.0) - 1), 2});
  expect_near(network(2, {"prelu"}).predict(x), {0, 2});
  expect_near(network(2, {"prelu:0.25"}).predict(x), {-0.5, 2});
  expect_near(network(2, {"flatten"}).predict(x), {-2, 2});
  expect_near(network(2, {"activity_regularization:0.1"}).predict(x), {-2, 2});
}

TEST(PReLU, LearnsASlopeForEachColumn) {
  Sequential model = network(2, {"prelu"}, {{"sgd", {1}}, "mse", {}});
  EXPECT_EQ(model.count_params(), 2);
  model.train_on_batch(Matrix(1, 2, Numbers{-2, 2}), Matrix(1, 2, Numbers{-1, 2}));
  // mse over two outputs: da = (0 + 1) 2 / 2 = 1, dL/dalpha = 1 (-2), alpha = 0 + 2.
  expect_near(model.get_weights()[0], {2, 0});
}

TEST(ActivityRegularization, PutsThePenaltyOfOutputsIntoTheLoss) {
  Sequential model = network(2, {"activity_regularization:l1=0.1:l2=0.5"});
  const Matrix x(2, 2, Numbers{1, -2, 0, 3});
  // 0.1 (1 + 2 + 3) + 0.5 (1 + 4 + 9), a sum over the batch
  EXPECT_NEAR(model.evaluate(x, x)[0].second, 7.6, 1e-6);
  EXPECT_NEAR(model.evaluate(x, x, 1)[0].second, 3.8, 1e-6) << "in batches of one row: the mean of 2.8 and 4.8";
  LayerSpec layer = dense(2);
  layer.activity_regularizer = {"l2", {0.5}};
  layer.kernel_initializer = {"identity"};
  EXPECT_NEAR(make_network(2, {layer}, still).evaluate(x, x)[0].second, 7, 1e-6);
}

TEST(RadialBasis, AnswersByTheDistanceFromItsCentres) {
  Sequential model = network(2, {"rbf:2:width=2"});
  EXPECT_EQ(model.count_params(), 2 * 2 + 2);
  model.set_weights(std::vector{Matrix(2, 2, Numbers{1, 0, 1, 0}), Matrix(1, 2, Numbers{2, 1})});
  // Centres (1, 1) and (0, 0); x = (1, 3): distances^2 4 and 10, widths 2 and 1.
  expect_near(model.predict(Matrix(1, 2, Numbers{1, 3})), {std::exp(-4.0 / 8), std::exp(-10.0 / 2)});
  expect_near(model.predict(Matrix(1, 2, Numbers{1, 1})), {1, std::exp(-1.0)});
}

// ---- names and counts ----------------------------------------------------------------------------------------------

TEST(Layer, IsNamedAsKerasNamesIt) {
  const std::vector<std::string> kinds{"leaky_relu",     "prelu",   "elu",       "batch_normalization",
                                       "gaussian_noise", "dropout", "leaky_relu"};
  const std::vector<std::string> stems{"leaky_re_lu",    "p_re_lu", "elu",        "batch_normalization",
                                       "gaussian_noise", "dropout", "leaky_re_lu"};
  Sequential three = network(2, kinds), two = network(2, kinds, still, Dialect::keras2);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    EXPECT_EQ(three.layers()[i]->spec().name, stems[i] + (i == 6 ? "_1" : ""));
    EXPECT_EQ(two.layers()[i]->spec().name, stems[i] + (i == 6 ? "_2" : "_1"));
  }
  for (const char* alias : {"leaky_re_lu", "p_re_lu", "radial_basis"})
    EXPECT_NE(find_or_null(layer_kinds(), alias), nullptr) << alias;
}

TEST(Layer, SummaryCountsEveryKind) {
  for (const Dialect dialect : {Dialect::keras2, Dialect::keras3}) {
    // 2 4 + 4; 4 4; 4; 2 4; 4 3 + 3 centres and widths; 3 + 1
    Sequential model = network(2,
                               {"dense:4", "batch_normalization", "prelu", "layer_normalization", "rbf:3",
                                "dropout:0.5", "dense:1:trainable=0"},
                               still, dialect);
    EXPECT_EQ(model.count_params(), 12 + 16 + 4 + 8 + 15 + 4);
    const std::string s = model.summary(), end = dialect == Dialect::keras2 ? "\n" : " (";
    EXPECT_NE(s.find("Total params: 59" + end), std::string::npos) << s;
    EXPECT_NE(s.find("Trainable params: 47" + end), std::string::npos) << s;
    EXPECT_NE(s.find("Non-trainable params: 12" + end), std::string::npos) << s;
    for (const char* title : {"(Dense)", "(PReLU)", "(RadialBasis)", "(Dropout)"})
      EXPECT_NE(s.find(title), std::string::npos) << title;
  }
}

TEST(Layer, RefusesNumbersOutsideOfItsRange) {
  const auto complaint = [](LayerSpec spec) {
    Sequential model;
    spec.input_dim = 2;
    const std::string text = message<Error>([&] { model.add(spec); });
    EXPECT_TRUE(text.empty() || model.layers().empty());
    return text;
  };
  LayerSpec dropout = layer_defaults(find(layer_kinds(), "layer", "dropout"));
  dropout.values = {1};
  EXPECT_EQ(complaint(dropout), "expected rate between 0 and 0.99, received 1, in dropout, in layer dropout");
  dropout.values = {NAN};
  EXPECT_NE(complaint(dropout), "");
  LayerSpec unknown;
  unknown.kind = "densee";
  EXPECT_NE(complaint(unknown).find("did you mean 'dense'?"), std::string::npos);
  LayerSpec regularized = dense(2);
  regularized.kernel_regularizer = {"l3"};
  EXPECT_NE(complaint(regularized).find("kernel_regularizer such as none, l1, l2"), std::string::npos);
}

}  // namespace
}  // namespace chainrule
