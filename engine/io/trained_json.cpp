// SPDX-License-Identifier: MIT
#include "engine/io/trained_json.hpp"

#include <cmath>
#include <limits>

#include "engine/base/text.hpp"

namespace chainrule {
namespace {

constexpr std::size_t most_keys = 64, longest_key = 128;

void append_measure(std::string& text, double value) {
  // JSON knows finite numbers alone, and "-0" is read as the whole number 0.
  text += value == 0 && std::signbit(value) ? "-0.0" : std::isfinite(value) ? format_number(value) : "null";
}

constexpr std::size_t written_at_once = 1 << 14;  // numbers: a few milliseconds in a browser

/// Appends the list.
template <class T>
Pieces<bool> append_list(std::string& text, const std::vector<T>& values, void (*append)(std::string&, T)) {
  text += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += ", ";
    append(text, values[i]);
    if (i % written_at_once == written_at_once - 1)
      co_yield static_cast<double>(i) / static_cast<double>(values.size());
  }
  text += ']';
  co_return true;
}

std::vector<double> read_course(const Json& json) {
  if (!json.is_array() || json.size() > static_cast<std::size_t>(limits::epochs))
    throw Error("expected a list of at most " + std::to_string(limits::epochs) + " numbers for each key");
  std::vector<double> course;
  course.reserve(json.size());
  for (const Json& value : json) {
    if (!value.is_number() && !value.is_null())
      throw Error("expected numbers, received " + quote(write_json_text(value, -1)));
    course.push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>());
  }
  return course;
}

}  // namespace

Pieces<std::string> write_trained(const Trained& trained) {
  std::string text;
  if (!trained.weights.empty()) {
    text += ",\n  \"weights\": ";
    auto list = append_list(text, trained.weights, append_number);
    while (list.go_on()) co_yield list.done();
  }
  if (trained.history.epochs() == 0) co_return text;
  text += ",\n  \"history\": {";
  for (std::size_t k = 0; k < trained.history.keys.size(); ++k) {
    text += std::string(k > 0 ? "," : "") + "\n    " + write_json_text(trained.history.keys[k], -1) + ": ";
    auto list = append_list(text, trained.history.values[k], append_measure);
    while (list.go_on()) co_yield 1;
  }
  co_return text + "\n  }";
}

void read_weights(std::vector<float>& weights, const Json& json) {
  if (!json.is_array() || weights.size() + json.size() > static_cast<std::size_t>(limits::parameters))
    throw Error("expected a list of at most " + std::to_string(limits::parameters) + " numbers");
  for (const Json& value : json) {
    const float weight = value.is_number() ? value.get<float>() : NAN;
    if (!std::isfinite(weight)) throw Error("expected numbers, received " + quote(write_json_text(value, -1)));
    weights.push_back(weight);
  }
}

std::vector<float> read_weights(const Json& json) {
  std::vector<float> weights;
  weights.reserve(json.is_array() ? json.size() : 0);
  read_weights(weights, json);
  return weights;
}

History read_history(const Json& json) {
  if (!json.is_object() || json.size() > most_keys)
    throw Error("expected an object of at most " + std::to_string(most_keys) + " lists");
  History history;
  for (const auto& [key, value] : json.items()) {
    if (key.empty() || key.size() > longest_key) throw Error("expected the names of measures, received " + quote(key));
    history.keys.push_back(key);
    history.values.push_back(read_course(value));
    if (history.values.back().size() != history.values.front().size())
      throw Error("expected as many numbers for " + key + " as for " + history.keys.front());
  }
  return history;
}

}  // namespace chainrule
