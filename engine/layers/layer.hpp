#pragma once
// SPDX-License-Identifier: MIT
// Layers: what they compute forwards and backwards. They own no numbers: parameters lie in the model's flat store,
// activations and gradients in a workspace.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/product.hpp"
#include "engine/base/random.hpp"
#include "engine/tables/activation.hpp"
#include "engine/tables/initializer.hpp"
#include "engine/tables/regularizer.hpp"
#include "engine/tables/spec.hpp"

namespace chainrule {

/// A row of a table with values for its parameters.
template <class Row>
struct Chosen {
  const Row* row = nullptr;
  std::vector<double> values = {};
  const Row* operator->() const { return row; }
  const double* p() const { return values.data(); }
};

/// A weight tensor's place in the flat store. Those that no optimizer touches (moving averages) come last in a layer.
struct Tensor {
  std::string name;  ///< kernel, bias, gamma, ...
  Index offset = 0;  ///< first number in the store
  Index rows = 0, cols = 0;
  bool vector = false;  ///< shown and given as one-dimensional
  bool trainable = true;
  Chosen<Initializer> initializer = {};
  Chosen<Regularizer> regularizer = {};
  Chosen<Constraint> constraint = {};
  Index size() const { return rows * cols; }
};

/// What a layer leaves behind for one batch: rows are samples.
struct LayerBuffers {
  View<const float> x;  ///< input [n, inputs]: the previous layer's a, or the batch
  View<float> z, a;     ///< z [n, arguments], such as x W + b, and a = g(z) [n, outputs]
  View<float> da;       ///< dL/da: received from the next layer or the loss
  View<float> delta;    ///< dL/dz
  float* extra;         ///< Layer::extra() numbers of the layer's own: masks, batch statistics
};

/// How a pass is made.
struct Pass {
  bool training = false;   ///< dropout, noise and batch statistics are at work
  std::uint64_t seed = 0;  ///< of the model
  Index step = 0;          ///< updates done: one step always draws the same masks
};

class Layer {
 public:
  virtual ~Layer() = default;
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;

  /// Fixes shapes and lays the weights from `offset` on in the store; `place` counts layers. Throws Error.
  void build(Index inputs, Index offset, Index place);
  /// Takes build() back.
  void forget_shape();
  /// First weights, into the store that begins at `parameters`.
  void initialise(float* parameters, Random& random) const;

  /// z and a from x.
  virtual void forward(const float* parameters, const LayerBuffers& s, const Pass& pass, Scratch& scratch) const = 0;
  /// *compute*: delta from da (unless the loss gave it), then the gradients of the weights, without penalties.
  virtual void backward(const float* parameters, const LayerBuffers& s, const Pass& pass, float* gradients,
                        bool delta_is_given, Scratch& scratch) const = 0;
  /// *multiply and pass on*: dL/dx from delta.
  virtual void pass_on(const float* parameters, const LayerBuffers& s, const Pass& pass, View<float> dx,
                       Scratch& scratch) const = 0;
  /// The forward pass in double, for gradient_check: z and a from x, with the same random numbers.
  virtual void forward_exact(const double* parameters, View<const double> x, View<double> z, View<double> a,
                             const Pass& pass) const = 0;
  /// Part of the update: what the layer learns of a batch by itself (moving averages). A number that would no longer be
  /// finite keeps its value; false when there is one.
  virtual bool absorb(float* parameters, const LayerBuffers& s) const;

  /// z is the layer's input itself, so dL/dz is what it passes on: pass_on() has nothing left to do.
  virtual bool z_is_x() const { return false; }
  /// a is z itself: a linear activation, or a layer that changes nothing.
  virtual bool a_is_z() const { return activation_->name == "linear"; }
  /// Numbers of its own that a batch of so many rows needs.
  virtual Index extra(Index rows) const;
  /// Of normalisations: how many means, variances and 1 / deviations stand in `extra`, one after another; 0: none.
  virtual Index statistics(Index) const { return 0; }
  /// da/dz of each unit has a meaning: derivative() gives it.
  virtual bool elementwise() const { return activation_->elementwise; }
  virtual void derivative(const float* parameters, const LayerBuffers& s, const Pass& pass, View<float> out) const;

