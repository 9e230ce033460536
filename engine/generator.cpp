// SPDX-License-Identifier: MIT
// Shapes are drawn in [-1, 1] and inputs are 3 times that (TensorFlow Playground's plane is [-6, 6]): wide enough for
// the usual initializers to start with bends inside the data, near enough to 0 that no input needs scaling. A spiral
// within [-1, 1] takes small tanh networks many times as long. `noise` moves points by a Gaussian with deviation
// 0.3 * noise of the shape's [-1, 1]; regression, whose targets lie in [-1, 1], moves the target instead.
#include "generator.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include "random.hpp"
#include "spec.hpp"
#include "text.hpp"

namespace chainrule {
namespace {

constexpr double pi = 3.14159265358979324;
constexpr double noise_scale = 0.3, width = 3;

struct Point {
  double x1, x2;
};

void check_request(Index samples, double noise) {
  if (samples < 1 || samples > limits::samples)
    throw Error("expected samples between 1 and " + std::to_string(limits::samples) + ", received " +
                std::to_string(samples));
  if (!(noise >= 0 && noise <= 1)) throw Error("expected noise between 0 and 1, received " + format_number(noise));
}

// Draws the classes in turn, which keeps them balanced, and lays the rows down in random order.
template <class Draw>
GeneratedData two_classes(Index samples, double noise, std::uint64_t seed, Draw draw) {
  check_request(samples, noise);
  Random random(seed, Random::data);
  std::vector<std::uint32_t> place(static_cast<std::size_t>(samples));
  std::iota(place.begin(), place.end(), 0U);
  random.shuffle_in_place(place);
  GeneratedData data{Matrix(samples, 2), Matrix(samples, 1), 2};
  for (Index i = 0; i < samples; ++i) {
    const int label = static_cast<int>(i % 2);
    const Point point = draw(random, label, static_cast<double>(i / 2) / static_cast<double>((samples + 1) / 2));
    const double jitter1 = random.normal(), jitter2 = random.normal();  // always drawn: noise moves points, no more
    const Index row = place[static_cast<std::size_t>(i)];
    data.x(row, 0) = static_cast<float>(width * (point.x1 + jitter1 * noise * noise_scale));
    data.x(row, 1) = static_cast<float>(width * (point.x2 + jitter2 * noise * noise_scale));
    data.y(row, 0) = static_cast<float>(label);
  }
  return data;
}

Point polar(double radius, double angle) { return {radius * exact_sin(angle), radius * exact_cos(angle)}; }

GeneratedData circle(Index samples, double noise, std::uint64_t seed, std::span<const double>) {
  return two_classes(samples, noise, seed, [](Random& random, int label, double) {
    const double radius = label == 1 ? random.uniform(0, 0.5) : random.uniform(0.7, 1);
    return polar(radius, random.uniform(0, 2 * pi));
  });
}

GeneratedData exclusive_or(Index samples, double noise, std::uint64_t seed, std::span<const double>) {
  return two_classes(samples, noise, seed, [](Random& random, int label, double) {
    constexpr double gap = 0.06;  // to both sides of the axes
    const double u = random.uniform(gap, 1), v = random.uniform(gap, 1);
    const bool left = (random.bits() >> 31U) != 0;
    const bool below = left == (label == 1);  // class 1: signs differ
    return Point{left ? -u : u, below ? v : -v};
  });
}

GeneratedData gauss(Index samples, double noise, std::uint64_t seed, std::span<const double>) {
  return two_classes(samples, noise, seed, [](Random& random, int label, double) {
    const double centre = label == 1 ? 0.4 : -0.4;
    const double u = random.normal(), v = random.normal();
    return Point{centre + 0.14 * u, centre + 0.14 * v};
  });
}

GeneratedData spiral(Index samples, double noise, std::uint64_t seed, std::span<const double>) {
  return two_classes(samples, noise, seed, [](Random&, int label, double along) {
    constexpr double turns = 1.75;
    along = 0.04 + 0.96 * along;  // at 0 the arms would meet
    return polar(along, 2 * pi * turns * along + (label == 1 ? 0 : pi));
  });
}

GeneratedData moons(Index samples, double noise, std::uint64_t seed, std::span<const double>) {
  return two_classes(samples, noise, seed, [](Random& random, int label, double) {
    const double angle = random.uniform(0, pi), side = label == 1 ? -1 : 1;
    // Two half circles of radius 1, the second upside down and moved by (1, 1/2); then centred and scaled to [-1, 1].
    return Point{(side * (exact_cos(angle) - 0.5)) / 1.5, (side * (exact_sin(angle) - 0.25)) / 1.5};
  });
}

GeneratedData plane(Index samples, double noise, std::uint64_t seed, std::span<const double>) {
  check_request(samples, noise);
  Random random(seed, Random::data);
  GeneratedData data{Matrix(samples, 2), Matrix(samples, 1), 0};
  for (Index row = 0; row < samples; ++row) {
    const double x1 = random.uniform(-1, 1), x2 = random.uniform(-1, 1);
    data.x(row, 0) = static_cast<float>(width * x1);
    data.x(row, 1) = static_cast<float>(width * x2);
    data.y(row, 0) = static_cast<float>((x1 + x2) / 2 + noise * noise_scale * random.normal());
  }
  return data;
}

GeneratedData curve(Index samples, double noise, std::uint64_t seed, std::span<const double>) {
  check_request(samples, noise);
  Random random(seed, Random::data);
  GeneratedData data{Matrix(samples, 1), Matrix(samples, 1), 0};
  for (Index row = 0; row < samples; ++row) {
    const double x = random.uniform(-1, 1);
    data.x(row, 0) = static_cast<float>(width * x);
    data.y(row, 0) = static_cast<float>(0.8 * exact_sin(1.5 * pi * x) + noise * noise_scale * random.normal());
  }
  return data;
}

constexpr Generator table[] = {
    {"circle", "a disc inside a ring", 2, 2, {}, circle},
    {"xor", "four squares, opposite ones of one class", 2, 2, {}, exclusive_or},
    {"gauss", "two clouds that a straight line separates", 2, 2, {}, gauss},
    {"spiral", "two arms around each other, 1.75 turns", 2, 2, {}, spiral},
    {"moons", "two half circles that grip each other", 2, 2, {}, moons},
    {"plane", "regression: y = (x1 + x2) / 6", 2, 0, {}, plane},
    {"curve", "regression: a sine of one input, y = 0.8 sin(pi x / 2)", 1, 0, {}, curve},
};

}  // namespace

std::span<const Generator> generators() { return table; }

}  // namespace chainrule
