#pragma once
// SPDX-License-Identifier: MIT
// What can be done to the stack of layers of a document. Nothing here draws.
#include <cstddef>
#include <vector>

#include "engine/data/table.hpp"
#include "engine/document/document.hpp"

namespace chainrule {

/// A layer of this kind before place `at`, like its neighbours where it has units or an activation.
void insert_layer(Document& document, std::size_t at, std::string_view kind, const DataSet& data);
/// Without this layer. When it was the output, the last layer with units becomes that.
void remove_layer(Document& document, std::size_t layer, const DataSet& data);
/// The same layer once more, after itself; a copied output becomes a hidden layer and an output.
void copy_layer(Document& document, std::size_t layer, const DataSet& data);
/// Takes the layer out and puts it in so that it stands at place `to`.
void move_layer(Document& document, std::size_t layer, std::size_t to, const DataSet& data);

/// Dense(4, activation='tanh') as Dense(4), Activation('tanh'), and back.
bool can_split(const Document& document, std::size_t layer);
void split_activation(Document& document, std::size_t layer);
bool can_join(const Document& document, std::size_t layer);
void join_activation(Document& document, std::size_t layer);

/// One more hidden layer before the output, like the one before; and without the last of them.
void add_hidden_layer(Document& document);
void remove_hidden_layer(Document& document);

}  // namespace chainrule
