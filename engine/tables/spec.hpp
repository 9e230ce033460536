#pragma once
// SPDX-License-Identifier: MIT
// What a user says of a model before it exists: plain structs, in Keras's words.
#include <string>
#include <vector>

#include "engine/tables/choice.hpp"

namespace chainrule {

/// One layer as given to add(). Fields that a kind of layer has no use for are ignored by it.
struct LayerSpec {
  std::string kind = "dense";  ///< a row of layer_kinds()
  std::string name = {};       ///< "" = given by the model: dense, dense_1 (keras3) or dense_1, dense_2 (keras2)
  Index units = 1;
  Index input_dim = 0;  ///< first layer: number of input columns; 0 = taken from the data
  Choice activation{"linear"};
  bool use_bias = true;
  Choice kernel_initializer{"glorot_uniform"};
  Choice bias_initializer{"zeros"};
  Choice kernel_regularizer{"none"};
  Choice bias_regularizer{"none"};
  Choice activity_regularizer{"none"};  ///< of the layer's output
  Choice kernel_constraint{"none"};
  bool trainable = true;
  std::vector<double> values = {};  ///< of the kind's own parameters: dropout's rate, ...; what is missing is default
  bool operator==(const LayerSpec&) const = default;
};

/// The arguments of compile().
struct CompileSpec {
  Choice optimizer{"sgd"};
  Choice loss{"mse"};
  std::vector<std::string> metrics;           ///< names, with parameters after ':' where there are any: top_k:k=3
  Choice learning_rate_schedule{"constant"};  ///< what becomes of the optimizer's learning_rate
  bool operator==(const CompileSpec&) const = default;
};

/// A row of callbacks() with the key of the history that it watches.
struct CallbackSpec {
  Choice choice;
  std::string monitor = "val_loss";
  bool operator==(const CallbackSpec&) const = default;
};

/// The numbers of fit().
struct FitSpec {
  Index batch_size = 32;
  Index epochs = 1;
  double validation_split = 0;
  bool shuffle = true;
  std::vector<CallbackSpec> callbacks = {};
  /// Of class 0, 1, ...: how much its samples count; `unset` for a class that is left out. Empty = all 1.
  std::vector<double> class_weight = {};
  bool operator==(const FitSpec&) const = default;
};

/// Limits that keep any document or link harmless.
namespace limits {
inline constexpr Index layers = 64, units = 4096, parameters = 10'000'000, epochs = 1'000'000, batch = 65'536;
/// Outputs of all layers together, those without units too: a hundred wide layers cost more than their weights tell.
inline constexpr Index total_units = 20'000;
inline constexpr std::int64_t workspace_floats = most_floats;
inline constexpr Index rows = 1'000'000, columns = 4096, samples = 20'000;
inline constexpr std::size_t file_bytes = 100'000'000, link_bytes = 65'536;
/// Characters of a link with trained weights, and epochs that it may say they were trained.
inline constexpr std::size_t trained_link = 8192;
inline constexpr Index trained_epochs = 100'000;
}  // namespace limits

}  // namespace chainrule
