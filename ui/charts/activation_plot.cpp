// SPDX-License-Identifier: MIT
// An activation function's curve and the curve of its derivative, by the engine's own row.
#include "ui/charts/activation_plot.hpp"

#include <algorithm>
#include <cmath>

#include "ui/typeset/math_text.hpp"
#include "ui/widgets/widgets.hpp"

#include "engine/base/text.hpp"

namespace chainrule {
namespace {

constexpr Index points = 161;

/// g(z) and g'(z) at equal distances, z from -reach to reach.
struct Curves {
  float reach = 4;
  Matrix z{points, 1}, a{points, 1}, slope{points, 1, 1};
};

Curves curves_of(const Activation& activation, const double* p, float reach) {
  Curves c;
  c.reach = reach;
  for (Index i = 0; i < points; ++i) c.z(i, 0) = reach * (2 * static_cast<float>(i) / (points - 1) - 1);
  activation.single.forward(c.z.view(), c.a.view(), p);
  activation.single.backward(c.z.view(), c.a.view(), c.slope.view(), c.slope.view(), p);
  return c;
}

struct Frame {
  ImVec2 low, high;
  float least, most, reach;
  float x(float z) const { return near_plot(low.x + (z + reach) / (2 * reach) * (high.x - low.x), low.x, high.x); }
  float y(float v) const { return near_plot(high.y - (v - least) / (most - least) * (high.y - low.y), low.y, high.y); }
};

Frame frame_of(const Curves& c, ImVec2 low, ImVec2 high) {
  float least = -0.25f, most = 1.05f;
  for (const Matrix* m : {&c.a, &c.slope})
    for (const float v : m->data)
      if (std::isfinite(v)) {
        least = std::min(least, v);
        most = std::max(most, v);
      }
  return {low, high, std::max(least, -2.2f) - 0.05f, std::min(most, 2.2f) + 0.05f, c.reach};
}

void draw_axes(Ui& ui, ImDrawList* draw, const Frame& f) {
  const TextStyle caption{size::caption, false, ui.theme.muted};
  const float zero = std::floor(f.y(0)) + 0.5f, middle = std::floor(f.x(0)) + 0.5f;
  for (float v = std::ceil(f.least); v <= f.most; v += 1) {
    const float y = std::floor(f.y(v)) + 0.5f;
    if (v != 0) draw->AddLine({f.low.x, y}, {f.high.x, y}, ui.theme.faint);
    if (v != 0) text_at(ui, draw, {middle - 6, y - 9}, short_number(v), caption, 1);
  }
  draw->AddLine({f.low.x, zero}, {f.high.x, zero}, ui.theme.muted);
  draw->AddLine({middle, f.low.y}, {middle, f.high.y}, ui.theme.muted);
  const float tick = f.reach < 6 ? 2.0f : std::floor(f.reach / 2);
  for (const float z : {-tick, tick}) {
    const float x = std::floor(f.x(z)) + 0.5f;
    draw->AddLine({x, zero - 3}, {x, zero + 3}, ui.theme.muted);
  }
  text_at(ui, draw, {f.x(tick), zero + 2}, short_number(tick), caption, 0.5f);
  text_at(ui, draw, {f.x(-tick), zero + 2}, short_number(-tick), caption, 0.5f);
  text_at(ui, draw, {f.high.x - 2, zero + 2}, "z", caption, 1);
}

void draw_curve(ImDrawList* draw, const Frame& f, const Matrix& z, const Matrix& values, ImU32 color) {
  draw->PathClear();
  for (Index i = 0; i < points; ++i) {
    const float v = values(i, 0);
    // A jump is a gap: no function of the table climbs that fast.
    const bool gap = i > 0 && std::abs(v - values(i - 1, 0)) > 0.45f;
    if (!std::isfinite(v) || gap) draw->PathStroke(color, 0, 2.2f);
    if (std::isfinite(v)) draw->PathLineTo({f.x(z(i, 0)), f.y(v)});
  }
  draw->PathStroke(color, 0, 2.2f);
}

/// Both functions, each with the colour of its curve; `draw` null: only measures. Returns the height.
float draw_formulas(Ui& ui, ImDrawList* draw, const Activation& activation, ImVec2 at, float width) {
  constexpr float sample = 14, left = 22;
  const float top = at.y;
  const auto line = [&](std::string_view of, std::string_view formula, ImU32 color) {
    const MathText text{std::string(of) + std::string(formula), {}};
    const float height = math(ui, draw, text, {at.x + left, at.y}, width - left, {.size = size::body}).y;
    if (draw) draw->AddLine({at.x, at.y + height / 2}, {at.x + sample, at.y + height / 2}, color, 3);
    at.y += height + 5;
  };
  line("g(z) = ", activation.formula, ui.theme.loss);
  line("g'(z) = ", activation.derivative, ui.theme.validation);
  return at.y - top;
}

/// Where a unit is on the curve, and the slope there.
void draw_tangent(Ui& ui, ImDrawList* draw, const Frame& f, const TangentPoint& t) {
  const ImVec2 at{f.x(t.z), f.y(t.a)};
  const float run = f.reach * 0.45f;
  draw->AddLine({f.x(t.z - run), f.y(t.a - run * t.slope)}, {f.x(t.z + run), f.y(t.a + run * t.slope)},
                ui.theme.validation, 2.2f);
  draw->AddLine({at.x, f.y(0)}, at, ui.theme.muted);
  draw->AddCircleFilled(at, 5.5f, ui.theme.card, 20);
  draw->AddCircleFilled(at, 4.5f, ui.theme.accent, 20);
}

/// The plot is a slider of z as well.
TangentPoint probe(Ui& ui, const Activation& activation, const double* p, double& z, const Frame& f, ImVec2 at,
                   ImVec2 extent) {
  constexpr std::string_view name = "z on the curve";
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const auto [id, low, high, over, pressed] = pressable(ui, name, at, extent);
  if (ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left))
    z = static_cast<double>((ImGui::GetIO().MousePos.x - f.low.x) / (f.high.x - f.low.x) * 2 - 1) *
        static_cast<double>(f.reach);
  z += 0.1 * arrow_keys();
  if (std::string given; ui.mirror.take_value(id, given)) z = parse_number(given).value_or(z);
  z = std::clamp(std::round(z * 100) / 100, static_cast<double>(-f.reach), static_cast<double>(f.reach));
  ring(ui, id, size::round);
  MirrorItem item = item_of(id, Role::slider, name, "Where on the curve: g and its slope there");
  item.value = short_number(z);
  item.minimum = static_cast<double>(-f.reach);
  item.maximum = static_cast<double>(f.reach);
  item.step = 0.1;
  item.number = z;
  ui.mirror.add(std::move(item));
  ImGui::SetCursorScreenPos(cursor);
  Matrix x(1, 1), a(1, 1), slope(1, 1, 1);
  x(0, 0) = static_cast<float>(z);
  activation.single.forward(x.view(), a.view(), p);
  activation.single.backward(x.view(), a.view(), slope.view(), slope.view(), p);
  return {x(0, 0), a(0, 0), slope(0, 0)};
}

}  // namespace

