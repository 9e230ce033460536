// SPDX-License-Identifier: MIT
#include "ui/session/names.hpp"

#include "engine/sequential.hpp"

namespace chainrule {

std::span<const float> network_weights(App& app) {
  const auto shown = app.surface().model().weights();
  const std::vector<float>& wanted = app.weights();
  return wanted.size() == shown.size() ? std::span<const float>(wanted) : shown;
}

const Tensor* bias_of(const Layer& layer) {
  for (const Tensor& t : layer.tensors())
    if (t.name == "bias") return &t;
  return nullptr;
}

Index weight_index(const Layer& layer, Index from, Index unit) {
  for (const Tensor& t : layer.tensors()) {
    if (from < 0 ? t.name != "bias" : t.vector || from >= t.rows) continue;
    if (unit < t.cols) return t.offset + (from < 0 ? 0 : from * t.cols) + unit;
  }
  return -1;
}

const std::string& layer_name(App& app, std::size_t layer) {
  return app.surface().model().layers()[layer]->spec().name;
}

std::string unit_name(App& app, std::size_t column, Index unit) {
  const DataSet& data = app.experiment()->data;
  if (column == 0) return data.pixels() ? "the picture" : data.feature_names[static_cast<std::size_t>(unit)];
  return layer_name(app, column - 1) + " unit " + std::to_string(unit + 1);
}

std::string weight_name(App& app, std::size_t column, Index from, Index unit) {
  if (from < 0) return "Bias of " + unit_name(app, column, unit);
  const DataSet& data = app.experiment()->data;
  const bool pixel = column == 1 && data.pixels();
  return "Weight from " + (pixel ? "pixel " + std::to_string(from + 1) : unit_name(app, column - 1, from)) + " to " +
         unit_name(app, column, unit);
}

}  // namespace chainrule
