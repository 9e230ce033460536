#pragma once
// SPDX-License-Identifier: MIT
// A table of named columns as read from CSV, and what becomes of it: the numbers that a network trains on.
#include <string>
#include <string_view>
#include <vector>

#include "../types.hpp"

namespace chainrule {

/// A column is categorical when at least one of its filled cells is not a number.
struct Column {
  std::string name;
  bool categorical = false;
  std::vector<std::string> text;        ///< cells as read; "" = empty
  std::vector<float> number;            ///< numeric columns: value, NaN where empty
  std::vector<std::string> categories;  ///< categorical columns: the different texts, sorted
};

struct Table {
  std::vector<Column> columns;
  Index rows = 0;
};

/// Reads CSV (RFC 4180: quotes, doubled quotes, CRLF; separator , ; or tab, guessed; first row = names, unless all of
/// it is numbers, then columns are called x1, x2, ...). Throws Error "row R, column C: expected ..., received ...".
Table read_csv(std::string_view text);

/// False for a column that no network learns from as it is: empty everywhere, or texts of which there are too many for
/// one input each or that all differ (a name, an id). prepare() does not ask; whoever imports a table may.
bool usable_as_input(const Column& column);

enum class Problem { classification, regression };

/// A few whole numbers and texts are classes, other numbers a quantity. `target` "" = the last column.
Problem guess_problem(const Table& table, std::string_view target);

/// How a table becomes a data set.
struct Preparation {
  std::string target;                    ///< column to predict; "" = the last one
  Problem problem = Problem::classification;
  std::vector<std::string> left_out;     ///< columns not used as inputs
  bool standardise = true;               ///< numeric inputs to mean 0, deviation 1 (of the rows that train)
  bool shuffle_rows = true;              ///< once, before validation_split takes the last rows
};

/// The rows that a network sees. One text column becomes one input a category (one-hot).
struct DataSet {
  std::string name;
  Problem problem = Problem::classification;
  Matrix x;                                ///< [n, inputs], as trained on
  Matrix y;                                ///< [n, 1]: class index or value
  std::vector<std::string> columns;        ///< of the table, used as inputs, in order; features of generators
  std::vector<std::string> feature_names;  ///< one an input column; one-hot ones are "island = Biscoe"
  std::vector<std::string> class_names;    ///< classification: in order of the index
  std::vector<float> mean, deviation;      ///< per input: raw = x * deviation + mean (0 and 1 where untouched)
  Index rows_left_out = 0;                 ///< rows with empty cells
  Index image_width = 0;                   ///< > 0: inputs are pixels, this many a line
  bool pixels() const { return image_width > 0; }
  Index classes() const { return static_cast<Index>(class_names.size()); }
};

/// Leaves out rows with empty cells, encodes, standardises by the first `training_fraction` of the rows.
/// Throws Error that names the column (unknown target, no rows left, a number expected as regression's target, ...).
DataSet prepare(const Table& table, const Preparation& how, std::uint64_t seed, double training_fraction);

}  // namespace chainrule
