#pragma once
// SPDX-License-Identifier: MIT
// A choice of a table's row as text: adam:learning_rate=0.01. The form that links, files and scripts share.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tables/choice.hpp"

namespace chainrule {

/// A whole number in the range. Throws Error "expected WHAT between ... and ...".
long long parse_whole(std::string_view what, std::string_view text, long long minimum, long long maximum);
/// A number in the range (`decimal` says how to write it). Throws Error.
double parse_real(std::string_view what, std::string_view text, double minimum, double maximum);

/// Cuts at `separator`; "" gives no items.
std::vector<std::string_view> split(std::string_view text, char separator);
/// Lists of any texts, with ',' between them and '\' before a ',' or '\' inside.
std::vector<std::string> read_list(std::string_view text);
std::string write_list(std::span<const std::string> items);

/// ":name=value" for each value that differs from its default.
std::string write_parameters(std::span<const Parameter> parameters, std::span<const double> values,
                             Dialect dialect = Dialect::keras3);

/// A switch in links: 1 or 0.
inline std::string write_switch(bool on) { return on ? "1" : "0"; }

/// Throws Error on unknown names and bad values. The choice has a value for each parameter.
template <class Row>
Choice read_choice(std::span<const Row> table, std::string_view family, std::string_view text,
                   Dialect dialect = Dialect::keras3) {
  const auto items = split(text, ':');
  const Row& row = find(table, family, items.empty() ? text : items[0]);
  Choice choice = defaults(row, dialect);
  for (std::size_t i = 1; i < items.size(); ++i)
    read_parameter(row.name, row.parameters, items[i], i - 1, choice.values, dialect);
  return choice;
}

/// Never throws: parameters of a row that is not in the table are not written.
template <class Row>
std::string write_choice(std::span<const Row> table, const Choice& choice, Dialect dialect = Dialect::keras3) {
  const Row* row = find_or_null(table, choice.name);
  return row ? choice.name + write_parameters(row->parameters, choice.values, dialect) : choice.name;
}

}  // namespace chainrule
