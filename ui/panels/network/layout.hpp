#pragma once
// SPDX-License-Identifier: MIT
// Where things lie in the drawing of the network: one column for the inputs and one a layer, tiles under each other.
#include <imgui.h>

#include <vector>

#include "ui/app/app.hpp"

namespace chainrule {

struct NetworkColumn {
  float x = 0;  ///< centre
  float width = 0;
  Index first = 0;      ///< unit of the first tile
  Index shown = 0;      ///< tiles drawn
  Index folded = 0;     ///< units outside of the window
  bool wide = false;    ///< can be folded and unfolded
  bool joined = false;  ///< an Activation layer that belongs to the column before
};

struct NetworkLayout {
  std::vector<NetworkColumn> columns;  ///< 0 is the inputs, then the layers
  ImVec2 origin, extent;
  float header = 0, footer = 0, tile = 0, pitch = 0;
  float under = 0;                                  ///< room for numbers under each tile
  float label = 0;                                  ///< room for words beside the first and last column's tiles
  bool compact = false;                             ///< no controls in the headers
  bool narrow = false;                              ///< the buttons for units stand under their number
  std::size_t first_visible = 0, last_visible = 0;  ///< columns in sight

  ImVec2 center(std::size_t column, Index unit) const;
  ImVec2 tile_low(std::size_t column, Index unit) const;
  /// How many tiles fit under each other.
  Index most_units() const;
  /// One after the last unit shown.
  Index end(std::size_t column) const { return columns[column].first + columns[column].shown; }
  bool visible(std::size_t column) const { return column >= first_visible && column <= last_visible; }
  float left(std::size_t column) const { return columns[column].x - columns[column].width / 2; }
  float right(std::size_t column) const { return columns[column].x + columns[column].width / 2; }
};

/// The least width in which every column is legible.
float least_network_width(App& app, ImVec2 room);
/// `clip_low` to `clip_high` is the part of the drawing that is in sight.
NetworkLayout lay_out_network(App& app, ImVec2 origin, ImVec2 extent, float clip_low, float clip_high);

/// The edge or tile under the mouse.
struct NetworkHit {
  bool edge = false, tile = false;
  std::size_t column = 0;  ///< of the tile, or of the edge's right end
  Index from = 0, unit = 0;
};

/// The four points of the Bezier curve between two tiles.
struct EdgeCurve {
  ImVec2 a, b, c, d;
};
EdgeCurve edge_curve(const NetworkLayout& layout, std::size_t column, Index from, Index to);
float distance_to(const EdgeCurve& curve, ImVec2 point);

}  // namespace chainrule
