// SPDX-License-Identifier: MIT
// The network's lines: one a weight, colour by sign, width by size.
#include <algorithm>
#include <cmath>

#include "ui/app/app.hpp"
#include "ui/panels/network/edges.hpp"
#include "ui/panels/network/parts.hpp"
#include "ui/widgets/dashes.hpp"

namespace chainrule {
namespace {

constexpr float reach = 7;  // how near the mouse has to come to a line

struct Stroke {
  ImU32 color;
  float width;
  bool dashed = false;  ///< below 0
};

/// How a weight's line looks; `known` false: there is nothing to show on it.
Stroke stroke_of(const Theme& theme, const Kernel& kernel, Index from, Index to, bool known) {
  if (!known) return {with_alpha(theme.muted, 0.4f), 1.2f};
  const float w = share_of(kernel.values[kernel.index(from, to)], kernel.largest), size = std::abs(w);
  return {with_alpha(w < 0 ? theme.negative : theme.positive, 0.25f + 0.75f * size), 0.8f + 3.7f * size, w < 0};
}

}  // namespace

NetworkHit draw_edges(App& app, const NetworkLayout& layout, bool hovered) {
  const auto values = network_numbers(app);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  NetworkHit hit;
  float nearest = reach;
  for (std::size_t column = std::max<std::size_t>(1, layout.first_visible);
       column <= std::min(layout.last_visible + 1, layout.columns.size() - 1); ++column) {
    const std::size_t l = column - 1;
    const Kernel kernel = kernel_of(app, l, values);
    const bool weights = kernel.tensor && !is_bundle(app, l), known = weights && !values.empty();
    const NetworkColumn &left = layout.columns[l], &right = layout.columns[column];
    const int segments = left.shown * right.shown > 60 ? 14 : 20;
    for (Index to = right.first; to < layout.end(column); ++to)
      for (Index from = left.first; from < layout.end(l); ++from) {
        if (!kernel.tensor && from != to) continue;
        const EdgeCurve e = edge_curve(layout, column, from, to);
        const Stroke stroke = stroke_of(app.ui.theme, kernel, from, to, known);
        if (app.summary.lit == static_cast<int>(l))  // its row of the summary is pointed at
          draw->AddBezierCubic(e.a, e.b, e.c, e.d, with_alpha(app.ui.theme.accent, 0.35f), stroke.width + 5, segments);
        if (stroke.dashed) {
          draw->PathLineTo(e.a);
          draw->PathBezierCubicCurveTo(e.b, e.c, e.d, segments);
          dash_path(draw, stroke.color, stroke.width, 9, 4);
        } else {
          draw->AddBezierCubic(e.a, e.b, e.c, e.d, stroke.color, stroke.width, segments);
        }
        if (!hovered || !weights || mouse.x < e.a.x - reach || mouse.x > e.d.x + reach) continue;
        const float away = distance_to(e, mouse);
        if (away < nearest) {
          nearest = away;
          hit = {true, false, column, from, to};
        }
      }
  }
  const NetworkView& view = app.network;
  const auto mark = [&](std::size_t column, Index from, Index to) {
    const EdgeCurve e = edge_curve(layout, column, from, to);
    draw->AddBezierCubic(e.a, e.b, e.c, e.d, app.ui.theme.text, 3, 20);
  };
  if (hit.edge) mark(hit.column, hit.from, hit.unit);
  const bool open =
      view.card == NetworkCard::weight && view.from >= 0 && view.column > 0 && view.column < layout.columns.size();
  const auto inside = [&](std::size_t c, Index unit) {
    return unit >= layout.columns[c].first && unit < layout.end(c);
  };
  if (open && !is_bundle(app, view.column - 1) && inside(view.column - 1, view.from) && inside(view.column, view.unit))
    mark(view.column, view.from, view.unit);
  return hit;
}

}  // namespace chainrule
