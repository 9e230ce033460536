// SPDX-License-Identifier: MIT
#include "steps.hpp"

#include "network_parts.hpp"

namespace chainrule {
namespace {

constexpr GearRow table[] = {
    {Gear::epoch, Command::step_epoch, "Step epoch", "Epoch", "One epoch: every training row once", Icon::step_epoch},
    {Gear::batch, Command::step_batch, "Step batch", "Batch", "One batch: one update of the weights", Icon::step_batch},
    {Gear::phase, Command::step_layer, "Step layer", "Layer", "One layer of a batch: forward, backward or its update", Icon::step_layer},
    {Gear::number, Command::step_number, "Step number", "Number", "One number: from unit to unit, in the first row of a batch", Icon::step_number},
};

constexpr std::string_view words_of[] = {"Load", "Forward", "Loss", "Backward", "Update"};

std::string equals(std::string_view what, float value) { return std::string(what) + " = " + short_number(value); }

std::string numbers(const Moment& m, const Layer& layer) {
  const auto& v = m.values;
  if (m.phase == Phase::backward) return equals("dL/da", v[0]) + (std::isnan(v[1]) ? "" : ", " + equals("dL/dz", v[1]));
  if (m.phase == Phase::forward) {
    const std::string_view g = layer.activation().name;
    const std::string a = g == "linear" ? "a" : "a = " + std::string(g) + "(z)";
    return (std::isnan(v[0]) ? "" : equals("z", v[0]) + ", ") + equals(a, v[1]);
  }
  std::string words;
  for (std::size_t i = 0; i < std::min<std::size_t>(layer.tensors().size(), 2); ++i)
    if (!std::isnan(v[2 * i]))
      words += (i > 0 ? ", " : "") + layer.tensors()[i].name + " " + short_number(v[2 * i]) + " → " + short_number(v[2 * i + 1]);
  return words;
}

}  // namespace

std::span<const GearRow> gears() { return table; }

std::string moment_words(App& app) {
  const Moment& m = app.snapshot().moment;
  const auto& layers = app.surface().model().layers();
  const auto l = static_cast<std::size_t>(m.layer);
  if (m.phase == Phase::done || l >= layers.size()) return "";
  std::string words(words_of[static_cast<std::size_t>(m.phase)]);
  const std::string rows = std::to_string(m.rows) + " rows", units = std::to_string(m.units);
  constexpr std::string_view first_row = " (first row of the batch): ";
  if (m.phase == Phase::loss) return words + ": " + short_number(m.values[0]) + " of the first row, " + short_number(m.values[1]) + " the mean of " + rows;
  if (m.phase == Phase::load) {
    if (m.unit < 0) return words + ": " + rows + " of " + units + " inputs";
    words += ", " + (app.experiment()->data.pixels() ? "pixel " + std::to_string(m.unit + 1) : unit_name(app, 0, m.unit));
    return (words += first_row) += short_number(m.values[0]);
  }
  const bool update = m.phase == Phase::update;
  words += ", " + layers[l]->spec().name;
  if (m.unit < 0) words += (m.units == 1 ? ", 1 unit" : ", " + units + " units") + (update ? "; unit 1: " : ", " + rows + "; unit 1, first row: ");
  else (words += ", unit " + std::to_string(m.unit + 1) + " of " + units) += update ? ": " : first_row;
  return words + numbers(m, *layers[l]);
}

std::size_t moment_column(const App& app) {
  const Moment& m = app.snapshot().moment;
  if (m.phase == Phase::load) return 0;
  return m.phase == Phase::loss ? app.document().layers.size() : static_cast<std::size_t>(m.layer) + 1;
}

ImU32 moment_color(const App& app) {
  const Phase phase = app.snapshot().moment.phase;
  const Theme& theme = app.ui.theme;
  return phase <= Phase::forward ? theme.positive : phase == Phase::update ? theme.good : theme.negative;
}

}  // namespace chainrule
