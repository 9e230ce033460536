// SPDX-License-Identifier: MIT
// The network: neurons as tiles, weights as curves, and the controls that build it.
#include <algorithm>
#include <cmath>

#include "network_layout.hpp"
#include "panels.hpp"

#include "engine/sequential.hpp"

namespace chainrule {
namespace {

/// The dense layers' places in the document; the last one is the output, whose units the data decide.
std::vector<std::size_t> dense_layers(const Document& document) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < document.layers.size(); ++i)
    if (document.layers[i].kind == "dense") all.push_back(i);
  return all;
}

void draw_layer_count(App& app, ImVec2 right_top) {
  Ui& ui = app.ui;
  const auto dense = dense_layers(app.document());
  const Index hidden = std::max<Index>(0, static_cast<Index>(dense.size()) - 1);
  const std::string words = "Hidden layers";
  const float wide = measure(ui, words, {size::caption, false, 0}).x;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  float x = right_top.x - 28;
  ImGui::SetCursorScreenPos({x, right_top.y - 4});
  if (button(ui, "Add hidden layer", {.icon = Icon::plus, .icon_only = true, .height = 28, .enabled = app.document().layers.size() < 12, .help = "One more layer before the output"})) {
    app.change([](Document& d) {
      const auto at = dense_layers(d);
      LayerSpec layer;
      layer.units = at.size() > 1 ? d.layers[at[at.size() - 2]].units : 4;
      layer.activation = at.size() > 1 ? d.layers[at[at.size() - 2]].activation : Choice{"tanh", {}};
      d.layers.insert(d.layers.begin() + static_cast<std::ptrdiff_t>(at.empty() ? 0 : at.back()), layer);
    });
  }
  x -= 28;
  text_at(ui, draw, {x + 14, right_top.y}, std::to_string(hidden), {size::body, true, ui.theme.text}, 0.5f);
  x -= 28;
  ImGui::SetCursorScreenPos({x, right_top.y - 4});
  if (button(ui, "Remove hidden layer", {.icon = Icon::minus, .icon_only = true, .height = 28, .enabled = hidden > 0, .help = "Without the last hidden layer"})) {
    app.change([](Document& d) {
      const auto at = dense_layers(d);
      if (at.size() < 2) return;
      const auto first = d.layers.begin() + static_cast<std::ptrdiff_t>(at[at.size() - 2]);
      d.layers.erase(first, d.layers.begin() + static_cast<std::ptrdiff_t>(at.back()));  // with its Activation layers
    });
  }
  text_at(ui, draw, {x - wide - 10, right_top.y + 1}, words, {size::caption, false, ui.theme.muted});
}

void set_units(App& app, std::size_t layer, Index units) {
  app.change([=](Document& d) {
    if (layer < d.layers.size()) d.layers[layer].units = units;
  });
}

/// Name, units with - and +, and the activation menu above a layer's tiles.
void draw_header(App& app, const NetworkLayout& layout, std::size_t l) {
  Ui& ui = app.ui;
  const Layer& layer = *app.surface().model().layers()[l];
  const NetworkColumn& column = layout.columns[l + 1];
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const TextStyle caption{size::caption, false, ui.theme.muted};
  const std::string& name = layer.spec().name;
  text_at(ui, draw, {column.x, layout.origin.y}, shortened(ui, name, layout.column_width - 8, caption), caption, 0.5f);
  if (layout.compact) return;
  const float y = layout.origin.y + 22;
  const auto dense_at = dense_layers(app.document());
  const bool dense = layer.spec().kind == "dense", output = !dense_at.empty() && l == dense_at.back();
  const std::string units = std::to_string(layer.arguments());
  if (dense && !output) {
    const bool narrow = layout.column_width < narrow_column;
    const float field = narrow ? 56.0f : 46.0f, buttons = narrow ? y + 31 : y, away = narrow ? 2.0f : field / 2 + 4;
    double wanted = static_cast<double>(layer.arguments());
    ImGui::SetCursorScreenPos({std::floor(column.x - away - 26), buttons});
    if (button(ui, "Fewer units in " + name, {.icon = Icon::minus, .icon_only = true, .width = 26, .height = 28, .enabled = layer.arguments() > 1})) --wanted;
    ImGui::SetCursorScreenPos({std::floor(column.x - field / 2), y});
    number_field(ui, "Units in " + name, wanted, 1, limits::units, true, field);
    ImGui::SetCursorScreenPos({std::floor(column.x + away), buttons});
    if (button(ui, "More units in " + name, {.icon = Icon::plus, .icon_only = true, .width = 26, .height = 28, .enabled = layer.arguments() < limits::units})) ++wanted;
    if (wanted != static_cast<double>(layer.arguments())) set_units(app, l, static_cast<Index>(wanted));
  } else {
    text_at(ui, draw, {column.x, y + 4}, units, {size::body, true, ui.theme.text}, 0.5f);
  }
  if (!find(layer_kinds(), "layer", layer.spec().kind).has_activation) return;
  int chosen = 0;
  const auto options = options_of(activations(), layer.activation().name, chosen);
  const float width = std::min(118.0f, layout.column_width - 8);
  ImGui::SetCursorScreenPos({std::floor(column.x - width / 2), layout.origin.y + layout.header - 37});
  if (select(ui, "Activation of " + name, chosen, options, width)) {
    app.change([=](Document& d) {
      if (l < d.layers.size()) d.layers[l].activation = defaults(activations()[static_cast<std::size_t>(chosen)], d.dialect);
    });
  }
}

