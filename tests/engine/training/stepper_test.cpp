// SPDX-License-Identifier: MIT
#include "engine/training/stepper.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/training/gradient_check.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

const CompileSpec adam{{"adam", {0.01}}, "categorical_crossentropy", {"acc"}};
const std::vector<LayerSpec> layers{dense(5, "tanh"), dense(4), activation_layer("elu"), dense(3, "softmax")};

TEST(Stepper, PassesThroughThePhasesInOrder) {
  Sequential model = make_network(2, {dense(3, "relu"), dense(1)}, {{"sgd", {}}, "mse", {}});
  Stepper stepper(model, 4);
  const Matrix x = normal_matrix(4, 2, 1), y = normal_matrix(4, 1, 2);
  stepper.load(x, y);
  const Step expected[] = {{Phase::load, 0},     {Phase::forward, 0},  {Phase::forward, 1}, {Phase::loss, 0},
                           {Phase::backward, 1}, {Phase::backward, 0}, {Phase::update, 0},  {Phase::update, 1},
                           {Phase::done, 0},     {Phase::done, 0}};
  for (const Step& step : expected) EXPECT_EQ(stepper.advance(), step);
  EXPECT_EQ(model.iterations(), 1);
}

TEST(Stepper, EqualsTrainOnBatchBitForBit) {
  const Matrix x = normal_matrix(7, 4, 3), y = targets_for(find(losses(), "loss", "categorical_crossentropy"), 7, 3, 4);
  for (const char* optimizer : {"sgd", "adam"})
    for (const bool recording : {false, true}) {
      CompileSpec compile = adam;
      compile.optimizer = {optimizer, {0.05, 0.9}};
      Sequential whole = make_network(4, layers, compile), pieces = make_network(4, layers, compile);
      Stepper stepper(pieces, 7);
      stepper.record(recording);
      for (int i = 0; i < 20; ++i) {
        const Logs logs = whole.train_on_batch(x, y);
        stepper.load(x, y);
        while (!stepper.done()) stepper.advance();
        EXPECT_EQ(logs[0].second, stepper.loss());
      }
      EXPECT_TRUE(std::equal(whole.weights().begin(), whole.weights().end(), pieces.weights().begin()));
    }
}

// The trace tells the truth: its parts are related as the lecture's formulas say.
TEST(Stepper, TraceFollowsTheFormulas) {
  Sequential model = make_network(2, {dense(3, "sigmoid"), dense(2, "tanh")}, {{"sgd", {0.5}}, "mse", {}});
  const Matrix x = normal_matrix(5, 2, 8), y = normal_matrix(5, 2, 9);
  Stepper stepper(model, 5);
  stepper.record(true);
  stepper.load(x, y);
  stepper.finish();
  const Trace& t = stepper.trace();
  EXPECT_EQ(t.x.data, x.data);
  for (const LayerTrace& l : t.layers) {
    const Matrix& w = l.before[0];
    for (Index r = 0; r < 5; ++r)
      for (Index j = 0; j < w.cols; ++j) {
        double z = l.before[1](0, j);
        for (Index i = 0; i < w.rows; ++i) z += double(l.x(r, i)) * w(i, j);
        EXPECT_NEAR(l.z(r, j), z, 1e-5);
        EXPECT_NEAR(l.delta(r, j), l.da(r, j) * l.derivative(r, j), 1e-6);
      }
    for (Index i = 0; i < w.rows; ++i)
      for (Index j = 0; j < w.cols; ++j) {
        double g = 0;
        for (Index r = 0; r < 5; ++r) g += double(l.x(r, i)) * l.delta(r, j);
        EXPECT_NEAR(l.gradients[0](i, j), g, 1e-6);
        EXPECT_NEAR(l.after[0](i, j), w(i, j) - 0.5 * l.gradients[0](i, j), 1e-6);
      }
  }
  const LayerTrace& last = t.layers[1];
  for (Index r = 0; r < 5; ++r)
    for (Index i = 0; i < 3; ++i) {
      double passed = 0;
      for (Index j = 0; j < 2; ++j) passed += double(last.delta(r, j)) * last.before[0](i, j);
      EXPECT_NEAR(last.dx(r, i), passed, 1e-6);
      EXPECT_EQ(t.layers[0].da(r, i), last.dx(r, i));
    }
  EXPECT_DOUBLE_EQ(t.learning_rate, 0.5);
}

TEST(Stepper, ShowsTheReceivedGradientOfASoftmaxToo) {
  Sequential model = make_network(2, {dense(3, "softmax")}, adam);
  const Matrix x = normal_matrix(1, 2, 1), y(1, 3, {0, 1, 0});
  Stepper stepper(model, 1);
  stepper.record(true);
  stepper.load(x, y);
  stepper.finish();
  const LayerTrace& l = stepper.trace().layers[0];
  // Through the Jacobian, dL/da gives the short form a - t.
  double along = 0;
  for (Index j = 0; j < 3; ++j) along += double(l.da(0, j)) * l.a(0, j);
  for (Index j = 0; j < 3; ++j) {
    EXPECT_NEAR(l.delta(0, j), l.a(0, j) - y(0, j), 1e-6);
    EXPECT_NEAR(l.a(0, j) * (l.da(0, j) - along), l.delta(0, j), 1e-5);
  }
  EXPECT_TRUE(l.derivative.empty()) << "softmax has a Jacobian, not one derivative a unit";
}

TEST(Stepper, LeavesFrozenLayersAlone) {
  LayerSpec frozen = dense(3, "tanh");
  frozen.trainable = false;
  Sequential model = make_network(2, {frozen, dense(1)}, {{"adam", {0.1}}, "mse", {}});
  const auto before = model.get_weights();
  model.train_on_batch(normal_matrix(4, 2, 1), normal_matrix(4, 1, 2));
  const auto after = model.get_weights();
  EXPECT_EQ(before[0].data, after[0].data);
  EXPECT_NE(before[2].data, after[2].data);
}

TEST(Stepper, RefusesModelsThatCannotTrainAndBatchesTooLarge) {
  Sequential model;
  model.add(dense(1, "linear", 2));
  EXPECT_THROW(Stepper(model, 4), Error);
  model.compile({{"sgd", {}}, "mse", {}});
  Stepper stepper(model, 2);
  const Matrix x(3, 2), y(3, 1);
  EXPECT_THROW(stepper.load(x, y), Error);
}

TEST(Stepper, IsNotDisturbedByGradientsOfOtherRows) {
  const Matrix x = normal_matrix(5, 3, 1), y = normal_matrix(5, 2, 2), others = normal_matrix(5, 3, 3);
  const CompileSpec compile{{"adam", {}}, "mse", {}};
  Sequential paused = make_network(3, {dense(4, "tanh"), dense(2)}, compile);
  Sequential whole = make_network(3, {dense(4, "tanh"), dense(2)}, compile);
  Stepper stepper(paused, 5);
  stepper.load(x, y);
  while (!(stepper.position() == Step{Phase::backward, 0})) stepper.advance();
  paused.gradients(others, y);
  gradient_check(paused, others, y, 7);
  stepper.finish();
  whole.train_on_batch(x, y);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(paused.get_weights()[i].data, whole.get_weights()[i].data);
}

}  // namespace
}  // namespace chainrule
