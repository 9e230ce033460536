// SPDX-License-Identifier: MIT
// Output: the decision surface over the samples, or the fitted curve.
#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "engine/sequential.hpp"
#include "ui/app/app.hpp"
#include "ui/charts/chart.hpp"
#include "ui/charts/targets.hpp"
#include "ui/panels/output/output.hpp"
#include "ui/panels/output/plane.hpp"
#include "ui/session/names.hpp"
#include "ui/widgets/marks.hpp"

namespace chainrule {
namespace {

struct Plot {
  ImVec2 low, high, from, to;  ///< on screen, in data
  bool curve = false;
  const Predictions* latent = nullptr;  ///< two outputs of a layer place the rows, not the inputs
  /// On screen; what lies far off or is no number lies just outside.
  ImVec2 at(float x, float y) const {
    const auto share = [](double v, double least, double most) {
      return static_cast<float>((v - least) / (most - least));
    };
    return {near_plot(low.x + share(x, from.x, to.x) * (high.x - low.x), low.x, high.x),
            near_plot(high.y - share(y, from.y, to.y) * (high.y - low.y), low.y, high.y)};
  }
  /// All of the latent plane that is in use, with a margin.
  void frame_latent() {
    from = {INFINITY, INFINITY};
    to = {-INFINITY, -INFINITY};
    for (Index r = 0; r < latent->out.rows; ++r) {
      const float* const p = latent->out.view().row(r);
      if (!std::isfinite(p[0]) || !std::isfinite(p[1])) continue;
      from = {std::min(from.x, p[0]), std::min(from.y, p[1])};
      to = {std::max(to.x, p[0]), std::max(to.y, p[1])};
    }
    const ImVec2 margin{(to.x - from.x) * 0.08f + 1e-3f, (to.y - from.y) * 0.08f + 1e-3f};
    from = {from.x - margin.x, from.y - margin.y};
    to = {to.x + margin.x, to.y + margin.y};
  }
};

std::string row_words(const App& app, Index row) {
  const DataSet& data = app.experiment()->data;
  std::string words = (row >= app.training_rows() ? "Validation row " : "Training row ") + std::to_string(row + 1);
  for (Index c = 0; c < std::min<Index>(data.inputs().cols, 8); ++c)
    words += "\n" + data.input_names()[static_cast<std::size_t>(c)] + " = " +
             short_number(data.own_unit(data.inputs()(row, c), c));
  return words + "\ntarget: " + target_words(data, row);
}

/// Rings around the rows that the network takes for another class. Returns how many of those looked at are wrong.
Index draw_mistakes(App& app, const auto& place, float radius) {
  const DataSet& data = app.experiment()->data;
  const Predictions& predictions = app.predictions();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  Index wrong = 0;
  for (Index i = 0; i < predictions.out.rows; ++i) {
    const Index row = i * predictions.stride;
    if (answer(predictions.out.view().row(i), predictions.out.cols) == static_cast<Index>(data.y(row, 0))) continue;
    ++wrong;
    const ImVec2 at = place(row);
    draw->AddCircle(at, radius + 5, app.ui.theme.card, 20, 3.5f);
    draw->AddCircle(at, radius + 5, app.ui.theme.text, 20, 2);
  }
  return wrong;
}

/// Marks of the rows. Returns what is to be said of mistakes, "" where they are not looked for.
std::string draw_samples(App& app, const Plot& plot) {
  const DataSet& data = app.experiment()->data;
  const Theme& theme = app.ui.theme;
  const Index target = app.shown_target();
  const TargetColors target_color(theme, data, target);
  const Index train = app.training_rows(), n = data.x.rows;
  const Index stride = plot.latent ? plot.latent->stride : 1, skip = stride * std::max<Index>(1, n / stride / 1200);
  const bool curve = plot.curve;
  const float radius = std::clamp((plot.high.x - plot.low.x) / 75, 2.2f, 4.5f);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  Index near = -1;
  float best = 64;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const int axis_x = std::min<int>(app.axis_x, static_cast<int>(data.inputs().cols) - 1),
            axis_y = std::min<int>(app.axis_y, static_cast<int>(data.inputs().cols) - 1);
  const auto place = [&](Index r) {
    if (plot.latent) return plot.at(plot.latent->out(r / stride, 0), plot.latent->out(r / stride, 1));
    return plot.at(data.inputs()(r, axis_x), curve ? data.y(r, target) : data.inputs()(r, axis_y));
  };
  for (Index r = 0; r < n; r += skip) {
    const ImVec2 at = place(r);
    const int shape = data.problem == Problem::classification ? static_cast<int>(data.y(r, 0)) : 0;
    // A little darker than the surface of its own class, so that a right answer can still be seen on it.
    const ImU32 color = curve ? theme.loss : mix(target_color(r), IM_COL32_BLACK, 0.18f);
    const bool validation = r >= train;
    // Dark edges keep marks apart from a surface of their own colour.
    draw_mark(draw, at, radius, shape,
              validation && !curve ? mix(color, theme.dark ? IM_COL32_WHITE : IM_COL32_BLACK, 0.35f)
              : validation         ? theme.validation
                                   : color,
              theme.dark ? IM_COL32(0, 0, 0, 200) : IM_COL32_WHITE, validation);
    const float dx = at.x - mouse.x, dy = at.y - mouse.y;
    if (dx * dx + dy * dy < best) {
      best = dx * dx + dy * dy;
      near = r;
    }
  }
  std::string words;
  if (app.output.mistakes && data.problem == Problem::classification && !curve && !plot.latent) {
    const Index wrong = draw_mistakes(app, place, radius);
    words = std::to_string(wrong) + " of " + std::to_string(app.predictions().out.rows) + " rows wrong";
  }
  if (near >= 0 && ImGui::IsItemHovered()) {
    if (ImGui::IsItemClicked()) choose_sample(app, near);
    else tooltip(app.ui, row_words(app, near) + "\nPress to see what the network says of it.");
  }
  return words;
}

/// Ticks along the lower and the left border, in the data's own unit, on plates that leave the surface in sight.
void draw_ticks(App& app, const Plot& plot) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  const TextStyle style{size::caption, false, ui.theme.text};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const auto plate = [&](ImVec2 at, const std::string& words, float align) {
    const ImVec2 extent = measure(ui, words, style);
    const float left = at.x - extent.x * align;
    draw->AddRectFilled({left - 3, at.y}, {left + extent.x + 3, at.y + extent.y}, with_alpha(ui.theme.card, 0.72f), 4);
    text_at(ui, draw, {left, at.y}, words, style);
  };
  const auto along = [&](double low, double high, auto&& mark) {
    const Axis axis = nice_axis(low, high, 4);
    for (double v = axis.low; v <= axis.high + axis.step / 2; v += axis.step) {
      const double share = (v - low) / (high - low);
      if (share > 0.06 && share < 0.94)
        mark(static_cast<float>(share), short_number(std::abs(v) < axis.step / 1e6 ? 0 : v, 3));
    }
  };
  const auto own = [&](float value, int input) { return data.own_unit(value, input); };
  const int last = static_cast<int>(data.inputs().cols) - 1, x = std::min(app.axis_x, last),
            y = std::min(app.axis_y, last);
  along(own(plot.from.x, x), own(plot.to.x, x), [&](float share, const std::string& words) {
    const float at = plot.low.x + share * (plot.high.x - plot.low.x);
    draw->AddLine({at, plot.high.y - 5}, {at, plot.high.y}, ui.theme.text);
    plate({at, plot.high.y - 24}, words, 0.5f);
  });
  const double low = plot.curve ? plot.from.y : own(plot.from.y, y), high = plot.curve ? plot.to.y : own(plot.to.y, y);
  along(low, high, [&](float share, const std::string& words) {
    const float at = plot.high.y - share * (plot.high.y - plot.low.y);
    if (at > plot.high.y - 34) return;  // where the others stand
    draw->AddLine({plot.low.x, at}, {plot.low.x + 5, at}, ui.theme.text);
    plate({plot.low.x + 8, at - 9}, words, 0);
  });
  plate({plot.high.x - 8, plot.high.y - 24}, data.input_names()[static_cast<std::size_t>(x)], 1);
  if (!plot.curve) plate({plot.low.x + 8, plot.low.y + 6}, data.input_names()[static_cast<std::size_t>(y)], 0);
}

}  // namespace

