// SPDX-License-Identifier: MIT
// A pad to draw on for networks that look at pictures: what they say of it follows every stroke.
#include <algorithm>
#include <cmath>

#include "engine/document/experiment.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/output/pad.hpp"
#include "ui/panels/output/pictures.hpp"
#include "ui/panels/output/sample.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {
namespace {

/// A soft brush from one place to another, in pixels of the picture: black in its middle, fading at its edge.
void stroke(Pad& pad, Index across, float x0, float y0, float x1, float y1) {
  const float dx = x1 - x0, dy = y1 - y0, length = std::max(dx * dx + dy * dy, 1e-9f),
              full = 0.36f + 0.02f * static_cast<float>(across);
  for (Index i = 0; i < pad.ink.cols; ++i) {
    const float x = static_cast<float>(i % across) + 0.5f - x0, y = static_cast<float>(i / across) + 0.5f - y0;
    const float t = std::clamp((x * dx + y * dy) / length, 0.0f, 1.0f);
    float& ink = pad.ink(0, i);
    ink = std::max(ink, std::clamp(1 + full - std::hypot(x - t * dx, y - t * dy), 0.0f, 1.0f));
  }
  pad.of = 0;
}

/// The pointer's strokes, and the keyboard's: arrows move a cell, Space presses the brush there.
void brush(App& app, const Pressable& place, Index across) {
  Ui& ui = app.ui;
  Pad& pad = app.output.drawn;
  const auto n = static_cast<int>(across), rows = static_cast<int>(pad.ink.cols) / n;
  const float cell = (place.high.x - place.low.x) / static_cast<float>(across);
  const bool down = ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float x = (mouse.x - place.low.x) / cell, y = (mouse.y - place.low.y) / cell;
  if (down) stroke(pad, across, pad.busy ? pad.x : x, pad.busy ? pad.y : y, x, y);
  pad.busy = down;
  pad.x = x;
  pad.y = y;
  if (ui.mirror.focused() == place.id || (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible)) {
    const int right = key_pair(place.id, ImGuiKey_LeftArrow, ImGuiKey_RightArrow),
              down_by = key_pair(place.id, ImGuiKey_UpArrow, ImGuiKey_DownArrow);
    pad.cell = std::clamp(pad.cell % n + right, 0, n - 1) + n * std::clamp(pad.cell / n + down_by, 0, rows - 1);
    const ImVec2 low{place.low.x + static_cast<float>(pad.cell % n) * cell,
                     place.low.y + static_cast<float>(pad.cell / n) * cell};
    ImGui::GetWindowDrawList()->AddRect(low, {low.x + cell, low.y + cell}, ui.theme.accent, 2, 0, 2);
  }
  if (place.pressed && !ImGui::IsMouseReleased(ImGuiMouseButton_Left)) {
    const float cx = static_cast<float>(pad.cell % n) + 0.5f, cy = static_cast<float>(pad.cell / n) + 0.5f;
    stroke(pad, across, cx, cy, cx, cy);
  }
}

/// What the network says of the drawing, whose pixels go in as those of the data do.
void ask_network(App& app) {
  Pad& pad = app.output.drawn;
  if (pad.of == app.lens().version()) return;
  const DataSet& data = app.experiment()->data;
  Matrix x = pad.ink;
  for (Index i = 0; i < x.cols; ++i) {
    const auto p = static_cast<std::size_t>(i);
    x(0, i) = (x(0, i) * find_bundled(app.document().data)->scale - data.mean[p]) / data.deviation[p];
  }
  pad.out = app.lens().predict(x.view());
  pad.of = app.lens().version();
}

}  // namespace

void draw_pad(App& app, ImVec2 room) {
  Ui& ui = app.ui;
  Pad& pad = app.output.drawn;
  const DataSet& data = app.experiment()->data;
  if (pad.ink.cols != data.x.cols) {
    pad = {};
    pad.ink = Matrix(1, data.x.cols);
  }
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float edge = std::floor(std::clamp(std::min(room.x * 0.46f, room.y - 12), 96.0f, 260.0f));
  const Pressable place = pressable(ui, "Drawing pad", at, {edge, edge});
  draw_picture(app, pad.ink.view().row(0), at, edge);
  const float drawn = *std::max_element(pad.ink.data.begin(), pad.ink.data.end());
  if (drawn == 0)
    text_at(ui, ImGui::GetWindowDrawList(), {at.x + edge / 2, at.y + edge / 2 - 10}, "Draw here",
            {size::body, false, ui.theme.muted}, 0.5f);
  MirrorItem item = item_of(place.id, Role::button, "Drawing pad",
                            "Draw with the pointer; or arrow keys choose a pixel, and Space paints it");
  brush(app, place, data.image_width);
  item.value = "row " + std::to_string(pad.cell / data.image_width + 1) + ", column " +
               std::to_string(pad.cell % data.image_width + 1);
  item.step = 1;
  ui.mirror.add(std::move(item));
  ask_network(app);
  ImGui::Indent(edge + 12);
  ImGui::SetCursorScreenPos({at.x + edge + 12, at.y});
  if (button(ui, "Clear drawing", {.label = "Clear", .width = room.x - edge - 12, .height = 28, .enabled = drawn > 0}))
    pad = {};
  else draw_answer(app, pad.out, {}, "Output for the drawing");
  ImGui::Unindent(edge + 12);
}

}  // namespace chainrule
