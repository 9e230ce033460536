// SPDX-License-Identifier: MIT
#include "tests/monkey/experiments.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/text.hpp"
#include "engine/data/bundled.hpp"
#include "engine/document/document.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/document/panels.hpp"
#include "engine/document/scenes.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"
#include "engine/training/callback.hpp"

namespace chainrule::monkey {
namespace {

/// A row of a table, often with a parameter or two within their ranges.
template <class Row>
std::string random_choice(Random& random, std::span<const Row> table) {
  const Row& row = one_of(random, table);
  std::string text(row.name);
  for (const Parameter& p : row.parameters) {
    if (!chance(random, 0.3)) continue;
    const double low = std::max(p.minimum, -1e6), high = std::min(p.maximum, 1e6);
    const double value =
        chance(random, 0.3) ? (chance(random, 0.5) ? p.minimum : p.maximum) : random.uniform(low, high);
    text += ":" + std::string(p.name) + "=" +
            (chance(random, 0.05) ? odd_number(random) : write_parameter(p, p.whole ? std::floor(value) : value));
  }
  return text;
}

std::string random_field(Random& random, const LayerField& field) {
  const auto word = [&](auto rows) { return random_choice(random, rows); };
  switch (field.type) {
    case LayerFieldType::activation: return word(activations());
    case LayerFieldType::initializer: return word(initializers());
    case LayerFieldType::regularizer: return word(regularizers());
    case LayerFieldType::constraint: return word(constraints());
    case LayerFieldType::boolean: return chance(random, 0.5) ? "1" : "0";
    case LayerFieldType::whole: return std::to_string(1 + below(random, 6));
    default: return odd_text(random);
  }
}

std::string random_layer(Random& random) {
  const LayerKind& kind = one_of(random, layer_kinds());
  std::string text(kind.name);
  if (kind.has_units) text += ":" + std::to_string(chance(random, 0.1) ? 1 + below(random, 300) : 1 + below(random, 6));
  if (kind.has_activation && chance(random, 0.8)) text += ":activation=" + random_choice(random, activations());
  for (const LayerField& field : layer_fields())
    if (field.used_by(kind) && chance(random, 0.06))
      text += ":" + std::string(field.key) + "=" + random_field(random, field);
  return text;
}

std::string random_layers(Random& random) {
  std::string text;
  for (std::size_t n = 1 + below(random, 4); n-- > 0;) text += random_layer(random) + (n > 0 ? "," : "");
  return text;
}

std::string random_sheet(Random& random) {
  const std::size_t inputs = 1 + below(random, 4), targets = 1 + below(random, 4);
  std::string text;
  for (std::size_t r = 1 + below(random, 4); r-- > 0;) {
    for (std::size_t side = 0; side < 2; ++side) {
      for (std::size_t i = 0; i < (side == 0 ? inputs : targets); ++i)
        text += (i > 0 ? ":" : "") + format_number(random.normal());
      text += side == 0 ? "/" : r > 0 ? ";" : "";
    }
  }
  return text;
}

std::string random_data(Random& random) {
  switch (below(random, 5)) {
    case 0: return "sheet&sheet=" + random_sheet(random);
    case 1: return "points&points=-1:0.5:0;-0.8:1:0;1:-0.5:1;1.2:0:1;0:2:2";
    case 2: return std::string(one_of(random, bundled_data()).name);
    default: return random_choice(random, generators());
  }
}

std::string random_value(Random& random, std::string_view key) {
  if (key == "data") return random_data(random);
  if (key == "sheet") return random_sheet(random);
  if (key == "layers") return random_layers(random);
  if (key == "optimizer") return random_choice(random, optimizers());
  if (key == "loss") return random_choice(random, losses());
  if (key == "metrics") return random_choice(random, metrics()) + "," + random_choice(random, metrics());
  if (key == "learning_rate_schedule") return random_choice(random, schedules());
  if (key == "callbacks") return random_choice(random, callback_kinds());
  if (key == "scene") return std::string(one_of(random, scenes()).name);
  if (key == "hide") return std::string(one_of(random, panels()).name);
  if (key == "dialect") return chance(random, 0.5) ? "keras2" : "keras3";
  if (key == "theme") return one_of(random, std::vector<std::string>{"light", "dark", "auto"});
  if (key == "samples" || key == "batch_size" || key == "epochs") return std::to_string(1 + below(random, 60));
  if (key == "features")
    return one_of(random, std::vector<std::string>{"x1^2,x2", "inputs,sin(x1)", "log(x1)", "x1*x2", "exp(exp(x1))"});
  return chance(random, 0.7) ? format_number(std::floor(random.uniform() * 10) / 10) : odd_text(random);
}

}  // namespace

std::string odd_number(Random& random) {
  static const std::vector<std::string> numbers{"0",    "1",     "-1",   "0.5",          "2",   "7",   "1e3",
                                                "1e30", "-1e30", "3e38", "1e-40",        "nan", "inf", "-inf",
                                                "",     "x",     "1,5",  "999999999999", "-0",  "0x10"};
  return one_of(random, numbers);
}
std::string odd_text(Random& random) {
  static const std::vector<std::string> texts{
      "",         " ",          "a",         "dense",   "x1",    "\\",  "%",  "\xC3\xA4",
      "\xFF\xFE", "a,b",        "1:2/3",     "'",       "\"<b>", "nan", "-1", std::string(300, 'w'),
      "\n",       "{\"a\": [1", "log(x1)/0", "x1^x2^x1"};
  return one_of(random, texts);
}

std::string random_link(Random& random) {
  std::string link = chance(random, 0.85) ? "data=" + random_data(random) : "";
  for (const Field& field : document_fields()) {
    const bool often = field.key == "layers" || field.key == "scene" || field.key == "samples" || field.key == "loss";
    if (field.key == "data" || field.key == "csv" || !chance(random, often ? 0.35 : 0.06)) continue;
    link += (link.empty() ? "" : "&") + std::string(field.key) + "=" + random_value(random, field.key);
  }
  return link;
}

std::string random_csv(Random& random) {
  const std::size_t columns = 1 + below(random, 5);
  const char separator = one_of(random, std::string(",;\t"));
  std::string text;
  const auto line = [&](auto&& cell) {
    for (std::size_t c = 0; c < columns; ++c) text += (c > 0 ? std::string(1, separator) : "") + cell(c);
    text += '\n';
  };
  if (chance(random, 0.8)) line([](std::size_t c) { return "c" + std::to_string(c); });
  for (std::size_t r = 1 + below(random, 12); r-- > 0;)
    line([&](std::size_t c) {
      return chance(random, 0.1)                    ? odd_text(random)
             : c + 1 == columns && columns % 2 == 0 ? "class" + std::to_string(r % 3)
                                                    : format_number(random.normal());
    });
  return text;
}

}  // namespace chainrule::monkey
