// SPDX-License-Identifier: MIT
// What the film adds to the network's drawing: pulses along the lines, bars on blocked units, weights that change.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "ui/app/app.hpp"
#include "ui/film/lines.hpp"
#include "ui/panels/network/film_overlay.hpp"
#include "ui/panels/network/parts.hpp"

namespace chainrule {
namespace {

/// How far a moment's movement that takes so many milliseconds has come, 1 at its end; shorter where the film plays
/// fast.
double passed_of(App& app, double milliseconds) {
  const FilmView& view = app.film_player.view;
  if (app.ui.reduced_motion) return 1;
  const double takes = view.plays ? std::min(milliseconds, 900 / view.per_second) : milliseconds;
  return std::clamp((app.services().now_ms() - view.since) / takes, 0.0, 1.0);
}

ImVec2 point_on(const EdgeCurve& e, float along) { return ImBezierCubicCalc(e.a, e.b, e.c, e.d, along); }

/// `share` of the largest one, by area; `most` is that one's radius.
void draw_bead(Ui& ui, ImVec2 at, float share, ImU32 color, float most = 8.5f) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float r = 2.5f + (most - 2.5f) * std::sqrt(std::abs(share));
  draw->AddCircleFilled(at, r + 1.5f, ui.theme.card, 20);
  draw->AddCircleFilled(at, r, color, 20);
}

}  // namespace

void draw_plate(Ui& ui, ImVec2 middle, const std::string& words, ImU32 color) {
  const TextStyle style{size::caption, true, color};
  const ImVec2 extent = measure(ui, words, style);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 low{middle.x - extent.x / 2 - 5, middle.y - extent.y / 2 - 1},
      high{middle.x + extent.x / 2 + 5, middle.y + extent.y / 2 + 1};
  draw->AddRectFilled(low, high, ui.theme.card, 6);
  draw->AddRect(low, high, with_alpha(color, 0.5f), 6);
  text_at(ui, draw, {middle.x, middle.y - extent.y / 2}, words, style, 0.5f);
}

bool draw_pulses(App& app, const NetworkLayout& layout) {
  const Film* film = app.film();
  if (!film || app.ui.reduced_motion) return false;
  const FilmView& view = app.film_player.view;
  const Moment& moment = view.moment;
  const bool forward = moment.phase == Phase::forward && (moment.unit < 0 || moment.stage == Stage::sum);
  // What a layer receives comes along the lines behind it.
  const bool back = moment.phase == Phase::backward &&
                    moment.layer + 1 < static_cast<Index>(layout.columns.size()) - 1 &&
                    (moment.unit < 0 || moment.stage == Stage::receive);
  if (!forward && !back) return false;
  const double passed = passed_of(app, 900);
  if (passed >= 1) return false;
  const std::size_t column = static_cast<std::size_t>(moment.layer) + (forward ? 1 : 2);
  const LayerTrace& t = film->trace.layers[column - 1];
  if (app.model().layers()[column - 1]->spec().kind != "dense" || t.before.empty() || is_bundle(app, column - 1))
    return true;
  const NetworkColumn &left = layout.columns[column - 1], &right = layout.columns[column];
  struct Pulse {
    EdgeCurve curve;
    float value;
  };
  std::vector<Pulse> pulses;
  float largest = 1e-12f;
  for (Index to = right.first; to < layout.end(column); ++to)
    for (Index from = left.first; from < layout.end(column - 1); ++from) {
      if (moment.unit >= 0 && (forward ? to : from) != moment.unit) continue;
      const float value = (forward ? t.x(view.row, from) : t.delta(view.row, to)) * t.before[0](from, to);
      pulses.push_back({edge_curve(layout, column, from, to), value});
      largest = std::max(largest, std::abs(value));
    }
  const auto along = static_cast<float>(forward ? passed : 1 - passed);
  const ImU32 color = forward ? app.ui.theme.positive : app.ui.theme.negative;
  const bool numbers = moment.unit >= 0 && layout.under > 0 && !view.cover.on && !pulses.empty() && pulses.size() <= 8;
  for (const Pulse& p : pulses) draw_bead(app.ui, point_on(p.curve, along), share_of(p.value, largest), color);
  // The products, on their way to the sum; one below the other where the lines meet.
  const auto middle = static_cast<float>(pulses.size() - 1) / 2;
  for (std::size_t i = 0; numbers && i < pulses.size(); ++i) {
    const ImVec2 at = point_on(pulses[i].curve, along);
    const float apart = 17 * (static_cast<float>(i) - middle) * static_cast<float>(passed);
    text_at(app.ui, ImGui::GetWindowDrawList(), {at.x + (forward ? -12.0f : 12.0f), at.y - 9 + apart},
            short_number(pulses[i].value, view.digits), {size::caption, true, color}, forward ? 1.0f : 0.0f);
  }
  return true;
}