void draw_activation_point(Ui& ui, const Activation& activation, const double* p, float width, float height,
                           const TangentPoint& point) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(at, {at.x + width, at.y + height}, ui.theme.field, size::round);
  const Curves c = curves_of(activation, p, std::clamp(std::abs(point.z) * 1.3f, 4.0f, 1e6f));
  const Frame f = frame_of(c, {at.x + 8, at.y + 8}, {at.x + width - 8, at.y + height - 8});
  draw->PushClipRect(at, {at.x + width, at.y + height}, true);
  draw_axes(ui, draw, f);
  draw_curve(draw, f, c.z, c.a, ui.theme.loss);
  draw_tangent(ui, draw, f, point);
  draw->PopClipRect();
  announce(ui, Role::image, "Point on the curve",
           std::string(activation.name) + ": z = " + short_number(point.z) + ", g(z) = " + short_number(point.a) +
               ", slope g'(z) = " + short_number(point.slope),
           at, {at.x + width, at.y + height});
  ImGui::Dummy({width, height});
}

void draw_small_activation(Ui& ui, const Activation& activation, const double* p, ImVec2 low, ImVec2 high) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const Curves c = curves_of(activation, p, 4);
  const Frame f = frame_of(c, low, high);
  const float zero = std::floor(f.y(0)) + 0.5f, middle = std::floor(f.x(0)) + 0.5f;
  draw->PushClipRect(low, high, true);
  draw->AddLine({low.x, zero}, {high.x, zero}, ui.theme.faint);
  draw->AddLine({middle, low.y}, {middle, high.y}, ui.theme.faint);
  draw_curve(draw, f, c.z, c.a, ui.theme.loss);
  draw->PopClipRect();
}

float activation_formulas_height(Ui& ui, const Activation& activation, float width) {
  return draw_formulas(ui, nullptr, activation, {0, 0}, width);
}

void draw_activation_plot(Ui& ui, const Activation& activation, const double* p, float width, float height,
                          double* probed) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const std::string formulas =
      "g(z) = " + std::string(activation.formula) + ", g'(z) = " + std::string(activation.derivative);
  float used = 0;
  TangentPoint point{NAN, 0, 0};
  if (activation.elementwise && activation.divides(p) == 1) {
    draw->AddRectFilled(at, {at.x + width, at.y + height}, ui.theme.field, size::round);
    const Curves c = curves_of(activation, p, 4);
    const Frame f = frame_of(c, {at.x + 8, at.y + 8}, {at.x + width - 8, at.y + height - 8});
    draw->PushClipRect(at, {at.x + width, at.y + height}, true);
    draw_axes(ui, draw, f);
    draw_curve(draw, f, c.z, c.slope, ui.theme.validation);
    draw_curve(draw, f, c.z, c.a, ui.theme.loss);
    if (probed) draw_tangent(ui, draw, f, point = probe(ui, activation, p, *probed, f, at, {width, height}));
    draw->PopClipRect();
    used = height + 6;
  }
  announce(ui, Role::image, "Curve of " + std::string(activation.name), formulas, at,
           {at.x + width, at.y + std::max(used, 20.0f)});
  ImGui::Dummy({width, std::max(0.0f, used - 6)});
  ImGui::Dummy({width, draw_formulas(ui, draw, activation, ImGui::GetCursorScreenPos(), width)});
  if (std::isnan(point.z)) return;
  const std::string numbers = "z = " + short_number(point.z, 3) + ":  g(z) = " + short_number(point.a, 3) +
                              ",  g'(z) = " + short_number(point.slope, 3);
  paragraph(ui, numbers, {size::caption, true, ui.theme.text}, width);
  announce(ui, Role::status, "Point on the curve", numbers, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
}

}  // namespace chainrule
