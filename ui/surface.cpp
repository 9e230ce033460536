// SPDX-License-Identifier: MIT
#include "surface.hpp"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "engine/fit.hpp"
#include "engine/io/experiment.hpp"
#include "engine/sequential.hpp"
#include "trainer.hpp"

namespace chainrule {
namespace {

constexpr int side = 64;              // pixels of a tile; the texture's filter smooths them
constexpr int columns = 16;           // tiles in a row of the texture
constexpr int output_side = 128;      // the output's picture lies in the first two rows
constexpr int first_free = 2 * columns;
constexpr int most_tiles = columns * columns - first_free;
constexpr Index most_units = 10;      // a wider layer is folded in the drawing
constexpr Index pictures = 48;        // rows whose predictions are shown as pictures

/// The finer the cheaper the network is: about 10 to 20 million multiplications for all places together.
Index side_for(Index parameters) {
  for (const Index n : {128, 64, 32, 16})
    if (parameters < 12'000'000 / (n * n)) return n;
  return 8;
}

/// A scale of colours, mixed once: tens of thousands of pixels look theirs up in every picture.
class Ramp {
 public:
  /// From negative through zero to positive for t in [-1, 1].
  explicit Ramp(const Theme& theme) {
    for (int i = 0; i <= steps; ++i) colors_[i] = diverging(theme, 2 * static_cast<float>(i) / steps - 1);
  }
  /// From nothing to a class's own colour for t in [0, 1]; t below 0 is nothing.
  Ramp(const Theme& theme, ImU32 full) {
    for (int i = 0; i <= steps; ++i) colors_[i] = mix(theme.zero, full, 2 * static_cast<float>(i) / steps - 1);
  }
  ImU32 operator()(float t) const {
    if (!(t > -1)) return colors_[0];   // and not a number
    return t < 1 ? colors_[static_cast<int>((t + 1) * (steps / 2) + 0.5f)] : colors_[steps];
  }

 private:
  static constexpr int steps = 256;
  ImU32 colors_[steps + 1];
};

}  // namespace

/// An ImGui texture that the renderer's back end creates, updates and, after a lost context, creates again.
struct Surface::Texture {
  ImTextureData data;

