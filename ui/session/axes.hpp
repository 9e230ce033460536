#pragma once
// SPDX-License-Identifier: MIT
// Which two inputs tell the most about the target: the plane that is shown first.
#include <utility>

#include "engine/data/table.hpp"

namespace chainrule {

/// Classes: the inputs with the largest ratio of variance between classes to variance within (Fisher). Numbers: with
/// the largest squared correlation. Inputs of 0 and 1 alone (one-hot) only when there is nothing else.
std::pair<int, int> telling_axes(const DataSet& data);

}  // namespace chainrule
