// SPDX-License-Identifier: MIT
#include "engine/document/document.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "engine/base/text.hpp"
#include "engine/data/bundled.hpp"
#include "engine/data/formula.hpp"
#include "engine/document/callback_text.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/document/panels.hpp"
#include "engine/document/scenes.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"

namespace chainrule {
namespace {

constexpr std::array<std::string_view, 7> theme_names{
    "auto", "light", "dark", "transparent", "transparent-light", "transparent-dark", "contrast"};

/// `text` when it is one of `allowed`. Throws Error with the nearest.
std::string one_of(std::string_view family, std::string_view text, std::span<const std::string_view> allowed) {
  if (std::find(allowed.begin(), allowed.end(), text) == allowed.end())
    throw Error(unknown_name(family, text, allowed));
  return std::string(text);
}

/// The generator's own items: name=value for parameters, formula=f(x1) or just f(x1) for one that takes a formula.
void read_generator(Document& document, const Generator& row, std::span<const std::string_view> items) {
  Choice choice = defaults(row);
  std::string formula;
  std::size_t position = 0;
  for (const std::string_view item : items) {
    if (row.usual_formula.empty()) {
      read_parameter(row.name, row.parameters, item, position++, choice.values);
      continue;
    }
    static const std::string names[] = {"x1"};
    formula = Formula(item.starts_with("formula=") ? item.substr(8) : item, names).text();
  }
  if (choice == defaults(row)) choice.values.clear();
  if (formula == row.usual_formula) formula.clear();
  document.data_values = std::move(choice.values);
  document.formula = std::move(formula);
}

void read_data(Document& document, std::string_view text) {
  auto all = names(generators());
  for (const BundledData& bundled : bundled_data()) all.push_back(bundled.name);
  all.insert(all.end(), {"points", "sheet", "csv"});
  const auto items = split(text, ':');
  const std::string name = one_of("data set", items.empty() ? text : items[0], all);
  const auto own = std::span(items).subspan(std::min<std::size_t>(1, items.size()));
  if (const Generator* row = find_or_null(generators(), name)) {
    read_generator(document, *row, own);
  } else {
    if (!own.empty()) throw Error("expected no parameter for " + name + ", which has none, received " + quote(own[0]));
    document.data_values.clear();
    document.formula.clear();
  }
  document.data = name;
}

std::string write_data(const Document& document) {
  return write_choice(generators(), {document.data, document.data_values}) +
         (document.formula.empty() ? "" : ":formula=" + document.formula);
}

void read_points(Document& document, std::string_view text) {
  std::vector<DrawnPoint> points;
  for (const std::string_view item : split(text, ';')) {
    if (item.empty()) continue;
    if (points.size() == limits::points)
      throw Error("expected at most " + std::to_string(limits::points) + " points, received more");
    const auto parts = split(item, ':');
    if (parts.size() != 3) throw Error("expected a point as x1:x2:class, received " + quote(item));
    const auto place = [&](std::string_view part) {
      return parse_real("a point's place", part, -limits::point_reach, limits::point_reach);
    };
    const double x1 = place(parts[0]), x2 = place(parts[1]);
    const auto label = parse_whole("a point's class", parts[2], 0, limits::point_classes - 1);
    points.push_back(make_point(x1, x2, static_cast<int>(label)));
  }
  document.points = std::move(points);
}

std::string write_points(const Document& document) {
  std::string text;
  for (const DrawnPoint& point : document.points) {
    text += text.empty() ? "" : ";";
    text += format_number(point.x1) + ":" + format_number(point.x2) + ":" + std::to_string(point.label);
  }
  return text;
}

std::vector<double> read_numbers(std::string_view what, std::string_view text, char between, std::size_t most) {
  std::vector<double> numbers;
  for (const std::string_view item : split(text, between)) {
    if (numbers.size() == most)
      throw Error("expected at most " + std::to_string(most) + " " + std::string(what) + ", received more");
    numbers.push_back(parse_real(what, item, -limits::sheet_reach, limits::sheet_reach));
  }
  return numbers;
}

std::string write_numbers(const std::vector<double>& numbers, char between) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    text += (i > 0 ? std::string(1, between) : "") + format_number(numbers[i]);
  return text;
}

void read_sheet(Document& document, std::string_view text) {
  std::vector<SheetRow> sheet;
  for (const std::string_view item : split(text, ';')) {
    if (item.empty()) continue;
    if (sheet.size() == limits::sheet_rows)
      throw Error("expected at most " + std::to_string(limits::sheet_rows) + " rows, received more");
    const auto sides = split(item, '/');
    if (sides.size() != 2)
      throw Error("expected a row as inputs/targets, such as 0.05:0.1/0.01:0.99, received " + quote(item));
    SheetRow row{read_numbers("inputs", sides[0], ':', limits::sheet_numbers),
                 read_numbers("targets", sides[1], ':', limits::sheet_numbers)};
    if (!sheet.empty() &&
        (row.inputs.size() != sheet[0].inputs.size() || row.targets.size() != sheet[0].targets.size()))
      throw Error("expected " + std::to_string(sheet[0].inputs.size()) + " inputs and " +
                  std::to_string(sheet[0].targets.size()) + " targets like the first row, received " + quote(item));
    sheet.push_back(std::move(row));
  }
  document.sheet = std::move(sheet);
}

std::string write_sheet(const Document& document) {
  std::string text;
  for (const SheetRow& row : document.sheet)
    text += (text.empty() ? "" : ";") + write_numbers(row.inputs, ':') + "/" + write_numbers(row.targets, ':');
  return text;
}

void read_weights(Document& document, std::string_view text) {
  document.weights =
      text.empty() ? std::vector<double>() : read_numbers("initial_weights", text, ',', limits::typed_weights);
}

void read_types(Document& document, std::string_view text) {
  const auto list = read_list(text);
  for (const std::string& item : list)
    if (!item.ends_with(":number") && !item.ends_with(":category"))
      throw Error("expected types as column:number or column:category, received " + quote(item));
  document.types = list;
}

void read_features(Document& document, std::string_view text) {
  auto list = read_list(text);
  if (list.size() > limits::features)
    throw Error("expected at most " + std::to_string(limits::features) + " features, received " +
                std::to_string(list.size()));
  for (std::string& item : list) {
    item = trimmed(item);
    if (item.empty()) throw Error("expected formulas as features, received an empty one");
  }
  document.features = std::move(list);
}

void read_standardise(Document& document, std::string_view text) {
  if (text == "auto") document.standardise.reset();
  else document.standardise = parse_switch("standardise", text);
}

void read_problem(Document& document, std::string_view text) {
  constexpr std::array<std::string_view, 2> allowed{"classification", "regression"};
  document.problem = text.empty() ? "" : one_of("problem", text, allowed);
}

void read_theme(Document& document, std::string_view text) { document.theme = one_of("theme", text, theme_names); }

void read_dialect(Document& document, std::string_view text) {
  constexpr std::array<std::string_view, 2> allowed{"keras2", "keras3"};
  document.dialect = one_of("dialect", text, allowed) == "keras2" ? Dialect::keras2 : Dialect::keras3;
}

void read_seed(Document& document, std::string_view text) {
  std::uint64_t seed = 0;  // as a whole number of 64 bits, which a double could not hold
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc() || end != text.data() + text.size())
    throw Error("expected seed as a whole number from 0 to 2^64 - 1, received " + quote(text));
  document.seed = seed;
}

