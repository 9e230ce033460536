#pragma once
// SPDX-License-Identifier: MIT
// Layers one upon another, with all their weights in one store and all gradients in another.
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/layers/layer.hpp"
#include "engine/model/workspace.hpp"
#include "engine/tables/spec.hpp"

namespace chainrule {

class Network {
 public:
  explicit Network(Dialect dialect = Dialect::keras3, std::uint64_t seed = 1);

  /// Adds a layer; a name that is missing is given as Keras gives it. When it has an input_dim (first layer), or the
  /// network is built, shapes and weights follow at once. Throws Error on unknown names, bad numbers, and above limits
  /// (64 layers, 10 million parameters, 20'000 units); the network is then as it was.
  void add(LayerSpec spec);
  /// Fixes the number of input columns and draws all weights from the seed. `also` is told how many parameters there
  /// will be before anything has changed: who needs as many numbers makes them then. Throws Error; the network is then
  /// as it was.
  void build(Index inputs, const std::function<void(Index parameters)>& also = {});
  bool built() const { return inputs_ > 0 && !layers_.empty(); }
  /// Draws the weights of the seed (again).
  void initialise();

  const std::vector<std::unique_ptr<Layer>>& layers() const { return layers_; }
  const Layer& last() const { return *layers_.back(); }
  Index inputs() const { return inputs_; }
  Index outputs() const { return layers_.empty() ? 0 : last().outputs(); }
  Index count_params() const { return parameter_count_; }
  Dialect dialect() const { return dialect_; }
  std::uint64_t seed() const { return seed_; }
  void set_trainable(std::size_t layer, bool trainable) { layers_.at(layer)->set_trainable(trainable); }

  /// The flat store: count_params() floats, layer by layer.
  std::span<float> weights() { return {weights_.data(), static_cast<std::size_t>(parameter_count_)}; }
  std::span<const float> weights() const { return {weights_.data(), static_cast<std::size_t>(parameter_count_)}; }
  std::span<float> gradients() { return {gradients_.data(), static_cast<std::size_t>(parameter_count_)}; }
  std::span<const float> gradients() const { return {gradients_.data(), static_cast<std::size_t>(parameter_count_)}; }
  /// Another store of gradients in place of this one, and back.
  void swap_gradients(Buffer& other) { std::swap(gradients_, other); }
  /// What lies in one of the stores, as arrays: kernel, bias, kernel, ... layer by layer; a bias is [1, units].
  std::vector<Matrix> arrays(std::span<const float> store) const;
  /// Throws Error when the number of arrays or a shape differs or a number is not finite; nothing has changed then.
  void set_weights(std::span<const Matrix> weights);

  /// A workspace of at least `capacity` rows, kept between calls.
  Workspace& workspace(Index capacity);
  /// A pass with weights at rest over the rows of x, which are copied into the workspace.
  void forward(Workspace& workspace, View<const float> x) const;
  /// The last layer's outputs [n, outputs].
  Matrix predict(View<const float> x);
  /// Every layer's outputs, one matrix a layer. Throws Error where they are too many.
  std::vector<Matrix> activations(View<const float> x);
  /// Of all regularizers, activity included, for the batch in the workspace: added to the mean loss of its rows.
  double penalty(const Workspace& workspace, Index rows) const;
  /// Whether there is any, so that it matters which rows are a batch.
  bool penalizes() const { return penalizes_; }

  /// Throws Error unless x fits the inputs: shape and finite numbers. `where` ends the sentence.
  void check_inputs(View<const float> x, const std::string& where) const;

 private:
  /// Shapes and places of all layers, whatever their size; 0 inputs: of none.
  void lay_out(Index inputs);
  /// Throws Error when the layers are too large.
  void check_size() const;
  bool has_layer(std::string_view name) const;
  std::string layer_name(const LayerSpec& spec) const;

  Dialect dialect_;
  std::uint64_t seed_;
  std::vector<std::unique_ptr<Layer>> layers_;
  Index inputs_ = 0, parameter_count_ = 0;
  Buffer weights_, gradients_;
  bool penalizes_ = false;
  std::unique_ptr<Workspace> workspace_;
};

/// "[rows, columns]", as messages say it.
std::string shape_text(Index rows, Index cols);
/// Throws Error at the first number of v that is not finite; `name` says of what.
void check_finite(View<const float> v, const char* name, const std::string& where);

}  // namespace chainrule
