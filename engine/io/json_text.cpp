// SPDX-License-Identifier: MIT
#include "engine/io/json_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "engine/base/text.hpp"
#include "engine/document/choice_text.hpp"
#include "engine/document/document.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/layers/layer.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"

namespace chainrule {
namespace {

constexpr std::size_t deepest = 16, most_members = 256;

std::string position_of(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte > 0 ? byte - 1 : 0);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto start = before.rfind('\n');
  const auto column = start == std::string_view::npos ? before.size() + 1 : before.size() - start;
  return "line " + std::to_string(line) + ", column " + std::to_string(column) + ": ";
}

/// Walks through a text without parsing it. Throws Error where it nests deeper, or an object has more members, than any
/// file of ours. Both are counted before anything is parsed: the parser's own hook looks through a list again at the
/// end of each of its members, and an object that keeps the order of its members through all of them for each new one.
class Walk {
 public:
  Walk(std::string_view text, std::size_t length) : text_(text), length_(length) {}

  /// So many bytes further; false at the end.
  bool go_on(std::size_t bytes) {
    for (const std::size_t end = std::min(at_ + std::min(bytes, text_.size()), text_.size()); at_ < end; ++at_)
      step(text_[at_]);
    return at_ < text_.size();
  }
  double done() const { return static_cast<double>(at_) / static_cast<double>(std::max<std::size_t>(text_.size(), 1)); }
  std::vector<LongMember> found;

 private:
  void step(char c) {
    if (c == '"') {
      quoted_ = !quoted_;
      if (depth_ == 1 && !valued_) (quoted_ ? key_ : key_end_) = at_ + (quoted_ ? 0 : 1);
    } else if (quoted_) {
      at_ += c == '\\';
    } else if (c == '[' || c == '{') {
      if (++depth_ > deepest)
        throw Error("expected at most " + std::to_string(deepest) + " levels of JSON, received more");
      members_[depth_] = 0;
      object_[depth_] = c == '{';
    } else if (c == ']' || c == '}') {
      if (depth_ == 1) end_member();
      depth_ -= depth_ > 0;
    } else if (c == ':' && depth_ == 1) {
      valued_ = true;
      value_ = at_ + 1;
    } else if (c == ',') {
      if (depth_ == 1) end_member();
      if (object_[depth_] && ++members_[depth_] >= most_members)
        throw Error("expected at most " + std::to_string(most_members) + " members in an object, received more");
    }
  }
  void end_member() {
    if (valued_ && at_ - value_ > length_) found.push_back({text_.substr(key_, key_end_ - key_), value_, at_});
    valued_ = false;
  }

  std::string_view text_;
  std::size_t length_, at_ = 0, depth_ = 0, key_ = 0, key_end_ = 0, value_ = 0;
  bool quoted_ = false, valued_ = false;
  std::array<std::size_t, deepest + 1> members_{};  // of what is open at each level; of lists they do not count
  std::array<bool, deepest + 1> object_{};
};

std::string number_text(const Json& value) {
  if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  return format_number(value.get<double>());
}

/// A choice given as an object: its name, then its parameters by name. With a "kind" that is the name, and "name" a
/// parameter, as layers and metrics have one.
std::string choice_text(const Json& object) {
  const std::string naming = object.contains("kind") ? "kind" : "name";
  const auto name = object.find(naming);
  if (name == object.end() || !name->is_string())
    throw Error("expected an object with a \"name\", received " + quote(write_json_text(object, -1)));
  std::string text = name->get<std::string>();
  for (const auto& [key, value] : object.items()) {
    if (key == naming || value.is_null()) continue;
    if (value.is_structured())
      throw Error("expected a number as " + key + ", received " + quote(write_json_text(value, -1)));
    const std::string given = text_of(value);
    // And none for another parameter in it.
    if (key.find_first_of(":=") != std::string::npos || given.find(':') != std::string::npos)
      throw Error("expected one value as " + key + ", received " + quote(given));
    text += ":" + key + "=" + given;
  }
  return text;
}

/// The value that a field has when it is written as JSON: a number stays one.
Json typed(LayerFieldType type, const std::string& text) {
  if (type == LayerFieldType::boolean) return text == "1";
  if (type == LayerFieldType::whole) return static_cast<std::int64_t>(parse_number(text).value_or(0));
  return text;
}

}  // namespace

Pieces<std::vector<LongMember>> long_members(std::string_view text, std::size_t length) {
  if (text.size() > limits::file_bytes)
    throw Error("expected a file of at most " + std::to_string(limits::file_bytes / 1'000'000) + " MB, received " +
                std::to_string(text.size() / 1'000'000) + " MB");
  Walk walk(text, length);
  while (walk.go_on(1 << 20)) co_yield walk.done();
  co_return std::move(walk.found);
}

Json parse_json(std::string_view text) {
  long_members(text, text.size()).finish();  // for what it refuses
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& e) {
    std::string why = e.what();  // "[json.exception.parse_error.101] parse error at line 1, column 8: syntax error ..."
    if (const auto at = why.find(": "); at != std::string::npos) why.erase(0, at + 2);
    if (why.size() > 200) why = why.substr(0, 200) + "...";
    throw Error(position_of(text, e.byte) + "expected JSON, received a " + why);
  } catch (const Json::exception& e) {
    throw Error("expected JSON, received something else (" + std::string(e.what()).substr(0, 200) + ")");
  }
}

