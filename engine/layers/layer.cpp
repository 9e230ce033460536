// SPDX-License-Identifier: MIT
#include "engine/layers/layer.hpp"

#include <algorithm>

#include "engine/base/eigen.hpp"
#include "engine/layers/dense.hpp"
#include "engine/layers/noise.hpp"
#include "engine/layers/normalization.hpp"
#include "engine/layers/radial_basis.hpp"

namespace chainrule {

Layer::Layer(LayerSpec spec, Dialect dialect) : spec_(std::move(spec)), dialect_(dialect) {
  activation_ = &resolve(activations(), "activation", spec_.activation, dialect);
  activity_.row = &resolve(regularizers(), "activity_regularizer", spec_.activity_regularizer, dialect);
  activity_.values = spec_.activity_regularizer.values;
}

void Layer::build(Index inputs, Index offset, Index place) {
  forget_shape();
  inputs_ = inputs;
  offset_ = offset;
  place_ = place;
  lay_out();
  const Index divides = activation_->divides(activation_parameters());
  if (arguments_ % divides != 0)
    throw Error("expected units in a multiple of " + std::to_string(divides) + " for " +
                std::string(activation_->name) + ", received " + std::to_string(arguments_) + ", in layer " +
                spec_.name);
  outputs_ = arguments_ / divides;
}

void Layer::forget_shape() {
  inputs_ = arguments_ = outputs_ = offset_ = 0;
  tensors_.clear();
}

void Layer::add_tensor(std::string name, Index rows, Index cols, Choice initializer) {
  Tensor tensor{std::move(name), offset_ + parameter_count(), rows, cols, rows == 1, true};
  tensor.initializer.row = &resolve(initializers(), "initializer", initializer, dialect_);
  tensor.initializer.values = initializer.values;
  tensor.regularizer.row = &regularizers().front();
  tensor.constraint.row = &constraints().front();
  tensors_.push_back(std::move(tensor));
}

void Layer::initialise(float* parameters, Random& random) const {
  for (const Tensor& t : tensors_)
    t.initializer->fill({parameters + t.offset, t.rows, t.cols}, t.vector, random, t.initializer.p());
}

Index Layer::parameter_count() const {
  Index count = 0;
  for (const Tensor& t : tensors_) count += t.size();
  return count;
}

Index Layer::trainable_count() const {
  Index count = 0;
  for (const Tensor& t : tensors_) count += t.trainable && spec_.trainable ? t.size() : 0;
  return count;
}

Random Layer::draw(const Pass& pass) const {
  // Seeds of neighbouring steps would begin alike without the multiplication (Knuth's, 64 bits).
  const auto step = static_cast<std::uint64_t>(pass.step) * 6364136223846793005ULL;
  return Random(pass.seed ^ step, Random::layers + static_cast<std::uint64_t>(place_));
}

bool Layer::absorb(float*, const LayerBuffers&) const { return true; }

Index Layer::extra(Index rows) const { return activity_->any() ? rows * arguments_ : 0; }

void Layer::derivative(const float*, const LayerBuffers& s, const Pass&, View<float> out) const {
  flat(out).setOnes();
  activation_->single.backward(s.z, s.a, out, out, activation_parameters());
}

bool Layer::has_regularizer() const {
  return std::any_of(tensors_.begin(), tensors_.end(), [](const Tensor& t) { return t.regularizer->any(); });
}

template <class T>
double Layer::penalty(const T* parameters) const {
  double sum = 0;
  if (!penalizes()) return sum;
  for (const Tensor& t : tensors_) {
    if (!t.regularizer->any()) continue;
    if constexpr (std::is_same_v<T, float>)
      sum += t.regularizer->penalty(parameters + t.offset, t.size(), t.regularizer.p());
    else sum += t.regularizer->penalty_exact(parameters + t.offset, t.size(), t.regularizer.p());
  }
  return sum;
}
template double Layer::penalty<float>(const float*) const;
template double Layer::penalty<double>(const double*) const;

void Layer::add_penalty_gradients(const float* parameters, float* gradients) const {
  if (!penalizes()) return;
  for (const Tensor& t : tensors_)
    if (t.regularizer->any())
      t.regularizer->add_gradient(parameters + t.offset, t.size(), gradients + t.offset, t.regularizer.p());
}

void Layer::constrain(float* parameters) const {
  for (const Tensor& t : tensors_)
    if (t.constraint->any()) t.constraint->apply({parameters + t.offset, t.rows, t.cols}, t.constraint.p());
}

void Layer::add_activity_gradient(const LayerBuffers& s, bool delta_is_given) const {
  if (!activity_->any()) return;
  if (!delta_is_given) return activity_->add_gradient(s.a.data, s.a.size(), s.da.data, activity_.p());
  const View<float> share{s.extra, s.a.rows, s.a.cols};
  flat(share).setZero();
  activity_->add_gradient(s.a.data, s.a.size(), share.data, activity_.p());
  if (!a_is_z()) activation_->single.backward(s.z, s.a, share, share, activation_parameters());
  flat(s.delta) += flat(share);
}

namespace {

constexpr std::string_view radial_aliases[] = {"radial_basis"};
constexpr std::string_view leaky_aliases[] = {"leaky_re_lu"};
constexpr std::string_view prelu_aliases[] = {"p_re_lu"};

constexpr LayerKind table[] = {
    {"dense",
     "Dense",
     "Every input to every unit: z = x W + b, a = g(z).",
     in_both("Dense"),
     "dense",
     {},
     true,
     true,
     true,
     "glorot_uniform",
     make_dense},
    {"activation",
     "Activation",
     "An activation function as a layer of its own.",
     in_both("Activation"),
     "activation",
     {},
     false,
     true,
     false,
     "",
     make_activation},
    {"dropout", "Dropout",
     "Sets a random share of its inputs to 0 while training, so that no unit relies on another; the rest grows by 1 / "
     "(1 - rate).",
     in_both("Dropout"), "dropout", dropout_parameters, false, false, false, "", make_dropout},
    {"gaussian_noise", "GaussianNoise", "Adds normal noise while training.",
     in_both("GaussianNoise", gaussian_noise_in_keras), "gaussian_noise", noise_parameters, false, false, false, "",
     make_gaussian_noise},
    {"batch_normalization", "BatchNormalization",
     "Gives each column of a batch mean 0 and variance 1, then scales by gamma and adds beta; afterwards it uses "
     "moving averages.",
     in_both("BatchNormalization"), "batch_normalization", batch_parameters, false, false, false, "",
     make_batch_normalization},
    {"layer_normalization", "LayerNormalization",
     "Gives each row mean 0 and variance 1, then scales by gamma and adds beta.",
     KerasName("LayerNormalization", "", layer_normalization_in_keras), "layer_normalization", layer_parameters, false,
     false, false, "", make_layer_normalization},
    {"leaky_relu", "LeakyReLU", "leaky_relu as a layer of its own.", in_both("LeakyReLU"), "leaky_re_lu",
     leaky_parameters, false, false, false, "", make_leaky_relu, leaky_aliases},
    {"prelu", "PReLU", "A leaky_relu whose slopes are learned, one for each column.", in_both("PReLU"), "p_re_lu",
     prelu_parameters, false, false, false, "", make_prelu, prelu_aliases},
    {"elu", "ELU", "elu as a layer of its own.", in_both("ELU"), "elu", elu_parameters, false, false, false, "",
     make_elu},
    {"activity_regularization", "ActivityRegularization", "Adds a penalty on what passes through to the loss.",
     in_both("ActivityRegularization"), "activity_regularization", activity_parameters, false, false, false, "",
     make_activity_regularization},
    {"rbf", "RadialBasis",
     "Gaussian units: each answers to inputs near its centre c, a = e^(-|x - c|^2 / (2 s^2)); centres and widths s are "
     "learned.",
     KerasName("", "", radial_basis_in_keras), "radial_basis", radial_parameters, true, false, false,
     "random_normal:stddev=1", make_radial_basis, radial_aliases},
    {"flatten",
     "Flatten",
     "Pictures as rows of pixels: in this engine they are rows already.",
     KerasName("Flatten", "", flatten_in_keras),
     "flatten",
     {},
     false,
     false,
     false,
     "",
     make_identity},
};

}  // namespace

std::span<const LayerKind> layer_kinds() { return table; }

LayerSpec layer_defaults(const LayerKind& kind, Dialect dialect) {
  LayerSpec layer;
  layer.kind = kind.name;
  resolve(activations(), "activation", layer.activation, dialect);
  for (const Parameter& p : kind.parameters) layer.values.push_back(p.usual(dialect));
  if (!kind.kernel_initializer.empty()) {
    const auto colon = kind.kernel_initializer.find(':');
    const Initializer& row = find(initializers(), "initializer", kind.kernel_initializer.substr(0, colon));
    layer.kernel_initializer = defaults(row);
    if (colon != std::string_view::npos)
      read_parameter(row.name, row.parameters, kind.kernel_initializer.substr(colon + 1), 0,
                     layer.kernel_initializer.values);
  }
  return layer;
}

std::unique_ptr<Layer> make_layer(LayerSpec spec, Dialect dialect) {
  const std::string name = spec.name;
  try {
    const LayerKind& kind = find(layer_kinds(), "layer", spec.kind);
    spec.kind = kind.name;
    check_count(kind.name, kind.parameters.size(), spec.values.size());
    for (std::size_t i = spec.values.size(); i < kind.parameters.size(); ++i)
      spec.values.push_back(kind.parameters[i].usual(dialect));
    for (std::size_t i = 0; i < spec.values.size(); ++i) check(kind.parameters[i], spec.values[i], kind.name);
    if (!kind.has_activation) spec.activation = {"linear"};
    if (kind.has_units && (spec.units < 1 || spec.units > limits::units))
      throw Error("expected units between 1 and " + std::to_string(limits::units) + ", received " +
                  std::to_string(spec.units));
    return kind.make(std::move(spec), dialect);
  } catch (const Error& e) { throw Error(std::string(e.what()) + (name.empty() ? "" : ", in layer " + name)); }
}

}  // namespace chainrule
