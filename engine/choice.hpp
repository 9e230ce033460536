#pragma once
// SPDX-License-Identifier: MIT
// What the tables of the engine share: a named row with parameters, and a choice of one row with values for them.
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "types.hpp"

namespace chainrule {

/// One settable number of a table's row. `log` asks for a logarithmic slider.
struct Parameter {
  std::string_view name;
  std::string_view help;
  double value;            ///< default
  double minimum, maximum; ///< both allowed
  bool log = false;
  bool whole = false;      ///< only whole numbers; 0 and 1 alone mean a switch
};

/// A row's name with a value for each of its parameters, in the row's order: adam, {0.001, 0.9, 0.999, 1e-7, 0}.
struct Choice {
  std::string name;
  std::vector<double> values = {};
  bool operator==(const Choice&) const = default;
};

/// The name closest to `word` (edit distance), or "" when none is near enough to be meant.
std::string nearest(std::string_view word, std::span<const std::string_view> names);

/// The message for an unknown name, with the nearest known one: "expected an activation such as ..., received 'rleu'; did you mean 'relu'?"
std::string unknown_name(std::string_view family, std::string_view word, std::span<const std::string_view> names);

/// Checks `value` against the parameter's range. Throws Error "expected P between A and B, received V".
void check(const Parameter& parameter, double value, std::string_view owner);

template <class Row>
std::vector<std::string_view> names(std::span<const Row> table) {
  std::vector<std::string_view> all;
  for (const Row& row : table) all.push_back(row.name);
  return all;
}

/// The row called `name`, also by one of its aliases, or nullptr.
template <class Row>
const Row* find_or_null(std::span<const Row> table, std::string_view name) {
  for (const Row& row : table)
    if (row.name == name) return &row;
  if constexpr (requires(const Row& row) { row.aliases; })
    for (const Row& row : table)
      for (const std::string_view alias : row.aliases)
        if (alias == name) return &row;
  return nullptr;
}

/// The row called `name`. Throws Error with the nearest known name.
template <class Row>
const Row& find(std::span<const Row> table, std::string_view family, std::string_view name) {
  if (const Row* row = find_or_null(table, name)) return *row;
  const auto all = names(table);
  throw Error(unknown_name(family, name, all));
}

/// The row's defaults as a choice.
template <class Row>
Choice defaults(const Row& row) {
  Choice choice{std::string(row.name), {}};
  for (const Parameter& p : row.parameters) choice.values.push_back(p.value);
  return choice;
}

/// Fills up missing values with defaults and checks all ranges. Throws Error on an unknown name or a bad value.
template <class Row>
const Row& resolve(std::span<const Row> table, std::string_view family, Choice& choice) {
  const Row& row = find(table, family, choice.name);
  for (std::size_t i = choice.values.size(); i < row.parameters.size(); ++i)
    choice.values.push_back(row.parameters[i].value);
  choice.values.resize(row.parameters.size());
  for (std::size_t i = 0; i < row.parameters.size(); ++i) check(row.parameters[i], choice.values[i], row.name);
  return row;
}

/// The position of parameter `name` in the row, or -1.
template <class Row>
int parameter_index(const Row& row, std::string_view name) {
  for (std::size_t i = 0; i < row.parameters.size(); ++i)
    if (row.parameters[i].name == name) return static_cast<int>(i);
  return -1;
}

}  // namespace chainrule
