// SPDX-License-Identifier: MIT
// Summary: Keras's table of layers, output shapes and free parameters.
#include <algorithm>
#include <string>
#include <utility>

#include "engine/sequential.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/summary/summary.hpp"

namespace chainrule {
namespace {

/// How a layer's parameters come together: 2 × 4 + 4.
std::string count_words(const Layer& layer) {
  if (layer.tensors().empty()) return "no weights";
  std::string words;
  for (const Tensor& t : layer.tensors()) {
    if (!words.empty()) words += " + ";
    words += t.vector ? std::to_string(t.cols) : std::to_string(t.rows) + " × " + std::to_string(t.cols);
  }
  return words;
}

/// The count of a row, or what has to be pressed to see it. Lights the layer's lines while the pointer is on its row.
std::string count_in(App& app, std::size_t row, const std::string& name, Index count, ImVec2 low, ImVec2 extent) {
  SummaryView& view = app.summary;
  const bool layer = row < app.model().layers().size();
  if (layer && ImGui::IsMouseHoveringRect(low, {low.x + extent.x, low.y + extent.y}))
    view.pointed = static_cast<int>(row);
  if (!view.covers || view.shown.contains(row)) return std::to_string(count);
  const Pressable cell = pressable(app.ui, "Count of " + name, {low.x + extent.x - 64, low.y}, {64, extent.y});
  if (cell.over) ImGui::GetWindowDrawList()->AddRectFilled(cell.low, cell.high, app.ui.theme.field_hover, size::round);
  MirrorItem item = item_of(cell.id, Role::button, "Count of " + name, "Shows how many there are");
  place(item, cell.low, cell.high);
  app.ui.mirror.add(std::move(item));
  if (cell.pressed) view.shown.insert(row);
  return "?";
}

void draw_cover(App& app, ImVec2 top, float width) {
  constexpr float wide = 76;
  ImGui::SetCursorScreenPos({top.x + width - 22 - 8 - wide, top.y - 2});
  if (chip(app.ui, "Cover counts", "cover", app.summary.covers, {wide, 26})) {
    app.summary.covers = !app.summary.covers;
    app.summary.shown.clear();
  }
  resting_tooltip(app.ui, "How many free parameters? Counts are hidden until you press them");
}

}  // namespace

void draw_summary(App& app) {
  Ui& ui = app.ui;
  const ImVec2 top = ImGui::GetCursorScreenPos();
  const float all = ImGui::GetContentRegionAvail().x;
  card_title(ui, "Summary",
             "model.summary(): a layer has inputs × units weights and one bias a unit. None stands for the number of "
             "samples.");
  if (!app.experiment()) return;
  const ImVec2 below = ImGui::GetCursorScreenPos();
  if (!ui.compact && !ui.bare) draw_cover(app, top, all);
  ImGui::SetCursorScreenPos(below);
  const Sequential& model = app.lens().model();
  ImVec2 room = ImGui::GetContentRegionAvail();
  room.x -= mark_room(ui);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const TextStyle head{size::caption, true, ui.theme.muted}, cell{size::caption, false, ui.theme.text},
      faint{size::caption, false, ui.theme.muted};
  const bool counts = room.x > 400, narrow = room.x < 300;  // a narrow one has the counts in place of the shapes
  const float x[] = {0, room.x * (counts ? 0.36f : narrow ? 0.34f : 0.45f), room.x * 0.60f, room.x};
  MirrorItem item;
  item.role = Role::table;
  item.name = "Summary";
  item.id = ImGui::GetID("summary table");
  item.rows.push_back({"Layer (type)", "Output Shape", "Param #"});
  const ImVec2 start = ImGui::GetCursorScreenPos();
  ImVec2 at = start;
  const auto line = [&](const std::string& a, const std::string& b, const std::string& c, const std::string& d,
                        const TextStyle& style) {
    text_at(ui, draw, {at.x + x[0], at.y}, shortened(ui, a, x[1] - 8, style), style);
    text_at(ui, draw, {at.x + x[1], at.y}, b, style);
    if (counts) text_at(ui, draw, {at.x + x[2], at.y}, c, faint);
    text_at(ui, draw, {at.x + x[3] - 4, at.y}, d, style, 1);
    at.y += 22;
    draw->AddLine({at.x, at.y - 1}, {at.x + room.x, at.y - 1}, ui.theme.faint);
  };
  if (narrow) line("Layer", "Weights, biases", "", "", head);
  else line("Layer (type)", "Output Shape", "", "Param #", head);
  at.y += 4;
  Index trainable = 0;
  for (const auto& layer : model.layers()) {
    const std::string title(find(layer_kinds(), "layer", layer->spec().kind).title);
    const std::string shape = "(None, " + std::to_string(layer->outputs()) + ")";
    const auto row = static_cast<std::size_t>(&layer - model.layers().data());
    const std::string params = count_in(app, row, layer->spec().name, layer->parameter_count(), at, {room.x, 22});
    const std::string parts = params == "?" ? "" : count_words(*layer);
    if (narrow) line(layer->spec().name, parts, "", params, cell);
    else line(layer->spec().name + " (" + title + ")", shape, parts, params, cell);
    at.y += 4;
    item.rows.push_back({layer->spec().name + " (" + title + ")", shape, params});
    trainable += layer->trainable_count();
  }
  const std::string total = count_in(app, model.layers().size(), "all", model.count_params(), at, {220, 22});
  const std::string fixed = std::to_string(model.count_params() - trainable);
  text_at(ui, draw, {at.x, at.y}, "Total params " + total, {size::caption, true, ui.theme.text});
  if (narrow) at.y += 22;
  const std::string rest = total == "?" ? "" : "trainable " + std::to_string(trainable) + ", non-trainable " + fixed;
  text_at(ui, draw, {narrow ? at.x : at.x + room.x - 4, at.y}, narrow ? shortened(ui, rest, room.x, faint) : rest,
          faint, narrow ? 0.0f : 1.0f);
  ImGui::Dummy({room.x, at.y - start.y + 22});
  item.rows.push_back({"Total params", "", total});
  if (total != "?") {
    item.rows.push_back({"Trainable params", "", std::to_string(trainable)});
    item.rows.push_back({"Non-trainable params", "", fixed});
  }
  item.x = start.x;
  item.y = start.y;
  item.width = room.x;
  item.height = at.y - start.y + 22;
  ui.mirror.add(std::move(item));
}

}  // namespace chainrule
