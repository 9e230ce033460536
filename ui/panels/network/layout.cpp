// SPDX-License-Identifier: MIT
#include "ui/panels/network/layout.hpp"

#include <algorithm>
#include <cmath>

#include "ui/panels/network/numbers.hpp"
#include "ui/session/layer_places.hpp"

#include "engine/sequential.hpp"

namespace chainrule {

namespace {

constexpr float low_window = 230,  // a lower drawing has no controls,
    numbers_window = 420;          // and one of a scene about a step none below this
constexpr float usual_column = 72, compact_column = 46,
                scene_column = 26;        // the least that one takes; the last ones without controls
constexpr float narrow_column = 116;      // a narrower one has the buttons for units under the number
constexpr float least_with_numbers = 20;  // tiles do not shrink below this for the sake of numbers
constexpr float joined_share = 0.72f;     // of a column: an Activation layer that belongs to the column before

/// How wide each column is beside the others.
std::vector<float> shares(const App& app) {
  const Document& d = app.document();
  std::vector<float> all{1};
  for (std::size_t l = 0; l < d.layers.size(); ++l) all.push_back(joined_to_previous(d, l) ? joined_share : 1.0f);
  return all;
}

/// Beside the inputs: as wide as their names, where every pixel counts.
float room_for_words(App& app, float width) {
  if (width >= 420) return std::min(96.0f, width * 0.12f);
  if (!app.scene() || app.experiment()->data.pixels()) return 44;
  float widest = 0;
  for (const std::string& name : app.experiment()->data.feature_names)
    widest = std::max(widest, measure(app.ui, name, {size::caption, false, 0}).x);
  return std::min(44.0f, widest + 12);
}

void find_visible(NetworkLayout& layout, float low, float high) {
  const std::size_t last = layout.columns.size() - 1;
  layout.first_visible = last;
  layout.last_visible = 0;
  for (std::size_t i = 0; i <= last; ++i) {
    if (layout.right(i) < low || layout.left(i) > high) continue;
    layout.first_visible = std::min(layout.first_visible, i);
    layout.last_visible = std::max(layout.last_visible, i);
  }
  if (layout.last_visible < layout.first_visible) layout.last_visible = layout.first_visible;
}

}  // namespace

ImVec2 NetworkLayout::center(std::size_t column, Index unit) const {
  const NetworkColumn& c = columns[column];
  const float room = extent.y - header - footer - (c.wide ? 28.0f : 0.0f);
  const float used = pitch * static_cast<float>(c.shown);
  const float top = origin.y + header + std::max(0.0f, (room - used) / 2);
  return {std::floor(c.x), std::floor(top + pitch * (static_cast<float>(unit - c.first) + 0.5f) - under / 2)};
}

Index NetworkLayout::most_units() const {
  constexpr float least_pitch = 10;
  return static_cast<Index>((extent.y - header - footer - 28) / least_pitch);
}

ImVec2 NetworkLayout::tile_low(std::size_t column, Index unit) const {
  const ImVec2 c = center(column, unit);
  return {c.x - std::floor(tile / 2), c.y - std::floor(tile / 2)};
}

namespace {

float width_with(App& app, float column) {
  float all = 0;
  for (const float share : shares(app)) all += share;
  return column * all + room_for_words(app, 0) + 4;
}

/// Drawn without controls: where it is low, and in scenes, which have no scroll bars, also where it is narrow.
bool is_compact(App& app, ImVec2 room) {
  const bool for_numbers = app.about_a_step() && room.y < numbers_window;  // they come before what changes the network
  return room.y < low_window || for_numbers || (app.scene() && room.x < width_with(app, usual_column));
}

}  // namespace

float least_network_width(App& app, ImVec2 room) {
  return width_with(app, !is_compact(app, room) ? usual_column : app.scene() ? scene_column : compact_column);
}

NetworkLayout lay_out_network(App& app, ImVec2 origin, ImVec2 extent, float clip_low, float clip_high) {
  const Heatmaps& heatmaps = app.heatmaps();
  NetworkLayout out;
  out.origin = origin;
  out.extent = extent;
  out.compact = is_compact(app, extent);
  out.label = room_for_words(app, std::min(extent.x, clip_high - clip_low));
  const bool names = app.lens().model().outputs() > 1 && app.experiment()->data.problem == Problem::classification;
  const std::vector<float> share = shares(app);
  float all = 0;
  for (const float s : share) all += s;
  const float one = (extent.x - out.label - (names && out.label > 50 ? out.label : 4.0f)) / all;
  out.narrow = one < narrow_column;
  out.header = out.compact ? 22.0f : out.narrow ? 130.0f : 102.0f;
  out.footer = out.compact ? 0.0f : 32.0f;
  float x = origin.x + out.label;
  Index tallest = 1;
  bool wide = false;
  for (std::size_t i = 0; i < heatmaps.columns(); ++i) {
    const float width = one * share[std::min(i, share.size() - 1)];
    const bool joined = i > 0 && joined_to_previous(app.document(), i - 1);
    out.columns.push_back({x + width / 2, width, heatmaps.first(i), heatmaps.shown(i),
                           heatmaps.units(i) - heatmaps.shown(i), heatmaps.wide(i), joined});
    x += width;
    tallest = std::max(tallest, heatmaps.shown(i));
    wide = wide || out.columns.back().wide;
  }
  find_visible(out, clip_low, clip_high);
  const float room = extent.y - out.header - out.footer - (wide ? 28.0f : 4.0f);
  const auto fit = [&](float under) {
    out.under = under;
    out.pitch = std::min(76.0f + under, room / static_cast<float>(tallest));
    const float high = out.pitch - under - std::max(3.0f, out.pitch * 0.14f),
                wide_enough = one * (out.compact ? 0.8f : joined_share) - (out.compact ? 12 : 16);
    out.tile = std::floor(std::clamp(std::min(high, wide_enough), 8.0f, 60.0f));
    return high >= least_with_numbers && one >= least_with_numbers * 2;
  };
  // Numbers that would leave the tiles no room are left out.
  const int lines = app.ui.compact && !app.about_a_step() ? 0 : lines_under_units(app);
  if (lines == 0 || !fit(17.0f * static_cast<float>(lines) + 4)) fit(0);
  return out;
}

EdgeCurve edge_curve(const NetworkLayout& layout, std::size_t column, Index from, Index to) {
  const ImVec2 a = layout.center(column - 1, from), d = layout.center(column, to);
  const float half = layout.tile / 2 + 1;
  const ImVec2 start{a.x + half, a.y}, end{d.x - half, d.y};
  const float bend = (end.x - start.x) * 0.45f;
  return {start, {start.x + bend, start.y}, {end.x - bend, end.y}, end};
}

float distance_to(const EdgeCurve& curve, ImVec2 p) {
  float least = 1e9f;
  for (int i = 0; i <= 24; ++i) {
    const float t = static_cast<float>(i) / 24, s = 1 - t;
    const float k0 = s * s * s, k1 = 3 * s * s * t, k2 = 3 * s * t * t, k3 = t * t * t;
    const float x = k0 * curve.a.x + k1 * curve.b.x + k2 * curve.c.x + k3 * curve.d.x - p.x;
    const float y = k0 * curve.a.y + k1 * curve.b.y + k2 * curve.c.y + k3 * curve.d.y - p.y;
    least = std::min(least, x * x + y * y);
  }
  return std::sqrt(least);
}

}  // namespace chainrule
