#pragma once
// SPDX-License-Identifier: MIT
// What stands where in a document's list of layers.
#include <cstddef>
#include <vector>

#include "engine/document/document.hpp"

namespace chainrule {

/// The places of the layers that have units; the last one is the output, whose units the data decide.
std::vector<std::size_t> layers_with_units(const Document& document);

/// An activation and nothing else; and whether a layer can have one of its own.
bool is_activation_layer(const LayerSpec& layer);
bool takes_activation(const LayerSpec& layer);

/// True for an Activation layer that belongs to the layer before it: Dense(4) and Activation('tanh') are one layer in
/// two spellings.
bool joined_to_previous(const Document& document, std::size_t layer);

}  // namespace chainrule
