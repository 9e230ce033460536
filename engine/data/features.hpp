#pragma once
// SPDX-License-Identifier: MIT
#include <span>
#include <string>
#include <vector>

#include "engine/data/table.hpp"

namespace chainrule {

/// Makes x the features that the formulas compute from it; the word "inputs" stands for all inputs. `numeric` says of
/// each column whether it is a number, not a bit of a category; it follows. Throws Error "feature 'log(x1)': expected
/// ..., received ...".
void compute_features(DataSet& data, std::span<const std::string> formulas, std::vector<bool>& numeric);

/// Numeric columns to mean 0 and deviation 1 over the rows that train.
void standardise(DataSet& data, const std::vector<bool>& numeric, double training_fraction);
/// The same of one column, where it is numeric.
void standardise(DataSet& data, Index column, const std::vector<bool>& numeric, double training_fraction);

}  // namespace chainrule
