// SPDX-License-Identifier: MIT
// Dense and Activation: the two spellings of z = x W + b, a = g(z).
#include <algorithm>

#include "engine/base/eigen.hpp"
#include "engine/layers/dense.hpp"

namespace chainrule {
namespace {

/// z = x W + b, a = g(z).   dL/dW = x^T delta, dL/db = sum over rows of delta, dL/dx = delta W^T.
class Dense final : public Layer {
 public:
  Dense(LayerSpec spec, Dialect dialect) : Layer(std::move(spec), dialect) {
    resolve(initializers(), "kernel_initializer", spec_.kernel_initializer, dialect);
    resolve(initializers(), "bias_initializer", spec_.bias_initializer, dialect);
    resolve(regularizers(), "kernel_regularizer", spec_.kernel_regularizer, dialect);
    resolve(regularizers(), "bias_regularizer", spec_.bias_regularizer, dialect);
    resolve(constraints(), "kernel_constraint", spec_.kernel_constraint, dialect);
  }

  void lay_out() override {
    arguments_ = spec_.units;
    add_tensor("kernel", inputs_, arguments_, spec_.kernel_initializer);
    last_tensor().vector = false;
    last_tensor().regularizer = {&find(regularizers(), "regularizer", spec_.kernel_regularizer.name),
                                 spec_.kernel_regularizer.values};
    last_tensor().constraint = {&find(constraints(), "constraint", spec_.kernel_constraint.name),
                                spec_.kernel_constraint.values};
    if (!spec_.use_bias) return;
    add_tensor("bias", 1, arguments_, spec_.bias_initializer);
    last_tensor().regularizer = {&find(regularizers(), "regularizer", spec_.bias_regularizer.name),
                                 spec_.bias_regularizer.values};
  }

  void forward(const float* parameters, const LayerBuffers& s, const Pass&, Scratch& scratch) const override {
    affine(s.x, weight_view(parameters, 0), spec_.use_bias ? weights(parameters, 1) : nullptr, s.z, scratch);
    if (!a_is_z()) activation_->single.forward(s.z, s.a, activation_parameters());
  }

  void backward(const float*, const LayerBuffers& s, const Pass&, float* gradients, bool delta_is_given,
                Scratch& scratch) const override {
    if (!delta_is_given && !a_is_z()) activation_->single.backward(s.z, s.a, s.da, s.delta, activation_parameters());
    const View<float> dw{gradients + tensors_[0].offset, inputs_, arguments_};
    affine_gradient(s.x, s.delta, dw, spec_.use_bias ? gradients + tensors_[1].offset : nullptr, scratch);
  }

  void pass_on(const float* parameters, const LayerBuffers& s, const Pass&, View<float> dx,
               Scratch& scratch) const override {
    multiply_bt(s.delta, weight_view(parameters, 0), dx, scratch);
  }

  void forward_exact(const double* parameters, View<const double> x, View<double> z, View<double> a,
                     const Pass&) const override {
    // One weight at a time is checked: a plain loop suffices, and every page downloads it.
    const View<const double> w = weight_view(parameters, 0);
    const double* const b = spec_.use_bias ? weight_view(parameters, 1).data : nullptr;
    for (Index r = 0; r < x.rows; ++r) {
      double* const row = z.row(r);
      for (Index j = 0; j < z.cols; ++j) row[j] = b ? b[j] : 0;
      for (Index i = 0; i < x.cols; ++i)
        for (Index j = 0; j < z.cols; ++j) row[j] += x(r, i) * w(i, j);
    }
    activation_->exact.forward(z, a, activation_parameters());
  }
};

/// a = g(z) with z the layer's input: the second spelling of an activation; it adds no depth and no weights.
class ActivationLayer final : public Layer {
 public:
  ActivationLayer(LayerSpec spec, Dialect dialect) : Layer(std::move(spec), dialect) {}

  bool z_is_x() const override { return true; }
  void lay_out() override { arguments_ = inputs_; }
  void forward(const float*, const LayerBuffers& s, const Pass&, Scratch&) const override {
    if (!a_is_z()) activation_->single.forward(s.z, s.a, activation_parameters());
  }
  void backward(const float*, const LayerBuffers& s, const Pass&, float*, bool delta_is_given,
                Scratch&) const override {
    if (!delta_is_given && !a_is_z()) activation_->single.backward(s.z, s.a, s.da, s.delta, activation_parameters());
  }
  void pass_on(const float*, const LayerBuffers&, const Pass&, View<float>, Scratch&) const override {}
  void forward_exact(const double*, View<const double> x, View<double> z, View<double> a, const Pass&) const override {
    flat(z) = flat(x);
    activation_->exact.forward(z, a, activation_parameters());
  }
};

}  // namespace

std::unique_ptr<Layer> make_dense(LayerSpec spec, Dialect dialect) {
  return std::make_unique<Dense>(std::move(spec), dialect);
}
std::unique_ptr<Layer> make_activation(LayerSpec spec, Dialect dialect) {
  return std::make_unique<ActivationLayer>(std::move(spec), dialect);
}
std::unique_ptr<Layer> make_leaky_relu(LayerSpec spec, Dialect dialect) {
  spec.activation = {"leaky_relu", spec.values};
  return make_activation(std::move(spec), dialect);
}
std::unique_ptr<Layer> make_elu(LayerSpec spec, Dialect dialect) {
  spec.activation = {"elu", spec.values};
  return make_activation(std::move(spec), dialect);
}
std::unique_ptr<Layer> make_identity(LayerSpec spec, Dialect dialect) {
  return make_activation(std::move(spec), dialect);
}
std::unique_ptr<Layer> make_activity_regularization(LayerSpec spec, Dialect dialect) {
  spec.activity_regularizer = {"l1_l2", spec.values};
  return make_activation(std::move(spec), dialect);
}

}  // namespace chainrule
