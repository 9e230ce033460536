// SPDX-License-Identifier: MIT
// How large the gradient is in each layer, as bars on a logarithmic axis: where it vanishes or explodes.
#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "ui/app/app.hpp"
#include "ui/charts/chart.hpp"
#include "ui/panels/curves/gradients.hpp"
#include "ui/panels/curves/insight.hpp"

#include "engine/document/guess.hpp"
#include "engine/sequential.hpp"

namespace chainrule {
namespace {

struct Norms {
  std::vector<std::string> names;
  std::vector<float> values;
};

/// Layers with weights that are trained, first to last; no values before the first batch.
Norms norms_of(App& app) {
  Norms norms;
  const auto& layers = app.lens().model().layers();
  const auto& all = app.snapshot().gradient_norms;
  const bool known = all.size() == layers.size() && std::any_of(all.begin(), all.end(), [](float v) { return v > 0; });
  for (std::size_t l = 0; l < layers.size(); ++l) {
    if (layers[l]->tensors().empty() || !layers[l]->spec().trainable) continue;
    norms.names.push_back(layers[l]->spec().name);
    if (known) norms.values.push_back(all[l]);
  }
  return norms;
}

/// Powers of ten around all bars; what is 0 has no bar.
Axis axis_of(const std::vector<float>& values, int lines) {
  double least = INFINITY, most = 0;
  for (const float v : values)
    if (v > 0 && std::isfinite(v)) {
      least = std::min<double>(least, v);
      most = std::max<double>(most, v);
    }
  if (!(most > 0)) return {-3, 1, 1};
  const double low = std::floor(std::log10(least)) - 1, high = std::max(low + 3, std::ceil(std::log10(most)));
  return {low, high, std::max(1.0, std::ceil((high - low) / lines))};
}

}  // namespace

std::string gradient_words_now(App& app) {
  const Norms norms = norms_of(app);
  return gradient_words(norms.names, norms.values, target_size(app.experiment()->data));
}

void draw_gradients(App& app, ImVec2 at, ImVec2 room) {
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const Norms norms = norms_of(app);
  const bool words_below = room.y > 110;
  Chart chart{{at.x + 46, at.y + 24}, {at.x + room.x - 6, at.y + room.y - (words_below ? 40.0f : 8.0f)}, {}, {}, true};
  chart.y = axis_of(norms.values, room.y > 150 ? 4 : 2);
  draw_axes(ui, draw, chart, "");
  text_at(ui, draw, at, "|dL/dW| of each layer, last batch", {size::caption, false, ui.theme.text});
  ImGui::SetCursorScreenPos(chart.low);
  invisible_button("gradients", {chart.high.x - chart.low.x, chart.high.y - chart.low.y});
  const bool hovered = ImGui::IsItemHovered();
  std::string words, under_mouse;
  const float each = (chart.high.x - chart.low.x) / static_cast<float>(std::max<std::size_t>(norms.names.size(), 1));
  const float bar = std::clamp(each * 0.6f, 2.0f, 44.0f);
  for (std::size_t i = 0; i < norms.values.size(); ++i) {
    const float x = chart.low.x + each * (static_cast<float>(i) + 0.5f), v = norms.values[i];
    const std::string number = short_number(v, 3);
    words += (words.empty() ? "" : ", ") + norms.names[i] + " " + number;
    if (v > 0)
      draw->AddRectFilled({x - bar / 2, chart.at_y(v)}, {x + bar / 2, chart.high.y}, ui.theme.loss, 3,
                          ImDrawFlags_RoundCornersTop);
    if (each > 54 && v > 0)
      text_at(ui, draw, {x, std::max(chart.at_y(v) - 18, chart.low.y - 2)}, short_number(v, 2),
              {size::caption, true, ui.theme.text}, 0.5f);
    if (hovered && std::abs(ImGui::GetIO().MousePos.x - x) < each / 2)
      under_mouse = norms.names[i] + "\n|dL/dW| = " + number;
  }
  if (words_below)
    for (std::size_t i = 0; i < norms.names.size(); ++i) {
      const float x = chart.low.x + each * (static_cast<float>(i) + 0.5f);
      const std::string name =
          each > 54 ? shortened(ui, norms.names[i], each - 4, {size::caption, false, 0}) : std::to_string(i + 1);
      if (each > 20 || i == 0 || i + 1 == norms.names.size())
        text_at(ui, draw, {x, chart.high.y + 4}, name, {size::caption, false, ui.theme.muted}, 0.5f);
    }
  if (words_below)
    text_at(ui, draw, {(chart.low.x + chart.high.x) / 2, chart.high.y + 20}, "layers, input to output",
            {size::caption, false, ui.theme.muted}, 0.5f);
  if (norms.values.empty())
    text_at(ui, draw, {(chart.low.x + chart.high.x) / 2, chart.low.y + (chart.high.y - chart.low.y) / 4 - 10},
            "Press Play", {size::caption, false, ui.theme.muted}, 0.5f);
  if (!under_mouse.empty() && !ui.rests) tooltip(ui, under_mouse);
  announce(ui, Role::image, "Gradient norms", words.empty() ? "no batch yet" : words, at,
           {at.x + room.x, at.y + room.y});
}

}  // namespace chainrule
