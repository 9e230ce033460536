// SPDX-License-Identifier: MIT
#include "ui/session/names.hpp"

#include "engine/sequential.hpp"

namespace chainrule {

std::span<const float> network_weights(const Session& session) {
  const auto shown = session.model().weights();
  const std::vector<float>& wanted = session.weights();
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

const std::string& layer_name(const Session& session, std::size_t layer) {
  return session.model().layers()[layer]->spec().name;
}

std::string unit_name(const Session& session, std::size_t column, Index unit) {
  const DataSet& data = session.experiment()->data;
  if (column == 0) return data.pixels() ? "the picture" : data.feature_names[static_cast<std::size_t>(unit)];
  return layer_name(session, column - 1) + " unit " + std::to_string(unit + 1);
}

std::string weight_name(const Session& session, std::size_t column, Index from, Index unit) {
  if (from < 0) return "Bias of " + unit_name(session, column, unit);
  const DataSet& data = session.experiment()->data;
  const bool pixel = column == 1 && data.pixels();
  return "Weight from " + (pixel ? "pixel " + std::to_string(from + 1) : unit_name(session, column - 1, from)) +
         " to " + unit_name(session, column, unit);
}

}  // namespace chainrule
