// SPDX-License-Identifier: MIT
#include "ui/screen/stage.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

#include "engine/document/panels.hpp"
#include "ui/app/app.hpp"
#include "ui/screen/screen.hpp"

namespace chainrule {
namespace {

constexpr float rail_width = 52, gap = 12;

/// What is folded; a press brings one of them back beside the rail, another press puts it away.
constexpr std::string_view folded[] = {"data", "fit", "output", "curves", "summary"};

std::string_view title_of(std::string_view panel) {
  for (const Panel& p : panels())
    if (p.name == panel) return p.title;
  return panel;
}

/// The titles from bottom to top, as on the spine of a book.
void draw_upright(Ui& ui, std::string_view words, ImVec2 middle, ImU32 color) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const TextStyle style{size::caption, true, color};
  const ImVec2 extent = measure(ui, words, style);
  const int first = draw->VtxBuffer.Size;
  text_at(ui, draw, {middle.x - extent.x / 2, middle.y - extent.y / 2}, words, style);
  for (int i = first; i < draw->VtxBuffer.Size; ++i) {
    ImVec2& p = draw->VtxBuffer[i].pos;
    p = {middle.x + (p.y - middle.y), middle.y - (p.x - middle.x)};
  }
}

void draw_rail(App& app, ImVec2 at, float height) {
  Ui& ui = app.ui;
  begin_card(ui, "rail", at, {rail_width, height}, false);
  float y = at.y + 10;
  for (const std::string_view panel : folded) {
    if (!app.shows(panel)) continue;
    const std::string_view title = title_of(panel);
    const float high = measure(ui, title, {size::caption, true, 0}).x + 28;
    if (y + high > at.y + height) break;
    const bool open = app.unfolded == panel;
    const ImVec2 low{at.x + 8, y}, extent{rail_width - 16, high};
    const Pressable tab = pressable(ui, title, low, extent);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (open || tab.over)
      draw->AddRectFilled(tab.low, tab.high, open ? ui.theme.field_active : ui.theme.field_hover, size::round);
    draw_upright(ui, title, {(tab.low.x + tab.high.x) / 2, (tab.low.y + tab.high.y) / 2},
                 open ? ui.theme.text : ui.theme.muted);
    MirrorItem item = item_of(tab.id, Role::toggle, title, "Shows this panel beside the film, or folds it again");
    item.on = open;
    place(item, tab.low, tab.high);
    ui.mirror.add(std::move(item));
    if (tab.pressed) app.unfolded = open ? std::string_view{} : panel;
    y += high + 6;
  }
  end_card();
}

}  // namespace

void draw_stage(App& app, ImVec2 at, ImVec2 extent) {
  const bool any = std::any_of(std::begin(folded), std::end(folded), [&](auto panel) { return app.shows(panel); });
  float x = at.x, room = extent.x;
  const auto take = [&](float width) {
    x += width + gap;
    room -= width + gap;
  };
  if (any) {
    draw_rail(app, at, extent.y);
    take(rail_width);
  }
  if (!app.unfolded.empty() && app.shows(app.unfolded)) {
    const float side = std::min(300.0f, room * 0.3f);
    draw_card(app, app.unfolded, {x, at.y}, {side, extent.y});
    take(side);
  }
  const float words = std::clamp(std::floor(room * 0.42f), 380.0f, 640.0f);
  app.on_stage = true;
  if (app.shows("network")) {
    draw_card(app, "network", {x, at.y}, {room - words - gap, extent.y});
    take(room - words - gap);
  }
  draw_card(app, "backprop", {x, at.y}, {room, extent.y});
}

}  // namespace chainrule
