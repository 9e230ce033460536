// SPDX-License-Identifier: MIT
// Every loss by hand on small rows, the logit forms, and what makes the loss of a batch: weights, penalties, classes.
#include "engine/tables/loss.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <tuple>

#include "engine/document/choice_text.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/training/fit.hpp"
#include "engine/training/gradient_check.hpp"
#include "tests/engine/files.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

using test::message;
const double ln2 = std::log(2.0);

/// The loss of one row, from text such as "huber:delta=2".
template <class T = double>
T loss_of(const std::string& text, const std::vector<T>& p, const std::vector<T>& t,
          Dialect dialect = Dialect::keras3) {
  const Choice choice = read_choice(losses(), "loss", text, dialect);
  const Loss& loss = find(losses(), "loss", choice.name);
  T value = 0;
  loss.functions<T>().value({p.data(), 1, static_cast<Index>(p.size())}, {t.data(), 1, static_cast<Index>(t.size())},
                            &value, choice.values.data());
  return value;
}

TEST(Loss, OfNumbersByHand) {
  EXPECT_DOUBLE_EQ(loss_of("mse", {1, 5}, {2, 2}), 5);  // (1 + 9) / 2
  EXPECT_DOUBLE_EQ(loss_of("mae", {1, 5}, {2, 2}), 2);  // (1 + 3) / 2
  EXPECT_DOUBLE_EQ(loss_of("mape", {1, 5}, {2, -4}), 100 * (0.5 + 2.25) / 2);
  EXPECT_DOUBLE_EQ(loss_of("mape", {1}, {0}), 100 / 1e-7) << "a target of 0 counts as epsilon";
  EXPECT_NEAR(loss_of("msle", {std::exp(3.0) - 1}, {std::exp(1.0) - 1}), 4, 1e-12);  // (3 - 1)^2
  EXPECT_NEAR(loss_of("msle", {-5}, {std::exp(1.0) - 1}), std::pow(std::log1p(1e-7) - 1, 2), 1e-12)
      << "below 0 is epsilon";
  EXPECT_DOUBLE_EQ(loss_of("huber", {0.5, 3}, {0, 0}), (0.125 + 2.5) / 2);  // 0.5^2 / 2; 3 - 1/2
  EXPECT_DOUBLE_EQ(loss_of("huber:delta=2", {3}, {0}), 4);                  // 2 3 - 2^2 / 2
  EXPECT_NEAR(loss_of("log_cosh", {2}, {0}), std::log(std::cosh(2.0)), 1e-15);
  EXPECT_NEAR(loss_of("log_cosh", {1000}, {0}), 1000 - ln2, 1e-12) << "cosh 1000 has no double";
  EXPECT_NEAR(loss_of("poisson", {2}, {3}), 2 - 3 * std::log(2 + 1e-7), 1e-15);
  EXPECT_NEAR(loss_of("cosine_similarity", {3, 4}, {4, 3}), -24.0 / 25, 1e-15);
  EXPECT_NEAR(loss_of("cosine_similarity", {2, 0}, {5, 0}), -1, 1e-15);
}