  Texture() {
    data.Create(ImTextureFormat_RGBA32, columns * side, columns * side);
    data.UseColors = true;
    data.SetStatus(ImTextureStatus_WantCreate);
    ImGui::RegisterUserTexture(&data);
  }
  ~Texture() {
    if (ImGui::GetCurrentContext()) ImGui::UnregisterUserTexture(&data);
  }
  ImU32* pixels(int tile) { return static_cast<ImU32*>(data.GetPixelsAt(tile % columns * side, tile / columns * side)); }
  int pitch() const { return data.Width; }
  void changed(int tiles) {
    if (data.Status != ImTextureStatus_OK) return;  // creation uploads everything anyway
    const auto rect = [](int y, int width, int height) {
      return ImTextureRect{0, static_cast<unsigned short>(y), static_cast<unsigned short>(width), static_cast<unsigned short>(height)};
    };
    const int rows = (tiles + columns - 1) / columns;
    data.UpdateRect = rect(0, data.Width, (2 + rows) * side);
    data.Updates.resize(0);
    data.Updates.push_back(rect(0, output_side, output_side));
    data.Updates.push_back(rect(output_side, std::min(tiles, columns) * side, rows * side));   // no more than is used
    data.SetStatus(ImTextureStatus_WantUpdates);
  }
  void draw(ImDrawList* list, int x, int y, int extent, ImVec2 low, ImVec2 high, float round) {
    const float size = static_cast<float>(columns * side), half = 0.5f;  // half a pixel in: no neighbour shines through
    const ImVec2 a{(static_cast<float>(x) + half) / size, (static_cast<float>(y) + half) / size};
    const ImVec2 b{(static_cast<float>(x + extent) - half) / size, (static_cast<float>(y + extent) - half) / size};
    list->AddImageRounded(data.GetTexRef(), low, high, a, b, IM_COL32_WHITE, round);
  }
};

Surface::Surface() = default;
Surface::~Surface() = default;

void Surface::configure(std::shared_ptr<const Experiment> experiment) {
  if (!texture_) texture_ = std::make_unique<Texture>();
  model_ = make_model(experiment->document, experiment->data.x.cols);
  experiment_ = std::move(experiment);
  const DataSet& data = experiment_->data;
  plane_ = !data.pixels();
  computed_ = false;
  sample_.clear();   // what the network before computed
  curve_.clear();
  predictions_ = {};
  axis_x_ = axis_y_ = -1;
  shown_inputs_ = data.pixels() ? 1 : std::min(data.x.cols, most_units);
  int next = static_cast<int>(shown_inputs_);
  first_tile_.clear();
  shown_units_.clear();
  for (std::size_t l = 0; l < model_->layers().size(); ++l) {
    const Index units = model_->layers()[l]->outputs();
    const Index shown = units <= most_units ? units : most_units - 1;
    const bool has_tiles = (plane_ || l == 0) && next + static_cast<int>(shown) <= most_tiles;
    shown_units_.push_back(shown);
    first_tile_.push_back(has_tiles ? next : -1);
    if (has_tiles) next += static_cast<int>(shown);
  }
  const double split = experiment_->document.fit.validation_split;
  first_prediction_ = split > 0 ? training_rows(data.x.rows, split) : 0;
}

int Surface::unit_tile(std::size_t layer, Index unit) const {
  return first_tile_[layer] < 0 || unit >= shown_units_[layer] ? -1 : first_tile_[layer] + static_cast<int>(unit);
}

void Surface::revive() {
  if (texture_ && texture_->data.Status == ImTextureStatus_Destroyed) texture_->data.SetStatus(ImTextureStatus_WantCreate);
}

void Surface::lay_out_grid(int axis_x, int axis_y) {
  if (axis_x == axis_x_ && axis_y == axis_y_) return;
  axis_x_ = axis_x;
  axis_y_ = axis_y;
  const Matrix& x = experiment_->data.inputs();   // features are computed anew at each place
  const auto range = [&](Index column, float& low, float& high) {
    low = high = x(0, column);
    for (Index r = 1; r < x.rows; ++r) {
      low = std::min(low, x(r, column));
      high = std::max(high, x(r, column));
    }
    const float margin = std::max((high - low) * 0.08f, 1e-3f);
    low -= margin;
    high += margin;
  };
  range(axis_x, low_.x, high_.x);
  range(x.cols > 1 ? axis_y : axis_x, low_.y, high_.y);
  grid_side_ = side_for(model_->count_params());
  const Index n = grid_side_;
  grid_ = Matrix(n * n, x.cols);
  for (Index c = 0; c < x.cols; ++c) {
    double mean = 0;  // inputs off the plane stand at their mean
    for (Index r = 0; r < x.rows; ++r) mean += x(r, c);
    const auto value = static_cast<float>(mean / static_cast<double>(x.rows));
    for (Index r = 0; r < grid_.rows; ++r) grid_(r, c) = value;
  }
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) {
      const auto at = [&](Index k) { return (static_cast<float>(k) + 0.5f) / static_cast<float>(n); };
      if (x.cols > 1) grid_(i * n + j, axis_y) = high_.y + (low_.y - high_.y) * at(i);  // up is more
      grid_(i * n + j, axis_x) = low_.x + (high_.x - low_.x) * at(j);
    }
  if (!experiment_->data.formulas.empty()) grid_ = experiment_->data.features_of(grid_);
}

void Surface::compute(std::span<const float> weights, int axis_x, int axis_y, Index sample, const Theme& theme) {
  if (!model_ || weights.size() != model_->weights().size()) return;
  std::copy(weights.begin(), weights.end(), model_->weights().begin());
  const Matrix& x = experiment_->data.x;
  const Index row = std::clamp<Index>(sample, 0, x.rows - 1);
  sample_ = model_->activations(x.view().middle_rows(row, 1));
  if (plane_) {
    const int last = static_cast<int>(experiment_->data.inputs().cols) - 1;
    lay_out_grid(std::clamp(axis_x, 0, last), std::clamp(axis_y, 0, last));
    paint_plane(theme);
  } else {
    paint_pixels(row, theme);
  }
  predict_shown();
  int tiles = static_cast<int>(shown_inputs_);
  for (std::size_t l = 0; l < first_tile_.size(); ++l)
    if (first_tile_[l] >= 0) tiles = first_tile_[l] + static_cast<int>(shown_units_[l]);
  texture_->changed(tiles);
  computed_ = true;
  ++version_;
}

