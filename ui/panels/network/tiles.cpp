// SPDX-License-Identifier: MIT
// The network's neurons as tiles, the words beside them, and what hovering tells.
#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/network/parts.hpp"
#include "ui/panels/network/tiles.hpp"
#include "ui/panels/network/unit_card.hpp"

namespace chainrule {
namespace {

/// A bar for a number where there is no plane to draw a heat map over.
void draw_bar(const Theme& theme, ImVec2 low, float extent, float value, float largest) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 high{low.x + extent, low.y + extent};
  draw->AddRectFilled(low, high, theme.zero, 5);
  const float t = share_of(value, std::max(largest, 1e-6f));
  const float top = high.y - extent * std::abs(t);
  draw->AddRectFilled({low.x, top}, high, t < 0 ? theme.negative : theme.positive, 5, ImDrawFlags_RoundCornersBottom);
}

ImVec2 bias_place(const NetworkLayout& layout, ImVec2 low) { return {low.x + 1, low.y + layout.tile - 1}; }

/// The bias: a dot in the lower left corner.
void draw_bias(App& app, const NetworkLayout& layout, std::size_t column, Index unit, std::span<const float> values,
               float largest, bool over) {
  const Tensor* bias = bias_of(*app.lens().model().layers()[column - 1]);
  if (!bias || layout.tile < 20) return;
  const Theme& theme = app.ui.theme;
  const ImVec2 at = bias_place(layout, layout.tile_low(column, unit));
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImU32 color = theme.muted;
  if (!values.empty()) {
    const float b = values[static_cast<std::size_t>(bias->offset + unit)];
    color = mix(theme.muted, b < 0 ? theme.negative : theme.positive, 0.3f + std::abs(share_of(b, largest)));
  }
  draw->AddCircleFilled(at, over ? 6.5f : 4.5f, over ? theme.text : theme.card, 20);
  draw->AddCircleFilled(at, over ? 4.5f : 3.5f, color, 16);
}

bool over_bias(App& app, const NetworkLayout& layout, std::size_t column, Index unit) {
  if (column == 0 || layout.tile < 20 || !bias_of(*app.lens().model().layers()[column - 1])) return false;
  const ImVec2 at = bias_place(layout, layout.tile_low(column, unit)), mouse = ImGui::GetIO().MousePos;
  return std::hypot(mouse.x - at.x, mouse.y - at.y) < 9;
}

void draw_tile(App& app, const NetworkLayout& layout, std::size_t column, Index unit, NetworkHit& hit) {
  Ui& ui = app.ui;
  const ImVec2 low = layout.tile_low(column, unit), high{low.x + layout.tile, low.y + layout.tile};
  const std::string name = unit_name(app, column, unit);
  const ImGuiID id = ImGui::GetID(name.c_str());
  ImGui::SetCursorScreenPos(low);
  ImGui::PushID(static_cast<int>(id));
  const bool clicked = invisible_button("##tile", {layout.tile, layout.tile}, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  const bool asked = ui.mirror.take_press(id);
  const bool hovered = ImGui::IsItemHovered();
  const bool focused = ui.mirror.focused() == id || (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible);
  const NetworkView& view = app.network;
  const bool open = (view.card == NetworkCard::unit || view.card == NetworkCard::weight) && view.column == column &&
                    view.unit == unit;
  const bool over = hovered || focused;
  if (over) hit = {false, true, column, hovered && over_bias(app, layout, column, unit) ? -1 : 0, unit};
  const float round = std::min(6.0f, layout.tile / 5);
  draw_unit(app, column, unit, low, layout.tile, round);
  ImGui::GetWindowDrawList()->AddRect(low, high,
                                      open   ? ui.theme.accent
                                      : over ? ui.theme.text
                                             : with_alpha(ui.theme.muted, 0.55f),
                                      round, 0, over || open ? 2.0f : 1.0f);
  if (clicked && hovered && over_bias(app, layout, column, unit))
    open_weight(app, column, -1, unit, {high.x + 8, low.y});
  else if (clicked || asked) open_unit(app, column, unit, {high.x + 8, low.y});
  MirrorItem item;
  item.id = id;
  item.role = Role::button;
  item.name = name;
  item.description = unit_words(app, column, unit);
  item.x = low.x;
  item.y = low.y;
  item.width = item.height = layout.tile;
  ui.mirror.add(std::move(item));
}

}  // namespace

void draw_unit(App& app, std::size_t column, Index unit, ImVec2 low, float extent, float round) {
  const Heatmaps& heatmaps = app.heatmaps();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const int tile = heatmaps.tile(column, unit);
  if (tile >= 0 && heatmaps.ready())
    return heatmaps.draw_tile(draw, tile, low, {low.x + extent, low.y + extent}, round);
  if (column > 0 && app.lens().sample_activations().size() >= column) {
    const Matrix& a = app.lens().sample_activations()[column - 1];
    if (unit < a.cols) return draw_bar(app.ui.theme, low, extent, a(0, unit), largest_of(a.data.data(), a.cols));
  }
  draw->AddRectFilled(low, {low.x + extent, low.y + extent}, app.ui.theme.zero, round);
}

void draw_tiles(App& app, const NetworkLayout& layout, NetworkHit& hit) {
  const auto values = network_numbers(app);
  for (std::size_t c = layout.first_visible; c <= layout.last_visible; ++c) {
    for (Index u = layout.columns[c].first; u < layout.end(c); ++u) draw_tile(app, layout, c, u, hit);
    if (c == 0) continue;
    const Tensor* bias = bias_of(*app.lens().model().layers()[c - 1]);
    const bool absolute =
        app.watched() == Watched::weights;  // a bias of 1 is a strong one; gradients know no such size
    const float largest =
        !bias || values.empty() || absolute ? 1.0f : largest_of(values.data() + bias->offset, bias->size());
    for (Index u = layout.columns[c].first; u < layout.end(c); ++u)
      draw_bias(app, layout, c, u, values, largest, hit.tile && hit.column == c && hit.unit == u && hit.from < 0);
  }
}

void draw_names(App& app, const NetworkLayout& layout) {
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const DataSet& data = app.experiment()->data;
  const TextStyle caption{size::caption, false, ui.theme.muted};
  const float half = layout.tile / 2 + 8;
  if (layout.visible(0)) {
    const float left = layout.columns[0].x - half - layout.origin.x;
    text_at(ui, draw, {layout.columns[0].x, layout.origin.y + (layout.compact ? 0.0f : 4.0f)}, "Inputs", caption, 0.5f);
    if (data.pixels()) {
      text_at(ui, draw, {layout.columns[0].x, layout.tile_low(0, 0).y + layout.tile + 6},
              std::to_string(data.x.cols) + " pixels", caption, 0.5f);
    } else {
      for (Index i = layout.columns[0].first; i < layout.end(0); ++i) {
        const ImVec2 c = layout.center(0, i);
        text_at(ui, draw, {c.x - half, c.y - 9},
                shortened(ui, data.feature_names[static_cast<std::size_t>(i)], left, caption), caption, 1);
      }
    }
  }
  const std::size_t last = layout.columns.size() - 1;
  if (!layout.visible(last) || app.lens().model().outputs() <= 1 || data.problem != Problem::classification) return;
  const float right = layout.origin.x + layout.extent.x - layout.columns[last].x - half;
  for (Index i = layout.columns[last].first; i < layout.end(last) && i < data.classes(); ++i) {
    const ImVec2 c = layout.center(last, i);
    text_at(ui, draw, {c.x + half, c.y - 9},
            shortened(ui, data.class_names[static_cast<std::size_t>(i)], right, caption), caption);
  }
}

void explain(App& app, const NetworkLayout& layout, const NetworkHit& hit) {
  Ui& ui = app.ui;
  if (ui.rests) return;
  const auto weights = network_weights(app), shown = network_numbers(app);
  const auto numbers = [&](std::string_view what, std::size_t index) {
    std::string words = std::string(what) + " " + short_number(weights[index]);
    if (app.watched() != Watched::weights)
      words += "\n" + std::string(watched_word(app.watched())) + " " +
               (shown.empty() ? "not known before a batch" : short_number(shown[index]));
    return words;
  };
  if (hit.edge) {
    const Kernel k = kernel_of(app, hit.column - 1, weights);
    tooltip(ui, numbers("Weight", k.index(hit.from, hit.unit)) + "\nfrom " + unit_name(app, hit.column - 1, hit.from) +
                    " to " + unit_name(app, hit.column, hit.unit));
  }
  if (!hit.tile) return;
  const ImVec2 low = layout.tile_low(hit.column, hit.unit), high{low.x + layout.tile, low.y + layout.tile};
  if (!ImGui::IsMouseHoveringRect({low.x - 8, low.y - 8}, {high.x + 8, high.y + 8}, false)) {  // the keyboard is here
    const ImVec2 window = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos(
        {std::max(0.0f, std::min(high.x + 8, window.x - 200)), std::max(0.0f, std::min(low.y, window.y - 230))});
  }
  if (hit.from < 0) {
    const Tensor* bias = bias_of(*app.lens().model().layers()[hit.column - 1]);
    return tooltip(ui, numbers("Bias", static_cast<std::size_t>(bias->offset + hit.unit)) + "\nof " +
                           unit_name(app, hit.column, hit.unit));
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12, 10));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, size::round);
  if (ImGui::BeginTooltip()) {
    text(ui, unit_words(app, hit.column, hit.unit), {size::caption, false, 0});
    if (app.heatmaps().tile(hit.column, hit.unit) >= 0 && app.heatmaps().ready() &&
        app.network.card == NetworkCard::none) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      ImGui::Dummy({160, 160});
      draw_unit(app, hit.column, hit.unit, at, 160, 6);
    }
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar(2);
}

}  // namespace chainrule
