#pragma once
// SPDX-License-Identifier: MIT
// The table of losses. A loss is a mean over rows (samples) of a value for each row.
#include <span>
#include <string_view>

#include "choice.hpp"

namespace chainrule {

/// For one number type: p predictions [n, outputs], t targets (same shape, or class indices [n, 1]).
/// Where the last activation is `Loss::logit_activation`, the logit forms take z, its argument, instead of p: stable
/// for large |z|, never clipped, and their gradient is exactly (a - t) (Keras 3 fetches the logits in the same case).
template <class T>
struct LossFunctions {
  void (*value)(View<const T> p, View<const T> t, T* row_loss);
  /// dp = dL_row/dp times `scale` (1/n for the mean over a batch).
  void (*gradient)(View<const T> p, View<const T> t, View<T> dp, T scale);
  void (*value_from_logits)(View<const T> z, View<const T> t, T* row_loss);
  void (*gradient_from_logits)(View<const T> a, View<const T> t, View<T> dz, T scale);
};

struct Loss {
  std::string_view name, help, formula;
  std::span<const Parameter> parameters;
  std::span<const std::string_view> aliases;  ///< further names that find() takes
  bool class_index;                   ///< targets are class indices in one column
  std::string_view logit_activation;  ///< "", "sigmoid" or "softmax"
  LossFunctions<float> single;
  LossFunctions<double> exact;

  template <class T>
  const LossFunctions<T>& functions() const {
    if constexpr (std::is_same_v<T, float>) return single;
    else return exact;
  }
};

std::span<const Loss> losses();

/// Keras's K.epsilon(): probabilities are kept this far from 0 and 1 where no logits are at hand.
inline constexpr double keras_epsilon = 1e-7;

}  // namespace chainrule
