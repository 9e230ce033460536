// SPDX-License-Identifier: MIT
#include "engine/model/model.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace chainrule {

CompileSpec Model::compile_spec() const {
  return {updater_.choice(), objective_.choice(), objective_.metric_names(), updater_.schedule()};
}

void Model::set_hyperparameter(std::string_view name, double value) {
  if (!compiled()) throw Error("expected a compiled model, received one without an optimizer: call compile() first");
  updater_.set(name, value);
}

Logs Model::evaluate(View<const float> x, View<const float> y, Index batch_size, std::span<const float> sample_weight) {
  check_data(x, &y, "evaluate");
  check_sample_weight(sample_weight, x.rows, "evaluate");
  if (batch_size < 1)
    throw Error("expected batch_size of at least 1, received " + std::to_string(batch_size) + ", in evaluate()");
  return objective_.evaluate(network_, x, y, batch_size, sample_weight);
}

Model::State Model::state() const {
  const auto copy = [](std::span<const float> numbers) { return std::vector<float>(numbers.begin(), numbers.end()); };
  return {copy(network_.weights()), copy(network_.gradients()), updater_.state()};
}

void Model::restore(const State& state) {
  std::copy(state.weights.begin(), state.weights.end(), network_.weights().begin());
  std::copy(state.gradients.begin(), state.gradients.end(), network_.gradients().begin());
  updater_.restore(state.updater);
}

void Model::check_data(View<const float> x, const View<const float>* y, std::string_view method) const {
  const std::string where = ", in " + std::string(method) + "()";
  network_.check_inputs(x, where);
  if (!y) return;
  if (!compiled()) throw Error("expected a compiled model, received one without a loss: call compile() first" + where);
  if (y->rows != x.rows)
    throw Error("expected as many rows of y as of x (" + std::to_string(x.rows) + "), received " +
                std::to_string(y->rows) + where);
  objective_.check_targets(network_, *y, where);
}

void Model::check_sample_weight(std::span<const float> weights, Index rows, std::string_view method) const {
  const std::string where = ", in " + std::string(method) + "()";
  if (!weights.empty() && static_cast<Index>(weights.size()) != rows)
    throw Error("expected a sample_weight for each of the " + std::to_string(rows) + " rows, received " +
                std::to_string(weights.size()) + where);
  for (std::size_t r = 0; r < weights.size(); ++r)
    if (!(std::isfinite(weights[r]) && weights[r] >= 0))
      throw Error("expected sample_weight of at least 0, received " + std::to_string(weights[r]) + " at row " +
                  std::to_string(r) + where);
}

}  // namespace chainrule
