#pragma once
// SPDX-License-Identifier: MIT
// What the network computes over the plane of two inputs, as pictures: one tile a neuron and one larger picture of the
// output, all in one texture. Computed at most once a snapshot, by a model of its own, so that training is never disturbed.
#include <imgui.h>

#include <memory>
#include <span>
#include <vector>

#include "engine/history.hpp"
#include "engine/types.hpp"
#include "theme.hpp"

namespace chainrule {

struct Experiment;
class Sequential;

/// What is looked at: the plane of two inputs, where the other inputs stand, and a row of the data.
struct Viewpoint {
  int axis_x = 0, axis_y = 1;
  Index sample = 0;
  std::span<const float> held = {};   ///< one an input, as DataSet::inputs(); not a number or missing: at its mean
  bool discretise = false;            ///< the answer alone, without how sure it is
};

class Surface {
 public:
  Surface();
  ~Surface();

  /// A new experiment: builds the model that is looked at. Throws Error.
  void configure(std::shared_ptr<const Experiment> experiment);
  /// New weights, axes, sample or theme: computes everything that is shown.
  void compute(std::span<const float> weights, const Viewpoint& look, const Theme& theme);
  /// Before each frame: a texture that went with its context is asked for again.
  void revive();

  bool ready() const { return computed_; }
  /// True when tiles are heat maps over the inputs (no pixel data).
  bool plane() const { return plane_; }

  /// Units of a layer that have a tile; the rest is folded.
  Index shown_units(std::size_t layer) const { return shown_units_[layer]; }
  Index shown_inputs() const { return shown_inputs_; }
  /// Tiles: inputs first, then unit by unit, layer by layer. -1: none.
  int input_tile(Index input) const { return input < shown_inputs_ ? static_cast<int>(input) : -1; }
  int unit_tile(std::size_t layer, Index unit) const;
  void draw_tile(ImDrawList* list, int tile, ImVec2 low, ImVec2 high, float round) const;
  void draw_output(ImDrawList* list, ImVec2 low, ImVec2 high, float round) const;

  ImVec2 low() const { return low_; }    ///< the plane's corners, in numbers of DataSet::inputs()
  ImVec2 high() const { return high_; }
  const Sequential& model() const { return *model_; }
  /// Every layer's outputs for the chosen sample.
  const std::vector<Matrix>& sample_activations() const { return sample_; }
  /// The output along the first axis at equal distances (1-input networks).
  const std::vector<float>& curve() const { return curve_; }
  /// The outputs for the first rows that are for validation (pixel data: the pictures shown).
  const Matrix& predictions() const { return predictions_; }
  Index first_prediction() const { return first_prediction_; }
  /// The outputs for these rows, by the weights of the last compute().
  Matrix predict(View<const float> rows);
  /// Loss and metrics of one row of the data.
  Logs evaluate(Index row);
  /// Changes with every compute().
  unsigned version() const { return version_; }

 private:
  struct Texture;
  void lay_out_grid(int axis_x, int axis_y, std::span<const float> held);
  void paint_plane(const Theme& theme);
  void paint_output(const Matrix& out, const Theme& theme);
  void paint_pixels(Index sample, const Theme& theme);
  void predict_shown();

  std::shared_ptr<const Experiment> experiment_;
  std::unique_ptr<Sequential> model_;
  std::unique_ptr<Texture> texture_;
  bool plane_ = false, computed_ = false;
  Index shown_inputs_ = 0, grid_side_ = 0, first_prediction_ = 0;
  std::vector<Index> shown_units_;
  std::vector<int> first_tile_;
  ImVec2 low_, high_;
  int axis_x_ = -1, axis_y_ = -1;
  std::vector<float> held_;            // as last laid out
  bool discretise_ = false;
  unsigned version_ = 0;
  Matrix grid_, predictions_;
  std::vector<float> curve_;
  std::vector<Matrix> sample_;
};

}  // namespace chainrule