void Surface::paint_plane(const Theme& theme) {
  const Index n = grid_side_;
  const int pitch = texture_->pitch();
  const auto paint = [&](ImU32* pixels, int extent, auto&& color) {
    for (int i = 0; i < extent; ++i)
      for (int j = 0; j < extent; ++j) pixels[i * pitch + j] = color(i * n / extent * n + j * n / extent);
  };
  const auto scale_of = [](const Matrix& m, Index column) {
    float most = 0;
    for (Index r = 0; r < m.rows; ++r) most = std::max(most, std::abs(m(r, column)));
    return 1 / std::max(most, 1.0f);   // what stays within -1..1 keeps its true strength
  };
  const Ramp signs(theme);
  for (Index c = 0; c < shown_inputs_; ++c) {
    const float scale = scale_of(experiment_->data.x, c);
    paint(texture_->pixels(first_free + input_tile(c)), side, [&](Index r) { return signs(grid_(r, c) * scale); });
  }
  const std::vector<Matrix> all = model_->activations(grid_);
  const bool classes = experiment_->data.problem == Problem::classification && model_->outputs() > 1;
  for (std::size_t l = 0; l < all.size(); ++l) {
    if (first_tile_[l] < 0) continue;
    const bool last = l + 1 == all.size();
    for (Index u = 0; u < shown_units_[l]; ++u) {
      const float scale = scale_of(all[l], u);
      const bool probability = last && !classes && model_->layers()[l]->activation().name == "sigmoid";
      ImU32* const pixels = texture_->pixels(first_free + unit_tile(l, u));
      if (classes && last) {   // classes have colours of their own
        const Ramp own(theme, class_color(static_cast<int>(u)));
        paint(pixels, side, [&](Index r) { return own(all[l](r, u)); });
      } else if (probability) {
        paint(pixels, side, [&](Index r) { return signs(2 * all[l](r, u) - 1); });
      } else {
        paint(pixels, side, [&](Index r) { return signs(all[l](r, u) * scale); });
      }
    }
  }
  const Matrix& out = all.back();
  const DataSet& data = experiment_->data;
  if (data.problem == Problem::regression) {
    const auto [low, high] = std::minmax_element(data.y.data.begin(), data.y.data.end());
    const float center = (*low + *high) / 2, half = std::max((*high - *low) / 2, 1e-6f);
    paint(texture_->pixels(0), output_side, [&](Index r) { return signs((out(r, 0) - center) / half); });
  } else if (out.cols == 1) {
    paint(texture_->pixels(0), output_side, [&](Index r) { return signs(2 * out(r, 0) - 1); });
  } else {
    const float even = 1.0f / static_cast<float>(out.cols);
    std::vector<Ramp> own;
    for (Index c = 0; c < out.cols; ++c) own.emplace_back(theme, class_color(static_cast<int>(c)));
    paint(texture_->pixels(0), output_side, [&](Index r) {
      const float* row = out.view().row(r);
      const auto best = std::max_element(row, row + out.cols) - row;
      return own[static_cast<std::size_t>(best)](0.15f + 0.85f * (row[best] - even) / (1 - even));
    });
  }
  curve_.clear();
  if (data.inputs().cols == 1)
    for (Index j = 0; j < n; ++j) curve_.push_back(out(j, 0));
}

void Surface::paint_pixels(Index sample, const Theme& theme) {
  const DataSet& data = experiment_->data;
  const Index width = data.image_width, height = std::max<Index>(1, data.x.cols / width);
  const int pitch = texture_->pitch();
  const auto paint = [&](int tile, auto&& color) {
    ImU32* const pixels = texture_->pixels(first_free + tile);
    for (Index i = 0; i < side; ++i)
      for (Index j = 0; j < side; ++j) pixels[i * pitch + j] = color(i * height / side * width + j * width / side);
  };
  float most = 1e-6f;
  for (const float v : data.x.data) most = std::max(most, v);
  paint(input_tile(0), [&](Index p) { return mix(theme.zero, theme.text, data.x(sample, p) / most); });
  if (first_tile_[0] < 0 || model_->layers()[0]->tensors().empty() || model_->layers()[0]->tensors()[0].vector) return;
  const Tensor& kernel = model_->layers()[0]->tensors()[0];
  const float* const w = model_->weights().data() + kernel.offset;
  for (Index u = 0; u < shown_units_[0]; ++u) {
    float largest = 1e-6f;
    for (Index p = 0; p < kernel.rows; ++p) largest = std::max(largest, std::abs(w[p * kernel.cols + u]));
    paint(unit_tile(0, u), [&](Index p) { return diverging(theme, w[p * kernel.cols + u] / largest); });
  }
}

void Surface::predict_shown() {
  if (plane_) return;
  const Matrix& x = experiment_->data.x;
  const Index count = std::min(pictures, x.rows - first_prediction_);
  predictions_ = model_->predict(x.view().middle_rows(first_prediction_, count));
}

void Surface::draw_tile(ImDrawList* list, int tile, ImVec2 low, ImVec2 high, float round) const {
  const int at = first_free + tile;
  texture_->draw(list, at % columns * side, at / columns * side, side, low, high, round);
}

void Surface::draw_output(ImDrawList* list, ImVec2 low, ImVec2 high, float round) const {
  texture_->draw(list, 0, 0, output_side, low, high, round);
}

}  // namespace chainrule
