// SPDX-License-Identifier: MIT
#include "ui/film/kinds.hpp"

#include "ui/film/outputs.hpp"
#include "ui/film/sums.hpp"

namespace chainrule {

namespace {

constexpr KindTold table[] = {
    {"dense", dense_sum, nullptr, true},
    {"activation"},
    {"dropout", nullptr, masked_output, false, Slope::mask},
    {"gaussian_noise", nullptr, noisy_output},
    {"batch_normalization", normal_sum, scaled_output, false, Slope::gamma, Statistics::of_column},
    {"layer_normalization", normal_sum, scaled_output, false, Slope::gamma, Statistics::of_row},
    {"leaky_relu"},
    {"prelu", nullptr, sloped_output},
    {"elu"},
    {"activity_regularization"},
    {"rbf", radial_sum},
    {"flatten"},
};

}  // namespace

std::span<const KindTold> kinds_told() { return table; }

const KindTold& told(const Layer& layer) {
  for (const KindTold& row : table)
    if (row.kind == layer.spec().kind) return row;
  return table[0];  // a test holds that each kind has a row
}

bool takes_moving_averages(const FilmReader& read, const Layer& layer) {
  return told(layer).statistics == Statistics::of_column && !layer.spec().trainable &&
         read.model.dialect() == Dialect::keras3;
}

}  // namespace chainrule