struct Kernel {
  const float* weights = nullptr;   ///< [inputs, units], or null: a layer that works on each column by itself
  Index units = 0;
  float largest = 1e-6f;
};

Kernel kernel_of(const Sequential& model, std::size_t l) {
  const Layer& layer = *model.layers()[l];
  if (layer.tensors().empty() || layer.tensors()[0].vector) return {};
  const Tensor& t = layer.tensors()[0];
  Kernel k{model.weights().data() + t.offset, t.cols, 1e-6f};
  for (Index i = 0; i < t.size(); ++i) k.largest = std::max(k.largest, std::abs(k.weights[i]));
  return k;
}

NetworkHit draw_edges(App& app, const NetworkLayout& layout, bool hovered) {
  const Theme& theme = app.ui.theme;
  const Sequential& model = app.surface().model();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  NetworkHit hit;
  float nearest = 7;
  const bool pixels = app.experiment()->data.pixels();
  const auto stroke = [&](const EdgeCurve& e, ImU32 color, float width) {
    draw->AddBezierCubic(e.a, e.b, e.c, e.d, color, width, 20);
  };
  for (std::size_t l = 0; l < model.layers().size(); ++l) {
    const Kernel kernel = kernel_of(model, l);
    for (Index to = 0; to < layout.columns[l + 1].shown; ++to)
      for (Index from = 0; from < layout.columns[l].shown; ++from) {
        if (!kernel.weights && from != to) continue;
        const EdgeCurve curve = edge_curve(layout, l + 1, from, to);
        const bool bundle = pixels && l == 0;      // one line stands for all pixels' weights
        const float w = !kernel.weights || bundle ? 0 : kernel.weights[from * kernel.units + to] / kernel.largest;
        const float size = std::abs(w);
        const ImU32 color = !kernel.weights || bundle ? with_alpha(theme.muted, 0.4f)
                                                      : with_alpha(w < 0 ? theme.negative : theme.positive, 0.25f + 0.75f * size);
        stroke(curve, color, !kernel.weights || bundle ? 1.2f : 0.8f + 3.7f * size);
        if (!hovered || !kernel.weights || bundle) continue;
        const float away = distance_to(curve, mouse);
        if (away < nearest) {
          nearest = away;
          hit = {true, false, l + 1, from, to};
        }
      }
  }
  if (hit.edge) {
    const EdgeCurve curve = edge_curve(layout, hit.column, hit.from, hit.unit);
    stroke(curve, theme.text, 3);
  }
  return hit;
}

/// A bar for a number where there is no plane to draw a heat map over.
void draw_bar(App& app, ImVec2 low, float extent, float value, float largest) {
  const Theme& theme = app.ui.theme;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 high{low.x + extent, low.y + extent};
  draw->AddRectFilled(low, high, theme.zero, 5);
  const float t = std::clamp(value / std::max(largest, 1e-6f), -1.0f, 1.0f);
  const float top = high.y - extent * std::abs(t);
  draw->AddRectFilled({low.x, top}, high, t < 0 ? theme.negative : theme.positive, 5, ImDrawFlags_RoundCornersBottom);
}

std::string unit_name(const App& app, std::size_t column, Index unit) {
  const DataSet& data = app.experiment()->data;
  if (column == 0)
    return data.pixels() ? "the picture" : data.feature_names[static_cast<std::size_t>(unit)];
  App& a = const_cast<App&>(app);
  return a.surface().model().layers()[column - 1]->spec().name + " unit " + std::to_string(unit + 1);
}

