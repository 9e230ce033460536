// SPDX-License-Identifier: MIT
#include "engine/data/table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <unordered_set>

#include "engine/base/random.hpp"
#include "engine/base/text.hpp"
#include "engine/data/features.hpp"
#include "engine/tables/choice.hpp"
#include "engine/tables/spec.hpp"

namespace chainrule {
namespace {

constexpr std::size_t most_categories = 64, most_classes = 100;
constexpr std::size_t most_guessed_classes = 12, fewest_ids = 10;
constexpr std::size_t most_numbers = 50'000'000;  // 200 MB of inputs

constexpr Index piece = 8192;  // rows, a millisecond or two

using Rows = std::vector<std::uint32_t>;

std::string about(const Column& column) { return "column " + quote(column.name) + ": "; }

const Column& find_column(const Table& table, std::string_view role, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Column& column : table.columns) {
    if (column.name == name) return column;
    names.push_back(column.name);
  }
  std::string text = "expected a column as " + std::string(role) + " (" + listed(names) + "), received " + quote(name);
  if (const auto meant = nearest(name, names); !meant.empty()) text += "; did you mean '" + meant + "'?";
  throw Error(text);
}

std::vector<const Column*> choose_inputs(const Table& table, const Column& target, const Preparation& how) {
  std::set<const Column*> skip{&target};
  for (const auto& name : how.left_out) skip.insert(&find_column(table, "left out", name));
  std::vector<const Column*> inputs;
  for (const Column& column : table.columns)
    if (!skip.contains(&column)) inputs.push_back(&column);
  if (inputs.empty())
    throw Error("expected at least one column as input besides the target " + quote(target.name) + ", received none");
  return inputs;
}

Pieces<Rows> complete_rows(const Table& table, const std::vector<const Column*>& used) {
  Rows rows;
  for (Index from = 0; from < table.rows; from += piece) {
    const auto to = static_cast<std::uint32_t>(std::min(table.rows, from + piece));
    for (auto row = static_cast<std::uint32_t>(from); row < to; ++row)
      if (std::none_of(used.begin(), used.end(), [row](const Column* column) { return column->missing(row); }))
        rows.push_back(row);
    co_yield static_cast<double>(to) / static_cast<double>(table.rows);
  }
  if (rows.empty())
    throw Error("expected rows without empty cells, received none in " + std::to_string(table.rows) + " rows");
  co_return std::move(rows);
}

/// The different texts of a text column in the rows that stay, sorted; none of a column of numbers.
Pieces<std::vector<std::string>> present_categories(const Column& column, const Rows& rows) {
  std::unordered_set<std::string_view> present;
  for (std::size_t i = 0; column.categorical && i < rows.size() && present.size() < limits::categories; ++i) {
    present.insert(column.text[rows[i]]);
    if (i % piece == 0) co_yield static_cast<double>(i) / static_cast<double>(rows.size());
  }
  std::vector<std::string> sorted(present.begin(), present.end());
  std::sort(sorted.begin(), sorted.end());
  co_return std::move(sorted);
}

Index position(const std::vector<std::string>& sorted, const std::string& text) {
  return std::lower_bound(sorted.begin(), sorted.end(), text) - sorted.begin();
}

using Categories = std::vector<std::vector<std::string>>;  // a list an input, empty where it is numbers

/// What the inputs are called, and which of them are numbers. Throws Error where they are too many.
Pieces<Categories> lay_out_inputs(DataSet& data, const std::vector<const Column*>& inputs, const Rows& rows,
                                  std::vector<bool>& numeric) {
  Categories categories;
  for (const Column* column : inputs) {
    auto present = present_categories(*column, rows);
    while (present.go_on()) co_yield 0;
    categories.push_back(present.finish());
    if (categories.back().size() > most_categories)
      throw Error(about(*column) + "expected at most " + std::to_string(most_categories) +
                  " different texts in an input, received " + std::to_string(categories.back().size()) +
                  "; leave the column out");
    if (!column->categorical) data.feature_names.push_back(column->name);
    for (const auto& category : categories.back()) data.feature_names.push_back(column->name + " = " + category);
    numeric.insert(numeric.end(), std::max<std::size_t>(1, categories.back().size()), !column->categorical);
  }
  const std::size_t width = data.feature_names.size();
  if (width > static_cast<std::size_t>(limits::columns) || width * rows.size() > most_numbers)
    throw Error("expected at most " + std::to_string(limits::columns) + " inputs and " + std::to_string(most_numbers) +
                " numbers, received " + std::to_string(width) + " inputs in " + std::to_string(rows.size()) + " rows");
  co_return std::move(categories);
}

void encode_inputs(DataSet& data, const std::vector<const Column*>& inputs, const Categories& categories,
                   const Rows& rows, Index from, Index to) {
  for (Index r = from; r < to; ++r) {
    const auto row = rows[static_cast<std::size_t>(r)];
    for (Index c = 0, i = 0; i < static_cast<Index>(inputs.size()); ++i) {
      const Column& column = *inputs[static_cast<std::size_t>(i)];
      const auto& known = categories[static_cast<std::size_t>(i)];
      if (column.categorical) data.x(r, c + position(known, column.text[row])) = 1;
      else data.x(r, c) = column.number[row];
      c += column.categorical ? static_cast<Index>(known.size()) : 1;
    }
  }
}

Pieces<bool> encode_classes(DataSet& data, const Column& target, const Rows& rows) {
  auto present = present_categories(target, rows);
  while (present.go_on()) co_yield present.done() / 2;
  data.class_names = present.finish();
  std::set<float> values;
  for (Index r = 0; !target.categorical && r < data.y.rows; ++r) {
    values.insert(target.number[rows[static_cast<std::size_t>(r)]]);
    if (r % piece == 0) co_yield static_cast<double>(r) / static_cast<double>(data.y.rows) / 2;
  }
  for (const float value : values) data.class_names.push_back(format_number(value));
  const std::size_t count = data.class_names.size();
  if (count < 2)
    throw Error(about(target) + "expected at least 2 classes, received only " + quote(data.class_names.front()));
  if (count > most_classes)
    throw Error(about(target) + "expected at most " + std::to_string(most_classes) + " classes, received " +
                std::to_string(count) +
                (target.categorical ? " different texts" : " different numbers; is it a regression?"));
  for (Index r = 0; r < data.y.rows; ++r) {
    const auto row = rows[static_cast<std::size_t>(r)];
    const Index index = target.categorical ? position(data.class_names, target.text[row])
                                           : std::distance(values.begin(), values.find(target.number[row]));
    data.y(r, 0) = static_cast<float>(index);
    if (r % piece == 0) co_yield 0.5 + static_cast<double>(r) / static_cast<double>(data.y.rows) / 2;
  }
  co_return true;
}

void copy_numbers(DataSet& data, const Column& target, const Rows& rows) {
  if (target.categorical)
    throw Error(about(target) + "expected numbers as the target of a regression, received texts such as " +
                quote(target.categories.front()) + "; is it a classification?");
  for (Index r = 0; r < data.y.rows; ++r) data.y(r, 0) = target.number[rows[static_cast<std::size_t>(r)]];
}

}  // namespace

