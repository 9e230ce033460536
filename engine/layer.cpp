// SPDX-License-Identifier: MIT
#include "layer.hpp"

#include <algorithm>

#include "eigen.hpp"
#include "initializer.hpp"

namespace chainrule {

Layer::Layer(LayerSpec spec) : spec_(std::move(spec)) {
  activation_ = &resolve(activations(), "activation", spec_.activation);
}

Index Layer::parameter_count() const {
  Index count = 0;
  for (const Tensor& t : tensors_) count += t.size();
  return count;
}

void Layer::forget_shape() {
  inputs_ = outputs_ = offset_ = 0;
  tensors_.clear();
}

void Layer::derivative(const LayerBuffers& buffers, View<float> out) const {
  flat(out).setOnes();
  activation_->single.backward(buffers.z, buffers.a, out, out, spec_.activation.values.data());
}

namespace {

/// z = x W + b, a = g(z).   dL/dW = x^T delta, dL/db = sum over rows of delta, dL/dx = delta W^T.
class Dense final : public Layer {
 public:
  explicit Dense(LayerSpec spec) : Layer(std::move(spec)) {
    if (spec_.units < 1 || spec_.units > limits::units)
      throw Error("expected units between 1 and " + std::to_string(limits::units) + ", received " +
                  std::to_string(spec_.units));
    kernel_initializer_ = &resolve(initializers(), "kernel_initializer", spec_.kernel_initializer);
    bias_initializer_ = &resolve(initializers(), "bias_initializer", spec_.bias_initializer);
  }

  void build(Index inputs, Index offset) override {
    inputs_ = inputs;
    outputs_ = spec_.units;
    offset_ = offset;
    tensors_ = {{"kernel", offset, inputs, outputs_, false}};
    if (spec_.use_bias) tensors_.push_back({"bias", offset + inputs * outputs_, 1, outputs_, true});
  }

  void initialise(float* parameters, Random& random) const override {
    const Tensor& w = tensors_[0];
    kernel_initializer_->fill(parameters + w.offset, w.size(), inputs_, outputs_, random,
                              spec_.kernel_initializer.values.data());
    if (spec_.use_bias)
      bias_initializer_->fill(parameters + tensors_[1].offset, outputs_, outputs_, outputs_, random,
                              spec_.bias_initializer.values.data());
  }

  void forward(const float* parameters, const LayerBuffers& s, Scratch& scratch) const override {
    multiply(s.x, kernel(parameters), s.z, scratch);
    if (spec_.use_bias) {
      const float* const b = parameters + tensors_[1].offset;
      for (Index r = 0; r < s.z.rows; ++r)
        for (Index j = 0; j < outputs_; ++j) s.z(r, j) += b[j];
    }
    if (has_activation()) activation_->single.forward(s.z, s.a, spec_.activation.values.data());
  }

  void backward(const LayerBuffers& s, float* gradients, bool delta_is_given, Scratch& scratch) const override {
    if (!delta_is_given && has_activation())
      activation_->single.backward(s.z, s.a, s.da, s.delta, spec_.activation.values.data());
    multiply_at(s.x, s.delta, {gradients + tensors_[0].offset, inputs_, outputs_}, scratch);
    if (!spec_.use_bias) return;
    float* const db = gradients + tensors_[1].offset;
    std::fill(db, db + outputs_, 0.0f);
    for (Index r = 0; r < s.delta.rows; ++r)
      for (Index j = 0; j < outputs_; ++j) db[j] += s.delta(r, j);
  }

  void pass_on(const float* parameters, const LayerBuffers& s, View<float> dx, Scratch& scratch) const override {
    multiply_bt(s.delta, kernel(parameters), dx, scratch);
  }

  void forward_exact(const double* parameters, View<const double> x, View<double> z, View<double> a) const override {
    matrix(z).noalias() = matrix(x) * matrix(View<const double>{parameters + tensors_[0].offset, inputs_, outputs_});
    if (spec_.use_bias)
      matrix(z).rowwise() += matrix(View<const double>{parameters + tensors_[1].offset, 1, outputs_}).row(0);
    activation_->exact.forward(z, a, spec_.activation.values.data());
  }

 private:
  View<const float> kernel(const float* parameters) const {
    return {parameters + tensors_[0].offset, inputs_, outputs_};
  }
  const Initializer* kernel_initializer_;
  const Initializer* bias_initializer_;
};

/// a = g(z) with z the layer's input: the second spelling of an activation; it adds no depth and no weights.
class ActivationLayer final : public Layer {
 public:
  explicit ActivationLayer(LayerSpec spec) : Layer(std::move(spec)) {}

  void build(Index inputs, Index offset) override {
    inputs_ = outputs_ = inputs;
    offset_ = offset;
  }
  void initialise(float*, Random&) const override {}

  void forward(const float*, const LayerBuffers& s, Scratch&) const override {
    flat(s.z) = flat(s.x);
    if (has_activation()) activation_->single.forward(s.z, s.a, spec_.activation.values.data());
  }
  void backward(const LayerBuffers& s, float*, bool delta_is_given, Scratch&) const override {
    if (!delta_is_given && has_activation())
      activation_->single.backward(s.z, s.a, s.da, s.delta, spec_.activation.values.data());
  }
  void pass_on(const float*, const LayerBuffers& s, View<float> dx, Scratch&) const override {
    flat(dx) = flat(s.delta);
  }
  void forward_exact(const double*, View<const double> x, View<double> z, View<double> a) const override {
    flat(z) = flat(x);
    activation_->exact.forward(z, a, spec_.activation.values.data());
  }
};

template <class T>
std::unique_ptr<Layer> make(LayerSpec spec) { return std::make_unique<T>(std::move(spec)); }

constexpr LayerKind table[] = {
    {"dense", "Dense", "Every input to every unit: z = x W + b, a = g(z).", {}, true, make<Dense>},
    {"activation", "Activation", "An activation function as a layer of its own.", {}, false, make<ActivationLayer>},
};

}  // namespace

std::span<const LayerKind> layer_kinds() { return table; }

std::unique_ptr<Layer> make_layer(LayerSpec spec) {
  const std::string name = spec.name;
  try {
    return find(layer_kinds(), "layer", spec.kind).make(std::move(spec));
  } catch (const Error& e) {
    throw Error(std::string(e.what()) + (name.empty() ? "" : ", in layer " + name));
  }
}

}  // namespace chainrule
