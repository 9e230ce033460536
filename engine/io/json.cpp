// SPDX-License-Identifier: MIT
// The experiment as a JSON file: one member a field.
#include <utility>

#include "../text.hpp"
#include "document.hpp"
#include "json_text.hpp"
#include "trained_json.hpp"

namespace chainrule {
namespace {

constexpr std::size_t most_complaints = 64;
constexpr std::string_view format_key = "chainrule";  // says what the file is, and the version of its form
constexpr int format_version = 1;

const Field* find_field(std::string_view key) {
  for (const Field& field : document_fields())
    if (field.key == key) return &field;
  return nullptr;
}

void read_layers(Document& document, const Json& value) {
  if (!value.is_array()) throw Error("expected a list of layers, received " + quote(write_json_text(value, -1)));
  if (value.size() > static_cast<std::size_t>(limits::layers))
    throw Error("expected at most " + std::to_string(limits::layers) + " layers, received " +
                std::to_string(value.size()));
  std::vector<LayerSpec> layers;
  for (const Json& layer : value) {
    try {
      layers.push_back(layer_of(layer, document.dialect));
    } catch (const Error& e) {
      throw Error(std::string(e.what()) + ", in layer " + std::to_string(layers.size() + 1));
    }
  }
  document.layers = std::move(layers);
}

/// True for a member that tells of training.
bool read_trained(ReadResult& result, const std::string& key, const Json& value) {
  if (key != "weights" && key != "history") return false;
  try {
    Trained trained = result.trained.value_or(Trained{});
    if (key == "weights") trained.weights = read_weights(value);
    else trained.history = read_history(value);
    result.trained = std::move(trained);
  } catch (const Error& e) {
    result.complaints.push_back({key, key + ": " + e.what() + "; they are left out"});
  }
  return true;
}

void read_member(ReadResult& result, const std::string& key, const Json& value) {
  if (read_trained(result, key, value)) return;
  const Field* field = find_field(key);
  if (!field) {
    std::vector<std::string_view> known;
    for (const Field& f : document_fields()) known.push_back(f.key);
    result.complaints.push_back({key, unknown_name("member", key, known) + " It is kept, but does nothing."});
    result.document.unknown[key] = value.is_string() ? value.get<std::string>() : write_json_text(value, -1);
    return;
  }
  try {
    if (field->type == FieldType::layers && !value.is_string()) read_layers(result.document, value);
    else field->read(result.document, text_of(value));
    result.given.push_back(key);
  } catch (const Error& e) {
    const std::string stays = field->in_link ? "; it stays " + quote(field->write(result.document)) : "";
    result.complaints.push_back({key, key + ": " + e.what() + stays});
  }
}

Json typed(const Field& field, const Document& document) {
  const std::string text = field.write(document);
  switch (field.type) {
    case FieldType::boolean: return text == "auto" ? Json(text) : Json(text == "1");
    case FieldType::number: return Json::parse(std::string_view(text), nullptr, false);
    case FieldType::list: return read_list(text);
    case FieldType::text: return text;
    case FieldType::layers: break;
  }
  Json layers = Json::array();
  for (const LayerSpec& layer : document.layers) layers.push_back(json_of(layer, document.dialect));
  return layers;
}

/// A member of another version: structures and numbers come back as what they were.
Json unknown_value(const std::string& text) {
  Json value = Json::parse(std::string_view(text), nullptr, false);
  return value.is_discarded() || value.is_string() || value.is_null() ? Json(text) : value;
}

}  // namespace

ReadResult read_json(std::string_view text) {
  const Json json = parse_json(text);
  if (!json.is_object())
    throw Error("line 1, column 1: expected a JSON object, received " + quote(write_json_text(json, -1)));
  ReadResult result{default_document(), {}, {}, {}};
  // The dialect decides what other members mean by default, so it is read before them.
  if (const auto dialect = json.find("dialect"); dialect != json.end()) read_member(result, "dialect", *dialect);
  for (const auto& [key, value] : json.items()) {
    if (key == "dialect") continue;
    if (result.complaints.size() >= most_complaints) break;
    if (key != format_key) read_member(result, key, value);
    else if (!value.is_number_integer() || value.get<std::int64_t>() > format_version)
      result.complaints.push_back({key, "chainrule: expected version " + std::to_string(format_version) +
                                            ", received " + quote(write_json_text(value, -1))});
  }
  return result;
}

std::string write_json(const Document& document, const Trained* trained) {
  Json json{{std::string(format_key), format_version}};
  for (const Field& field : document_fields()) {
    if (!field.in_link && field.write(document).empty()) continue;
    json[std::string(field.key)] = typed(field, document);
  }
  for (const auto& [key, value] : document.unknown)
    if (!json.contains(key)) json[key] = unknown_value(value);
  std::string text = write_json_text(json, 2);
  if (trained) text.insert(text.size() - 2, write_trained(*trained));   // before "\n}"
  return text + "\n";
}

}  // namespace chainrule
