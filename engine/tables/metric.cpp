// SPDX-License-Identifier: MIT
#include "engine/tables/metric.hpp"

#include "engine/base/text.hpp"
#include "engine/tables/metric_functions.hpp"

namespace chainrule {
namespace {

using Words = std::span<const std::string_view>;
enum Better { lower, higher };

template <class F>
constexpr Metric row(std::string_view name, std::string_view help, std::string_view formula, KerasName keras,
                     Better better = lower, Words aliases = {}, MetricTargets targets = MetricTargets::outputs) {
  std::span<const Parameter> parameters;
  if constexpr (requires { F::parameters; }) parameters = F::parameters;
  return {name, help, formula, keras, parameters, F::size, F::add, F::result, targets, better == higher, aliases};
}

constexpr std::string_view mae_aliases[] = {"mean_absolute_error", "MAE"};
constexpr std::string_view mse_aliases[] = {"mean_squared_error", "MSE"};
constexpr std::string_view rmse_aliases[] = {"rmse", "RootMeanSquaredError"};
constexpr std::string_view mape_aliases[] = {"mean_absolute_percentage_error", "MAPE"};
constexpr std::string_view msle_aliases[] = {"mean_squared_logarithmic_error", "MSLE"};
constexpr std::string_view top_k_aliases[] = {"top_k"};
constexpr std::string_view r2_aliases[] = {"r2", "R2Score"};
constexpr std::string_view f1_aliases[] = {"f1", "F1Score"};
constexpr std::string_view auc_aliases[] = {"AUC"};
constexpr std::string_view precision_aliases[] = {"Precision"};
constexpr std::string_view recall_aliases[] = {"Recall"};

using BinaryAccuracy = MeanOverRows<BinaryAccuracyRow>;
using CategoricalAccuracy = MeanOverRows<CategoricalAccuracyRow>;
using SparseCategoricalAccuracy = MeanOverRows<SparseCategoricalAccuracyRow>;

// 'acc' comes first: it is what a menu offers; its function is replaced by resolve_metric().
constexpr Metric table[] = {
    row<BinaryAccuracy>("acc", "Share of samples whose class is predicted right.",
                        "mean [argmax p = class], or [p > 0.5] = t", {}, higher),
    row<BinaryAccuracy>("accuracy", "The same under Keras's long name.", "as acc", {}, higher),
    row<BinaryAccuracy>("binary_accuracy", "Share of outputs on the right side of 0.5.", "mean [p > threshold] = t",
                        {"BinaryAccuracy", "binary_accuracy"}, higher),
    row<CategoricalAccuracy>("categorical_accuracy", "Share of rows whose largest output is the one-hot class.",
                             "mean [argmax p = argmax t]", {"CategoricalAccuracy", "categorical_accuracy"}, higher),
    row<SparseCategoricalAccuracy>(
        "sparse_categorical_accuracy", "Share of rows whose largest output is the class index.", "mean [argmax p = t]",
        {"SparseCategoricalAccuracy", "sparse_categorical_accuracy"}, higher, {}, MetricTargets::class_index),
    row<MeanOverRows<TopKRow>>("top_k_categorical_accuracy",
                               "Share of rows whose one-hot class is among the k largest outputs.",
                               "mean [right class in the top k]",
                               {"TopKCategoricalAccuracy", "top_k_categorical_accuracy"}, higher, top_k_aliases),
    row<MeanOverRows<SparseTopKRow>>(
        "sparse_top_k_categorical_accuracy", "Share of rows whose class index is among the k largest outputs.",
        "mean [t in the top k]", {"SparseTopKCategoricalAccuracy", "sparse_top_k_categorical_accuracy"}, higher, {},
        MetricTargets::class_index),
    row<MeanOverRows<LossRow<MeanOf<AbsoluteError>>>>("mae", "Mean absolute difference.", "mean |p - t|",
                                                      {"MeanAbsoluteError", "mae"}, lower, mae_aliases),
    row<MeanOverRows<LossRow<MeanSquaredError>>>("mse", "Mean squared difference.", "mean (p - t)^2",
                                                 {"MeanSquaredError", "mse"}, lower, mse_aliases),
    row<RootMeanSquaredError>("root_mean_squared_error", "The same, in the unit of the targets.",
                              "sqrt(mean (p - t)^2)", {"RootMeanSquaredError", ""}, lower, rmse_aliases),
    row<MeanOverRows<LossRow<MeanOf<AbsolutePercentageError>>>>(
        "mape", "Mean difference in per cent of the target.", "mean 100 |p - t| / max(|t|, 1e-7)",
        {"MeanAbsolutePercentageError", "mape"}, lower, mape_aliases),
    row<MeanOverRows<LossRow<MeanOf<SquaredLogarithmicError>>>>(
        "msle", "Mean squared difference of logarithms.", "mean (ln(1 + p) - ln(1 + t))^2",
        {"MeanSquaredLogarithmicError", "msle"}, lower, msle_aliases),
    row<MeanOverRows<CosineRow>>(
        "cosine_similarity", "How much rows point the same way: 1 is the same direction.", "mean p t / (|p| |t|)",
        {"CosineSimilarity", "",
         "return ops.sum(ops.l2_normalize(y_true, axis=-1) * ops.l2_normalize(y_pred, axis=-1), axis=-1)"},
        higher),
    row<R2Score>("r2_score",
                 "Share of the targets' variance that is explained: 1 is perfect, 0 no better than their mean.",
                 "1 - sum (t - p)^2 / sum (t - mean t)^2", {"R2Score", ""}, higher, r2_aliases),
    row<Precision>("precision", "Of those said to be yes, the share that is.", "right yes / said yes",
                   {"Precision", ""}, higher, precision_aliases),
    row<Recall>("recall", "Of those that are yes, the share that was found.", "right yes / all yes", {"Recall", ""},
                higher, recall_aliases),
    row<F1Score>("f1_score", "Precision and recall in one number, their harmonic mean.",
                 "2 precision recall / (precision + recall)", {"F1Score", ""}, higher, f1_aliases),
    row<Auc>("auc", "The chance that a yes gets a higher output than a no (area under the ROC curve, 200 thresholds).",
             "area under recall over false alarms", {"AUC", ""}, higher, auc_aliases),
    row<MeanOverRows<LossRow<BinaryCrossentropy>>>(
        "binary_crossentropy", "The loss of that name as a metric: without penalties and weights.",
        "mean -t ln p - (1 - t) ln(1 - p)", {"BinaryCrossentropy", "binary_crossentropy"}),
    row<MeanOverRows<LossRow<CategoricalCrossentropy>>>("categorical_crossentropy",
                                                        "The loss of that name as a metric.", "mean -sum_j t_j ln p_j",
                                                        {"CategoricalCrossentropy", "categorical_crossentropy"}),
    row<MeanOverRows<LossRow<SparseCategoricalCrossentropy>>>(
        "sparse_categorical_crossentropy", "The loss of that name as a metric.", "mean -ln p_t",
        {"SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"}, lower, {}, MetricTargets::class_index),
};

constexpr std::size_t longest_key = 64;

std::string_view name_part(std::string_view text) { return text.substr(0, text.find(':')); }

/// Takes the next of "name:item:item"'s items off; false when there is none.
bool next_item(std::string_view& text, std::string_view& item) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  text.remove_prefix(colon + 1);
  item = name_part(text);
  return true;
}

bool names_key(std::string_view item) { return item.starts_with("name="); }

/// A key must not be taken for another one: that of the loss, or of what is measured on the rows for validation.
void check_key(std::string_view key) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_.-").find(c) != std::string_view::npos;
  };
  const bool good = !key.empty() && key.size() <= longest_key && std::all_of(key.begin(), key.end(), allowed);
  if (!good || key == "loss" || key.starts_with("val_"))
    throw Error("expected name of a metric from letters, digits, _ . and -, at most " + std::to_string(longest_key) +
                " of them, not loss and without val_ in front, received " + quote(key));
}

