// SPDX-License-Identifier: MIT
#include "engine/model/objective.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/tables/activation.hpp"

namespace chainrule {
namespace {

constexpr Index chunk = 256;  // rows of a pass that is no batch in Keras's sense

}  // namespace

Objective::Objective(Choice loss, std::vector<std::string> metrics, const Network& network)
    : choice_(std::move(loss)), metrics_(std::move(metrics)), dialect_(network.dialect()) {
  loss_ = &resolve(losses(), "loss", choice_, dialect_);
  for (const std::string& metric : metrics_) metric_choice(metric, dialect_);
  logits_ = find_logits(network);
}

Logits Objective::find_logits(const Network& network) const {
  if (loss_->logit_activation.empty() || network.layers().empty()) return Logits::none;
  // Keras 3 goes behind a last sigmoid or softmax even where the outputs were said to be logits.
  const bool same = network.last().activation().name == loss_->logit_activation;
  if (same && dialect_ == Dialect::keras3) return Logits::of_activation;
  return value_of(loss_->parameters, choice_.values, "from_logits") != 0 ? Logits::outputs : Logits::none;
}

std::vector<CompiledMetric> Objective::metrics(const Network& network, Index target_columns) const {
  return compile_metrics(metrics_, network.outputs(), target_columns, loss_->name, dialect_);
}

void Objective::check_targets(const Network& network, View<const float> y, const std::string& where) const {
  const Index wanted = target_columns(network.outputs());
  if (y.cols != wanted)
    throw Error("expected y with " + std::to_string(wanted) + " columns for loss '" + std::string(loss_->name) +
                "', received " + shape_text(y.rows, y.cols) + ", in layer " + network.last().spec().name + where);
  try {
    this->metrics(network, y.cols);
  } catch (const Error& e) { throw Error(e.what() + where); }
  check_finite(y, "y", where);
  if (loss_->for_numbers()) return;
  if (!loss_->class_index()) {
    // The hinges take -1 and 1 as well; soft labels between 0 and 1 are probabilities.
    const float least = parameter_index(*loss_, "convert_labels") >= 0 ? -1.0f : 0.0f;
    for (Index i = 0; i < y.size(); ++i)
      if (!(y.data[i] >= least && y.data[i] <= 1))
        throw Error("expected targets between " + std::string(least < 0 ? "-1" : "0") + " and 1 in y for loss '" +
                    std::string(loss_->name) + "', received " + std::to_string(y.data[i]) + " at row " +
                    std::to_string(i / y.cols) + ", column " + std::to_string(i % y.cols) + where);
    return;
  }
  for (Index r = 0; r < y.rows; ++r) {
    const float t = y(r, 0);
    if (t < 0 || t >= static_cast<float>(network.outputs()) || t != std::floor(t))
      throw Error("expected class indices 0 to " + std::to_string(network.outputs() - 1) + " in y, received " +
                  std::to_string(t) + " at row " + std::to_string(r) + where);
  }
}

float Objective::weight_scale(std::span<const float> weights) const {
  if (dialect_ == Dialect::keras3) return 1;
  const auto counting = std::count_if(weights.begin(), weights.end(), [](float w) { return w != 0; });
  return static_cast<float>(weights.size()) / static_cast<float>(std::max<std::ptrdiff_t>(counting, 1));
}

void Objective::weigh(View<float> gradient, std::span<const float> weights) const {
  if (weights.empty()) return;
  const float scale = weight_scale(weights);
  for (Index r = 0; r < gradient.rows; ++r) {
    const float weight = weights[static_cast<std::size_t>(r)] * scale;
    for (Index j = 0; j < gradient.cols; ++j) gradient(r, j) *= weight;
  }
}

double Objective::measure(const Network& network, Workspace& workspace, View<const float> y,
                          std::span<const float> weights, const std::vector<CompiledMetric>& metrics,
                          std::vector<double>& sums) const {
  const LayerBuffers last = workspace.layer(network.layers().size() - 1, y.rows);
  float* const row_loss = workspace.row_loss().data();
  row_losses<float>(last.z, last.a, y, row_loss);
  weigh({row_loss, y.rows, 1}, weights);
  double sum = 0;
  for (Index r = 0; r < y.rows; ++r) sum += row_loss[r];
  const double penalty = network.penalty(workspace, y.rows);
  sums[0] += sum + penalty * static_cast<double>(y.rows);
  for (const CompiledMetric& m : metrics) m.add(last.a, y, sums);
  return penalty;
}

void Objective::differentiate(Workspace& workspace, std::size_t last, View<const float> y,
                              std::span<const float> weights) const {
  const LayerBuffers buffers = workspace.layer(last, y.rows);
  const float scale = 1.0f / static_cast<float>(y.rows);
  switch (logits_) {
    case Logits::of_activation:
      loss_->single.gradient_from_logits(buffers.a, y, buffers.delta, scale, options());
      return weigh(buffers.delta, weights);
    case Logits::outputs: {
      const Activation& squash = find(activations(), "activation", loss_->logit_activation);
      squash.single.forward(buffers.a, buffers.da, nullptr);
      loss_->single.gradient_from_logits(buffers.da, y, buffers.da, scale, options());
      return weigh(buffers.da, weights);
    }
    case Logits::none: return output_gradient(buffers.a, y, weights, buffers.da);
  }
}

void Objective::output_gradient(View<const float> a, View<const float> y, std::span<const float> weights,
                                View<float> da) const {
  loss_->single.gradient(a, y, da, 1.0f / static_cast<float>(y.rows), options());
  weigh(da, weights);
}

Logs Objective::evaluate(Network& network, View<const float> x, View<const float> y, Index batch_size,
                         std::span<const float> weights) const {
  // What is no batch in Keras's sense is measured in pieces of a size that suits the machine.
  const bool by_batch = network.penalizes() || (dialect_ == Dialect::keras2 && !weights.empty());
  const Index piece = std::min(by_batch ? batch_size : std::max(batch_size, chunk), limits::batch);
  Workspace& work = network.workspace(std::min(piece, x.rows));
  const std::vector<CompiledMetric> all = metrics(network, y.cols);
  std::vector<double> sums(summed_numbers(all, network.outputs()));
  for (Index first = 0; first < x.rows; first += piece) {
    const Index rows = std::min(piece, x.rows - first);
    network.forward(work, x.middle_rows(first, rows));
    const auto part =
        weights.empty() ? weights : weights.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(rows));
    measure(network, work, y.middle_rows(first, rows), part, all, sums);
  }
  return logs_of(all, sums, static_cast<double>(x.rows), network.outputs());
}

std::size_t summed_numbers(const std::vector<CompiledMetric>& metrics, Index outputs) {
  if (metrics.empty()) return 1;
  return static_cast<std::size_t>(metrics.back().first + metrics.back().metric->size(outputs));
}

Logs logs_of(const std::vector<CompiledMetric>& metrics, const std::vector<double>& sums, double rows, Index outputs) {
  Logs logs{{"loss", sums[0] / rows}};
  for (const CompiledMetric& m : metrics) logs.emplace_back(m.key, m.result(sums, outputs));
  return logs;
}

}  // namespace chainrule
