// SPDX-License-Identifier: MIT
#include "tables.hpp"

#include "../activation.hpp"
#include "../generator.hpp"
#include "../initializer.hpp"
#include "../layer.hpp"
#include "../loss.hpp"
#include "../metric.hpp"
#include "../optimizer.hpp"
#include "document.hpp"
#include "json_text.hpp"
#include "layer_fields.hpp"

namespace chainrule {
namespace {

Json json_of(const Parameter& p) {
  const bool is_switch = p.whole && p.minimum == 0 && p.maximum == 1;
  return {{"name", p.name},
          {"help", p.help},
          {"type", is_switch ? "boolean" : "number"},
          {"value", p.value},
          {"minimum", p.minimum},
          {"maximum", p.maximum}};
}

template <class Row>
Json rows(std::span<const Row> table) {
  Json all = Json::array();
  for (const Row& row : table) {
    Json json{{"name", row.name}, {"help", row.help}};
    if constexpr (requires { row.formula; }) json["formula"] = row.formula;
    if constexpr (requires { row.derivative; }) json["derivative"] = row.derivative;
    if constexpr (requires { row.aliases; }) json["aliases"] = row.aliases;
    json["parameters"] = Json::array();
    for (const Parameter& p : row.parameters) json["parameters"].push_back(json_of(p));
    all.push_back(std::move(json));
  }
  return all;
}

std::string_view type_name(LayerFieldType type) {
  switch (type) {
    case LayerFieldType::whole: return "number";
    case LayerFieldType::boolean: return "boolean";
    case LayerFieldType::activation: return "activation";
    case LayerFieldType::initializer: return "initializer";
    case LayerFieldType::text: break;
  }
  return "string";
}

/// Kinds of layers have the options of the layers' field table as parameters.
Json layers() {
  Json all = Json::array();
  for (const LayerKind& kind : layer_kinds()) {
    Json json{{"name", kind.name}, {"help", kind.help}, {"parameters", Json::array()}};
    for (const LayerField& field : layer_fields())
      if (field.used_by(kind.name))
        json["parameters"].push_back({{"name", field.key}, {"help", field.help}, {"type", type_name(field.type)}});
    all.push_back(std::move(json));
  }
  return all;
}

Json fit_options() {
  Json all = Json::array();
  for (const std::string_view key : fit_keys())
    for (const Field& field : document_fields())
      if (field.key == key)
        all.push_back({{"name", key},
                       {"help", field.help},
                       {"type", field.type == FieldType::boolean ? "boolean" : "number"}});
  return all;
}

}  // namespace

std::string write_tables() {
  const Json all{{"layers", layers()},
                 {"activations", rows(activations())},
                 {"initializers", rows(initializers())},
                 {"losses", rows(losses())},
                 {"metrics", rows(metrics())},
                 {"optimizers", rows(optimizers())},
                 {"generators", rows(generators())},
                 {"fit", fit_options()}};
  return write_json_text(all, -1);
}

}  // namespace chainrule
