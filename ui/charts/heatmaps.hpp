#pragma once
// SPDX-License-Identifier: MIT
// What the network computes over the plane of two inputs, as pictures: one tile a neuron and one larger picture of the
// output, all in one texture. Computed at most once a snapshot.
#include <imgui.h>

#include <memory>
#include <span>
#include <vector>

#include "engine/base/types.hpp"
#include "ui/views/lens.hpp"
#include "ui/views/network.hpp"
#include "ui/widgets/theme.hpp"

namespace chainrule {

/// What is looked at: the plane of two inputs, where the other inputs stand, and a row of the data.
struct Viewpoint {
  int axis_x = 0, axis_y = 1;
  Index sample = 0;
  std::span<const float> held = {};  ///< one an input, as DataSet::inputs(); not a number or missing: at its mean
  bool discretise = false;           ///< the answer alone, without how sure it is
  Index target = 0;                  ///< of several numbers to predict, the one that is shown
};

class Heatmaps {
 public:
  explicit Heatmaps(Lens& lens);
  ~Heatmaps();

  /// The lens looks at a new experiment.
  void configure();
  /// The lens shows other weights, or axes, sample or theme are others: paints everything that is shown.
  void paint(const Viewpoint& look, const Theme& theme);
  /// Before each frame: a texture that went with its context is asked for again.
  void revive();

  bool ready() const { return painted_; }
  /// True when tiles are heat maps over the inputs (no pixel data).
  bool plane() const { return plane_; }

  /// The part of the network that is in sight: columns (0 is the inputs, then the layers) and the window of each that
  /// is wide; `room` units fit into one that is unfolded. True when that is another part than before: then paint()
  /// has to follow.
  bool look_at(std::size_t first_column, std::size_t last_column, std::span<const UnitWindow> windows, Index room);
  /// Units of a column: all of them, those in its window, and the window's first.
  Index units(std::size_t column) const { return column_[column].units; }
  Index shown(std::size_t column) const { return column_[column].shown; }
  Index first(std::size_t column) const { return column_[column].first; }
  /// Too wide to be shown whole unless it is unfolded.
  bool wide(std::size_t column) const;
  std::size_t columns() const { return column_.size(); }
  /// The tile of a unit, -1: none. Only columns in sight have any.
  int tile(std::size_t column, Index unit) const;
  void draw_tile(ImDrawList* list, int tile, ImVec2 low, ImVec2 high, float round) const;
  void draw_output(ImDrawList* list, ImVec2 low, ImVec2 high, float round) const;

  ImVec2 low() const { return low_; }  ///< the plane's corners, in numbers of DataSet::inputs()
  ImVec2 high() const { return high_; }
  /// The output that is shown, along the first axis at equal distances (1-input networks).
  const std::vector<float>& curve() const { return curve_; }

 private:
  struct Texture;
  /// A column of the drawing: how many units it has, the window of them that is shown, and the window's first tile.
  struct Column {
    Index units = 0, shown = 0, first = 0;
    int tile = -1;
  };
  void allot_tiles();
  bool has_pictures(std::size_t column) const;
  void lay_out_grid(int axis_x, int axis_y, std::span<const float> held);
  void paint_plane(const Theme& theme);
  void paint_output(const Matrix& out, const Theme& theme);
  void paint_pixels(Index sample, const Theme& theme);

  Lens& lens_;
  std::unique_ptr<Texture> texture_;
  bool plane_ = false, painted_ = false;
  Index grid_side_ = 0;
  std::vector<Column> column_;
  std::size_t first_column_ = 0, last_column_ = 0;  // in sight
  int picture_layer_ = -1;                          // the first layer whose kernel's columns are pictures of the pixels
  int tiles_ = 0;
  ImVec2 low_, high_;
  float brightest_ = 0;  // pixel of the data
  int axis_x_ = -1, axis_y_ = -1;
  std::vector<float> held_;  // as last laid out
  bool discretise_ = false;
  Index target_ = 0;
  Matrix grid_;
  std::vector<float> curve_;
};

}  // namespace chainrule
