// SPDX-License-Identifier: MIT
#include "engine/io/catalogue.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/data/generator.hpp"
#include "engine/document/document.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/io/json_text.hpp"
#include "engine/layers/layer.hpp"
#include "engine/tables/activation.hpp"
#include "engine/tables/initializer.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"
#include "engine/training/callback.hpp"

namespace chainrule {
namespace {

Json json_of(const Parameter& p) {
  Json json{{"name", p.name},
            {"help", p.help},
            {"type", !p.words.empty() ? "word" : p.is_switch() ? "boolean" : "number"},
            {"value", p.value},
            {"minimum", p.minimum},
            {"maximum", p.maximum}};
  if (p.keras2 == p.keras2) json["keras2"] = p.keras2;
  if (!p.words.empty()) json["words"] = p.words;
  return json;
}

Json parameters_of(std::span<const Parameter> parameters) {
  Json all = Json::array();
  for (const Parameter& p : parameters) all.push_back(json_of(p));
  return all;
}

constexpr std::string_view target_names[] = {"numbers", "bits", "one_hot", "class_index"};

template <class Row>
Json rows(std::span<const Row> table) {
  Json all = Json::array();
  for (const Row& row : table) {
    Json json{{"name", row.name}, {"help", row.help}};
    if constexpr (requires { row.formula; }) json["formula"] = row.formula;
    if constexpr (requires { row.derivative; }) json["derivative"] = row.derivative;
    if constexpr (requires { row.aliases; }) json["aliases"] = row.aliases;
    if constexpr (requires {
                    row.targets;
                    row.logit_activation;
                  })
      json["targets"] = target_names[static_cast<int>(row.targets)];
    if constexpr (requires { row.slots; }) json["slots"] = row.slots;
    json["parameters"] = parameters_of(row.parameters);
    if constexpr (requires { row.usual_formula; })
      if (!row.usual_formula.empty())
        json["parameters"].push_back(
            {{"name", "formula"}, {"help", "f(x1)"}, {"type", "string"}, {"value", row.usual_formula}});
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
    case LayerFieldType::regularizer: return "regularizer";
    case LayerFieldType::constraint: return "constraint";
    case LayerFieldType::text: break;
  }
  return "string";
}

/// Numbers stay numbers, switches are 0 or 1, choices are texts.
Json value_of(const LayerField& field, const LayerKind& kind, Dialect dialect) {
  const std::string text = field.write(layer_defaults(kind, dialect), dialect);
  const bool number = field.type == LayerFieldType::whole || field.type == LayerFieldType::boolean;
  return number ? Json(parse_number(text).value_or(0)) : Json(text);
}

Json json_of(const LayerField& field, const LayerKind& kind) {
  Json json{{"name", field.key},
            {"help", field.help},
            {"type", type_name(field.type)},
            {"value", value_of(field, kind, Dialect::keras3)}};
  if (field.type == LayerFieldType::whole) {
    json["minimum"] = field.minimum;
    json["maximum"] = field.maximum;
  }
  if (const Json older = value_of(field, kind, Dialect::keras2); older != json["value"]) json["keras2"] = older;
  return json;
}

/// Parameters that are given by name alone: Keras has none like it or has it last, or elsewhere, and then those behind
/// it are given by name too. "" is any row.
struct ByName {
  std::string_view row, parameter;
  bool elsewhere = true;
};
constexpr ByName by_name[] = {{"", "decay", false},
                              {"", "schedule_decay", false},
                              {"", "global_clipnorm", false},
                              {"adamw", "beta_1"},
                              {"cosine_decay", "warmup_target"},
                              {"piecewise_constant", "boundary_1"},
                              {"early_stopping", "patience"},
                              {"reduce_lr_on_plateau", "min_delta"},
                              {"model_checkpoint", "monitor"},
                              {"learning_rate_scheduler", "factor"},
                              {"batch_normalization", "momentum"},
                              {"layer_normalization", "epsilon"},
                              {"prelu", "alpha"}};

/// Adds the names of a row's parameters that have a place.
void add_places(Json& places, std::string_view row, std::span<const std::string_view> parameters) {
  for (const std::string_view parameter : parameters) {
    const ByName* const found = std::find_if(std::begin(by_name), std::end(by_name), [&](const ByName& n) {
      return (n.row.empty() || n.row == row) && n.parameter == parameter;
    });
    if (found == std::end(by_name)) places.push_back(parameter);
    else if (found->elsewhere) return;
  }
}

/// Puts to each row the names of its parameters that may be given by their place alone, as Keras has them.
Json with_places(Json rows) {
  for (Json& row : rows) {
    std::vector<std::string_view> parameters;
    for (const Json& p : row["parameters"]) parameters.push_back(p["name"].get_ref<const std::string&>());
    Json places = Json::array();
    add_places(places, row["name"].get_ref<const std::string&>(), parameters);
    row["positional"] = std::move(places);
  }
  return rows;
}

/// Dense has all of Keras's places; of other kinds units and activation come first, then what is their own.
Json places_of(const LayerKind& kind) {
  Json places = Json::array();
  const auto first = [](const LayerField& field) { return field.key == "units" || field.key == "activation"; };
  for (const LayerField& field : layer_fields())
    if (first(field) && field.used_by(kind)) places.push_back(field.key);
  add_places(places, kind.name, names(kind.parameters));
  for (const LayerField& field : layer_fields()) {
    if (!kind.has_kernel || field.key == "trainable") break;
    if (!first(field)) places.push_back(field.key);
  }
  return places;
}

/// Kinds of layers have the options of the layers' field table as parameters.
Json layers() {
  Json all = Json::array();
  for (const LayerKind& kind : layer_kinds()) {
    Json json{
        {"name", kind.name},       {"title", kind.title},           {"help", kind.help},
        {"aliases", kind.aliases}, {"positional", places_of(kind)}, {"parameters", parameters_of(kind.parameters)}};
    for (const LayerField& field : layer_fields())
      if (field.used_by(kind)) json["parameters"].push_back(json_of(field, kind));
    all.push_back(std::move(json));
  }
  return all;
}

/// Callbacks that watch a key of the history have it as an option.
Json callbacks() {
  Json all = rows(callback_kinds());
  for (std::size_t i = 0; i < all.size(); ++i)
    if (callback_kinds()[i].monitors)
      all[i]["parameters"].insert(all[i]["parameters"].begin(), Json{{"name", "monitor"},
                                                                     {"help", "the key of the history it watches"},
                                                                     {"type", "string"},
                                                                     {"value", CallbackSpec{}.monitor}});
  return all;
}

std::string_view fit_type(FieldType type) { return type == FieldType::boolean ? "boolean" : "number"; }

Json fit_options() {
  Json all = Json::array();
  Document usual;
  usual.fit = FitSpec{};
  for (const std::string_view key : fit_keys())
    for (const Field& field : document_fields()) {
      if (field.key != key) continue;
      Json json{
          {"name", key}, {"help", field.help}, {"type", field.type == FieldType::list ? key : fit_type(field.type)}};
      if (field.type != FieldType::list) json["value"] = parse_number(field.write(usual)).value_or(0);
      all.push_back(std::move(json));
    }
  return all;
}

}  // namespace

std::string write_tables() {
  const Json all{{"layers", layers()},
                 {"activations", with_places(rows(activations()))},
                 {"initializers", with_places(rows(initializers()))},
                 {"losses", rows(losses())},
                 {"metrics", rows(metrics())},
                 {"optimizers", with_places(rows(optimizers()))},
                 {"schedules", with_places(rows(schedules()))},
                 {"regularizers", with_places(rows(regularizers()))},
                 {"constraints", with_places(rows(constraints()))},
                 {"callbacks", with_places(callbacks())},
                 {"generators", rows(generators())},
                 {"fit", fit_options()}};
  return write_json_text(all, -1);
}

}  // namespace chainrule
