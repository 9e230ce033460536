// SPDX-License-Identifier: MIT
// What only shows with numbers that are not the usual ones: tiny gradients, parameters other than 1, ties, thresholds
// hit exactly. Expected values are worked out in double from the formulas.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "engine/tables/activation.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/training/gradient_check.hpp"
#include "tests/engine/files.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

/// A weight's course under given gradients, from 0.
std::vector<double> course(const std::string& name, const std::vector<std::pair<std::string, double>>& set,
                           const std::vector<float>& gradients) {
  const Optimizer& o = find(optimizers(), "optimizer", name);
  Choice choice = defaults(o);
  for (const auto& [parameter, value] : set)
    choice.values[static_cast<std::size_t>(parameter_index(o, parameter))] = value;
  const double* const p = choice.values.data();
  float w = 0, slots[most_slots] = {};
  if (o.first_slot_parameter >= 0) slots[0] = static_cast<float>(p[o.first_slot_parameter]);
  UpdateStep step;
  std::vector<double> all;
  for (std::size_t t = 0; t < gradients.size(); ++t) {
    step.step = static_cast<double>(t + 1);
    step.learning_rate = p[0];
    o.prepare(step, p);
    o.update({&w, &gradients[t], {&slots[0], &slots[1], &slots[2]}, 1}, step, p);
    all.push_back(w);
  }
  return all;
}

// Adam's first step: m_hat = g and v_hat = g^2, so it is rate g / (|g| + epsilon / sqrt(1 - beta_2)).
TEST(OptimizerDetail, AdamTakesFullStepsForTinyGradients) {
  for (const float g : {1e-3f, 1e-6f, 1e-9f, 1e-12f}) {
    EXPECT_NEAR(course("adam", {{"epsilon", 1e-12}}, {g})[0],
                -0.001 * double(g) / (double(g) + 1e-12 / std::sqrt(0.001)), 1e-6)
        << g;
  }
  // rmsprop: v = 0.1 g^2, the step rate g / sqrt(v) = rate sqrt(10).
  for (const float g : {1e-3f, 1e-5f, 1e-7f, 1e-9f})
    EXPECT_NEAR(course("rmsprop", {{"epsilon", 1e-12}}, {g})[0],
                -0.001 * double(g) / std::sqrt(0.1 * double(g) * double(g) + 1e-12), 1e-6)
        << g;
}

// amsgrad divides by the largest mean square so far; a large gradient is remembered.
TEST(OptimizerDetail, AmsgradRemembersTheLargestMeanSquare) {
  const std::vector<float> gradients{1, 0.1f, 0.1f, 0.1f};
  const auto now = course("adam", {{"amsgrad", 1}, {"beta_2", 0.5}}, gradients);
  double w = 0, m = 0, v = 0, most = 0;
  for (std::size_t t = 0; t < gradients.size(); ++t) {
    const double g = gradients[t], step = static_cast<double>(t + 1);
    m += 0.1 * (g - m);
    v += 0.5 * (g * g - v);
    most = std::max(most, v);
    w -= 0.001 * std::sqrt(1 - std::pow(0.5, step)) / (1 - std::pow(0.9, step)) * m / (std::sqrt(most) + 1e-7);
    EXPECT_NEAR(now[t], w, 1e-7) << "step " << step;
  }
  EXPECT_LT(v, most / 2) << "they have to differ for this to say anything";
}

TEST(OptimizerDetail, DecayBeginsAfterTheFirstStep) {
  EXPECT_DOUBLE_EQ(decayed(0.5, 0.1, 1), 0.5);
  EXPECT_DOUBLE_EQ(decayed(0.5, 0.1, 2), 0.5 / 1.1);
  EXPECT_DOUBLE_EQ(decayed(0.5, 0.1, 11), 0.25);
}

// ---- losses ----

double loss_of(const std::string& name, std::vector<double> options, double p, double t) {
  double value = 0;
  find(losses(), "loss", name).exact.value({&p, 1, 1}, {&t, 1, 1}, &value, options.data());
  return value;
}

