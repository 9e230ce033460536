#pragma once
// SPDX-License-Identifier: MIT
// Document: everything that makes an experiment repeatable. Plain structs with one table of fields, from which the
// JSON file, the link and the defaults come.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/shared_text.hpp"
#include "engine/data/disturbance.hpp"
#include "engine/data/generator.hpp"
#include "engine/document/choice_text.hpp"
#include "engine/tables/spec.hpp"

namespace chainrule {

/// A point that somebody drew: a place in the plane of the generators, and its class.
struct DrawnPoint {
  double x1 = 0, x2 = 0;  ///< from -6 to 6, in hundredths
  int label = 0;
  bool operator==(const DrawnPoint&) const = default;
};
/// A row of an exercise, typed by hand.
struct SheetRow {
  std::vector<double> inputs, targets;
  bool operator==(const SheetRow&) const = default;
};
namespace limits {
inline constexpr std::size_t points = 600, features = 64;
inline constexpr std::size_t sheet_rows = 32, sheet_numbers = 16, typed_weights = 2000;
inline constexpr int point_classes = 6;
inline constexpr double point_reach = 6, sheet_reach = 1e6;
}  // namespace limits
/// The nearest place that a document can hold.
DrawnPoint make_point(double x1, double x2, int label);

/// What a generator is told of its own, besides what all are told.
struct GeneratorSpec {
  std::vector<double> data_values;  ///< its parameters; empty = the usual ones
  std::string formula;              ///< of one that takes one; "" = the usual one
  bool operator==(const GeneratorSpec&) const = default;
};
/// A table of one's own (data == "csv"), and what is made of one.
struct TableSpec {
  SharedText csv;  ///< the text itself (in files, not in links)
  std::string csv_name;
  std::string target;                 ///< column to predict, "" = last
  std::string problem;                ///< classification, regression, "" = guessed from the target
  std::vector<std::string> left_out;  ///< columns not used as inputs
  std::vector<std::string> types;     ///< what columns hold where the guess is wrong: "age:category"
  bool operator==(const TableSpec&) const = default;
};
/// Which rows there are.
struct DataSpec : GeneratorSpec, TableSpec {
  std::string data = "circle";        ///< a generator's name, a bundled set's, "points", "sheet" or "csv"
  Index samples = 500;                ///< generators only
  double noise = 0.1;                 ///< generators only
  Disturbance disturbance;            ///< generators only
  std::vector<DrawnPoint> points;     ///< data == "points"
  std::vector<SheetRow> sheet;        ///< data == "sheet"
  std::vector<std::string> features;  ///< formulas that the network sees, "inputs" for all inputs; empty = just those
  std::optional<bool> standardise;    ///< nothing = tables are, generated data is not
  bool shuffle_rows = true;
  bool operator==(const DataSpec&) const = default;
};
struct ModelSpec {
  std::vector<LayerSpec> layers;
  std::vector<double> weights;  ///< the first ones, as the flat store has them; empty = drawn from the seed
  CompileSpec compile{{"adam", {}}, "binary_crossentropy", {"acc"}};
  Dialect dialect = Dialect::keras3;
  bool operator==(const ModelSpec&) const = default;
};
/// How it is looked at.
struct ViewSpec {
  std::string theme = "auto";     ///< auto, light, dark
  std::string scene;              ///< of scenes(); "" = everything
  std::vector<std::string> hide;  ///< panels not shown: see panels.hpp
  bool operator==(const ViewSpec&) const = default;
};

struct Document : DataSpec, ModelSpec, ViewSpec {
  FitSpec fit{32, 100, 0.3, true};
  std::uint64_t seed = 1;  ///< of rows, weights and orders
  /// Link keys and JSON members that this version does not know; kept and written again.
  std::map<std::string, std::string> unknown;

  GeneratorSpec& generator() { return *this; }
  TableSpec& table() { return *this; }
  const DataSpec& rows() const { return *this; }
  ViewSpec& view() { return *this; }
  bool operator==(const Document&) const = default;
};

/// Whether two documents describe the same rows, so that they need not be made again. Standardised ones are so by what
/// the training rows are.
inline bool same_rows(const Document& a, const Document& b) {
  return a.rows() == b.rows() && a.seed == b.seed && a.fit.validation_split == b.fit.validation_split;
}

/// The experiment that a visitor meets: two hidden layers on circle.
Document default_document();

/// How a field looks in JSON; as text (in links) each has the form that read and write deal in.
enum class FieldType { text, number, boolean, list, layers };

/// One field: its key in links and JSON and its two directions as text.
struct Field {
  std::string_view key, help;
  FieldType type;
  bool in_link;  ///< false: only in files (csv)
  std::string (*write)(const Document&);
  void (*read)(Document&, std::string_view text);  ///< throws Error: "expected ..., received ..."; changes nothing then
};
std::span<const Field> document_fields();

/// What `theme` can be.
std::span<const std::string_view> themes();

}  // namespace chainrule
