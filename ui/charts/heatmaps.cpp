// SPDX-License-Identifier: MIT
#include "ui/charts/heatmaps.hpp"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/document/experiment.hpp"
#include "engine/sequential.hpp"

namespace chainrule {
namespace {

constexpr int side = 64;          // pixels of a tile; the texture's filter smooths them
constexpr int across = 16;        // tiles in a row of the texture
constexpr int output_side = 128;  // the output's picture lies in the first two rows
constexpr int first_free = 2 * across;
constexpr int most_tiles = across * across - first_free;
constexpr Index most_units = 10;  // a wider layer is folded in the drawing
constexpr Index most_unfolded = 32;

/// How many units of a column are drawn.
Index shown_of(Index units, bool unfolded, Index room) {
  if (units <= most_units) return units;
  return unfolded ? std::min(units, std::clamp(room, most_units - 1, most_unfolded)) : most_units - 1;
}

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
    if (!(t > -1)) return colors_[0];  // and not a number
    return t < 1 ? colors_[static_cast<int>((t + 1) * (steps / 2) + 0.5f)] : colors_[steps];
  }

 private:
  static constexpr int steps = 256;
  ImU32 colors_[steps + 1];
};

}  // namespace

/// An ImGui texture that the renderer's back end creates, updates and, after a lost context, creates again.
struct Heatmaps::Texture {
  ImTextureData data;

  Texture() {
    data.Create(ImTextureFormat_RGBA32, across * side, across * side);
    data.UseColors = true;
    data.SetStatus(ImTextureStatus_WantCreate);
    ImGui::RegisterUserTexture(&data);
  }
  ~Texture() {
    if (ImGui::GetCurrentContext()) ImGui::UnregisterUserTexture(&data);
  }
  ImU32* pixels(int tile) { return static_cast<ImU32*>(data.GetPixelsAt(tile % across * side, tile / across * side)); }
  int pitch() const { return data.Width; }
  void changed(int tiles) {
    if (data.Status != ImTextureStatus_OK) return;  // creation uploads everything anyway
    const auto rect = [](int y, int width, int height) {
      return ImTextureRect{0, static_cast<unsigned short>(y), static_cast<unsigned short>(width),
                           static_cast<unsigned short>(height)};
    };
    const int rows = (tiles + across - 1) / across;
    data.UpdateRect = rect(0, data.Width, (2 + rows) * side);
    data.Updates.resize(0);
    data.Updates.push_back(rect(0, output_side, output_side));
    data.Updates.push_back(rect(output_side, std::min(tiles, across) * side, rows * side));  // no more than is used
    data.SetStatus(ImTextureStatus_WantUpdates);
  }
  void draw(ImDrawList* list, int x, int y, int extent, ImVec2 low, ImVec2 high, float round) {
    const float size = static_cast<float>(across * side), half = 0.5f;  // half a pixel in: no neighbour shines through
    const ImVec2 a{(static_cast<float>(x) + half) / size, (static_cast<float>(y) + half) / size};
    const ImVec2 b{(static_cast<float>(x + extent) - half) / size, (static_cast<float>(y + extent) - half) / size};
    list->AddImageRounded(data.GetTexRef(), low, high, a, b, IM_COL32_WHITE, round);
  }
};

Heatmaps::Heatmaps(Lens& lens) : lens_(lens) {}
Heatmaps::~Heatmaps() = default;

bool Heatmaps::wide(std::size_t column) const { return column_[column].units > most_units; }

void Heatmaps::configure() {
  if (!texture_) texture_ = std::make_unique<Texture>();
  const DataSet& data = lens_.experiment().data;
  plane_ = !data.pixels();
  brightest_ = plane_ ? 0 : std::max(1e-6f, *std::max_element(data.x.data.begin(), data.x.data.end()));
  painted_ = false;
  curve_.clear();
  axis_x_ = axis_y_ = -1;
  column_.clear();
  const auto add = [&](Index units) { column_.push_back({units, shown_of(units, false, 0), 0, -1}); };
  add(data.pixels() ? 1 : data.x.cols);
  picture_layer_ = -1;
  for (std::size_t l = 0; l < lens_.model().layers().size(); ++l) {
    const Layer& layer = *lens_.model().layers()[l];
    add(layer.outputs());
    if (picture_layer_ < 0 && data.pixels() && !layer.tensors().empty() && !layer.tensors()[0].vector &&
        layer.tensors()[0].rows == data.x.cols)
      picture_layer_ = static_cast<int>(l);
  }
  first_column_ = 0;
  last_column_ = column_.size() - 1;
  allot_tiles();
}