void draw_blocked(App& app, const NetworkLayout& layout) {
  const Film* film = app.film();
  const Moment& moment = app.film_player.view.moment;
  const bool slopes = moment.phase == Phase::backward ||
                      (moment.phase == Phase::forward && (moment.unit < 0 || moment.stage == Stage::activate));
  if (!film || !slopes || app.film_player.view.cover.on) return;  // it tells a slope
  const auto column = static_cast<std::size_t>(moment.layer) + 1;
  const Matrix& slope = film->trace.layers[column - 1].derivative;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (Index unit = layout.columns[column].first; unit < std::min(layout.end(column), slope.cols); ++unit) {
    if (slope(app.film_player.view.row, unit) != 0) continue;
    const ImVec2 low = layout.tile_low(column, unit);
    const float x = low.x + layout.tile + 5;
    draw->AddRectFilled({x - 1.5f, low.y - 1}, {x + 5.5f, low.y + layout.tile + 1}, app.ui.theme.card, 3);
    draw->AddRectFilled({x, low.y}, {x + 4, low.y + layout.tile}, app.ui.theme.bad, 2);
  }
}

bool draw_changes(App& app, const NetworkLayout& layout) {
  const Film* film = app.film();
  const Moment& moment = app.film_player.view.moment;
  if (!film || moment.phase != Phase::update || app.film_player.view.cover.on) return false;
  const auto column = static_cast<std::size_t>(moment.layer) + 1;
  const LayerTrace& t = film->trace.layers[column - 1];
  if (app.model().layers()[column - 1]->spec().kind != "dense" || t.before.empty() || is_bundle(app, column - 1))
    return false;
  const NetworkColumn &left = layout.columns[column - 1], &right = layout.columns[column];
  const double passed = passed_of(app, 2400);
  const auto shown = [&](Index to) { return moment.unit < 0 || to == moment.unit; };
  float largest = 1e-12f;
  for (Index to = right.first; to < layout.end(column); ++to)
    for (Index from = left.first; shown(to) && from < layout.end(column - 1); ++from)
      largest = std::max(largest, std::abs(change_of(t, 0, from, to)));
  const Theme& theme = app.ui.theme;
  const bool words = moment.unit >= 0 && layout.pitch >= 30 && !layout.compact && right.x - left.x > 140;
  const int digits = app.film_player.view.digits;
  for (Index to = right.first; to < layout.end(column); ++to)
    for (Index from = left.first; shown(to) && from < layout.end(column - 1); ++from) {
      const float change = change_of(t, 0, from, to), before = t.before[0](from, to), after = t.after[0](from, to);
      const ImU32 color = change < 0 ? theme.negative : theme.positive;
      const EdgeCurve e = edge_curve(layout, column, from, to);
      // Staggered by where they come from: in the middle the lines cross.
      const ImVec2 at = point_on(e, words ? 0.3f
                                          : 0.3f + 0.35f * static_cast<float>(from - left.first) /
                                                       static_cast<float>(std::max<Index>(left.shown - 1, 1)));
      if (!words) {
        if (passed > 1.0 / 3)
          draw_bead(app.ui, at, share_of(change, largest), color, std::clamp(layout.pitch / 5, 3.5f, 8.5f));
      } else if (passed < 1.0 / 3) {
        draw_plate(app.ui, at, short_number(before, digits), theme.text);
      } else if (passed < 2.0 / 3) {
        draw_plate(app.ui, at, (change < 0 ? "" : "+") + short_number(change, digits), color);
      } else {
        draw_plate(app.ui, at, short_number(before, digits) + " → " + short_number(after, digits), color);
      }
    }
  return passed < 1;
}

}  // namespace chainrule
