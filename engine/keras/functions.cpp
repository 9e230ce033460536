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

enum class Has { neither, keras3, both };

/// An activation that one of the two has not, or without these parameters. {alpha} is the value of that parameter.
struct ActivationCode {
  std::string_view name;
  Has has;
  std::string_view body;
};
constexpr ActivationCode activation_codes[] = {
    {"leaky_relu", Has::keras3, "return ops.maximum(x, 0) + {negative_slope} * ops.minimum(x, 0)"},
    {"relu6", Has::keras3, "return ops.clip(x, 0, 6)"},
    {"hard_sigmoid", Has::both, "return ops.clip({slope} * x + 0.5, 0, 1)"},
    {"hard_tanh", Has::keras3, "return ops.clip(x, -1, 1)"},
    {"celu", Has::keras3, "return ops.maximum(x, 0) + {alpha} * (ops.exp(ops.minimum(x, 0) / {alpha}) - 1)"},
    {"gelu", Has::keras3, "return 0.5 * x * (1 + ops.erf(x / 2 ** 0.5))"},
    {"silu", Has::keras3, "return x * ops.sigmoid(x)"},
    {"hard_silu", Has::keras3, "return x * ops.clip(x + 3, 0, 6) / 6"},
    {"mish", Has::keras3, "return x * ops.tanh(ops.softplus(x))"},
    {"log_sigmoid", Has::keras3, "return -ops.softplus(-x)"},
    {"hard_shrink", Has::keras3, "return x * ops.cast(ops.absolute(x) > {threshold}, 'float32')"},
    {"soft_shrink", Has::keras3, "return ops.sign(x) * ops.maximum(ops.absolute(x) - {threshold}, 0)"},
    {"tanh_shrink", Has::keras3, "return x - ops.tanh(x)"},
    {"threshold", Has::keras3, "return {default_value} + (x - {default_value}) * ops.cast(x > {threshold}, 'float32')"},
    {"squareplus", Has::keras3, "return (x + ops.sqrt(ops.square(x) + {b})) / 2"},
    {"sparse_plus", Has::keras3, "return ops.maximum(x - 1, 0) + ops.square(ops.clip(x + 1, 0, 2)) / 4"},
    {"sparse_sigmoid", Has::keras3, "return ops.clip((x + 1) / 2, 0, 1)"},
    {"log_softmax", Has::keras3, "return x - ops.logsumexp(x, axis=-1, keepdims=True)"},
    {"sparsemax", Has::keras3,
     "z, _ = tf.nn.top_k(x, x.shape[-1])  # largest first\n"
     "rank = ops.cumsum(ops.ones_like(z), axis=-1)\n"
     "kept = ops.cast(1 + rank * z > ops.cumsum(z, axis=-1), 'float32')\n"
     "tau = (ops.sum(kept * z, axis=-1, keepdims=True) - 1) / ops.sum(kept, axis=-1, keepdims=True)\n"
     "return ops.maximum(x - tau, 0)"},
    {"glu", Has::keras3, "half = x.shape[-1] // 2\nreturn x[:, :half] * ops.sigmoid(x[:, half:])"},
    {"maxout", Has::neither, "return ops.max(ops.reshape(x, (-1, x.shape[-1] // {pieces}, {pieces})), axis=-1)"},
    {"binary_step", Has::neither, "return ops.cast(x >= 0, 'float32')"},
    {"gaussian", Has::neither, "return ops.exp(-ops.square(x))"},
    {"sinusoid", Has::neither, "return ops.sin(x)"},
    {"sinc", Has::neither, "zero = ops.cast(ops.equal(x, 0), 'float32')\nreturn (ops.sin(x) + zero) / (x + zero)"},
    {"arctan", Has::neither, "return ops.arctan(x)"},
    {"isru", Has::neither, "return x / ops.sqrt(1 + {alpha} * ops.square(x))"},
    {"isrlu", Has::neither,
     "return ops.maximum(x, 0) + ops.minimum(x, 0) / ops.sqrt(1 + {alpha} * ops.square(ops.minimum(x, 0)))"},
    {"bent_identity", Has::neither, "return (ops.sqrt(ops.square(x) + 1) - 1) / 2 + x"},
    {"soft_exponential", Has::neither, "return (ops.exp({alpha} * x) - 1) / {alpha} + {alpha}"},
    {"sqnl", Has::neither, "z = ops.clip(x, -2, 2)\nreturn z - z * ops.absolute(z) / 4"},
    {"elish", Has::neither, "return (ops.maximum(x, 0) + ops.exp(ops.minimum(x, 0)) - 1) * ops.sigmoid(x)"},
    {"smht", Has::neither,
     "top = ops.maximum(ops.maximum({a} * x, -{b} * x), ops.maximum({c} * x, -{d} * x))\n"
     "return (ops.exp({a} * x - top) - ops.exp(-{b} * x - top)) / (ops.exp({c} * x - top) + ops.exp(-{d} * x - top))"},
};

