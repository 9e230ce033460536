// SPDX-License-Identifier: MIT
// Penalties by their formulas, their gradients by central differences, and constraints by the lengths that columns have
// afterwards.
#include "engine/tables/regularizer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/tables/choice.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

/// l1 and l2 of a row's parameters.
std::pair<double, double> strengths(const Regularizer& row, const std::vector<double>& p) {
  const int l1 = parameter_index(row, "l1"), l2 = parameter_index(row, "l2");
  return {l1 < 0 ? 0 : p[static_cast<std::size_t>(l1)], l2 < 0 ? 0 : p[static_cast<std::size_t>(l2)]};
}

std::vector<double> uneven(const Regularizer& row) {
  std::vector<double> p;
  for (std::size_t i = 0; i < row.parameters.size(); ++i) p.push_back(0.3 + 0.4 * static_cast<double>(i));
  return p;
}

TEST(Regularizer, IsL1TimesSizesPlusL2TimesSquares) {
  const std::vector<double> w{1, -2, 0, 0.5};
  const std::vector<float> single(w.begin(), w.end());
  for (const Regularizer& row : regularizers()) {
    if (!row.any()) continue;
    const std::vector<double> p = uneven(row);
    const auto [l1, l2] = strengths(row, p);
    const double expected = l1 * 3.5 + l2 * 5.25;  // 1 + 2 + 1/2; 1 + 4 + 1/4
    EXPECT_NEAR(row.penalty(single.data(), 4, p.data()), expected, 1e-12) << row.name;
    EXPECT_NEAR(row.penalty_exact(w.data(), 4, p.data()), expected, 1e-12) << row.name;
    EXPECT_NEAR(row.penalty_exact(w.data(), 1, p.data()), l1 + l2, 1e-12) << row.name << ", the first number alone";
  }
}

TEST(Regularizer, AddsTheSlopeOfItsPenalty) {
  const std::vector<double> w{1, -2, 0.5, -0.125};
  for (const Regularizer& row : regularizers()) {
    if (!row.any()) continue;
    const std::vector<double> p = uneven(row);
    const std::vector<float> single(w.begin(), w.end());
    std::vector<float> g(4, 10.0f);  // what is there already stays
    row.add_gradient(single.data(), 4, g.data(), p.data());
    for (std::size_t i = 0; i < w.size(); ++i) {
      constexpr double h = 1e-5;
      std::vector<double> more = w, less = w;
      more[i] += h;
      less[i] -= h;
      const double slope =
          (row.penalty_exact(more.data(), 4, p.data()) - row.penalty_exact(less.data(), 4, p.data())) / (2 * h);
      EXPECT_NEAR(g[i], 10 + slope, 1e-5) << row.name << " at " << w[i];
    }
    const float zeros[] = {0.0f, -0.0f};
    float at_zero[] = {0, 0};
    row.add_gradient(zeros, 2, at_zero, p.data());
    EXPECT_EQ(at_zero[0], 0) << row.name << ": the kink's slope is 0";
    EXPECT_EQ(at_zero[1], 0) << row.name;
  }
}

// ---- constraints ----

std::vector<double> lengths(const Matrix& w) {
  std::vector<double> all;
  for (Index j = 0; j < w.cols; ++j) {
    double squares = 0;
    for (Index i = 0; i < w.rows; ++i) squares += double(w(i, j)) * double(w(i, j));
    all.push_back(std::sqrt(squares));
  }
  return all;
}

/// Columns of lengths 5, 0.5, 1, 0 that point in different ways.
Matrix columns() { return {3, 4, {3, 0.3f, 0, 0, 0, -0.4f, 1, 0, -4, 0, 0, 0}}; }

/// Applies the constraint and expects columns of these lengths in the directions as before.
void expect_lengths(std::string_view name, const std::vector<double>& p, const std::vector<double>& wanted) {
  const Constraint& row = find(constraints(), "constraint", name);
  const Matrix before = columns();
  Matrix w = before;
  row.apply(w, p.data());
  const std::vector<double> then = lengths(before), now = lengths(w);
  for (std::size_t j = 0; j < wanted.size(); ++j) {
    EXPECT_NEAR(now[j], wanted[j], 1e-5) << name << ", column " << j;
    for (Index i = 0; i < w.rows && then[j] > 0; ++i)
      EXPECT_NEAR(w(i, static_cast<Index>(j)), before(i, static_cast<Index>(j)) * wanted[j] / then[j], 1e-5) << name;
  }
}

TEST(Constraint, KeepsUnitsWithinTheirLengths) {
  expect_lengths("max_norm", {2}, {2, 0.5, 1, 0});
  expect_lengths("unit_norm", {}, {1, 1, 1, 0});
  expect_lengths("min_max_norm", {0.8, 3, 1}, {3, 0.8, 1, 0});
  expect_lengths("min_max_norm", {0.8, 3, 0.25}, {0.25 * 3 + 0.75 * 5, 0.25 * 0.8 + 0.75 * 0.5, 1, 0});
  expect_lengths("min_max_norm", {2, 1, 1}, {2, 2, 2, 0});  // a least length above the greatest wins
}

TEST(Constraint, NonNegativeWeightsStay) {
  Matrix w = columns();
  find(constraints(), "constraint", "non_neg").apply(w, nullptr);
  EXPECT_EQ(w.data, (std::vector<float>{3, 0.3f, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0}));
}

// In a network they hold after every step, whatever the step was.
TEST(Constraint, HoldsAfterAStepOfTraining) {
  for (const Constraint& row : constraints()) {
    if (!row.any()) continue;
    LayerSpec layer = dense(3);
    layer.kernel_constraint = defaults(row);
    CompileSpec compile;
    compile.optimizer = {"sgd", {5}};
    compile.loss = "mse";
    Sequential model = make_network(4, {layer}, compile);
    model.train_on_batch(normal_matrix(6, 4, 1), normal_matrix(6, 3, 2));
    const Matrix kernel = model.get_weights()[0];
    for (const double length : lengths(kernel)) {
      if (row.name == "max_norm") { EXPECT_LE(length, 2 + 1e-5); }
      if (row.name == "unit_norm") { EXPECT_NEAR(length, 1, 1e-5); }
      if (row.name == "min_max_norm") { EXPECT_LE(length, 1 + 1e-5); }
    }
    for (const float w : kernel.data) EXPECT_GE(w, row.name == "non_neg" ? 0 : -INFINITY);
  }
}

}  // namespace
}  // namespace chainrule
