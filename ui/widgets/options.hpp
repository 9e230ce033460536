#pragma once
// SPDX-License-Identifier: MIT
#include <span>
#include <string_view>
#include <vector>

#include "ui/widgets/widgets.hpp"

namespace chainrule {

/// A table of the engine as a menu; `chosen` becomes the place of `current`.
template <class Row>
std::vector<Option> options_of(std::span<const Row> table, std::string_view current, int& chosen) {
  std::vector<Option> options;
  for (const Row& row : table) {
    if (row.name == current) chosen = static_cast<int>(options.size());
    options.push_back({row.name, row.help});
  }
  return options;
}

}  // namespace chainrule
