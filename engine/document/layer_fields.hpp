#pragma once
// SPDX-License-Identifier: MIT
// The table of a layer's options: links, files and the JavaScript interface all read and write layers by it.
#include <span>
#include <string>
#include <string_view>

#include "engine/layers/layer.hpp"

namespace chainrule {

enum class LayerFieldType { text, whole, boolean, activation, initializer, regularizer, constraint };

/// One field of LayerSpec under Keras's name.
struct LayerField {
  std::string_view key, help;
  LayerFieldType type;
  double minimum, maximum;  ///< of whole numbers
  bool (*used_by)(const LayerKind& kind);
  std::string (*write)(const LayerSpec&, Dialect);
  void (*read)(LayerSpec&, std::string_view text, Dialect);  ///< throws Error
};
/// Besides these a kind of layer has parameters of its own: LayerKind::parameters.
std::span<const LayerField> layer_fields();
/// Sets one option, a field or a parameter of the kind's own. Throws Error, with the nearest known name.
void read_layer_option(LayerSpec& layer, std::string_view key, std::string_view text, Dialect dialect);

/// The table that a field's choices come from has these parameters for the row `name`; empty for other fields.
std::span<const Parameter> field_parameters(const LayerField& field, std::string_view name);

/// A layer in one word: dense:8:tanh, activation:softmax, dense:8:leaky_relu:negative_slope=0.3:use_bias=0.
/// Kind first, then units and activation (kinds that have any) or else the kind's own parameters by place, then further
/// options as key=value. What
/// follows an activation or initializer and is no key of the layer belongs to its parameters:
/// dense:4:relu:kernel_initializer=random_normal:stddev=0.1. Throws Error.
LayerSpec read_layer(std::string_view text, Dialect dialect = Dialect::keras3);
std::string write_layer(const LayerSpec& layer, Dialect dialect = Dialect::keras3);

/// True for what a layer may be called: letters, digits, _ . - and / after the first, at most 64.
bool is_layer_name(std::string_view name);

}  // namespace chainrule
