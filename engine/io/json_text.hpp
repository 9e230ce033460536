#pragma once
// SPDX-License-Identifier: MIT
// JSON in and out with the engine's messages; nlohmann's types stay inside engine/io.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/pieces.hpp"
#include "engine/tables/spec.hpp"

namespace chainrule {

using Json = nlohmann::ordered_json;

/// A member of a file that is long enough to be read or written by itself, in pieces.
struct LongMember {
  std::string_view key;    ///< as it is written, with its quotes
  std::size_t begin, end;  ///< of its value in the text
};
/// The members of the outermost object whose values are longer than `length`, by and by. Throws Error on what
/// parse_json() does not take for its size or shape alone.
Pieces<std::vector<LongMember>> long_members(std::string_view text, std::size_t length);

/// Throws Error "line L, column C: ..." on text that is not JSON, and on nesting deeper or objects larger than any file
/// of ours has. Time is linear in the text.
Json parse_json(std::string_view text);
/// Never throws: what is no UTF-8 is replaced.
std::string write_json_text(const Json& json, int indent);

/// Appends the number with the fewest digits that are read back as the same float; null where it is not finite.
void append_number(std::string& text, float value);

/// A value in the text form that tables of fields read: 8, true -> 1, "tanh", ["a", "b"] -> a,b, and a choice as
/// {"name": "adam", "learning_rate": 0.01} -> adam:learning_rate=0.01. Throws Error on anything else.
std::string text_of(const Json& value);

/// Layers as text ("dense:8:tanh") or as objects ({"kind": "dense", "units": 8, "activation": "tanh"}). Throws Error.
LayerSpec layer_of(const Json& json, Dialect dialect = Dialect::keras3);
Json json_of(const LayerSpec& layer, Dialect dialect = Dialect::keras3);
/// {"optimizer": ..., "loss": ..., "metrics": [...], "learning_rate_schedule": ...}. Throws Error on unknown members
/// too.
CompileSpec compile_of(const Json& json, Dialect dialect = Dialect::keras3);
Json json_of(const CompileSpec& compile, Dialect dialect = Dialect::keras3);
/// {"batch_size": 32, "epochs": 5, "validation_split": 0.3, "shuffle": true, ...}; what is left out is Keras's default.
FitSpec fit_of(const Json& json);
std::span<const std::string_view> fit_keys();

}  // namespace chainrule
