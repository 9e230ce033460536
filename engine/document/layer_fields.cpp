// SPDX-License-Identifier: MIT
#include "engine/document/layer_fields.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/document/choice_text.hpp"

namespace chainrule {
namespace {

bool every_kind(const LayerKind&) { return true; }
bool kinds_with_units(const LayerKind& kind) { return kind.has_units; }
bool kinds_with_activation(const LayerKind& kind) { return kind.has_activation; }
bool kinds_with_kernel(const LayerKind& kind) { return kind.has_kernel; }
bool kinds_with_initializer(const LayerKind& kind) { return !kind.kernel_initializer.empty(); }

void read_name(LayerSpec& layer, std::string_view text, Dialect) {
  if (!text.empty() && !is_layer_name(text))
    throw Error("expected name from letters, digits, _ . - and /, at most 64 of them, received " + quote(text));
  layer.name = text;
}

/// A field that chooses a row of `table`.
template <class Row, std::span<const Row> (*table)(), Choice LayerSpec::* member>
constexpr LayerField choice_field(std::string_view key, std::string_view help, LayerFieldType type,
                                  bool (*used_by)(const LayerKind&)) {
  return {key,
          help,
          type,
          0,
          0,
          used_by,
          [](const LayerSpec& layer, Dialect dialect) { return write_choice(table(), layer.*member, dialect); },
          [](LayerSpec& layer, std::string_view text, Dialect dialect) {
            constexpr std::string_view family = std::is_same_v<Row, Activation>    ? "activation"
                                                : std::is_same_v<Row, Initializer> ? "initializer"
                                                : std::is_same_v<Row, Regularizer> ? "regularizer"
                                                                                   : "constraint";
            layer.*member = read_choice(table(), family, text, dialect);
          }};
}

using enum LayerFieldType;
constexpr LayerField fields[] = {
    {"units", "number of neurons", whole, 1, limits::units, kinds_with_units,
     [](const LayerSpec& layer, Dialect) { return std::to_string(layer.units); },
     [](LayerSpec& layer, std::string_view text, Dialect) {
       layer.units = static_cast<Index>(parse_whole("units", text, 1, limits::units));
     }},
    choice_field<Activation, activations, &LayerSpec::activation>("activation", "function g in a = g(z)", activation,
                                                                  kinds_with_activation),
    {"use_bias", "whether b is added", boolean, 0, 1, kinds_with_kernel,
     [](const LayerSpec& layer, Dialect) { return write_switch(layer.use_bias); },
     [](LayerSpec& layer, std::string_view text, Dialect) { layer.use_bias = parse_switch("use_bias", text); }},
    choice_field<Initializer, initializers, &LayerSpec::kernel_initializer>(
        "kernel_initializer", "how W is drawn at first", initializer, kinds_with_initializer),
    choice_field<Initializer, initializers, &LayerSpec::bias_initializer>("bias_initializer", "how b is drawn at first",
                                                                          initializer, kinds_with_kernel),
    choice_field<Regularizer, regularizers, &LayerSpec::kernel_regularizer>(
        "kernel_regularizer", "penalty on W in the loss", regularizer, kinds_with_kernel),
    choice_field<Regularizer, regularizers, &LayerSpec::bias_regularizer>(
        "bias_regularizer", "penalty on b in the loss", regularizer, kinds_with_kernel),
    choice_field<Regularizer, regularizers, &LayerSpec::activity_regularizer>(
        "activity_regularizer", "penalty on the outputs a in the loss", regularizer, kinds_with_kernel),
    choice_field<Constraint, constraints, &LayerSpec::kernel_constraint>(
        "kernel_constraint", "where W is kept after each step", constraint, kinds_with_kernel),
    {"trainable", "whether training changes the weights", boolean, 0, 1, every_kind,
     [](const LayerSpec& layer, Dialect) { return write_switch(layer.trainable); },
     [](LayerSpec& layer, std::string_view text, Dialect) { layer.trainable = parse_switch("trainable", text); }},
    {"input_dim", "first layer: columns of the input; 0 = as the data has", whole, 0, limits::columns, every_kind,
     [](const LayerSpec& layer, Dialect) { return std::to_string(layer.input_dim); },
     [](LayerSpec& layer, std::string_view text, Dialect) {
       layer.input_dim = static_cast<Index>(parse_whole("input_dim", text, 0, limits::columns));
     }},
    {"name", "the layer's name in summary()", LayerFieldType::text, 0, 0, every_kind,
     [](const LayerSpec& layer, Dialect) { return is_layer_name(layer.name) ? layer.name : ""; }, read_name},
};

const LayerKind& kind_of(const LayerSpec& layer) { return find(layer_kinds(), "layer", layer.kind); }

bool by_place(const LayerField& field, const LayerKind& kind) {
  return (field.key == "units" || field.key == "activation") && field.used_by(kind);
}

const LayerField* find_field(const LayerKind& kind, std::string_view key) {
  for (const LayerField& field : fields)
    if (field.key == key && field.used_by(kind)) return &field;
  return nullptr;
}

std::vector<std::string_view> option_names(const LayerKind& kind) {
  std::vector<std::string_view> all;
  for (const LayerField& field : fields)
    if (field.used_by(kind)) all.push_back(field.key);
  for (const Parameter& p : kind.parameters) all.push_back(p.name);
  return all;
}

/// The key of what stands at a place without one; "" when there is no such place.
std::string_view key_at(const LayerKind& kind, std::size_t position) {
  for (const LayerField& field : fields)
    if (by_place(field, kind) && position-- == 0) return field.key;
  return position < kind.parameters.size() ? kind.parameters[position].name : std::string_view();
}

/// Puts together what belongs to one option, such as "leaky_relu:negative_slope=0.3", and hands it on.
class LayerReader {
 public:
  LayerReader(LayerSpec& layer, Dialect dialect) : layer_(layer), kind_(kind_of(layer)), dialect_(dialect) {}

