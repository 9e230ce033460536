// SPDX-License-Identifier: MIT
// Data of one's own making: a canvas with a brush for points of any class, and the same by numbers.
#include <algorithm>
#include <cmath>

#include "engine/base/random.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/data/flow_chips.hpp"
#include "ui/panels/data/points.hpp"
#include "ui/widgets/marks.hpp"

namespace chainrule {
namespace {

/// The plane on screen: x1 to the right, x2 upwards.
struct Canvas {
  ImVec2 low, high;
  float reach;
  ImVec2 on_screen(double x1, double x2) const {
    const float half = (high.x - low.x) / 2, tall = (high.y - low.y) / 2;
    return {low.x + half * (1 + static_cast<float>(x1) / reach), low.y + tall * (1 - static_cast<float>(x2) / reach)};
  }
  double x1(ImVec2 at) const { return reach * (2 * (at.x - low.x) / (high.x - low.x) - 1); }
  double x2(ImVec2 at) const { return reach * (1 - 2 * (at.y - low.y) / (high.y - low.y)); }
};

double squared_distance(const DrawnPoint& point, double x1, double x2) {
  return (point.x1 - x1) * (point.x1 - x1) + (point.x2 - x2) * (point.x2 - x2);
}

/// One dot of the brush: a point somewhere within its radius, or all that lie there gone.
void dot(Drawing& drawing, double x1, double x2) {
  if (drawing.erase) {
    const double radius = std::max(drawing.size, 0.2);
    std::erase_if(drawing.points, [=](const DrawnPoint& p) { return squared_distance(p, x1, x2) <= radius * radius; });
    return;
  }
  if (drawing.points.size() >= limits::points) return;
  Random random(++drawing.dots);
  const double angle = random.uniform(0, 6.283185307179586), away = drawing.size * std::sqrt(random.uniform());
  drawing.points.push_back(make_point(x1 + away * std::cos(angle), x2 + away * std::sin(angle), drawing.label));
}

/// The drawing becomes the document's, once there is something to learn from.
void commit(App& app) {
  Drawing& drawing = app.data_view.drawing;
  drawing.waiting = drawing.points.size() < 2;
  if (drawing.waiting || drawing.points == app.document().points) return;
  app.change_data([points = drawing.points](Document& d) { d.points = points; });
}

void brush(App& app, const Canvas& canvas) {
  Drawing& drawing = app.data_view.drawing;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (ImGui::IsItemActive()) {
    const double x1 = canvas.x1(mouse), x2 = canvas.x2(mouse);
    const double moved = std::hypot(x1 - drawing.last_x1, x2 - drawing.last_x2);
    if (!drawing.busy || moved > 0.12 + 0.2 * drawing.size) {
      dot(drawing, x1, x2);
      drawing.last_x1 = x1;
      drawing.last_x2 = x2;
    }
    drawing.busy = true;
  } else if (drawing.busy) {
    drawing.busy = false;
    commit(app);
  }
  if (!ImGui::IsItemHovered() && !drawing.busy) return;
  const float radius = static_cast<float>(drawing.erase ? std::max(drawing.size, 0.2) : drawing.size) / canvas.reach *
                       (canvas.high.x - canvas.low.x) / 2;
  const ImU32 color = drawing.erase ? app.ui.theme.muted : class_color(drawing.label);
  ImGui::GetWindowDrawList()->AddCircle(mouse, std::max(radius, 3.0f), color, 32, 1.5f);
}

std::string in_words(const std::vector<DrawnPoint>& points) {
  std::string words = std::to_string(points.size()) + " points";
  for (int label = 0; label < limits::point_classes; ++label) {
    const auto count =
        std::count_if(points.begin(), points.end(), [=](const DrawnPoint& p) { return p.label == label; });
    if (count > 0) words += ", " + std::to_string(count) + " of class " + std::to_string(label);
  }
  return words;
}

void draw_canvas(App& app) {
  Ui& ui = app.ui;
  Drawing& drawing = app.data_view.drawing;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float edge = std::min(ImGui::GetContentRegionAvail().x, 300.0f);
  Canvas canvas{low, {low.x + edge, low.y + edge}, 4};
  for (const DrawnPoint& p : drawing.points)
    canvas.reach = std::max({canvas.reach, static_cast<float>(std::abs(p.x1)), static_cast<float>(std::abs(p.x2))});
  invisible_button("canvas", {edge, edge});
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(canvas.low, canvas.high, ui.theme.field, size::round);
  const ImVec2 centre = canvas.on_screen(0, 0);
  draw->AddLine({canvas.low.x, centre.y}, {canvas.high.x, centre.y}, ui.theme.faint);
  draw->AddLine({centre.x, canvas.low.y}, {centre.x, canvas.high.y}, ui.theme.faint);
  draw->PushClipRect(canvas.low, canvas.high, true);
  for (const DrawnPoint& p : drawing.points)
    draw_mark(draw, canvas.on_screen(p.x1, p.x2), 3.2f, p.label, class_color(p.label), ui.theme.card, false);
  brush(app, canvas);
  draw->PopClipRect();
  draw->AddRect(canvas.low, canvas.high, ui.theme.card_edge, size::round);
  announce(ui, Role::image, "Canvas", in_words(drawing.points), canvas.low, canvas.high);
}

void draw_brushes(App& app) {
  Ui& ui = app.ui;
  Drawing& drawing = app.data_view.drawing;
  std::vector<std::string> labels;
  for (int label = 0; label < limits::point_classes; ++label) labels.push_back(std::to_string(label));
  labels.push_back("Eraser");
  flow_chips(ui, labels, [&](std::size_t i, const std::string& label, ImVec2 extent) {
    const bool eraser = i == static_cast<std::size_t>(limits::point_classes);
    const bool on = eraser ? drawing.erase : !drawing.erase && drawing.label == static_cast<int>(i);
    if (chip(ui, eraser ? "Eraser" : "Draw class " + label, label, on, extent)) {
      drawing.erase = eraser && !on;
      if (!eraser) drawing.label = static_cast<int>(i);
    }
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    if (!eraser)
      ImGui::GetWindowDrawList()->AddRect({low.x + 2, low.y + 2}, {high.x - 2, high.y - 2},
                                          class_color(static_cast<int>(i)), 12, 0, 2);
  });
  slider(
      ui, "brush size", drawing.size, 0, 1.5,
      {.step = 0.05, .label = "brush", .help = "Radius within which the brush puts its points; 0 puts them exactly"});
}

/// The same without a pointer: a place by its numbers.
void draw_numbers(App& app) {
  Ui& ui = app.ui;
  Drawing& drawing = app.data_view.drawing;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, half = width / 2, third = (width - 12) / 3;
  const auto field = [&](const char* label, double& value, float x) {
    text_at(ui, ImGui::GetWindowDrawList(), {at.x + x, at.y + 5}, label, {size::body, false, ui.theme.text});
    ImGui::SetCursorScreenPos({at.x + x + 26, at.y});
    number_field(ui, "Point " + std::string(label), value, -limits::point_reach, limits::point_reach, false, half - 32);
  };
  field("x1", drawing.x1, 0);
  field("x2", drawing.x2, half + 3);
  const float y = at.y + 36;
  ImGui::SetCursorScreenPos({at.x, y});
  if (button(ui, "Add point",
             {.label = "Add",
              .width = third,
              .height = 30,
              .enabled = drawing.points.size() < limits::points,
              .help = "Adds a point of the chosen class at x1, x2"})) {
    drawing.points.push_back(make_point(drawing.x1, drawing.x2, drawing.label));
    commit(app);
  }
  ImGui::SetCursorScreenPos({at.x + third + 6, y});
  if (button(ui, "Remove point",
             {.label = "Remove",
              .width = third,
              .height = 30,
              .enabled = !drawing.points.empty(),
              .help = "Removes the point nearest to x1, x2"})) {
    const auto nearest =
        std::min_element(drawing.points.begin(), drawing.points.end(), [&](const DrawnPoint& a, const DrawnPoint& b) {
          return squared_distance(a, drawing.x1, drawing.x2) < squared_distance(b, drawing.x1, drawing.x2);
        });
    drawing.points.erase(nearest);
    commit(app);
  }
  ImGui::SetCursorScreenPos({at.x + 2 * (third + 6), y});
  if (button(ui, "Clear points",
             {.label = "Clear",
              .width = third,
              .height = 30,
              .enabled = !drawing.points.empty(),
              .help = "Removes all points"})) {
    drawing.points.clear();
    commit(app);
  }
}

}  // namespace

void draw_points(App& app) {
  Ui& ui = app.ui;
  Drawing& drawing = app.data_view.drawing;
  if (!drawing.busy && !drawing.waiting) drawing.points = app.document().points;
  draw_canvas(app);
  draw_brushes(app);
  draw_numbers(app);
  if (drawing.waiting) paragraph(ui, "Draw at least 2 points. Until then the network keeps those from before.");
  if (drawing.points.size() >= limits::points)
    paragraph(ui, std::to_string(limits::points) + " points are the most that a link can carry.");
}

}  // namespace chainrule
