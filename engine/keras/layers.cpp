// SPDX-License-Identifier: MIT
// model.add(...) for each layer, and classes for the layers that Keras has not.
#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/keras/functions.hpp"
#include "engine/keras/layers.hpp"
#include "engine/layers/layer.hpp"

namespace chainrule {
namespace {

constexpr std::string_view radial_basis = R"(class @({Layer}):
    """Gaussian units: e^(-|x - c|^2 / (2 s^2)), centres c and widths s are learned."""

    def __init__(self, units, width=1, kernel_initializer='random_normal', **kwargs):
        super().__init__(**kwargs)
        self.units, self.width = units, width
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape):
        self.centers = self.add_weight(name='centers', shape=(input_shape[-1], self.units),
                                       initializer=self.kernel_initializer)
        self.widths = self.add_weight(name='widths', shape=(self.units,),
                                      initializer=keras.initializers.Constant(self.width))
        super().build(input_shape)

    def call(self, x):
        distance = ops.sum(ops.square(ops.expand_dims(x, -1) - self.centers), axis=1)
        return ops.exp(-distance / (2 * (ops.square(self.widths) + 1e-7)))

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.units))";

constexpr std::string_view layer_normalization = R"(class @({Layer}):
    """Each row to mean 0 and variance 1, then times gamma, plus beta."""

    def __init__(self, epsilon=0.001, center=True, scale=True, **kwargs):
        super().__init__(**kwargs)
        self.epsilon, self.center, self.scale = epsilon, center, scale

    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(name='gamma', shape=shape, initializer='ones') if self.scale else 1
        self.beta = self.add_weight(name='beta', shape=shape, initializer='zeros') if self.center else 0
        super().build(input_shape)

    def call(self, x):
        mean = ops.mean(x, axis=-1, keepdims=True)
        variance = ops.mean(ops.square(x - mean), axis=-1, keepdims=True)
        return self.gamma * (x - mean) / ops.sqrt(variance + self.epsilon) + self.beta)";

constexpr std::string_view gaussian_noise = R"(class @({Layer}):
    """Normal noise while training, of any deviation; Keras 3's own takes 0 to 1."""

    def __init__(self, stddev, **kwargs):
        super().__init__(**kwargs)
        self.stddev = stddev

    def call(self, x, training=False):
        return x + keras.random.normal(ops.shape(x), stddev=self.stddev) if training else x)";

constexpr std::string_view flatten = R"(class @({Layer}):
    """Rows of numbers are flat already; Keras 2.2's own Flatten refuses them."""

    def call(self, x):
        return x)";

/// Keras's names for rows whose own name is another: he_normal stays a text, RandomNormal is a class.
struct ClassName {
  std::string_view name, newer, older;
};
constexpr ClassName class_names[] = {
    {"random_normal", "RandomNormal", "RandomNormal"},
    {"random_uniform", "RandomUniform", "RandomUniform"},
    {"truncated_normal", "TruncatedNormal", "TruncatedNormal"},
    {"orthogonal", "Orthogonal", "Orthogonal"},
    {"identity", "Identity", "Identity"},
    {"constant", "Constant", "Constant"},
    {"l1", "L1", "l1"},
    {"l2", "L2", "l2"},
    {"l1_l2", "L1L2", "l1_l2"},
    {"max_norm", "MaxNorm", "MaxNorm"},
    {"non_neg", "NonNeg", "NonNeg"},
    {"unit_norm", "UnitNorm", "UnitNorm"},
    {"min_max_norm", "MinMaxNorm", "MinMaxNorm"},
};

std::string class_name(const KerasProgram& program, std::string_view name) {
  const ClassName& row = find(std::span<const ClassName>(class_names), "class of Keras", name);
  return std::string(program.older() ? row.older : row.newer);
}

/// Keras makes these of matrices alone; a bias is a vector.
std::string vector_initializer(KerasProgram& program, const Choice& choice) {
  program.import("import numpy as np");
  const std::string gain = format_number(choice.values[0]);
  const std::string first = choice.name == "identity"
                                ? "row = np.eye(1, shape[0])[0]"
                                : "row = np.random.normal(size=shape)\n    row /= np.linalg.norm(row)";
  const std::string made =
      program.older() ? "ops.constant(" + gain + " * row)" : "ops.convert_to_tensor(" + gain + " * row, dtype)";
  return program.define(choice.name + "_vector",
                        program.in_dialect("def @(shape, dtype=None):\n    " + first + "\n    return " + made));
}

