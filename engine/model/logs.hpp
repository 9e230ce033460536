#pragma once
// SPDX-License-Identifier: MIT
// What is measured: named numbers.
#include <string>
#include <utility>
#include <vector>

namespace chainrule {

/// loss, acc, val_loss, val_acc, ... in Keras's order and under the dialect's keys.
using Logs = std::vector<std::pair<std::string, double>>;

}  // namespace chainrule