std::string body_of(const ActivationCode& row, const Choice& choice) {
  const double first = choice.values.empty() ? 0 : choice.values[0];
  if (row.name == "gelu" && first != 0)
    return "return 0.5 * x * (1 + ops.tanh((2 / 3.141592653589793) ** 0.5 * (x + 0.044715 * x * x * x)))";
  if (row.name == "soft_exponential" && first == 0) return "return x";
  if (row.name == "soft_exponential" && first < 0)
    return "return -ops.log(ops.maximum(1 - {alpha} * (x + {alpha}), 1e-6)) / {alpha}";
  return std::string(row.body);
}

/// def @(ARGUMENTS): with the lines of `body` in it.
std::string function(std::string_view arguments, std::string body) {
  for (auto at = body.find('\n'); at != std::string::npos; at = body.find('\n', at + 1)) body.insert(at + 1, "    ");
  return "def @(" + std::string(arguments) + "):\n    " + body;
}

constexpr std::string_view targets_and_outputs = "y_true, y_pred";

/// A loss: the class of Keras 3, the name in Keras 2.2 ("" = none), and a body for what it has not.
struct LossCode {
  std::string_view name, newer, older, body;
};
constexpr LossCode loss_codes[] = {
    {"mse", "MeanSquaredError", "mse", ""},
    {"binary_crossentropy", "BinaryCrossentropy", "binary_crossentropy",
     "y_true = y_true * (1 - {label_smoothing}) + {label_smoothing} / 2\n"
     "return ops.mean(ops.binary_crossentropy(y_true, y_pred, from_logits={from_logits}), axis=-1)"},
    {"categorical_crossentropy", "CategoricalCrossentropy", "categorical_crossentropy",
     "y_true = y_true * (1 - {label_smoothing}) + {label_smoothing} / y_pred.shape[-1]\n"
     "return ops.categorical_crossentropy(y_true, y_pred, from_logits={from_logits})"},
    {"sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", "sparse_categorical_crossentropy",
     "return ops.sparse_categorical_crossentropy(y_true, y_pred, from_logits={from_logits})"},
    {"mae", "MeanAbsoluteError", "mae", ""},
    {"mape", "MeanAbsolutePercentageError", "mape", ""},
    {"msle", "MeanSquaredLogarithmicError", "msle", ""},
    {"huber", "Huber", "",
     "d = ops.absolute(y_true - y_pred)\n"
     "near = ops.minimum(d, {delta})\n"
     "return ops.mean(near * (d - 0.5 * near), axis=-1)"},
    {"log_cosh", "LogCosh", "logcosh", ""},
    {"binary_focal_crossentropy", "BinaryFocalCrossentropy", "",
     "y_true = y_true * (1 - {label_smoothing}) + {label_smoothing} / 2\n"
     "loss = ops.binary_crossentropy(y_true, y_pred)\n"
     "if {apply_class_balancing}:\n"
     "    loss = loss * (y_true * {alpha} + (1 - y_true) * (1 - {alpha}))\n"
     "off = 1 - (y_true * y_pred + (1 - y_true) * (1 - y_pred))\n"
     "return ops.mean(ops.power(off, {gamma}) * loss, axis=-1)"},
    {"categorical_focal_crossentropy", "CategoricalFocalCrossentropy", "",
     "y_true = y_true * (1 - {label_smoothing}) + {label_smoothing} / y_pred.shape[-1]\n"
     "p = ops.clip(y_pred / ops.sum(y_pred, axis=-1, keepdims=True), 1e-7, 1 - 1e-7)\n"
     "return ops.sum(-{alpha} * ops.power(1 - p, {gamma}) * y_true * ops.log(p), axis=-1)"},
    {"hinge", "Hinge", "hinge", "return ops.mean(ops.maximum(1 - y_true * y_pred, 0), axis=-1)"},
    {"squared_hinge", "SquaredHinge", "squared_hinge",
     "return ops.mean(ops.square(ops.maximum(1 - y_true * y_pred, 0)), axis=-1)"},
    {"categorical_hinge", "CategoricalHinge", "categorical_hinge", ""},
    {"kl_divergence", "KLDivergence", "kullback_leibler_divergence", ""},
    {"poisson", "Poisson", "poisson", ""},
    {"cosine_similarity", "CosineSimilarity", "cosine_proximity", ""},
};

