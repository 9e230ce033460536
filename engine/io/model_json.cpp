// SPDX-License-Identifier: MIT
#include "engine/io/model_json.hpp"

#include <cmath>

#include "engine/base/text.hpp"
#include "engine/io/json_text.hpp"

namespace chainrule {
namespace {

constexpr const char* format_key = "chainrule_model";
constexpr int format_version = 1;

const Json& member(const Json& json, const char* key, bool (Json::*is)() const noexcept, std::string_view what) {
  const auto found = json.find(key);
  if (found == json.end() || !((*found).*is)())
    throw Error("expected \"" + std::string(key) + "\" as " + std::string(what) + " in a model, received " +
                (found == json.end() ? std::string("nothing") : quote(write_json_text(*found, -1))));
  return *found;
}

void read_weights(Sequential& model, const Json& json) {
  const auto store = model.weights();
  if (json.size() != store.size())
    throw Error("expected " + std::to_string(store.size()) + " weights in a model, received " +
                std::to_string(json.size()));
  for (std::size_t i = 0; i < store.size(); ++i) {
    const float weight = json[i].is_number() ? json[i].get<float>() : NAN;
    if (!std::isfinite(weight))
      throw Error("expected numbers as weights in a model, received " + quote(write_json_text(json[i], -1)));
    store[i] = weight;
  }
}

}  // namespace

std::string write_model(const Sequential& model) {
  Json json{{format_key, format_version},
            {"dialect", model.dialect() == Dialect::keras2 ? "keras2" : "keras3"},
            {"seed", model.seed()},
            {"inputs", model.inputs()},
            {"layers", Json::array()}};
  for (const auto& layer : model.layers()) json["layers"].push_back(json_of(layer->spec(), model.dialect()));
  if (model.compiled()) json["compile"] = json_of(model.compile_spec(), model.dialect());
  std::string text = write_json_text(json, -1);
  if (!model.built()) return text;
  text.back() = ',';  // what was its '}'
  text += "\"weights\":[";
  for (const float weight : model.weights()) {
    append_number(text, weight);
    text += ',';
  }
  if (text.back() == ',') text.pop_back();
  return text += "]}";
}

Sequential read_model(std::string_view text) {
  Json json = parse_json(text);
  if (json.is_string())
    json = parse_json(json.get<std::string>());  // JSON inside JSON, as JSON.stringify(text) makes it
  if (!json.is_object()) throw Error("expected a model as a JSON object, received " + quote(write_json_text(json, -1)));
  if (member(json, format_key, &Json::is_number_integer, "1").get<std::int64_t>() != format_version)
    throw Error("expected a model of version 1, received " + quote(write_json_text(json[format_key], -1)));
  const auto dialect = member(json, "dialect", &Json::is_string, "keras2 or keras3").get<std::string>();
  if (dialect != "keras2" && dialect != "keras3")
    throw Error("expected dialect keras2 or keras3 in a model, received " + quote(dialect));
  const auto seed = member(json, "seed", &Json::is_number_unsigned, "a whole number").get<std::uint64_t>();
  const auto inputs = member(json, "inputs", &Json::is_number_unsigned, "a whole number").get<std::uint64_t>();
  const Json& layers = member(json, "layers", &Json::is_array, "a list");
  if (layers.size() > static_cast<std::size_t>(limits::layers) || inputs > static_cast<std::uint64_t>(limits::columns))
    throw Error("expected at most " + std::to_string(limits::layers) + " layers and " +
                std::to_string(limits::columns) + " inputs in a model, received " + std::to_string(layers.size()) +
                " and " + std::to_string(inputs));
  Sequential model(dialect == "keras2" ? Dialect::keras2 : Dialect::keras3, seed);
  for (const Json& layer : layers) model.add(layer_of(layer, model.dialect()));
  if (inputs > 0 && !model.built() && !layers.empty()) model.build(static_cast<Index>(inputs));
  if (const auto compile = json.find("compile"); compile != json.end())
    model.compile(compile_of(*compile, model.dialect()));
  if (const auto weights = json.find("weights"); weights != json.end()) {
    if (!weights->is_array())
      throw Error("expected weights as a list in a model, received " + quote(write_json_text(*weights, -1)));
    read_weights(model, *weights);
  }
  return model;
}

}  // namespace chainrule
