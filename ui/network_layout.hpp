#pragma once
// SPDX-License-Identifier: MIT
// Where things lie in the drawing of the network: one column for the inputs and one a layer, tiles under each other.
#include <imgui.h>

#include <vector>

#include "app.hpp"

namespace chainrule {

struct NetworkColumn {
  float x = 0;              ///< centre
  Index shown = 0;          ///< tiles drawn
  Index folded = 0;         ///< units behind "+n more"
};

struct NetworkLayout {
  std::vector<NetworkColumn> columns;   ///< 0 is the inputs, then the layers
  ImVec2 origin, extent;
  float column_width = 0, header = 0, tile = 0, pitch = 0;
  float label = 0;                      ///< room for words beside the first and last column's tiles
  bool compact = false;                 ///< no controls in the headers

  ImVec2 center(std::size_t column, Index unit) const;
  ImVec2 tile_low(std::size_t column, Index unit) const;
};

NetworkLayout lay_out_network(const App& app, ImVec2 origin, ImVec2 extent);

/// Columns narrower than this have the buttons for units under the number.
inline constexpr float narrow_column = 112;

/// The edge or tile under the mouse.
struct NetworkHit {
  bool edge = false, tile = false;
  std::size_t column = 0;               ///< of the tile, or of the edge's right end
  Index from = 0, unit = 0;
};

/// The four points of the Bezier curve between two tiles.
struct EdgeCurve { ImVec2 a, b, c, d; };
EdgeCurve edge_curve(const NetworkLayout& layout, std::size_t column, Index from, Index to);
float distance_to(const EdgeCurve& curve, ImVec2 point);

}  // namespace chainrule
