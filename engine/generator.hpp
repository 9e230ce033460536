#pragma once
// SPDX-License-Identifier: MIT
// Made-up data sets, drawn from a seed: the table of generators.
#include <cstdint>
#include <span>
#include <string_view>

#include "choice.hpp"

namespace chainrule {

/// Rows of inputs with one target each: the class (0, 1, ...) or a number.
struct GeneratedData {
  Matrix x;           ///< [n, inputs]
  Matrix y;           ///< [n, 1]: class index or value
  int classes = 0;    ///< 0: regression
};

/// Generators draw rows in random order of classes, so that any prefix or suffix is a fair sample.
struct Generator {
  std::string_view name, help;
  int inputs;                                  ///< 1 or 2
  int classes;                                 ///< 0: regression
  std::span<const Parameter> parameters;       ///< beyond noise
  GeneratedData (*make)(Index samples, double noise, std::uint64_t seed, std::span<const double> values);
};

/// circle, xor, gauss, spiral, moons, plane (regression), curve (1-D regression).
std::span<const Generator> generators();

}  // namespace chainrule
