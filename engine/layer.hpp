#pragma once
// SPDX-License-Identifier: MIT
// Layers: what they compute forwards and backwards. They own no numbers: parameters lie in the model's flat store,
// activations and gradients in a workspace.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "activation.hpp"
#include "product.hpp"
#include "random.hpp"
#include "spec.hpp"

namespace chainrule {

/// A weight tensor's place in the flat store.
struct Tensor {
  std::string name;   ///< kernel, bias
  Index offset = 0;   ///< first number in the store
  Index rows = 0, cols = 0;
  bool vector = false;  ///< shown and given as one-dimensional
  Index size() const { return rows * cols; }
};

/// What a layer leaves behind for one batch: rows are samples.
struct LayerBuffers {
  View<const float> x;   ///< input [n, inputs]: the previous layer's a, or the batch
  View<float> z, a;      ///< z = x W + b and a = g(z) [n, outputs]
  View<float> da;        ///< dL/da, mean over the batch: received from the next layer or the loss
  View<float> delta;     ///< dL/dz
};

class Layer {
 public:
  virtual ~Layer() = default;
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;

  /// Fixes shapes and lays the weights from `offset` on in the store. Throws Error.
  virtual void build(Index inputs, Index offset) = 0;
  /// Takes build() back.
  void forget_shape();
  /// First weights, into the store that begins at `parameters`.
  virtual void initialise(float* parameters, Random& random) const = 0;
  /// z and a from x.
  virtual void forward(const float* parameters, const LayerBuffers& buffers, Scratch& scratch) const = 0;
  /// *compute*: delta from da (unless the loss gave it), then dL/dW and dL/db into `gradients`.
  virtual void backward(const LayerBuffers& buffers, float* gradients, bool delta_is_given, Scratch& scratch) const = 0;
  /// *multiply and pass on*: dL/dx from delta.
  virtual void pass_on(const float* parameters, const LayerBuffers& buffers, View<float> dx, Scratch& scratch) const = 0;
  /// The forward pass in double, for gradient_check: z and a from x.
  virtual void forward_exact(const double* parameters, View<const double> x, View<double> z, View<double> a) const = 0;

  /// g'(z) where the activation is elementwise (empty else): da/dz of each unit.
  void derivative(const LayerBuffers& buffers, View<float> out) const;

  const LayerSpec& spec() const { return spec_; }
  LayerSpec& spec() { return spec_; }
  const Activation& activation() const { return *activation_; }
  Index inputs() const { return inputs_; }
  Index outputs() const { return outputs_; }
  const std::vector<Tensor>& tensors() const { return tensors_; }
  Index offset() const { return offset_; }         ///< of its first weight in the store
  Index parameter_count() const;
  /// True when a is not z itself.
  bool has_activation() const { return activation_->name != "linear"; }

 protected:
  explicit Layer(LayerSpec spec);
  LayerSpec spec_;
  const Activation* activation_;
  Index inputs_ = 0, outputs_ = 0, offset_ = 0;
  std::vector<Tensor> tensors_;
};

/// The table of kinds of layers.
struct LayerKind {
  std::string_view name, title, help;
  std::span<const Parameter> parameters;
  bool has_units;                 ///< false: as many outputs as inputs
  std::unique_ptr<Layer> (*make)(LayerSpec spec);
};
std::span<const LayerKind> layer_kinds();

/// A layer of spec.kind, all names and ranges checked. Throws Error "..., in layer NAME".
std::unique_ptr<Layer> make_layer(LayerSpec spec);

}  // namespace chainrule
