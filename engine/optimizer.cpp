// SPDX-License-Identifier: MIT
// Formulas: Keras 3 `keras/src/optimizers`, `decay` from Keras 2.2.4. One counter for the whole network, never one a
// tensor, so that Adam's bias correction is the same in every layer.
#include "optimizer.hpp"

#include <cmath>

namespace chainrule {
namespace {

// m = momentum m - lr g;  w += m,  or with Nesterov's look ahead  w += momentum m - lr g
void sgd(const UpdateRange& range, double step, const double* p) {
  const auto lr = static_cast<float>(decayed(p[0], p[3], step));
  const auto momentum = static_cast<float>(p[1]);
  float* const w = range.weights;
  float* const m = range.slots[0];
  const float* const g = range.gradients;
  if (momentum == 0) {
    for (Index i = 0; i < range.count; ++i) w[i] -= lr * g[i];
  } else if (p[2] == 0) {
    for (Index i = 0; i < range.count; ++i) w[i] += m[i] = momentum * m[i] - lr * g[i];
  } else {
    for (Index i = 0; i < range.count; ++i) {
      m[i] = momentum * m[i] - lr * g[i];
      w[i] += momentum * m[i] - lr * g[i];
    }
  }
}

// m += (1 - b1)(g - m);  v += (1 - b2)(g^2 - v);  w -= lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt v + epsilon)
// (epsilon is the paper's "epsilon hat")
void adam(const UpdateRange& range, double step, const double* p) {
  const double lr = decayed(p[0], p[4], step);
  const auto alpha =
      static_cast<float>(lr * std::sqrt(1 - std::pow(p[2], step)) / (1 - std::pow(p[1], step)));
  const auto keep_m = static_cast<float>(1 - p[1]), keep_v = static_cast<float>(1 - p[2]);
  const auto epsilon = static_cast<float>(p[3]);
  float* const w = range.weights;
  float* const m = range.slots[0];
  float* const v = range.slots[1];
  const float* const g = range.gradients;
  for (Index i = 0; i < range.count; ++i) {
    m[i] += keep_m * (g[i] - m[i]);
    v[i] += keep_v * (g[i] * g[i] - v[i]);
    w[i] -= alpha * m[i] / (std::sqrt(v[i]) + epsilon);
  }
}

constexpr Parameter sgd_parameters[] = {
    {"learning_rate", "length of a step along the gradient", 0.01, 0, 100, true},
    {"momentum", "share of the last change that goes on", 0, 0, 0.999},
    {"nesterov", "look ahead along the momentum before the step", 0, 0, 1, false, true},
    {"decay", "learning rate is divided by 1 + decay * steps", 0, 0, 10},
};
constexpr Parameter adam_parameters[] = {
    {"learning_rate", "size of a step", 0.001, 0, 100, true},
    {"beta_1", "memory of the mean gradient m", 0.9, 0, 0.9999},
    {"beta_2", "memory of the mean square v", 0.999, 0, 0.99999},
    {"epsilon", "keeps the division finite", 1e-7, 1e-12, 1, true},
    {"decay", "learning rate is divided by 1 + decay * steps", 0, 0, 10},
};
constexpr std::string_view sgd_slots[] = {"momentum"};
constexpr std::string_view adam_slots[] = {"m", "v"};

constexpr Optimizer table[] = {
    {"sgd", "Stochastic gradient descent: a step against the gradient; momentum keeps rolling.",
     "w -= learning_rate dL/dw", sgd_parameters, sgd_slots, sgd},
    {"adam", "A step size of its own for each weight, from the mean and the spread of its gradients.",
     "w -= learning_rate m_hat / (sqrt(v_hat) + epsilon)", adam_parameters, adam_slots, adam},
};

}  // namespace

std::span<const Optimizer> optimizers() { return table; }

double decayed(double learning_rate, double decay, double step) {
  return learning_rate / (1 + decay * (step - 1));
}

}  // namespace chainrule
