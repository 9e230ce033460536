#pragma once
// SPDX-License-Identifier: MIT
// What is known of the targets before anything is learned.
#include "engine/data/table.hpp"
#include "engine/document/document.hpp"

namespace chainrule {

/// The loss of the best answer that is the same for every row: the entropy of the classes for a cross-entropy, the
/// variance for mse. 0 for other losses. From a thousand rows where there are more.
double constant_loss(const Document& document, const DataSet& data);
/// About how large the numbers to predict are; 0 for classes.
double target_size(const DataSet& data);

}  // namespace chainrule
