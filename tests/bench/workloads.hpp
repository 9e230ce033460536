#pragma once
// SPDX-License-Identifier: MIT
// The six networks that speed is measured on, from workloads.json, which the peers' benchmarks read as well.
#include <algorithm>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/document/data_set.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/sequential.hpp"

namespace chainrule::bench {

struct Workload {
  std::string name, loss, optimizer;
  std::vector<std::string> layers;
  Index inputs, rows, batch;
  double learning_rate;
};

inline std::vector<Workload> workloads() {
  std::ifstream file(CHAINRULE_WORKLOADS);
  std::vector<Workload> all;
  for (const auto& w : nlohmann::json::parse(file))
    all.push_back(
        {w["name"], w["loss"], w["optimizer"], w["layers"], w["inputs"], w["rows"], w["batch"], w["learning_rate"]});
  return all;
}

inline Sequential make_model(const Workload& workload) {
  Sequential model;
  for (const std::string& layer : workload.layers) model.add(read_layer(layer));
  model.build(workload.inputs);
  model.compile({{workload.optimizer, {workload.learning_rate}}, workload.loss, {}});
  return model;
}

struct Data {
  Matrix x, y;
};

/// Numbers as pixels or standardised columns are; what they mean does not change the speed.
inline Data make_data(const Workload& workload, Index outputs) {
  Random random(1);
  Data data{Matrix(workload.rows, workload.inputs), Matrix(workload.rows, outputs)};
  for (float& x : data.x.data) x = static_cast<float>(random.uniform(-1, 1));
  for (Index r = 0; r < workload.rows; ++r) {
    const auto label = static_cast<Index>(random.below(static_cast<std::uint32_t>(std::max<Index>(outputs, 2))));
    if (outputs == 1) data.y(r, 0) = static_cast<float>(label);
    else data.y(r, label) = 1;
  }
  return data;
}

}  // namespace chainrule::bench
