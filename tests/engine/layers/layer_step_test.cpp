// SPDX-License-Identifier: MIT
// Backprop through every kind of layer and every penalty against central differences in double, in both dialects, and
// the phases of a step for stacks of all of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>

#include "engine/document/choice_text.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/training/gradient_check.hpp"
#include "engine/training/stepper.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

Sequential network(Index inputs, const std::vector<std::string>& texts, const CompileSpec& compile, Dialect dialect) {
  std::vector<LayerSpec> layers;
  for (const std::string& text : texts) layers.push_back(read_layer(text, dialect));
  return make_network(inputs, layers, compile, dialect);
}

/// A layer of this kind with its defaults, or with a rate that leaves something to see.
std::string text_of(const LayerKind& kind) {
  std::string text(kind.name);
  if (kind.has_units) text += ":4";
  if (kind.name == "activation" || kind.name == "dense") text += ":tanh";
  if (kind.name == "activity_regularization") text += ":l1=0.05:l2=0.02";
  if (kind.name == "prelu") text += ":0.25";
  return text;
}

void expect_gradients(Sequential& model, const Matrix& x, const Matrix& y) {
  double largest = 0;
  for (Index w = 0; w < model.count_params(); ++w) {
    bool trainable = true;
    for (const auto& layer : model.layers())
      for (const Tensor& t : layer->tensors())
        trainable = trainable && (t.trainable || w < t.offset || w >= t.offset + t.size());
    if (!trainable) continue;
    const GradientCheck check = gradient_check(model, x, y, w);
    EXPECT_NEAR(check.backprop, check.numeric, 2e-5 + 2e-4 * std::abs(check.numeric)) << "weight " << w;
    largest = std::max(largest, std::abs(check.numeric));
  }
  EXPECT_GT(largest, 1e-3) << "a flat loss would prove nothing";
}

struct Case {
  std::string text;
  Dialect dialect;
  std::string loss;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.text << (c.dialect == Dialect::keras2 ? ", Keras 2" : ", Keras 3");
}

std::vector<Case> kinds() {
  std::vector<Case> all;
  for (const Dialect dialect : {Dialect::keras2, Dialect::keras3})
    for (const LayerKind& kind : layer_kinds())
      for (const char* loss : {"mse", "categorical_crossentropy"}) all.push_back({text_of(kind), dialect, loss});
  return all;
}

class EveryLayer : public testing::TestWithParam<Case> {};

// First, in the middle and next to the output: each place shares other buffers with its neighbours.
TEST_P(EveryLayer, HasTheGradientOfItsLoss) {
  const Case& c = GetParam();
  const std::string output = c.loss == "mse" ? "dense:3" : "dense:3:softmax";
  for (const auto& stack : {std::vector<std::string>{c.text, "dense:5:tanh", output},
                            {"dense:5", c.text, "dense:4:sigmoid", output},
                            {"dense:5:sigmoid", c.text, c.text, output}}) {
    Sequential model = network(4, stack, {"sgd", c.loss, {}}, c.dialect);
    Random random(5);
    for (const auto& layer : model.layers())
      for (const Tensor& t : layer->tensors())
        for (Index i = 0; t.trainable && i < t.size(); ++i)
          model.weights()[static_cast<std::size_t>(t.offset + i)] += static_cast<float>(random.uniform(-0.3, 0.3));
    const Matrix x = normal_matrix(6, 4, 11), y = targets_for(find(losses(), "loss", c.loss), 6, 3, 13);
    expect_gradients(model, x, y);
    model.train_on_batch(x, y);  // other masks, moving averages that have moved
    expect_gradients(model, x, y);
  }
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  const Case& c = info.param;
  return c.text.substr(0, c.text.find(':')) + "_" + c.loss + (c.dialect == Dialect::keras2 ? "_keras2" : "_keras3");
}
INSTANTIATE_TEST_SUITE_P(Kinds, EveryLayer, testing::ValuesIn(kinds()), name_of);

TEST(Layer, FrozenNormalizationHasTheGradientOfItsDialect) {
  for (const Dialect dialect : {Dialect::keras2, Dialect::keras3}) {
    Sequential model =
        network(4, {"dense:5:tanh", "batch_normalization:trainable=0", "dense:3"}, {"sgd", "mse", {}}, dialect);
    const Matrix x = normal_matrix(6, 4, 1), y = normal_matrix(6, 3, 2);
    expect_gradients(model, x, y);
  }
}

