// SPDX-License-Identifier: MIT
#include "engine/tables/choice.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"

namespace chainrule {
namespace {

constexpr std::size_t longest_word = 64;  // nobody mistypes a longer one; keeps the work of hostile input small

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Changes, insertions, deletions and swaps of neighbours that turn one word into the other; case does not count.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + change});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

/// The place of a word among the parameter's words; its number is taken too.
std::size_t word_index(const Parameter& parameter, std::string_view item, std::string_view owner) {
  for (std::size_t i = 0; i < parameter.words.size(); ++i)
    if (parameter.words[i] == item || std::to_string(i) == item) return i;
  throw Error(unknown_name(std::string(parameter.name) + " of " + std::string(owner), item, parameter.words));
}

std::string at_most(std::string_view owner, std::size_t parameters) {
  const std::string count = parameters == 0 ? "no" : "at most " + std::to_string(parameters);
  return "expected " + std::string(owner) + " with " + count + (parameters == 1 ? " parameter" : " parameters");
}

bool starts_vowel(std::string_view word) {
  return !word.empty() && std::string_view("aeiou").find(lower(word.front())) != std::string_view::npos;
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string_view> names) {
  if (word.empty() || word.size() > longest_word) return "";
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, std::min<std::size_t>(4, (word.size() + 1) / 3)) + 1;
  for (const auto name : names) {
    if (name.size() > longest_word) continue;
    const auto distance = edit_distance(word, name);
    if (distance < least && distance < name.size()) {
      best = name;
      least = distance;
    }
  }
  return std::string(best);
}

std::string unknown_name(std::string_view family, std::string_view word, std::span<const std::string_view> names) {
  std::string text = starts_vowel(family) ? "expected an " : "expected a ";
  text.append(family).append(" such as ").append(listed(names)).append(", received ").append(quote(word));
  if (const auto meant = nearest(word, names); !meant.empty()) text += "; did you mean '" + meant + "'?";
  return text;
}

void check(const Parameter& parameter, double value, std::string_view owner) {
  const bool inside = value >= parameter.minimum && value <= parameter.maximum;  // false for NaN
  if (value == unset && parameter.value == unset) return;
  if (inside && (!parameter.whole || value == std::trunc(value))) return;
  std::string text = "expected " + std::string(parameter.name);
  if (parameter.whole) text += " as a whole number";
  text += " between " + format_number(parameter.minimum) + " and " + format_number(parameter.maximum) + ", received " +
          format_number(value);
  if (!owner.empty()) text.append(", in ").append(owner);
  throw Error(text);
}

void check_count(std::string_view owner, std::size_t parameters, std::size_t numbers) {
  if (numbers <= parameters) return;
  throw Error(at_most(owner, parameters) + ", received " + std::to_string(numbers) +
              (numbers == 1 ? " number" : " numbers"));
}

bool parse_switch(std::string_view what, std::string_view text) {
  if (text == "1" || text == "true") return true;
  if (text == "0" || text == "false") return false;
  throw Error("expected " + std::string(what) + " as 0 or 1, received " + quote(text));
}

void read_parameter(std::string_view owner, std::span<const Parameter> parameters, std::string_view item,
                    std::size_t position, std::vector<double>& values, Dialect dialect) {
  const auto equals = item.find('=');
  if (equals == std::string_view::npos) {
    if (position >= parameters.size()) throw Error(at_most(owner, parameters.size()) + ", received " + quote(item));
  } else {
    std::string_view name = trimmed(item.substr(0, equals));
    if (name == "lr") {
      if (dialect == Dialect::keras3)
        throw Error("expected learning_rate for " + std::string(owner) + ", received 'lr', its name in Keras 2");
      name = "learning_rate";
    }
    const auto all = names(parameters);
    position = static_cast<std::size_t>(std::find(all.begin(), all.end(), name) - all.begin());
    if (position == all.size()) {
      if (all.empty())
        throw Error("expected no parameter for " + std::string(owner) + ", which has none, received " + quote(name));
      throw Error(unknown_name("parameter of " + std::string(owner), name, all));
    }
    item.remove_prefix(equals + 1);
  }
  const Parameter& parameter = parameters[position];
  if (!parameter.words.empty()) {
    values[position] = static_cast<double>(word_index(parameter, trimmed(item), owner));
    return;
  }
  if (parameter.is_switch()) {
    values[position] = parse_switch(parameter.name, trimmed(item)) ? 1 : 0;
    return;
  }
  if (parameter.value == unset && trimmed(item) == "none") {
    values[position] = unset;
    return;
  }
  const auto value = parse_number(item);
  if (!value)
    throw Error("expected " + std::string(parameter.name) + " between " + format_number(parameter.minimum) + " and " +
                format_number(parameter.maximum) + ", received " + quote(item));
  check(parameter, *value, owner);
  values[position] = *value;
}

const Parameter& parameter_of(std::span<const Parameter> parameters, std::string_view name) {
  for (const Parameter& p : parameters)
    if (p.name == name) return p;
  const auto all = names(parameters);
  throw Error(unknown_name("parameter", name, all));
}

double value_of(std::span<const Parameter> parameters, std::span<const double> values, std::string_view name) {
  return values[static_cast<std::size_t>(&parameter_of(parameters, name) - parameters.data())];
}

std::string write_parameter(const Parameter& parameter, double value) {
  if (value >= 0 && value < static_cast<double>(parameter.words.size()))
    return std::string(parameter.words[static_cast<std::size_t>(value)]);
  return value == unset ? "none" : format_number(value);
}

}  // namespace chainrule
