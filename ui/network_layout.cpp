// SPDX-License-Identifier: MIT
#include "network_layout.hpp"

#include <algorithm>
#include <cmath>

#include "engine/sequential.hpp"

namespace chainrule {

ImVec2 NetworkLayout::center(std::size_t column, Index unit) const {
  const NetworkColumn& c = columns[column];
  const float room = extent.y - header - (c.folded > 0 ? 20.0f : 0.0f);
  const float used = pitch * static_cast<float>(c.shown);
  const float top = origin.y + header + std::max(0.0f, (room - used) / 2);
  return {std::floor(c.x), std::floor(top + pitch * (static_cast<float>(unit) + 0.5f))};
}

ImVec2 NetworkLayout::tile_low(std::size_t column, Index unit) const {
  const ImVec2 c = center(column, unit);
  return {c.x - std::floor(tile / 2), c.y - std::floor(tile / 2)};
}

NetworkLayout lay_out_network(const App& app, ImVec2 origin, ImVec2 extent) {
  const Surface& surface = const_cast<App&>(app).surface();
  const Sequential& model = surface.model();
  NetworkLayout out;
  out.origin = origin;
  out.extent = extent;
  out.compact = extent.y < 230;
  const std::size_t count = model.layers().size() + 1;
  out.label = extent.x < 420 ? 44.0f : std::min(96.0f, extent.x * 0.12f);
  const bool names = model.outputs() > 1 && app.experiment()->data.problem == Problem::classification;
  const float inner = extent.x - out.label - (names && out.label > 50 ? out.label : 4.0f);
  out.column_width = inner / static_cast<float>(count);
  out.header = out.compact ? 22.0f : out.column_width < narrow_column ? 122.0f : 92.0f;
  const Index inputs = app.experiment()->data.pixels() ? 1 : app.experiment()->data.x.cols;
  out.columns.push_back({0, surface.shown_inputs(), inputs - surface.shown_inputs()});
  for (std::size_t l = 0; l < model.layers().size(); ++l) {
    const Index shown = surface.shown_units(l);
    out.columns.push_back({0, shown, model.layers()[l]->outputs() - shown});
  }
  Index tallest = 1;
  for (std::size_t i = 0; i < count; ++i) {
    out.columns[i].x = origin.x + out.label + out.column_width * (static_cast<float>(i) + 0.5f);
    tallest = std::max(tallest, out.columns[i].shown);
  }
  const float room = extent.y - out.header - 20;
  out.pitch = std::min(76.0f, room / static_cast<float>(tallest));
  out.tile = std::floor(std::clamp(std::min(out.pitch - std::max(3.0f, out.pitch * 0.14f), out.column_width - 22), 8.0f, 60.0f));
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
