// SPDX-License-Identifier: MIT
// What a Keras program says of its data, and how its X_train is made: formulas of the inputs, then one size for all.
#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/document/experiment.hpp"
#include "engine/keras/data.hpp"
#include "engine/tables/loss.hpp"

namespace chainrule {
namespace {

/// An expression of NumPy and how strongly it binds: 1 sums, 2 products, 3 signs, 4 powers, 5 names and calls.
struct Expression {
  std::string text;
  int binds;
};

std::string within(const Expression& e, int least) { return e.binds >= least ? e.text : "(" + e.text + ")"; }

std::string numpy_name(std::string_view function) {
  if (function == "min" || function == "max") return "np." + std::string(function) + "imum";
  return function == "step" ? "np.heaviside" : "np." + std::string(function);
}

/// One step of a formula: takes its arguments from `stack` and leaves its result there.
void apply(const Formula::Step& step, std::vector<Expression>& stack) {
  using Kind = Formula::Step::Kind;
  const auto take = [&] {
    Expression top = std::move(stack.back());
    stack.pop_back();
    return top;
  };
  const auto both = [&](const char* sign, int left, int right, int binds) {
    const Expression b = take(), a = take();
    stack.push_back({within(a, left) + sign + within(b, right), binds});
  };
  switch (step.kind) {
    case Kind::number: stack.push_back({format_number(step.number), step.number < 0 ? 3 : 5}); break;
    case Kind::name: stack.push_back({"X[:, " + format_number(step.number) + "]", 5}); break;
    case Kind::negate: stack.push_back({"-" + within(take(), 3), 3}); break;
    case Kind::add: both(" + ", 1, 2, 1); break;
    case Kind::subtract: both(" - ", 1, 2, 1); break;
    case Kind::multiply: both(" * ", 2, 3, 2); break;
    case Kind::divide: both(" / ", 2, 3, 2); break;
    case Kind::power: both(" ** ", 5, 3, 4); break;
    case Kind::call: {
      const FormulaFunction& function = formula_functions()[static_cast<std::size_t>(step.number)];
      const Expression last = take();
      std::string arguments = last.text;
      if (function.arguments == 2) arguments = take().text + ", " + arguments;
      stack.push_back({numpy_name(function.name) + "(" + arguments + (function.name == "step" ? ", 0)" : ")"), 5});
    }
  }
}

std::string numpy_code(const Formula& formula) {
  std::vector<Expression> stack;
  for (const Formula::Step& step : formula.steps()) apply(step, stack);
  const std::string& text = stack.back().text;
  return text.find("X[") == std::string::npos ? "np.full(len(X), " + text + ")" : text;
}

std::string shape(Index rows, Index columns) {
  return "shape (" + std::to_string(rows) + ", " + std::to_string(columns) + ")";
}

void add_features(KerasProgram& program, const DataSet& data) {
  program.import("import numpy as np");
  program.comment("X: the inputs " + listed(data.raw_names) + ", " + shape(data.raw.rows, data.raw.cols) +
                  ". The network sees formulas of them.");
  Arguments columns;
  for (const Formula& formula : data.formulas) columns.add(numpy_code(formula));
  program.line(columns.call("X_train = np.column_stack", "([", "])"));
}

/// What standardisation has changed: columns with another mean or deviation than 0 and 1.
void add_standardisation(KerasProgram& program, const Document& document, const DataSet& data) {
  std::vector<std::string> changed;
  for (std::size_t i = 0; i < data.mean.size(); ++i)
    if (data.mean[i] != 0 || data.deviation[i] != 1) changed.push_back(std::to_string(i));
  if (changed.empty()) return;
  const bool scaled = std::all_of(data.mean.begin(), data.mean.end(), [](float m) { return m == 0; });
  if (scaled &&
      std::all_of(data.deviation.begin(), data.deviation.end(), [&](float d) { return d == data.deviation[0]; }))
    return program.line("X_train = X_train / " + format_number(data.deviation[0]));
  const bool all = changed.size() == data.mean.size();
  const std::string columns = all ? "X_train" : "X_train[:, numbers]",
                    trains = all ? "X_train[:train]" : "X_train[:train, numbers]";
  program.comment("Each number to mean 0 and deviation 1 over the rows that train.");
  program.line("train = int(len(X_train) * (1 - " + format_number(document.fit.validation_split) + "))");
  if (!all) program.line("numbers = [" + listed(changed, changed.size()) + "]");
  program.line("mean, deviation = " + trains + ".mean(axis=0), " + trains + ".std(axis=0)");
  program.line("deviation[deviation == 0] = 1");
  program.line(columns + " = (" + columns + " - mean) / deviation");
}

std::string classes_text(const DataSet* data) {
  if (!data || data->class_names.empty()) return "";
  std::vector<std::string> all;
  for (const std::string& name : data->class_names) all.push_back(std::to_string(all.size()) + " " + name);
  return " (" + listed(all) + ")";
}

void add_targets(KerasProgram& program, const Document& document, const DataSet* data) {
  const Loss& loss = find(losses(), "loss", document.compile.loss.name);
  const Index inputs = data ? data->x.cols : document.layers.empty() ? 1 : document.layers.front().input_dim;
  const Index outputs = output_width(document, inputs);
  const std::string rows = data ? std::to_string(data->y.rows) : "n", width = rows + ", " + std::to_string(outputs);
  const bool classes = data ? data->problem == Problem::classification : !loss.for_numbers();
  if (!classes) program.comment("y_train: the numbers to predict, shape (" + width + ").");
  else if (loss.class_index())
    program.comment("y_train: the class of each row, a whole number from 0 on" + classes_text(data) + ", shape (" +
                    rows + ",).");
  else if (outputs == 1)
    program.comment("y_train: 0 or 1 for each row" + classes_text(data) + ", shape (" + width + ").");
  else
    program.comment("y_train: a row of 0s with a 1 at its class" + classes_text(data) + ", shape (" + width +
                    "), such as keras.utils.to_categorical(classes, " + std::to_string(outputs) + ") makes.");
}

}  // namespace

void add_data_code(KerasProgram& program, const Document& document, const DataSet* data) {
  if (!data) {
    program.comment("X_train: a row of numbers for each sample.");
  } else if (data->formulas.empty()) {
    program.comment("X_train: " + listed(data->feature_names) + ", " + shape(data->x.rows, data->x.cols) + ".");
  }
  if (!document.compile.loss.name.empty()) add_targets(program, document, data);
  if (data && !data->formulas.empty()) add_features(program, *data);
  if (data) add_standardisation(program, document, *data);
  program.line();
}

}  // namespace chainrule
