// SPDX-License-Identifier: MIT
#include "layer_fields.hpp"

#include <algorithm>

#include "../activation.hpp"
#include "../initializer.hpp"
#include "../layer.hpp"
#include "../text.hpp"
#include "choice_text.hpp"

namespace chainrule {
namespace {

bool every_kind(std::string_view) { return true; }
bool kinds_with_units(std::string_view kind) {
  const LayerKind* row = find_or_null(layer_kinds(), kind);
  return row && row->has_units;
}

void read_name(LayerSpec& layer, std::string_view text) {
  if (!text.empty() && !is_layer_name(text))
    throw Error("expected name from letters, digits, _ . - and /, at most 64 of them, received " + quote(text));
  layer.name = text;
}

constexpr LayerField fields[] = {
    {"units", "number of neurons", LayerFieldType::whole, 1, limits::units, kinds_with_units,
     [](const LayerSpec& layer) { return std::to_string(layer.units); },
     [](LayerSpec& layer, std::string_view text) {
       layer.units = static_cast<Index>(parse_whole("units", text, 1, limits::units));
     }},
    {"activation", "function g in a = g(z)", LayerFieldType::activation, 0, 0, every_kind,
     [](const LayerSpec& layer) { return write_choice(activations(), layer.activation); },
     [](LayerSpec& layer, std::string_view text) {
       layer.activation = read_choice(activations(), "activation", text);
     }},
    {"use_bias", "whether b is added", LayerFieldType::boolean, 0, 1, kinds_with_units,
     [](const LayerSpec& layer) { return write_switch(layer.use_bias); },
     [](LayerSpec& layer, std::string_view text) { layer.use_bias = parse_switch("use_bias", text); }},
    {"kernel_initializer", "how W is drawn at first", LayerFieldType::initializer, 0, 0, kinds_with_units,
     [](const LayerSpec& layer) { return write_choice(initializers(), layer.kernel_initializer); },
     [](LayerSpec& layer, std::string_view text) {
       layer.kernel_initializer = read_choice(initializers(), "kernel_initializer", text);
     }},
    {"bias_initializer", "how b is drawn at first", LayerFieldType::initializer, 0, 0, kinds_with_units,
     [](const LayerSpec& layer) { return write_choice(initializers(), layer.bias_initializer); },
     [](LayerSpec& layer, std::string_view text) {
       layer.bias_initializer = read_choice(initializers(), "bias_initializer", text);
     }},
    {"trainable", "whether training changes the weights", LayerFieldType::boolean, 0, 1, every_kind,
     [](const LayerSpec& layer) { return write_switch(layer.trainable); },
     [](LayerSpec& layer, std::string_view text) { layer.trainable = parse_switch("trainable", text); }},
    {"input_dim", "first layer: columns of the input; 0 = as the data has", LayerFieldType::whole, 0, limits::columns,
     every_kind, [](const LayerSpec& layer) { return std::to_string(layer.input_dim); },
     [](LayerSpec& layer, std::string_view text) {
       layer.input_dim = static_cast<Index>(parse_whole("input_dim", text, 0, limits::columns));
     }},
    {"name", "the layer's name in summary()", LayerFieldType::text, 0, 0, every_kind,
     [](const LayerSpec& layer) { return is_layer_name(layer.name) ? layer.name : ""; }, read_name},
};

/// A layer of this kind with a value for every parameter of its choices.
LayerSpec fresh(std::string_view kind) {
  LayerSpec layer;
  layer.kind = kind;
  resolve(activations(), "activation", layer.activation);
  resolve(initializers(), "kernel_initializer", layer.kernel_initializer);
  resolve(initializers(), "bias_initializer", layer.bias_initializer);
  return layer;
}

bool by_place(const LayerField& field, std::string_view kind) {
  return (field.key == "units" || field.key == "activation") && field.used_by(kind);
}

const LayerField* place(std::string_view kind, std::size_t position) {
  for (const LayerField& field : fields)
    if (by_place(field, kind) && position-- == 0) return &field;
  return nullptr;
}

const LayerField* find_field(std::string_view kind, std::string_view key) {
  for (const LayerField& field : fields)
    if (field.key == key && field.used_by(kind)) return &field;
  return nullptr;
}

/// Puts together what belongs to one field, such as "leaky_relu:negative_slope=0.3", and hands it on.
class LayerReader {
 public:
  explicit LayerReader(LayerSpec& layer) : layer_(layer) {}

  void take(std::string_view item) {
    const auto equals = item.find('=');
    if (equals != std::string_view::npos) {
      const auto key = trimmed(item.substr(0, equals));
      const LayerField* field = find_field(layer_.kind, key);
      if (field) return begin(field, trimmed(item.substr(equals + 1)));
      if (!is_parameter(key)) throw Error(unknown_name("option of " + layer_.kind, key, keys()));
    } else if (parameters().empty()) {
      const LayerField* field = place(layer_.kind, position_++);
      if (!field)
        throw Error("expected further options of " + layer_.kind + " as key=value (" + listed(keys()) +
                    "), received " + quote(item));
      return begin(field, item);
    }
    text_ += ":";
    text_ += item;
  }

  void finish() {
    if (field_) field_->read(layer_, text_);
    field_ = nullptr;
  }

 private:
  void begin(const LayerField* field, std::string_view text) {
    finish();
    field_ = field;
    text_ = text;
    field_->read(layer_, text_);  // a wrong name is told before its parameters are looked at
  }
  std::span<const Parameter> parameters() const {
    return field_ ? field_parameters(*field_, text_.substr(0, text_.find(':'))) : std::span<const Parameter>();
  }
  bool is_parameter(std::string_view key) const { return find_or_null(parameters(), key) != nullptr; }
  std::vector<std::string_view> keys() const {
    std::vector<std::string_view> all;
    for (const LayerField& field : fields)
      if (field.used_by(layer_.kind)) all.push_back(field.key);
    for (const Parameter& p : parameters()) all.push_back(p.name);
    return all;
  }

  LayerSpec& layer_;
  const LayerField* field_ = nullptr;
  std::string text_;
  std::size_t position_ = 0;
};

}  // namespace

std::span<const LayerField> layer_fields() { return fields; }

std::span<const Parameter> field_parameters(const LayerField& field, std::string_view name) {
  if (field.type == LayerFieldType::activation)
    if (const auto* row = find_or_null(activations(), name)) return row->parameters;
  if (field.type == LayerFieldType::initializer)
    if (const auto* row = find_or_null(initializers(), name)) return row->parameters;
  return {};
}

bool is_layer_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-' || c == '/';
  };
  return !name.empty() && name.size() <= 64 && name[0] != '/' && std::all_of(name.begin(), name.end(), allowed);
}

LayerSpec read_layer(std::string_view text) {
  const auto items = split(text, ':');
  const std::string_view kind = items.empty() ? std::string_view() : items[0];
  find(layer_kinds(), "layer", kind);
  LayerSpec layer = fresh(kind);
  LayerReader reader(layer);
  for (std::size_t i = 1; i < items.size(); ++i) reader.take(items[i]);
  reader.finish();
  return layer;
}

std::string write_layer(const LayerSpec& layer) {
  const LayerSpec usual = fresh(layer.kind);
  std::string text = layer.kind;
  for (const LayerField& field : fields) {
    if (!field.used_by(layer.kind)) continue;
    const std::string value = field.write(layer);
    const bool placed = by_place(field, layer.kind);
    if (field.key != "units" && value == field.write(usual)) continue;
    text += placed ? ":" + value : ":" + std::string(field.key) + "=" + value;
  }
  return text;
}

}  // namespace chainrule
