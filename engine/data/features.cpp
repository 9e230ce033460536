// SPDX-License-Identifier: MIT
// From inputs to what the network sees: formulas, and numbers of one size.
#include <algorithm>
#include <cmath>

#include "engine/data/features.hpp"
#include "engine/base/text.hpp"

namespace chainrule {
namespace {

/// Column to mean 0 and deviation 1 over its first `training` rows; a constant one becomes 0.
void standardise_column(DataSet& data, Index column, Index training) {
  const auto n = static_cast<double>(training);
  double sum = 0, squares = 0;
  for (Index r = 0; r < training; ++r) sum += data.x(r, column);
  const double mean = sum / n;
  for (Index r = 0; r < training; ++r) squares += (data.x(r, column) - mean) * (data.x(r, column) - mean);
  double deviation = std::sqrt(squares / n);
  if (!(deviation > 1e-12 * std::fabs(mean)) || deviation < 1e-30) deviation = 1;
  for (Index r = 0; r < data.x.rows; ++r)
    data.x(r, column) = static_cast<float>((data.x(r, column) - mean) / deviation);
  data.mean[static_cast<std::size_t>(column)] = static_cast<float>(mean);
  data.deviation[static_cast<std::size_t>(column)] = static_cast<float>(deviation);
}

/// A name by itself is that input, also one that no formula could spell.
Formula make_feature(const std::string& text, std::span<const std::string> names, Index& column) {
  const auto found = std::find(names.begin(), names.end(), text);
  column = found == names.end() ? -1 : found - names.begin();
  try {
    return Formula(found == names.end() ? text : "[" + text + "]", names);
  } catch (const Error& e) { throw Error("feature " + quote(text) + ": " + e.what()); }
}

void check_finite(const DataSet& data, Index column, const std::string& text) {
  for (Index r = 0; r < data.x.rows; ++r) {
    const float value = data.x(r, column);
    if (std::isfinite(value)) continue;
    throw Error("feature " + quote(text) + ": expected a finite number in each row, received " +
                (std::isnan(value) ? "none"
                 : value > 0       ? "infinity"
                                   : "minus infinity") +
                " in row " + std::to_string(r + 1));
  }
}

}  // namespace

std::pair<float, float> DataSet::target_range(Index column) const {
  std::pair<float, float> range{y(0, column), y(0, column)};
  for (Index r = 1; r < y.rows; ++r)
    range = {std::min(range.first, y(r, column)), std::max(range.second, y(r, column))};
  return range;
}

Matrix DataSet::features_of(View<const float> rows) const {
  if (formulas.empty()) return {rows.rows, rows.cols, std::vector<float>(rows.data, rows.data + rows.size())};
  Matrix result(rows.rows, static_cast<Index>(formulas.size()));
  for (Index c = 0; c < result.cols; ++c) {
    const auto i = static_cast<std::size_t>(c);
    formulas[i].evaluate(rows, result.data.data() + c, result.cols);
    for (Index r = 0; r < result.rows; ++r) result(r, c) = (result(r, c) - mean[i]) / deviation[i];
  }
  return result;
}

void compute_features(DataSet& data, std::span<const std::string> formulas, std::vector<bool>& numeric) {
  data.raw_names = std::move(data.feature_names);
  data.raw = std::move(data.x);
  data.feature_names.clear();
  for (const std::string& text : formulas) {
    const bool all =
        text == "inputs" && std::find(data.raw_names.begin(), data.raw_names.end(), text) == data.raw_names.end();
    if (all) data.feature_names.insert(data.feature_names.end(), data.raw_names.begin(), data.raw_names.end());
    else data.feature_names.push_back(text);
  }
  constexpr std::size_t most_numbers = 50'000'000;  // as many as a table's inputs may have
  if (data.feature_names.size() * static_cast<std::size_t>(data.raw.rows) > most_numbers)
    throw Error("expected at most " + std::to_string(most_numbers) + " numbers in all features, received " +
                std::to_string(data.feature_names.size()) + " features of " + std::to_string(data.raw.rows) + " rows");
  data.mean.assign(data.feature_names.size(), 0);
  data.deviation.assign(data.feature_names.size(), 1);
  data.formulas.clear();
  std::vector<bool> kinds;
  for (const std::string& text : data.feature_names) {
    Index column = -1;
    data.formulas.push_back(make_feature(text, data.raw_names, column));
    kinds.push_back(column < 0 || numeric[static_cast<std::size_t>(column)]);
  }
  data.x = data.features_of(data.raw);
  for (Index c = 0; c < data.x.cols; ++c) check_finite(data, c, data.feature_names[static_cast<std::size_t>(c)]);
  numeric = std::move(kinds);
}

void standardise(DataSet& data, Index column, const std::vector<bool>& numeric, double training_fraction) {
  // Keras's rule for validation_split: the first int(n * (1 - split)) rows train.
  const auto training = std::max<Index>(1, static_cast<Index>(static_cast<double>(data.x.rows) * training_fraction));
  if (numeric[static_cast<std::size_t>(column)]) standardise_column(data, column, training);
}

void standardise(DataSet& data, const std::vector<bool>& numeric, double training_fraction) {
  for (std::size_t c = 0; c < numeric.size(); ++c) standardise(data, static_cast<Index>(c), numeric, training_fraction);
}

}  // namespace chainrule
