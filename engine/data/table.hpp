#pragma once
// SPDX-License-Identifier: MIT
// A table of named columns as read from CSV, and what becomes of it: the numbers that a network trains on.
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/pieces.hpp"
#include "engine/base/types.hpp"
#include "engine/data/formula.hpp"

namespace chainrule {

/// A column is categorical when at least one of its filled cells is not a number.
struct Column {
  std::string name;
  bool categorical = false;
  std::vector<std::string> text;  ///< cells as read
  std::vector<float> number;      ///< numeric columns: value, NaN where there is none
  std::vector<std::string>
      categories;           ///< categorical columns: the different texts, sorted; limits::categories at most
  Index missing_cells = 0;  ///< that are empty, or no number in a column of numbers

  bool missing(std::size_t row) const { return categorical ? text[row].empty() : std::isnan(number[row]); }
};

namespace limits {
inline constexpr std::size_t categories = 100'000;  ///< many more than a network can tell apart
}

struct Table {
  std::vector<Column> columns;
  Index rows = 0;
  bool decimal_comma = false;  ///< numbers are written 1,5
};

/// False for a column that no network learns from as it is: empty everywhere, or texts of which there are too many for
/// one input each or that all differ (a name, an id). prepare() does not ask; whoever imports a table may.
bool usable_as_input(const Column& column);

enum class Problem { classification, regression };

/// A few whole numbers and texts are classes, other numbers a quantity. `target` "" = the last column.
Problem guess_problem(const Table& table, std::string_view target);

/// How a table becomes a data set.
struct Preparation {
  std::string target;  ///< column to predict; "" = the last one
  Problem problem = Problem::classification;
  std::vector<std::string> left_out;  ///< columns not used as inputs
  bool standardise = true;            ///< numeric inputs to mean 0, deviation 1 (of the rows that train)
  bool shuffle_rows = true;           ///< once, before validation_split takes the last rows
  std::vector<std::string> features;  ///< formulas of the inputs; empty = the inputs themselves
};

/// The rows that a network sees. One text column becomes one input a category (one-hot).
struct DataSet {
  std::string name;
  Problem problem = Problem::classification;
  Matrix x;                          ///< [n, features], as trained on
  Matrix y;                          ///< [n, 1]: class index or value; of a sheet as many values as it has targets
  std::vector<std::string> columns;  ///< of the table, used as inputs, in order; inputs of generators
  std::vector<std::string> feature_names;  ///< one a column of x; one-hot ones are "island = Biscoe"
  std::vector<std::string> class_names;    ///< classification: in order of the index
  std::vector<float> mean, deviation;  ///< per feature: x * deviation + mean is what it was (0 and 1 where untouched)
  Index rows_left_out = 0;             ///< rows with empty cells
  Index image_width = 0;               ///< > 0: inputs are pixels, this many a line
  std::vector<Formula> formulas;       ///< one a feature; empty: the features are the inputs themselves
  Matrix raw;                          ///< with formulas: [n, inputs], what they are computed from
  std::vector<std::string> raw_names;  ///< with formulas: one a column of `raw`

  bool pixels() const { return image_width > 0; }
  Index classes() const { return static_cast<Index>(class_names.size()); }

  /// The least and the largest number of a column of y.
  std::pair<float, float> target_range(Index column = 0) const;

  /// What a plane is laid through and samples are drawn at: the inputs, as trained on where they are the features,
  /// as they are where features are computed from them.
  const Matrix& inputs() const { return formulas.empty() ? x : raw; }
  const std::vector<std::string>& input_names() const { return formulas.empty() ? feature_names : raw_names; }
  /// A number of inputs() in the data's own unit.
  float own_unit(float value, Index input) const {
    const auto i = static_cast<std::size_t>(input);
    return formulas.empty() ? value * deviation[i] + mean[i] : value;
  }
  /// Rows as x has them from rows as inputs() has them. Where a formula has no value the result is not finite.
  Matrix features_of(View<const float> rows) const;
};

/// Leaves out rows with empty cells, encodes, standardises by the first `training_fraction` of the rows.
/// Throws Error that names the column (unknown target, no rows left, a number expected as regression's target, ...).
DataSet prepare(const Table& table, const Preparation& how, std::uint64_t seed, double training_fraction);
/// The same by and by. `table` must outlive it.
Pieces<DataSet> prepare_in_pieces(const Table& table, Preparation how, std::uint64_t seed, double training_fraction);

}  // namespace chainrule
