// SPDX-License-Identifier: MIT
// Formulas: Keras 3 `keras/src/optimizers/schedules/learning_rate_schedule.py`.
#include "engine/tables/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chainrule {
namespace {

namespace usual {  // of several schedules
constexpr Parameter decay_steps{"decay_steps", "steps (batches) of one decay", 1000, 1, 1e9, true, true};
constexpr Parameter staircase{"staircase", "in jumps after each decay_steps", 0, 0, 1, false, true};
constexpr Parameter alpha{"alpha", "share of the rate that is left at the end", 0, 0, 1};
}  // namespace usual
constexpr Parameter exponential_parameters[] = {
    usual::decay_steps, {"decay_rate", "factor over decay_steps", 0.9, 1e-6, 1}, usual::staircase};
constexpr Parameter inverse_parameters[] = {
    usual::decay_steps, {"decay_rate", "what 1 grows by over decay_steps", 0.5, 0, 1000}, usual::staircase};
constexpr Parameter polynomial_parameters[] = {
    usual::decay_steps,
    {"end_learning_rate", "rate at the end", 1e-4, 0, 100, true},
    {"power", "1: a straight line", 1, 0.1, 10},
    {"cycle", "begin again after decay_steps, longer each time", 0, 0, 1, false, true}};
constexpr Parameter piecewise_parameters[] = {
    {"boundary_1", "the rate is value_1 after this step; 0 = never", 0, 0, 1e9, false, true},
    {"value_1", "rate after boundary_1", 0.001, 0, 100, true},
    {"boundary_2", "the rate is value_2 after this step; 0 = never", 0, 0, 1e9, false, true},
    {"value_2", "rate after boundary_2", 0.001, 0, 100, true},
    {"boundary_3", "the rate is value_3 after this step; 0 = never", 0, 0, 1e9, false, true},
    {"value_3", "rate after boundary_3", 0.001, 0, 100, true},
    {"boundary_4", "the rate is value_4 after this step; 0 = never", 0, 0, 1e9, false, true},
    {"value_4", "rate after boundary_4", 0.001, 0, 100, true}};
constexpr Parameter cosine_parameters[] = {
    usual::decay_steps,
    usual::alpha,
    {"warmup_target", "rate that the warm-up ends with; 0 = no warm-up", 0, 0, 100},
    {"warmup_steps", "steps from learning_rate up to it", 0, 0, 1e9, false, true}};
constexpr Parameter restarts_parameters[] = {
    {"first_decay_steps", "steps of the first period", 1000, 1, 1e9, true, true},
    {"t_mul", "each period is this much longer", 2, 1, 10},
    {"m_mul", "each period begins this much lower", 1, 0.01, 1},
    usual::alpha};

double constant(double initial, double, const double*) { return initial; }

double fraction(double iterations, const double* p) {  // of decay_steps; in whole ones with staircase
  const double passed = iterations / p[place("decay_steps", exponential_parameters, inverse_parameters)];
  return p[place("staircase", exponential_parameters, inverse_parameters)] != 0 ? std::floor(passed) : passed;
}
double exponential(double initial, double iterations, const double* p) {
  return initial * std::pow(p[place("decay_rate", exponential_parameters)], fraction(iterations, p));
}
double inverse_time(double initial, double iterations, const double* p) {
  return initial / (1 + p[place("decay_rate", inverse_parameters)] * fraction(iterations, p));
}

double polynomial(double initial, double iterations, const double* p) {
  double steps = p[place("decay_steps", polynomial_parameters)];
  if (p[place("cycle", polynomial_parameters)] != 0)
    steps *= iterations == 0 ? 1 : std::ceil(iterations / steps);  // cycle: as long again, and again
  else iterations = std::min(iterations, steps);
  const double end = p[place("end_learning_rate", polynomial_parameters)];
  return (initial - end) * std::pow(1 - iterations / steps, p[place("power", polynomial_parameters)]) + end;
}

constexpr int most_boundaries = 4;  // pairs of a boundary and the value behind it
static_assert(place("boundary_1", piecewise_parameters) == 0 && place("value_1", piecewise_parameters) == 1 &&
              place("value_4", piecewise_parameters) == 2 * most_boundaries - 1);
double piecewise_constant(double initial, double iterations, const double* p) {
  double rate = initial;
  for (int i = 0; i < most_boundaries && p[2 * i] > 0 && iterations > p[2 * i]; ++i) rate = p[2 * i + 1];
  return rate;
}

double half_cosine(double passed) { return 0.5 * (1 + std::cos(std::numbers::pi * passed)); }

double cosine(double initial, double iterations, const double* p) {
  const double steps = p[place("decay_steps", cosine_parameters)], alpha = p[place("alpha", cosine_parameters)];
  const double target = p[place("warmup_target", cosine_parameters)],
               warmup = p[place("warmup_steps", cosine_parameters)];
  const bool warms = target > 0 && warmup > 0;
  if (warms && iterations < warmup) return initial + (target - initial) * iterations / warmup;
  const double passed = std::min(iterations - (warms ? warmup : 0), steps) / steps;
  return (warms ? target : initial) * ((1 - alpha) * half_cosine(passed) + alpha);
}

double cosine_restarts(double initial, double iterations, const double* p) {
  const double t_mul = p[place("t_mul", restarts_parameters)], m_mul = p[place("m_mul", restarts_parameters)],
               alpha = p[place("alpha", restarts_parameters)];
  double passed = iterations / p[place("first_decay_steps", restarts_parameters)], restarts = 0;
  if (t_mul == 1) {
    restarts = std::floor(passed);
    passed -= restarts;
  } else {  // periods first, first t_mul, first t_mul^2, ... : their sum is a geometric series
    restarts = std::floor(std::log(1 - passed * (1 - t_mul)) / std::log(t_mul));
    const double length = std::pow(t_mul, restarts);
    passed = (passed - (1 - length) / (1 - t_mul)) / length;
  }
  return initial * ((1 - alpha) * std::pow(m_mul, restarts) * half_cosine(passed) + alpha);
}

constexpr std::string_view exponential_aliases[] = {"ExponentialDecay"};
constexpr std::string_view inverse_aliases[] = {"InverseTimeDecay"};
constexpr std::string_view polynomial_aliases[] = {"PolynomialDecay"};
constexpr std::string_view piecewise_aliases[] = {"PiecewiseConstantDecay", "piecewise_constant_decay"};
constexpr std::string_view cosine_aliases[] = {"CosineDecay"};
constexpr std::string_view restarts_aliases[] = {"CosineDecayRestarts"};

constexpr Schedule table[] = {
    {"constant",
     "The learning rate stays as it is.",
     "learning_rate",
     KerasName("", "", "return {rate}"),
     {},
     constant},
    {"exponential_decay", "Falls by the same factor over equal times.", "learning_rate decay_rate^(step / decay_steps)",
     KerasName("ExponentialDecay", "", "return {rate} * {decay_rate} ** (step {divided} {decay_steps})"),
     exponential_parameters, exponential, exponential_aliases},
    {"inverse_time_decay", "Falls like 1 / time: fast at first, then ever more slowly.",
     "learning_rate / (1 + decay_rate step / decay_steps)",
     KerasName("InverseTimeDecay", "", "return {rate} / (1 + {decay_rate} * (step {divided} {decay_steps}))"),
     inverse_parameters, inverse_time, inverse_aliases},
    {"polynomial_decay", "Falls to end_learning_rate along a line or power.",
     "(learning_rate - end) (1 - step / decay_steps)^power + end",
     KerasName("PolynomialDecay", "",
               "steps = {decay_steps} * (max(1, math.ceil(step / {decay_steps})) if {cycle} else 1)\n"
               "left = 1 - min(step, steps) / steps\n"
               "return ({rate} - {end_learning_rate}) * left ** {power} + {end_learning_rate}"),
     polynomial_parameters, polynomial, polynomial_aliases},
    {"piecewise_constant", "A rate for each stretch of steps.", "learning_rate up to boundary_1, then value_1, ...",
     KerasName("PiecewiseConstantDecay", "", "return {pieces}"), piecewise_parameters, piecewise_constant,
     piecewise_aliases},
    {"cosine_decay", "Half a wave from learning_rate down; with a warm-up first if wanted.",
     "learning_rate ((1 - alpha) (1 + cos(pi step / decay_steps)) / 2 + alpha)",
     KerasName("CosineDecay", "",
               "top, warmup = {top}\n"
               "if step < warmup:\n"
               "    return {rate} + (top - {rate}) * step / warmup\n"
               "passed = min(step - warmup, {decay_steps}) / {decay_steps}\n"
               "return top * ((1 - {alpha}) * 0.5 * (1 + math.cos(math.pi * passed)) + {alpha})"),
     cosine_parameters, cosine, cosine_aliases},
    {"cosine_decay_restarts", "Half waves one after another, each longer than the last.",
     "learning_rate ((1 - alpha) m_mul^i (1 + cos(pi passed)) / 2 + alpha)",
     KerasName("CosineDecayRestarts", "",
               "start, length, top = 0, {first_decay_steps}, 1\n"
               "while step >= start + length:\n"
               "    start, length, top = start + length, length * {t_mul}, top * {m_mul}\n"
               "wave = 0.5 * (1 + math.cos(math.pi * (step - start) / length))\n"
               "return {rate} * ((1 - {alpha}) * top * wave + {alpha})"),
     restarts_parameters, cosine_restarts, restarts_aliases},
};

}  // namespace

std::span<const Schedule> schedules() { return table; }

}  // namespace chainrule