TEST(Layer, EveryPenaltyHasItsGradientInEveryPlace) {
  for (const Dialect dialect : {Dialect::keras2, Dialect::keras3})
    for (const Regularizer& row : regularizers())
      for (const char* place : {"kernel_regularizer", "bias_regularizer", "activity_regularizer"})
        for (const char* output : {":linear", ":softmax", ":sigmoid"}) {
          SCOPED_TRACE(std::string(row.name) + " as " + place + " under " + output);
          std::string with = std::string(":") + place + "=" + std::string(row.name);
          for (const Parameter& p : row.parameters) with += ":" + std::string(p.name) + "=0.07";
          const char* loss = output[2] == 'l'   ? "mse"
                             : output[2] == 'o' ? "categorical_crossentropy"
                                                : "binary_crossentropy";
          Sequential model =
              network(4, {"dense:5:tanh" + with, "dense:3" + std::string(output) + with}, {"sgd", loss, {}}, dialect);
          Random random(5);
          for (float& w : model.weights()) w += static_cast<float>(random.uniform(-0.3, 0.3));
          expect_gradients(model, normal_matrix(6, 4, 11), targets_for(find(losses(), "loss", loss), 6, 3, 13));
        }
}

TEST(Layer, WithoutTrainingKeepsItsWeights) {
  for (const Dialect dialect : {Dialect::keras2, Dialect::keras3})
    for (const LayerKind& kind : layer_kinds())
      for (const Optimizer& optimizer : optimizers()) {
        Sequential model = network(4, {"dense:4", text_of(kind) + ":trainable=0", "dense:2"},
                                   {Choice(optimizer.name), "mse", {}}, dialect);
        const auto before = model.get_weights();
        for (int i = 0; i < 3; ++i) model.train_on_batch(normal_matrix(5, 4, 1), normal_matrix(5, 2, 2));
        const auto after = model.get_weights();
        for (std::size_t i = 2; i + 2 < after.size(); ++i)
          EXPECT_EQ(after[i].data, before[i].data) << kind.name << ", " << optimizer.name;
        EXPECT_NE(after.front().data, before.front().data) << kind.name << ", " << optimizer.name;
      }
}

// ---- steps ---------------------------------------------------------------------------------------------------------

/// Two models of the same seed: one trained whole, one phase by phase.
void expect_equal_steps(const std::vector<std::string>& stack, const CompileSpec& compile, Dialect dialect) {
  Sequential whole = network(4, stack, compile, dialect), pieces = network(4, stack, compile, dialect);
  const Matrix x = normal_matrix(7, 4, 3), y = normal_matrix(7, 2, 4);
  Stepper stepper(pieces, 7);
  stepper.record(true);
  for (int i = 0; i < 5; ++i) {
    const Logs logs = whole.train_on_batch(x, y);
    stepper.load(x, y);
    while (!stepper.done()) stepper.advance();
    EXPECT_EQ(logs[0].second, stepper.loss());
  }
  EXPECT_TRUE(std::equal(whole.weights().begin(), whole.weights().end(), pieces.weights().begin()));
  for (std::size_t s = 0; s < whole.slots().size(); ++s)
    EXPECT_TRUE(std::equal(whole.slots()[s].data(), whole.slots()[s].data() + whole.slots()[s].size(),
                           pieces.slots()[s].data()));
}

TEST(Stepper, EqualsTrainOnBatchForEveryLayerAndOptimizer) {
  for (const Dialect dialect : {Dialect::keras2, Dialect::keras3}) {
    std::vector<std::string> stack;
    for (const LayerKind& kind : layer_kinds()) stack.push_back(text_of(kind));
    stack.push_back("dense:2");
    for (const Optimizer& o : optimizers()) {
      SCOPED_TRACE(o.name);
      expect_equal_steps(stack, {Choice(o.name), "mse", {}}, dialect);
      CompileSpec clipped{
          read_choice(optimizers(), "optimizer", std::string(o.name) + ":clipnorm=0.1:weight_decay=0.01", dialect),
          "mse",
          {"mae"}};
      clipped.learning_rate_schedule = {"exponential_decay", {2, 0.5}};
      expect_equal_steps(stack, clipped, dialect);
    }
    for (const LayerKind& kind : layer_kinds()) {
      SCOPED_TRACE(kind.name);
      expect_equal_steps({text_of(kind), "dense:3:relu", text_of(kind), "dense:2"}, {{"adam", {0.01}}, "mse", {}},
                         dialect);
    }
  }
}

