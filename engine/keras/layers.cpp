// SPDX-License-Identifier: MIT
// model.add(...) for each layer, and classes for the layers that Keras has not.
#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/keras/functions.hpp"
#include "engine/keras/layers.hpp"
#include "engine/layers/layer.hpp"

namespace chainrule {
namespace {

constexpr std::string_view initializer_arguments = "shape, dtype=None";

/// Stands where a row has no body: the program stops there and says what is missing.
constexpr std::string_view missing_layer = R"(class @({Layer}):
    """Write it here: this Keras has no such layer."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError(self.__class__.__name__))";

/// Keras makes these of matrices alone; a bias is a vector.
std::string vector_initializer(KerasProgram& program, const Initializer& row, const Choice& choice) {
  program.import("import numpy as np");
  const std::string gain = format_number(value_of(row.parameters, choice.values, "gain"));
  const std::string first = choice.name == "identity"
                                ? "row = np.eye(1, shape[0])[0]"
                                : "row = np.random.normal(size=shape)\nrow /= np.linalg.norm(row)";
  const std::string made =
      program.older() ? "ops.constant(" + gain + " * row)" : "ops.convert_to_tensor(" + gain + " * row, dtype)";
  return program.own_function(choice.name + "_vector", initializer_arguments, first + "\nreturn " + made, {}, {});
}

std::string initializer_code(KerasProgram& program, Choice choice, bool vector) {
  const Initializer& row = resolve(initializers(), "initializer", choice, program.dialect());
  if (vector && (choice.name == "identity" || choice.name == "orthogonal"))
    return vector_initializer(program, row, choice);
  const std::string_view own = program.called(row.keras);
  if (own.empty())
    return program.own_function(row.name, initializer_arguments, row.keras.body, row.parameters, choice.values);
  if (choice.name == "constant" && !program.older())  // Keras 3 does not take it by its name
    return Arguments()
        .add("value", format_number(value_of(row.parameters, choice.values, "value")))
        .call(program.name("initializers", own));
  if (choice == defaults(row, program.dialect())) return python_text(row.name);
  return Arguments().add(row.parameters, choice.values, program.dialect()).call(program.name("initializers", own));
}

/// A penalty with all its strengths, so that nobody has to know what the usual ones are.
std::string regularizer_code(KerasProgram& program, Choice choice) {
  const Regularizer& row = resolve(regularizers(), "regularizer", choice, program.dialect());
  const std::string_view own = program.called(row.keras);
  if (own.empty()) return program.own_function(row.name, "x", row.keras.body, row.parameters, choice.values);
  Arguments arguments;
  const bool one = row.parameters.size() == 1;
  for (std::size_t i = 0; i < row.parameters.size(); ++i) {
    const std::string strength = format_number(choice.values[i]);
    if (one) arguments.add(strength);
    else arguments.add(row.parameters[i].name, strength);
  }
  return arguments.call(program.name("regularizers", own));
}

std::string constraint_code(KerasProgram& program, Choice choice) {
  const Constraint& row = resolve(constraints(), "constraint", choice, program.dialect());
  const std::string_view own = program.called(row.keras);
  if (own.empty()) return program.own_function(row.name, "x", row.keras.body, row.parameters, choice.values);
  return Arguments().add(row.parameters, choice.values, program.dialect()).call(program.name("constraints", own));
}

/// The class that makes a layer; one of the program's own where Keras has none, or none with these values.
std::string layer_class(KerasProgram& program, const LayerKind& kind, const LayerSpec& layer) {
  const std::string_view own = program.called(kind.keras);
  const bool refused = !program.older() && kind.name == "gaussian_noise" &&
                       value_of(kind.parameters, layer.values, "stddev") > 1;  // by Keras 3's
  if (!own.empty() && !refused) return program.name("layers", own);
  std::string text(kind.keras.body.empty() ? missing_layer : kind.keras.body);
  if (text.find("keras.") != std::string::npos) program.import("import keras");
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
  const auto value = [&](std::string_view name) { return value_of(kind.parameters, layer.values, name); };
  if (kind.name == "dropout" || kind.name == "gaussian_noise") {
    arguments.add(format_number(value(kind.name == "dropout" ? "rate" : "stddev")));
  } else if (kind.name == "leaky_relu") {
    arguments.add(program.older() ? "alpha" : "negative_slope", format_number(value("negative_slope")));
  } else if (kind.name == "prelu") {
    if (const double alpha = value("alpha"); alpha != 0)
      arguments.add("alpha_initializer", initializer_code(program, {"constant", {alpha}}, true));
  } else {
    arguments.add(kind.parameters, layer.values, program.dialect());
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
    if (parameter_index(row, name) >= 0)
      arguments.add(name, format_number(value_of(row.parameters, penalty.values, name)));
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
