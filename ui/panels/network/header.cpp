// SPDX-License-Identifier: MIT
// Above each column of the network: the layer's name, which opens its editor and drags the layer, its units and its
// activation.
#include <algorithm>
#include <cmath>

#include "ui/app/app.hpp"
#include "ui/charts/activation_menu.hpp"
#include "ui/panels/network/header.hpp"
#include "ui/panels/network/parts.hpp"
#include "ui/session/layer_edits.hpp"
#include "ui/session/layer_places.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {
namespace {

constexpr float drag_threshold = 6;

/// Where a layer that is dragged to `x` would stand.
std::size_t drop_place(const NetworkLayout& layout, std::size_t dragged, float x) {
  std::size_t place = 0;
  for (std::size_t c = 1; c < layout.columns.size(); ++c)
    if (c != dragged + 1 && layout.columns[c].x < x) ++place;
  return place;
}

/// The mark where the layer would go, and its name under the mouse.
void draw_drag(App& app, const NetworkLayout& layout, std::size_t dragged) {
  Ui& ui = app.ui;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const std::size_t to = drop_place(layout, dragged, mouse.x);
  ImDrawList* draw = ImGui::GetForegroundDrawList();
  if (to != dragged) {
    const float x = std::floor(to < dragged ? layout.left(to + 1) : layout.right(to + 1));
    const float top = layout.origin.y, bottom = layout.origin.y + layout.extent.y;
    draw->AddRectFilled({x - 1.5f, top}, {x + 1.5f, bottom}, ui.theme.accent, 2);
    draw->AddTriangleFilled({x - 6, top}, {x + 6, top}, {x, top + 7}, ui.theme.accent);
  }
  const TextStyle style{size::caption, true, ui.theme.on_accent};
  const std::string& name = layer_name(app, dragged);
  const float wide = measure(ui, name, style).x;
  const ImVec2 at{mouse.x + 10, mouse.y + 10};
  draw->AddRectFilled(at, {at.x + wide + 20, at.y + 28}, ui.theme.accent, size::round);
  text_at(ui, draw, {at.x + 10, at.y + 5}, name, style);
}

void follow_drag(App& app, const NetworkLayout& layout, std::size_t l) {
  NetworkView& view = app.network;
  const bool held = ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, drag_threshold);
  if (held) view.dragged = static_cast<int>(l);
  if (view.dragged != static_cast<int>(l)) return;
  if (held) return draw_drag(app, layout, l);
  view.dragged = -1;
  const std::size_t to = drop_place(layout, l, ImGui::GetIO().MousePos.x);
  if (to != l) app.change([=, data = app.experiment()](Document& d) { move_layer(d, l, to, data->data); });
}

/// A name too long for its place keeps the number at its end: batch_nor…_2.
std::string shortened_name(Ui& ui, const std::string& name, float width, TextStyle style) {
  const auto cut = name.rfind('_');
  const bool numbered = cut != std::string::npos && name.find_first_not_of("0123456789", cut + 1) == std::string::npos;
  if (!numbered || measure(ui, name, style).x <= width) return shortened(ui, name, width, style);
  const std::string end = name.substr(cut);
  return shortened(ui, name.substr(0, cut), width - measure(ui, end, style).x, style) + end;
}