std::string initializer_code(KerasProgram& program, Choice choice, bool vector) {
  const Initializer& row = resolve(initializers(), "initializer", choice, program.dialect());
  if (vector && (choice.name == "identity" || choice.name == "orthogonal")) return vector_initializer(program, choice);
  if (choice.name == "constant" && !program.older())  // Keras 3 does not take it by its name
    return Arguments().add("value", format_number(choice.values[0])).call(program.name("initializers", "Constant"));
  if (choice == defaults(row, program.dialect())) return python_text(row.name);
  return Arguments()
      .add(row.parameters, choice.values, program.dialect())
      .call(program.name("initializers", class_name(program, row.name)));
}

/// A penalty with all its strengths, so that nobody has to know what the usual ones are.
std::string regularizer_code(KerasProgram& program, Choice choice) {
  const Regularizer& row = resolve(regularizers(), "regularizer", choice, program.dialect());
  Arguments arguments;
  if (row.parameters.size() == 1) arguments.add(format_number(choice.values[0]));
  else
    for (std::size_t i = 0; i < row.parameters.size(); ++i)
      arguments.add(row.parameters[i].name, format_number(choice.values[i]));
  return arguments.call(program.name("regularizers", class_name(program, row.name)));
}

std::string constraint_code(KerasProgram& program, Choice choice) {
  const Constraint& row = resolve(constraints(), "constraint", choice, program.dialect());
  return Arguments()
      .add(row.parameters, choice.values, program.dialect())
      .call(program.name("constraints", class_name(program, row.name)));
}

/// The class that makes a layer; one of the program's own where Keras has none, or none with these values.
std::string layer_class(KerasProgram& program, const LayerKind& kind, const LayerSpec& layer) {
  std::string_view own = kind.name == "rbf" ? radial_basis : "";
  if (!program.older() && kind.name == "gaussian_noise" && layer.values[0] > 1) own = gaussian_noise;
  if (program.older() && kind.name == "layer_normalization") own = layer_normalization;
  if (program.older() && kind.name == "flatten") own = flatten;
  if (own.empty()) return program.name("layers", kind.title);
  if (kind.name == "rbf") program.import("import keras");
  std::string text(own);
  text.replace(text.find("{Layer}"), 7, program.name("layers", "Layer"));
  return program.define(std::string(kind.title), program.in_dialect(text));
}

/// Outputs of glu and maxout are fewer than units; Keras's Dense and Activation promise as many.
bool narrows(const LayerKind& kind, const Choice& activation) {
  return kind.has_activation &&
         find(activations(), "activation", activation.name).divides(activation.values.data()) > 1;
}

/// What only a Dense has.
void add_kernel_options(KerasProgram& program, const LayerSpec& layer, const LayerKind& kind, Arguments& arguments) {
  if (!layer.use_bias) arguments.add("use_bias", "False");
  if (layer.kernel_initializer.name != "glorot_uniform")
    arguments.add("kernel_initializer", initializer_code(program, layer.kernel_initializer, false));
  if (layer.bias_initializer.name != "zeros")
    arguments.add("bias_initializer", initializer_code(program, layer.bias_initializer, true));
  if (layer.kernel_regularizer.name != "none")
    arguments.add("kernel_regularizer", regularizer_code(program, layer.kernel_regularizer));
  if (layer.bias_regularizer.name != "none")
    arguments.add("bias_regularizer", regularizer_code(program, layer.bias_regularizer));
  if (layer.activity_regularizer.name != "none" && !narrows(kind, layer.activation))
    arguments.add("activity_regularizer", regularizer_code(program, layer.activity_regularizer));
  if (layer.kernel_constraint.name != "none")
    arguments.add("kernel_constraint", constraint_code(program, layer.kernel_constraint));
}

