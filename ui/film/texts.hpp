#pragma once
// SPDX-License-Identifier: MIT
// Pieces of text that formulas are put together from.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/layers/layer.hpp"

namespace chainrule {

/// A text of the engine's tables in which names stand for something else.
std::string substituted(std::string_view text, const std::map<std::string, std::string>& what);
/// "{∂L} / {∂w}", a fraction.
std::string partial(std::string_view of, std::string_view by);
/// Terms with + between them; of many the first ones, and how many more there are.
std::string added_up(const std::vector<std::string>& terms, Index all);
inline constexpr Index most_terms = 6;

/// What an activity regularizer adds to a layer's dL/da, in words; "" where there is none.
std::string penalty_share(const Layer& layer);
/// Whether regularizers have a share in a gradient.
bool has_penalty(const Matrix& shares);
/// What a tensor's numbers are called: w, b, gamma, ...
std::string tensor_letter(const Tensor& tensor);

}  // namespace chainrule
