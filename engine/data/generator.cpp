// SPDX-License-Identifier: MIT
// Shapes are drawn in [-1, 1] and inputs are 3 times that (TensorFlow Playground's plane is [-6, 6]): wide enough for
// the usual initializers to start with bends inside the data, near enough to 0 that no input needs scaling. A spiral
// within [-1, 1] takes small tanh networks many times as long. `noise` moves points by a Gaussian with deviation
// 0.3 * noise of the shape's [-1, 1]; regression, whose targets lie in [-1, 1], moves the target instead.
#include "engine/data/generator.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/base/text.hpp"
#include "engine/data/formula.hpp"
#include "engine/tables/spec.hpp"

namespace chainrule {
namespace {

constexpr double pi = 3.14159265358979324;
constexpr double noise_scale = 0.3, width = 3;

struct Point {
  double x1, x2;
};

using Request = Generator::Request;

constexpr Parameter board_parameters[] = {
    {.name = "squares", .help = "squares a side", .value = 4, .minimum = 2, .maximum = 8, .whole = true}};
constexpr Parameter ring_parameters[] = {
    {.name = "rings", .help = "rings within each other", .value = 4, .minimum = 2, .maximum = 8, .whole = true}};
constexpr Parameter class_parameters[] = {
    {.name = "classes", .help = "how many classes", .value = 3, .minimum = 3, .maximum = 6, .whole = true}};

// Draws the classes in turn, which keeps them balanced, and lays the rows down in random order.
template <class Draw>
GeneratedData draw_classes(int classes, const Request& request, Draw draw) {
  const auto& [samples, noise, seed, values, formula] = request;
  Random random(seed, Random::data);
  std::vector<std::uint32_t> place(static_cast<std::size_t>(samples));
  std::iota(place.begin(), place.end(), 0U);
  random.shuffle_in_place(place);
  GeneratedData data{Matrix(samples, 2), Matrix(samples, 1), classes};
  for (Index i = 0; i < samples; ++i) {
    const int label = static_cast<int>(i % classes);
    const auto of_class = static_cast<double>((samples + classes - 1) / classes);
    const Point point = draw(random, label, static_cast<double>(i / classes) / of_class);
    const double jitter1 = random.normal(), jitter2 = random.normal();  // always drawn: noise moves points, no more
    const Index row = place[static_cast<std::size_t>(i)];
    data.x(row, 0) = static_cast<float>(width * (point.x1 + jitter1 * noise * noise_scale));
    data.x(row, 1) = static_cast<float>(width * (point.x2 + jitter2 * noise * noise_scale));
    data.y(row, 0) = static_cast<float>(label);
  }
  return data;
}

Point polar(double radius, double angle) { return {radius * exact_sin(angle), radius * exact_cos(angle)}; }

GeneratedData circle(const Request& request) {
  return draw_classes(2, request, [](Random& random, int label, double) {
    const double radius = label == 1 ? random.uniform(0, 0.5) : random.uniform(0.7, 1);
    return polar(radius, random.uniform(0, 2 * pi));
  });
}

GeneratedData exclusive_or(const Request& request) {
  return draw_classes(2, request, [](Random& random, int label, double) {
    constexpr double gap = 0.06;  // to both sides of the axes
    const double u = random.uniform(gap, 1), v = random.uniform(gap, 1);
    const bool left = (random.bits() >> 31U) != 0;
    const bool below = left == (label == 1);  // class 1: signs differ
    return Point{left ? -u : u, below ? v : -v};
  });
}

GeneratedData gauss(const Request& request) {
  return draw_classes(2, request, [](Random& random, int label, double) {
    const double centre = label == 1 ? 0.4 : -0.4;
    const double u = random.normal(), v = random.normal();
    return Point{centre + 0.14 * u, centre + 0.14 * v};
  });
}

GeneratedData spiral(const Request& request) {
  return draw_classes(2, request, [](Random&, int label, double along) {
    constexpr double turns = 1.75;
    along = 0.04 + 0.96 * along;  // at 0 the arms would meet
    return polar(along, 2 * pi * turns * along + (label == 1 ? 0 : pi));
  });
}

GeneratedData moons(const Request& request) {
  return draw_classes(2, request, [](Random& random, int label, double) {
    const double angle = random.uniform(0, pi), side = label == 1 ? -1 : 1;
    // Two half circles of radius 1, the second upside down and moved by (1, 1/2); then centred and scaled to [-1, 1].
    return Point{(side * (exact_cos(angle) - 0.5)) / 1.5, (side * (exact_sin(angle) - 0.25)) / 1.5};
  });
}

GeneratedData checkerboard(const Request& request) {
  const auto squares = static_cast<int>(request.values[place("squares", board_parameters)]);
  return draw_classes(2, request, [=](Random& random, int label, double) {
    // A row of squares and one of those in it that have the class's colour; a quarter of a square's gap is left free.
    const auto line = static_cast<int>(random.below(static_cast<std::uint32_t>(squares)));
    const int first = (line + label) % 2, own = (squares - first + 1) / 2;
    const int place = first + 2 * static_cast<int>(random.below(static_cast<std::uint32_t>(own)));
    constexpr double gap = 0.06;
    const double u = random.uniform(gap, 1 - gap), v = random.uniform(gap, 1 - gap), side = 2.0 / squares;
    return Point{-1 + side * (place + u), -1 + side * (line + v)};
  });
}

GeneratedData rings(const Request& request) {
  const auto count = static_cast<std::uint32_t>(request.values[place("rings", ring_parameters)]);
  return draw_classes(2, request, [=](Random& random, int label, double) {
    // Rings of the class, counted from outside, each as likely as it is long.
    const double part = random.uniform();
    std::uint32_t ring = static_cast<std::uint32_t>(label), total = 0;
    for (std::uint32_t r = ring; r < count; r += 2) total += count - r;
    for (double sum = count - ring; sum <= part * total && ring + 2 < count; sum += count - ring) ring += 2;
    const double radius = (count - ring - random.uniform(0.05, 0.55)) / count;  // drawn before the angle, everywhere
    return polar(radius, random.uniform(0, 2 * pi));
  });
}

GeneratedData clusters(const Request& request) {
  const auto classes = static_cast<int>(request.values[place("classes", class_parameters)]);
  return draw_classes(classes, request, [=](Random& random, int label, double) {
    const Point centre = polar(0.62, 2 * pi * label / classes);
    const double u = random.normal(), v = random.normal();
    return Point{centre.x1 + 0.11 * u, centre.x2 + 0.11 * v};
  });
}

GeneratedData pinwheel(const Request& request) {
  const auto classes = static_cast<int>(request.values[place("classes", class_parameters)]);
  return draw_classes(classes, request, [=](Random&, int label, double along) {
    constexpr double turns = 0.6;
    along = 0.12 + 0.88 * along;  // at 0 the arms would meet
    return polar(along, 2 * pi * (turns * along + static_cast<double>(label) / classes));
  });
}

GeneratedData above(const Request& request) {
  static const std::string names[] = {"x1"};
  const Formula formula(request.formula, names);
  Index tries = 40 * request.samples + 1000;  // of a formula that leaves one class hardly any room
  return draw_classes(2, request, [&](Random& random, int label, double) {
    for (; tries > 0; --tries) {
      const double u = random.uniform(-1, 1), v = random.uniform(-1, 1);
      const auto x1 = static_cast<float>(width * u);
      const double edge = formula(&x1);
      if (std::isfinite(edge) && (width * v > edge) == (label == 1)) return Point{u, v};
    }
    throw Error("expected a formula that parts the plane between -3 and 3, received " + quote(formula.text()) +
                ", which leaves no room " + (label == 1 ? "above" : "below"));
  });
}

/// Inputs evenly from [-1, 1] each; `value` gives the target. Both as in the plane of the shapes.
template <class Value>
GeneratedData draw_numbers(Index inputs, const Request& request, Value value) {
  Random random(request.seed, Random::data);
  GeneratedData data{Matrix(request.samples, inputs), Matrix(request.samples, 1), 0};
  for (Index row = 0; row < request.samples; ++row) {
    double x[2] = {};
    for (Index i = 0; i < inputs; ++i) {
      x[i] = random.uniform(-1, 1);
      data.x(row, i) = static_cast<float>(width * x[i]);
    }
    data.y(row, 0) = static_cast<float>(value(x[0], x[1]) + request.noise * noise_scale * random.normal());
  }
  return data;
}

GeneratedData plane(const Request& request) {
  return draw_numbers(2, request, [](double x1, double x2) { return (x1 + x2) / 2; });
}

GeneratedData hills(const Request& request) {
  return draw_numbers(2, request, [](double x1, double x2) {
    // Three hills and three hollows, of which the nearest counts (TensorFlow Playground's reg-gauss).
    constexpr double places[][3] = {{-2, 1.25, 1},   {0, 1.25, -1}, {2, 1.25, 1},
                                    {-2, -1.25, -1}, {0, -1.25, 1}, {2, -1.25, -1}};
    double best = 0;
    for (const auto& [c1, c2, sign] : places) {
      const double d1 = width * x1 - c1, d2 = width * x2 - c2;
      const double height = std::max(0.0, 1 - std::sqrt(d1 * d1 + d2 * d2));
      if (height > std::fabs(best)) best = sign * height;
    }
    return best;
  });
}

GeneratedData curve(const Request& request) {
  return draw_numbers(1, request, [](double x, double) { return 0.8 * exact_sin(1.5 * pi * x); });
}

GeneratedData step(const Request& request) {
  return draw_numbers(1, request, [](double x, double) { return x > 0 ? 0.8 : -0.8; });
}

GeneratedData bump(const Request& request) {
  return draw_numbers(1, request, [](double x, double) { return 1.6 * exact_exp(-width * width * x * x) - 0.8; });
}

GeneratedData valley(const Request& request) {
  return draw_numbers(1, request, [](double x, double) { return 1.6 * std::fabs(x) - 0.8; });
}

GeneratedData cubic(const Request& request) {
  return draw_numbers(1, request, [](double x, double) { return 2.5 * x * x * x - 1.7 * x; });
}

constexpr int class_place = static_cast<int>(place("classes", class_parameters));

constexpr Generator table[] = {
    {"circle", "a disc inside a ring", 2, 2, {}, circle},
    {"xor", "four squares, opposite ones of one class", 2, 2, {}, exclusive_or},
    {"gauss", "two clouds that a straight line separates", 2, 2, {}, gauss},
    {"spiral", "two arms around each other, 1.75 turns", 2, 2, {}, spiral},
    {"moons", "two half circles that grip each other", 2, 2, {}, moons},
    {"checkerboard", "squares of both classes in turn", 2, 2, board_parameters, checkerboard},
    {"rings", "rings within each other, of both classes in turn", 2, 2, ring_parameters, rings},
    {"above", "class 1 where x2 lies above a formula f(x1)", 2, 2, {}, above, -1, "sin(2*x1)"},
    {"clusters", "3 to 6 clouds, a class each", 2, 3, class_parameters, clusters, class_place},
    {"pinwheel", "3 to 6 arms that wind around the middle, a class each", 2, 3, class_parameters, pinwheel,
     class_place},
    {"plane", "regression: y = (x1 + x2) / 6", 2, 0, {}, plane},
    {"hills", "regression: three hills and three hollows", 2, 0, {}, hills},
    {"curve", "regression: a sine of one input, y = 0.8 sin(pi x / 2)", 1, 0, {}, curve},
    {"step", "regression: a jump of one input, y = 0.8 sign(x)", 1, 0, {}, step},
    {"bump", "regression: a bell of one input, y = 1.6 exp(-x^2) - 0.8", 1, 0, {}, bump},
    {"valley", "regression: a bend of one input, y = 1.6 |x| / 3 - 0.8", 1, 0, {}, valley},
    {"cubic", "regression: a polynomial of one input, y = 2.5 (x/3)^3 - 1.7 x/3", 1, 0, {}, cubic},
};

}  // namespace

std::span<const Generator> generators() { return table; }

GeneratedData Generator::make(Index samples, double noise, std::uint64_t seed, std::span<const double> values,
                              std::string_view formula) const {
  if (samples < 1 || samples > limits::samples)
    throw Error("expected samples between 1 and " + std::to_string(limits::samples) + ", received " +
                std::to_string(samples));
  if (!(noise >= 0 && noise <= 1)) throw Error("expected noise between 0 and 1, received " + format_number(noise));
  check_count(name, parameters.size(), values.size());
  std::vector<double> all(values.begin(), values.end());
  for (std::size_t i = all.size(); i < parameters.size(); ++i) all.push_back(parameters[i].value);
  for (std::size_t i = 0; i < parameters.size(); ++i) check(parameters[i], all[i], name);
  return draw({samples, noise, seed, all, formula.empty() ? usual_formula : formula});
}

int Generator::classes(std::span<const double> values) const {
  const auto place = static_cast<std::size_t>(class_parameter);
  return class_parameter >= 0 && place < values.size() ? static_cast<int>(values[place]) : usual_classes;
}

}  // namespace chainrule
