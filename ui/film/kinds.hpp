#pragma once
// SPDX-License-Identifier: MIT
// The table of what the film says of each kind of layer (layer_kinds()).
#include <span>
#include <string_view>

#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

/// Fills in a line of one unit of a layer.
using TellUnit = void (*)(const FilmReader& read, FilmLine& line, Index layer, Index unit);

/// What dL/da is multiplied with on the way back to dL/dz.
enum class Slope { activation, mask, gamma };
/// Whose mean and deviation a layer takes.
enum class Statistics { none, of_column, of_row };

struct KindTold {
  std::string_view kind;
  TellUnit sum = nullptr;     ///< how z comes about; nullptr: it is what came in
  TellUnit output = nullptr;  ///< how a comes about; nullptr: a = g(z) by the layer's activation
  bool weighted = false;      ///< z = x W + b: told weight by weight, both ways
  Slope slope = Slope::activation;
  Statistics statistics = Statistics::none;
};
std::span<const KindTold> kinds_told();
const KindTold& told(const Layer& layer);

/// A frozen batch_normalization of Keras 3 takes its moving averages instead of the batch's numbers.
bool takes_moving_averages(const FilmReader& read, const Layer& layer);

}  // namespace chainrule
