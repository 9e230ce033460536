// SPDX-License-Identifier: MIT
// Everything a layer has, from the engine's tables of layers and fields; and the menu of layers to insert.
#include <algorithm>
#include <cmath>

#include "ui/app/app.hpp"
#include "ui/panels/network/layer_editor.hpp"
#include "ui/panels/network/parts.hpp"
#include "ui/session/layer_edits.hpp"
#include "ui/session/layer_places.hpp"
#include "ui/widgets/options.hpp"
#include "ui/widgets/parameter_rows.hpp"

#include "engine/document/layer_fields.hpp"
#include "engine/tables/initializer.hpp"
#include "engine/tables/regularizer.hpp"
#include "ui/charts/activation_menu.hpp"
#include "ui/charts/activation_plot.hpp"

namespace chainrule {
namespace {

/// The rows that a field chooses from, and where the current one stands.
std::vector<Option> options_of_field(Ui& ui, LayerFieldType type, std::string_view current, int& chosen) {
  switch (type) {
    case LayerFieldType::activation: return activation_options(ui, current, chosen).options;
    case LayerFieldType::initializer: return options_of(initializers(), current, chosen);
    case LayerFieldType::regularizer: return options_of(regularizers(), current, chosen);
    case LayerFieldType::constraint: return options_of(constraints(), current, chosen);
    default: return {};
  }
}

/// A field's text, such as random_normal:stddev=0.1, as a choice with all its values.
Choice choice_of(const LayerField& field, std::string_view text, Dialect dialect) {
  const auto items = split(text, ':');
  Choice choice{items.empty() ? text : items[0]};
  const auto parameters = field_parameters(field, choice.name);
  for (const Parameter& p : parameters) choice.values.push_back(p.usual(dialect));
  for (std::size_t i = 1; i < items.size(); ++i)
    read_parameter(choice.name, parameters, items[i], i - 1, choice.values, dialect);
  return choice;
}

void set_option(App& app, std::size_t layer, std::string_view key, std::string text) {
  app.change([layer, key = std::string(key), text = std::move(text)](Document& d) {
    if (layer < d.layers.size()) read_layer_option(d.layers[layer], key, text, d.dialect);
  });
}

/// Dense(4, activation='tanh'), or Dense(4) and Activation('tanh').
void draw_spelling(App& app, std::size_t l) {
  const Document& d = app.document();
  const bool join = can_join(d, l);
  if (!join && !can_split(d, l)) return;
  ImGui::Dummy({0, 0});
  const float width = ImGui::GetContentRegionAvail().x, height = app.ui.thumbs ? size::touch : 32.0f;
  if (!button(app.ui, join ? "Join activation" : "Split activation",
              {.label = join ? "Write it as an argument" : "Write it as a layer of its own",
               .width = width,
               .height = height,
               .help = "Dense with an activation, and Dense followed by Activation, are one layer in two spellings"}))
    return;
  if (join && !joined_to_previous(d, l + 1)) app.network.column = l;  // the layer it is joined to
  app.change([=](Document& doc) { join ? join_activation(doc, l) : split_activation(doc, l); });
}

/// A menu, the chosen row's help line, and its parameters.
void draw_choice(App& app, std::size_t l, const LayerField& field, const std::string& text) {
  Ui& ui = app.ui;
  const Dialect dialect = app.document().dialect;
  Choice choice = choice_of(field, text, dialect);
  int chosen = 0;
  const auto options = options_of_field(ui, field.type, choice.name, chosen);
  const int before = chosen;
  const float width = std::min(172.0f, ImGui::GetContentRegionAvail().x - 140);
  if (select(ui, field.key, chosen, options, width, field.key) && chosen != before)
    return set_option(app, l, field.key, std::string(options[static_cast<std::size_t>(chosen)].name));
  resting_tooltip(ui, field.help);
  const bool is_activation = field.type == LayerFieldType::activation;
  const auto parameters = field_parameters(field, choice.name);
  if (choice.name != "none") paragraph(ui, options[static_cast<std::size_t>(chosen)].help);
  bool changed = false;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    changed = parameter_row(ui, std::string(field.key) + " " + std::string(parameters[i].name), parameters[i],
                            choice.values[i]) ||
              changed;
  if (is_activation)
    draw_activation_plot(ui, find(activations(), "activation", choice.name), choice.values.data(),
                         ImGui::GetContentRegionAvail().x, 132);
  if (changed) set_option(app, l, field.key, choice.name + write_parameters(parameters, choice.values, dialect));
  if (is_activation) draw_spelling(app, l);
}

void draw_field(App& app, std::size_t l, const LayerField& field) {
  Ui& ui = app.ui;
  const LayerSpec& spec = app.document().layers[l];
  const std::string text = field.write(spec, app.document().dialect);
  const float width = ImGui::GetContentRegionAvail().x;
  const auto label = [&](float control) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + (ui.thumbs ? 11.0f : 5.0f)}, field.key);
    ImGui::SetCursorScreenPos({at.x + width - control, at.y});
  };
  switch (field.type) {
    case LayerFieldType::boolean: {
      bool on = text == "1";
      if (!toggle(ui, field.key, on, field.help)) return;
      if (field.key == "trainable") app.set_trainable(l, on);  // the weights stay
      else set_option(app, l, field.key, write_switch(on));
      return;
    }
    case LayerFieldType::whole: {
      double value = std::stod(text);
      label(88);
      if (number_field(ui, field.key, value, field.minimum, field.maximum, true, 88))
        set_option(app, l, field.key, std::to_string(static_cast<long long>(value)));
      resting_tooltip(ui, field.help);
      return;
    }
    case LayerFieldType::text: {
      std::string value = text;
      label(172);
      const auto good = [](std::string_view words) { return words.empty() || is_layer_name(words); };
      if (text_field(ui, field.key, value, 172, layer_name(app, l), field.help, good))
        set_option(app, l, field.key, value);
      return;
    }
    default: draw_choice(app, l, field, text);
  }
}

