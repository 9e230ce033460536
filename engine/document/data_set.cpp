// SPDX-License-Identifier: MIT
// From a document to its rows: generated, drawn, bundled with the program, or a table of one's own.
#include <algorithm>
#include <numeric>

#include "engine/document/data_set.hpp"
#include "engine/base/random.hpp"
#include "engine/base/text.hpp"
#include "engine/data/bundled.hpp"
#include "engine/data/features.hpp"
#include "engine/data/disturbance.hpp"
#include "engine/data/generator.hpp"
#include "engine/data/idx.hpp"
#include "engine/document/table_data.hpp"

namespace chainrule {
namespace {

/// Rows in the order `place` says.
Matrix in_order(const Matrix& rows, std::span<const std::uint32_t> order) {
  Matrix result(rows.rows, rows.cols);
  for (Index r = 0; r < rows.rows; ++r)
    std::copy_n(rows.view().row(static_cast<Index>(order[static_cast<std::size_t>(r)])), rows.cols,
                result.view().row(r));
  return result;
}

void shuffle_rows(DataSet& data, std::uint64_t seed) {
  std::vector<std::uint32_t> order(static_cast<std::size_t>(data.x.rows));
  std::iota(order.begin(), order.end(), 0U);
  Random(seed, Random::data).shuffle_in_place(order);
  data.x = in_order(data.x, order);
  data.y = in_order(data.y, order);
}

/// Names, classes and features of rows that came without a table.
void finish(DataSet& data, const Document& document, int classes) {
  data.problem = classes > 0 ? Problem::classification : Problem::regression;
  for (Index i = 1; i <= data.x.cols; ++i)
    data.feature_names.push_back(data.x.cols == 1 ? "x" : "x" + std::to_string(i));
  data.columns = data.feature_names;
  for (int i = 0; i < classes; ++i) data.class_names.push_back(std::to_string(i));
  data.mean.assign(data.feature_names.size(), 0);
  data.deviation.assign(data.feature_names.size(), 1);
  std::vector<bool> numeric(data.feature_names.size(), true);
  if (!document.features.empty()) compute_features(data, document.features, numeric);
  if (standardises(document)) standardise(data, numeric, training_fraction(document));
}

DataSet generate(const Generator& generator, const Document& document) {
  GeneratedData made =
      generator.make(document.samples, document.noise, document.seed, document.data_values, document.formula);
  disturb(made, document.disturbance, document.seed);
  if (!document.shuffle_rows) sort_rows(made);
  DataSet data;
  data.name = generator.name;
  data.x = std::move(made.x);
  data.y = std::move(made.y);
  finish(data, document, made.classes);
  return data;
}

DataSet drawn(const Document& document) {
  const auto count = static_cast<Index>(document.points.size());
  if (count < 2) throw Error("expected at least 2 points, received " + std::to_string(count) + ": draw some more");
  DataSet data;
  data.name = "points";
  data.x = Matrix(count, 2);
  data.y = Matrix(count, 1);
  int classes = 2;
  for (Index r = 0; r < count; ++r) {
    const DrawnPoint& point = document.points[static_cast<std::size_t>(r)];
    data.x(r, 0) = static_cast<float>(point.x1);
    data.x(r, 1) = static_cast<float>(point.x2);
    data.y(r, 0) = static_cast<float>(point.label);
    classes = std::max(classes, point.label + 1);
  }
  if (document.shuffle_rows) shuffle_rows(data, document.seed);
  finish(data, document, classes);
  return data;
}

DataSet typed(const Document& document) {
  const auto count = static_cast<Index>(document.sheet.size());
  if (count == 0) throw Error("expected rows such as sheet=0.05:0.1/0.01:0.99, received none");
  DataSet data;
  data.name = "sheet";
  data.x = Matrix(count, static_cast<Index>(document.sheet[0].inputs.size()));
  data.y = Matrix(count, static_cast<Index>(document.sheet[0].targets.size()));
  for (Index r = 0; r < count; ++r) {
    const SheetRow& row = document.sheet[static_cast<std::size_t>(r)];
    for (Index i = 0; i < data.x.cols; ++i) data.x(r, i) = static_cast<float>(row.inputs[static_cast<std::size_t>(i)]);
    for (Index i = 0; i < data.y.cols; ++i) data.y(r, i) = static_cast<float>(row.targets[static_cast<std::size_t>(i)]);
  }
  finish(data, document, 0);
  return data;
}

/// Pictures and their labels, one IDX array after the other.
DataSet pictures(const BundledData& bundled, const Document& document, std::string_view bytes) {
  IdxArray images = take_idx(bytes);
  const IdxArray labels = read_idx(bytes);
  if (images.rows.rows != labels.rows.rows || labels.rows.cols != 1)
    throw Error("expected a label for each of " + std::to_string(images.rows.rows) + " pictures, received " +
                std::to_string(labels.rows.rows));
  if (!document.left_out.empty() || !document.target.empty())
    throw Error("expected all pixels of " + std::string(bundled.name) +
                " as inputs and its digit as the target, received others");
  DataSet data;
  data.name = bundled.title;
  data.x = std::move(images.rows);
  data.y = labels.rows;
  if (document.shuffle_rows) shuffle_rows(data, document.seed);
  for (Index p = 0; p < data.x.cols; ++p)
    data.feature_names.push_back("pixel " + std::to_string(p / bundled.image_width) + "," +
                                 std::to_string(p % bundled.image_width));
  for (int digit = 0; digit < 10; ++digit) data.class_names.push_back(std::to_string(digit));
  data.mean.assign(data.feature_names.size(), 0);
  data.deviation.assign(data.feature_names.size(), 1);
  if (!document.features.empty()) {
    std::vector<bool> numeric(data.feature_names.size(), true);
    compute_features(data, document.features, numeric);
    if (standardises(document)) standardise(data, numeric, training_fraction(document));
    return data;
  }
  if (standardises(document)) scale_pixels(data, bundled.scale);
  data.image_width = bundled.image_width;
  return data;
}

}  // namespace

double training_fraction(const Document& document) { return 1 - document.fit.validation_split; }

void scale_pixels(DataSet& data, float scale) {
  for (float& value : data.x.data) value /= scale;
  std::fill(data.deviation.begin(), data.deviation.end(), scale);
}

bool standardises(const Document& document) {
  const bool table = document.data == "csv" || find_bundled(document.data);
  return document.standardise.value_or(table);
}

bool is_table(const Document& document) {
  const BundledData* bundled = find_bundled(document.data);
  return bundled ? bundled->labels.empty() : document.data == "csv";
}

DataSet make_data(const Document& document, std::string_view text) {
  if (const Generator* generator = find_or_null(generators(), document.data)) return generate(*generator, document);
  if (document.data == "points") return drawn(document);
  if (document.data == "sheet") return typed(document);
  const BundledData* bundled = find_bundled(document.data);
  if (!bundled && document.data != "csv") throw Error("expected a data set, received " + quote(document.data));
  if (bundled && !bundled->labels.empty()) return pictures(*bundled, document, text);
  return make_data_in_pieces(document, table_in_pieces(document, text).finish()).finish();
}

}  // namespace chainrule