TEST(Loss, OfClassesByHand) {
  EXPECT_NEAR(loss_of("binary_crossentropy", {0.25, 0.25}, {1, 0}), (std::log(4.0) - std::log(0.75)) / 2, 1e-12);
  EXPECT_NEAR(loss_of("categorical_crossentropy", {0.5, 0.25, 0.25}, {0, 1, 0}), std::log(4.0), 1e-12);
  EXPECT_NEAR(loss_of("categorical_crossentropy", {2, 1, 1}, {0, 1, 0}), std::log(4.0), 1e-12)
      << "divided by their sum first";
  EXPECT_NEAR(loss_of("sparse_categorical_crossentropy", {0.5, 0.25, 0.25}, {2}), std::log(4.0), 1e-12);
  EXPECT_NEAR(loss_of("kl_divergence", {0.25, 0.75}, {0.5, 0.5}), 0.5 * ln2 + 0.5 * std::log(0.5 / 0.75), 1e-12);
  EXPECT_NEAR(loss_of("kl_divergence", {0.5, 0.5}, {1, 0}), ln2 + 1e-7 * std::log(1e-7 / 0.5), 1e-12)
      << "0 counts as epsilon";
  EXPECT_DOUBLE_EQ(loss_of("hinge", {0.5, 0.5}, {1, -1}), 1);             // (0.5 + 1.5) / 2
  EXPECT_DOUBLE_EQ(loss_of("squared_hinge", {0.5, 0.5}, {1, -1}), 1.25);  // (0.25 + 2.25) / 2
  EXPECT_DOUBLE_EQ(loss_of("hinge", {3}, {1}), 0);
  EXPECT_DOUBLE_EQ(loss_of("categorical_hinge", {0.2, 0.7, 0.1}, {1, 0, 0}), 1.5);  // 0.7 - 0.2 + 1
  EXPECT_DOUBLE_EQ(loss_of("categorical_hinge", {3, 1, 1}, {1, 0, 0}), 0);
  // (1 - 0.25)^2 ln 4, the same by alpha = 0.25 of class 1, and (1 - 0.5)^2 0.25 ln 2 for several classes.
  EXPECT_NEAR(loss_of("binary_focal_crossentropy", {0.25}, {1}), 0.5625 * std::log(4.0), 1e-12);
  EXPECT_NEAR(loss_of("binary_focal_crossentropy:apply_class_balancing=1", {0.25}, {1}), 0.25 * 0.5625 * std::log(4.0),
              1e-12);
  EXPECT_NEAR(loss_of("binary_focal_crossentropy:apply_class_balancing=1", {0.25}, {0}),
              0.75 * 0.0625 * -std::log(0.75), 1e-12);
  EXPECT_NEAR(loss_of("binary_focal_crossentropy:gamma=0", {0.25}, {1}), std::log(4.0), 1e-12);
  EXPECT_NEAR(loss_of("categorical_focal_crossentropy", {0.5, 0.5}, {1, 0}), 0.25 * 0.25 * ln2, 1e-12);
}

TEST(Loss, HasAHandNumberForEveryRow) {
  const std::set<std::string_view> known{"mse",
                                         "mae",
                                         "mape",
                                         "msle",
                                         "huber",
                                         "log_cosh",
                                         "poisson",
                                         "cosine_similarity",
                                         "binary_crossentropy",
                                         "categorical_crossentropy",
                                         "sparse_categorical_crossentropy",
                                         "kl_divergence",
                                         "hinge",
                                         "squared_hinge",
                                         "categorical_hinge",
                                         "binary_focal_crossentropy",
                                         "categorical_focal_crossentropy"};
  std::set<std::string_view> all;
  for (const Loss& l : losses()) all.insert(l.name);
  EXPECT_EQ(all, known);
}

TEST(Loss, HingeTakesZerosAsMinusOnesInKeras3Only) {
  EXPECT_DOUBLE_EQ(loss_of("hinge", {0.5, 0.5}, {1, 0}, Dialect::keras3), 1);     // as 1, -1
  EXPECT_DOUBLE_EQ(loss_of("hinge", {0.5, 0.5}, {1, 0}, Dialect::keras2), 0.75);  // (0.5 + max(0, 1 - 0)) / 2
  EXPECT_DOUBLE_EQ(loss_of("squared_hinge", {0.5, 0.5}, {1, 0}, Dialect::keras2), 0.625);
  EXPECT_DOUBLE_EQ(loss_of("hinge", {0.5, 0.5}, {1, 0.5}, Dialect::keras3), 0.625)
      << "not all are bits: taken as they are";
}

TEST(Loss, SmoothsLabels) {
  // Two classes: 1 becomes 0.9, 0 becomes 0.1.
  const double two = -0.9 * std::log(0.8) - 0.1 * std::log(0.2);
  EXPECT_NEAR(loss_of("binary_crossentropy:label_smoothing=0.2", {0.8}, {1}), two, 1e-12);
  EXPECT_NEAR(loss_of("binary_focal_crossentropy:label_smoothing=0.2:gamma=0", {0.8}, {1}), two, 1e-12);
  // Four classes: 1 becomes 0.8 + 0.05, 0 becomes 0.05.
  EXPECT_NEAR(loss_of("categorical_crossentropy:label_smoothing=0.2", {0.7, 0.1, 0.1, 0.1}, {1, 0, 0, 0}),
              -0.85 * std::log(0.7) - 0.15 * std::log(0.1), 1e-12);
  Sequential model = make_network(1, {dense(1, "sigmoid")}, {{"sgd", {}}, {"binary_crossentropy", {0, 0.2}}, {}});
  model.set_weights(std::vector{Matrix(1, 1, 1), Matrix(1, 1)});
  const float z = 2, target = 0.9f;  // the logit form smooths too: z - z t + ln(1 + e^-z), and a - t as gradient
  EXPECT_NEAR(model.evaluate(Matrix(1, 1, z), Matrix(1, 1, 1))[0].second, z - z * target + std::log1p(std::exp(-2.0)),
              1e-6);
  EXPECT_NEAR(model.gradients(Matrix(1, 1, z), Matrix(1, 1, 1))[1](0, 0), 1 / (1 + std::exp(-2.0)) - 0.9, 1e-6);
}

