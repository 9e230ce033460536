#pragma once
// SPDX-License-Identifier: MIT
// What the files of the network panel share. The drawing, from behind to front: lines, tiles, words, headers, card.
#include <imgui.h>

#include <span>
#include <string>

#include "ui/panels/network/layout.hpp"
#include "ui/panels/panels.hpp"
#include "ui/session/names.hpp"

#include "engine/sequential.hpp"

namespace chainrule {

/// A layer's weights from every unit of the column before to every unit of its own; no values: the layer works on each
/// column by itself, or the quantity is not known yet.
struct Kernel {
  const Tensor* tensor = nullptr;
  std::span<const float> values;  ///< of the whole network
  float largest = 1e-6f;
  std::size_t index(Index from, Index to) const {
    return static_cast<std::size_t>(tensor->offset + from * tensor->cols + to);
  }
};

/// What the lines and dots show: weights, gradients or updates; empty while there are none yet.
std::span<const float> network_numbers(App& app);
/// "Weight", "Gradient", "Update".
std::string_view watched_word(Watched watched);
Kernel kernel_of(App& app, std::size_t layer, std::span<const float> values);
/// The pixels' weights are drawn as one line.
bool is_bundle(App& app, std::size_t layer);
/// The largest size among `count` numbers, or among many of them spread evenly where there are too many to look at.
float largest_of(const float* values, Index count);

/// Name, activation, bias, and the output at the chosen sample.
std::string unit_words(App& app, std::size_t column, Index unit);
// Drawing.
NetworkHit draw_edges(App& app, const NetworkLayout& layout, bool hovered);
void draw_tiles(App& app, const NetworkLayout& layout, NetworkHit& hit);
/// A unit's heat map, picture or bar.
void draw_unit(App& app, std::size_t column, Index unit, ImVec2 low, float extent, float round);
void draw_names(App& app, const NetworkLayout& layout);
void draw_headers(App& app, const NetworkLayout& layout);
/// Folds with their arrows, padlocks, and the + between two layers.
void draw_footers(App& app, const NetworkLayout& layout);
/// The switch of what lines show, the number of hidden layers.
void draw_network_controls(App& app, ImVec2 at, float width);
/// The tool tip of what is under the mouse or has the keyboard.
void explain(App& app, const NetworkLayout& layout, const NetworkHit& hit);
/// All weights of small layers as tables, for those who read them.
void publish_weights(App& app, const NetworkLayout& layout);

// The card beside the drawing.
void draw_network_card(App& app, ImVec2 low, ImVec2 high);
/// Title, a line of words, and the button that closes the card.
void draw_card_title(App& app, const std::string& title, const std::string& words);
void draw_layer_editor(App& app, std::size_t layer);
void draw_layer_menu(App& app, std::size_t place);
void draw_unit_card(App& app, std::size_t column, Index unit);
void draw_weight_card(App& app, std::size_t column, Index from, Index unit);
/// What flows along the lines at the film's moment: forward x w, backward delta w. True while it moves.
bool draw_pulses(App& app, const NetworkLayout& layout);
/// A bar behind each unit of the moment that lets nothing back: g'(z) = 0 for the row.
void draw_blocked(App& app, const NetworkLayout& layout);
/// The update on its lines: before, change, after. True while it moves.
bool draw_changes(App& app, const NetworkLayout& layout);
/// Opens a unit or a weight, with a range for its sliders.
void open_unit(App& app, std::size_t column, Index unit, ImVec2 beside);
void open_weight(App& app, std::size_t column, Index from, Index unit, ImVec2 beside);

}  // namespace chainrule