/// The data decide the output's units, and only the first layer may name its inputs.
bool is_open(const Document& d, std::size_t l, const LayerField& field) {
  const auto with_units = layers_with_units(d);
  if (field.key == "units") return with_units.empty() || with_units.back() != l;
  return field.key != "input_dim" || l == 0;
}

void draw_own_parameters(App& app, std::size_t l, const LayerKind& kind) {
  const LayerSpec& spec = app.document().layers[l];
  for (std::size_t i = 0; i < kind.parameters.size(); ++i) {
    const Parameter& p = kind.parameters[i];
    double value = i < spec.values.size() ? spec.values[i] : p.usual(app.document().dialect);
    if (parameter_row(app.ui, std::string(p.name), p, value)) set_option(app, l, p.name, write_parameter(p, value));
  }
}

void close_button(App& app) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float extent = app.ui.thumbs ? size::touch : 28.0f;
  ImGui::SetCursorScreenPos({at.x + ImGui::GetContentRegionAvail().x - extent, at.y - 2});
  if (button(app.ui, "Close",
             {.icon = Icon::close,
              .look = Look::quiet,
              .icon_only = true,
              .width = extent,
              .height = extent,
              .help = "Closes this card (Esc)"}))
    app.network.close();
  ImGui::SetCursorScreenPos(at);
}

}  // namespace

void draw_card_title(App& app, const std::string& title, const std::string& words) {
  Ui& ui = app.ui;
  close_button(app);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x - (ui.thumbs ? size::touch : 28.0f) - 8;
  const TextStyle style{size::heading, true, ui.theme.text};
  text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 1}, shortened(ui, title, width, style), style);
  announce(ui, Role::heading, title, "", at, {at.x + width, at.y + 22});
  ImGui::SetCursorScreenPos({at.x, at.y + 28});
  if (!words.empty()) paragraph(ui, words);
}

