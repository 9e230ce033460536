// SPDX-License-Identifier: MIT
// Formulas: Keras 3 `keras/src/initializers/random_initializers.py`. Everything random is drawn in double from the
// engine's own generator, with additions, multiplications and roots alone, so that all platforms agree to the last bit.
#include "engine/tables/initializer.hpp"

#include <algorithm>
#include <cmath>

namespace chainrule {
namespace {

constexpr double shrink = 0.87962566103423978;  // deviation of a standard normal cut at +-2

constexpr Parameter constant_parameters[] = {{"value", "of every weight", 0, -100, 100}};
constexpr Parameter gain_parameters[] = {{"gain", "factor", 1, -100, 100}};
constexpr Parameter normal_parameters[] = {{"mean", "middle", 0, -100, 100}, {"stddev", "deviation", 0.05, 0, 100}};
constexpr Parameter uniform_parameters[] = {{"minval", "smallest", -0.05, -100, 100},
                                            {"maxval", "largest", 0.05, -100, 100}};

template <class Draw>
void draw(View<float> w, Draw next) {
  for (Index i = 0; i < w.size(); ++i) w.data[i] = static_cast<float>(next());
}

void zeros(View<float> w, bool, Random&, const double*) {
  draw(w, [] { return 0.0; });
}
void ones(View<float> w, bool, Random&, const double*) {
  draw(w, [] { return 1.0; });
}
void constant(View<float> w, bool, Random&, const double* p) {
  draw(w, [value = p[place("value", constant_parameters)]] { return value; });
}
void identity(View<float> w, bool, Random&, const double* p) {
  const auto gain = static_cast<float>(p[place("gain", gain_parameters)]);
  for (Index r = 0; r < w.rows; ++r)
    for (Index c = 0; c < w.cols; ++c) w(r, c) = r == c ? gain : 0.0f;
}
void random_normal(View<float> w, bool, Random& random, const double* p) {
  const double mean = p[place("mean", normal_parameters)], stddev = p[place("stddev", normal_parameters)];
  draw(w, [&] { return mean + stddev * random.normal(); });
}
void truncated_normal(View<float> w, bool, Random& random, const double* p) {
  const double mean = p[place("mean", normal_parameters)], stddev = p[place("stddev", normal_parameters)];
  draw(w, [&] { return mean + stddev * random.truncated_normal(); });
}
void random_uniform(View<float> w, bool, Random& random, const double* p) {
  const double a = p[place("minval", uniform_parameters)], b = p[place("maxval", uniform_parameters)];
  draw(w, [&] { return random.uniform(std::min(a, b), std::max(a, b)); });
}

// VarianceScaling: variance scale / fan, as a uniform or as a normal cut at two deviations.
struct Fans {
  double in, average;
};
Fans fans(View<float> w, bool vector) {
  const auto in = static_cast<double>(vector ? w.cols : w.rows), out = static_cast<double>(w.cols);
  return {in, (in + out) / 2};
}
void scaled_uniform(View<float> w, double variance, Random& random) {
  const double limit = std::sqrt(3 * variance);
  draw(w, [&] { return random.uniform(-limit, limit); });
}
void scaled_normal(View<float> w, double variance, Random& random) {
  const double deviation = std::sqrt(variance) / shrink;
  draw(w, [&] { return deviation * random.truncated_normal(); });
}
void glorot_uniform(View<float> w, bool v, Random& random, const double*) {
  scaled_uniform(w, 1 / fans(w, v).average, random);
}
void glorot_normal(View<float> w, bool v, Random& random, const double*) {
  scaled_normal(w, 1 / fans(w, v).average, random);
}
void he_uniform(View<float> w, bool v, Random& random, const double*) { scaled_uniform(w, 2 / fans(w, v).in, random); }
void he_normal(View<float> w, bool v, Random& random, const double*) { scaled_normal(w, 2 / fans(w, v).in, random); }
void lecun_uniform(View<float> w, bool v, Random& random, const double*) {
  scaled_uniform(w, 1 / fans(w, v).in, random);
}
void lecun_normal(View<float> w, bool v, Random& random, const double*) { scaled_normal(w, 1 / fans(w, v).in, random); }

/// Sum of products in eight lanes: the same order, so the same bits, whatever vectors the machine has.
double dot(const double* a, const double* b, Index n) {
  double lanes[8] = {};
  Index i = 0;
  for (; i + 8 <= n; i += 8)
    for (Index k = 0; k < 8; ++k) lanes[k] += a[i + k] * b[i + k];
  for (; i < n; ++i) lanes[0] += a[i] * b[i];
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

/// v without its part along the unit vector u.
void remove_along(const double* u, double* v, Index n) {
  const double along = dot(u, v, n);
  for (Index i = 0; i < n; ++i) v[i] -= along * u[i];
}

/// The shorter side's vectors, drawn normal and made orthonormal: the Q of a QR decomposition whose R has a positive
/// diagonal, as Keras makes it unique. Gram-Schmidt in double leaves far less than float32 can show. Vectors are taken
/// in panels that stay in the cache while the ones before them pass by.
void orthogonal(View<float> w, bool, Random& random, const double* p) {
  constexpr Index panel = 16;
  const bool tall = w.rows >= w.cols;
  const Index count = tall ? w.cols : w.rows, length = tall ? w.rows : w.cols;
  std::vector<double> q(static_cast<std::size_t>(count * length));
  for (double& v : q) v = random.normal();
  const auto vector = [&](Index k) { return q.data() + k * length; };
  for (Index first = 0; first < count; first += panel) {
    const Index end = std::min(first + panel, count);
    for (Index j = 0; j < first; ++j)
      for (Index k = first; k < end; ++k) remove_along(vector(j), vector(k), length);
    for (Index k = first; k < end; ++k) {
      for (Index j = first; j < k; ++j) remove_along(vector(j), vector(k), length);
      const double norm = std::sqrt(dot(vector(k), vector(k), length));
      for (Index i = 0; i < length; ++i) vector(k)[i] /= norm;
    }
  }
  const double gain = p[place("gain", gain_parameters)];
  for (Index k = 0; k < count; ++k)
    for (Index i = 0; i < length; ++i) (tall ? w(i, k) : w(k, i)) = static_cast<float>(gain * vector(k)[i]);
}

constexpr std::string_view zeros_aliases[] = {"zero"};
constexpr std::string_view ones_aliases[] = {"one"};
constexpr std::string_view normal_aliases[] = {"normal"};
constexpr std::string_view uniform_aliases[] = {"uniform"};

constexpr Initializer table[] = {
    {"glorot_uniform",
     "Uniform, so that signals keep their size forwards and backwards: Keras's default.",
     "U(-r, r), r = sqrt(6 / (in + out))",
     KerasName("GlorotUniform", "glorot_uniform"),
     {},
     glorot_uniform},
    {"he_normal",
     "Normal, made for relu: half of its units are silent, so weights are larger.",
     "N(0, 2 / in), cut at 2 deviations",
     KerasName("HeNormal", "he_normal"),
     {},
     he_normal},
    {"zeros",
     "All zero. For biases; as a kernel every unit stays equal to its neighbours.",
     "0",
     in_both("Zeros"),
     {},
     zeros,
     zeros_aliases},
    {"glorot_normal",
     "Normal, so that signals keep their size forwards and backwards.",
     "N(0, 2 / (in + out)), cut at 2 deviations",
     KerasName("GlorotNormal", "glorot_normal"),
     {},
     glorot_normal},
    {"he_uniform",
     "Uniform, made for relu.",
     "U(-r, r), r = sqrt(6 / in)",
     KerasName("HeUniform", "he_uniform"),
     {},
     he_uniform},
    {"lecun_normal",
     "Normal, so that signals keep their size forwards: for selu.",
     "N(0, 1 / in), cut at 2 deviations",
     KerasName("LecunNormal", "lecun_normal"),
     {},
     lecun_normal},
    {"lecun_uniform",
     "Uniform, so that signals keep their size forwards.",
     "U(-r, r), r = sqrt(3 / in)",
     KerasName("LecunUniform", "lecun_uniform"),
     {},
     lecun_uniform},
    {"random_normal", "Normal with a deviation of your own.", "N(mean, stddev^2)", in_both("RandomNormal"),
     normal_parameters, random_normal, normal_aliases},
    {"random_uniform", "Uniform between two numbers.", "U(minval, maxval)", in_both("RandomUniform"),
     uniform_parameters, random_uniform, uniform_aliases},
    {"truncated_normal", "Normal without its tails: what is beyond 2 deviations is drawn again.",
     "N(mean, stddev^2), cut at 2 deviations", in_both("TruncatedNormal"), normal_parameters, truncated_normal},
    {"orthogonal", "Rows or columns at right angles: lengths survive many layers.", "gain Q, Q^T Q = 1",
     in_both("Orthogonal"), gain_parameters, orthogonal},
    {"identity", "Each input to its own unit.", "gain on the diagonal, else 0", in_both("Identity"), gain_parameters,
     identity},
    {"ones", "All one.", "1", in_both("Ones"), {}, ones, ones_aliases},
    {"constant", "All the same number.", "value", in_both("Constant"), constant_parameters, constant},
};

}  // namespace

std::span<const Initializer> initializers() { return table; }

}  // namespace chainrule