bool Heatmaps::has_pictures(std::size_t column) const {
  return plane_ || column == 0 || static_cast<int>(column) == picture_layer_ + 1;
}

void Heatmaps::allot_tiles() {
  tiles_ = 0;
  for (std::size_t c = 0; c < column_.size(); ++c) {
    Column& column = column_[c];
    const auto shown = static_cast<int>(column.shown);
    const bool in_sight = c >= first_column_ && c <= last_column_;
    column.tile = in_sight && has_pictures(c) && tiles_ + shown <= most_tiles ? tiles_ : -1;
    if (column.tile >= 0) tiles_ += shown;
  }
}

bool Heatmaps::look_at(std::size_t first_column, std::size_t last_column, std::span<const UnitWindow> windows,
                       Index room) {
  last_column = std::min(last_column, column_.size() - 1);
  bool changed = first_column != first_column_ || last_column != last_column_;
  first_column_ = first_column;
  last_column_ = last_column;
  for (std::size_t c = 0; c < column_.size(); ++c) {
    Column& column = column_[c];
    const UnitWindow window = c < windows.size() ? windows[c] : UnitWindow();
    const Index shown = shown_of(column.units, window.unfolded, room);
    const Index first = std::clamp<Index>(window.first, 0, column.units - shown);
    changed = changed || first != column.first || shown != column.shown;
    column.first = first;
    column.shown = shown;
  }
  if (changed) allot_tiles();
  return changed;
}

int Heatmaps::tile(std::size_t column, Index unit) const {
  const Column& c = column_[column];
  return c.tile < 0 || unit < c.first || unit >= c.first + c.shown ? -1 : c.tile + static_cast<int>(unit - c.first);
}

void Heatmaps::revive() {
  if (texture_ && texture_->data.Status == ImTextureStatus_Destroyed)
    texture_->data.SetStatus(ImTextureStatus_WantCreate);
}

void Heatmaps::lay_out_grid(int axis_x, int axis_y, std::span<const float> held) {
  const auto same = [](float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  if (axis_x == axis_x_ && axis_y == axis_y_ && std::equal(held.begin(), held.end(), held_.begin(), held_.end(), same))
    return;
  axis_x_ = axis_x;
  axis_y_ = axis_y;
  held_.assign(held.begin(), held.end());
  const Matrix& x = lens_.experiment().data.inputs();  // features are computed anew at each place
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
  grid_side_ = side_for(lens_.model().count_params());
  const Index n = grid_side_;
  grid_ = Matrix(n * n, x.cols);
  for (Index c = 0; c < x.cols; ++c) {
    double mean = 0;  // inputs off the plane stand at their mean where nothing else is asked for
    for (Index r = 0; r < x.rows; ++r) mean += x(r, c);
    auto value = static_cast<float>(mean / static_cast<double>(x.rows));
    if (const auto i = static_cast<std::size_t>(c); i < held.size() && std::isfinite(held[i])) value = held[i];
    for (Index r = 0; r < grid_.rows; ++r) grid_(r, c) = value;
  }
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) {
      const auto at = [&](Index k) { return (static_cast<float>(k) + 0.5f) / static_cast<float>(n); };
      if (x.cols > 1) grid_(i * n + j, axis_y) = high_.y + (low_.y - high_.y) * at(i);  // up is more
      grid_(i * n + j, axis_x) = low_.x + (high_.x - low_.x) * at(j);
    }
  if (!lens_.experiment().data.formulas.empty()) grid_ = lens_.experiment().data.features_of(grid_);
}

