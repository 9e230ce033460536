#pragma once
// SPDX-License-Identifier: MIT
// What the parts of a Keras program share: names and their imports, definitions, calls. For cpp files of engine/keras.
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/table.hpp"
#include "engine/document/document.hpp"
#include "engine/tables/spec.hpp"

namespace chainrule {

struct Document;
struct DataSet;

/// A number as a Python float, 1.0: Keras 3 refuses 1 for a learning rate, a momentum and others.
std::string python_float(double value);
/// The same for what Keras 3 wants above 0, where this engine takes 0 too.
std::string above_zero(double value);
/// A number, switch or word as Python writes it.
std::string python(const Parameter& parameter, double value);
/// Text in quotes, fit for Python.
std::string python_text(std::string_view text);
/// `text` with each {name} replaced by that parameter's value.
std::string with_values(std::string text, std::span<const Parameter> parameters, std::span<const double> values);

/// def @(ARGUMENTS): with the lines of `body` in it.
std::string function_text(std::string_view arguments, std::string body);

/// Arguments of a call, in order.
class Arguments {
 public:
  Arguments& add(std::string value);
  Arguments& add(std::string_view key, const std::string& value);
  /// Those values that are not the usual ones of the dialect, as name=value.
  Arguments& add(std::span<const Parameter> parameters, std::span<const double> values, Dialect dialect);
  bool empty() const { return items_.empty(); }
  /// NAME(a, b=c); where that is longer than `room` (a line, unless told), one below the other.
  std::string call(const std::string& name, const std::string& open = "(", const std::string& close = ")",
                   std::size_t room = 78) const;

 private:
  std::vector<std::string> items_;
};

class KerasProgram {
 public:
  explicit KerasProgram(Dialect dialect) : dialect_(dialect) {}

  Dialect dialect() const { return dialect_; }
  bool older() const { return dialect_ == Dialect::keras2; }
  /// "Keras 2.2" or "Keras 3", for comments.
  std::string library() const { return older() ? "Keras 2.2" : "Keras 3"; }

  /// A class or function of Keras as this program calls it; imports what that takes.
  std::string name(std::string_view module, std::string_view name);
  /// What this dialect calls a row; "" = it has none.
  std::string_view called(const KerasName& keras) const { return older() ? keras.older : keras.newer; }
  void import(const std::string& line);
  /// `text` says ops.exp(x) and so on; as this dialect has it, imports included.
  std::string in_dialect(std::string text);
  /// A function or class of the program's own: `text` has @ where its name belongs. Returns its name, which is another
  /// one where something else is called so already.
  std::string define(const std::string& wanted, const std::string& text);

  /// A function of the program's own that does what a row does, from KerasName::body. Where that is empty the program
  /// stops there and says what is missing: a new row is written so before anybody has told how Keras would do it.
  std::string own_function(std::string_view row, std::string_view arguments, std::string_view body,
                           std::span<const Parameter> parameters, std::span<const double> values);

  /// A line of the program; empty for space between parts.
  void line(const std::string& text = "") { body_ += text + "\n"; }
  /// A comment, broken into lines.
  void comment(std::string_view text);
  /// Imports, definitions, then the lines.
  std::string text() const;

 private:
  Dialect dialect_;
  std::vector<std::string> imports_;
  std::vector<std::pair<std::string, std::string>> from_;  // module and the names imported from it
  std::vector<std::pair<std::string, std::string>> definitions_;
  std::string body_;
};

}  // namespace chainrule