/// `val_` in front of a key is not the metric's.
std::string_view without_val(std::string_view key) { return key.starts_with("val_") ? key.substr(4) : key; }

}  // namespace

std::span<const Metric> metrics() { return table; }

const Metric& resolve_metric(std::string_view name, Index outputs, Index target_columns, std::string_view loss,
                             Dialect dialect) {
  const auto found = [&](std::string_view which) -> const Metric& {
    const Metric& metric = find(metrics(), "metric", which);
    const bool index = metric.targets == MetricTargets::class_index;
    if (target_columns == (index ? 1 : outputs)) return metric;
    throw Error(
        "expected a metric for " + std::string(index ? "rows of " : "the class indices in one column of ") +
        (index ? std::to_string(target_columns) + " targets" : std::string("y")) + ", as loss '" + std::string(loss) +
        "' has them, received '" + std::string(name) + "', which compares with " +
        (index ? "class indices in one column" : "a number for each of the " + std::to_string(outputs) + " outputs"));
  };
  if (name != "acc" && name != "accuracy") return found(name);
  const bool sparse_loss = loss == "sparse_categorical_crossentropy";
  if (dialect == Dialect::keras2) {
    if (outputs == 1 || loss == "binary_crossentropy") return found("binary_accuracy");
    return found(sparse_loss ? "sparse_categorical_accuracy" : "categorical_accuracy");
  }
  if (outputs == 1) return found("binary_accuracy");
  return found(target_columns == 1 ? "sparse_categorical_accuracy" : "categorical_accuracy");
}

