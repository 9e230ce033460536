// SPDX-License-Identifier: MIT
#include "ui/session/layer_places.hpp"

#include "engine/layers/layer.hpp"

namespace chainrule {
namespace {

const LayerKind& kind_of(const LayerSpec& layer) { return find(layer_kinds(), "layer", layer.kind); }

}  // namespace

bool is_activation_layer(const LayerSpec& layer) {
  const LayerKind& kind = kind_of(layer);
  return kind.has_activation && !kind.has_units;
}

bool takes_activation(const LayerSpec& layer) {
  const LayerKind& kind = kind_of(layer);
  return kind.has_activation && kind.has_units;
}

std::vector<std::size_t> layers_with_units(const Document& document) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < document.layers.size(); ++i)
    if (kind_of(document.layers[i]).has_units) all.push_back(i);
  return all;
}

bool joined_to_previous(const Document& d, std::size_t layer) {
  return layer > 0 && layer < d.layers.size() && is_activation_layer(d.layers[layer]) &&
         takes_activation(d.layers[layer - 1]) && d.layers[layer - 1].activation.name == "linear";
}

}  // namespace chainrule
