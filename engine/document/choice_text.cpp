// SPDX-License-Identifier: MIT
#include "engine/document/choice_text.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"

namespace chainrule {
namespace {

[[noreturn]] void out_of_range(std::string_view what, double minimum, double maximum, std::string_view text,
                               std::string_view kind) {
  std::string message = "expected " + std::string(what) + std::string(kind) + " between " + format_number(minimum) +
                        " and " + format_number(maximum) + ", received " + quote(text);
  throw Error(message);
}

}  // namespace

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

std::string write_parameters(std::span<const Parameter> parameters, std::span<const double> values, Dialect dialect) {
  std::string text;
  for (std::size_t i = 0; i < std::min(parameters.size(), values.size()); ++i)
    if (values[i] != parameters[i].usual(dialect))
      text += ":" + std::string(parameters[i].name) + "=" + write_parameter(parameters[i], values[i]);
  return text;
}

}  // namespace chainrule
