// SPDX-License-Identifier: MIT
// f(w) = w^2 from w = 1 with Keras's defaults: golden values computed from Keras's sources, most confirmed by
// TensorFlow.js to 7 digits. Whole trajectories against PyTorch are in golden_test.cpp.
#include "engine/tables/optimizer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "engine/tables/schedule.hpp"
#include "tests/engine/files.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

using test::message;

std::vector<double> descend(Choice choice, int steps, Dialect dialect = Dialect::keras3) {
  const Optimizer& o = resolve(optimizers(), "optimizer", choice, dialect);
  const double* const p = choice.values.data();
  float w = 1, slots[most_slots] = {};
  if (o.first_slot_parameter >= 0) slots[0] = static_cast<float>(p[o.first_slot_parameter]);
  UpdateStep step;
  step.dialect = dialect;
  const double decay = shared_parameters(o, choice.values).weight_decay;
  std::vector<double> course;
  for (int t = 1; t <= steps; ++t) {
    const float g = 2 * w;
    step.step = t;
    step.learning_rate = decayed(p[0], shared_parameters(o, choice.values).decay, t);
    o.prepare(step, p);
    w *= static_cast<float>(1 - decay * step.learning_rate);
    EXPECT_TRUE(o.update({&w, &g, {&slots[0], &slots[1], &slots[2]}, 1}, step, p));
    course.push_back(w);
  }
  return course;
}

void expect_course(const Choice& choice, const std::vector<double>& golden, Dialect dialect = Dialect::keras3) {
  const auto course = descend(choice, static_cast<int>(golden.size()), dialect);
  for (std::size_t i = 0; i < golden.size(); ++i)
    EXPECT_NEAR(course[i], golden[i], 3e-7) << choice.name << ", step " << i + 1;
}

TEST(Optimizer, Sgd) { expect_course("sgd", {0.98, 0.9604, 0.941192}); }
TEST(Optimizer, SgdWithMomentum) { expect_course({"sgd", {0.01, 0.9}}, {0.98, 0.9424, 0.889712}); }
TEST(Optimizer, SgdWithNesterov) { expect_course({"sgd", {0.01, 0.9, 1}}, {0.962, 0.909244, 0.844528328}); }
TEST(Optimizer, RmsProp) { expect_course("rmsprop", {0.996837723, 0.994547011, 0.992630675}); }
TEST(Optimizer, Adagrad) { expect_course("adagrad", {0.999012270, 0.998309894, 0.997735397}); }
TEST(Optimizer, AdagradOfKeras2) { expect_course("adagrad", {0.99, 0.982964555, 0.977237940}, Dialect::keras2); }
TEST(Optimizer, Adadelta) { expect_course("adadelta", {0.999998586, 0.999997154, 0.999995709}); }
TEST(Optimizer, Adam) { expect_course("adam", {0.999000002, 0.998000029, 0.997000100}); }
TEST(Optimizer, AdamW) { expect_course("adamw", {0.998996002, 0.997992033, 0.996988112}); }
TEST(Optimizer, Adamax) { expect_course("adamax", {0.999, 0.997999526, 0.996998595}); }
TEST(Optimizer, Nadam) { expect_course("nadam", {0.998937212, 0.998163979, 0.997453142}); }
TEST(Optimizer, LionStepsByTheSign) { expect_course("lion", {0.999, 0.998, 0.997}); }

// Written from the formulas of Keras 2.2.4 in double, as a second implementation.
TEST(Optimizer, NadamOfKeras2) {
  double w = 1, m = 0, v = 0, product = 1;
  std::vector<double> golden;
  for (int t = 1; t <= 5; ++t) {
    const double g = 2 * w, now = 0.9 * (1 - 0.5 * std::pow(0.96, t * 0.004)),
                 next = 0.9 * (1 - 0.5 * std::pow(0.96, (t + 1) * 0.004));
    product *= now;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const double bar = (1 - now) * g / (1 - product) + next * m / (1 - product * next);
    w -= 0.002 * bar / (std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-7);
    golden.push_back(w);
  }
  expect_course("nadam", golden, Dialect::keras2);
}

