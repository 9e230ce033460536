// SPDX-License-Identifier: MIT
// Backprop against central differences in double, for every activation in hidden and output place and every loss.
#include "engine/training/gradient_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>

#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

struct Case {
  std::string activation, loss;
  bool last;  // the activation stands in the output layer
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.activation << " with " << c.loss; }

/// Logarithms of probabilities are below 0, where other logarithms have no value or stand still.
bool meaningless(std::string_view activation, std::string_view loss) {
  if (!activation.starts_with("log_")) return false;
  for (const char* name :
       {"binary_crossentropy", "kl_divergence", "msle", "poisson", "sparse_categorical_crossentropy"})
    if (loss == name) return true;
  return false;
}

/// Every activation in the output layer under every loss, and in a hidden layer under one loss of each kind.
std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const Activation& a : activations()) {
    for (const Loss& l : losses())
      if (!meaningless(a.name, l.name)) cases.push_back({std::string(a.name), std::string(l.name), true});
    for (const char* loss :
         {"mse", "binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy"})
      cases.push_back({std::string(a.name), loss, false});
  }
  return cases;
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  return info.param.activation + "_" + info.param.loss + (info.param.last ? "_last" : "_hidden");
}

class EveryGradient : public testing::TestWithParam<Case> {};

/// Units that give `outputs` columns behind the activation.
Index units_for(std::string_view activation, Index outputs) {
  const Choice choice = defaults(find(activations(), "activation", activation));
  return outputs * find(activations(), "activation", activation).divides(choice.values.data());
}

// Probability losses want outputs inside (0, 1), logarithms positive ones: behind an activation that leaves that range
// the clip makes the loss flat, which both sides must agree on too; kinks are kept away by the biases drawn here.
TEST_P(EveryGradient, EqualsCentralDifferences) {
  const Case& c = GetParam();
  const Loss& loss = find(losses(), "loss", c.loss);
  const std::string output =
      !c.last ? (loss.logit_activation.empty() ? "linear" : std::string(loss.logit_activation)) : c.activation;
  const std::string hidden = c.last ? "tanh" : c.activation;
  Sequential model =
      make_network(3, {dense(units_for(hidden, 6), hidden), dense(4, "sigmoid"), dense(units_for(output, 3), output)},
                   {"sgd", c.loss, {}});
  Random random(5);
  for (float& w : model.weights()) w += static_cast<float>(random.uniform(-0.4, 0.4));
  if (c.last) {
    // Outputs that are alive for every activation, most of them inside the clip.
    const bool shrinks = c.activation.ends_with("shrink"),
               grows = c.activation == "exponential" || c.activation == "squareplus";
    const Tensor& bias = model.layers().back()->tensors()[1];
    for (Index j = 0; j < bias.size(); ++j)
      model.weights()[static_cast<std::size_t>(bias.offset + j)] = (shrinks ? 0.95f
                                                                    : grows ? -1.0f
                                                                            : 0.4f) +
                                                                   0.02f * static_cast<float>(j);
    const Tensor& kernel = model.layers().back()->tensors()[0];
    for (Index j = 0; j < kernel.size(); ++j) model.weights()[static_cast<std::size_t>(kernel.offset + j)] *= 0.1f;
  }
  Matrix x = normal_matrix(6, 3, 11), y = targets_for(loss, 6, 3, 13);
  if (loss.for_numbers() && c.loss != "mae")
    for (float& t : y.data) t = 0.5f + std::abs(t);  // positive, as logarithms and shares want them
  double largest = 0;
  for (Index w = 0; w < model.count_params(); ++w) {
    const GradientCheck check = gradient_check(model, x, y, w);
    EXPECT_NEAR(check.backprop, check.numeric, 2e-5 + 2e-4 * std::abs(check.numeric)) << "weight " << w;
    largest = std::max(largest, std::abs(check.numeric));
  }
  if (c.last && c.activation == "binary_step") EXPECT_EQ(largest, 0) << "a step lets no gradient pass";
  else EXPECT_GT(largest, 1e-4) << "a flat loss would prove nothing";
}

INSTANTIATE_TEST_SUITE_P(Tables, EveryGradient, testing::ValuesIn(all_cases()), name_of);

TEST(Gradient, OfAnActivationLayerEqualsThatOfTheArgument) {
  const Matrix x = normal_matrix(8, 3, 1), y = normal_matrix(8, 2, 2);
  Sequential one = make_network(3, {dense(4, "tanh"), dense(2, "sigmoid")}, {{"sgd", {}}, "mse", {}});
  Sequential two = make_network(3, {dense(4), activation_layer("tanh"), dense(2), activation_layer("sigmoid")},
                                {{"sgd", {}}, "mse", {}});
  two.set_weights(one.get_weights());
  const auto a = one.gradients(x, y), b = two.gradients(x, y);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].data, b[i].data);
}

TEST(Gradient, OfTheLogitFormIsOutputMinusTarget) {
  Sequential model = make_network(1, {dense(1, "sigmoid")}, {{"sgd", {}}, "binary_crossentropy", {}});
  model.set_weights(std::vector{Matrix(1, 1, 100.0f), Matrix(1, 1, 0.0f)});
  // z = 100: sigmoid is 1 in float32, yet the gradient is exactly 1 - 0 and the loss 100, not the clip's 16.
  const Matrix x(1, 1, 1.0f), y(1, 1, 0.0f);
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
