#pragma once
// SPDX-License-Identifier: MIT
// Document: everything that makes an experiment repeatable. A plain struct with one table of fields, from which the
// JSON file, the link and the defaults come.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/shared_text.hpp"
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

struct Document {
  // data
  std::string data = "circle";      ///< a generator's name, a bundled set's, "points", "sheet" or "csv"
  std::vector<double> data_values;  ///< of the generator's parameters; empty = the usual ones
  std::string formula;              ///< of a generator that takes one; "" = the usual one
  Index samples = 500;              ///< generators only
  double noise = 0.1;               ///< generators only
  Disturbance disturbance;          ///< generators only
  std::vector<DrawnPoint> points;   ///< data == "points"
  std::vector<SheetRow> sheet;      ///< data == "sheet"
  SharedText csv;                   ///< data == "csv": the text itself (in files, not in links)
  std::string csv_name;
  std::string target;                 ///< tables: column to predict, "" = last
  std::string problem;                ///< tables: classification, regression, "" = guessed from the target
  std::vector<std::string> left_out;  ///< tables: columns not used as inputs
  std::vector<std::string> types;     ///< tables: what columns hold where the guess is wrong: "age:category"
  std::vector<std::string> features;  ///< formulas that the network sees, "inputs" for all inputs; empty = just those
  std::optional<bool> standardise;    ///< nothing = tables are, generated data is not
  bool shuffle_rows = true;
  // model
  std::vector<LayerSpec> layers;
  std::vector<double> weights;  ///< the first ones, as the flat store has them; empty = drawn from the seed
  CompileSpec compile{{"adam", {}}, "binary_crossentropy", {"acc"}};
  FitSpec fit{32, 100, 0.3, true};
  std::uint64_t seed = 1;
  Dialect dialect = Dialect::keras3;
  // view
  std::string theme = "auto";     ///< auto, light, dark
  std::string scene;              ///< of scenes(); "" = everything
  std::vector<std::string> hide;  ///< panels not shown: see panels.hpp
  // link keys and JSON members that this version does not know; kept and written again
  std::map<std::string, std::string> unknown;

  bool operator==(const Document&) const = default;
};

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
