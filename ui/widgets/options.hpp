#pragma once
// SPDX-License-Identifier: MIT
#include <deque>
#include <span>
#include <string>
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

/// A table as a menu in which what fits the targets stands first; each option's help ends with why it does or not.
struct JudgedOptions {
  std::vector<Option> options;
  std::vector<std::size_t> rows;  ///< of the table, for each option
  std::deque<std::string> words;  ///< what the options' helps view
};
/// `judge` says of a row whether it `fits` and `why`.
template <class Row, class Judge>
JudgedOptions judged_options(std::span<const Row> table, std::string_view current, int& chosen, Judge judge) {
  JudgedOptions all;
  for (const bool first : {true, false})
    for (std::size_t i = 0; i < table.size(); ++i) {
      const auto judged = judge(table[i]);
      if (judged.fits != first) continue;
      if (table[i].name == current) chosen = static_cast<int>(all.options.size());
      all.words.push_back(std::string(table[i].help) + (first ? " Fits your target: " : " Not for your target: ") +
                          judged.why + ".");
      all.options.push_back({table[i].name, all.words.back()});
      all.rows.push_back(i);
    }
  return all;
}

}  // namespace chainrule