std::string unit_words(App& app, std::size_t column, Index unit) {
  if (column == 0) return unit_name(app, 0, unit);
  const Sequential& model = app.surface().model();
  const Layer& layer = *model.layers()[column - 1];
  std::string words = unit_name(app, column, unit) + ": " + std::string(layer.activation().name);
  if (layer.tensors().size() > 1 && layer.tensors()[1].name == "bias")
    words += ", bias " + short_number(model.weights()[static_cast<std::size_t>(layer.tensors()[1].offset + unit)]);
  const auto& sample = app.surface().sample_activations();
  if (!app.surface().plane() && sample.size() >= column) words += ", output " + short_number(sample[column - 1](0, unit)) + " for the picture shown";
  return words;
}

void draw_tile(App& app, const NetworkLayout& layout, std::size_t column, Index unit, NetworkHit& hit) {
  Ui& ui = app.ui;
  const Surface& surface = app.surface();
  const ImVec2 low = layout.tile_low(column, unit), high{low.x + layout.tile, low.y + layout.tile};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const int tile = column == 0 ? surface.input_tile(unit) : surface.unit_tile(column - 1, unit);
  ImGui::SetCursorScreenPos(low);
  const std::string name = unit_name(app, column, unit);
  const ImGuiID id = ImGui::GetID(name.c_str());
  ImGui::PushID(static_cast<int>(id));
  ImGui::InvisibleButton("##tile", {layout.tile, layout.tile}, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  const bool focused = ui.mirror.focused() == id;
  const bool over = ImGui::IsItemHovered() || focused;
  if (over) hit = {false, true, column, 0, unit};
  const float round = std::min(6.0f, layout.tile / 5);
  if (tile >= 0 && surface.ready()) {
    surface.draw_tile(draw, tile, low, high, round);
  } else if (column > 0 && surface.sample_activations().size() >= column) {
    const Matrix& a = surface.sample_activations()[column - 1];
    float largest = 0;
    for (const float v : a.data) largest = std::max(largest, std::abs(v));
    draw_bar(app, low, layout.tile, a(0, unit), largest);
  }
  draw->AddRect(low, high, over ? ui.theme.text : with_alpha(ui.theme.muted, 0.55f), round, 0, over ? 2.0f : 1.0f);
  if (column > 0 && layout.tile >= 20) {   // the bias: a dot in the lower left corner
    const Layer& layer = *surface.model().layers()[column - 1];
    if (layer.tensors().size() > 1 && layer.tensors()[1].name == "bias") {
      const float bias = surface.model().weights()[static_cast<std::size_t>(layer.tensors()[1].offset + unit)];
      draw->AddCircleFilled({low.x + 1, high.y - 1}, 4.5f, ui.theme.card, 16);
      draw->AddCircleFilled({low.x + 1, high.y - 1}, 3.5f, mix(ui.theme.muted, bias < 0 ? ui.theme.negative : ui.theme.positive, std::min(1.0f, 0.3f + std::abs(bias))), 16);
    }
  }
  MirrorItem item;
  item.id = id;
  item.role = Role::button;
  item.name = name;
  item.description = unit_words(app, column, unit);
  item.x = low.x;
  item.y = low.y;
  item.width = item.height = layout.tile;
  ui.mirror.add(std::move(item));
}

void draw_names(App& app, const NetworkLayout& layout) {
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const DataSet& data = app.experiment()->data;
  const TextStyle caption{size::caption, false, ui.theme.muted};
  const float half = layout.tile / 2 + 8;
  const float left = layout.columns[0].x - half - layout.origin.x;
  text_at(ui, draw, {layout.columns[0].x, layout.origin.y}, "Inputs", caption, 0.5f);
  if (data.pixels()) {
    text_at(ui, draw, {layout.columns[0].x, layout.tile_low(0, 0).y + layout.tile + 6}, std::to_string(data.x.cols) + " pixels", caption, 0.5f);
  } else {
    for (Index i = 0; i < layout.columns[0].shown; ++i) {
      const ImVec2 c = layout.center(0, i);
      text_at(ui, draw, {c.x - half, c.y - 9}, shortened(ui, data.feature_names[static_cast<std::size_t>(i)], left, caption), caption, 1);
    }
  }
  const std::size_t last = layout.columns.size() - 1;
  if (app.surface().model().outputs() > 1 && data.problem == Problem::classification) {
    const float right = layout.origin.x + layout.extent.x - layout.columns[last].x - half;
    for (Index i = 0; i < layout.columns[last].shown && i < data.classes(); ++i) {
      const ImVec2 c = layout.center(last, i);
      text_at(ui, draw, {c.x + half, c.y - 9}, shortened(ui, data.class_names[static_cast<std::size_t>(i)], right, caption), caption);
    }
  }
  for (std::size_t i = 0; i <= last; ++i) {
    const NetworkColumn& c = layout.columns[i];
    if (c.folded <= 0) continue;
    const float y = layout.center(i, c.shown - 1).y + layout.pitch / 2;
    text_at(ui, draw, {c.x, y}, "+" + std::to_string(c.folded) + " more", caption, 0.5f);
  }
}

void explain(App& app, const NetworkHit& hit) {
  Ui& ui = app.ui;
  const Surface& surface = app.surface();
  if (hit.edge) {
    const Kernel k = kernel_of(surface.model(), hit.column - 1);
    const float w = k.weights[hit.from * k.units + hit.unit];
    tooltip(ui, "Weight " + short_number(w) + "\nfrom " + unit_name(app, hit.column - 1, hit.from) + " to " + unit_name(app, hit.column, hit.unit));
  }
  if (!hit.tile) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12, 10));
  if (ImGui::BeginTooltip()) {
    text(ui, unit_words(app, hit.column, hit.unit), {size::caption, false, 0});
    const int tile = hit.column == 0 ? surface.input_tile(hit.unit) : surface.unit_tile(hit.column - 1, hit.unit);
    if (tile >= 0 && surface.ready()) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      ImGui::Dummy({160, 160});
      surface.draw_tile(ImGui::GetWindowDrawList(), tile, at, {at.x + 160, at.y + 160}, 6);
    }
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