int latent_layer(App& app) {
  const auto& layers = app.document().layers;
  int found = -1;   // of two outputs, and
  int hidden = -1;  // before another layer with units
  for (std::size_t l = 0; l < layers.size(); ++l) {
    if (find(layer_kinds(), "layer", layers[l].kind).has_units) hidden = found;
    if (app.lens().model().layers()[l]->outputs() == 2) found = static_cast<int>(l);
  }
  return hidden;
}

void draw_plane(App& app, ImVec2 room, int layer) {
  Ui& ui = app.ui;
  Heatmaps& heatmaps = app.heatmaps();
  const DataSet& data = app.experiment()->data;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float edge = std::floor(std::max(60.0f, std::min(room.x, room.y)));
  const ImVec2 low{start.x + std::floor((room.x - edge) / 2), start.y}, high{low.x + edge, low.y + edge};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImGui::SetCursorScreenPos(low);
  invisible_button("surface", {edge, edge});
  Plot plot{low, high, heatmaps.low(), heatmaps.high()};
  const bool curve = plot.curve = data.inputs().cols == 1 && layer < 0;
  if (curve || layer >= 0) draw->AddRectFilled(low, high, ui.theme.field, size::round);
  if (layer >= 0) {
    plot.latent = &app.predictions(layer);
    plot.frame_latent();
  } else if (curve) {
    const auto [least, most] = data.target_range(app.shown_target());
    const float margin = (most - least) * 0.1f + 1e-6f;
    plot.from.y = least - margin;
    plot.to.y = most + margin;
  } else if (heatmaps.ready()) {
    heatmaps.draw_output(draw, low, high, size::round);
  }
  draw->PushClipRect(low, high, true);
  if (layer < 0 && edge >= 220 && !ui.bare) draw_ticks(app, plot);
  const std::string mistakes = draw_samples(app, plot);
  if (curve && !heatmaps.curve().empty()) {
    const auto n = static_cast<float>(heatmaps.curve().size());
    draw->PathClear();
    for (std::size_t i = 0; i < heatmaps.curve().size(); ++i)
      draw->PathLineTo(
          plot.at(plot.from.x + (plot.to.x - plot.from.x) * (static_cast<float>(i) + 0.5f) / n, heatmaps.curve()[i]));
    draw->PathStroke(ui.theme.text, 0, 2.5f);
  }
  draw->PopClipRect();
  draw->AddRect(low, high, ui.theme.card_edge, size::round);
  if (layer >= 0) {
    const auto range = [](float a, float b) { return " from " + short_number(a, 2) + " to " + short_number(b, 2); };
    const TextStyle caption{size::caption, false, ui.theme.muted};
    text_at(ui, draw, {high.x - 8, high.y - 24}, "unit 1", caption, 1);
    text_at(ui, draw, {low.x + 8, low.y + 4}, "unit 2", caption);
    const std::string words = layer_name(app, static_cast<std::size_t>(layer)) + ": unit 1" +
                              range(plot.from.x, plot.to.x) + " to the right, unit 2" + range(plot.from.y, plot.to.y) +
                              " upwards";
    announce(ui, Role::image, "Latent plane", words, low, high);
  } else
    announce(ui, Role::image, "Output surface",
             state_words(app) + (mistakes.empty() ? "" : ", " + mistakes) + ", picture " +
                 std::to_string(app.lens().version()),
             low, high);
  ImGui::SetCursorScreenPos({start.x, high.y + 8});
}

}  // namespace chainrule