void Heatmaps::paint(const Viewpoint& look, const Theme& theme) {
  if (!lens_.ready()) return;
  const DataSet& data = lens_.experiment().data;
  if (plane_) {
    const int last = static_cast<int>(data.inputs().cols) - 1;
    discretise_ = look.discretise;
    target_ = std::clamp<Index>(look.target, 0, data.y.cols - 1);
    lay_out_grid(std::clamp(look.axis_x, 0, last), std::clamp(look.axis_y, 0, last), look.held);
    paint_plane(theme);
  } else {
    paint_pixels(std::clamp<Index>(look.sample, 0, data.x.rows - 1), theme);
  }
  texture_->changed(std::max(tiles_, 1));
  painted_ = true;
}

void Heatmaps::paint_plane(const Theme& theme) {
  const Index n = grid_side_;
  const int pitch = texture_->pitch();
  const auto paint = [&](ImU32* pixels, int extent, auto&& color) {
    for (int i = 0; i < extent; ++i)
      for (int j = 0; j < extent; ++j) pixels[i * pitch + j] = color(i * n / extent * n + j * n / extent);
  };
  const auto scale_of = [](const Matrix& m, Index column) {
    float most = 0;
    for (Index r = 0; r < m.rows; ++r) most = std::max(most, std::abs(m(r, column)));
    return 1 / std::max(most, 1.0f);  // what stays within -1..1 keeps its true strength
  };
  const Ramp signs(theme);
  const Column& inputs = column_[0];
  for (Index c = inputs.first; inputs.tile >= 0 && c < inputs.first + inputs.shown; ++c) {
    const float scale = scale_of(lens_.experiment().data.x, c);
    paint(texture_->pixels(first_free + tile(0, c)), side, [&](Index r) { return signs(grid_(r, c) * scale); });
  }
  const std::vector<Matrix> all = lens_.activations(grid_);
  const bool classes = lens_.experiment().data.problem == Problem::classification && lens_.model().outputs() > 1;
  for (std::size_t l = 0; l < all.size(); ++l) {
    const Column& column = column_[l + 1];
    if (column.tile < 0) continue;
    const bool last = l + 1 == all.size();
    for (Index u = column.first; u < column.first + column.shown; ++u) {
      const float scale = scale_of(all[l], u);
      const bool probability = last && !classes && lens_.model().layers()[l]->activation().name == "sigmoid";
      ImU32* const pixels = texture_->pixels(first_free + tile(l + 1, u));
      if (classes && last) {  // classes have colours of their own
        const Ramp own(theme, class_color(static_cast<int>(u)));
        paint(pixels, side, [&](Index r) { return own(all[l](r, u)); });
      } else if (probability) {
        paint(pixels, side, [&](Index r) { return signs(2 * all[l](r, u) - 1); });
      } else {
        paint(pixels, side, [&](Index r) { return signs(all[l](r, u) * scale); });
      }
    }
  }
  paint_output(all.back(), theme);
  curve_.clear();
  if (lens_.experiment().data.inputs().cols == 1)
    for (Index j = 0; j < n; ++j) curve_.push_back(all.back()(j, target_));
}

