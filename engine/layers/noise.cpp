// SPDX-License-Identifier: MIT
// Dropout, GaussianNoise and PReLU: layers that work on each number by itself. z is the input.
#include <algorithm>
#include <cmath>

#include "engine/base/eigen.hpp"
#include "engine/layers/noise.hpp"

namespace chainrule {
namespace {

class EachNumber : public Layer {
 public:
  EachNumber(LayerSpec spec, Dialect dialect) : Layer(std::move(spec), dialect) {}
  bool z_is_x() const override { return true; }
  bool a_is_z() const override { return false; }
  bool elementwise() const override { return true; }
  void lay_out() override { arguments_ = inputs_; }
  void pass_on(const float*, const LayerBuffers&, const Pass&, View<float>, Scratch&) const override {}
};

/// a = x m with a mask m of 0 and 1 / (1 - rate), drawn anew for each batch; a = x outside of training.
class Dropout final : public EachNumber {
 public:
  using EachNumber::EachNumber;
  Index extra(Index rows) const override { return rows * inputs_; }

  void forward(const float*, const LayerBuffers& s, const Pass& pass, Scratch&) const override {
    if (!pass.training) {
      flat(s.a) = flat(s.x);
      return;
    }
    Random random = draw(pass);
    for (Index i = 0; i < s.x.size(); ++i) {
      s.extra[i] = static_cast<float>(next(random));
      s.a.data[i] = s.x.data[i] * s.extra[i];
    }
  }
  void backward(const float*, const LayerBuffers& s, const Pass& pass, float*, bool, Scratch&) const override {
    for (Index i = 0; i < s.da.size(); ++i) s.delta.data[i] = pass.training ? s.da.data[i] * s.extra[i] : s.da.data[i];
  }
  void derivative(const float*, const LayerBuffers& s, const Pass& pass, View<float> out) const override {
    for (Index i = 0; i < out.size(); ++i) out.data[i] = pass.training ? s.extra[i] : 1.0f;
  }
  void forward_exact(const double*, View<const double> x, View<double> z, View<double> a,
                     const Pass& pass) const override {
    flat(z) = flat(x);
    Random random = draw(pass);
    for (Index i = 0; i < x.size(); ++i) a.data[i] = pass.training ? x.data[i] * next(random) : x.data[i];
  }

 private:
  double next(Random& random) const {
    const double rate = spec_.values[place("rate", dropout_parameters)];
    return random.uniform() < rate ? 0 : 1 / (1 - rate);
  }
};

/// a = x + N(0, stddev^2), drawn anew for each batch; a = x outside of training.
class GaussianNoise final : public EachNumber {
 public:
  using EachNumber::EachNumber;

  void forward(const float*, const LayerBuffers& s, const Pass& pass, Scratch&) const override {
    Random random = draw(pass);
    for (Index i = 0; i < s.x.size(); ++i)
      s.a.data[i] = s.x.data[i] + (pass.training ? static_cast<float>(stddev() * random.normal()) : 0.0f);
  }
  void backward(const float*, const LayerBuffers& s, const Pass&, float*, bool, Scratch&) const override {
    flat(s.delta) = flat(s.da);
  }
  void derivative(const float*, const LayerBuffers&, const Pass&, View<float> out) const override {
    flat(out).setOnes();
  }
  void forward_exact(const double*, View<const double> x, View<double> z, View<double> a,
                     const Pass& pass) const override {
    flat(z) = flat(x);
    Random random = draw(pass);
    for (Index i = 0; i < x.size(); ++i) a.data[i] = x.data[i] + (pass.training ? stddev() * random.normal() : 0.0);
  }

 private:
  double stddev() const { return spec_.values[place("stddev", noise_parameters)]; }
};

/// a = z if z > 0, else alpha z with a learned alpha for each column: dL/dalpha = sum over rows of da min(0, z).
class PReLU final : public EachNumber {
 public:
  using EachNumber::EachNumber;
  void lay_out() override {
    arguments_ = inputs_;
    add_tensor("alpha", 1, inputs_, {"constant", {spec_.values[place("alpha", prelu_parameters)]}});
  }
  void forward(const float* parameters, const LayerBuffers& s, const Pass&, Scratch&) const override {
    apply(View<const float>(s.x), s.a, weights(parameters, 0));
  }
  void backward(const float* parameters, const LayerBuffers& s, const Pass&, float* gradients, bool,
                Scratch&) const override {
    const float* const alpha = weights(parameters, 0);
    float* const d_alpha = gradients + tensors_[0].offset;
    std::fill(d_alpha, d_alpha + inputs_, 0.0f);
    for (Index r = 0; r < s.z.rows; ++r)
      for (Index j = 0; j < inputs_; ++j) {
        const bool positive = s.z(r, j) > 0;
        d_alpha[j] += positive ? 0.0f : s.da(r, j) * s.z(r, j);
        s.delta(r, j) = s.da(r, j) * (positive ? 1.0f : alpha[j]);
      }
  }
  void derivative(const float* parameters, const LayerBuffers& s, const Pass&, View<float> out) const override {
    for (Index r = 0; r < out.rows; ++r)
      for (Index j = 0; j < inputs_; ++j) out(r, j) = s.z(r, j) > 0 ? 1.0f : weights(parameters, 0)[j];
  }
  void forward_exact(const double* parameters, View<const double> x, View<double> z, View<double> a,
                     const Pass&) const override {
    flat(z) = flat(x);
    apply(x, a, parameters + tensors_[0].offset);
  }

 private:
  template <class T>
  static void apply(View<const T> x, View<T> a, const T* alpha) {
    for (Index r = 0; r < x.rows; ++r)
      for (Index j = 0; j < x.cols; ++j) a(r, j) = x(r, j) > 0 ? x(r, j) : alpha[j] * x(r, j);
  }
};

}  // namespace

std::unique_ptr<Layer> make_dropout(LayerSpec spec, Dialect dialect) {
  return std::make_unique<Dropout>(std::move(spec), dialect);
}
std::unique_ptr<Layer> make_gaussian_noise(LayerSpec spec, Dialect dialect) {
  return std::make_unique<GaussianNoise>(std::move(spec), dialect);
}
std::unique_ptr<Layer> make_prelu(LayerSpec spec, Dialect dialect) {
  return std::make_unique<PReLU>(std::move(spec), dialect);
}

}  // namespace chainrule
