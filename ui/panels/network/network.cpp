// SPDX-License-Identifier: MIT
// The network: neurons as tiles, weights as curves, and the controls that build it.
#include <algorithm>

#include "ui/app/app.hpp"
#include "ui/panels/network/card.hpp"
#include "ui/panels/network/edges.hpp"
#include "ui/panels/network/film_overlay.hpp"
#include "ui/panels/network/footer.hpp"
#include "ui/panels/network/header.hpp"
#include "ui/panels/network/matrices.hpp"
#include "ui/panels/network/network.hpp"
#include "ui/panels/network/notes.hpp"
#include "ui/panels/network/numbers.hpp"
#include "ui/panels/network/parts.hpp"
#include "ui/app/film_words.hpp"
#include "ui/panels/network/tiles.hpp"
#include "ui/panels/network/unit_card.hpp"
#include "ui/typeset/prose.hpp"
#include "ui/typeset/symbol_color.hpp"

namespace chainrule {
namespace {

/// A Dense and the Activation layer that belongs to it stand in one frame.
void draw_frames(App& app, const NetworkLayout& layout) {
  for (std::size_t c = std::max<std::size_t>(layout.first_visible, 2); c <= layout.last_visible; ++c) {
    if (!layout.columns[c].joined) continue;
    const ImVec2 low{layout.left(c - 1) + 2, layout.origin.y - 2},
        high{layout.right(c) - 2, layout.origin.y + layout.extent.y - layout.footer};
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(low, high, with_alpha(app.ui.theme.field, 0.6f), size::card_round);
    draw->AddRect(low, high, app.ui.theme.card_edge, size::card_round);
  }
}

/// The column that a step inside a batch is at; a new step brings its unit into sight.
void draw_moment(App& app, const NetworkLayout& layout) {
  if (!app.film()) return;
  const Moment& m = app.film_player.view.moment;
  const std::size_t c = column_of(m, app.model());
  if (c >= layout.columns.size()) return;
  const bool bundle = c == 0 && is_bundle(app, 0);
  if (!(app.network.followed == m)) {
    app.network.followed = m;
    if (!layout.visible(c)) app.network.scroll_to = layout.columns[c].x - layout.origin.x;
    if (m.unit >= 0 && !bundle && (m.unit < layout.columns[c].first || m.unit >= layout.end(c))) {
      app.network.window(c).first = m.unit;
      app.ui.waiting = true;
    }
  }
  const ImU32 color = moment_color(app.ui.theme, m.phase);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float out = layout.compact ? 4.0f : 6.0f, half = layout.tile / 2 + out;
  const Index last = layout.end(c) - 1;
  const ImVec2 low{layout.columns[c].x - half, layout.tile_low(c, layout.columns[c].first).y - out};
  const ImVec2 high{layout.columns[c].x + half, layout.tile_low(c, last).y + layout.tile + layout.under + out};
  draw->AddRectFilled(low, high, with_alpha(color, 0.16f), size::card_round);
  draw->AddRect(low, high, color, size::card_round, 0, 1.5f);
  const Index unit = bundle ? 0 : m.unit;
  if (m.unit < 0 || unit < layout.columns[c].first || unit > last) return;
  const ImVec2 tile = layout.tile_low(c, unit);
  draw->AddRectFilled({tile.x - 4, tile.y - 4}, {tile.x + layout.tile + 4, tile.y + layout.tile + 4}, color,
                      size::round + 2);
}

/// What the step has computed, under the drawing. Returns the height it takes.
float draw_moment_words(App& app, ImVec2 at, ImVec2 room) {
  const std::string words = moment_words(app);
  Ui& ui = app.ui;
  if (words.empty() || (ui.bare && app.shows("backprop"))) return 0;    // the panel beside says it
  if (app.on_stage || (app.about_a_step() && app.shows("backprop"))) {  // so it does here, set as a formula
    announce(ui, Role::status, "Step", words, at, {at.x + room.x, at.y + room.y});
    return 0;
  }
  const float height = ui.regular->CalcTextSizeA(size::caption, FLT_MAX, room.x - 12, words.c_str()).y + 8;
  const ImVec2 low{at.x, at.y + room.y - height + 4};
  ImGui::GetWindowDrawList()->AddRectFilled({low.x, low.y + 2}, {low.x + 4, low.y + height - 6},
                                            moment_color(ui.theme, app.film_player.view.moment.phase), 2);
  ImGui::SetCursorScreenPos({low.x + 12, low.y});
  prose(ui, words, {size::caption, false, ui.theme.text}, room.x - 12);
  announce(ui, Role::status, "Step", words, low, {at.x + room.x, at.y + room.y});
  ImGui::SetCursorScreenPos(at);
  return height;
}

/// The place of the formula's symbol under the mouse stands out; and what is under the mouse here lights its symbols.
void light_symbols(App& app, const NetworkLayout& layout, const NetworkHit& hit) {
  FilmView& view = app.film_player.view;
  if (hit.edge && !hit.tile) view.hovered = {'w', static_cast<Index>(hit.column), hit.unit, hit.from};
  else if (hit.tile) view.hovered = {'a', static_cast<Index>(hit.column), hit.unit, -1};
  const Symbol& s = view.open ? view.lit : view.told;
  const auto c = static_cast<std::size_t>(s.column);
  if (!s.kind || c >= layout.columns.size() || s.unit < layout.columns[c].first || s.unit >= layout.end(c)) return;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImU32 color = symbol_color(app.ui.theme, s);
  if (s.from < 0) {
    const ImVec2 low = layout.tile_low(c, s.unit);
    draw->AddRect({low.x - 3, low.y - 3}, {low.x + layout.tile + 3, low.y + layout.tile + 3}, color, size::round + 2, 0,
                  3);
  } else if (c > 0 && s.from >= layout.columns[c - 1].first && s.from < layout.end(c - 1) && !is_bundle(app, c - 1)) {
    const EdgeCurve e = edge_curve(layout, c, s.from, s.unit);
    draw->AddBezierCubic(e.a, e.b, e.c, e.d, color, 4, 20);
  }
}

/// A press on a line, not the end of a drag.
bool pressed_here() {
  return ImGui::IsMouseReleased(ImGuiMouseButton_Left) && ImGui::GetIO().MouseDragMaxDistanceSqr[0] < 36 &&
         !ImGui::IsAnyItemActive();
}

/// What the open card shows already.
bool on_card(const NetworkView& view, const NetworkHit& hit) {
  return (hit.edge || hit.from < 0) && view.card == NetworkCard::weight && view.column == hit.column &&
         view.unit == hit.unit && view.from == hit.from;
}

void draw_unknown(App& app, const NetworkLayout& layout) {
  if (layout.compact || !network_numbers(app).empty()) return;
  const std::string words =
      std::string(watched_word(app.watched())) + (app.snapshot().epoch + app.snapshot().batch > 0
                                                      ? "s are shown from the next batch on: press Batch or Play."
                                                      : "s are known after a batch: press Batch or Play.");
  text_at(app.ui, ImGui::GetWindowDrawList(),
          {layout.origin.x + layout.extent.x / 2, layout.origin.y + layout.header - 4}, words,
          {size::caption, false, app.ui.theme.muted}, 0.5f);
}

void draw_drawing(App& app, ImVec2 extent, ImVec2 room) {
  const float scroll = ImGui::GetScrollX();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const NetworkLayout layout = lay_out_network(app, at, extent, at.x + scroll, at.x + scroll + room.x);
  if (app.heatmaps().look_at(layout.first_visible, layout.last_visible, app.network.windows, layout.most_units()))
    app.refresh();
  const bool hovered = ImGui::IsWindowHovered() && app.network.dragged < 0;
  draw_frames(app, layout);
  draw_moment(app, layout);
  NetworkHit hit = draw_edges(app, layout, hovered);
  const NetworkHit edge = hit;
  draw_tiles(app, layout, hit);
  draw_names(app, layout);
  draw_numbers(app, layout);
  draw_headers(app, layout);
  draw_footers(app, layout);
  draw_unknown(app, layout);
  draw_notes(app, layout, hit);
  if (app.network.dragged < 0 && !on_card(app.network, hit) && (hit.tile || (hit.edge && !ImGui::IsAnyItemHovered())))
    explain(app, layout, hit);
  if (edge.edge && !hit.tile && !ImGui::IsAnyItemHovered() && pressed_here()) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    open_weight(app, edge.column, edge.from, edge.unit, {mouse.x + 12, mouse.y - 12});
  }
  if (app.film()) draw_blocked(app, layout);
  if (app.film() && (draw_pulses(app, layout) || draw_changes(app, layout))) app.ui.waiting = true;
  light_symbols(app, layout, hit);
  if (!app.snapshot().playing) publish_weights(app, layout);
}

}  // namespace