TEST(LossDetail, HuberTurnsAtItsDelta) {
  for (const double delta : {0.25, 1.0, 3.0})
    for (const double d : {-4.0, -3.0, -1.0, -0.25, 0.0, 0.2, 0.25, 0.3, 1.0, 2.0, 3.0, 5.0}) {
      const double size = std::abs(d), expected = size <= delta ? d * d / 2 : delta * size - delta * delta / 2;
      EXPECT_NEAR(loss_of("huber", {delta}, d + 7, 7), expected, 1e-12) << delta << " " << d;
    }
}

TEST(LossDetail, PercentagesAreOfTheTarget) {
  EXPECT_NEAR(loss_of("mape", {}, 3, 4), 25, 1e-9);
  EXPECT_NEAR(loss_of("mape", {}, -4, 2), 300, 1e-9);
  EXPECT_NEAR(loss_of("mape", {}, 1, 0), 1e9, 1) << "a target of 0 counts as 1e-7";
}

/// The slope of every loss by central differences in double, for options that are not the usual ones.
TEST(LossDetail, SlopesFollowTheValueForAnyOptions) {
  for (const Loss& loss : losses()) {
    std::vector<double> options;
    for (const Parameter& p : loss.parameters)
      options.push_back(p.is_switch() ? p.value : std::clamp(p.name == "gamma" ? 3.0 : 0.2, p.minimum, p.maximum));
    const bool index = loss.class_index();
    std::array<double, 3> p{0.2, 0.5, 0.3}, t{0, 1, 0};
    if (index) t = {1, 0, 0};
    if (loss.for_numbers()) t = {0.3, 0.6, 0.9};
    const View<const double> targets{t.data(), 1, index ? 1 : 3};
    std::array<double, 3> slopes{};
    loss.exact.gradient({p.data(), 1, 3}, targets, {slopes.data(), 1, 3}, 1.0, options.data());
    for (std::size_t j = 0; j < 3; ++j) {
      constexpr double h = 1e-6;
      const auto at = [&](double x) {
        std::array<double, 3> moved = p;
        moved[j] = x;
        double value = 0;
        loss.exact.value({moved.data(), 1, 3}, targets, &value, options.data());
        return value;
      };
      EXPECT_NEAR(slopes[j], (at(p[j] + h) - at(p[j] - h)) / (2 * h), 1e-6) << loss.name << ", output " << j;
    }
  }
}

// ---- activations ----

/// The pull-back of every activation that looks at whole rows, by central differences.
TEST(ActivationDetail, WholeRowsHaveTheSlopesOfTheirValues) {
  for (const Activation& g : activations()) {
    if (g.elementwise) continue;
    const std::vector<double> p = defaults(g).values;
    const std::vector<double> z{0.3, -0.6, 0.9, 0.1, -0.2, 0.4}, weight{0.7, -1.1, 0.4, 0.2, 1.3, -0.5};
    const Index outputs = 6 / g.divides(p.data());
    const auto total = [&](const std::vector<double>& at) {  // any sum of the outputs
      std::vector<double> a(static_cast<std::size_t>(outputs));
      g.exact.forward({at.data(), 1, 6}, {a.data(), 1, outputs}, p.data());
      double sum = 0;
      for (std::size_t j = 0; j < a.size(); ++j) sum += weight[j] * a[j];
      return sum;
    };
    std::vector<double> a(static_cast<std::size_t>(outputs)), dz(6);
    g.exact.forward({z.data(), 1, 6}, {a.data(), 1, outputs}, p.data());
    g.exact.backward({z.data(), 1, 6}, {a.data(), 1, outputs}, {weight.data(), 1, outputs}, {dz.data(), 1, 6},
                     p.data());
    for (std::size_t i = 0; i < 6; ++i) {
      constexpr double h = 1e-6;
      std::vector<double> more = z, less = z;
      more[i] += h;
      less[i] -= h;
      EXPECT_NEAR(dz[i], (total(more) - total(less)) / (2 * h), 1e-7) << g.name << ", z_" << i + 1;
    }
  }
}

// ---- layers with numbers that are not 1 ----

