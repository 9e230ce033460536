#pragma once
// SPDX-License-Identifier: MIT
// What a user says of a model before it exists: plain structs, in Keras's words.
#include <string>
#include <vector>

#include "choice.hpp"

namespace chainrule {

/// The differences between Keras 2.2 (the lecture's) and Keras 3: layer names, metric keys, the layout of summary().
enum class Dialect { keras2, keras3 };

/// One layer as given to add(). Fields that a kind of layer has no use for are ignored by it.
struct LayerSpec {
  std::string kind = "dense";  ///< a row of layer_kinds()
  std::string name = {};       ///< "" = given by the model: dense, dense_1 (keras3) or dense_1, dense_2 (keras2)
  Index units = 1;
  Index input_dim = 0;         ///< first layer: number of input columns; 0 = taken from the data
  Choice activation{"linear", {}};
  bool use_bias = true;
  Choice kernel_initializer{"glorot_uniform", {}};
  Choice bias_initializer{"zeros", {}};
  bool trainable = true;
  bool operator==(const LayerSpec&) const = default;
};

/// The arguments of compile().
struct CompileSpec {
  Choice optimizer{"sgd", {}};
  std::string loss = "mse";
  std::vector<std::string> metrics;
  bool operator==(const CompileSpec&) const = default;
};

/// The numbers of fit().
struct FitSpec {
  Index batch_size = 32;
  Index epochs = 1;
  double validation_split = 0;
  bool shuffle = true;
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
}  // namespace limits

}  // namespace chainrule
