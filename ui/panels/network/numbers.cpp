// SPDX-License-Identifier: MIT
// Numbers in the network, each where it belongs: what a unit has computed under its tile, weights and products on the
// lines that the film is about. Only what the film has come to: nothing is told before it is computed.
#include "ui/panels/network/numbers.hpp"

#include <imgui_internal.h>

#include <string>
#include <vector>

#include "engine/base/text.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/network/film_overlay.hpp"
#include "ui/panels/network/parts.hpp"
#include "ui/typeset/symbol_color.hpp"

namespace chainrule {
namespace {

/// What of a layer's unit the film has come to.
class Known {
 public:
  Known(const App& app, const Moment& moment) : app_(app), now_(moment) {}

  bool z(Index layer, Index unit) const {
    if (!forward(layer)) return now_.phase > Phase::forward || (now_.phase == Phase::forward && layer < now_.layer);
    const bool by_itself = app_.model().layers()[static_cast<std::size_t>(layer)]->elementwise();
    return now_.unit < 0 || unit <= now_.unit || (!by_itself && now_.stage == Stage::activate);
  }
  bool a(Index layer, Index unit) const {
    if (!forward(layer)) return z(layer, unit);
    if (now_.unit < 0 || now_.stage == Stage::activate) return now_.unit < 0 || unit <= now_.unit;
    const bool by_itself = app_.model().layers()[static_cast<std::size_t>(layer)]->elementwise();
    return by_itself && unit < now_.unit;
  }
  bool delta(Index layer, Index unit) const {
    if (now_.phase != Phase::backward) return now_.phase > Phase::backward;
    if (layer != now_.layer) return layer > now_.layer;
    if (now_.unit < 0 || now_.stage > Stage::compute) return true;
    return unit < now_.unit || (unit == now_.unit && now_.stage == Stage::compute);
  }
  /// What the moment itself is about is hidden where answers are to be typed.
  bool is_now(Index layer, Index unit) const {
    return layer == now_.layer && now_.phase != Phase::load && now_.phase != Phase::loss &&
           (now_.unit < 0 || unit == now_.unit);
  }

