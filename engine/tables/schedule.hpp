#pragma once
// SPDX-License-Identifier: MIT
// The table of learning-rate schedules: the learning rate as a function of the steps done.
#include <span>
#include <string_view>

#include "engine/tables/choice.hpp"

namespace chainrule {

struct Schedule {
  std::string_view name, help, formula;
  KerasName keras;  ///< Keras 3's class; the body is that of a function of step in plain Python, {rate} learning_rate
  std::span<const Parameter> parameters;
  /// The rate after `iterations` updates, from the optimizer's learning_rate.
  double (*rate)(double initial, double iterations, const double* p);
  std::span<const std::string_view> aliases = {};
};

std::span<const Schedule> schedules();

}  // namespace chainrule