/// All weights of a small layer as a table, for those who read them.
void publish_weights(App& app) {
  const Sequential& model = app.surface().model();
  for (std::size_t l = 0; l < model.layers().size(); ++l) {
    const Layer& layer = *model.layers()[l];
    if (!kernel_of(model, l).weights || layer.inputs() > 16 || layer.outputs() > 16) continue;
    MirrorItem item;
    item.role = Role::table;
    item.name = "Weights of " + layer.spec().name;
    item.id = ImGui::GetID(item.name.c_str());
    item.width = item.height = 1;
    item.rows.push_back({"to"});
    for (Index i = 0; i < layer.inputs(); ++i) item.rows[0].push_back("from " + unit_name(app, l, i));
    if (layer.tensors().size() > 1) item.rows[0].push_back(layer.tensors()[1].name);
    for (Index u = 0; u < layer.arguments(); ++u) {
      std::vector<std::string> row{"unit " + std::to_string(u + 1)};
      for (const Tensor& t : layer.tensors())
        for (Index i = 0; i < t.rows; ++i) row.push_back(short_number(model.weights()[static_cast<std::size_t>(t.offset + i * t.cols + u)]));
      item.rows.push_back(std::move(row));
    }
    app.ui.mirror.add(std::move(item));
  }
}

}  // namespace

void draw_network(App& app) {
  Ui& ui = app.ui;
  const ImVec2 top = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  card_title(ui, "Network",
             "Each tile is a neuron: its output over the inputs, orange negative, blue positive. Each line is a weight: "
             "colour by sign, width by size; the dot is the bias. A layer computes z = x W + b and a = g(z).");
  if (!app.experiment()) return;
  if (!ui.compact) draw_layer_count(app, {top.x + width - 34, top.y});
  ImGui::SetCursorScreenPos({top.x, top.y + (ui.compact ? 0 : 34)});
  ImVec2 room = ImGui::GetContentRegionAvail();
  if (ui.compact) room.x -= 28;   // the ? stands there
  const float least = 70.0f * static_cast<float>(app.surface().model().layers().size() + 1) + 48;
  const bool scrolls = least > room.x && room.y > 200;
  ImGui::BeginChild("drawing", room, ImGuiChildFlags_NavFlattened, scrolls ? ImGuiWindowFlags_HorizontalScrollbar : ImGuiWindowFlags_NoScrollbar);
  if (scrolls) {
    const ImVec2 at = ImGui::GetCursorPos();
    ImGui::Dummy({least, 1});   // makes the child scroll
    ImGui::SetCursorPos(at);
  }
  const NetworkLayout layout = lay_out_network(app, ImGui::GetCursorScreenPos(), {std::max(room.x, scrolls ? least : 0.0f), room.y - (scrolls ? 10.0f : 0.0f)});
  const bool hovered = ImGui::IsWindowHovered();
  NetworkHit hit = draw_edges(app, layout, hovered);
  for (std::size_t c = 0; c < layout.columns.size(); ++c)
    for (Index u = 0; u < layout.columns[c].shown; ++u) draw_tile(app, layout, c, u, hit);
  draw_names(app, layout);
  for (std::size_t l = 0; l < app.surface().model().layers().size(); ++l) draw_header(app, layout, l);
  if (hit.tile || hit.edge) explain(app, hit);
  if (!app.snapshot().playing) publish_weights(app);
  ImGui::Dummy({0, 0});
  ImGui::EndChild();
}

}  // namespace chainrule