 private:
  bool forward(Index layer) const { return now_.phase == Phase::forward && layer == now_.layer; }
  const App& app_;
  const Moment& now_;
};

constexpr float line_height = 17;

struct Line {
  char kind;  ///< of its symbol: z, a, d (delta), x
  float value;
};

/// A few numbers under a tile, each behind its letter.
void draw_under(App& app, const NetworkLayout& layout, std::size_t column, Index unit, const std::vector<Line>& lines,
                int digits) {
  Ui& ui = app.ui;
  const ImVec2 low = layout.tile_low(column, unit);
  const float middle = low.x + layout.tile / 2, room = layout.columns[column].width - 8;
  float y = low.y + layout.tile + 3;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (const Line& line : lines) {
    const Symbol symbol{line.kind, static_cast<Index>(column), unit, -1};
    const std::string name = line.kind == 'd' ? "δ" : std::string(1, line.kind);
    std::string number = short_number(line.value, digits);
    const TextStyle letter{size::caption, false, ui.theme.muted},
        style{size::caption, true, symbol_color(ui.theme, symbol)};
    for (int fewer = digits; fewer > 1 && measure(ui, name + " " + number, style).x > room; --fewer)
      number = short_number(line.value, fewer - 1);
    const float before = measure(ui, name, letter).x + 5, wide = before + measure(ui, number, style).x;
    draw->AddRectFilled({middle - wide / 2 - 3, y - 1}, {middle + wide / 2 + 3, y + line_height - 1},
                        with_alpha(ui.theme.card, 0.85f), 4);
    text_at(ui, draw, {middle - wide / 2, y - 1}, name, letter);
    text_at(ui, draw, {middle - wide / 2 + before, y - 1}, number, style);
    y += line_height;
  }
}

/// Of the film's row: the inputs, and of each layer what has been computed.
void draw_film_numbers(App& app, const NetworkLayout& layout, const Film& film) {
  const FilmView& view = app.film_player.view;
  const Known known(app, view.moment);
  const bool back = view.moment.phase >= Phase::backward;
  for (std::size_t c = layout.first_visible; c <= layout.last_visible; ++c) {
    if (c == 0 && is_bundle(app, 0)) continue;
    for (Index u = layout.columns[c].first; u < layout.end(c); ++u) {
      std::vector<Line> lines;
      if (c == 0) {
        if (u < film.trace.x.cols) lines.push_back({'x', film.trace.x(view.row, u)});
      } else {
        const auto l = static_cast<Index>(c) - 1;
        const LayerTrace& t = film.trace.layers[c - 1];
        const bool hidden = view.cover.on && known.is_now(l, u);
        if (hidden || u >= t.a.cols) continue;
        const bool delta = back && known.delta(l, u) && u < t.delta.cols;
        if (!delta && known.z(l, u) && u < t.z.cols) lines.push_back({'z', t.z(view.row, u)});
        if (known.a(l, u)) lines.push_back({'a', t.a(view.row, u)});
        if (delta) lines.push_back({'d', t.delta(view.row, u)});
      }
      draw_under(app, layout, c, u, lines, view.digits);
    }
  }
}

/// Of the row that is looked at, where rows are few and typed by hand.
void draw_sample_numbers(App& app, const NetworkLayout& layout) {
  const auto& activations = app.lens().sample_activations();
  const Matrix& x = app.experiment()->data.x;
  for (std::size_t c = layout.first_visible; c <= layout.last_visible; ++c)
    for (Index u = layout.columns[c].first; u < layout.end(c); ++u) {
      std::vector<Line> lines;
      if (c == 0 && u < x.cols && app.sample < x.rows) lines.push_back({'x', x(app.sample, u)});
      if (c > 0 && c <= activations.size() && u < activations[c - 1].cols)
        lines.push_back({'a', activations[c - 1](0, u)});
      draw_under(app, layout, c, u, lines, 4);
    }
}

/// Whether the moment is about single lines that lead to one unit, and what stands on them.
struct OnLines {
  bool shown = false;
  std::size_t column = 0;
  Index unit = 0;
  bool gradients = false;
};
OnLines on_lines(const App& app, const NetworkLayout& layout) {
  const Moment& moment = app.film_player.view.moment;
  const bool sums = moment.phase == Phase::forward && moment.stage == Stage::sum,
             multiplies = moment.phase == Phase::backward && moment.stage == Stage::multiply;
  OnLines out{false, static_cast<std::size_t>(moment.layer) + 1, moment.unit, multiplies};
  if (moment.unit < 0 || !(sums || multiplies) || out.column >= layout.columns.size()) return out;
  const bool there = moment.unit >= layout.columns[out.column].first && moment.unit < layout.end(out.column);
  out.shown = there && app.model().layers()[out.column - 1]->spec().kind == "dense";
  return out;
}

/// The weight of each line that the unit adds up, or the gradient that comes to lie on it.
void draw_line_numbers(App& app, const NetworkLayout& layout, const Film& film) {
  const OnLines on = on_lines(app, layout);
  if (!on.shown || layout.compact || is_bundle(app, on.column - 1)) return;
  const FilmView& view = app.film_player.view;
  const LayerTrace& t = film.trace.layers[on.column - 1];
  const NetworkColumn& left = layout.columns[on.column - 1];
  if (t.before.empty() || layout.columns[on.column].x - left.x < 120 || left.shown > 8) return;
  if (on.gradients && view.cover.on) return;
  for (Index from = left.first; from < layout.end(on.column - 1); ++from) {
    const float value = on.gradients ? row_share(t, view.row, from, on.unit) : t.before[0](from, on.unit);
    const EdgeCurve e = edge_curve(layout, on.column, from, on.unit);
    const ImVec2 at = ImBezierCubicCalc(e.a, e.b, e.c, e.d, 0.36f);
    const ImU32 color = on.gradients ? app.ui.theme.negative : app.ui.theme.text;
    draw_plate(app.ui, at, (on.gradients ? "∂w " : "w ") + short_number(value, view.digits), color);
  }
}

}  // namespace

int lines_under_units(const App& app) {
  if (!app.experiment() || app.experiment()->data.pixels()) return 0;
  if (app.film()) return 2;
  return app.document().data == "sheet" && !app.film_player.view.open ? 1 : 0;
}

void draw_numbers(App& app, const NetworkLayout& layout) {
  if (layout.under <= 0) return;
  if (const Film* film = app.film()) {
    draw_film_numbers(app, layout, *film);
    draw_line_numbers(app, layout, *film);
  } else {
    draw_sample_numbers(app, layout);
  }
}

}  // namespace chainrule
