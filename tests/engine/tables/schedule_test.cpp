// SPDX-License-Identifier: MIT
// The schedules against a second implementation, written from the documentation of Keras 3's classes with loops in
// place of closed forms, at every step of several decays: beginnings, ends and exact multiples are among them.
#include "engine/tables/schedule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "engine/tables/choice.hpp"

namespace chainrule {
namespace {

using Rule = std::function<double(double rate, int step, const std::vector<double>& p)>;

double wave(double share) { return 0.5 * (1 + std::cos(std::numbers::pi * share)); }

/// Keras: `step // decay_steps` with staircase.
double passed(int step, const std::vector<double>& p) {
  return p[2] != 0 ? static_cast<double>(step / static_cast<int>(p[0])) : step / p[0];
}

double polynomial(double rate, int step, const std::vector<double>& p) {
  double length = p[0], at = step;
  if (p[3] != 0)
    while (length < step) length += p[0];  // the first multiple of decay_steps that is not behind
  else at = std::min(at, length);
  return (rate - p[1]) * std::pow(1 - at / length, p[2]) + p[1];
}

double piecewise(double rate, int step, const std::vector<double>& p) {
  for (std::size_t i = 0; i + 1 < p.size() && p[i] > 0; i += 2)
    if (step > p[i]) rate = p[i + 1];
  return rate;
}

double cosine(double rate, int step, const std::vector<double>& p) {
  const double alpha = p[1];
  if (p[2] > 0 && p[3] > 0) {
    if (step < p[3]) return rate + (p[2] - rate) * (step / p[3]);
    return p[2] * ((1 - alpha) * wave(std::min((step - p[3]) / p[0], 1.0)) + alpha);
  }
  return rate * ((1 - alpha) * wave(std::min(step / p[0], 1.0)) + alpha);
}

double restarts(double rate, int step, const std::vector<double>& p) {
  double start = 0, length = p[0], height = 1;
  while (step >= start + length) {
    start += length;
    length *= p[1];
    height *= p[2];
  }
  return rate * ((1 - p[3]) * height * wave((step - start) / length) + p[3]);
}

const std::map<std::string, Rule>& rules() {
  static const std::map<std::string, Rule> all{
      {"constant", [](double rate, int, const auto&) { return rate; }},
      {"exponential_decay", [](double rate, int s, const auto& p) { return rate * std::pow(p[1], passed(s, p)); }},
      {"inverse_time_decay", [](double rate, int s, const auto& p) { return rate / (1 + p[1] * passed(s, p)); }},
      {"polynomial_decay", polynomial},
      {"piecewise_constant", piecewise},
      {"cosine_decay", cosine},
      {"cosine_decay_restarts", restarts}};
  return all;
}

/// Values of the parameters that reach into every branch.
std::vector<std::vector<double>> cases_of(std::string_view name) {
  if (name == "exponential_decay" || name == "inverse_time_decay") return {{10, 0.5, 0}, {10, 0.5, 1}, {1, 0.9, 1}};
  if (name == "polynomial_decay")
    return {{10, 0.01, 1, 0}, {10, 0.01, 2, 0}, {10, 0.01, 1, 1}, {10, 0.01, 0.5, 1}, {1, 0.01, 1, 1}};
  if (name == "piecewise_constant")
    return {{5, 0.05, 9, 0.02, 20, 0.3, 31, 0.001}, {5, 0.05, 0, 0.02, 20, 0.3, 0, 0}, {0, 1, 0, 1, 0, 1, 0, 1}};
  if (name == "cosine_decay")
    return {{20, 0, 0, 0}, {20, 0.1, 0, 0}, {20, 0.1, 0.5, 7}, {20, 0.1, 0.5, 0}, {20, 0.1, 0, 7}};
  if (name == "cosine_decay_restarts")
    return {{10, 1, 1, 0}, {10, 1, 0.5, 0.1}, {10, 2, 1, 0}, {10, 2, 0.7, 0.2}, {7, 1.5, 0.9, 0.1}};
  return {{}};
}

TEST(Schedule, GivesTheRateOfEveryStep) {
  for (const Schedule& schedule : schedules()) {
    const std::string name(schedule.name);
    ASSERT_TRUE(rules().contains(name)) << name << " has no second implementation here";
    for (const auto& p : cases_of(name)) {
      ASSERT_EQ(p.size(), schedule.parameters.size()) << name;
      for (int step = 0; step <= 45; ++step) {
        if (name == "cosine_decay_restarts" && p[1] == 2 && step % 10 == 0 && step > 0) continue;  // see below
        EXPECT_NEAR(schedule.rate(0.1, step, p.data()), rules().at(name)(0.1, step, p), 1e-12)
            << name << ", step " << step << ", first parameter " << p[0];
      }
    }
  }
}

// The closed form takes a logarithm, whose last bit decides at an exact boundary: a period ends or the next begins, and
// both are right up to the height, which with m_mul = 1 is the same top or bottom of a wave. One step on it is clear.
TEST(Schedule, RestartsBeginAtTheTopAgain) {
  const Schedule& row = find(schedules(), "learning-rate schedule", "cosine_decay_restarts");
  const double p[] = {10, 2, 0.5, 0};  // periods of 10, 20, 40 steps, of heights 1, 1/2, 1/4
  EXPECT_NEAR(row.rate(1, 0, p), 1, 1e-12);
  EXPECT_NEAR(row.rate(1, 5, p), 0.5, 1e-12);
  EXPECT_NEAR(row.rate(1, 20, p), 0.25, 1e-12) << "the middle of the second";
  EXPECT_NEAR(row.rate(1, 50, p), 0.125, 1e-12) << "the middle of the third";
  EXPECT_LT(row.rate(1, 9, p), 0.03);
  EXPECT_GT(row.rate(1, 11, p), 0.49);
  EXPECT_LT(row.rate(1, 29, p), 0.01);
  EXPECT_GT(row.rate(1, 31, p), 0.24);
}

// With cycle, a decay ends at its last step and the next, longer one begins behind it.
TEST(Schedule, APolynomialsCycleEndsAtAnExactMultiple) {
  const Schedule& row = find(schedules(), "learning-rate schedule", "polynomial_decay");
  const double p[] = {10, 0, 1, 1};
  EXPECT_DOUBLE_EQ(row.rate(1, 0, p), 1);
  EXPECT_DOUBLE_EQ(row.rate(1, 10, p), 0);
  EXPECT_DOUBLE_EQ(row.rate(1, 11, p), 1 - 11.0 / 20);
  EXPECT_DOUBLE_EQ(row.rate(1, 20, p), 0);
  EXPECT_DOUBLE_EQ(row.rate(1, 21, p), 1 - 21.0 / 30);
}

}  // namespace
}  // namespace chainrule