void read_layers(Document& document, std::string_view text) {
  std::vector<LayerSpec> layers;
  for (const auto item : split(text, ',')) {
    if (layers.size() == static_cast<std::size_t>(limits::layers))
      throw Error("expected at most " + std::to_string(limits::layers) + " layers, received more");
    try {
      layers.push_back(read_layer(item, document.dialect));
    } catch (const Error& e) {
      throw Error(std::string(e.what()) + ", in layer " + std::to_string(layers.size() + 1) + " " + quote(item));
    }
  }
  document.layers = std::move(layers);
}

std::string write_layers(const Document& document) {
  std::string text;
  for (const LayerSpec& layer : document.layers)
    text += (text.empty() ? "" : ",") + write_layer(layer, document.dialect);
  return text;
}

void read_metrics(Document& document, std::string_view text) {
  auto list = read_list(text);
  for (auto& metric : list) {
    metric = trimmed(metric);
    metric_choice(metric, document.dialect);
  }
  if (list.size() > 16) throw Error("expected at most 16 metrics, received " + std::to_string(list.size()));
  document.compile.metrics = list;
}

constexpr std::size_t most_callbacks = 16;

void read_callbacks(Document& document, std::string_view text) {
  std::vector<CallbackSpec> callbacks;
  for (const std::string& item : read_list(text)) {
    if (callbacks.size() == most_callbacks)
      throw Error("expected at most " + std::to_string(most_callbacks) + " callbacks, received more");
    callbacks.push_back(read_callback(item));
  }
  document.fit.callbacks = std::move(callbacks);
}

