#pragma once
// SPDX-License-Identifier: MIT
// Cases of tests/golden as models, and how near to another program's numbers theirs have to be.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/document/choice_text.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/sequential.hpp"
#include "engine/tables/optimizer.hpp"
#include "tests/engine/files.hpp"

namespace chainrule::test {

using nlohmann::json;

inline json golden(const std::string& file) { return json::parse(read_file(source_dir() + "/tests/golden/" + file)); }

inline Matrix matrix_of(const json& rows) {
  if (!rows.at(0).is_array()) return matrix_of(json::array({rows}));
  Matrix m(static_cast<Index>(rows.size()), static_cast<Index>(rows.at(0).size()));
  for (Index r = 0; r < m.rows; ++r)
    for (Index c = 0; c < m.cols; ++c)
      m(r, c) = rows.at(static_cast<std::size_t>(r)).at(static_cast<std::size_t>(c)).get<float>();
  return m;
}

inline Sequential model_of(const json& example) {
  Sequential model;
  for (const auto& layer : example.at("layers")) model.add(read_layer(layer.get<std::string>()));
  model.build(example.at("inputs").get<Index>());
  CompileSpec compile;
  compile.optimizer = read_choice(optimizers(), "optimizer", example.at("optimizer").get<std::string>());
  compile.loss = read_choice(losses(), "loss", example.at("loss").get<std::string>(), model.dialect());
  if (example.contains("fit")) compile.metrics = {"acc"};
  model.compile(compile);
  std::vector<Matrix> weights;
  for (const auto& w : example.at("weights")) weights.push_back(matrix_of(w));
  model.set_weights(weights);
  return model;
}

/// Relative to numbers above `small`; those below are what is left after larger ones cancelled out.
inline void expect_near(double actual, double expected, const std::string& where, double tolerance = 1e-5,
                        double small = 0.1) {
  EXPECT_NEAR(actual, expected, tolerance * std::max(std::fabs(expected), small)) << where;
}

}  // namespace chainrule::test