/// The layer's name: press it to edit the layer, drag it to move the layer.
void draw_name(App& app, const NetworkLayout& layout, std::size_t l) {
  Ui& ui = app.ui;
  NetworkView& view = app.network;
  const NetworkColumn& column = layout.columns[l + 1];
  const LayerKind& kind = find(layer_kinds(), "layer", app.lens().model().layers()[l]->spec().kind);
  const std::string name = "Edit " + layer_name(app, l);
  const float height = layout.compact ? 20.0f : 28.0f, width = std::floor(std::min(140.0f, column.width - 6));
  const ImGuiID id = ImGui::GetID(name.c_str());
  ImGui::SetCursorScreenPos({std::floor(column.x - width / 2), layout.origin.y});
  ImGui::PushID(static_cast<int>(id));
  const bool clicked = invisible_button("##layer", {width, height}, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  const bool over = ImGui::IsItemHovered(), open = view.card == NetworkCard::layer && view.column == l + 1;
  const bool dragging = view.dragged == static_cast<int>(l);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (over || open)
    draw->AddRectFilled(low, high, open ? mix(ui.theme.card, ui.theme.accent, 0.14f) : ui.theme.field_hover,
                        size::round);
  if (over) ImGui::SetMouseCursor(dragging ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_Hand);
  const TextStyle style{size::caption, open, open || over ? ui.theme.text : ui.theme.muted};
  const bool arrow = !layout.compact && !layout.narrow &&
                     measure(ui, layer_name(app, l), style).x <= width - 22;  // the name comes first
  const std::string words = shortened_name(ui, layer_name(app, l), width - (arrow ? 22.0f : 4.0f), style);
  const float wide = measure(ui, words, style).x, x = (low.x + high.x - wide) / 2 - (arrow ? 6.0f : 0.0f);
  text_at(ui, draw, {x, (low.y + high.y - style.size) / 2 - 2}, words, style);
  if (arrow) {
    const ImVec2 c{x + wide + 10, (low.y + high.y) / 2};
    draw->AddLine({c.x - 3.5f, c.y - 1.5f}, {c.x, c.y + 2}, style.color, 1.5f);
    draw->AddLine({c.x, c.y + 2}, {c.x + 3.5f, c.y - 1.5f}, style.color, 1.5f);
  }
  ring(ui, id, size::round);
  const std::string help = std::string(kind.title) + ": press to edit, drag to move";
  if (view.dragged < 0) resting_tooltip(ui, help);
  const bool asked = ui.mirror.take_press(id);
  if (asked && !layout.visible(l + 1)) view.scroll_to = column.x - layout.origin.x;
  const bool was_dragging = dragging;
  follow_drag(app, layout, l);
  if (asked || (clicked && !was_dragging)) view.open(NetworkCard::layer, l + 1, 0, 0, {high.x + 8, low.y});
  ui.mirror.add(item_of(id, Role::button, name, help));
}

void draw_units(App& app, const NetworkLayout& layout, std::size_t l, bool output, float y) {
  Ui& ui = app.ui;
  const Layer& layer = *app.lens().model().layers()[l];
  const NetworkColumn& column = layout.columns[l + 1];
  const std::string& name = layer.spec().name;
  if (output) {
    const std::string words = std::to_string(layer.arguments()) + (layer.arguments() == 1 ? " unit" : " units");
    return text_at(ui, ImGui::GetWindowDrawList(), {column.x, y + 5}, words, {size::caption, false, ui.theme.text},
                   0.5f);
  }
  const bool narrow = layout.narrow;
  const float field = narrow ? 56.0f : 54.0f, buttons = narrow ? y + 31 : y, away = narrow ? 2.0f : field / 2 + 4;
  double wanted = static_cast<double>(layer.arguments());
  ImGui::SetCursorScreenPos({std::floor(column.x - away - 26), buttons});
  if (button(ui, "Fewer units in " + name,
             {.icon = Icon::minus, .icon_only = true, .width = 26, .height = 28, .enabled = layer.arguments() > 1}))
    --wanted;
  ImGui::SetCursorScreenPos({std::floor(column.x - field / 2), y});
  number_field(ui, "Units in " + name, wanted, 1, limits::units, true, field);
  ImGui::SetCursorScreenPos({std::floor(column.x + away), buttons});
  if (button(ui, "More units in " + name,
             {.icon = Icon::plus,
              .icon_only = true,
              .width = 26,
              .height = 28,
              .enabled = layer.arguments() < limits::units}))
    ++wanted;
  if (wanted == static_cast<double>(layer.arguments())) return;
  app.change([l, units = static_cast<Index>(wanted)](Document& d) {
    if (l < d.layers.size()) d.layers[l].units = units;
  });
}

void draw_activation_menu(App& app, const NetworkLayout& layout, std::size_t l, float y) {
  Ui& ui = app.ui;
  const Layer& layer = *app.lens().model().layers()[l];
  const NetworkColumn& column = layout.columns[l + 1];
  int chosen = 0;
  const bool output = l + 1 == app.lens().model().layers().size();  // others have no target to fit
  const auto menu = activation_options(ui, layer.activation().name, chosen, output ? &app.experiment()->data : nullptr);
  const float width = std::floor(std::min(118.0f, column.width - 8));
  ImGui::SetCursorScreenPos({std::floor(column.x - width / 2), y});
  if (!select(ui, "Activation of " + layer.spec().name, chosen, menu.options, width)) return;
  app.change([l, name = menu.options[static_cast<std::size_t>(chosen)].name](Document& d) {  // a name of the table
    if (l < d.layers.size()) d.layers[l].activation = defaults(find(activations(), "activation", name), d.dialect);
  });
}

void draw_header(App& app, const NetworkLayout& layout, std::size_t l, std::size_t output) {
  draw_name(app, layout, l);
  if (layout.compact || !layout.visible(l + 1)) return;
  Ui& ui = app.ui;
  const NetworkColumn& column = layout.columns[l + 1];
  const LayerSpec& spec = app.lens().model().layers()[l]->spec();
  const LayerKind& kind = find(layer_kinds(), "layer", spec.kind);
  const float first = layout.origin.y + 32, last = layout.origin.y + layout.header - 37;
  if (kind.has_units) draw_units(app, layout, l, l == output, first);
  if (kind.has_activation && !column.joined) return draw_activation_menu(app, layout, l, kind.has_units ? last : first);
  if (kind.has_activation) return draw_activation_menu(app, layout, l, last);  // on the line of the layer it belongs to
  if (kind.has_units || kind.parameters.empty() || spec.values.empty()) return;
  const TextStyle caption{size::caption, false, ui.theme.muted};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const std::string value = write_parameter(kind.parameters.front(), spec.values.front());
  text_at(ui, draw, {column.x, first + 4}, shortened(ui, kind.parameters.front().name, column.width - 8, caption),
          caption, 0.5f);
  text_at(ui, draw, {column.x, first + 23}, value, {size::caption, false, ui.theme.text}, 0.5f);
}

void draw_layer_count(App& app, ImVec2 right_top, bool words) {
  Ui& ui = app.ui;
  const auto with_units = layers_with_units(app.document());
  const Index hidden = std::max<Index>(0, static_cast<Index>(with_units.size()) - 1);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  float x = right_top.x - 28;
  ImGui::SetCursorScreenPos({x, right_top.y - 4});
  const bool room = app.document().layers.size() < static_cast<std::size_t>(limits::layers);
  if (button(ui, "Add hidden layer",
             {.icon = Icon::plus,
              .icon_only = true,
              .height = 28,
              .enabled = room,
              .help = "One more layer before the output"}))
    app.change(add_hidden_layer);
  x -= 28;
  text_at(ui, draw, {x + 14, right_top.y}, std::to_string(hidden), {size::body, true, ui.theme.text}, 0.5f);
  x -= 28;
  ImGui::SetCursorScreenPos({x, right_top.y - 4});
  if (button(ui, "Remove hidden layer",
             {.icon = Icon::minus,
              .icon_only = true,
              .height = 28,
              .enabled = hidden > 0,
              .help = "Without the last hidden layer"}))
    app.change(remove_hidden_layer);
  if (words) text_at(ui, draw, {x - 10, right_top.y + 1}, "Hidden layers", {size::caption, false, ui.theme.muted}, 1);
}

/// What the lines show.
void draw_switch(App& app, ImVec2 at, float width, bool menu) {
  int chosen = static_cast<int>(app.watched());
  ImGui::SetCursorScreenPos(at);
  bool changed;
  if (menu) {
    changed = select(app.ui, "Lines show", chosen,
                     {{"Weights", "The weights themselves"},
                      {"Gradients", "dL/dW of the last batch"},
                      {"Updates", "What the last batch changed"}},
                     width);
  } else {
    changed = tabs(app.ui, "lines", chosen, {"Weights", "Gradients", "Updates"}, width);
  }
  if (changed) app.watch(static_cast<Watched>(chosen));
}

}  // namespace

void draw_network_controls(App& app, ImVec2 at, float width) {
  const bool wide = width >= 520;
  draw_layer_count(app, {at.x + width - 34, at.y}, wide);
  const float left = at.x + 88, room = width - 88 - (wide ? 34 + 84 + 112 : 34 + 84) - 12;
  if (room < 84) return;
  draw_switch(app, {left, at.y - 4}, std::min(room, wide ? 252.0f : 116.0f), !wide);
}

void draw_headers(App& app, const NetworkLayout& layout) {
  const auto with_units = layers_with_units(app.document());
  const std::size_t output = with_units.empty() ? layout.columns.size() : with_units.back();
  for (std::size_t l = 0; l + 1 < layout.columns.size(); ++l) draw_header(app, layout, l, output);
}

}  // namespace chainrule