std::string write_callbacks(const Document& document) {
  std::vector<std::string> items;
  for (const CallbackSpec& callback : document.fit.callbacks) items.push_back(write_callback(callback));
  return write_list(items);
}

void read_class_weight(Document& document, std::string_view text) {
  std::vector<double> weights;
  for (const std::string& item : read_list(text)) {
    if (weights.size() == static_cast<std::size_t>(limits::units))
      throw Error("expected at most " + std::to_string(limits::units) + " class weights, received more");
    weights.push_back(item == "none" ? unset : parse_real("class_weight", item, 0, 1e6));
  }
  document.fit.class_weight = std::move(weights);
}

std::string write_class_weight(const Document& document) {
  std::vector<std::string> items;
  for (const double weight : document.fit.class_weight)
    items.push_back(weight == unset ? "none" : format_number(weight));
  return write_list(items);
}

void read_hide(Document& document, std::string_view text) {
  const auto list = read_list(text);
  std::vector<std::string_view> names;
  for (const Panel& panel : panels()) names.push_back(panel.name);
  for (const auto& name : list)
    if (!can_be_hidden(name)) one_of("panel", name, names);
  document.hide = list;
}

void read_scene(Document& document, std::string_view text) {
  if (!text.empty() && !find_scene(text)) {
    std::vector<std::string_view> names;
    for (const Scene& scene : scenes()) names.push_back(scene.name);
    throw Error(unknown_name("scene", text, names));
  }
  document.scene = text;
}

void read_split(Document& document, std::string_view text) {
  const auto value = parse_number(text);
  if (!value || !(*value >= 0 && *value < 1))
    throw Error("expected validation_split from 0 up to, not including, 1, received " + quote(text));
  document.fit.validation_split = *value;
}

Index whole(std::string_view key, std::string_view text, Index minimum, Index maximum) {
  return static_cast<Index>(parse_whole(key, text, minimum, maximum));
}