// ---- logits and clips ----------------------------------------------------------------------------------------------

/// Loss and bias gradient of one row whose last layer passes `z` on to `activation`.
std::pair<double, std::vector<float>> at_logits(const std::string& loss, const std::string& activation,
                                                std::vector<float> z, std::vector<float> t, Dialect dialect) {
  const auto units = static_cast<Index>(z.size()), columns = static_cast<Index>(t.size());
  Sequential model =
      make_network(1, {dense(units, activation)}, {"sgd", read_choice(losses(), "loss", loss, dialect), {}}, dialect);
  model.set_weights(std::vector{Matrix(1, units, std::move(z)), Matrix(1, units)});
  const Matrix x(1, 1, 1), y(1, columns, std::move(t));
  return {model.evaluate(x, y)[0].second, model.gradients(x, y)[1].data};
}

void expect_near(const std::vector<float>& actual, const std::vector<float>& wanted) {
  ASSERT_EQ(actual.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(actual[i], wanted[i], 1e-30) << i;  // e^-100 is left over
}

TEST(Loss, OfLogitsIsStableInKeras3) {
  const auto k3 = Dialect::keras3;
  auto [loss, gradient] = at_logits("binary_crossentropy", "sigmoid", {-100}, {1}, k3);
  EXPECT_FLOAT_EQ(static_cast<float>(loss), 100);
  EXPECT_FLOAT_EQ(gradient[0], -1);
  std::tie(loss, gradient) = at_logits("categorical_crossentropy", "softmax", {100, 0, -100}, {0, 0, 1}, k3);
  EXPECT_FLOAT_EQ(static_cast<float>(loss), 200);
  expect_near(gradient, {1, 0, -1});
  std::tie(loss, gradient) = at_logits("sparse_categorical_crossentropy", "softmax", {100, 0, -100}, {2}, k3);
  EXPECT_FLOAT_EQ(static_cast<float>(loss), 200);
  expect_near(gradient, {1, 0, -1});
  std::tie(loss, gradient) = at_logits("binary_crossentropy", "sigmoid", {100}, {1}, k3);
  EXPECT_NEAR(loss, 0, 1e-30);
}

TEST(Loss, ClipsProbabilitiesInKeras2) {
  // ln 1e-7 = -16.1181, and in float32 1 - (1 - 1e-7) = 2^-23: ln 2^-23 = -15.9424. Behind the clip nothing moves.
  const auto k2 = Dialect::keras2;
  auto [loss, gradient] = at_logits("binary_crossentropy", "sigmoid", {-100}, {1}, k2);
  EXPECT_NEAR(loss, 16.1181, 5e-5);
  EXPECT_EQ(gradient[0], 0);
  std::tie(loss, gradient) = at_logits("binary_crossentropy", "sigmoid", {100}, {0}, k2);
  EXPECT_NEAR(loss, 15.9424, 5e-5);
  EXPECT_EQ(gradient[0], 0);
  EXPECT_NEAR(at_logits("categorical_crossentropy", "softmax", {100, -100}, {0, 1}, k2).first, 16.1181, 5e-5);
  EXPECT_NEAR(at_logits("sparse_categorical_crossentropy", "softmax", {100, -100}, {1}, k2).first, 16.1181, 5e-5);
}

TEST(Loss, ClipsInKeras3WhereThereAreNoLogits) {
  EXPECT_NEAR(loss_of<float>("binary_crossentropy", {0}, {1}), 16.1181, 5e-5);
  EXPECT_NEAR(loss_of<float>("binary_crossentropy", {1}, {0}), 15.9424, 5e-5);
  EXPECT_NEAR(at_logits("binary_crossentropy", "linear", {7}, {0}, Dialect::keras3).first, 15.9424, 5e-5);
}

TEST(Loss, FromLogitsTakesTheOutputsAsScores) {
  for (const Dialect dialect : {Dialect::keras2, Dialect::keras3}) {
    auto [loss, gradient] = at_logits("binary_crossentropy:from_logits=1", "linear", {-100}, {1}, dialect);
    EXPECT_FLOAT_EQ(static_cast<float>(loss), 100);
    EXPECT_FLOAT_EQ(gradient[0], -1);
    std::tie(loss, gradient) = at_logits("categorical_crossentropy:from_logits=1", "linear", {0, 0}, {1, 0}, dialect);
    EXPECT_NEAR(loss, ln2, 1e-6);
    EXPECT_EQ(gradient, (std::vector<float>{-0.5f, 0.5f}));
    std::tie(loss, gradient) =
        at_logits("sparse_categorical_crossentropy:from_logits=1", "linear", {0, 0}, {1}, dialect);
    EXPECT_NEAR(loss, ln2, 1e-6);
    EXPECT_EQ(gradient, (std::vector<float>{0.5f, -0.5f}));
  }
}

// ---- the loss of a batch -------------------------------------------------------------------------------------------

/// y = w x with w = 2 and b = 1, whose penalties are easy to see.
Sequential line(const std::string& kernel, const std::string& bias, Dialect dialect = Dialect::keras3,
                double rate = 0) {
  LayerSpec layer = dense(1);
  layer.kernel_regularizer = read_choice(regularizers(), "regularizer", kernel, dialect);
  layer.bias_regularizer = read_choice(regularizers(), "regularizer", bias, dialect);
  Sequential model = make_network(1, {layer}, {{"sgd", {rate}}, "mse", {"mse"}}, dialect);
  model.set_weights(std::vector{Matrix(1, 1, 2), Matrix(1, 1, 1)});
  return model;
}

TEST(Loss, PenaltiesAreInLossAndValLossButNotInMetrics) {
  Sequential model = line("l2:l2=0.5", "l1:l1=0.25");         // 0.5 2^2 + 0.25 |1| = 2.25
  const Matrix x(4, 1, {0, 1, 2, 3}), y(4, 1, {1, 3, 5, 8});  // wrong by 1 in the last row alone
  const History h = model.fit(x, y, {2, 1, 0.5, false});
  EXPECT_NEAR(h.find("loss")->front(), 2.25, 1e-6);
  EXPECT_NEAR(h.find("mse")->front(), 0, 1e-6);
  EXPECT_NEAR(h.find("val_loss")->front(), 0.5 + 2.25, 1e-6);
  EXPECT_NEAR(h.find("val_mse")->front(), 0.5, 1e-6);
}

TEST(Loss, PenaltiesNamedAloneMeanOneHundredth) {
  const Matrix x(1, 1, 0), y(1, 1, 1);
  EXPECT_NEAR(line("l1", "none").evaluate(x, y)[0].second, 0.02, 1e-8);  // 0.01 |2|
  EXPECT_NEAR(line("l2", "none").evaluate(x, y)[0].second, 0.04, 1e-8);  // 0.01 2^2
  EXPECT_NEAR(line("l1_l2", "none").evaluate(x, y)[0].second, 0, 1e-8) << "L1L2() of Keras 3 has zeros";
  EXPECT_NEAR(line("l1_l2", "none", Dialect::keras2).evaluate(x, y)[0].second, 0.06, 1e-8)
      << "l1_l2() of Keras 2 has 0.01 twice";
}

TEST(Loss, PenaltyOfL2HasTwiceTheWeightAsGradient) {
  Sequential model = line("l2:l2=0.5", "l1:l1=0.25", Dialect::keras3, 1);
  model.train_on_batch(Matrix(1, 1, 0), Matrix(1, 1, 1));  // no error: the penalties act alone
  EXPECT_NEAR(model.get_weights()[0](0, 0), 2 - 2 * 0.5 * 2, 1e-6);
  EXPECT_NEAR(model.get_weights()[1](0, 0), 1 - 0.25, 1e-6);
}

TEST(Loss, SampleWeightsDivideByAllRowsOrByThoseThatCount) {
  const Matrix x(4, 1, {0, 0, 0, 0}), y(4, 1, {2, 3, 4, 5});  // b = 1: losses 1, 4, 9, 16
  const std::vector<float> weights{0.5f, 0, 2, 0};            // weighted sum 18.5
  Sequential three = line("none", "none"), two = line("none", "none", Dialect::keras2);
  EXPECT_NEAR(three.evaluate(x, y, 32, weights)[0].second, 18.5 / 4, 1e-6);
  EXPECT_NEAR(three.train_on_batch(x, y, weights)[0].second, 18.5 / 4, 1e-6);
  EXPECT_NEAR(two.evaluate(x, y, 32, weights)[0].second, 18.5 / 2, 1e-6);
  EXPECT_NEAR(two.train_on_batch(x, y, weights)[0].second, 18.5 / 2, 1e-6);
  EXPECT_NEAR(three.evaluate(x, y, 32, weights)[1].second, 7.5, 1e-6) << "metrics are not weighted";
}

TEST(Loss, ClassWeightsMultiplyAndLeaveValidationAlone) {
  LayerSpec layer = dense(1, "sigmoid");
  layer.kernel_initializer = {"zeros"};
  const CompileSpec compile{{"sgd", {0}}, "binary_crossentropy", {"acc"}};
  const Matrix x(4, 1), y(4, 1, {0, 1, 0, 1});
  FitSpec spec{2, 1, 0.5, false};
  spec.class_weight = {1, 3};
  Sequential model = make_network(1, {layer}, compile);
  History h = model.fit(x, y, spec);
  EXPECT_NEAR(h.find("loss")->front(), (1 + 3) * ln2 / 2, 1e-6);
  EXPECT_NEAR(h.find("val_loss")->front(), ln2, 1e-6);
  spec.class_weight = {0, 3};
  h = make_network(1, {layer}, compile, Dialect::keras2).fit(x, y, spec);
  EXPECT_NEAR(h.find("loss")->front(), 3 * ln2, 1e-6) << "one row counts";
  spec.class_weight = {1, 3};
  const std::vector<float> weights{2, 5, 1, 1};
  h = make_network(1, {layer}, compile, Dialect::keras2).fit(x, y, spec, {}, nullptr, weights);
  EXPECT_NEAR(h.find("loss")->front(), (2 * 1 + 5 * 3) * ln2 / 2, 1e-6) << "both weights multiply";
  Sequential newer = make_network(1, {layer}, compile);
  EXPECT_EQ(
      test::message<Error>([&] { newer.fit(x, y, spec, {}, nullptr, weights); }),
      "expected class_weight or sample_weight, received both, which Keras 3 refuses, in fit(): multiply them into "
      "sample_weight");
}

// Keras 3, class_weight_to_sample_weights: `sample_weight[i] = class_weight.get(int(y_numpy[i]), 1.0)`, with
// `y_numpy = np.round(y_numpy)` or the argmax of several columns. Keras 2.2, _standardize_weights: "`class_weight` must
// contain all classes in the data."
TEST(Loss, AClassLeftOutCountsOneInKeras3AndIsRefusedByKeras2) {
  using Weights = std::vector<float>;
  const Matrix y(6, 1, {0, 1, 2, 1.4f, 2.5f, -1}), one_hot(2, 3, {0, 0, 1, 0, 1, 0});
  const auto newer = [](const Matrix& targets, std::vector<double> classes) {
    return row_weights(targets, {}, classes, Dialect::keras3, "fit");
  };
  EXPECT_EQ(newer(y, {4, 5}), (Weights{4, 5, 1, 5, 1, 1})) << "2.5 rounds to 2, half to even";
  EXPECT_EQ(newer(y, {unset, 5, 3}), (Weights{1, 5, 3, 5, 3, 1}));
  EXPECT_EQ(newer(one_hot, {1, 7}), (Weights{1, 7}));
  const auto older = [](std::vector<double> classes) {
    return message<Error>([&] { row_weights(Matrix(2, 1, {0, 2}), {}, classes, Dialect::keras2, "fit"); });
  };
  EXPECT_EQ(older({1, 1, 4}), "");
  EXPECT_EQ(
      older({1, 1}),
      "expected a class_weight for each class, as Keras 2.2 wants them, received none for class 2 at row 1, in fit()");
  EXPECT_EQ(
      older({unset, 1, 4}),
      "expected a class_weight for each class, as Keras 2.2 wants them, received none for class 0 at row 0, in fit()");
}

// Keras 3, Layer._get_regularization_losses: `for variable in self.trainable_weights: if variable.regularizer is None:
// continue; ...append(variable.regularizer(v))`. Keras 2.2 adds the loss in add_weight(), whatever is trained.
TEST(Loss, AFrozenLayerHasNoPenaltyInKeras3) {
  const Matrix x(2, 1, {0, 0}), y(2, 1, {1, 1});  // b = 1: no error, the penalty alone
  for (const Dialect dialect : {Dialect::keras3, Dialect::keras2}) {
    Sequential model = line("l2:l2=0.5", "none", dialect, 1);
    model.set_trainable(0, false);
    const double penalty = dialect == Dialect::keras3 ? 0 : 2;  // 0.5 2^2
    const History h = model.fit(x, y, {1, 1, 0.5, false});
    EXPECT_NEAR(h.find("loss")->front(), penalty, 1e-6);
    EXPECT_NEAR(h.find("val_loss")->front(), penalty, 1e-6);
    EXPECT_NEAR(model.evaluate(x, y)[0].second, penalty, 1e-6);
    EXPECT_NEAR(model.gradients(x, y)[0](0, 0), penalty == 0 ? 0 : 2, 1e-6) << "2 l2 w";
    EXPECT_NEAR(gradient_check(model, x, y, 0).numeric, penalty == 0 ? 0 : 2, 1e-3);
    model.set_trainable(0, true);
    EXPECT_NEAR(model.evaluate(x, y)[0].second, 2, 1e-6) << "freed again";
  }
  // Penalties on outputs are no matter of weights: add_loss() in the layer's call.
  Sequential model = make_network(
      1, {read_layer("dense:1:activity_regularizer=l1:l1=0.5:trainable=0:bias_initializer=ones")}, {"sgd", "mse", {}});
  EXPECT_NEAR(model.evaluate(Matrix(1, 1), Matrix(1, 1, 1))[0].second, 0.5, 1e-6);
}

TEST(Loss, RefusesTargetsItHasNoUseFor) {
  const auto complaint = [](const char* loss, Index units, float target) {
    Sequential model = make_network(1, {dense(units, "sigmoid")}, {{"sgd", {}}, loss, {}});
    const auto before = model.get_weights();
    const Matrix y(1, model.target_columns(), target);
    const std::string text = message<Error>([&] { model.fit(Matrix(1, 1), y, {1, 1, 0, true}); });
    EXPECT_EQ(before[0].data, model.get_weights()[0].data);
    return text;
  };
  for (const char* loss :
       {"binary_crossentropy", "categorical_crossentropy", "categorical_focal_crossentropy", "kl_divergence"}) {
    EXPECT_EQ(complaint(loss, 2, 0.5f), "") << loss;
    EXPECT_NE(complaint(loss, 2, -1).find("expected targets between 0 and 1 in y"), std::string::npos) << loss;
    EXPECT_NE(complaint(loss, 2, 2).find(", received 2.000000 at row 0, column 0, in fit()"), std::string::npos)
        << loss;
  }
  for (const char* loss : {"hinge", "squared_hinge"}) {
    EXPECT_EQ(complaint(loss, 1, -1), "") << loss;
    EXPECT_NE(complaint(loss, 1, 3).find("expected targets between -1 and 1"), std::string::npos) << loss;
  }
  for (const float t : {-1.0f, 3.0f, 0.5f})
    EXPECT_NE(complaint("sparse_categorical_crossentropy", 3, t).find("expected class indices 0 to 2 in y"),
              std::string::npos)
        << t;
  for (const char* loss : {"mse", "mae", "mape", "msle", "huber", "log_cosh", "poisson", "cosine_similarity"})
    EXPECT_EQ(complaint(loss, 1, -7), "") << loss;
}

}  // namespace
}  // namespace chainrule
