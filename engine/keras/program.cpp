// SPDX-License-Identifier: MIT
#include "engine/keras/program.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/document/choice_text.hpp"

namespace chainrule {
namespace {

constexpr std::size_t widest = 79;  // of a line of Python

/// Names of keras.ops that keras.backend spells otherwise, or that are TensorFlow's alone.
constexpr std::pair<std::string_view, std::string_view> older_names[] = {
    {"ops.absolute", "K.abs"},
    {"ops.power", "K.pow"},
    {"ops.arctan", "tf.atan"},
    {"ops.erf", "tf.erf"},
    {"x.shape[-1]", "K.int_shape(x)[-1]"},
    {"y_pred.shape[-1]", "K.int_shape(y_pred)[-1]"},
    {"ops.", "K."}};

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// Would end a comment or a text in quotes, where names out of a table could go on as code.
bool is_control(char c) { return (c >= 0 && c < ' ') || c == 127; }

}  // namespace

std::string python_float(double value) {
  const std::string text = format_number(value);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

std::string above_zero(double value) { return python_float(std::max(value, 1e-37)); }

std::string python(const Parameter& parameter, double value) {
  if (value == unset) return "None";
  if (parameter.is_switch()) return value != 0 ? "True" : "False";
  if (!parameter.words.empty()) return python_text(write_parameter(parameter, value));
  return parameter.whole ? format_number(value) : python_float(value);
}

std::string python_text(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += is_control(c) ? '?' : c;
  }
  return quoted + "'";
}

std::string with_values(std::string text, std::span<const Parameter> parameters, std::span<const double> values) {
  for (std::size_t i = 0; i < parameters.size(); ++i)
    replace_all(text, "{" + std::string(parameters[i].name) + "}", python(parameters[i], values[i]));
  return text;
}

std::string function_text(std::string_view arguments, std::string body) {
  replace_all(body, "\n", "\n    ");
  return "def @(" + std::string(arguments) + "):\n    " + body;
}

Arguments& Arguments::add(std::string value) {
  items_.push_back(std::move(value));
  return *this;
}

Arguments& Arguments::add(std::string_view key, const std::string& value) {
  return add(std::string(key) + "=" + value);
}

Arguments& Arguments::add(std::span<const Parameter> parameters, std::span<const double> values, Dialect dialect) {
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (values[i] != parameters[i].usual(dialect)) add(parameters[i].name, python(parameters[i], values[i]));
  return *this;
}

std::string Arguments::call(const std::string& name, const std::string& open, const std::string& close,
                            std::size_t room) const {
  const std::string line = name + open + listed(items_, items_.size()) + close;
  if (line.size() <= room && line.find('\n') == std::string::npos) return line;
  const std::string next = "\n" + std::string(name.size() + open.size(), ' ');
  std::string text;
  for (std::string item : items_) {
    replace_all(item, "\n", next);  // what is broken into lines itself
    text += (text.empty() ? name + open : "," + next) + item;
  }
  return text + close;
}

std::string KerasProgram::name(std::string_view module, std::string_view name) {
  const std::string in = std::string(module) + "." + std::string(name);
  if (!older()) {
    if (module == "layers") import("from keras import layers");
    return module == "layers" ? in : "keras." + in;
  }
  if (module == "activations" || module == "metrics") {  // whose names the program's own functions may bear
    import("from keras import " + std::string(module));
    return in;
  }
  const auto same = [&](const auto& from) { return from.first == module; };
  const auto found = std::find_if(from_.begin(), from_.end(), same);
  if (found == from_.end()) from_.emplace_back(module, name);
  else if ((", " + found->second + ",").find(", " + std::string(name) + ",") == std::string::npos)
    found->second += ", " + std::string(name);
  return std::string(name);
}

void KerasProgram::import(const std::string& line) {
  if (std::find(imports_.begin(), imports_.end(), line) == imports_.end()) imports_.push_back(line);
}

std::string KerasProgram::in_dialect(std::string text) {
  if (older())
    for (const auto& [newer, older_name] : older_names) replace_all(text, newer, older_name);
  if (text.find("ops.") != std::string::npos) import("from keras import ops");
  if (text.find("K.") != std::string::npos) import("from keras import backend as K");
  if (text.find("tf.") != std::string::npos) import("import tensorflow as tf");
  return text;
}

std::string KerasProgram::define(const std::string& wanted, const std::string& text) {
  for (int number = 1;; ++number) {
    const std::string name = wanted + (number == 1 ? "" : "_" + std::to_string(number));
    std::string full = text;
    replace_all(full, "@", name);
    const auto found =
        std::find_if(definitions_.begin(), definitions_.end(), [&](const auto& d) { return d.first == name; });
    if (found == definitions_.end()) definitions_.emplace_back(name, full);
    else if (found->second != full) continue;
    return name;
  }
}

std::string KerasProgram::own_function(std::string_view row, std::string_view arguments, std::string_view body,
                                       std::span<const Parameter> parameters, std::span<const double> values) {
  const std::string name(row);
  if (body.empty())
    return define(name,
                  function_text(arguments, "raise NotImplementedError(" +
                                               python_text("write it here: " + library() + " has no " + name) + ")"));
  return define(name, function_text(arguments, in_dialect(with_values(std::string(body), parameters, values))));
}

void KerasProgram::comment(std::string_view text) {
  std::string now = "#", plain(text);
  std::replace_if(plain.begin(), plain.end(), is_control, ' ');
  for (const std::string_view word : split(plain, ' ')) {
    if (word.empty()) continue;
    if (now.size() + 1 + word.size() > widest) {
      line(now);
      now = "#";
    }
    now.append(" ").append(word);
  }
  line(now);
}

std::string KerasProgram::text() const {
  std::string all;
  for (const std::string_view first : {"import math", "import numpy", "import tensorflow", "import keras", "from"})
    for (const std::string& line : imports_)
      if (line.starts_with(first)) all += line + "\n";
  for (const auto& [module, names] : from_) all += "from keras." + module + " import " + names + "\n";
  for (const auto& [name, definition] : definitions_) all += "\n\n" + definition + "\n";
  return all + (definitions_.empty() ? "\n" : "\n\n") + body_;
}

}  // namespace chainrule
