// SPDX-License-Identifier: MIT
// The film's pictures: the point on an activation's curve, the loss over an output.
#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "ui/panels/backprop/plot.hpp"
#include "ui/charts/activation_plot.hpp"
#include "ui/app/film_words.hpp"
#include "ui/film/kinds.hpp"

namespace chainrule {
namespace {

constexpr Index points = 101;

/// The row's loss for values of one output from `low` to `high`, the others as they are.
std::vector<float> losses_over(const FilmReader& read, Index unit, float low, float high) {
  const Matrix& a = read.trace(read.last()).a;
  const Matrix& y = read.film.trace.y;
  Matrix p(points, a.cols), t(points, y.cols);
  for (Index i = 0; i < points; ++i) {
    for (Index j = 0; j < a.cols; ++j) p(i, j) = a(read.row, j);
    for (Index j = 0; j < y.cols; ++j) t(i, j) = y(read.row, j);
    p(i, unit) = low + (high - low) * static_cast<float>(i) / (points - 1);
  }
  std::vector<float> out(points);
  const auto& loss = read.model.loss().single;
  const double* const options = read.model.objective().options();
  if (read.model.logits() == Logits::outputs) loss.value_from_logits(p.view(), t.view(), out.data(), options);
  else loss.value(p.view(), t.view(), out.data(), options);
  if (!read.film.trace.row_weights.empty())
    for (float& v : out) v *= read.film.trace.row_weights[static_cast<std::size_t>(read.row)];
  return out;
}

void draw_loss(Ui& ui, const FilmReader& read, Index unit, ImVec2 at, float width, float height) {
  const Matrix& a = read.trace(read.last()).a;
  const float p = a(read.row, unit);
  const auto& name = read.layer(read.last()).activation().name;
  const bool share = (name == "sigmoid" || name == "softmax") && read.model.logits() != Logits::outputs;
  const Matrix& y = read.film.trace.y;
  const float target = read.model.loss().class_index() ? (static_cast<Index>(y(read.row, 0)) == unit ? 1.0f : 0.0f)
                                                       : y(read.row, std::min(unit, y.cols - 1));
  const float span = std::max(1.0f, 1.4f * std::abs(p - target));
  const float low = share ? 0.004f : std::min(p, target) - 0.4f * span,
              high = share ? 0.996f : std::max(p, target) + 0.4f * span;
  const std::vector<float> values = losses_over(read, unit, low, high);
  const float here = read.film.trace.row_loss[static_cast<std::size_t>(read.row)];
  float bottom = 0, top = here;
  for (const float v : values)  // a logarithm has none below 0
    if (std::isfinite(v)) bottom = std::min(bottom, v), top = std::max(top, v);
  top = std::max(top, bottom + 1e-6f);
  const auto x = [&](float v) {
    return near_plot(at.x + 10 + (v - low) / (high - low) * (width - 20), at.x, at.x + width);
  };
  const auto yy = [&](float v) {
    return near_plot(at.y + height - 24 - (v - bottom) / (top - bottom) * (height - 36), at.y, at.y + height);
  };
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(at, {at.x + width, at.y + height}, ui.theme.field, size::round);
  draw->PushClipRect(at, {at.x + width, at.y + height}, true);
  draw->AddLine({at.x + 8, yy(0)}, {at.x + width - 8, yy(0)}, ui.theme.muted);
  const TextStyle caption{size::caption, false, ui.theme.muted};
  text_at(ui, draw, {at.x + width - 10, yy(0) + 3}, "p", caption, 1);
  text_at(ui, draw, {at.x + 10, at.y + 6}, "loss", caption);
  draw->AddLine({x(target), yy(0) - 4}, {x(target), yy(0) + 4}, ui.theme.good, 2.5f);
  text_at(ui, draw, {std::clamp(x(target), at.x + 16, at.x + width - 24), yy(0) + 3}, "t",
          {size::caption, true, ui.theme.good}, 0.5f);
  draw->PathClear();
  for (Index i = 0; i < points; ++i) {
    const float v = values[static_cast<std::size_t>(i)];
    if (std::isfinite(v)) draw->PathLineTo({x(low + (high - low) * static_cast<float>(i) / (points - 1)), yy(v)});
  }
  draw->PathStroke(ui.theme.loss, 0, 2.2f);
  const float slope =
      read.trace(read.last()).da(read.row, unit) * static_cast<float>(read.rows());  // of the row: without 1/n
  const float run = (high - low) * 0.25f;
  draw->AddLine({x(p - run), yy(here - run * slope)}, {x(p + run), yy(here + run * slope)}, ui.theme.validation, 2.2f);
  draw->AddCircleFilled({x(p), yy(here)}, 5.5f, ui.theme.card, 20);
  draw->AddCircleFilled({x(p), yy(here)}, 4.5f, ui.theme.accent, 20);
  draw->PopClipRect();
  announce(ui, Role::image, "Loss over the output",
           "p = " + short_number(p) + ", target " + short_number(target) + ", loss " + short_number(here) + ", slope " +
               short_number(slope),
           at, {at.x + width, at.y + height});
}

}  // namespace

bool draw_film_plot(Ui& ui, const FilmReader& read, const Moment& moment, ImVec2 at, float extent) {
  const float height = extent * 0.8f;
  const bool last = moment.phase == Phase::backward && moment.layer == read.last();
  if (moment.phase == Phase::loss || (last && (moment.unit < 0 || moment.stage == Stage::receive))) {
    draw_loss(ui, read, std::clamp<Index>(moment.unit, 0, read.trace(read.last()).a.cols - 1), at, extent, height);
    return true;
  }
  const bool forward = moment.phase == Phase::forward && (moment.unit < 0 || moment.stage == Stage::activate);
  const bool backward = moment.phase == Phase::backward && (moment.unit < 0 || moment.stage == Stage::compute);
  if (!forward && !backward) return false;
  const Layer& layer = read.layer(moment.layer);
  const LayerTrace& t = read.trace(moment.layer);
  if (!layer.activation().elementwise || t.derivative.empty() || told(layer).output) return false;
  const Index unit = std::clamp<Index>(moment.unit, 0, t.z.cols - 1);
  ImGui::SetCursorScreenPos(at);
  draw_activation_point(ui, layer.activation(), layer.activation_parameters(), extent, height,
                        {t.z(read.row, unit), t.a(read.row, unit), t.derivative(read.row, unit)});
  return true;
}

}  // namespace chainrule