  void take(std::string_view item) {
    const auto equals = item.find('=');
    if (equals != std::string_view::npos) {
      const auto key = trimmed(item.substr(0, equals));
      if (is_option(key)) return begin(key, trimmed(item.substr(equals + 1)));
      if (!is_parameter(key)) throw Error(unknown_name("option of " + layer_.kind, key, known()));
    } else if (parameters().empty()) {
      const std::string_view key = key_at(kind_, position_++);
      if (key.empty())
        throw Error("expected further options of " + layer_.kind + " as key=value (" + listed(known()) +
                    "), received " + quote(item));
      return begin(key, item);
    }
    text_ += ":";
    text_ += item;
  }

  void finish() {
    if (!key_.empty()) read_layer_option(layer_, key_, text_, dialect_);
    key_ = {};
  }

 private:
  void begin(std::string_view key, std::string_view text) {
    finish();
    key_ = key;
    text_ = text;
    read_layer_option(layer_, key_, text_, dialect_);  // a wrong name is told before its parameters are looked at
  }
  bool is_option(std::string_view key) const { return find_field(kind_, key) || find_or_null(kind_.parameters, key); }
  std::span<const Parameter> parameters() const {
    const LayerField* field = find_field(kind_, key_);
    return field ? field_parameters(*field, text_.substr(0, text_.find(':'))) : std::span<const Parameter>();
  }
  bool is_parameter(std::string_view key) const { return find_or_null(parameters(), key) != nullptr; }
  std::vector<std::string_view> known() const {
    std::vector<std::string_view> all = option_names(kind_);
    for (const Parameter& p : parameters()) all.push_back(p.name);
    return all;
  }

  LayerSpec& layer_;
  const LayerKind& kind_;
  Dialect dialect_;
  std::string_view key_;
  std::string text_;
  std::size_t position_ = 0;
};

}  // namespace

std::span<const LayerField> layer_fields() { return fields; }

void read_layer_option(LayerSpec& layer, std::string_view key, std::string_view text, Dialect dialect) {
  const LayerKind& kind = kind_of(layer);
  if (const LayerField* field = find_field(kind, key)) return field->read(layer, text, dialect);
  for (std::size_t i = 0; i < kind.parameters.size(); ++i) {
    if (kind.parameters[i].name != key) continue;
    if (text.find('=') != std::string_view::npos)
      throw Error("expected one value as " + std::string(key) + ", received " + quote(text));
    return read_parameter(kind.name, kind.parameters, text, i, layer.values);
  }
  throw Error(unknown_name("option of " + layer.kind, key, option_names(kind)));
}

std::span<const Parameter> field_parameters(const LayerField& field, std::string_view name) {
  const auto of = [&](auto table) -> std::span<const Parameter> {
    const auto* row = find_or_null(table, name);
    return row ? row->parameters : std::span<const Parameter>();
  };
  switch (field.type) {
    case activation: return of(activations());
    case initializer: return of(initializers());
    case regularizer: return of(regularizers());
    case constraint: return of(constraints());
    default: return {};
  }
}

bool is_layer_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-' || c == '/';
  };
  return !name.empty() && name.size() <= 64 && name[0] != '/' && std::all_of(name.begin(), name.end(), allowed);
}

LayerSpec read_layer(std::string_view text, Dialect dialect) {
  const auto items = split(text, ':');
  const std::string_view kind = items.empty() ? std::string_view() : items[0];
  LayerSpec layer = layer_defaults(find(layer_kinds(), "layer", kind), dialect);
  LayerReader reader(layer, dialect);
  for (std::size_t i = 1; i < items.size(); ++i) reader.take(items[i]);
  reader.finish();
  return layer;
}

std::string write_layer(const LayerSpec& layer, Dialect dialect) {
  const LayerKind* const kind = find_or_null(layer_kinds(), layer.kind);
  if (!kind) return layer.kind;
  const LayerSpec usual = layer_defaults(*kind, dialect);
  std::string text = layer.kind;
  for (const LayerField& field : fields) {
    if (!field.used_by(*kind)) continue;
    const std::string value = field.write(layer, dialect);
    const bool placed = by_place(field, *kind);
    if (field.key != "units" && value == field.write(usual, dialect)) continue;
    text += placed ? ":" + value : ":" + std::string(field.key) + "=" + value;
  }
  return text + write_parameters(kind->parameters, layer.values, dialect);
}

}  // namespace chainrule
