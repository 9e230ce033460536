// SPDX-License-Identifier: MIT
// One neuron, enlarged, with its weights to change; and one weight alone.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/text.hpp"
#include "ui/app/app.hpp"
#include "ui/film/kinds.hpp"
#include "ui/film/sums.hpp"
#include "ui/film/texts.hpp"
#include "ui/panels/network/layer_editor.hpp"
#include "ui/panels/network/parts.hpp"
#include "ui/panels/network/tiles.hpp"
#include "ui/panels/network/unit_card.hpp"
#include "ui/typeset/math_text.hpp"

namespace chainrule {
namespace {

constexpr Index most_weights = 16;  // a unit with more inputs shows its strongest
constexpr Index strongest = 8;
constexpr double largest_weight = 1e6;

/// A slider's end that leaves room to move: the next power of two above the layer's weights, at least 2.
double range_for(App& app, std::size_t column) {
  if (column == 0) return 2;
  const Layer& layer = *app.lens().model().layers()[column - 1];
  const float largest =
      largest_of(network_weights(app).data() + layer.offset(), std::max<Index>(layer.parameter_count(), 0));
  return std::max(2.0, std::exp2(std::ceil(std::log2(1.25 * static_cast<double>(largest)))));
}

/// A slider and a number for one weight of the flat store.
void weight_slider(App& app, const std::string& name, std::string_view label, std::size_t index) {
  const auto weights = network_weights(app);
  if (index >= weights.size()) return;
  double value = static_cast<double>(weights[index]);
  const double range = app.network.range;
  if (slider(app.ui, name, value, -range, range,
             {.typed_minimum = -largest_weight, .typed_maximum = largest_weight, .label = label}))
    app.set_weight(index, static_cast<float>(value));
}

/// Gradient or update of the number, when those are watched.
void draw_watched(App& app, std::size_t index) {
  if (app.watched() == Watched::weights) return;
  const auto values = network_numbers(app);
  const std::string words = std::string(watched_word(app.watched())) + " " +
                            (values.empty() ? "not known before a batch" : short_number(values[index]));
  paragraph(app.ui, words);
}

/// The inputs whose weights are shown: all, or the strongest in size.
std::vector<Index> shown_inputs(const Kernel& kernel, std::span<const float> weights, Index unit) {
  std::vector<Index> all(static_cast<std::size_t>(kernel.tensor->rows));
  std::iota(all.begin(), all.end(), Index(0));
  if (kernel.tensor->rows <= most_weights) return all;
  const auto stronger = [&](Index a, Index b) {
    return std::abs(weights[kernel.index(a, unit)]) > std::abs(weights[kernel.index(b, unit)]);
  };
  std::partial_sort(all.begin(), all.begin() + strongest, all.end(), stronger);
  all.resize(strongest);
  return all;
}

std::string input_label(App& app, std::size_t column, Index from) {
  if (column == 0)
    return app.experiment()->data.pixels() ? "pixel " + std::to_string(from + 1) : unit_name(app, 0, from);
  return "unit " + std::to_string(from + 1);
}

void draw_weights(App& app, std::size_t column, Index unit) {
  Ui& ui = app.ui;
  const Layer& layer = *app.lens().model().layers()[column - 1];
  const auto weights = network_weights(app);
  const Kernel kernel = kernel_of(app, column - 1, weights);
  if (const Tensor* bias = bias_of(layer))
    weight_slider(app, weight_name(app, column, -1, unit), "bias", static_cast<std::size_t>(bias->offset + unit));
  if (!kernel.tensor) return;
  NetworkView& view = app.network;
  const Index inputs = kernel.tensor->rows;
  if (inputs > most_weights) {
    paragraph(ui, "The " + std::to_string(strongest) + " strongest of " + std::to_string(inputs) +
                      " weights; any other by its input's number:");
    double number = static_cast<double>(view.chosen_input + 1);
    if (number_field(ui, "Input number", number, 1, static_cast<double>(inputs), true, 88))
      view.chosen_input = static_cast<Index>(number) - 1;
    view.chosen_input = std::min(view.chosen_input, inputs - 1);
    ImGui::PushID("chosen");
    weight_slider(app, weight_name(app, column, view.chosen_input, unit) + ", chosen",
                  shortened(ui, input_label(app, column - 1, view.chosen_input), 78),
                  kernel.index(view.chosen_input, unit));
    ImGui::PopID();
  }
  for (const Index from : shown_inputs(kernel, weights, unit))
    weight_slider(app, weight_name(app, column, from, unit), shortened(ui, input_label(app, column - 1, from), 78),
                  kernel.index(from, unit));
}

/// What a dense layer computes: z = x W + b, a = g(z).
void draw_formulas(App& app, Index l) {
  Ui& ui = app.ui;
  const Sequential& model = app.lens().model();
  const Activation& g = model.layers()[static_cast<std::size_t>(l)]->activation();
  const std::string layer = layer_index(model, l + 1), z = "z" + layer;
  std::string output = "a" + layer + " = " + (g.name == "linear" ? "" : std::string(g.name) + "(" + z + ")");
  if (g.name == "linear") output += z;
  else if (g.elementwise) output += " = " + substituted(g.formula, {{"z", z}});
  else output += ", a_i" + layer + " = " + with_layer(g.formula, layer);
  const float width = ImGui::GetContentRegionAvail().x;
  std::string said;
  const ImVec2 top = ImGui::GetCursorScreenPos();
  ImVec2 at = top;
  for (const MathText& formula : {MathText{whole_sum(model, l), {}}, MathText{output, {}}}) {
    at.y += math(ui, ImGui::GetWindowDrawList(), formula, at, width, {.size = size::body}).y + 5;
    said += (said.empty() ? "" : "; ") + plain(formula);
  }
  announce(ui, Role::image, "Formula of the layer", said, top, {top.x + width, at.y});
  ImGui::Dummy({width, at.y - top.y});
}

/// What the unit computes.
void draw_computation(App& app, std::size_t column, Index unit) {
  Ui& ui = app.ui;
  if (column == 0)
    return paragraph(ui, app.experiment()->data.pixels() ? "The picture that is shown, as the network sees it."
                                                         : "An input, as the network sees it.");
  const Layer& layer = *app.lens().model().layers()[column - 1];
  if (told(layer).weighted) draw_formulas(app, static_cast<Index>(column) - 1);
  else paragraph(ui, find(layer_kinds(), "layer", layer.spec().kind).help);
  const auto& sample = app.lens().sample_activations();
  if (sample.size() >= column && unit < sample[column - 1].cols)
    paragraph(
        ui, "For row " + std::to_string(app.sample + 1) + " of the data: " + short_number(sample[column - 1](0, unit)));
}

/// The card goes to this unit, and the drawing's window with it.
void show_unit(App& app, std::size_t column, Index unit) {
  app.network.unit = unit;
  const Index shown = app.heatmaps().shown(column), first = app.heatmaps().first(column);
  if (unit >= first && unit < first + shown) return;
  app.network.window(column).first =
      std::clamp<Index>(unit < first ? unit : unit - shown + 1, 0, app.heatmaps().units(column) - shown);
}

void draw_arrows(App& app, std::size_t column, Index unit) {
  Ui& ui = app.ui;
  const Index units = app.heatmaps().units(column);
  if (units < 2) return;
  const float height = ui.thumbs ? size::touch : 28.0f, width = ImGui::GetContentRegionAvail().x;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const auto go = [&](std::string_view name, Icon icon, Index to, std::string_view help) {
    if (button(ui, name,
               {.icon = icon,
                .icon_only = true,
                .width = 40,
                .height = height,
                .enabled = to >= 0 && to < units,
                .help = help}))
      show_unit(app, column, to);
  };
  go("Previous unit", Icon::left, unit - 1, "The unit above");
  const TextStyle caption{size::caption, false, ui.theme.muted};
  const std::string of = "of " + std::to_string(units);
  constexpr float field = 56, gap = 8;
  const float left = std::floor(at.x + (width - field - gap - measure(ui, of, caption).x) / 2);
  double number = static_cast<double>(unit + 1);
  ImGui::SetCursorScreenPos({left, at.y});
  if (number_field(ui, "Unit number", number, 1, static_cast<double>(units), true, field))
    show_unit(app, column, static_cast<Index>(number) - 1);
  text_at(ui, ImGui::GetWindowDrawList(), {left + field + gap, at.y + height / 2 - 9}, of, caption);
  ImGui::SetCursorScreenPos({at.x + width - 40, at.y});
  go("Next unit", Icon::right, unit + 1, "The unit below");
}

void open_card(App& app, NetworkCard card, std::size_t column, Index unit, Index from, ImVec2 beside) {
  app.network.open(card, column, unit, from, beside);
  app.network.range = range_for(app, column);
}

}  // namespace

void open_unit(App& app, std::size_t column, Index unit, ImVec2 beside) {
  open_card(app, NetworkCard::unit, column, unit, 0, beside);
}
void open_weight(App& app, std::size_t column, Index from, Index unit, ImVec2 beside) {
  if (app.scene() && app.scene()->chain) {  // the panel beside the network has it
    app.film_player.view.traced = {static_cast<Index>(column), unit, from};
    return;
  }
  open_card(app, NetworkCard::weight, column, unit, from, beside);
}

void draw_unit_card(App& app, std::size_t column, Index unit) {
  Ui& ui = app.ui;
  draw_card_title(app, unit_name(app, column, unit), "");
  const float width = ImGui::GetContentRegionAvail().x, window = ImGui::GetIO().DisplaySize.y;
  const float extent = std::floor(std::min({260.0f, width, window * (window < 420 ? 0.4f : 0.34f)}));
  const ImVec2 at = ImGui::GetCursorScreenPos(), low{std::floor(at.x + (width - extent) / 2), at.y};
  draw_unit(app, column, unit, low, extent, 8);
  ImGui::GetWindowDrawList()->AddRect(low, {low.x + extent, low.y + extent}, ui.theme.card_edge, 8);
  announce(ui, Role::image, "Enlarged " + unit_name(app, column, unit), unit_words(app, column, unit), low,
           {low.x + extent, low.y + extent});
  ImGui::Dummy({width, extent});
  draw_arrows(app, column, unit);
  draw_computation(app, column, unit);
  if (column > 0) draw_weights(app, column, unit);
}

void draw_weight_card(App& app, std::size_t column, Index from, Index unit) {
  const Layer& layer = *app.lens().model().layers()[column - 1];
  const std::string name = weight_name(app, column, from, unit);
  const Index index = weight_index(layer, from, unit);
  if (index < 0) return;
  draw_card_title(app, from < 0 ? "Bias" : "Weight",
                  from < 0 ? "of " + unit_name(app, column, unit)
                           : "from " + unit_name(app, column - 1, from) + " to " + unit_name(app, column, unit));
  weight_slider(app, name, "value", static_cast<std::size_t>(index));
  draw_watched(app, static_cast<std::size_t>(index));
  if (!layer.spec().trainable) paragraph(app.ui, "The layer is frozen: training leaves it alone.");
}

}  // namespace chainrule