// With g = 1e-4 and epsilon 0.01 its place shows: under the root it is sqrt(v + 0.01), outside sqrt(v) + 0.01.
TEST(Optimizer, EpsilonStandsUnderTheRootInKeras3AndOutsideInKeras2) {
  for (const char* name : {"rmsprop", "adagrad"}) {
    Choice choice = defaults(find(optimizers(), "optimizer", name));
    const Optimizer& o = find(optimizers(), "optimizer", name);
    choice.values[static_cast<std::size_t>(parameter_index(o, "epsilon"))] = 0.01;
    choice.values[0] = 1;
    if (const int a = parameter_index(o, "initial_accumulator_value"); a >= 0)
      choice.values[static_cast<std::size_t>(a)] = 0;
    const double square = name[0] == 'r' ? 0.1 * 4 : 4.0;
    EXPECT_NEAR(descend(choice, 1)[0], 1 - 2 / std::sqrt(square + 0.01), 1e-6) << name;
    EXPECT_NEAR(descend(choice, 1, Dialect::keras2)[0], 1 - 2 / (std::sqrt(square) + 0.01), 1e-6) << name;
  }
}

TEST(Optimizer, DefaultsFollowTheDialect) {
  const auto rate = [](const char* name, Dialect d) {
    return defaults(find(optimizers(), "optimizer", name), d).values[0];
  };
  EXPECT_EQ(rate("adagrad", Dialect::keras2), 0.01);
  EXPECT_EQ(rate("adadelta", Dialect::keras2), 1.0);
  EXPECT_EQ(rate("adamax", Dialect::keras2), 0.002);
  EXPECT_EQ(rate("nadam", Dialect::keras2), 0.002);
  for (const char* name : {"adagrad", "adadelta", "adamax", "nadam"}) EXPECT_EQ(rate(name, Dialect::keras3), 0.001);
}

// decay divides by 1 + decay * steps done: 0.01, then 0.01 / 1.5, then 0.01 / 2.
TEST(Optimizer, Decay) {
  const double w1 = 1 - 0.02, w2 = w1 * (1 - 0.02 / 1.5), w3 = w2 * (1 - 0.02 / 2);
  expect_course({"sgd", {0.01, 0, 0, 0.5}}, {w1, w2, w3});
}

TEST(Optimizer, EveryRowDescends) {
  std::set<std::string_view> names;
  for (const Optimizer& o : optimizers()) {
    Choice choice = defaults(o);
    choice.values[0] = o.name == "adadelta" ? 50 : o.name == "adagrad" ? 0.5 : 0.05;
    EXPECT_LT(std::abs(descend(choice, 80).back()), 0.35) << o.name;
    EXPECT_EQ(o.parameters[0].name, "learning_rate");
    EXPECT_EQ(o.parameters[o.parameters.size() - 1].name, "clipvalue");
    EXPECT_LE(o.slots.size(), static_cast<std::size_t>(most_slots));
    names.insert(o.name);
  }
  for (const char* wanted : {"sgd", "rmsprop", "adagrad", "adadelta", "adam", "adamw", "adamax", "nadam", "lion"})
    EXPECT_TRUE(names.contains(wanted)) << wanted;
}

TEST(Optimizer, KeepsAWeightThatWouldOverflowAndSaysSo) {
  for (const Optimizer& o : optimizers()) {
    Choice choice = defaults(o);
    float w[2] = {3e38f, 1}, g[2] = {-1e30f, 1}, slots[3][2] = {};
    choice.values[0] = 1e35;
    UpdateStep step;
    step.step = 1;
    step.learning_rate = 1e38;
    o.prepare(step, choice.values.data());
    const bool finite = o.update({w, g, {slots[0], slots[1], slots[2]}, 2}, step, choice.values.data());
    EXPECT_TRUE(std::isfinite(w[0]) && std::isfinite(w[1])) << o.name;
    EXPECT_TRUE(finite || w[0] == 3e38f || w[1] == 1) << o.name;
  }
}

