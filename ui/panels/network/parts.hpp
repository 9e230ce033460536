#pragma once
// SPDX-License-Identifier: MIT
// What the files of the network panel share. The drawing, from behind to front: edges, tiles, headers, card.
#include <imgui.h>

#include <span>
#include <string>

#include "engine/sequential.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/network/layout.hpp"
#include "ui/session/names.hpp"

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
/// All weights of small layers as tables, for those who read them.
void publish_weights(App& app, const NetworkLayout& layout);

}  // namespace chainrule
