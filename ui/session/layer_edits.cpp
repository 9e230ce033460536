// SPDX-License-Identifier: MIT
#include "ui/session/layer_edits.hpp"

#include <algorithm>
#include <utility>

#include "engine/document/experiment.hpp"
#include "engine/layers/layer.hpp"
#include "ui/session/layer_places.hpp"

namespace chainrule {
namespace {

const LayerKind& kind_of(const LayerSpec& layer) { return find(layer_kinds(), "layer", layer.kind); }

auto place(Document& d, std::size_t at) { return d.layers.begin() + static_cast<std::ptrdiff_t>(at); }

/// The hidden layer that a new one is like, or nullptr.
const LayerSpec* neighbour(const Document& d, std::size_t at) {
  const auto with_units = layers_with_units(d);
  const LayerSpec* found = nullptr;
  for (std::size_t i = 0; i + 1 < with_units.size(); ++i)
    if (with_units[i] < at || !found) found = &d.layers[with_units[i]];
  return found;
}

/// When another layer than before gives the output, its units and activation follow the data.
template <class Edit>
void keep_output(Document& d, const DataSet& data, Edit&& edit) {
  const auto output = [&] {
    const auto at = layers_with_units(d);
    return at.empty() ? LayerSpec{.kind = ""} : d.layers[at.back()];
  };
  const LayerSpec before = output();
  edit();
  if (output() != before || layers_with_units(d).empty()) fit_output_to_data(d, data);
}

}  // namespace

void insert_layer(Document& d, std::size_t at, std::string_view kind_name, const DataSet& data) {
  const LayerKind& kind = find(layer_kinds(), "layer", kind_name);
  LayerSpec layer = layer_defaults(kind, d.dialect);
  const LayerSpec* like = neighbour(d, at);
  if (kind.has_units) layer.units = like ? like->units : 4;
  if (kind.has_activation) {
    const Choice usual = like && like->activation.name != "linear" ? like->activation : Choice("tanh");
    layer.activation = usual;
  }
  at = std::min(at, d.layers.size());
  keep_output(d, data, [&] { d.layers.insert(place(d, at), layer); });
}

void remove_layer(Document& d, std::size_t layer, const DataSet& data) {
  if (layer >= d.layers.size()) return;
  keep_output(d, data, [&] { d.layers.erase(place(d, layer)); });
}

void copy_layer(Document& d, std::size_t layer, const DataSet& data) {
  if (layer >= d.layers.size()) return;
  LayerSpec copy = d.layers[layer];
  copy.name.clear();  // names are unique
  keep_output(d, data, [&] { d.layers.insert(place(d, layer + 1), copy); });
}

void move_layer(Document& d, std::size_t layer, std::size_t to, const DataSet& data) {
  if (layer >= d.layers.size() || to >= d.layers.size() || layer == to) return;
  keep_output(d, data, [&] {
    if (layer < to) std::rotate(place(d, layer), place(d, layer + 1), place(d, to + 1));
    else std::rotate(place(d, to), place(d, layer), place(d, layer + 1));
  });
}

bool can_split(const Document& d, std::size_t layer) {
  return layer < d.layers.size() && takes_activation(d.layers[layer]) && d.layers[layer].activation.name != "linear" &&
         d.layers.size() < static_cast<std::size_t>(limits::layers);
}

void split_activation(Document& d, std::size_t layer) {
  if (!can_split(d, layer)) return;
  const auto kinds = layer_kinds();
  const auto kind =
      std::find_if(kinds.begin(), kinds.end(), [](const LayerKind& k) { return k.has_activation && !k.has_units; });
  LayerSpec own = layer_defaults(*kind, d.dialect);
  own.activation = std::exchange(d.layers[layer].activation, Choice("linear"));
  d.layers.insert(place(d, layer + 1), own);
}

bool can_join(const Document& d, std::size_t layer) {
  return joined_to_previous(d, layer) || joined_to_previous(d, layer + 1);
}

void join_activation(Document& d, std::size_t layer) {
  if (joined_to_previous(d, layer + 1)) ++layer;
  if (!joined_to_previous(d, layer)) return;
  d.layers[layer - 1].activation = d.layers[layer].activation;
  d.layers.erase(place(d, layer));
}

void add_hidden_layer(Document& d) {
  const auto at = layers_with_units(d);
  LayerSpec layer;
  layer.units = 4;
  layer.activation = "tanh";
  if (at.size() > 1) {
    const LayerSpec& like = d.layers[at[at.size() - 2]];
    layer.units = like.units;
    if (kind_of(like).has_activation) layer.activation = like.activation;
  }
  d.layers.insert(place(d, at.empty() ? 0 : at.back()), layer);
}

void remove_hidden_layer(Document& d) {
  const auto at = layers_with_units(d);
  if (at.size() < 2) return;
  d.layers.erase(place(d, at[at.size() - 2]), place(d, at.back()));  // with its Activation layers
}

}  // namespace chainrule
