#pragma once
// SPDX-License-Identifier: MIT
// What the tables of the engine share: a named row with parameters, and a choice of one row with values for them.
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/types.hpp"

namespace chainrule {

/// The differences between Keras 2.2 (the lecture's) and Keras 3: layer names, metric keys, the layout of summary(),
/// default values, and the places of some epsilons.
enum class Dialect { keras2, keras3 };

/// For Parameter::keras2: both dialects have the same default.
inline constexpr double same_default = std::numeric_limits<double>::quiet_NaN();

/// A Parameter's default where nothing is set unless a number of the range is given; written "none".
inline constexpr double unset = -std::numeric_limits<double>::infinity();

/// One settable number of a table's row. `log` asks for a logarithmic slider.
struct Parameter {
  std::string_view name;
  std::string_view help;
  double value;             ///< default
  double minimum, maximum;  ///< both allowed
  bool log = false;
  bool whole = false;                            ///< only whole numbers; 0 and 1 alone mean a switch
  double keras2 = same_default;                  ///< default in the older dialect, where that differs
  std::span<const std::string_view> words = {};  ///< names of the values 0, 1, 2, ...: mode=min

  constexpr double usual(Dialect dialect) const {
    return dialect == Dialect::keras2 && keras2 == keras2 ? keras2 : value;
  }
  constexpr bool is_switch() const { return whole && minimum == 0 && maximum == 1 && words.empty(); }
};

/// What Keras calls a row: its program is written from that, without a list of its own.
struct KerasName {
  std::string_view newer, older;  ///< in Keras 3 and in Keras 2.2; "" = it has none
  /// Lines of Python that stand in a program where Keras has none, or none with these parameters: {alpha} is the value
  /// of that parameter, ops is keras.ops.
  std::string_view body;

  constexpr KerasName() = default;
  constexpr KerasName(std::string_view newer_, std::string_view older_, std::string_view body_ = {})
      : newer(newer_), older(older_), body(body_) {}
};
/// Both call it so.
constexpr KerasName in_both(std::string_view name, std::string_view body = {}) { return {name, name, body}; }

/// A row's name with a value for each of its parameters, in the row's order: adam, {0.001, 0.9, 0.999, 1e-7, 0}.
struct Choice {
  std::string name;
  std::vector<double> values;
  Choice() = default;
  Choice(std::string name_, std::vector<double> values_ = {}) : name(std::move(name_)), values(std::move(values_)) {}
  Choice(std::string_view name_) : name(name_) {}
  Choice(const char* name_, std::vector<double> values_ = {}) : name(name_), values(std::move(values_)) {}
  bool operator==(const Choice&) const = default;
};

/// The name closest to `word` (edit distance), or "" when none is near enough to be meant.
std::string nearest(std::string_view word, std::span<const std::string_view> names);

/// The message for an unknown name, with the nearest known one: "expected an activation such as ..., received 'rleu';
/// did you mean 'relu'?"
std::string unknown_name(std::string_view family, std::string_view word, std::span<const std::string_view> names);

/// Checks `value` against the parameter's range. Throws Error "expected P between A and B, received V".
void check(const Parameter& parameter, double value, std::string_view owner);

/// No number is dropped: throws Error where there are more than parameters, "expected OWNER with at most 2 parameters,
/// received 3 numbers".
void check_count(std::string_view owner, std::size_t parameters, std::size_t numbers);

/// "1", "true", "0" or "false". Throws Error that begins "expected WHAT as 0 or 1".
bool parse_switch(std::string_view what, std::string_view text);
/// Sets one parameter from "name=value", or from "value" for the parameter at `position`. `values` is as long as
/// `parameters`. Keras 2 also says lr for learning_rate. Throws Error with the nearest known name.
void read_parameter(std::string_view owner, std::span<const Parameter> parameters, std::string_view item,
                    std::size_t position, std::vector<double>& values, Dialect dialect = Dialect::keras3);
/// A parameter's value as text: a number, or its word.
std::string write_parameter(const Parameter& parameter, double value);

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
Choice defaults(const Row& row, Dialect dialect = Dialect::keras3) {
  Choice choice{std::string(row.name), {}};
  for (const Parameter& p : row.parameters) choice.values.push_back(p.usual(dialect));
  return choice;
}

/// Fills up missing values with defaults, checks all ranges and puts the row's own name for an alias. Throws Error on
/// an unknown name, a bad value, and more values than the row has parameters.
template <class Row>
const Row& resolve(std::span<const Row> table, std::string_view family, Choice& choice,
                   Dialect dialect = Dialect::keras3) {
  const Row& row = find(table, family, choice.name);
  choice.name = row.name;
  check_count(row.name, row.parameters.size(), choice.values.size());
  for (std::size_t i = choice.values.size(); i < row.parameters.size(); ++i)
    choice.values.push_back(row.parameters[i].usual(dialect));
  for (std::size_t i = 0; i < row.parameters.size(); ++i) check(row.parameters[i], choice.values[i], row.name);
  return row;
}

/// The parameter called `name`, and its value among those of a choice that has them all. Throws Error where there is
/// none of that name.
const Parameter& parameter_of(std::span<const Parameter> parameters, std::string_view name);
double value_of(std::span<const Parameter> parameters, std::span<const double> values, std::string_view name);

/// Is called, and so does not compile, where place() is asked for a parameter that a list has not, or has elsewhere.
void there_is_no_such_parameter();
/// Where the value of parameter `name` stands among those of a row whose parameters are `list`: p[place("rho", list)]
/// is read by name and costs what a number in its brackets does. Of several lists: the same place in all.
template <class List, class... Lists>
consteval std::size_t place(std::string_view name, const List& list, const Lists&... others) {
  std::size_t at = 0;
  while (at < std::size(list) && std::data(list)[at].name != name) ++at;
  if (at == std::size(list)) there_is_no_such_parameter();
  if (((place(name, others) != at) || ...)) there_is_no_such_parameter();
  return at;
}

/// The position of parameter `name` in the row, or -1.
template <class Row>
int parameter_index(const Row& row, std::string_view name) {
  for (std::size_t i = 0; i < row.parameters.size(); ++i)
    if (row.parameters[i].name == name) return static_cast<int>(i);
  return -1;
}

}  // namespace chainrule