bool usable_as_input(const Column& column) {
  const std::size_t filled = column.text.size() - static_cast<std::size_t>(column.missing_cells);
  if (filled == 0) return false;
  if (!column.categorical) return true;
  const bool all_differ = column.categories.size() == filled && filled > fewest_ids;
  return column.categories.size() <= most_categories && !all_differ;
}

Problem guess_problem(const Table& table, std::string_view target) {
  const Column* column = table.columns.empty() ? nullptr : &table.columns.back();
  for (const Column& c : table.columns)
    if (c.name == target) column = &c;
  if (!column || column->categorical) return Problem::classification;
  std::set<float> different;
  for (const float value : column->number) {
    if (std::isnan(value)) continue;
    if (value != std::trunc(value)) return Problem::regression;
    different.insert(value);
    if (different.size() > most_guessed_classes) return Problem::regression;
  }
  return Problem::classification;
}

DataSet prepare(const Table& table, const Preparation& how, std::uint64_t seed, double training_fraction) {
  return prepare_in_pieces(table, how, seed, training_fraction).finish();
}

Pieces<DataSet> prepare_in_pieces(const Table& table, Preparation how, std::uint64_t seed, double training_fraction) {
  if (table.columns.empty() || table.rows < 1)
    throw Error("expected a table with rows and columns, received an empty one");
  if (!(training_fraction > 0 && training_fraction <= 1))
    throw Error("expected a training_fraction above 0 and up to 1, received " + format_number(training_fraction));
  const Column& target = how.target.empty() ? table.columns.back() : find_column(table, "target", how.target);
  const auto inputs = choose_inputs(table, target, how);
  auto used = inputs;
  used.push_back(&target);
  auto complete = complete_rows(table, used);
  while (complete.go_on()) co_yield 0.1 * complete.done();
  Rows rows = complete.finish();
  if (how.shuffle_rows) Random(seed, Random::data).shuffle_in_place(rows);

  DataSet data;
  data.problem = how.problem;
  data.rows_left_out = table.rows - static_cast<Index>(rows.size());
  data.y = Matrix(static_cast<Index>(rows.size()), 1);
  for (const Column* column : inputs) data.columns.push_back(column->name);
  std::vector<bool> numeric;
  if (how.problem == Problem::classification) {
    auto encoding = encode_classes(data, target, rows);
    while (encoding.go_on()) co_yield 0.1 + 0.2 * encoding.done();
  } else {
    copy_numbers(data, target, rows);
  }
  auto laying_out = lay_out_inputs(data, inputs, rows, numeric);
  while (laying_out.go_on()) co_yield 0.3;
  const Categories categories = laying_out.finish();
  data.x = Matrix(data.y.rows, static_cast<Index>(data.feature_names.size()));
  for (Index from = 0; from < data.x.rows; from += piece) {
    encode_inputs(data, inputs, categories, rows, from, std::min(data.x.rows, from + piece));
    co_yield 0.4 + 0.4 * static_cast<double>(from) / static_cast<double>(data.x.rows);
  }
  data.mean.assign(data.feature_names.size(), 0);
  data.deviation.assign(data.feature_names.size(), 1);
  if (!how.features.empty()) compute_features(data, how.features, numeric);
  co_yield 0.9;
  for (std::size_t c = 0; how.standardise && c < numeric.size(); ++c) {
    standardise(data, static_cast<Index>(c), numeric, training_fraction);
    co_yield 0.9 + 0.1 * static_cast<double>(c) / static_cast<double>(numeric.size());
  }
  co_return std::move(data);
}

}  // namespace chainrule
