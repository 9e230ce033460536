// SPDX-License-Identifier: MIT
#include "choice_text.hpp"

#include <algorithm>
#include <cmath>

#include "../text.hpp"

namespace chainrule {
namespace {

[[noreturn]] void out_of_range(std::string_view what, double minimum, double maximum, std::string_view text,
                               std::string_view kind) {
  std::string message = "expected " + std::string(what) + std::string(kind) + " between " + format_number(minimum) +
                        " and " + format_number(maximum) + ", received " + quote(text);
  throw Error(message);
}

}  // namespace

bool parse_switch(std::string_view what, std::string_view text) {
  if (text == "1" || text == "true") return true;
  if (text == "0" || text == "false") return false;
  throw Error("expected " + std::string(what) + " as 0 or 1, received " + quote(text));
}

double parse_real(std::string_view what, std::string_view text, double minimum, double maximum) {
  const auto value = parse_number(text);
  if (!value || !(*value >= minimum && *value <= maximum)) out_of_range(what, minimum, maximum, text, "");
  return *value;
}

long long parse_whole(std::string_view what, std::string_view text, long long minimum, long long maximum) {
  const auto value = parse_number(text);
  const auto low = static_cast<double>(minimum), high = static_cast<double>(maximum);
  if (!value || *value != std::trunc(*value) || !(*value >= low && *value <= high))
    out_of_range(what, low, high, text, " as a whole number");
  return static_cast<long long>(*value);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> items;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    items.push_back(trimmed(text.substr(0, end)));
    if (end == text.size()) return items;
    text.remove_prefix(end + 1);
    if (text.empty()) items.emplace_back();
  }
  return items;
}

std::vector<std::string> read_list(std::string_view text) {
  std::vector<std::string> items;
  if (text.empty()) return items;
  items.emplace_back();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) items.back() += text[++i];
    else if (text[i] == ',') items.emplace_back();
    else items.back() += text[i];
  }
  return items;
}

std::string write_list(std::span<const std::string> items) {
  std::string text;
  for (const auto& item : items) {
    if (&item != items.data()) text += ',';
    for (const char c : item) {
      if (c == ',' || c == '\\') text += '\\';
      text += c;
    }
  }
  return text;
}

void read_parameter(std::string_view owner, std::span<const Parameter> parameters, std::string_view item,
                    std::size_t position, std::vector<double>& values) {
  const auto equals = item.find('=');
  if (equals == std::string_view::npos) {
    if (position >= parameters.size())
      throw Error("expected " + std::string(owner) + " with " + (parameters.empty() ? "no" : "at most " +
                  std::to_string(parameters.size())) + " parameters, received " + quote(item));
  } else {
    std::string_view name = trimmed(item.substr(0, equals));
    if (name == "lr") name = "learning_rate";  // as Keras 2 has it
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
  if (parameter.whole && parameter.minimum == 0 && parameter.maximum == 1) {
    values[position] = parse_switch(parameter.name, trimmed(item)) ? 1 : 0;
    return;
  }
  const auto value = parse_number(item);
  if (!value) out_of_range(parameter.name, parameter.minimum, parameter.maximum, item, "");
  check(parameter, *value, owner);
  values[position] = *value;
}

std::string write_parameters(std::span<const Parameter> parameters, std::span<const double> values) {
  std::string text;
  for (std::size_t i = 0; i < std::min(parameters.size(), values.size()); ++i)
    if (values[i] != parameters[i].value)
      text += ":" + std::string(parameters[i].name) + "=" + format_number(values[i]);
  return text;
}

}  // namespace chainrule