std::string write_json_text(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

void append_number(std::string& text, float value) {
  // nlohmann's writer knows doubles; that of its numbers also floats, with the fewest digits (Loitsch 2010, Grisu2).
  char buffer[64];
  char* const end = std::isfinite(value) ? nlohmann::detail::to_chars(buffer, buffer + sizeof buffer, value) : buffer;
  *end = '\0';
  // They are read as doubles at first, which in rare cases makes another float of them.
  if (end == buffer) text += "null";
  else if (static_cast<float>(std::strtod(buffer, nullptr)) == value) text.append(buffer, end);
  else text += write_json_text(Json(value), -1);
}

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
  if (value.is_number()) return number_text(value);
  if (value.is_object()) return choice_text(value);
  if (!value.is_array()) throw Error("expected a value, received null");
  std::vector<std::string> items;
  for (const Json& item : value) {
    if (item.is_array() || item.is_null())
      throw Error("expected a list of texts, received " + quote(write_json_text(item, -1)) + " in it");
    items.push_back(text_of(item));
  }
  return write_list(items);
}

LayerSpec layer_of(const Json& json, Dialect dialect) {
  if (json.is_string()) return read_layer(json.get<std::string>(), dialect);
  const auto kind = json.is_object() ? json.find("kind") : json.end();
  if (!json.is_object() || kind == json.end() || !kind->is_string())
    throw Error("expected a layer as an object with a \"kind\", received " + quote(write_json_text(json, -1)));
  LayerSpec layer = read_layer(find(layer_kinds(), "layer", kind->get<std::string>()).name, dialect);
  for (const auto& [key, value] : json.items())
    if (key != "kind" && !value.is_null()) read_layer_option(layer, key, text_of(value), dialect);
  return layer;
}

Json json_of(const LayerSpec& layer, Dialect dialect) {
  Json json{{"kind", layer.kind}};
  const LayerKind* const kind = find_or_null(layer_kinds(), layer.kind);
  if (!kind) return json;
  const LayerSpec usual = layer_defaults(*kind, dialect);
  for (const LayerField& field : layer_fields()) {
    if (!field.used_by(*kind)) continue;
    const std::string value = field.write(layer, dialect);
    if (field.key == "units" || value != field.write(usual, dialect))
      json[std::string(field.key)] = typed(field.type, value);
  }
  for (std::size_t i = 0; i < std::min(kind->parameters.size(), layer.values.size()); ++i) {
    const Parameter& p = kind->parameters[i];
    if (layer.values[i] == usual.values[i]) continue;
    json[std::string(p.name)] = p.is_switch() ? Json(layer.values[i] != 0) : Json(layer.values[i]);
  }
  return json;
}

CompileSpec compile_of(const Json& json, Dialect dialect) {
  if (!json.is_object())
    throw Error("expected compile's arguments as an object, received " + quote(write_json_text(json, -1)));
  CompileSpec compile;
  for (const auto& [key, value] : json.items()) {
    if (value.is_null()) continue;
    if (key == "optimizer") compile.optimizer = read_choice(optimizers(), "optimizer", text_of(value), dialect);
    else if (key == "loss") compile.loss = read_choice(losses(), "loss", text_of(value), dialect);
    else if (key == "metrics") compile.metrics = read_list(text_of(value));
    else if (key == "learning_rate_schedule")
      compile.learning_rate_schedule = read_choice(schedules(), "learning-rate schedule", text_of(value));
    else {
      constexpr std::string_view known[] = {"optimizer", "loss", "metrics", "learning_rate_schedule"};
      throw Error(unknown_name("argument of compile", key, known));
    }
  }
  for (const auto& metric : compile.metrics) metric_choice(metric, dialect);
  return compile;
}

Json json_of(const CompileSpec& compile, Dialect dialect) {
  return {{"optimizer", write_choice(optimizers(), compile.optimizer, dialect)},
          {"loss", write_choice(losses(), compile.loss, dialect)},
          {"metrics", compile.metrics},
          {"learning_rate_schedule", write_choice(schedules(), compile.learning_rate_schedule)}};
}

std::span<const std::string_view> fit_keys() {
  static constexpr std::string_view keys[] = {"batch_size", "epochs",    "validation_split",
                                              "shuffle",    "callbacks", "class_weight"};
  return keys;
}

FitSpec fit_of(const Json& json) {
  if (!json.is_object())
    throw Error("expected fit's arguments as an object, received " + quote(write_json_text(json, -1)));
  Document document;  // whose fields know how to read and what is allowed
  document.fit = FitSpec{};
  for (const auto& [key, value] : json.items()) {
    if (value.is_null()) continue;
    const auto keys = fit_keys();
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) throw Error(unknown_name("argument of fit", key, keys));
    for (const Field& field : document_fields())
      if (field.key == key) field.read(document, text_of(value));
  }
  return document.fit;
}

}  // namespace chainrule
