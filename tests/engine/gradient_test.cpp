// SPDX-License-Identifier: MIT
// Backprop against central differences in double, for every activation in hidden and output place and every loss.
#include "engine/gradient_check.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <ostream>

#include "models.hpp"

namespace chainrule {
namespace {

struct Case {
  std::string activation, loss;
  bool last;   // the activation stands in the output layer
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.activation << " with " << c.loss; }

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const Activation& a : activations())
    for (const Loss& l : losses())
      for (const bool last : {false, true}) cases.push_back({std::string(a.name), std::string(l.name), last});
  return cases;
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  return info.param.activation + "_" + info.param.loss + (info.param.last ? "_last" : "_hidden");
}

class EveryGradient : public testing::TestWithParam<Case> {};

// Probability losses want outputs inside (0, 1): behind an activation that leaves that range the clip makes the loss
// flat, which both sides must agree on too; a relu's exact 0 is kept away by the biases drawn here.
TEST_P(EveryGradient, EqualsCentralDifferences) {
  const Case& c = GetParam();
  const Loss& loss = find(losses(), "loss", c.loss);
  const std::string output = !c.last ? (loss.logit_activation.empty() ? "linear" : std::string(loss.logit_activation)) : c.activation;
  Sequential model = make_network(3, {dense(5, c.last ? "tanh" : c.activation), dense(4, "sigmoid"), dense(3, output)}, {{"sgd", {}}, c.loss, {}});
  Random random(5);
  for (float& w : model.weights()) w += static_cast<float>(random.uniform(-0.4, 0.4));
  if (c.last) {
    // Outputs around 0.4: inside the clip and alive for every activation.
    const Tensor& bias = model.layers().back()->tensors()[1];
    for (Index j = 0; j < bias.size(); ++j) model.weights()[static_cast<std::size_t>(bias.offset + j)] = 0.4f;
    const Tensor& kernel = model.layers().back()->tensors()[0];
    for (Index j = 0; j < kernel.size(); ++j) model.weights()[static_cast<std::size_t>(kernel.offset + j)] *= 0.1f;
  }
  const Matrix x = normal_matrix(6, 3, 11), y = targets_for(loss, 6, 3, 13);
  double largest = 0;
  for (Index w = 0; w < model.count_params(); ++w) {
    const GradientCheck check = gradient_check(model, x, y, w);
    EXPECT_NEAR(check.backprop, check.numeric, 2e-5 + 2e-4 * std::abs(check.numeric)) << "weight " << w;
    largest = std::max(largest, std::abs(check.numeric));
  }
  EXPECT_GT(largest, 1e-3) << "a flat loss would prove nothing";
}

INSTANTIATE_TEST_SUITE_P(Tables, EveryGradient, testing::ValuesIn(all_cases()), name_of);

TEST(Gradient, OfAnActivationLayerEqualsThatOfTheArgument) {
  const Matrix x = normal_matrix(8, 3, 1), y = normal_matrix(8, 2, 2);
  Sequential one = make_network(3, {dense(4, "tanh"), dense(2, "sigmoid")}, {{"sgd", {}}, "mse", {}});
  Sequential two = make_network(3, {dense(4), activation_layer("tanh"), dense(2), activation_layer("sigmoid")}, {{"sgd", {}}, "mse", {}});
  two.set_weights(one.get_weights());
  const auto a = one.gradients(x, y), b = two.gradients(x, y);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].data, b[i].data);
}

TEST(Gradient, OfTheLogitFormIsOutputMinusTarget) {
  Sequential model = make_network(1, {dense(1, "sigmoid")}, {{"sgd", {}}, "binary_crossentropy", {}});
  model.set_weights(std::vector{Matrix(1, 1, {100.0f}), Matrix(1, 1, {0.0f})});
  // z = 100: sigmoid is 1 in float32, yet the gradient is exactly 1 - 0 and the loss 100, not the clip's 16.
  const Matrix x(1, 1, {1.0f}), y(1, 1, {0.0f});
  EXPECT_FLOAT_EQ(model.gradients(x, y)[0](0, 0), 1.0f);
  EXPECT_FLOAT_EQ(static_cast<float>(model.evaluate(x, y)[0].second), 100.0f);
}

TEST(Gradient, OfAWrongWeightIndexIsRefused) {
  Sequential model = make_network(1, {dense(1)}, {{"sgd", {}}, "mse", {}});
  const Matrix x(1, 1), y(1, 1);
  EXPECT_THROW(numeric_gradient(model, x, y, 2), Error);
}

}  // namespace
}  // namespace chainrule