Choice metric_choice(std::string_view text, Dialect dialect) {
  const Metric& metric = find(metrics(), "metric", name_part(text));
  Choice choice = defaults(metric, dialect);
  std::size_t position = 0;
  for (std::string_view item; next_item(text, item);) {
    if (names_key(item)) check_key(item.substr(5));
    else read_parameter(metric.name, metric.parameters, item, position++, choice.values);
  }
  return choice;
}

std::vector<CompiledMetric> compile_metrics(std::span<const std::string> metrics, Index outputs, Index target_columns,
                                            std::string_view loss, Dialect dialect) {
  std::vector<CompiledMetric> all;
  Index first = 1;
  const std::vector<std::string> keys = metric_keys(metrics, dialect);
  for (const std::string& text : metrics) {
    const Choice typed = metric_choice(text, dialect);
    const Metric& metric = resolve_metric(name_part(text), outputs, target_columns, loss, dialect);
    CompiledMetric compiled{&metric, typed.values, keys[all.size()], first};
    if (typed.name != metric.name) compiled.values.resize(metric.parameters.size());  // acc as a categorical accuracy
    first += metric.size(outputs);
    all.push_back(std::move(compiled));
  }
  return all;
}

void CompiledMetric::add(View<const float> p, View<const float> t, std::span<double> sums) const {
  const bool index = metric->targets == MetricTargets::class_index;
  const auto end = static_cast<std::size_t>(first + metric->size(p.cols));
  if (t.rows != p.rows || t.cols != (index ? 1 : p.cols) || sums.size() < end)
    throw Error("expected targets of " + std::to_string(p.rows) + " x " + std::to_string(index ? 1 : p.cols) + " and " +
                std::to_string(end) + " sums for metric '" + key + "', received " + std::to_string(t.rows) + " x " +
                std::to_string(t.cols) + " and " + std::to_string(sums.size()));
  metric->add(p, t, sums.data() + first, values.data());
}
double CompiledMetric::result(std::span<const double> sums, Index outputs) const {
  return metric->result(sums.subspan(static_cast<std::size_t>(first)).data(), outputs, values.data());
}