namespace {

struct Action {
  std::string_view name;
  Icon icon;
  bool enabled;
  std::string_view help;
  std::function<void(Document&)> edit;
};

/// What can be done with the layer as a whole, in one line.
void draw_actions(App& app, std::size_t l) {
  Ui& ui = app.ui;
  const std::size_t count = app.document().layers.size();
  const bool room = count < static_cast<std::size_t>(limits::layers);
  const Action actions[] = {
      {"Move left", Icon::left, l > 0, "One place towards the inputs",
       [=, data = app.experiment()](Document& d) { move_layer(d, l, l - 1, data->data); }},
      {"Move right", Icon::right, l + 1 < count, "One place towards the output",
       [=, data = app.experiment()](Document& d) { move_layer(d, l, l + 1, data->data); }},
      {"Copy layer", Icon::copy, room, "The same layer once more",
       [=, data = app.experiment()](Document& d) { copy_layer(d, l, data->data); }},
      {"Remove layer", Icon::remove, count > 1, "The network without this layer",
       [=, data = app.experiment()](Document& d) { remove_layer(d, l, data->data); }},
  };
  ImGui::Dummy({0, 0});
  const float width = std::floor((ImGui::GetContentRegionAvail().x - 4 * 8) / 5),
              height = ui.thumbs ? size::touch : 32.0f;
  for (const Action& a : actions) {
    if (&a != actions) ImGui::SameLine(0, 8);
    if (!button(ui, a.name,
                {.icon = a.icon,
                 .icon_only = true,
                 .width = width,
                 .height = height,
                 .enabled = a.enabled,
                 .help = a.help}))
      continue;
    app.change(a.edit);
    NetworkView& view = app.network;
    if (a.name == "Move left") view.column = l;
    if (a.name == "Move right") view.column = l + 2;
    if (a.name == "Remove layer") view.close();
  }
  ImGui::SameLine(0, 8);
  if (button(ui, "Insert layer after",
             {.icon = Icon::plus,
              .icon_only = true,
              .width = width,
              .height = height,
              .enabled = room,
              .help = "A layer of any kind after this one"}))
    app.network.open(NetworkCard::insert, l + 1, 0, 0, app.network.beside);
}

}  // namespace

void draw_layer_editor(App& app, std::size_t l) {
  if (l >= app.document().layers.size()) return;
  const LayerSpec& spec = app.document().layers[l];
  const LayerKind& kind = find(layer_kinds(), "layer", spec.kind);
  const auto with_units = layers_with_units(app.document());
  const bool output = !with_units.empty() && with_units.back() == l;
  draw_card_title(app, layer_name(app, l),
                  std::string(kind.title) + ". " + std::string(kind.help) +
                      (output ? " The output: its units follow the data." : ""));
  draw_actions(app, l);
  draw_own_parameters(app, l, kind);
  for (const LayerField& field : layer_fields())
    if (field.used_by(kind) && is_open(app.document(), l, field)) draw_field(app, l, field);
}

void draw_layer_menu(App& app, std::size_t place) {
  Ui& ui = app.ui;
  const std::size_t count = app.document().layers.size();
  draw_card_title(app, "Insert a layer",
                  place < count ? "Before " + layer_name(app, place) + "." : "After the last layer.");
  const float width = ImGui::GetContentRegionAvail().x;
  for (const LayerKind& kind : layer_kinds()) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const TextStyle caption{size::caption, false, ui.theme.muted};
    const float words = ui.regular->CalcTextSizeA(caption.size, FLT_MAX, width - 20, std::string(kind.help).c_str()).y;
    const std::string name = "Insert " + std::string(kind.title);
    const bool pressed = button(ui, name, {.look = Look::quiet, .label = " ", .width = width, .height = words + 34});
    const float after = ImGui::GetItemRectMax().y;
    text_at(ui, ImGui::GetWindowDrawList(), {at.x + 10, at.y + 6}, kind.title, {size::body, true, ui.theme.text});
    ImGui::SetCursorScreenPos({at.x + 10, at.y + 26});
    paragraph(ui, kind.help, caption, width - 20);
    ImGui::SetCursorScreenPos({at.x, after + 2});
    if (!pressed) continue;
    app.change([=, name = std::string(kind.name), data = app.experiment()](Document& d) {
      insert_layer(d, place, name, data->data);
    });
    app.network.close();
  }
}

}  // namespace chainrule
