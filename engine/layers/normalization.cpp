// SPDX-License-Identifier: MIT
// BatchNormalization and LayerNormalization: z = (x - mean) / sqrt(variance + epsilon), a = gamma z + beta.
// Formulas: Ioffe and Szegedy 2015; Ba, Kiros and Hinton 2016; Keras 3 `keras/src/layers/normalization`.
#include <algorithm>
#include <cmath>

#include "engine/base/eigen.hpp"
#include "engine/layers/normalization.hpp"

namespace chainrule {
namespace {

/// gamma and beta, which both kinds have: a = gamma z + beta.
class Normalization : public Layer {
 public:
  Normalization(LayerSpec spec, Dialect dialect, bool center, bool scale)
      : Layer(std::move(spec), dialect), center_(center), scale_(scale) {}

  bool a_is_z() const override { return false; }
  void lay_out() override {
    arguments_ = inputs_;
    if (scale_) add_tensor("gamma", 1, inputs_, "ones");
    if (center_) add_tensor("beta", 1, inputs_, "zeros");
  }
  void backward(const float* parameters, const LayerBuffers& s, const Pass&, float* gradients, bool,
                Scratch&) const override {
    float* const d_gamma = scale_ ? gradients + tensors_[0].offset : nullptr;
    float* const d_beta = center_ ? gradients + tensors_[scale_].offset : nullptr;
    if (d_gamma) std::fill(d_gamma, d_gamma + inputs_, 0.0f);
    if (d_beta) std::fill(d_beta, d_beta + inputs_, 0.0f);
    for (Index r = 0; r < s.da.rows; ++r)
      for (Index j = 0; j < inputs_; ++j) {
        const float da = s.da(r, j);
        if (d_gamma) d_gamma[j] += da * s.z(r, j);
        if (d_beta) d_beta[j] += da;
        s.delta(r, j) = scale_ ? da * weights(parameters, 0)[j] : da;
      }
  }
  void derivative(const float* parameters, const LayerBuffers&, const Pass&, View<float> out) const override {
    for (Index r = 0; r < out.rows; ++r)
      for (Index j = 0; j < inputs_; ++j) out(r, j) = scale_ ? weights(parameters, 0)[j] : 1.0f;
  }

 protected:
  template <class T>
  void scale_and_center(const T* parameters, View<const T> z, View<T> a) const {
    for (Index r = 0; r < z.rows; ++r)
      for (Index j = 0; j < inputs_; ++j)
        a(r, j) = (scale_ ? parameters[tensors_[0].offset + j] : T(1)) * z(r, j) +
                  (center_ ? parameters[tensors_[scale_].offset + j] : T(0));
  }

 private:
  bool center_, scale_;
};

/// Statistics of each column over the batch, and moving averages of them for the time after training.
/// Non-trainable: Keras 3 uses the moving averages, Keras 2.2 goes on with the batch's.
class BatchNormalization final : public Normalization {
 public:
  BatchNormalization(LayerSpec spec, Dialect dialect)
      : Normalization(spec, dialect, spec.values[place("center", batch_parameters)] != 0,
                      spec.values[place("scale", batch_parameters)] != 0),
        momentum_(spec.values[place("momentum", batch_parameters)]),
        epsilon_(spec.values[place("epsilon", batch_parameters)]) {}

  void lay_out() override {
    Normalization::lay_out();
    for (const char* name : {"moving_mean", "moving_variance"}) {
      add_tensor(name, 1, inputs_, name[7] == 'm' ? "zeros" : "ones");
      last_tensor().trainable = false;
    }
  }
  Index extra(Index) const override { return 3 * inputs_; }
  Index statistics(Index) const override { return inputs_; }

  void forward(const float* parameters, const LayerBuffers& s, const Pass& pass, Scratch&) const override {
    float *const mean = s.extra, *const variance = mean + inputs_, *const inverse = variance + inputs_;
    normalise(parameters, View<const float>(s.x), s.z, mean, variance, inverse, pass);
    scale_and_center(parameters, View<const float>(s.z), s.a);
  }
  void pass_on(const float*, const LayerBuffers& s, const Pass& pass, View<float> dx, Scratch&) const override {
    const float* const inverse = s.extra + 2 * inputs_;
    const auto rows = static_cast<float>(s.x.rows);
    const bool batch = uses_batch(pass);
    for (Index j = 0; j < inputs_; ++j) {  // dx = (delta - mean(delta) - z mean(delta z)) / deviation
      float sum = 0, along = 0;
      for (Index r = 0; batch && r < s.x.rows; ++r) {
        sum += s.delta(r, j);
        along += s.delta(r, j) * s.z(r, j);
      }
      for (Index r = 0; r < s.x.rows; ++r)
        dx(r, j) = (s.delta(r, j) - sum / rows - s.z(r, j) * along / rows) * inverse[j];
    }
  }
  bool absorb(float* parameters, const LayerBuffers& s) const override {
    if (!spec_.trainable) return true;
    bool finite = true;
    const auto move = [&](float& average, double now) {
      const auto next = static_cast<float>(average * momentum_ + now * (1 - momentum_));
      if (std::isfinite(next)) average = next;
      else finite = false;
    };
    const float *const mean = s.extra, *const variance = mean + inputs_;
    float* const moving_mean = parameters + tensors_[tensors_.size() - 2].offset;
    float* const moving_variance = parameters + tensors_.back().offset;
    const auto n = static_cast<double>(s.x.rows);
    // Keras 2.2 takes the unbiased variance (with its own epsilon in the denominator), Keras 3 the batch's own.
    const double unbiased = dialect_ == Dialect::keras2 ? n / (n - (1 + epsilon_)) : 1;
    for (Index j = 0; j < inputs_; ++j) {
      move(moving_mean[j], mean[j]);
      move(moving_variance[j], variance[j] * unbiased);
    }
    return finite;
  }
  void forward_exact(const double* parameters, View<const double> x, View<double> z, View<double> a,
                     const Pass& pass) const override {
    std::vector<double> statistics(static_cast<std::size_t>(3 * inputs_));
    double* const mean = statistics.data();
    normalise(parameters, x, z, mean, mean + inputs_, mean + 2 * inputs_, pass);
    scale_and_center(parameters, View<const double>(z), a);
  }