using enum FieldType;
constexpr Field fields[] = {
    // First, because defaults of what follows depend on it.
    {"dialect", "keras2 or keras3", text, true,
     [](const Document& d) { return std::string(d.dialect == Dialect::keras2 ? "keras2" : "keras3"); }, read_dialect},
    {"data", "the data set", text, true, write_data, read_data},
    {"samples", "rows that a generator draws", number, true,
     [](const Document& d) { return std::to_string(d.samples); },
     [](Document& d, std::string_view t) { d.samples = whole("samples", t, 2, limits::samples); }},
    {"noise", "of generators, 0 to 1", number, true, [](const Document& d) { return format_number(d.noise); },
     [](Document& d, std::string_view t) { d.noise = parse_real("noise", t, 0, 1); }},
    {"label_noise", "of generators: share of rows with another class", number, true,
     [](const Document& d) { return format_number(d.disturbance.label_noise); },
     [](Document& d, std::string_view t) { d.disturbance.label_noise = parse_real("label_noise", t, 0, 1); }},
    {"outliers", "of generators: share of rows far away", number, true,
     [](const Document& d) { return format_number(d.disturbance.outliers); },
     [](Document& d, std::string_view t) { d.disturbance.outliers = parse_real("outliers", t, 0, 1); }},
    {"imbalance", "of generators: how much rarer the last class is, 0 to 0.95", number, true,
     [](const Document& d) { return format_number(d.disturbance.imbalance); },
     [](Document& d, std::string_view t) { d.disturbance.imbalance = parse_real("imbalance", t, 0, most_imbalance); }},
    {"points", "drawn by hand: x1:x2:class;...", text, true, write_points, read_points},
    {"sheet", "typed by hand: input:input/target;...", text, true, write_sheet, read_sheet},
    {"csv", "the table itself", text, false, [](const Document& d) { return d.csv.str(); },
     [](Document& d, std::string_view t) { d.csv = t; }},
    {"csv_name", "name of the table's file", text, false, [](const Document& d) { return d.csv_name; },
     [](Document& d, std::string_view t) { d.csv_name = t.substr(0, 256); }},
    {"target", "column to predict", text, true, [](const Document& d) { return d.target; },
     [](Document& d, std::string_view t) { d.target = t; }},
    {"problem", "classification or regression", text, true, [](const Document& d) { return d.problem; }, read_problem},
    {"left_out", "columns that are no inputs", list, true, [](const Document& d) { return write_list(d.left_out); },
     [](Document& d, std::string_view t) { d.left_out = read_list(t); }},
    {"types", "columns that the guess has wrong: name:number, name:category", list, true,
     [](const Document& d) { return write_list(d.types); }, read_types},
    {"features", "formulas of the inputs that the network sees", list, true,
     [](const Document& d) { return write_list(d.features); }, read_features},
    {"standardise", "numeric inputs to mean 0 and deviation 1; auto: those of tables", boolean, true,
     [](const Document& d) { return d.standardise ? write_switch(*d.standardise) : std::string("auto"); },
     read_standardise},
    {"shuffle_rows", "rows in random order before the split, not as in the table or class by class", boolean, true,
     [](const Document& d) { return write_switch(d.shuffle_rows); },
     [](Document& d, std::string_view t) { d.shuffle_rows = parse_switch("shuffle_rows", t); }},
    {"layers", "the network", layers, true, write_layers, read_layers},
    {"initial_weights", "of all layers, kernel row by row, then bias; or drawn from the seed", text, true,
     [](const Document& d) { return write_numbers(d.weights, ','); }, read_weights},
    {"optimizer", "how gradients change weights", text, true,
     [](const Document& d) { return write_choice(optimizers(), d.compile.optimizer, d.dialect); },
     [](Document& d, std::string_view t) {
       d.compile.optimizer = read_choice(optimizers(), "optimizer", t, d.dialect);
     }},
    {"learning_rate_schedule", "what becomes of the learning rate", text, true,
     [](const Document& d) { return write_choice(schedules(), d.compile.learning_rate_schedule); },
     [](Document& d, std::string_view t) {
       d.compile.learning_rate_schedule = read_choice(schedules(), "learning-rate schedule", t);
     }},
    {"loss", "what training makes small", text, true,
     [](const Document& d) { return write_choice(losses(), d.compile.loss, d.dialect); },
     [](Document& d, std::string_view t) { d.compile.loss = read_choice(losses(), "loss", t, d.dialect); }},
    {"metrics", "what is measured besides", list, true, [](const Document& d) { return write_list(d.compile.metrics); },
     read_metrics},
    {"batch_size", "samples a step", number, true, [](const Document& d) { return std::to_string(d.fit.batch_size); },
     [](Document& d, std::string_view t) { d.fit.batch_size = whole("batch_size", t, 1, limits::batch); }},
    {"epochs", "passes over the data", number, true, [](const Document& d) { return std::to_string(d.fit.epochs); },
     [](Document& d, std::string_view t) { d.fit.epochs = whole("epochs", t, 1, limits::epochs); }},
    {"validation_split", "share of the last rows that does not train", number, true,
     [](const Document& d) { return format_number(d.fit.validation_split); }, read_split},
    {"shuffle", "training rows in a new order each epoch", boolean, true,
     [](const Document& d) { return write_switch(d.fit.shuffle); },
     [](Document& d, std::string_view t) { d.fit.shuffle = parse_switch("shuffle", t); }},
    {"callbacks", "what fit does by itself at an epoch's end", list, true, write_callbacks, read_callbacks},
    {"class_weight", "how much samples of class 0, 1, ... count; none: as in Keras", list, true, write_class_weight,
     read_class_weight},
    {"seed", "of data, weights and orders", number, true, [](const Document& d) { return std::to_string(d.seed); },
     read_seed},
    {"theme", "auto, light, dark, contrast, or transparent for what stands behind, also with light or dark words", text,
     true, [](const Document& d) { return d.theme; }, read_theme},
    {"scene", "one idea as a window of its own", text, true, [](const Document& d) { return d.scene; }, read_scene},
    {"hide", "panels that are not shown", list, true, [](const Document& d) { return write_list(d.hide); }, read_hide},
};

}  // namespace

DrawnPoint make_point(double x1, double x2, int label) {
  const auto place = [](double x) {
    return std::clamp(std::round(x * 100) / 100, -limits::point_reach, limits::point_reach) + 0.0;  // no -0
  };
  return {place(x1), place(x2), std::clamp(label, 0, limits::point_classes - 1)};
}

std::span<const Field> document_fields() { return fields; }
std::span<const std::string_view> themes() { return theme_names; }

Document default_document() {
  Document document;
  document.layers = {read_layer("dense:4:tanh"), read_layer("dense:4:tanh"), read_layer("dense:1:sigmoid")};
  document.compile.optimizer = read_choice(optimizers(), "optimizer", "adam:learning_rate=0.01");
  document.compile.loss = read_choice(losses(), "loss", "binary_crossentropy");
  return document;
}

}  // namespace chainrule
