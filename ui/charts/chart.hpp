#pragma once
// SPDX-License-Identifier: MIT
// A chart of lines over epochs: axes with round ticks, linear or logarithmic, and where a value lies on screen.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "engine/base/types.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {

struct Axis {
  double low = 0, high = 1, step = 0.25;
};

/// Ticks at 1, 2 or 5 times a power of ten, about `count` of them, and limits on ticks.
Axis nice_axis(double low, double high, int count);

struct Series {
  std::string_view key;
  const std::vector<double>* values;
  ImU32 color;
  float width = 2.2f;
  std::string_view kind = {};  ///< what the key has of it: " loss"
  bool dashed = false;
};

/// The room between the axes. With `log`, y stands for powers of ten.
struct Chart {
  ImVec2 low, high;
  Axis x, y;
  bool log = false;
  float at_x(double v) const { return low.x + static_cast<float>((v - x.low) / (x.high - x.low)) * (high.x - low.x); }
  /// The epoch at a place, 0 to `last`.
  Index epoch_at(float place, Index last) const {
    const double v = x.low + (place - low.x) / (high.x - low.x) * (x.high - x.low);
    return std::clamp<Index>(static_cast<Index>(std::lround(v)), 0, last);
  }
  float at_y(double v) const {
    const double place = log ? std::log10(std::max(v, 1e-300)) : v;
    return near_plot(
        high.y - static_cast<float>(std::clamp((place - y.low) / (y.high - y.low), -0.2, 1.2)) * (high.y - low.y),
        low.y, high.y);
  }
};

/// The axis of values for all series: [0, 1] for shares, else from 0, or whole powers of ten with `log`.
Axis value_axis(const std::vector<Series>& series, bool share, bool log, int lines);

/// At most one point a pixel column, the mean of its epochs, so that long histories draw as fast as short ones.
void draw_series(ImDrawList* draw, const Chart& chart, const Series& series);
/// Grid lines with their numbers; `below` stands under the epochs, "" leaves the horizontal axis bare.
void draw_axes(Ui& ui, ImDrawList* draw, const Chart& chart, std::string_view below);
/// The epoch under the mouse with every series' value, while the last item is hovered.
void read_out(Ui& ui, ImDrawList* draw, const Chart& chart, const std::vector<Series>& series);

}  // namespace chainrule