void draw_network(App& app) {
  Ui& ui = app.ui;
  const ImVec2 top = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  card_title(
      ui, "Network",
      "Each tile is a neuron: its output over the inputs, orange negative, blue positive. Each line is a weight: "
      "colour by sign, width by size; the dot is the bias. A layer computes z = x W + b and a = g(z). Press a tile, "
      "a line, a dot or a layer's name to look closer and to change it.");
  if (!app.experiment()) return;
  if (!ui.compact) draw_network_controls(app, top, width);
  ImGui::SetCursorScreenPos({top.x, top.y + (ui.compact ? 0 : 36)});
  ImVec2 room = ImGui::GetContentRegionAvail();
  room.x -= mark_room(ui);
  room.y -= draw_moment_words(app, ImGui::GetCursorScreenPos(), room);
  if (const ImVec2 low = ImGui::GetCursorScreenPos(); draw_matrices(app, low, room)) {
    if (app.network.card != NetworkCard::none) draw_network_card(app, low, {low.x + room.x, low.y + room.y});
    return;
  }
  const float least = least_network_width(app, room);
  const bool scrolls = least > room.x;
  ImVec2 end;
  ImGui::BeginChild("drawing", room, ImGuiChildFlags_NavFlattened,
                    scrolls ? ImGuiWindowFlags_HorizontalScrollbar : ImGuiWindowFlags_NoScrollbar);
  if (scrolls) {
    const ImVec2 at = ImGui::GetCursorPos();
    ImGui::Dummy({least, 1});  // makes the child scroll
    ImGui::SetCursorPos(at);
    if (app.network.scroll_to >= 0) ImGui::SetScrollX(std::max(0.0f, app.network.scroll_to - room.x / 2));
  }
  app.network.scroll_to = -1;
  draw_drawing(app, {std::max(room.x, scrolls ? least : 0.0f), room.y - (scrolls ? 12.0f : 0.0f)}, room);
  const ImVec2 low = ImGui::GetWindowPos();
  end = {low.x + ImGui::GetWindowWidth(), low.y + ImGui::GetWindowHeight()};
  ImGui::SetCursorPos({0, 0});
  ImGui::Dummy({0, 0});
  ImGui::EndChild();
  if (app.network.card != NetworkCard::none) draw_network_card(app, low, end);
}

}  // namespace chainrule