/// A metric: the class of Keras 3 and the name in Keras 2.2, "" = none.
struct MetricCode {
  std::string_view name, newer, older;
};
constexpr MetricCode metric_codes[] = {
    {"binary_accuracy", "BinaryAccuracy", "binary_accuracy"},
    {"categorical_accuracy", "CategoricalAccuracy", "categorical_accuracy"},
    {"sparse_categorical_accuracy", "SparseCategoricalAccuracy", "sparse_categorical_accuracy"},
    {"top_k_categorical_accuracy", "TopKCategoricalAccuracy", "top_k_categorical_accuracy"},
    {"sparse_top_k_categorical_accuracy", "SparseTopKCategoricalAccuracy", "sparse_top_k_categorical_accuracy"},
    {"mae", "MeanAbsoluteError", "mae"},
    {"mse", "MeanSquaredError", "mse"},
    {"root_mean_squared_error", "RootMeanSquaredError", ""},
    {"mape", "MeanAbsolutePercentageError", "mape"},
    {"msle", "MeanSquaredLogarithmicError", "msle"},
    {"cosine_similarity", "CosineSimilarity", ""},
    {"r2_score", "R2Score", ""},
    {"precision", "Precision", ""},
    {"recall", "Recall", ""},
    {"f1_score", "F1Score", ""},
    {"auc", "AUC", ""},
    {"binary_crossentropy", "BinaryCrossentropy", "binary_crossentropy"},
    {"categorical_crossentropy", "CategoricalCrossentropy", "categorical_crossentropy"},
    {"sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"},
};

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
  std::string text = function(targets_and_outputs, program.in_dialect(body));
  if (m.named) text += "\n\n\n@.__name__ = " + python_text(m.key);
  return program.define(m.named ? std::string(m.resolved) : m.key, text);
}

/// Keras 3's class with the metric's parameters, under the key of histories.
std::string newer_metric(KerasProgram& program, const WantedMetric& m, Index outputs) {
  const Metric& metric = find(metrics(), "metric", m.resolved);
  const std::vector<double>& values = m.choice.values;
  Arguments arguments;
  if (m.resolved == "f1_score") {
    arguments.add("average", python(metric.parameters[1], values[1]));
    const double threshold = values[0] == unset && outputs == 1 ? 0.5 : values[0];
    if (threshold != unset) arguments.add("threshold", above_zero(threshold));
  } else if (m.resolved == "precision" || m.resolved == "recall") {
    arguments.add("thresholds", python(metric.parameters[0], values[0]));
  } else if (m.resolved == "binary_accuracy") {
    arguments.add("threshold", python(metric.parameters[0], values[0]));
  } else {
    arguments.add(metric.parameters, values, program.dialect());
  }
  arguments.add("name", python_text(m.key));
  const MetricCode& code = find(std::span<const MetricCode>(metric_codes), "metric", m.resolved);
  return arguments.call(program.name("metrics", code.newer));
}