/// Parameters that a kind has of its own, under the names of the dialect.
void add_own_parameters(KerasProgram& program, const LayerSpec& layer, const LayerKind& kind, Arguments& arguments) {
  const std::vector<double>& values = layer.values;
  if (kind.name == "dropout" || kind.name == "gaussian_noise") {
    arguments.add(format_number(values[0]));
  } else if (kind.name == "leaky_relu") {
    arguments.add(program.older() ? "alpha" : "negative_slope", format_number(values[0]));
  } else if (kind.name == "prelu") {
    if (values[0] != 0) arguments.add("alpha_initializer", initializer_code(program, {"constant", {values[0]}}, true));
  } else {
    arguments.add(kind.parameters, values, program.dialect());
  }
}

/// Keras 3 refuses '/' in names; Keras 2.2's names begin with a letter, digit or dot.
std::string layer_name(const KerasProgram& program, std::string name) {
  if (!program.older()) std::replace(name.begin(), name.end(), '/', '_');
  else if (name[0] == '_' || name[0] == '-') name.insert(0, "layer");
  return name;
}

/// An activation that narrows stands in a layer of its own, with its penalty behind it.
void add_narrowing(KerasProgram& program, const LayerSpec& layer, const LayerKind& kind) {
  const std::string function = activation_code(program, layer.activation);
  program.line("model.add(" + program.name("layers", "Lambda") + "(" +
               (function == "'glu'" ? program.name("activations", "glu") : function) + "))");
  if (!kind.has_kernel || layer.activity_regularizer.name == "none") return;
  const Choice& penalty = layer.activity_regularizer;
  Arguments arguments;
  for (const std::string_view name : {"l1", "l2"}) {
    const Regularizer& row = find(regularizers(), "regularizer", penalty.name);
    const int at = parameter_index(row, name);
    if (at >= 0) arguments.add(name, format_number(penalty.values[static_cast<std::size_t>(at)]));
  }
  program.line("model.add(" + arguments.call(program.name("layers", "ActivityRegularization")) + ")");
}

/// Choices with values for all their parameters.
LayerSpec complete(LayerSpec layer, const LayerKind& kind, Dialect dialect) {
  resolve(activations(), "activation", layer.activation, dialect);
  resolve(regularizers(), "regularizer", layer.activity_regularizer, dialect);
  const LayerSpec usual = layer_defaults(kind, dialect);
  for (std::size_t i = layer.values.size(); i < usual.values.size(); ++i) layer.values.push_back(usual.values[i]);
  return layer;
}

void add_layer(KerasProgram& program, const LayerSpec& given, Index inputs) {
  const LayerKind& kind = find(layer_kinds(), "layer", given.kind);
  const LayerSpec layer = complete(given, kind, program.dialect());
  const bool narrow = narrows(kind, layer.activation);
  if (narrow && !kind.has_kernel && inputs == 0) return add_narrowing(program, layer, kind);
  Arguments arguments;
  if (kind.has_units) arguments.add(std::to_string(layer.units));
  if (inputs > 0 && kind.has_kernel) arguments.add("input_dim", std::to_string(inputs));
  if (kind.has_activation && !kind.has_units)
    arguments.add(narrow ? "'linear'" : activation_code(program, layer.activation));
  if (kind.has_units && kind.has_activation && !narrow && layer.activation.name != "linear")
    arguments.add("activation", activation_code(program, layer.activation));
  if (kind.has_kernel) add_kernel_options(program, layer, kind, arguments);
  else if (!kind.kernel_initializer.empty())
    arguments.add("kernel_initializer", initializer_code(program, layer.kernel_initializer, false));
  add_own_parameters(program, layer, kind, arguments);
  if (inputs > 0 && !kind.has_kernel) arguments.add("input_shape", "(" + std::to_string(inputs) + ",)");
  if (!layer.trainable) arguments.add("trainable", "False");
  if (!layer.name.empty()) arguments.add("name", python_text(layer_name(program, layer.name)));
  program.line(arguments.call("model.add(" + layer_class(program, kind, layer)) + ")");
  if (narrow) add_narrowing(program, layer, kind);
}

}  // namespace

void add_layer_code(KerasProgram& program, const std::vector<LayerSpec>& layers, Index inputs) {
  program.line("model = " + (program.older() ? program.name("models", "Sequential") : "keras.Sequential") + "()");
  if (!program.older() && inputs > 0) program.line("model.add(keras.Input(shape=(" + std::to_string(inputs) + ",)))");
  for (const LayerSpec& layer : layers)
    add_layer(program, layer, program.older() && &layer == layers.data() ? inputs : 0);
}

}  // namespace chainrule
