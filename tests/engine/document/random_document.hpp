#pragma once
// SPDX-License-Identifier: MIT
// Documents drawn at random from the engine's own tables, for tests of round trips. Each number is drawn by a statement
// of its own or between braces: the order in which a call's arguments are drawn would be the compiler's choice.
#include <cmath>

#include "engine/base/random.hpp"
#include "engine/data/generator.hpp"
#include "engine/document/document.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/document/panels.hpp"
#include "engine/layers/layer.hpp"
#include "engine/tables/activation.hpp"
#include "engine/tables/initializer.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"
#include "engine/training/callback.hpp"

namespace chainrule::test {

template <class Row>
const Row& pick(std::span<const Row> table, Random& random) {
  return table[random.below(static_cast<std::uint32_t>(table.size()))];
}

inline std::vector<double> random_values(std::span<const Parameter> parameters, Random& random) {
  std::vector<double> values;
  for (const Parameter& p : parameters) {
    values.push_back(p.value);
    if (random.below(2) == 0) continue;
    values.back() = random.uniform(p.minimum, p.maximum);
    if (p.whole) values.back() = std::floor(values.back() + 0.5);
  }
  return values;
}

template <class Row>
Choice random_choice(std::span<const Row> table, Random& random) {
  const Row& row = pick(table, random);
  return {std::string(row.name), random_values(row.parameters, random)};
}

inline LayerSpec random_layer(Random& random) {
  const LayerKind& kind = pick(layer_kinds(), random);
  LayerSpec layer = layer_defaults(kind);
  if (kind.has_activation) layer.activation = random_choice(activations(), random);
  layer.values = random_values(kind.parameters, random);
  layer.trainable = random.below(3) != 0;
  if (random.below(3) == 0) layer.name = "my_layer-" + std::to_string(random.below(100)) + "/x.y";
  if (random.below(4) == 0) layer.input_dim = 1 + random.below(50);
  if (kind.has_units) layer.units = 1 + random.below(limits::units);
  if (!kind.kernel_initializer.empty()) layer.kernel_initializer = random_choice(initializers(), random);
  if (!kind.has_kernel) return layer;
  layer.use_bias = random.below(2) == 0;
  layer.bias_initializer = random_choice(initializers(), random);
  layer.kernel_regularizer = random_choice(regularizers(), random);
  layer.bias_regularizer = random_choice(regularizers(), random);
  layer.activity_regularizer = random_choice(regularizers(), random);
  layer.kernel_constraint = random_choice(constraints(), random);
  return layer;
}

/// Any text: with separators, escapes, blanks, quotes and bytes beyond ASCII (as UTF-8).
inline std::string random_text(Random& random) {
  constexpr const char* pieces[] = {"a", "B", "7", ",",  "\\",   "&",   "=",  "%",  "+",        "#",
                                    ":", ";", " ", "\"", "'",    "%41", "\n", "\t", "\xC3\xA4", "\xE2\x82\xAC",
                                    "<", ">", "{", "}",  "null", "/"};
  std::string text;
  for (std::uint32_t n = 1 + random.below(6); n > 0; --n) text += pieces[random.below(std::size(pieces))];
  return text;
}

inline Document random_document(Random& random) {
  const auto coin = [&] { return random.below(2) == 0; };
  Document d = default_document();
  if (coin()) {
    const Choice choice = random_choice(generators(), random);
    d.data = choice.name;
    if (choice != defaults(find(generators(), "generator", choice.name))) d.data_values = choice.values;
    if (d.data == "above" && coin()) d.formula = "min(x1, 2) - 0.5^2";
  }
  if (coin()) d.disturbance = {random.uniform(), random.uniform(), random.uniform(0, most_imbalance)};
  for (std::uint32_t n = random.below(4); n > 0; --n) {
    const double x1 = random.uniform(-6, 6), x2 = random.uniform(-6, 6);
    d.points.push_back(make_point(x1, x2, static_cast<int>(random.below(6))));
  }
  for (std::uint32_t n = random.below(3); n > 0; --n) {
    const std::string column = random_text(random);
    d.types.push_back(column + (coin() ? ":number" : ":category"));
  }
  for (std::uint32_t n = random.below(3); n > 0; --n) d.features.push_back("max(x1, " + std::to_string(n) + ")");
  if (coin()) d.samples = 2 + random.below(limits::samples - 2);
  if (coin()) d.noise = random.uniform();
  if (coin()) d.target = random_text(random);
  if (coin()) d.problem = coin() ? "classification" : "regression";
  for (std::uint32_t n = random.below(3); n > 0; --n) d.left_out.push_back(random_text(random));
  if (coin()) d.standardise = coin();
  d.shuffle_rows = coin();
  if (coin()) d.layers.clear();
  for (std::uint32_t n = random.below(8); n > 0; --n) d.layers.push_back(random_layer(random));
  if (coin()) d.compile.optimizer = random_choice(optimizers(), random);
  if (coin()) d.compile.loss = random_choice(losses(), random);
  if (coin()) d.compile.learning_rate_schedule = random_choice(schedules(), random);
  if (coin())
    d.fit = {1 + static_cast<Index>(random.below(1000)), 1 + static_cast<Index>(random.below(999'999)),
             random.uniform(), coin()};
  if (coin())
    d.fit.callbacks = {{random_choice(callback_kinds(), random), "val_loss"},
                       {random_choice(callback_kinds(), random), "val_loss"}};
  if (coin()) d.fit.class_weight = {random.uniform(), 1, 2.5};
  d.compile.metrics.clear();
  for (std::uint32_t n = random.below(3); n > 0; --n) d.compile.metrics.emplace_back(pick(metrics(), random).name);
  if (coin()) {
    const std::uint64_t high = random.bits(), low = random.bits();
    d.seed = (high << 32U) | low;
  }
  if (coin()) d.dialect = Dialect::keras2;
  if (coin()) d.theme = coin() ? "dark" : "light";
  if (coin()) d.scene = "backprop";
  for (const Panel& panel : panels())
    if (random.below(4) == 0) d.hide.emplace_back(panel.name);
  for (std::uint32_t n = random.below(3); n > 0; --n) d.unknown["later_" + std::to_string(n)] = random_text(random);
  return d;
}

}  // namespace chainrule::test