/// Keras 2.2's function by its name, or one that calls it with parameters or under another key; "" where it has none.
std::string older_metric(KerasProgram& program, const WantedMetric& m) {
  if (m.resolved == "cosine_similarity")
    return own_metric(program, m,
                      "return ops.sum(ops.l2_normalize(y_true, axis=-1) * ops.l2_normalize(y_pred, axis=-1), axis=-1)");
  const std::string_view older = find(std::span<const MetricCode>(metric_codes), "metric", m.resolved).older;
  if (older.empty()) {
    program.comment(program.library() + " has no metric " + std::string(m.resolved) + ": it is left out.");
    return "";
  }
  if (m.usual && !m.named) return python_text(older);
  Arguments arguments;
  arguments.add("y_true").add("y_pred");
  if (!m.usual) arguments.add(find(metrics(), "metric", m.resolved).parameters, m.choice.values, program.dialect());
  return own_metric(program, m, "return " + arguments.call(program.name("metrics", older)));
}

/// One metric: by its name where that says it all.
std::string metric_code(KerasProgram& program, const WantedMetric& m, Index outputs) {
  const std::string plain = metric_key(m.typed, program.dialect());
  if (m.accuracy && m.usual && !m.named) return python_text(plain);
  if (m.resolved == "binary_accuracy" && !m.usual) {
    const std::vector<double>& values = m.choice.values;
    const bool rounds = values[1] != 0, refused = values[0] <= 0 || values[0] >= 1;  // by Keras 3's BinaryAccuracy
    const std::string said = rounds ? "ops.round(y_pred)" : "ops.cast(y_pred > {threshold}, 'float32')";
    const std::string body = "return ops.mean(ops.cast(ops.equal(y_true, " + said + "), 'float32'), axis=-1)";
    if (program.older() || rounds || refused)
      return own_metric(program, m, with_values(body, find(metrics(), "metric", m.resolved).parameters, values));
  }
  if (program.older()) return older_metric(program, m);
  const bool by_name = m.usual && !m.named && plain == m.resolved && m.resolved != "f1_score";
  return by_name ? python_text(plain) : newer_metric(program, m, outputs);
}

}  // namespace

std::string activation_code(KerasProgram& program, Choice choice) {
  const Activation& activation = resolve(activations(), "activation", choice, program.dialect());
  const auto* const row = find_or_null(std::span<const ActivationCode>(activation_codes), choice.name);
  const bool known = !row || row->has == Has::both || (row->has == Has::keras3 && !program.older());
  Arguments arguments;
  arguments.add("x").add(activation.parameters, choice.values, program.dialect());
  const bool usual = choice == defaults(activation, program.dialect());
  // Keras's threshold has no defaults; its hard_sigmoid has no parameter.
  if (known && usual && choice.name != "threshold") return python_text(choice.name);
  if (known && choice.name != "hard_sigmoid") {
    if (choice.name == "threshold")
      arguments = Arguments()
                      .add("x")
                      .add(python(activation.parameters[0], choice.values[0]))
                      .add(python(activation.parameters[1], choice.values[1]));
    return program.define(choice.name,
                          function("x", "return " + arguments.call(program.name("activations", choice.name))));
  }
  return program.define(
      choice.name,
      function("x", program.in_dialect(with_values(body_of(*row, choice), activation.parameters, choice.values))));
}

std::string loss_code(KerasProgram& program, Choice choice) {
  const Loss& loss = resolve(losses(), "loss", choice, program.dialect());
  const LossCode& row = find(std::span<const LossCode>(loss_codes), "loss", choice.name);
  const bool usual = choice == defaults(loss, program.dialect()), hinge = choice.name.ends_with("hinge");
  if (usual && !program.older()) return python_text(row.name);
  if (usual && !row.older.empty()) return python_text(row.older);
  if (!program.older() && !hinge)
    return Arguments().add(loss.parameters, choice.values, program.dialect()).call(program.name("losses", row.newer));
  std::string body(row.body);
  if (hinge && choice.values[0] != 0) body = "y_true = 2 * y_true - 1  # -1 and 1 from 0 and 1\n" + body;
  return program.define(choice.name, function(targets_and_outputs,
                                              program.in_dialect(with_values(body, loss.parameters, choice.values))));
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
