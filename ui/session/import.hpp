#pragma once
// SPDX-License-Identifier: MIT
#include <memory>
#include <string>
#include <vector>

#include "engine/data/table.hpp"

namespace chainrule {

/// A CSV on its way in: looked at, not yet used.
struct Import {
  std::string name;
  std::shared_ptr<const std::string> bytes;
  Table table;
  std::vector<bool> used;     ///< columns that become inputs
  std::vector<bool> guessed;  ///< columns that were taken for texts
  int target = 0;
  int problem = 0;           ///< 0 classification, 1 regression
  std::string problem_text;  ///< why it cannot be used like this
  void choose_target(int column);
  /// Takes a column for numbers or for texts.
  void choose_type(std::size_t column, bool categorical);
};

}  // namespace chainrule
