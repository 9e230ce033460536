// SPDX-License-Identifier: MIT
#include "engine/document/table_data.hpp"

#include "engine/data/bundled.hpp"
#include "engine/data/csv.hpp"
#include "engine/document/data_set.hpp"

namespace chainrule {

Pieces<Table> table_in_pieces(const Document& document, std::string_view text) {
  auto reading = csv_in_pieces(text.empty() ? std::string_view(document.csv) : text);
  while (reading.go_on()) co_yield reading.done();
  Table table = reading.finish();
  for (const std::string& item : document.types) {
    const auto colon = item.rfind(':');
    if (colon != std::string::npos) set_type(table, item.substr(0, colon), item.ends_with("category"));
    co_yield 1;
  }
  co_return std::move(table);
}

Pieces<DataSet> make_data_in_pieces(const Document& document, const Table& table) {
  const BundledData* bundled = find_bundled(document.data);
  Preparation how;
  how.target = document.target;
  how.left_out = document.left_out;
  how.shuffle_rows = document.shuffle_rows;
  how.features = document.features;
  how.problem = document.problem.empty()           ? guess_problem(table, document.target)
                : document.problem == "regression" ? Problem::regression
                                                   : Problem::classification;
  const bool pixels = bundled && bundled->image_width > 0 && document.features.empty();
  how.standardise = standardises(document) && !pixels;
  auto preparing = prepare_in_pieces(table, how, document.seed, training_fraction(document));
  while (preparing.go_on()) co_yield preparing.done();
  DataSet data = preparing.finish();
  data.name = bundled ? std::string(bundled->title) : document.csv_name;
  if (pixels && standardises(document)) scale_pixels(data, bundled->scale);
  // A column less, and the rest is no picture any more.
  const bool usual_target = document.target.empty() || document.target == table.columns.back().name;
  if (pixels && document.left_out.empty() && usual_target) data.image_width = bundled->image_width;
  co_return std::move(data);
}

}  // namespace chainrule
