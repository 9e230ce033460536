// SPDX-License-Identifier: MIT
// Gaussian units (Broomhead and Lowe 1988): z_j = -|x - c_j|^2 / (2 q_j), q_j = s_j^2 + 1e-7, a = e^z.
// dz/dc_ij = (x_i - c_ij) / q_j,  dz/ds_j = -2 z_j s_j / q_j,  dz/dx_i = -(x_i - c_ij) / q_j.
#include <algorithm>
#include <cmath>

#include "engine/layers/radial_basis.hpp"
#include "engine/tables/loss.hpp"

namespace chainrule {
namespace {

class RadialBasis final : public Layer {
 public:
  RadialBasis(LayerSpec spec, Dialect dialect) : Layer(std::move(spec), dialect) {
    resolve(initializers(), "kernel_initializer", spec_.kernel_initializer, dialect);
    activation_ = &find(activations(), "activation", "exponential");
  }

  bool a_is_z() const override { return false; }
  void lay_out() override {
    arguments_ = spec_.units;
    add_tensor("centers", inputs_, arguments_, spec_.kernel_initializer);
    last_tensor().vector = false;
    add_tensor("widths", 1, arguments_, {"constant", {spec_.values[place("width", radial_parameters)]}});
  }

  void forward(const float* parameters, const LayerBuffers& s, const Pass&, Scratch&) const override {
    apply(View<const float>(s.x), weight_view(parameters, 0), weights(parameters, 1), s.z, s.a);
  }
  void backward(const float* parameters, const LayerBuffers& s, const Pass&, float* gradients, bool,
                Scratch&) const override {
    const View<const float> c = weight_view(parameters, 0);
    const float* const width = weights(parameters, 1);
    const View<float> dc{gradients + tensors_[0].offset, c.rows, c.cols};
    float* const ds = gradients + tensors_[1].offset;
    std::fill(dc.data, dc.data + dc.size(), 0.0f);
    std::fill(ds, ds + arguments_, 0.0f);
    for (Index r = 0; r < s.x.rows; ++r)
      for (Index j = 0; j < arguments_; ++j) {
        const float delta = s.da(r, j) * s.a(r, j), q = square(width[j]);
        s.delta(r, j) = delta;
        ds[j] += delta * -2 * s.z(r, j) * width[j] / q;
        for (Index i = 0; i < inputs_; ++i) dc(i, j) += delta * (s.x(r, i) - c(i, j)) / q;
      }
  }
  void pass_on(const float* parameters, const LayerBuffers& s, const Pass&, View<float> dx, Scratch&) const override {
    const View<const float> c = weight_view(parameters, 0);
    std::fill(dx.data, dx.data + dx.size(), 0.0f);
    for (Index r = 0; r < s.x.rows; ++r)
      for (Index j = 0; j < arguments_; ++j) {
        const float share = s.delta(r, j) / square(weights(parameters, 1)[j]);
        for (Index i = 0; i < inputs_; ++i) dx(r, i) -= share * (s.x(r, i) - c(i, j));
      }
  }
  void forward_exact(const double* parameters, View<const double> x, View<double> z, View<double> a,
                     const Pass&) const override {
    apply(x, weight_view(parameters, 0), parameters + tensors_[1].offset, z, a);
  }

 private:
  template <class T>
  static T square(T width) {
    return width * width + static_cast<T>(keras_epsilon);
  }

  template <class T>
  void apply(View<const T> x, View<const T> c, const T* width, View<T> z, View<T> a) const {
    for (Index r = 0; r < x.rows; ++r)
      for (Index j = 0; j < arguments_; ++j) {
        T distance = 0;
        for (Index i = 0; i < inputs_; ++i) distance += (x(r, i) - c(i, j)) * (x(r, i) - c(i, j));
        z(r, j) = -distance / (2 * square(width[j]));
        a(r, j) = std::exp(z(r, j));
      }
  }
};

}  // namespace

std::unique_ptr<Layer> make_radial_basis(LayerSpec spec, Dialect dialect) {
  return std::make_unique<RadialBasis>(std::move(spec), dialect);
}

}  // namespace chainrule
