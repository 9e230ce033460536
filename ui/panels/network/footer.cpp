// SPDX-License-Identifier: MIT
// Under the network's tiles: the window of a folded layer, padlocks, and a + between each two layers.
#include <algorithm>
#include <cmath>

#include "ui/app/app.hpp"
#include "ui/panels/network/footer.hpp"
#include "ui/panels/network/parts.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {
namespace {

/// The words under a wide column: pressed, they unfold it or fold it again.
void draw_fold_switch(App& app, const std::string& name, const std::string& words, bool& unfolded, ImVec2 low,
                      ImVec2 extent) {
  Ui& ui = app.ui;
  const auto [id, from, high, over, pressed] = pressable(ui, name, low, extent);
  if (over) ImGui::GetWindowDrawList()->AddRectFilled(low, high, ui.theme.field_hover, size::round);
  text_at(ui, ImGui::GetWindowDrawList(), {(low.x + high.x) / 2, (low.y + high.y) / 2 - 10}, words,
          {size::caption, false, over ? ui.theme.text : ui.theme.muted}, 0.5f);
  ring(ui, id, size::round);
  const std::string_view help = unfolded ? "Fewer and larger tiles" : "As many units as there is room for";
  resting_tooltip(ui, help);
  MirrorItem item = item_of(id, Role::toggle, name, help);
  item.on = unfolded;
  ui.mirror.add(std::move(item));
  if (pressed) unfolded = !unfolded;
}

/// "9-17 of 512" between two arrows that move the window of units.
void draw_fold(App& app, const NetworkLayout& layout, std::size_t column) {
  Ui& ui = app.ui;
  const NetworkColumn& c = layout.columns[column];
  if (!c.wide) return;
  const Index all = c.shown + c.folded;
  const float y = std::floor(layout.center(column, layout.end(column) - 1).y + layout.pitch / 2 + 2),
              middle = std::floor(c.x);
  const TextStyle style{size::caption, false, ui.theme.muted};
  const std::string owner = column == 0 ? "inputs" : "units of " + layer_name(app, column - 1);
  const std::string range = std::to_string(c.first + 1) + "–" + std::to_string(layout.end(column));
  std::string words = c.folded > 0 ? range + " of " + std::to_string(all)
                                   : std::to_string(all) + (column == 0 ? " input" : " unit") + (all == 1 ? "" : "s");
  const float height = layout.compact ? 20.0f : 24.0f;
  const float room = c.width - 2 * height - 4;
  if (c.folded > 0 && measure(ui, words, style).x > room) words = range;
  const float half = std::min(c.width / 2 - height, std::max(measure(ui, words, style).x / 2 + 4, 16.0f));
  const auto arrow = [&](const std::string& name, Icon icon, float x, bool enabled, Index first) {
    if (c.folded <= 0) return;  // all are in sight
    ImGui::SetCursorScreenPos({x, y});
    if (!button(ui, name,
                {.icon = icon,
                 .look = Look::quiet,
                 .icon_only = true,
                 .width = height,
                 .height = height,
                 .enabled = enabled}))
      return;
    app.network.window(column).first = std::clamp<Index>(first, 0, all - c.shown);
  };
  arrow("Previous " + owner, Icon::left, middle - half - height, c.first > 0, c.first - c.shown);
  draw_fold_switch(app, "Unfold " + owner, shortened(ui, words, room + 4, style), app.network.window(column).unfolded,
                   {middle - half, y}, {2 * half, height});
  arrow("Next " + owner, Icon::right, middle + half, layout.end(column) < all, layout.end(column));
  announce(ui, Role::status, "Shown " + owner, range + " of " + std::to_string(all), {middle - half, y},
           {middle + half, y + height});
}

void draw_padlock(App& app, const NetworkLayout& layout, std::size_t l) {
  Ui& ui = app.ui;
  const Layer& layer = *app.lens().model().layers()[l];
  if (layer.tensors().empty()) return;
  const bool frozen = !layer.spec().trainable;
  const std::string name = "Freeze " + layer.spec().name;
  const auto [id, low, high, over, pressed] =
      pressable(ui, name, {std::floor(layout.columns[l + 1].x) - 14, layout.origin.y + layout.extent.y - 30}, {28, 28});
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (frozen || over)
    draw->AddRectFilled(low, high, frozen ? mix(ui.theme.card, ui.theme.accent, 0.14f) : ui.theme.field_hover,
                        size::round);
  draw_icon(draw, frozen ? Icon::lock : Icon::unlock, {(low.x + high.x) / 2, (low.y + high.y) / 2}, 16,
            frozen ? ui.theme.accent : with_alpha(ui.theme.muted, over ? 1.0f : 0.7f));
  ring(ui, id, size::round);
  const std::string_view help = frozen ? "trainable = False: training leaves these weights alone"
                                       : "trainable = True: press to freeze these weights";
  resting_tooltip(ui, help);
  MirrorItem item = item_of(id, Role::toggle, name, help);
  item.on = frozen;
  ui.mirror.add(std::move(item));
  if (pressed) app.set_trainable(l, frozen);
}

/// The + before layer `place`, or at the end.
void draw_plus(App& app, const NetworkLayout& layout, std::size_t place) {
  Ui& ui = app.ui;
  const bool end = place + 1 == layout.columns.size();
  const std::string name = end ? "Insert layer at the end" : "Insert layer before " + layer_name(app, place);
  constexpr float extent = 24;
  const float most = layout.origin.x + layout.extent.x - extent;
  const auto [id, low, high, over, pressed] = pressable(
      ui, name, {std::floor(std::min(layout.right(place) - extent / 2, most)), layout.origin.y + layout.extent.y - 28},
      {extent, extent});
  const ImVec2 c{(low.x + high.x) / 2, (low.y + high.y) / 2};
  const NetworkView& view = app.network;
  const bool open = view.card == NetworkCard::insert && view.column == place;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (over || open) draw->AddLine({c.x, layout.origin.y}, {c.x, low.y - 4}, with_alpha(ui.theme.accent, 0.6f), 1.5f);
  draw->AddCircleFilled(c, extent / 2 - 2, open || over ? ui.theme.accent : ui.theme.field, 24);
  draw_icon(draw, Icon::plus, c, 14, open || over ? ui.theme.on_accent : ui.theme.muted);
  ring(ui, id, extent / 2);
  const std::string_view help = "A layer of any kind at this place";
  resting_tooltip(ui, help);
  MirrorItem item = item_of(id, Role::button, name, help);
  item.enabled = app.document().layers.size() < static_cast<std::size_t>(limits::layers);
  const bool enabled = item.enabled;
  ui.mirror.add(std::move(item));
  if (pressed && enabled) app.network.open(NetworkCard::insert, place, 0, 0, {high.x + 8, low.y - 200});
}

}  // namespace

void draw_footers(App& app, const NetworkLayout& layout) {
  for (std::size_t c = layout.first_visible; c <= layout.last_visible; ++c) {
    draw_fold(app, layout, c);
    if (layout.compact) continue;
    if (c > 0) draw_padlock(app, layout, c - 1);
    draw_plus(app, layout, c);
  }
}

}  // namespace chainrule
