// SPDX-License-Identifier: MIT
#include "ui/panels/network/notes.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <string_view>

#include "ui/app/app.hpp"
#include "ui/panels/network/parts.hpp"

namespace chainrule {
namespace {

constexpr float gap = 16, least = 52;  // below the last tile; room that a note needs

constexpr std::string_view of_tile = "This tile is what one neuron answers for every input.",
                           of_line = "A line is a weight: the wider, the stronger. Dashed ones are negative.";

/// Words below a column's tiles, as wide as the column allows, and a thin line from them to what they are about.
void draw_note(App& app, const NetworkLayout& layout, std::size_t column, std::string_view name, std::string_view words,
               ImVec2 about) {
  Ui& ui = app.ui;
  const float low = layout.tile_low(column, layout.end(column) - 1).y + layout.tile + layout.under + gap;
  const float bottom = layout.origin.y + layout.extent.y - layout.footer;
  const float left = column == 0 ? layout.origin.x + 4 : layout.left(column) + 6;
  const float width = std::min(layout.right(column) - left, layout.origin.x + layout.extent.x - left) - 8;
  if (bottom - low < least || width < 100) return;
  const TextStyle style{size::caption, false, ui.theme.muted};
  const float height =
      ui.regular->CalcTextSizeA(style.size, FLT_MAX, width, words.data(), words.data() + words.size()).y;
  if (low + height > bottom) return;
  ImGui::SetCursorScreenPos({left, low});
  paragraph(ui, words, style, width);
  announce(ui, Role::passage, name, words, {left, low}, {left + width, low + height});
  const float wide = std::min(width, measure(ui, words, style).x);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  // From beside the words, on the side of what they are about.
  const ImVec2 from{column == 0 ? left + wide + 4 : left - 4, low + 8};
  draw->AddLine(from, about, with_alpha(ui.theme.muted, 0.7f), 1);
  draw->AddCircleFilled(about, 3, ui.theme.muted, 12);
}

/// The tour, for somebody who has done nothing yet: in the foot of the inputs' column, where nothing else stands.
void offer_tour(App& app, const NetworkLayout& layout) {
  NetworkView& view = app.network;
  view.toured = view.toured || app.returns() || app.tour >= 0 || app.snapshot().playing || app.snapshot().epoch > 0;
  constexpr std::string_view words = "New here? A tour";
  constexpr float height = 30;
  const float width = measure(app.ui, words, {size::body, false, 0}).x + 46;
  if (view.toured || width > layout.left(1) - layout.origin.x) return;
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({layout.origin.x + 4, std::floor(layout.origin.y + layout.extent.y - height - 4)});
  if (button(app.ui, "Tour of this screen",
             {.icon = Icon::pointer,
              .label = words,
              .width = width,
              .height = height,
              .help = "What is what here. It can be left at any time, and is found under Learn later"}))
    app.tour = 0;
  ImGui::SetCursorScreenPos(cursor);
}

}  // namespace

void draw_notes(App& app, const NetworkLayout& layout, const NetworkHit& hit) {
  NetworkView& view = app.network;
  view.knows_tiles = view.knows_tiles || (hit.tile && hit.column > 0) || view.card == NetworkCard::unit;
  view.knows_lines = view.knows_lines || hit.edge || view.card == NetworkCard::weight;
  const std::size_t last = layout.columns.size() - 1;
  const bool roomy = !layout.compact && !app.scene() && !app.film_player.view.open && last >= 2;
  if (!roomy || !layout.visible(0) || !layout.visible(last) || app.heatmaps().tile(1, layout.columns[1].first) < 0)
    return;
  offer_tour(app, layout);
  if (!view.knows_tiles) {
    const ImVec2 tile = layout.tile_low(1, layout.end(1) - 1);
    draw_note(app, layout, 0, "Note on tiles", of_tile, {tile.x - 2, tile.y + layout.tile / 2});
  }
  if (!view.knows_lines && !is_bundle(app, last - 1)) {
    const EdgeCurve e = edge_curve(layout, last, layout.end(last - 1) - 1, layout.columns[last].first);
    draw_note(app, layout, last, "Note on lines", of_line, {(e.a.x + e.d.x) / 2, (e.a.y + e.d.y) / 2});
  }
}

}  // namespace chainrule