TEST(Optimizer, LeavesNoDenormalSlots) {
  for (const Optimizer& o : optimizers()) {
    Choice choice = defaults(o);
    float w = 1, slots[3] = {};
    UpdateStep step;
    for (int t = 1; t <= 3000; ++t) {
      const float g = t == 1 ? 1e-12f : 0.0f;
      step.step = t;
      step.learning_rate = choice.values[0];
      o.prepare(step, choice.values.data());
      o.update({&w, &g, {&slots[0], &slots[1], &slots[2]}, 1}, step, choice.values.data());
      for (const float s : slots) ASSERT_TRUE(s == 0 || std::isnormal(s)) << o.name << " " << s;
    }
  }
}

// ---- clipping and weight decay -------------------------------------------------------------------------------------

/// The first update of y = x w, x = (3, 4), targets 0, by SGD with learning rate 1, from w = 0.5 and b = 0.
std::vector<Matrix> one_step(const std::string& options, Dialect dialect = Dialect::keras3) {
  CompileSpec compile{"sgd", "mse", {}};
  compile.optimizer = defaults(find(optimizers(), "optimizer", "sgd"), dialect);
  compile.optimizer.values[0] = 1;
  const Optimizer& sgd = find(optimizers(), "optimizer", "sgd");
  if (!options.empty()) read_parameter("sgd", sgd.parameters, options, 0, compile.optimizer.values, dialect);
  Sequential model = make_network(1, {dense(1)}, compile, dialect);
  model.set_weights(std::vector{Matrix(1, 1, 0.5f), Matrix(1, 1, 0)});
  const Matrix x(2, 1, {3, 4}), y(2, 1, {0, 0});  // dL/dw = mean 2 (1.5 3), 2 (2 4) = 12.5, dL/db = 3.5
  model.train_on_batch(x, y);
  return model.get_weights();
}

TEST(Optimizer, ClipsEachTensorAllTogetherOrEachNumber) {
  EXPECT_NEAR(one_step("")[0](0, 0), 0.5 - 12.5, 1e-5);
  EXPECT_NEAR(one_step("clipnorm=2")[0](0, 0), 0.5 - 2, 1e-5);
  EXPECT_NEAR(one_step("clipnorm=2")[1](0, 0), -2, 1e-5);
  const double norm = std::sqrt(12.5 * 12.5 + 3.5 * 3.5);
  EXPECT_NEAR(one_step("global_clipnorm=2")[0](0, 0), 0.5 - 12.5 * 2 / norm, 1e-5);
  EXPECT_NEAR(one_step("global_clipnorm=2")[1](0, 0), -3.5 * 2 / norm, 1e-5);
  EXPECT_NEAR(one_step("clipvalue=3")[0](0, 0), 0.5 - 3, 1e-5);
  EXPECT_NEAR(one_step("clipvalue=5")[1](0, 0), -3.5, 1e-5);
  // Keras 2.2.4 measures all gradients together.
  EXPECT_NEAR(one_step("clipnorm=2", Dialect::keras2)[0](0, 0), 0.5 - 12.5 * 2 / norm, 1e-5);
}

TEST(Optimizer, WeightDecayShrinksAllWeightsBeforeTheStep) {
  EXPECT_NEAR(one_step("weight_decay=0.1")[0](0, 0), 0.5 * 0.9 - 12.5, 1e-5);
}

