#pragma once
// SPDX-License-Identifier: MIT
// Documents drawn at random from the engine's own tables, for tests of round trips.
#include <cmath>

#include "engine/activation.hpp"
#include "engine/generator.hpp"
#include "engine/initializer.hpp"
#include "engine/io/document.hpp"
#include "engine/io/layer_fields.hpp"
#include "engine/layer.hpp"
#include "engine/loss.hpp"
#include "engine/metric.hpp"
#include "engine/optimizer.hpp"
#include "engine/random.hpp"

namespace chainrule::test {

template <class Row>
const Row& pick(std::span<const Row> table, Random& random) {
  return table[random.below(static_cast<std::uint32_t>(table.size()))];
}

template <class Row>
Choice random_choice(std::span<const Row> table, Random& random) {
  const Row& row = pick(table, random);
  Choice choice = defaults(row);
  for (std::size_t i = 0; i < choice.values.size(); ++i) {
    const Parameter& p = row.parameters[i];
    if (random.below(2) == 0) continue;
    choice.values[i] = random.uniform(p.minimum, p.maximum);
    if (p.whole) choice.values[i] = std::floor(choice.values[i] + 0.5);
  }
  return choice;
}

inline LayerSpec random_layer(Random& random) {
  LayerSpec layer = read_layer(pick(layer_kinds(), random).name);
  const LayerKind& kind = find(layer_kinds(), "layer", layer.kind);
  layer.activation = random_choice(activations(), random);
  layer.trainable = random.below(3) != 0;
  if (random.below(3) == 0) layer.name = "my_layer-" + std::to_string(random.below(100)) + "/x.y";
  if (random.below(4) == 0) layer.input_dim = 1 + random.below(50);
  if (!kind.has_units) return layer;
  layer.units = 1 + random.below(limits::units);
  layer.use_bias = random.below(2) == 0;
  layer.kernel_initializer = random_choice(initializers(), random);
  layer.bias_initializer = random_choice(initializers(), random);
  return layer;
}

/// Any text: with separators, escapes, blanks, quotes and bytes beyond ASCII (as UTF-8).
inline std::string random_text(Random& random) {
  constexpr const char* pieces[] = {"a", "B", "7", ",", "\\", "&", "=", "%", "+", "#", ":", ";", " ", "\"", "'", "%41",
                                    "\n", "\t", "\xC3\xA4", "\xE2\x82\xAC", "<", ">", "{", "}", "null", "/"};
  std::string text;
  for (std::uint32_t n = 1 + random.below(6); n > 0; --n) text += pieces[random.below(std::size(pieces))];
  return text;
}

inline Document random_document(Random& random) {
  const auto coin = [&] { return random.below(2) == 0; };
  Document d = default_document();
  if (coin()) d.data = pick(generators(), random).name;
  if (coin()) d.samples = 2 + random.below(limits::samples - 2);
  if (coin()) d.noise = random.uniform();
  if (coin()) d.target = random_text(random);
  if (coin()) d.problem = coin() ? "classification" : "regression";
  for (std::uint32_t n = random.below(3); n > 0; --n) d.left_out.push_back(random_text(random));
  d.standardise = coin();
  d.shuffle_rows = coin();
  if (coin()) d.layers.clear();
  for (std::uint32_t n = random.below(8); n > 0; --n) d.layers.push_back(random_layer(random));
  if (coin()) d.compile.optimizer = random_choice(optimizers(), random);
  if (coin()) d.compile.loss = pick(losses(), random).name;
  d.compile.metrics.clear();
  for (std::uint32_t n = random.below(3); n > 0; --n) d.compile.metrics.emplace_back(pick(metrics(), random).name);
  if (coin()) d.fit = {1 + static_cast<Index>(random.below(1000)), 1 + static_cast<Index>(random.below(999'999)),
                       random.uniform(), coin()};
  if (coin()) d.seed = (std::uint64_t{random.bits()} << 32U) | random.bits();
  if (coin()) d.dialect = Dialect::keras2;
  if (coin()) d.theme = coin() ? "dark" : "light";
  if (coin()) d.scene = "backprop";
  for (const auto panel : panels())
    if (random.below(4) == 0) d.hide.emplace_back(panel);
  for (std::uint32_t n = random.below(3); n > 0; --n) d.unknown["later_" + std::to_string(n)] = random_text(random);
  return d;
}

}  // namespace chainrule::test
