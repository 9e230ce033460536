#pragma once
// SPDX-License-Identifier: MIT
#include <cstdint>

#include "engine/data/generator.hpp"

namespace chainrule {

/// What makes data harder. Each is drawn from a sequence of its own: one changes nothing about another.
struct Disturbance {
  double label_noise = 0;  ///< share of the rows whose class is another one; nothing for regression
  double outliers = 0;     ///< share of the rows that lie far away; regression: whose target does
  double imbalance = 0;    ///< 0 to 0.95: the last class keeps 1 - imbalance of its rows, those between accordingly
  bool operator==(const Disturbance&) const = default;
};
inline constexpr double most_imbalance = 0.95;

/// Imbalance first, by leaving rows out, then outliers, then label noise. Throws Error on shares out of range.
void disturb(GeneratedData& data, const Disturbance& how, std::uint64_t seed);

/// Rows in order of class, or of the first input where there are none: as a table that nobody has shuffled.
void sort_rows(GeneratedData& data);

}  // namespace chainrule