 private:
  bool uses_batch(const Pass& pass) const { return pass.training && (spec_.trainable || dialect_ == Dialect::keras2); }

  template <class T>
  void normalise(const T* parameters, View<const T> x, View<T> z, T* mean, T* variance, T* inverse,
                 const Pass& pass) const {
    const T* const moving_mean = parameters + tensors_[tensors_.size() - 2].offset;
    const T* const moving_variance = parameters + tensors_.back().offset;
    for (Index j = 0; j < inputs_; ++j) {
      mean[j] = moving_mean[j];
      variance[j] = moving_variance[j];
      if (uses_batch(pass)) column_statistics(x, j, mean[j], variance[j]);
      inverse[j] = 1 / std::sqrt(variance[j] + static_cast<T>(epsilon_));
    }
    for (Index r = 0; r < x.rows; ++r)
      for (Index j = 0; j < inputs_; ++j) z(r, j) = (x(r, j) - mean[j]) * inverse[j];
  }
  template <class T>
  static void column_statistics(View<const T> x, Index j, T& mean, T& variance) {
    double sum = 0, squares = 0;
    for (Index r = 0; r < x.rows; ++r) sum += x(r, j);
    const double middle = sum / static_cast<double>(x.rows);
    for (Index r = 0; r < x.rows; ++r) squares += (x(r, j) - middle) * (x(r, j) - middle);
    mean = static_cast<T>(middle);
    variance = static_cast<T>(squares / static_cast<double>(x.rows));
  }
  double momentum_, epsilon_;
};

/// Statistics of each row over its columns, in training and afterwards alike.
class LayerNormalization final : public Normalization {
 public:
  LayerNormalization(LayerSpec spec, Dialect dialect)
      : Normalization(spec, dialect, spec.values[place("center", layer_parameters)] != 0,
                      spec.values[place("scale", layer_parameters)] != 0),
        epsilon_(spec.values[place("epsilon", layer_parameters)]) {}
  Index extra(Index rows) const override { return 3 * rows; }
  Index statistics(Index rows) const override { return rows; }

  void forward(const float* parameters, const LayerBuffers& s, const Pass&, Scratch&) const override {
    const Index n = s.x.rows;
    for (Index r = 0; r < n; ++r) normalise(s.x.row(r), s.z.row(r), s.extra[r], s.extra[n + r], s.extra[2 * n + r]);
    scale_and_center(parameters, View<const float>(s.z), s.a);
  }
  void pass_on(const float*, const LayerBuffers& s, const Pass&, View<float> dx, Scratch&) const override {
    const auto columns = static_cast<float>(inputs_);
    for (Index r = 0; r < s.x.rows; ++r) {  // dx = (delta - mean(delta) - z mean(delta z)) / deviation
      float sum = 0, along = 0;
      for (Index j = 0; j < inputs_; ++j) {
        sum += s.delta(r, j);
        along += s.delta(r, j) * s.z(r, j);
      }
      for (Index j = 0; j < inputs_; ++j)
        dx(r, j) = (s.delta(r, j) - sum / columns - s.z(r, j) * along / columns) * s.extra[2 * s.x.rows + r];
    }
  }
  void forward_exact(const double* parameters, View<const double> x, View<double> z, View<double> a,
                     const Pass&) const override {
    double mean, variance, inverse;
    for (Index r = 0; r < x.rows; ++r) normalise(x.row(r), z.row(r), mean, variance, inverse);
    scale_and_center(parameters, View<const double>(z), a);
  }

 private:
  template <class T>
  void normalise(const T* x, T* z, T& mean, T& variance, T& inverse) const {
    double sum = 0, squares = 0;
    for (Index j = 0; j < inputs_; ++j) sum += x[j];
    const double middle = sum / static_cast<double>(inputs_);
    for (Index j = 0; j < inputs_; ++j) squares += (x[j] - middle) * (x[j] - middle);
    const double spread = squares / static_cast<double>(inputs_), scale = 1 / std::sqrt(spread + epsilon_);
    for (Index j = 0; j < inputs_; ++j) z[j] = static_cast<T>((x[j] - middle) * scale);
    mean = static_cast<T>(middle);
    variance = static_cast<T>(spread);
    inverse = static_cast<T>(scale);
  }
  double epsilon_;
};

}  // namespace

std::unique_ptr<Layer> make_batch_normalization(LayerSpec spec, Dialect dialect) {
  return std::make_unique<BatchNormalization>(std::move(spec), dialect);
}
std::unique_ptr<Layer> make_layer_normalization(LayerSpec spec, Dialect dialect) {
  return std::make_unique<LayerNormalization>(std::move(spec), dialect);
}

}  // namespace chainrule
