#pragma once
// SPDX-License-Identifier: MIT
// Pieces of text that formulas are put together from.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/layers/layer.hpp"

namespace chainrule {

/// A text of the engine's tables in which names stand for something else; one that has a script of its own is put into
/// brackets before it is raised.
std::string substituted(std::string_view text, const std::map<std::string, std::string>& what);
/// In brackets where it has a superscript of its own: (z_1^[2])^2.
std::string power_base(const std::string& symbol);
/// A text of the tables whose z and a, with whatever index they have, are those of a layer: "e^z_i^[2]".
std::string with_layer(std::string_view text, std::string_view layer);
/// "{∂L} / {∂w}", a fraction.
std::string partial(std::string_view of, std::string_view by);
/// Terms with + between them; of many the first ones, and how many more there are.
std::string added_up(const std::vector<std::string>& terms, Index all);
inline constexpr Index most_terms = 6;

/// Whether what stands before a value is more than the value itself: "0.2 = 0.2" says nothing.
bool says_more(const std::string& formula, const std::string& value);

/// What an activity regularizer adds to a layer's dL/da, in words; "" where there is none.
std::string penalty_share(const Layer& layer);
/// Whether regularizers have a share in a gradient.
bool has_penalty(const Matrix& shares);
/// What a tensor's numbers are called: w, b, gamma, ...
std::string tensor_letter(const Tensor& tensor);

}  // namespace chainrule
