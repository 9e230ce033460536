#pragma once
// SPDX-License-Identifier: MIT
// Made-up data sets, drawn from a seed: the table of generators, and what may be done to their rows afterwards.
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/tables/choice.hpp"

namespace chainrule {

/// Rows of inputs with one target each: the class (0, 1, ...) or a number.
struct GeneratedData {
  Matrix x;         ///< [n, inputs]
  Matrix y;         ///< [n, 1]: class index or value
  int classes = 0;  ///< 0: regression
};

/// Generators draw rows in random order of classes, so that any prefix or suffix is a fair sample.
struct Generator {
  /// What a row is drawn from, checked.
  struct Request {
    Index samples;
    double noise;
    std::uint64_t seed;
    std::span<const double> values;  ///< one for each parameter
    std::string_view formula;        ///< of generators that take one
  };

  std::string_view name, help;
  int inputs;                             ///< 1 or 2
  int usual_classes;                      ///< with the usual parameters; 0: regression
  std::span<const Parameter> parameters;  ///< beyond noise
  GeneratedData (*draw)(const Request& request);
  int class_parameter = -1;             ///< place of the parameter that says how many classes there are
  std::string_view usual_formula = {};  ///< the usual one, of generators that take a formula f(x1)

  /// `values` and `formula` may be left out, in part or wholly: then they are the usual ones. Throws Error
  /// "expected samples between ..., received ...".
  GeneratedData make(Index samples, double noise, std::uint64_t seed, std::span<const double> values = {},
                     std::string_view formula = {}) const;
  /// How many classes rows drawn with these parameters have.
  int classes(std::span<const double> values = {}) const;
};

/// Two classes: circle, xor, gauss, spiral, moons, checkerboard, rings, above. More: clusters, pinwheel. Regression:
/// plane, hills; of one input curve, step, bump, valley, cubic.
std::span<const Generator> generators();

}  // namespace chainrule
