// SPDX-License-Identifier: MIT
// Activations, losses and metrics in a Keras program: by name where Keras has them, else as functions of the program's
// own. Which ones Keras 2.2.4 and Keras 3 have: their `activations`, `losses` and `metrics` modules.
#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/keras/functions.hpp"
#include "engine/tables/activation.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"

namespace chainrule {
namespace {

/// Where the body depends on more than its parameters' values.
std::string_view body_of(const Activation& row, const Choice& choice) {
  if (row.name == "gelu" && value_of(row.parameters, choice.values, "approximate") != 0)
    return "return 0.5 * x * (1 + ops.tanh((2 / 3.141592653589793) ** 0.5 * (x + 0.044715 * x * x * x)))";
  if (row.name == "soft_exponential") {
    const double alpha = value_of(row.parameters, choice.values, "alpha");
    if (alpha == 0) return "return x";
    if (alpha < 0) return "return -ops.log(ops.maximum(1 - {alpha} * (x + {alpha}), 1e-6)) / {alpha}";
  }
  return row.keras.body;
}

constexpr std::string_view targets_and_outputs = "y_true, y_pred";

/// A metric of compile(), and what it has to become.
struct WantedMetric {
  std::string typed, key;  ///< key: in histories, among those of the others
  Choice choice;           ///< name and parameters as typed
  bool named, accuracy, usual;
  std::string_view resolved;  ///< the row's name; of acc the one that Keras takes for it
};

WantedMetric wanted_metric(const std::string& typed, const std::string& key, const CompileSpec& compile, Index outputs,
                           Dialect dialect) {
  const bool named = typed.find(":name=") != std::string::npos;
  WantedMetric m{typed, key, metric_choice(typed, dialect), named, false, false, ""};
  m.accuracy = m.choice.name == "acc" || m.choice.name == "accuracy";
  const Metric& row = find(metrics(), "metric", m.choice.name);
  m.usual = m.choice == defaults(row, dialect);
  m.resolved = row.name;
  if (!m.accuracy) return m;
  const Index columns = std::max<Index>(outputs, 1);
  const bool index = find(losses(), "loss", compile.loss.name).class_index();
  m.resolved = resolve_metric(m.choice.name, columns, index ? 1 : columns, compile.loss.name, dialect).name;
  m.usual = m.usual || m.resolved != "binary_accuracy";  // the others have no parameters
  return m;
}

/// A function of the program's own under the key of histories.
std::string own_metric(KerasProgram& program, const WantedMetric& m, const std::string& body) {
  std::string text = function_text(targets_and_outputs, program.in_dialect(body));
  if (m.named) text += "\n\n\n@.__name__ = " + python_text(m.key);
  return program.define(m.named ? std::string(m.resolved) : m.key, text);
}

/// Keras 3's class with the metric's parameters, under the key of histories.
std::string newer_metric(KerasProgram& program, const WantedMetric& m, Index outputs) {
  const Metric& metric = find(metrics(), "metric", m.resolved);
  const auto value = [&](std::string_view name) { return value_of(metric.parameters, m.choice.values, name); };
  Arguments arguments;
  if (m.resolved == "f1_score") {
    arguments.add("average", python(parameter_of(metric.parameters, "average"), value("average")));
    const double given = value("threshold"), threshold = given == unset && outputs == 1 ? 0.5 : given;
    if (threshold != unset) arguments.add("threshold", above_zero(threshold));
  } else if (m.resolved == "precision" || m.resolved == "recall" || m.resolved == "binary_accuracy") {
    arguments.add(m.resolved == "binary_accuracy" ? "threshold" : "thresholds", python_float(value("threshold")));
  } else {
    arguments.add(metric.parameters, m.choice.values, program.dialect());
  }
  arguments.add("name", python_text(m.key));
  return arguments.call(program.name("metrics", metric.keras.newer));
}

/// Keras 2.2's function by its name, or one that calls it with parameters or under another key.
std::string older_metric(KerasProgram& program, const WantedMetric& m) {
  const Metric& metric = find(metrics(), "metric", m.resolved);
  if (m.usual && !m.named) return python_text(metric.keras.older);
  Arguments arguments;
  arguments.add("y_true").add("y_pred");
  if (!m.usual) arguments.add(metric.parameters, m.choice.values, program.dialect());
  return own_metric(program, m, "return " + arguments.call(program.name("metrics", metric.keras.older)));
}

/// What the program has in place of a metric that its Keras has not; "" where nothing can be.
std::string missing_metric(KerasProgram& program, const WantedMetric& m) {
  const Metric& metric = find(metrics(), "metric", m.resolved);
  if (!metric.keras.body.empty())
    return own_metric(program, m, with_values(std::string(metric.keras.body), metric.parameters, m.choice.values));
  program.comment(program.library() + " has no metric " + std::string(m.resolved) + ": it is left out.");
  return "";
}

/// One metric: by its name where that says it all.
std::string metric_code(KerasProgram& program, const WantedMetric& m, Index outputs) {
  const std::string plain = metric_key(m.typed, program.dialect());
  if (m.accuracy && m.usual && !m.named) return python_text(plain);
  const Metric& metric = find(metrics(), "metric", m.resolved);
  if (m.resolved == "binary_accuracy" && !m.usual) {
    const double threshold = value_of(metric.parameters, m.choice.values, "threshold");
    const bool rounds = value_of(metric.parameters, m.choice.values, "rounding") != 0;
    const bool refused = threshold <= 0 || threshold >= 1;  // by Keras 3's BinaryAccuracy
    const std::string said = rounds ? "ops.round(y_pred)" : "ops.cast(y_pred > {threshold}, 'float32')";
    const std::string body = "return ops.mean(ops.cast(ops.equal(y_true, " + said + "), 'float32'), axis=-1)";
    if (program.older() || rounds || refused)
      return own_metric(program, m, with_values(body, metric.parameters, m.choice.values));
  }
  if (program.called(metric.keras).empty()) return missing_metric(program, m);
  if (program.older()) return older_metric(program, m);
  const bool by_name = m.usual && !m.named && plain == m.resolved && m.resolved != "f1_score";
  return by_name ? python_text(plain) : newer_metric(program, m, outputs);
}

}  // namespace

std::string activation_code(KerasProgram& program, Choice choice) {
  const Activation& row = resolve(activations(), "activation", choice, program.dialect());
  const std::string_view own = program.called(row.keras);
  const bool usual = choice == defaults(row, program.dialect());
  // Keras's threshold has no defaults; its hard_sigmoid has no parameter.
  if (!own.empty() && usual && row.name != "threshold") return python_text(own);
  if (own.empty() || row.name == "hard_sigmoid")
    return program.own_function(row.name, "x", body_of(row, choice), row.parameters, choice.values);
  Arguments arguments;
  arguments.add("x");
  if (row.name == "threshold")
    for (std::size_t i = 0; i < row.parameters.size(); ++i) arguments.add(python(row.parameters[i], choice.values[i]));
  else arguments.add(row.parameters, choice.values, program.dialect());
  return program.define(choice.name, function_text("x", "return " + arguments.call(program.name("activations", own))));
}

std::string loss_code(KerasProgram& program, Choice choice) {
  const Loss& row = resolve(losses(), "loss", choice, program.dialect());
  const std::string_view own = program.called(row.keras);
  const bool hinge = row.name.ends_with("hinge");  // convert_labels is Keras 3's own, but not to be switched off
  if (!own.empty() && choice == defaults(row, program.dialect())) return python_text(program.older() ? own : row.name);
  if (!own.empty() && !program.older() && !hinge)
    return Arguments().add(row.parameters, choice.values, program.dialect()).call(program.name("losses", own));
  std::string body(row.keras.body);
  if (hinge && value_of(row.parameters, choice.values, "convert_labels") != 0)
    body = "y_true = 2 * y_true - 1  # -1 and 1 from 0 and 1\n" + body;
  return program.own_function(row.name, targets_and_outputs, body, row.parameters, choice.values);
}

Arguments metrics_code(KerasProgram& program, const CompileSpec& compile, Index outputs) {
  Arguments all;
  const std::vector<std::string> keys = metric_keys(compile.metrics, program.dialect());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const WantedMetric m = wanted_metric(compile.metrics[i], keys[i], compile, outputs, program.dialect());
    if (const std::string code = metric_code(program, m, outputs); !code.empty()) all.add(code);
  }
  return all;
}

}  // namespace chainrule
