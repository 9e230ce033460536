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

/// A table as a menu in another order than the table's, under headings.
struct GroupedOptions {
  std::vector<Option> options;
  std::vector<std::size_t> rows;  ///< of the table, for each option
  std::deque<std::string> words;  ///< what the options' helps view
};
/// What fits the targets stands first; each option's help ends with why it does or not. `judge` says of a row whether
/// it `fits` and `why`.
template <class Row, class Judge>
GroupedOptions judged_options(std::span<const Row> table, std::string_view current, int& chosen, Judge judge) {
  GroupedOptions all;
  for (const bool first : {true, false})
    for (std::size_t i = 0; i < table.size(); ++i) {
      const auto judged = judge(table[i]);
      if (judged.fits != first) continue;
      if (table[i].name == current) chosen = static_cast<int>(all.options.size());
      all.words.push_back(std::string(table[i].help) + (first ? " Fits your target: " : " Not for your target: ") +
                          judged.why + ".");
      all.options.push_back({table[i].name, all.words.back(), first ? "fits your target" : "others"});
      all.rows.push_back(i);
    }
  return all;
}

/// `group_of` says of a row which of the `groups` it belongs to.
template <class Row, class GroupOf>
GroupedOptions grouped_options(std::span<const Row> table, std::span<const std::string_view> groups,
                               std::string_view current, int& chosen, GroupOf group_of) {
  GroupedOptions all;
  for (const std::string_view group : groups)
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (group_of(table[i]) != group) continue;
      if (table[i].name == current) chosen = static_cast<int>(all.options.size());
      all.options.push_back({table[i].name, table[i].help, group});
      all.rows.push_back(i);
    }
  return all;
}

}  // namespace chainrule
