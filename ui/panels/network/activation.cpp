// SPDX-License-Identifier: MIT
// Activation: the function of the hidden layers, its curve and its slope, with a point that can be moved.
#include <algorithm>
#include <cmath>

#include "ui/app/app.hpp"
#include "ui/charts/activation_menu.hpp"
#include "ui/charts/activation_plot.hpp"
#include "ui/panels/network/activation.hpp"
#include "ui/panels/network/parts.hpp"

namespace chainrule {
namespace {

/// Those whose activation the panel shows and changes: the hidden ones, or the only one.
std::vector<std::size_t> chosen_layers(const App& app) {
  std::vector<std::size_t> layers;
  const auto& all = app.model().layers();
  for (std::size_t l = 0; l < all.size(); ++l)
    if (find(layer_kinds(), "layer", all[l]->spec().kind).has_activation) layers.push_back(l);
  if (layers.size() > 1) layers.pop_back();
  return layers;
}

void draw_choice(App& app, const std::vector<std::size_t>& layers, const Activation& now, ImVec2 at, float width) {
  int chosen = 0;
  const auto menu = activation_options(app.ui, now.name, chosen);
  ImGui::SetCursorScreenPos(at);
  if (!select(app.ui, "Activation of the hidden layers", chosen, menu.options, width)) return;
  const std::size_t row = menu.rows[static_cast<std::size_t>(chosen)];
  app.change([layers, row](Document& d) {
    for (const std::size_t l : layers)
      if (l < d.layers.size()) d.layers[l].activation = defaults(activations()[row], d.dialect);
  });
}

}  // namespace

void draw_activation(App& app) {
  Ui& ui = app.ui;
  const ImVec2 top = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  card_title(ui, "Activation",
             "The function between the layers, in blue, and its slope, which backpropagation multiplies with, in "
             "orange. Move along the curve to see both at a place.");
  if (!app.experiment()) return;
  const auto layers = chosen_layers(app);
  if (layers.empty()) return paragraph(ui, "No layer of this network has an activation function.");
  const Layer& layer = *app.model().layers()[layers.front()];
  const Activation& activation = layer.activation();
  const ImVec2 below = ImGui::GetCursorScreenPos();
  // Beside the title where both have room, else under it.
  const float beside = width - 30 - 12 - measure(ui, "Activation", {size::heading, true, 0}).x;
  const bool under = !ui.compact && beside < 96;
  const float menu = std::min(180.0f, ui.compact || under ? width - mark_room(ui) : beside);
  if (under) draw_choice(app, layers, activation, below, menu);
  else
    draw_choice(app, layers, activation,
                {ui.compact ? top.x : top.x + width - 30 - menu, top.y - (ui.compact ? 0.0f : 3.0f)}, menu);
  const float y = ui.compact || under ? below.y + size::control + 6 : below.y + 8;
  ImGui::SetCursorScreenPos({top.x, y});
  const float room = ImGui::GetContentRegionAvail().y;
  const float under_it = activation_formulas_height(ui, activation, width) + 38;  // and the numbers of the point
  draw_activation_plot(ui, activation, layer.activation_parameters(), width, std::max(room - under_it, 60.0f),
                       &app.network.probed);
}

}  // namespace chainrule
