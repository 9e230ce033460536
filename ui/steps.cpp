// SPDX-License-Identifier: MIT
#include "steps.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

#include "network_parts.hpp"

namespace chainrule {
namespace {

constexpr GearRow table[] = {
    {Gear::epoch, Command::step_epoch, "Step epoch", "Epoch", "One epoch: every training row once", Icon::step_epoch},
    {Gear::batch, Command::step_batch, "Step batch", "Batch", "One batch: one update of the weights", Icon::step_batch},
    {Gear::phase, Command::step_layer, "Step layer", "Layer", "One layer of a batch: forward, backward or its update", Icon::step_layer},
    {Gear::number, Command::step_number, "Step number", "Number", "One number: from unit to unit, in the first row of a batch", Icon::step_number},
};

/// Appends what printf would print.
void print(std::string& to, const char* format, ...) {
  char text[160];
  va_list values;
  va_start(values, format);
  std::vsnprintf(text, sizeof text, format, values);
  va_end(values);
  to += text;
}

/// What the unit has, of those numbers that there are.
void print_numbers(std::string& to, const Moment& m, const Layer& layer) {
  const auto& v = m.values;
  const bool forward = m.phase == Phase::forward;
  if (m.phase == Phase::update) {
    for (std::size_t i = 0; i < std::min<std::size_t>(layer.tensors().size(), 2); ++i)
      if (!std::isnan(v[2 * i])) print(to, "%s%s %.4g → %.4g", i > 0 ? ", " : "", layer.tensors()[i].name.c_str(), v[2 * i], v[2 * i + 1]);
    return;
  }
  if (!forward) print(to, "dL/da = %.4g", v[0]);
  else if (!std::isnan(v[0])) print(to, "z = %.4g", v[0]);
  if (std::isnan(v[1])) return;
  const bool named = forward && layer.activation().name != "linear";
  print(to, forward ? "%sa =%s" : ", dL/dz =", std::isnan(v[0]) ? "" : ", ", named ? " " : "");
  if (named) (to += layer.activation().name) += "(z) =";
  print(to, " %.4g", v[1]);
}

}  // namespace

std::span<const GearRow> gears() { return table; }

std::string moment_words(App& app) {
  const Moment& m = app.snapshot().moment;
  const auto& layers = app.surface().model().layers();
  const auto l = static_cast<std::size_t>(m.layer);
  std::string words;
  if (m.phase == Phase::done || l >= layers.size()) return words;
  const char* const name = layers[l]->spec().name.c_str();
  if (m.phase == Phase::loss) {
    print(words, "Loss: %.4g of the first row, %.4g the mean of %td rows", m.values[0], m.values[1], m.rows);
  } else if (m.phase == Phase::load) {
    if (m.unit < 0) print(words, "Load: %td rows of %td inputs", m.rows, m.units);
    else if (app.experiment()->data.pixels()) print(words, "Load, pixel %td (first row of the batch): %.4g", m.unit + 1, m.values[0]);
    else print(words, "Load, %.80s (first row of the batch): %.4g", unit_name(app, 0, m.unit).c_str(), m.values[0]);
  } else {
    const bool update = m.phase == Phase::update;
    print(words, "%s, %.80s, ", update ? "Update" : m.phase == Phase::forward ? "Forward" : "Backward", name);
    if (m.unit >= 0) print(words, update ? "unit %td of %td: " : "unit %td of %td (first row of the batch): ", m.unit + 1, m.units);
    else print(words, update ? "%td unit%s; unit 1: " : "%td unit%s, %td rows; unit 1, first row: ", m.units, m.units == 1 ? "" : "s", m.rows);
    print_numbers(words, m, *layers[l]);
  }
  return words;
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
