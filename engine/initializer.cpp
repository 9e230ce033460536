// SPDX-License-Identifier: MIT
// Formulas: Keras 3 `keras/src/initializers/random_initializers.py`.
#include "initializer.hpp"

#include <cmath>

namespace chainrule {
namespace {

void zeros(float* w, Index count, Index, Index, Random&, const double*) {
  for (Index i = 0; i < count; ++i) w[i] = 0;
}

void glorot_uniform(float* w, Index count, Index fan_in, Index fan_out, Random& random, const double*) {
  const double limit = std::sqrt(6.0 / static_cast<double>(fan_in + fan_out));
  for (Index i = 0; i < count; ++i) w[i] = static_cast<float>(random.uniform(-limit, limit));
}

void he_normal(float* w, Index count, Index fan_in, Index, Random& random, const double*) {
  constexpr double shrink = 0.87962566103423978;  // deviation of a normal cut at +-2
  const double deviation = std::sqrt(2.0 / static_cast<double>(fan_in)) / shrink;
  for (Index i = 0; i < count; ++i) w[i] = static_cast<float>(deviation * random.truncated_normal());
}

constexpr Initializer table[] = {
    {"glorot_uniform", "Uniform, so that signals keep their size forwards and backwards: Keras's default.",
     "U(-r, r), r = sqrt(6 / (in + out))", {}, glorot_uniform},
    {"he_normal", "Normal, made for relu: half of its units are silent, so weights are larger.",
     "N(0, 2 / in), cut at 2 deviations", {}, he_normal},
    {"zeros", "All zero. For biases; as a kernel every unit stays equal to its neighbours.", "0", {}, zeros},
};

}  // namespace

std::span<const Initializer> initializers() { return table; }

}  // namespace chainrule
