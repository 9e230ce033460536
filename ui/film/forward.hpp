#pragma once
// SPDX-License-Identifier: MIT
// The film's way forward: sums and activations.
#include <string>
#include <string_view>

#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

FilmLine forward_line(const FilmReader& read, Stage stage, Index layer, Index unit);
/// A formula of the activations' table at one unit: z and a as given (what they are in a's own formula), parameters as
/// their numbers, without the remark on kinks.
std::string activation_text(const FilmReader& read, const Layer& layer, std::string_view formula, const std::string& z,
                            const std::string& a);

}  // namespace chainrule