TEST(Optimizer, TakesOneWayOfClippingInKeras3) {
  const auto compile = [](Dialect dialect) {
    Sequential model(dialect);
    Choice sgd = defaults(find(optimizers(), "optimizer", "sgd"), dialect);
    sgd.values[5] = sgd.values[7] = 1;
    return message<Error>([&] { model.compile({sgd, "mse", {}}); });
  };
  EXPECT_EQ(compile(Dialect::keras3),
            "expected only one of clipnorm, global_clipnorm and clipvalue, received 2 of them, in sgd");
  EXPECT_EQ(compile(Dialect::keras2), "");
}

// ---- schedules -----------------------------------------------------------------------------------------------------

double rate(const std::string& name, std::vector<double> values, double step, double initial = 1) {
  Choice choice{name, std::move(values)};
  return resolve(schedules(), "schedule", choice).rate(initial, step, choice.values.data());
}

// By hand from the definitions in Keras's documentation.
TEST(Schedule, FollowsItsFormula) {
  EXPECT_EQ(rate("constant", {}, 1e6, 0.3), 0.3);
  EXPECT_NEAR(rate("exponential_decay", {100, 0.5}, 50), std::sqrt(0.5), 1e-12);
  EXPECT_NEAR(rate("exponential_decay", {100, 0.5, 1}, 199), 0.5, 1e-12);
  EXPECT_NEAR(rate("inverse_time_decay", {10, 0.5}, 20), 0.5, 1e-12);
  EXPECT_NEAR(rate("inverse_time_decay", {10, 0.5, 1}, 19), 1 / 1.5, 1e-12);
  EXPECT_NEAR(rate("polynomial_decay", {100, 0.1, 1}, 50), 0.55, 1e-12);
  EXPECT_NEAR(rate("polynomial_decay", {100, 0.1, 2}, 50), 0.9 * 0.25 + 0.1, 1e-12);
  EXPECT_NEAR(rate("polynomial_decay", {100, 0.1, 1}, 500), 0.1, 1e-12);
  EXPECT_NEAR(rate("polynomial_decay", {100, 0, 1, 1}, 150), 0.25, 1e-12) << "the second cycle is 200 steps long";
  EXPECT_EQ(rate("piecewise_constant", {10, 0.5, 20, 0.25}, 10), 1)
      << "the boundary itself belongs to what is before it";
  EXPECT_EQ(rate("piecewise_constant", {10, 0.5, 20, 0.25}, 11), 0.5);
  EXPECT_EQ(rate("piecewise_constant", {10, 0.5, 20, 0.25}, 21), 0.25);
  EXPECT_NEAR(rate("cosine_decay", {100, 0}, 50), 0.5, 1e-12);
  EXPECT_NEAR(rate("cosine_decay", {100, 0.2}, 1000), 0.2, 1e-12);
  EXPECT_NEAR(rate("cosine_decay", {100, 0, 3, 10}, 5), 2, 1e-12) << "half way up from 1 to 3";
  EXPECT_NEAR(rate("cosine_decay", {100, 0, 3, 10}, 60), 1.5, 1e-12);
  EXPECT_NEAR(rate("cosine_decay_restarts", {100, 2, 1, 0}, 50), 0.5, 1e-12);
  EXPECT_NEAR(rate("cosine_decay_restarts", {100, 2, 0.5, 0}, 200), 0.25, 1e-12) << "half of the second period of 200";
  EXPECT_NEAR(rate("cosine_decay_restarts", {100, 1, 1, 0}, 250), 0.5, 1e-12);
}

TEST(Schedule, SetsTheRateOfEachStep) {
  CompileSpec compile{{"sgd", {1}}, "mse", {}};
  compile.learning_rate_schedule = {"exponential_decay", {1, 0.5}};
  Sequential model = make_network(1, {dense(1)}, compile);
  const Matrix x(1, 1, 1), y(1, 1, 0);
  for (const double wanted : {1.0, 0.5, 0.25}) {
    EXPECT_DOUBLE_EQ(model.learning_rate(), wanted);
    model.train_on_batch(x, y);
  }
}

}  // namespace
}  // namespace chainrule
