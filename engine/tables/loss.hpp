#pragma once
// SPDX-License-Identifier: MIT
// The table of losses. A loss is a mean over rows (samples) of a value for each row.
#include <span>
#include <string_view>

#include "engine/tables/choice.hpp"

namespace chainrule {

/// For one number type: p predictions [n, outputs], t targets (same shape, or class indices [n, 1]); `o` are the row's
/// parameters. The logit forms take z, the argument of `Loss::logit_activation`, instead of p: stable for large |z|,
/// never clipped, and their gradient is exactly (a - t). Keras 3 fetches the logits where the last activation is that
/// one; `from_logits` says that the outputs are logits themselves.
template <class T>
struct LossFunctions {
  void (*value)(View<const T> p, View<const T> t, T* row_loss, const double* o);
  /// dp = dL_row/dp times `scale` (1/n for the mean over a batch).
  void (*gradient)(View<const T> p, View<const T> t, View<T> dp, T scale, const double* o);
  void (*value_from_logits)(View<const T> z, View<const T> t, T* row_loss, const double* o);
  /// a are the activations of the logits; a and dz may be the same memory.
  void (*gradient_from_logits)(View<const T> a, View<const T> t, View<T> dz, T scale, const double* o);
};

/// What a loss compares the outputs with.
enum class LossTargets {
  numbers,      ///< any numbers, one for each output
  bits,         ///< 0 or 1 for each output
  one_hot,      ///< a distribution over the outputs
  class_index,  ///< one column with the index of the right output
};

struct Loss {
  std::string_view name, help, formula;
  std::string_view derivative;  ///< of a row's loss with respect to p_j, m the number of outputs; where Keras scales
                                ///< the outputs to the sum 1 first, that is in it, at outputs that have it
  KerasName keras;  ///< Keras 3's class, Keras 2.2's function; the body is that of a function of y_true, y_pred
  std::span<const Parameter> parameters;      ///< from_logits is the first where there is a logit form
  std::span<const std::string_view> aliases;  ///< further names that find() takes
  LossTargets targets;
  std::string_view logit_activation;  ///< "", "sigmoid" or "softmax"
  LossFunctions<float> single;
  LossFunctions<double> exact;

  template <class T>
  const LossFunctions<T>& functions() const {
    if constexpr (std::is_same_v<T, float>) return single;
    else return exact;
  }
  bool class_index() const { return targets == LossTargets::class_index; }
  bool for_numbers() const { return targets == LossTargets::numbers; }
};

std::span<const Loss> losses();

/// Keras's K.epsilon(): probabilities are kept this far from 0 and 1 where no logits are at hand.
inline constexpr double keras_epsilon = 1e-7;

}  // namespace chainrule
