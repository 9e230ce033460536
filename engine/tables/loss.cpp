// SPDX-License-Identifier: MIT
// The table. Adding a loss = one struct (loss_numbers.hpp, loss_classes.hpp) and one row here.
#include "engine/tables/loss.hpp"

#include "engine/tables/loss_classes.hpp"
#include "engine/tables/loss_numbers.hpp"

namespace chainrule {
namespace {

using Words = std::span<const std::string_view>;
using enum LossTargets;

template <class F>
constexpr Loss row(std::string_view name, LossTargets targets, std::string_view help, std::string_view formula,
                   std::string_view derivative, KerasName keras, Words aliases = {},
                   std::string_view logit_activation = "") {
  std::span<const Parameter> parameters;
  if constexpr (requires { F::parameters; }) parameters = F::parameters;
  Loss loss{name,
            help,
            formula,
            derivative,
            keras,
            parameters,
            aliases,
            targets,
            logit_activation,
            {F::template value<float>, F::template gradient<float>, nullptr, nullptr},
            {F::template value<double>, F::template gradient<double>, nullptr, nullptr}};
  if constexpr (requires { F::template value_from_logits<float>; }) {
    loss.single.value_from_logits = F::template value_from_logits<float>;
    loss.single.gradient_from_logits = F::template gradient_from_logits<float>;
    loss.exact.value_from_logits = F::template value_from_logits<double>;
    loss.exact.gradient_from_logits = F::template gradient_from_logits<double>;
  }
  return loss;
}

// Keras's long names; classes and TensorFlow.js's names differ from them in their capitals only.
constexpr std::string_view mse_aliases[] = {"mean_squared_error", "MeanSquaredError", "meanSquaredError", "MSE"};
constexpr std::string_view mae_aliases[] = {"mean_absolute_error", "MeanAbsoluteError", "meanAbsoluteError", "MAE"};
constexpr std::string_view mape_aliases[] = {"mean_absolute_percentage_error", "MeanAbsolutePercentageError",
                                             "meanAbsolutePercentageError", "MAPE"};
constexpr std::string_view msle_aliases[] = {"mean_squared_logarithmic_error", "MeanSquaredLogarithmicError",
                                             "meanSquaredLogarithmicError", "MSLE"};
constexpr std::string_view binary_aliases[] = {"BinaryCrossentropy", "binaryCrossentropy", "bce", "BCE"};
constexpr std::string_view categorical_aliases[] = {"CategoricalCrossentropy", "categoricalCrossentropy"};
constexpr std::string_view sparse_aliases[] = {"SparseCategoricalCrossentropy", "sparseCategoricalCrossentropy"};
constexpr std::string_view binary_focal_aliases[] = {"BinaryFocalCrossentropy", "binaryFocalCrossentropy"};
constexpr std::string_view categorical_focal_aliases[] = {"CategoricalFocalCrossentropy",
                                                          "categoricalFocalCrossentropy"};
constexpr std::string_view huber_aliases[] = {"Huber", "huber_loss"};
constexpr std::string_view log_cosh_aliases[] = {"logcosh", "LogCosh"};
constexpr std::string_view hinge_aliases[] = {"Hinge"};
constexpr std::string_view squared_hinge_aliases[] = {"SquaredHinge", "squaredHinge"};
constexpr std::string_view categorical_hinge_aliases[] = {"CategoricalHinge", "categoricalHinge"};
constexpr std::string_view kl_aliases[] = {"kullback_leibler_divergence", "kld", "KLD", "KLDivergence"};
constexpr std::string_view poisson_aliases[] = {"Poisson"};
constexpr std::string_view cosine_aliases[] = {"cosine_proximity", "CosineSimilarity", "cosineProximity"};

constexpr Loss table[] = {
    row<MeanSquaredError>("mse", numbers, "Mean of the squared differences: for numbers.", "mean_j (p_j - t_j)^2",
                          "2 (p_j - t_j) / m", {"MeanSquaredError", "mse"}, mse_aliases),
    row<BinaryCrossentropy>(
        "binary_crossentropy", bits, "How surprised a probability is by a yes or no: for two classes.",
        "mean_j -t_j ln p_j - (1 - t_j) ln(1 - p_j)", "(p_j - t_j) / (m p_j (1 - p_j))",
        {"BinaryCrossentropy", "binary_crossentropy",
         "y_true = y_true * (1 - {label_smoothing}) + {label_smoothing} / 2\n"
         "return ops.mean(ops.binary_crossentropy(y_true, y_pred, from_logits={from_logits}), axis=-1)"},
        binary_aliases, "sigmoid"),
    row<CategoricalCrossentropy>("categorical_crossentropy", one_hot,
                                 "Surprise over several classes; targets are one-hot rows.", "-sum_j t_j ln p_j",
                                 "1 - t_j / p_j",
                                 {"CategoricalCrossentropy", "categorical_crossentropy",
                                  "y_true = y_true * (1 - {label_smoothing}) + {label_smoothing} / y_pred.shape[-1]\n"
                                  "return ops.categorical_crossentropy(y_true, y_pred, from_logits={from_logits})"},
                                 categorical_aliases, "softmax"),
    row<SparseCategoricalCrossentropy>(
        "sparse_categorical_crossentropy", class_index, "The same, with the class's index as target.", "-ln p_t",
        "1 - 1 / p_j if j = t, else 1",
        {"SparseCategoricalCrossentropy", "sparse_categorical_crossentropy",
         "return ops.sparse_categorical_crossentropy(y_true, y_pred, from_logits={from_logits})"},
        sparse_aliases, "softmax"),
    row<MeanOf<AbsoluteError>>("mae", numbers, "Mean of the differences' sizes: outliers count less than in mse.",
                               "mean_j |p_j - t_j|", "sign(p_j - t_j) / m", {"MeanAbsoluteError", "mae"}, mae_aliases),
    row<MeanOf<AbsolutePercentageError>>(
        "mape", numbers, "Mean difference in per cent of the target.", "mean_j 100 |p_j - t_j| / max(|t_j|, 1e-7)",
        "100 sign(p_j - t_j) / (m max(|t_j|, 1e-7))", {"MeanAbsolutePercentageError", "mape"}, mape_aliases),
    row<MeanOf<SquaredLogarithmicError>>("msle", numbers, "mse of logarithms: for positive numbers of many sizes.",
                                         "mean_j (ln(1 + p_j) - ln(1 + t_j))^2",
                                         "2 (ln(1 + p_j) - ln(1 + t_j)) / (m (1 + p_j))",
                                         {"MeanSquaredLogarithmicError", "msle"}, msle_aliases),
    row<MeanOf<Huber>>("huber", numbers, "mse near the target, mae far from it: smooth, and calm about outliers.",
                       "mean_j d^2 / 2 if |d| <= delta, else delta |d| - delta^2 / 2",
                       "d / m if |d| <= delta, else delta sign(d) / m, d = p_j - t_j",
                       {"Huber", "",
                        "d = ops.absolute(y_true - y_pred)\n"
                        "near = ops.minimum(d, {delta})\n"
                        "return ops.mean(near * (d - 0.5 * near), axis=-1)"},
                       huber_aliases),
    row<MeanOf<LogCosh>>("log_cosh", numbers, "Like huber, without a parameter.", "mean_j ln cosh(p_j - t_j)",
                         "tanh(p_j - t_j) / m", {"LogCosh", "logcosh"}, log_cosh_aliases),
    row<MeanOf<BinaryFocal>>(
        "binary_focal_crossentropy", bits, "binary_crossentropy in which samples that are right already count little.",
        "mean_j (1 - p_right)^gamma binary_crossentropy",
        "s (1 - q)^(gamma - 1) (gamma ln q - (1 - q) / q) / m, q = p_right, s = 1 if t_j = 1, else -1",
        {"BinaryFocalCrossentropy", "",
         "y_true = y_true * (1 - {label_smoothing}) + {label_smoothing} / 2\n"
         "loss = ops.binary_crossentropy(y_true, y_pred)\n"
         "if {apply_class_balancing}:\n"
         "    loss = loss * (y_true * {alpha} + (1 - y_true) * (1 - {alpha}))\n"
         "off = 1 - (y_true * y_pred + (1 - y_true) * (1 - y_pred))\n"
         "return ops.mean(ops.power(off, {gamma}) * loss, axis=-1)"},
        binary_focal_aliases),
    row<SumOverShares<CategoricalFocalTerm>>(
        "categorical_focal_crossentropy", one_hot,
        "categorical_crossentropy in which sure and right samples count little.",
        "-sum_j alpha (1 - p_j)^gamma t_j ln p_j",
        "s_j - sum_i s_i p_i, s_j = alpha t_j (1 - p_j)^gamma (gamma ln p_j / (1 - p_j) - 1 / p_j)",
        {"CategoricalFocalCrossentropy", "",
         "y_true = y_true * (1 - {label_smoothing}) + {label_smoothing} / y_pred.shape[-1]\n"
         "p = ops.clip(y_pred / ops.sum(y_pred, axis=-1, keepdims=True), 1e-7, 1 - 1e-7)\n"
         "return ops.sum(-{alpha} * ops.power(1 - p, {gamma}) * y_true * ops.log(p), axis=-1)"},
        categorical_focal_aliases),
    row<HingeOf<1>>("hinge", bits,
                    "Zero once an output is on the right side by 1: the loss of support vector machines.",
                    "mean_j max(0, 1 - t_j p_j), t in -1, 1", "-t_j / m if t_j p_j < 1, else 0",
                    {"Hinge", "hinge", "return ops.mean(ops.maximum(1 - y_true * y_pred, 0), axis=-1)"}, hinge_aliases),
    row<HingeOf<2>>(
        "squared_hinge", bits, "The hinge squared: smooth, and harder on large mistakes.",
        "mean_j max(0, 1 - t_j p_j)^2, t in -1, 1", "-2 t_j max(0, 1 - t_j p_j) / m",
        {"SquaredHinge", "squared_hinge", "return ops.mean(ops.square(ops.maximum(1 - y_true * y_pred, 0)), axis=-1)"},
        squared_hinge_aliases),
    row<CategoricalHinge>("categorical_hinge", one_hot, "Zero once the right class leads every other by 1.",
                          "max(0, max_wrong p - p_right + 1)",
                          "0 if the loss is 0, else 1 for the largest wrong p_j, -1 for p_right",
                          {"CategoricalHinge", "categorical_hinge"}, categorical_hinge_aliases),
    row<KlDivergence>("kl_divergence", one_hot, "How far a distribution is from the wanted one.",
                      "sum_j t_j ln(t_j / p_j)", "-t_j / p_j", {"KLDivergence", "kullback_leibler_divergence"},
                      kl_aliases),
    row<MeanOf<Poisson>>("poisson", numbers, "For counts: the outputs are expected numbers of events, above 0.",
                         "mean_j p_j - t_j ln p_j", "(1 - t_j / p_j) / m", {"Poisson", "poisson"}, poisson_aliases),
    row<CosineSimilarity>("cosine_similarity", numbers, "Compares directions, not lengths: -1 is the same direction.",
                          "-sum_j t_j p_j / (|t| |p|)", "p_j (t · p) / (|t| |p|^3) - t_j / (|t| |p|)",
                          {"CosineSimilarity", "cosine_proximity"}, cosine_aliases),
};

}  // namespace

std::span<const Loss> losses() { return table; }

}  // namespace chainrule
