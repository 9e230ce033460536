#pragma once
// SPDX-License-Identifier: MIT
// What layers, units and weights are called, and where a weight is.
#include <span>
#include <string>

#include "engine/layers/layer.hpp"
#include "ui/session/session.hpp"

namespace chainrule {

/// The newest weights, while training runs too.
std::span<const float> network_weights(const Session& session);
/// The layer's bias, or nullptr.
const Tensor* bias_of(const Layer& layer);
/// Where the weight from unit `from` of the column before (below 0: the bias) to `unit` is in the flat store; -1: it
/// has none there.
Index weight_index(const Layer& layer, Index from, Index unit);

const std::string& layer_name(const Session& session, std::size_t layer);
std::string unit_name(const Session& session, std::size_t column, Index unit);
std::string weight_name(const Session& session, std::size_t column, Index from, Index unit);

}  // namespace chainrule