double measure(std::string_view text, View<const float> p, View<const float> t, Dialect dialect) {
  const std::string metric(text);
  const CompiledMetric compiled = compile_metrics({&metric, 1}, p.cols, t.cols, "", dialect).front();
  std::vector<double> sums(static_cast<std::size_t>(compiled.first + compiled.metric->size(p.cols)));
  compiled.add(p, t, sums);
  return compiled.result(sums, p.cols);
}

std::string metric_key(std::string_view text, Dialect dialect) {
  const std::string_view bare = name_part(text);
  for (std::string_view item; next_item(text, item);)
    if (names_key(item)) return std::string(item.substr(5));
  if (dialect == Dialect::keras3) return std::string(bare);
  if (bare == "accuracy") return "acc";
  const Metric* const metric = find_or_null(metrics(), bare);  // Keras 2.2 writes the function's own name for 'mae'
  if (!metric || metric->aliases.empty() || !metric->aliases[0].starts_with("mean_")) return std::string(bare);
  return std::string(metric->aliases[0]);
}

std::vector<std::string> metric_keys(std::span<const std::string> metrics, Dialect dialect) {
  std::vector<std::string> keys;
  for (const std::string& text : metrics) {
    const std::string base = metric_key(text, dialect);
    std::string key = base;
    for (int number = 1; std::find(keys.begin(), keys.end(), key) != keys.end(); ++number)
      key = base + "_" + std::to_string(number);
    keys.push_back(std::move(key));
  }
  return keys;
}

const Metric* metric_behind(std::string_view key, std::span<const std::string> metrics, Dialect dialect) {
  const std::vector<std::string> keys = metric_keys(metrics, dialect);
  const auto found = std::find(keys.begin(), keys.end(), without_val(key));
  const std::string_view name =
      found == keys.end() ? without_val(key) : name_part(metrics[static_cast<std::size_t>(found - keys.begin())]);
  return find_or_null(chainrule::metrics(), name);
}

bool higher_is_better(std::string_view key, std::span<const std::string> metrics, Dialect dialect) {
  const Metric* const metric = metric_behind(key, metrics, dialect);
  return metric && metric->higher_is_better;
}

Matrix confusion_matrix(View<const float> p, View<const float> t) {
  const Index classes = std::max<Index>(p.cols, 2);
  if (t.rows != p.rows || (t.cols != 1 && t.cols != p.cols))
    throw Error("expected targets of " + std::to_string(p.rows) + " rows with 1 or " + std::to_string(p.cols) +
                " columns, received " + std::to_string(t.rows) + " rows with " + std::to_string(t.cols));
  Matrix counts(classes, classes);
  for (Index r = 0; r < p.rows; ++r) {
    const Index said = p.cols == 1 ? p(r, 0) > 0.5f : argmax(p, r);
    const float label = t.cols == 1 ? t(r, 0) : static_cast<float>(argmax(t, r));
    if (!(label >= 0 && label < static_cast<float>(classes)))
      throw Error("expected classes 0 to " + std::to_string(classes - 1) + " in y, received " + format_number(label) +
                  " at row " + std::to_string(r));
    counts(static_cast<Index>(label), said) += 1;
  }
  return counts;
}

std::vector<ClassScores> class_scores(View<const float> counts) {
  std::vector<ClassScores> scores;
  const auto share = [](double part, double all) { return all > 0 ? part / all : 0; };
  for (Index c = 0; c < counts.rows; ++c) {
    double found = counts(c, c), taken = 0, are = 0;
    for (Index k = 0; k < counts.rows; ++k) {
      taken += counts(k, c);
      are += counts(c, k);
    }
    scores.push_back({share(found, taken), share(found, are), share(2 * found, taken + are), static_cast<Index>(are)});
  }
  return scores;
}

}  // namespace chainrule