/// The outputs between the places where they are known: borders become smooth however coarse the grid is.
void Heatmaps::paint_output(const Matrix& out, const Theme& theme) {
  const DataSet& data = lens_.experiment().data;
  const auto outputs = static_cast<std::size_t>(out.cols);
  std::vector<float> at(outputs);
  const auto paint = [&](auto&& color) {
    const Index n = grid_side_;
    const float ratio = static_cast<float>(n) / output_side;
    ImU32* const pixels = texture_->pixels(0);
    for (int i = 0; i < output_side; ++i)
      for (int j = 0; j < output_side; ++j) {
        const float y = std::clamp((static_cast<float>(i) + 0.5f) * ratio - 0.5f, 0.0f, static_cast<float>(n - 1));
        const float x = std::clamp((static_cast<float>(j) + 0.5f) * ratio - 0.5f, 0.0f, static_cast<float>(n - 1));
        const auto i0 = static_cast<Index>(y), j0 = static_cast<Index>(x), i1 = std::min(i0 + 1, n - 1),
                   j1 = std::min(j0 + 1, n - 1);
        const float fy = y - static_cast<float>(i0), fx = x - static_cast<float>(j0);
        const float *a = out.view().row(i0 * n + j0), *b = out.view().row(i0 * n + j1),
                    *c = out.view().row(i1 * n + j0), *d = out.view().row(i1 * n + j1);
        for (std::size_t k = 0; k < outputs; ++k)
          at[k] = (1 - fy) * ((1 - fx) * a[k] + fx * b[k]) + fy * ((1 - fx) * c[k] + fx * d[k]);
        pixels[i * texture_->pitch() + j] = color();
      }
  };
  const Ramp signs(theme);
  // Discretised, a class is a flat colour; numbers become bands like those of a map.
  const auto sure = [&](float t) { return discretise_ ? (t > 0 ? 0.75f : -0.75f) : t; };
  const auto band = [&](float t) {
    return discretise_ && std::isfinite(t) ? std::round(std::clamp(t, -1.0f, 1.0f) * 3.5f) / 3.5f : t;
  };
  if (data.problem == Problem::regression) {
    const auto [low, high] = data.target_range(target_);
    const float center = low / 2 + high / 2, half = std::max(high / 2 - low / 2, 1e-6f);
    paint([&] { return signs(band((at[static_cast<std::size_t>(target_)] - center) / half)); });
  } else if (outputs == 1) {
    paint([&] { return signs(sure(2 * at[0] - 1)); });
  } else {
    const float even = 1.0f / static_cast<float>(outputs);
    std::vector<Ramp> own;
    for (std::size_t c = 0; c < outputs; ++c) own.emplace_back(theme, class_color(static_cast<int>(c)));
    paint([&] {
      const auto best = static_cast<std::size_t>(std::max_element(at.begin(), at.end()) - at.begin());
      return own[best](discretise_ ? 0.75f : 0.15f + 0.85f * (at[best] - even) / (1 - even));
    });
  }
}

void Heatmaps::paint_pixels(Index sample, const Theme& theme) {
  const DataSet& data = lens_.experiment().data;
  const Index width = data.image_width, height = std::max<Index>(1, data.x.cols / width);
  const int pitch = texture_->pitch();
  const auto paint = [&](int at, auto&& color) {
    ImU32* const pixels = texture_->pixels(first_free + at);
    for (Index i = 0; i < side; ++i)
      for (Index j = 0; j < side; ++j) pixels[i * pitch + j] = color(i * height / side * width + j * width / side);
  };
  if (column_[0].tile >= 0)
    paint(tile(0, 0), [&](Index p) { return mix(theme.zero, theme.text, data.x(sample, p) / brightest_); });
  if (picture_layer_ < 0) return;
  const auto l = static_cast<std::size_t>(picture_layer_);
  const Column& column = column_[l + 1];
  if (column.tile < 0) return;
  const Tensor& kernel = lens_.model().layers()[l]->tensors()[0];
  const float* const w = lens_.model().weights().data() + kernel.offset;
  const Ramp signs(theme);
  for (Index u = column.first; u < column.first + column.shown; ++u) {
    float largest = 1e-6f;
    for (Index p = 0; p < kernel.rows; ++p) largest = std::max(largest, std::abs(w[p * kernel.cols + u]));
    paint(tile(l + 1, u), [&](Index p) { return signs(w[p * kernel.cols + u] / largest); });
  }
}

void Heatmaps::draw_tile(ImDrawList* list, int tile, ImVec2 low, ImVec2 high, float round) const {
  const int at = first_free + tile;
  texture_->draw(list, at % across * side, at / across * side, side, low, high, round);
}

void Heatmaps::draw_output(ImDrawList* list, ImVec2 low, ImVec2 high, float round) const {
  texture_->draw(list, 0, 0, output_side, low, high, round);
}

}  // namespace chainrule