  /// The penalties of all regularized weights. T is float or double. Keras 3 asks the weights that training changes
  /// alone (`for variable in self.trainable_weights: ... variable.regularizer`), so a frozen layer has none there; in
  /// Keras 2.2 a penalty stays in the loss whatever becomes of its layer. (Outputs are penalised in both.)
  template <class T>
  double penalty(const T* parameters) const;
  /// Whether penalty() counts any weight, now.
  bool has_penalty() const { return penalizes() && has_regularizer(); }
  /// Whether any weight has a regularizer, frozen or not.
  bool has_regularizer() const;
  /// gradients += d penalty / dw.
  void add_penalty_gradients(const float* parameters, float* gradients) const;
  /// After an update: weights back to where constraints allow.
  void constrain(float* parameters) const;
  /// The activity regularizer: its penalty on the outputs of a batch, and its gradient on top of dL/da (or, where the
  /// loss gave delta, of delta).
  const Chosen<Regularizer>& activity() const { return activity_; }
  void add_activity_gradient(const LayerBuffers& s, bool delta_is_given) const;

  const LayerSpec& spec() const { return spec_; }
  void set_trainable(bool trainable) { spec_.trainable = trainable; }
  const Activation& activation() const { return *activation_; }
  const double* activation_parameters() const { return spec_.activation.values.data(); }
  Index inputs() const { return inputs_; }
  Index arguments() const { return arguments_; }  ///< columns of z: units
  Index outputs() const { return outputs_; }      ///< columns of a: fewer for glu and maxout
  const std::vector<Tensor>& tensors() const { return tensors_; }
  Index offset() const { return offset_; }  ///< of its first weight in the store
  Index parameter_count() const;
  /// Weights that optimizers change, from offset() on: 0 when frozen.
  Index trainable_count() const;

 protected:
  Layer(LayerSpec spec, Dialect dialect);
  /// Sets arguments_ and adds tensors; inputs_ is known. outputs_ follows from the activation.
  virtual void lay_out() = 0;
  void add_tensor(std::string name, Index rows, Index cols, Choice initializer);
  Tensor& last_tensor() { return tensors_.back(); }
  bool penalizes() const { return spec_.trainable || dialect_ == Dialect::keras2; }
  const float* weights(const float* parameters, std::size_t tensor) const {
    return parameters + tensors_[tensor].offset;
  }
  View<const float> weight_view(const float* parameters, std::size_t tensor) const {
    return {weights(parameters, tensor), tensors_[tensor].rows, tensors_[tensor].cols};
  }
  View<const double> weight_view(const double* parameters, std::size_t tensor) const {
    return {parameters + tensors_[tensor].offset, tensors_[tensor].rows, tensors_[tensor].cols};
  }
  /// Random numbers that depend on the seed, the layer and the step alone.
  Random draw(const Pass& pass) const;

  LayerSpec spec_;
  Dialect dialect_;
  const Activation* activation_;
  Chosen<Regularizer> activity_;
  Index inputs_ = 0, arguments_ = 0, outputs_ = 0, offset_ = 0, place_ = 0;
  std::vector<Tensor> tensors_;
};

/// The table of kinds of layers.
struct LayerKind {
  std::string_view name, title, help;
  KerasName keras;        ///< classes; the body is a whole one, class @({Layer})
  std::string_view stem;  ///< Keras's names: dense, dense_1; leaky_re_lu, ...
  std::span<const Parameter> parameters;
  bool has_units;                       ///< false: as many outputs as inputs
  bool has_activation;                  ///< takes activation=
  bool has_kernel;                      ///< takes use_bias, bias_initializer, regularizers and constraints
  std::string_view kernel_initializer;  ///< default of kernel_initializer=, "" when it takes none
  std::unique_ptr<Layer> (*make)(LayerSpec spec, Dialect dialect);
  std::span<const std::string_view> aliases = {};
};
std::span<const LayerKind> layer_kinds();

/// A spec of this kind with the kind's defaults.
LayerSpec layer_defaults(const LayerKind& kind, Dialect dialect = Dialect::keras3);

/// A layer of spec.kind, all names and ranges checked. Throws Error "..., in layer NAME".
std::unique_ptr<Layer> make_layer(LayerSpec spec, Dialect dialect);

}  // namespace chainrule