TEST(LayerDetail, GradientsHoldForOtherParametersThanTheUsualOnes) {
  for (const std::string kind : {"rbf", "prelu", "batch_normalization", "layer_normalization", "leaky_relu", "elu"}) {
    LayerSpec layer = layer_defaults(find(layer_kinds(), "layer", kind));
    layer.units = 3;
    CompileSpec compile;
    compile.loss = "mse";
    compile.optimizer = "sgd";
    Sequential model = make_network(2, {dense(3, "tanh"), layer, dense(2)}, compile);
    Random random(3);
    for (float& w : model.weights()) w = static_cast<float>(random.uniform(0.4, 1.3));
    const Matrix x = normal_matrix(5, 2, 1), y = normal_matrix(5, 2, 2);
    for (const auto& l : model.layers())
      for (const Tensor& tensor : l->tensors())
        for (Index i = 0; tensor.trainable && i < tensor.size(); ++i) {
          const GradientCheck check = gradient_check(model, x, y, tensor.offset + i);
          EXPECT_NEAR(check.backprop, check.numeric, 2e-4 * std::max(0.05, std::abs(check.numeric)))
              << kind << ", " << tensor.name << " of " << l->spec().name;
        }
  }
}

// ---- metrics ----

TEST(MetricDetail, AThresholdItselfMeansNo) {
  const Matrix p(4, 1, {0.5f, 0.5f, 0.75f, 0.25f}), t(4, 1, {1, 0, 1, 0});
  EXPECT_EQ(measure("precision", p, t), 1) << "0.5 is not above 0.5: one yes, and it is right";
  EXPECT_EQ(measure("recall", p, t), 0.5);
  EXPECT_EQ(measure("recall:threshold=0.75", p, t), 0);
  EXPECT_EQ(measure("recall:threshold=0.25", p, t), 1);
  EXPECT_EQ(measure("precision:threshold=0.25", p, t), 2.0 / 3);
}

// Weighted by how many samples a class has, not by how often it is said. 3 of class 0 and 1 of class 1.
TEST(MetricDetail, WeightedF1CountsByTheClassesRows) {
  const Matrix p(4, 2, {0.9f, 0.1f, 0.2f, 0.8f, 0.3f, 0.7f, 0.4f, 0.6f}), t(4, 2, {1, 0, 1, 0, 1, 0, 0, 1});
  // Class 0: 1 right, 0 wrong, 2 missed: 2 / 4. Class 1: 1 right, 2 wrong, 0 missed: 2 / 4.
  EXPECT_NEAR(measure("f1_score:average=weighted", p, t), 0.5, 1e-6);
  const Matrix other(4, 2, {0.9f, 0.1f, 0.8f, 0.2f, 0.3f, 0.7f, 0.6f, 0.4f});
  // Class 0: 2 right, 1 wrong, 1 missed: 4 / 6. Class 1: 0 right. (3 * 2/3 + 1 * 0) / 4.
  EXPECT_NEAR(measure("f1_score:average=weighted", other, t), 0.5, 1e-6);
  EXPECT_NEAR(measure("f1_score:average=macro", other, t), 1.0 / 3, 1e-6);
}

// Thresholds of the curve lie at k / 199: an output on one counts as not above it.
TEST(MetricDetail, AucPutsOutputsBetweenItsThresholds) {
  const float step = 1.0f / 199;
  const auto area = [&](float no, float yes) { return measure("auc", Matrix(2, 1, {no, yes}), Matrix(2, 1, {0, 1})); };
  EXPECT_EQ(area(0.25f, 0.75f), 1);
  EXPECT_EQ(area(0.75f, 0.25f), 0);
  EXPECT_EQ(area(10.2f * step, 10.8f * step), 0.5) << "no threshold tells them apart";
  EXPECT_EQ(area(10.8f * step, 11.2f * step), 1);
  EXPECT_EQ(area(0, 0.5f * step), 0.5) << "0 and what is in the first stretch";
  EXPECT_EQ(area(1, 1), 0.5);
}

TEST(Nearest, IsNothingWhereNoLetterIsTheSame) {
  constexpr std::string_view letters[] = {"y", "ab"};
  EXPECT_EQ(nearest("x", letters), "") << "one change would make any letter of any other";
  EXPECT_EQ(nearest("Y", letters), "y");
  EXPECT_EQ(nearest("a", letters), "ab");
}

}  // namespace
}  // namespace chainrule