TEST(Trace, ShowsPenaltiesAndTheirGradients) {
  Sequential model = network(2, {"dense:2:linear:kernel_regularizer=l2:0.5", "activity_regularization:l1=0.1"},
                             {{"sgd", {0.1}}, "mse", {}}, Dialect::keras3);
  model.set_weights(std::vector{Matrix(2, 2, {1, -2, 0, 3}), Matrix(1, 2)});
  const Matrix x(1, 2, {1, 1}), y(1, 2, {1, 1});  // outputs 1, 1: no error; penalties 0.5 14 and 0.1 2
  Stepper stepper(model, 1);
  stepper.record(true);
  stepper.load(x, y);
  stepper.finish();
  const Trace& t = stepper.trace();
  EXPECT_NEAR(t.penalty, 7.2, 1e-6);
  EXPECT_NEAR(t.loss, 7.2, 1e-6);
  ASSERT_EQ(t.layers[0].penalty_gradients.size(), 2U);
  EXPECT_EQ(t.layers[0].penalty_gradients[0].data, (std::vector<float>{1, -2, 0, 3})) << "2 l2 w, l2 = 0.5";
  EXPECT_EQ(t.layers[0].penalty_gradients[1].data, (std::vector<float>{0, 0})) << "the bias has no penalty";
  EXPECT_TRUE(t.layers[1].penalty_gradients.empty());
  for (std::size_t i = 0; i < 4; ++i) {  // dL/dW = x^T delta + penalty, delta = l1 sign(a) = 0.1
    EXPECT_NEAR(t.layers[0].gradients[0].data[i], 0.1 + t.layers[0].penalty_gradients[0].data[i], 1e-6);
    EXPECT_NEAR(t.layers[0].after[0].data[i], t.layers[0].before[0].data[i] - 0.1 * t.layers[0].gradients[0].data[i],
                1e-6);
  }
  EXPECT_TRUE(t.layers[0].clipped.empty());
}

TEST(Trace, ShowsClippedGradientsSlotsAndTheRateInForce) {
  CompileSpec compile{read_choice(optimizers(), "optimizer", "adam:0.1:clipvalue=0.25:decay=1"), "mse", {}};
  compile.learning_rate_schedule = {"exponential_decay", {1, 0.5}};
  Sequential model = network(1, {"dense:1"}, compile, Dialect::keras3);
  model.set_weights(std::vector{Matrix(1, 1, 1), Matrix(1, 1)});
  const Matrix x(1, 1, 1), y(1, 1, 0);  // dL/dw = dL/db = 2
  Stepper stepper(model, 1);
  stepper.record(true);
  for (const double rate : {0.1, 0.1 * 0.5 / 2, 0.1 * 0.25 / 3}) {
    stepper.load(x, y);
    stepper.finish();
    EXPECT_NEAR(stepper.trace().learning_rate, rate, 1e-15);
    EXPECT_EQ(stepper.trace().layers[0].clipped[0].data[0], 0.25f);
  }
  const LayerTrace& l = stepper.trace().layers[0];
  ASSERT_EQ(l.slots.size(), 3U);  // m, v, v_hat
  EXPECT_NEAR(l.slots[0][0](0, 0), 0.25 * (1 - std::pow(0.9, 3)), 1e-6);
  EXPECT_NEAR(l.slots[1][1](0, 0), 0.0625 * (1 - std::pow(0.999, 3)), 1e-8);
  EXPECT_TRUE(l.slots[2].empty()) << "amsgrad is off";
}

TEST(Trace, DerivativeOfDropoutIsItsMask) {
  Sequential model = network(3, {"dense:20", "dropout:0.5", "dense:1"}, {"sgd", "mse", {}}, Dialect::keras3);
  const Matrix x = normal_matrix(4, 3, 1), y = normal_matrix(4, 1, 2);
  Stepper stepper(model, 4);
  stepper.record(true);
  stepper.load(x, y);
  stepper.finish();
  const LayerTrace& l = stepper.trace().layers[1];
  for (std::size_t i = 0; i < l.a.data.size(); ++i) {
    EXPECT_TRUE(l.derivative.data[i] == 0 || l.derivative.data[i] == 2);
    EXPECT_EQ(l.a.data[i], l.x.data[i] * l.derivative.data[i]);
    EXPECT_EQ(l.delta.data[i], l.da.data[i] * l.derivative.data[i]);
  }
}

}  // namespace
}  // namespace chainrule
