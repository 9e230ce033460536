// SPDX-License-Identifier: MIT
// Formulas: Keras 3 `keras/src/optimizers`; Keras 2.2.4 `optimizers.py` for the older dialect and for `decay`. One
// counter for the whole network, never one a tensor, so that Adam's bias correction is the same in every layer.
#include "engine/tables/optimizer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace chainrule {
namespace {

/// Slots of dead units halve and halve; numbers too small to matter become 0 before they become denormal, which
/// processors (and WebAssembly, which cannot flush them) compute many times slower.
inline float settled(float x) { return std::abs(x) < 1e-30f ? 0.0f : x; }

inline float single(double x) { return static_cast<float>(x); }

/// w[i] = next(i) for all weights; those that would not be finite stay as they are.
template <class Next>
inline bool each(const UpdateRange& range, Next next) {
  float* const w = range.weights;
  int overflowed = 0;
  for (Index i = 0; i < range.count; ++i) {
    const float now = next(i);
    const bool finite = std::abs(now) <= std::numeric_limits<float>::max();
    w[i] = finite ? now : w[i];
    overflowed |= !finite;
  }
  return overflowed == 0;
}

constexpr Parameter shared[shared_count] = {
    {"decay", "learning rate is divided by 1 + decay * steps (Keras 2; in Keras 3 that is InverseTimeDecay)", 0, 0, 10},
    {"weight_decay", "all weights shrink by this share times the learning rate before each step", 0, 0, 1},
    {"clipnorm", "longest gradient of a tensor (Keras 2.2: of the whole network); 0 = any", 0, 0, 1000},
    {"global_clipnorm", "longest gradient of the whole network; 0 = any", 0, 0, 1000},
    {"clipvalue", "largest size of each number of a gradient; 0 = any", 0, 0, 1000},
};

/// A row's own parameters with the shared ones behind.
template <std::size_t n>
constexpr auto with_shared(const Parameter (&own)[n], double weight_decay = 0) {
  std::array<Parameter, n + shared_count> all{};
  for (std::size_t i = 0; i < n; ++i) all[i] = own[i];
  for (std::size_t i = 0; i < shared_count; ++i) all[n + i] = shared[i];
  all[n + place("weight_decay", shared)].value = weight_decay;
  return all;
}

namespace usual {  // of several optimizers
constexpr Parameter rate(double value, double keras2 = same_default) {
  return {"learning_rate", "size of a step", value, 0, 100, true, false, keras2};
}
constexpr Parameter beta_1{"beta_1", "memory of the mean gradient m", 0.9, 0, 0.9999};
constexpr Parameter beta_2{"beta_2", "memory of the mean square v", 0.999, 0, 0.99999};
constexpr Parameter rho{"rho", "memory of the mean square", 0.9, 0, 0.9999};
constexpr Parameter epsilon{"epsilon", "keeps the division finite", 1e-7, 1e-12, 1, true};
constexpr Parameter momentum{"momentum", "share of the last change that goes on", 0, 0, 0.999};
}  // namespace usual

constexpr auto sgd_parameters =
    with_shared({usual::rate(0.01),
                 usual::momentum,
                 {"nesterov", "look ahead along the momentum before the step", 0, 0, 1, false, true}});
constexpr auto rmsprop_parameters =
    with_shared({usual::rate(0.001),
                 usual::rho,
                 usual::momentum,
                 usual::epsilon,
                 {"centered", "divide by the variance in place of the mean square", 0, 0, 1, false, true}});
constexpr auto adagrad_parameters =
    with_shared({usual::rate(0.001, 0.01),
                 {"initial_accumulator_value", "the sum of squares begins with it", 0.1, 0, 10, false, false, 0},
                 usual::epsilon});
constexpr auto adadelta_parameters =
    with_shared({usual::rate(0.001, 1), {"rho", "memory of the mean squares", 0.95, 0, 0.9999}, usual::epsilon});
constexpr Parameter adam_own[] = {usual::rate(0.001),
                                  usual::beta_1,
                                  usual::beta_2,
                                  usual::epsilon,
                                  {"amsgrad", "divide by the largest mean square so far", 0, 0, 1, false, true}};
constexpr auto adam_parameters = with_shared(adam_own);
constexpr auto adamw_parameters = with_shared(adam_own, 0.004);
constexpr auto adamax_parameters = with_shared({usual::rate(0.001, 0.002),
                                                usual::beta_1,
                                                {"beta_2", "memory of the largest gradient u", 0.999, 0, 0.99999},
                                                usual::epsilon});
constexpr auto nadam_parameters =
    with_shared({usual::rate(0.001, 0.002),
                 usual::beta_1,
                 usual::beta_2,
                 usual::epsilon,
                 {"schedule_decay", "how fast the momentum warms up", 1, 0, 10, false, false, 0.004}});
constexpr auto lion_parameters = with_shared({usual::rate(0.001),
                                              {"beta_1", "share of the memory in a step", 0.9, 0, 0.9999},
                                              {"beta_2", "memory of the mean gradient m", 0.99, 0, 0.99999}});

// m = momentum m - lr g;  w += m,  or with Nesterov's look ahead  w += momentum m - lr g
bool sgd(const UpdateRange& range, const UpdateStep& s, const double* p) {
  const float lr = single(s.learning_rate), momentum = single(p[place("momentum", sgd_parameters)]);
  const float* const w = range.weights;
  const float* const g = range.gradients;
  float* const m = range.slots[0];
  if (momentum == 0) return each(range, [=](Index i) { return w[i] - lr * g[i]; });
  if (p[place("nesterov", sgd_parameters)] == 0)
    return each(range, [=](Index i) { return w[i] + (m[i] = settled(momentum * m[i] - lr * g[i])); });
  return each(range, [=](Index i) {
    m[i] = settled(momentum * m[i] - lr * g[i]);
    return w[i] + momentum * m[i] - lr * g[i];
  });
}

// v = rho v + (1 - rho) g^2;  w -= lr g / sqrt(v + epsilon)   (Keras 2: sqrt(v) + epsilon)
// centered: v - mean(g)^2 under the root;  momentum: b = momentum b + lr g / sqrt(...), w -= b
bool rmsprop(const UpdateRange& range, const UpdateStep& s, const double* p) {
  const float lr = single(s.learning_rate), rho = single(p[place("rho", rmsprop_parameters)]),
              rest = single(1 - p[place("rho", rmsprop_parameters)]),
              momentum = single(p[place("momentum", rmsprop_parameters)]);
  const float epsilon = single(p[place("epsilon", rmsprop_parameters)]);
  const bool outside = s.dialect == Dialect::keras2, centered = p[place("centered", rmsprop_parameters)] != 0;
  const float inner = outside ? 0.0f : epsilon, outer = outside ? epsilon : 0.0f;
  const float* const w = range.weights;
  const float* const g = range.gradients;
  float *const v = range.slots[0], *const b = range.slots[1], *const mean = range.slots[2];
  const auto scaled = [=](Index i) {
    v[i] = settled(rho * v[i] + rest * (g[i] * g[i]));
    return lr * g[i] / (std::sqrt(v[i] + inner) + outer);
  };
  if (!centered && momentum == 0) return each(range, [=](Index i) { return w[i] - scaled(i); });
  if (!centered) return each(range, [=](Index i) { return w[i] - (b[i] = settled(momentum * b[i] + scaled(i))); });
  return each(range, [=](Index i) {
    v[i] = settled(rho * v[i] + rest * (g[i] * g[i]));
    mean[i] = settled(rho * mean[i] + rest * g[i]);
    // Rounding may leave the variance a hair below 0.
    const float change = lr * g[i] / (std::sqrt(std::fmax(v[i] - mean[i] * mean[i], 0.0f) + inner) + outer);
    if (momentum == 0) return w[i] - change;
    b[i] = settled(momentum * b[i] + change);
    return w[i] - b[i];
  });
}

// a += g^2;  w -= lr g / sqrt(a + epsilon)   (Keras 2: sqrt(a) + epsilon)
bool adagrad(const UpdateRange& range, const UpdateStep& s, const double* p) {
  const float lr = single(s.learning_rate), epsilon = single(p[place("epsilon", adagrad_parameters)]);
  const bool outside = s.dialect == Dialect::keras2;
  const float inner = outside ? 0.0f : epsilon, outer = outside ? epsilon : 0.0f;
  const float* const w = range.weights;
  const float* const g = range.gradients;
  float* const a = range.slots[0];
  return each(range, [=](Index i) {
    a[i] = settled(a[i] + g[i] * g[i]);
    return w[i] - lr * g[i] / (std::sqrt(a[i] + inner) + outer);
  });
}

// A = rho A + (1 - rho) g^2;  d = -sqrt(D + epsilon) g / sqrt(A + epsilon);  D = rho D + (1 - rho) d^2;  w += lr d
bool adadelta(const UpdateRange& range, const UpdateStep& s, const double* p) {
  const float lr = single(s.learning_rate), rho = single(p[place("rho", adadelta_parameters)]),
              rest = single(1 - p[place("rho", adadelta_parameters)]),
              epsilon = single(p[place("epsilon", adadelta_parameters)]);
  const float* const w = range.weights;
  const float* const g = range.gradients;
  float *const a = range.slots[0], *const d = range.slots[1];
  return each(range, [=](Index i) {
    a[i] = settled(rho * a[i] + rest * (g[i] * g[i]));
    const float change = -std::sqrt(d[i] + epsilon) * g[i] / std::sqrt(a[i] + epsilon);
    d[i] = settled(rho * d[i] + rest * (change * change));
    return w[i] + lr * change;
  });
}

// m += (1 - b1)(g - m);  v += (1 - b2)(g^2 - v);  w -= lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt v + epsilon)
// (epsilon is the paper's "epsilon hat");  amsgrad: the largest v so far in place of v
void prepare_adam(UpdateStep& s, const double* p) {
  s.terms[0] = s.learning_rate * std::sqrt(1 - std::pow(p[place("beta_2", adam_own)], s.step)) /
               (1 - std::pow(p[place("beta_1", adam_own)], s.step));
}
bool adam(const UpdateRange& range, const UpdateStep& s, const double* p) {
  const float alpha = single(s.terms[0]);
  const float keep_m = single(1 - p[place("beta_1", adam_own)]), keep_v = single(1 - p[place("beta_2", adam_own)]),
              epsilon = single(p[place("epsilon", adam_own)]);
  const float* const w = range.weights;
  const float* const g = range.gradients;
  float *const m = range.slots[0], *const v = range.slots[1], *const most = range.slots[2];
  if (p[place("amsgrad", adam_own)] == 0)
    return each(range, [=](Index i) {
      m[i] = settled(m[i] + keep_m * (g[i] - m[i]));
      v[i] = settled(v[i] + keep_v * (g[i] * g[i] - v[i]));
      return w[i] - alpha * m[i] / (std::sqrt(v[i]) + epsilon);
    });
  return each(range, [=](Index i) {
    m[i] = settled(m[i] + keep_m * (g[i] - m[i]));
    v[i] = settled(v[i] + keep_v * (g[i] * g[i] - v[i]));
    most[i] = most[i] > v[i] ? most[i] : v[i];
    return w[i] - alpha * m[i] / (std::sqrt(most[i]) + epsilon);
  });
}

// u = max(b2 u, |g|);  w -= lr m / ((1 - b1^t)(u + epsilon))
void prepare_adamax(UpdateStep& s, const double* p) {
  s.terms[0] = s.learning_rate / (1 - std::pow(p[place("beta_1", adamax_parameters)], s.step));
}
bool adamax(const UpdateRange& range, const UpdateStep& s, const double* p) {
  const float alpha = single(s.terms[0]);
  const float keep_m = single(1 - p[place("beta_1", adamax_parameters)]),
              beta_2 = single(p[place("beta_2", adamax_parameters)]),
              epsilon = single(p[place("epsilon", adamax_parameters)]);
  const float* const w = range.weights;
  const float* const g = range.gradients;
  float *const m = range.slots[0], *const u = range.slots[1];
  return each(range, [=](Index i) {
    m[i] = settled(m[i] + keep_m * (g[i] - m[i]));
    const float fading = beta_2 * u[i], size = std::abs(g[i]);
    u[i] = settled(fading > size ? fading : size);
    return w[i] - alpha * m[i] / (u[i] + epsilon);
  });
}

double nadam_momentum(double t, const double* p) {
  return p[place("beta_1", nadam_parameters)] *
         (1 - 0.5 * std::pow(0.96, t * p[place("schedule_decay", nadam_parameters)]));
}

// u_t = b1 (1 - 0.96^(t schedule_decay) / 2), U = u_1 ... u_t:
// m_hat = u_(t+1) m / (1 - U u_(t+1)) + (1 - u_t) g / (1 - U);  w -= lr m_hat / (sqrt(v / (1 - b2^t)) + epsilon)
void prepare_nadam(UpdateStep& s, const double* p) {
  const double now = nadam_momentum(s.step, p), next = nadam_momentum(s.step + 1, p);
  s.momentum_product *= now;
  s.terms[0] = next / (1 - s.momentum_product * next);
  s.terms[1] = (1 - now) / (1 - s.momentum_product);
  s.terms[2] = 1 / (1 - std::pow(p[place("beta_2", nadam_parameters)], s.step));
}
bool nadam(const UpdateRange& range, const UpdateStep& s, const double* p) {
  const float of_m = single(s.terms[0]), of_g = single(s.terms[1]), correction = single(s.terms[2]);
  const float keep_m = single(1 - p[place("beta_1", nadam_parameters)]),
              keep_v = single(1 - p[place("beta_2", nadam_parameters)]),
              epsilon = single(p[place("epsilon", nadam_parameters)]), lr = single(s.learning_rate);
  const float* const w = range.weights;
  const float* const g = range.gradients;
  float *const m = range.slots[0], *const v = range.slots[1];
  return each(range, [=](Index i) {
    m[i] = settled(m[i] + keep_m * (g[i] - m[i]));
    v[i] = settled(v[i] + keep_v * (g[i] * g[i] - v[i]));
    return w[i] - lr * (of_m * m[i] + of_g * g[i]) / (std::sqrt(v[i] * correction) + epsilon);
  });
}

// w -= lr sign(b1 m + (1 - b1) g);  m = b2 m + (1 - b2) g
bool lion(const UpdateRange& range, const UpdateStep& s, const double* p) {
  const float lr = single(s.learning_rate), beta_1 = single(p[place("beta_1", lion_parameters)]),
              rest_1 = single(1 - p[place("beta_1", lion_parameters)]);
  const float beta_2 = single(p[place("beta_2", lion_parameters)]),
              rest_2 = single(1 - p[place("beta_2", lion_parameters)]);
  const float* const w = range.weights;
  const float* const g = range.gradients;
  float* const m = range.slots[0];
  return each(range, [=](Index i) {
    const float c = beta_1 * m[i] + rest_1 * g[i];
    m[i] = settled(beta_2 * m[i] + rest_2 * g[i]);
    return w[i] - (c > 0 ? lr : c < 0 ? -lr : 0 * c);  // a gradient that is no number must show
  });
}

constexpr std::string_view sgd_slots[] = {"momentum"};
constexpr std::string_view rmsprop_slots[] = {"velocity", "momentum", "average_gradient"};
constexpr std::string_view adagrad_slots[] = {"accumulator"};
constexpr std::string_view adadelta_slots[] = {"accumulated_grad", "accumulated_delta_var"};
constexpr std::string_view adam_slots[] = {"m", "v", "v_hat"};
constexpr std::string_view adamax_slots[] = {"m", "u"};
constexpr std::string_view nadam_slots[] = {"m", "v"};
constexpr std::string_view lion_slots[] = {"m"};

std::string_view sgd_steps(const double* p, Dialect) {
  if (p[place("momentum", sgd_parameters)] == 0) return "w' = w - learning_rate g";
  return p[place("nesterov", sgd_parameters)] == 0
             ? "m' = momentum m - learning_rate g; w' = w + m'"
             : "m' = momentum m - learning_rate g; w' = w + momentum m' - learning_rate g";
}
std::string_view rmsprop_steps(const double* p, Dialect dialect) {
  const bool moves = p[place("momentum", rmsprop_parameters)] != 0, outside = dialect == Dialect::keras2;
  if (p[place("centered", rmsprop_parameters)] != 0)
    return moves ? outside ? "v' = rho v + (1 - rho) g^2; e' = rho e + (1 - rho) g; m' = momentum m + learning_rate g "
                             "/ (sqrt(v' - e'^2) + epsilon); w' = w - m'"
                           : "v' = rho v + (1 - rho) g^2; e' = rho e + (1 - rho) g; m' = momentum m + learning_rate g "
                             "/ sqrt(v' - e'^2 + epsilon); w' = w - m'"
           : outside ? "v' = rho v + (1 - rho) g^2; e' = rho e + (1 - rho) g; w' = w - learning_rate g / (sqrt(v' - "
                       "e'^2) + epsilon)"
                     : "v' = rho v + (1 - rho) g^2; e' = rho e + (1 - rho) g; w' = w - learning_rate g / sqrt(v' - "
                       "e'^2 + epsilon)";
  if (moves)
    return outside ? "v' = rho v + (1 - rho) g^2; m' = momentum m + learning_rate g / (sqrt(v') + epsilon); w' = w - m'"
                   : "v' = rho v + (1 - rho) g^2; m' = momentum m + learning_rate g / sqrt(v' + epsilon); w' = w - m'";
  return outside ? "v' = rho v + (1 - rho) g^2; w' = w - learning_rate g / (sqrt(v') + epsilon)"
                 : "v' = rho v + (1 - rho) g^2; w' = w - learning_rate g / sqrt(v' + epsilon)";
}
std::string_view adagrad_steps(const double*, Dialect dialect) {
  return dialect == Dialect::keras2 ? "a' = a + g^2; w' = w - learning_rate g / (sqrt(a') + epsilon)"
                                    : "a' = a + g^2; w' = w - learning_rate g / sqrt(a' + epsilon)";
}
std::string_view adadelta_steps(const double*, Dialect) {
  return "a' = rho a + (1 - rho) g^2; w' = w - learning_rate g sqrt(d + epsilon) / sqrt(a' + epsilon)";
}
std::string_view adam_steps(const double* p, Dialect) {
  return p[place("amsgrad", adam_own)] == 0
             ? "m' = beta_1 m + (1 - beta_1) g; v' = beta_2 v + (1 - beta_2) g^2; c_1 = learning_rate sqrt(1 - "
               "beta_2^t) / (1 - beta_1^t); w' = w - c_1 m' / (sqrt(v') + epsilon)"
             : "m' = beta_1 m + (1 - beta_1) g; v' = beta_2 v + (1 - beta_2) g^2; u' = max(u, v'); c_1 = "
               "learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t); w' = w - c_1 m' / (sqrt(u') + epsilon)";
}
std::string_view adamax_steps(const double*, Dialect) {
  return "m' = beta_1 m + (1 - beta_1) g; u' = max(beta_2 u, |g|); c_1 = learning_rate / (1 - beta_1^t); w' = w - c_1 "
         "m' / (u' + epsilon)";
}
std::string_view nadam_steps(const double*, Dialect) {
  return "m' = beta_1 m + (1 - beta_1) g; v' = beta_2 v + (1 - beta_2) g^2; w' = w - learning_rate (c_1 m' + c_2 g) / "
         "(sqrt(c_3 v') + epsilon)";
}
std::string_view lion_steps(const double*, Dialect) {
  return "w' = w - learning_rate sign(beta_1 m + (1 - beta_1) g); m' = beta_2 m + (1 - beta_2) g";
}

constexpr std::string_view letter_m[] = {"m"}, letters_vme[] = {"v", "m", "e"}, letter_a[] = {"a"},
                           letters_ad[] = {"a", "d"}, letters_mvu[] = {"m", "v", "u"}, letters_mu[] = {"m", "u"};

void prepare_nothing(UpdateStep&, const double*) {}

constexpr bool sgd_uses(int, const double* p) { return p[place("momentum", sgd_parameters)] != 0; }
constexpr bool rmsprop_uses(int slot, const double* p) {
  return slot == 0 || p[slot == 1 ? place("momentum", rmsprop_parameters) : place("centered", rmsprop_parameters)] != 0;
}
constexpr bool adam_uses(int slot, const double* p) { return slot < 2 || p[place("amsgrad", adam_own)] != 0; }

constexpr Optimizer table[] = {
    {"sgd", "Stochastic gradient descent: a step against the gradient; momentum keeps rolling.",
     "w -= learning_rate dL/dw", in_both("SGD"), sgd_parameters, sgd_slots, prepare_nothing, sgd, sgd_uses, -1,
     sgd_steps, letter_m},
    {"adam", "A step size of its own for each weight, from the mean and the spread of its gradients.",
     "w -= learning_rate m_hat / (sqrt(v_hat) + epsilon)", in_both("Adam"), adam_parameters, adam_slots, prepare_adam,
     adam, adam_uses, -1, adam_steps, letters_mvu},
    {"rmsprop", "Divides each gradient by its own recent size.",
     "v = rho v + (1 - rho) g^2; w -= learning_rate g / sqrt(v + epsilon)", in_both("RMSprop"), rmsprop_parameters,
     rmsprop_slots, prepare_nothing, rmsprop, rmsprop_uses, -1, rmsprop_steps, letters_vme},
    {"adagrad", "Divides each gradient by the size of all before it: steps only get smaller.",
     "a += g^2; w -= learning_rate g / sqrt(a + epsilon)", in_both("Adagrad"), adagrad_parameters, adagrad_slots,
     prepare_nothing, adagrad, nullptr, static_cast<int>(place("initial_accumulator_value", adagrad_parameters)),
     adagrad_steps, letter_a},
    {"adadelta", "Steps as long as recent steps were: needs no learning rate of its own (use 1).",
     "w -= learning_rate sqrt(D + epsilon) g / sqrt(A + epsilon)", in_both("Adadelta"), adadelta_parameters,
     adadelta_slots, prepare_nothing, adadelta, nullptr, -1, adadelta_steps, letters_ad},
    {"adamw", "Adam with weights that shrink a little at each step.", "w -= learning_rate weight_decay w; then adam",
     KerasName("AdamW", "Adam"), adamw_parameters, adam_slots, prepare_adam, adam, adam_uses, -1, adam_steps,
     letters_mvu},
    {"adamax", "Adam with the largest recent gradient in place of the mean square.",
     "u = max(beta_2 u, |g|); w -= learning_rate m_hat / (u + epsilon)", in_both("Adamax"), adamax_parameters,
     adamax_slots, prepare_adamax, adamax, nullptr, -1, adamax_steps, letters_mu},
    {"nadam", "Adam with Nesterov's look ahead.", "w -= learning_rate m_bar / (sqrt(v_hat) + epsilon)",
     in_both("Nadam"), nadam_parameters, nadam_slots, prepare_nadam, nadam, nullptr, -1, nadam_steps, letters_mvu},
    {"lion", "Steps of one size: only the sign of the smoothed gradient counts.",
     "w -= learning_rate sign(beta_1 m + (1 - beta_1) g)", KerasName("Lion", ""), lion_parameters, lion_slots,
     prepare_nothing, lion, nullptr, -1, lion_steps, letter_m},
};

}  // namespace

static_assert(std::ranges::all_of(table, [](const Optimizer& row) {
  return row.parameters[learning_rate_place].name == "learning_rate";
}));

std::span<const Optimizer> optimizers() { return table; }

SharedParameters shared_parameters(const Optimizer& optimizer, std::span<const double> values) {
  const double* const s = values.data() + optimizer.parameters.size() - shared_count;
  return {s[place("decay", shared)], s[place("weight_decay", shared)], s[place("clipnorm", shared)],
          s[place("global_clipnorm", shared)], s[place("clipvalue", shared)]};
}

void check_clipping(const Optimizer& optimizer, std::span<const double> values, Dialect dialect) {
  const SharedParameters s = shared_parameters(optimizer, values);
  const int ways = (s.clipnorm > 0) + (s.global_clipnorm > 0) + (s.clipvalue > 0);
  if (dialect == Dialect::keras3 && ways > 1)
    throw Error("expected only one of clipnorm, global_clipnorm and clipvalue, received " + std::to_string(ways) +
                " of them, in " + std::string(optimizer.name));
}

double decayed(double learning_rate, double decay, double step) { return learning_rate / (1 + decay * (step - 1)); }

}  // namespace chainrule
