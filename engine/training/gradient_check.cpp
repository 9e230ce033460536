// SPDX-License-Identifier: MIT
#include "engine/training/gradient_check.hpp"

#include <algorithm>
#include <cmath>

#include "engine/training/stepper.hpp"

namespace chainrule {

double exact_loss(const Model& model, View<const float> x, View<const float> y, std::span<const double> weights) {
  std::vector<double> below(x.data, x.data + x.size()), z, a;
  const std::vector<double> targets(y.data, y.data + y.size());
  const Pass pass{true, model.seed(), model.iterations()};
  Index cols = x.cols;
  double penalty = 0;
  for (const auto& layer : model.layers()) {
    z.assign(static_cast<std::size_t>(x.rows * layer->arguments()), 0);
    a.assign(static_cast<std::size_t>(x.rows * layer->outputs()), 0);
    layer->forward_exact(weights.data(), {below.data(), x.rows, cols}, {z.data(), x.rows, layer->arguments()},
                         {a.data(), x.rows, layer->outputs()}, pass);
    penalty += layer->penalty(weights.data());
    if (const auto& activity = layer->activity(); activity->any())
      penalty += activity->penalty_exact(a.data(), static_cast<Index>(a.size()), activity.p());
    below = a;
    cols = layer->outputs();
  }
  std::vector<double> row_loss(static_cast<std::size_t>(x.rows));
  const View<const double> t{targets.data(), y.rows, y.cols}, outputs{a.data(), x.rows, cols};
  model.objective().row_losses<double>({z.data(), x.rows, cols}, outputs, t, row_loss.data());
  double sum = 0;
  for (const double value : row_loss) sum += value;
  return sum / static_cast<double>(x.rows) + penalty;
}

double numeric_gradient(const Model& model, View<const float> x, View<const float> y, Index weight, double h) {
  model.check_data(x, &y, "gradient_check");
  if (weight < 0 || weight >= model.count_params())
    throw Error("expected a weight between 0 and " + std::to_string(model.count_params() - 1) + ", received " +
                std::to_string(weight));
  std::vector<double> w(model.weights().begin(), model.weights().end());
  double& chosen = w[static_cast<std::size_t>(weight)];
  const double at = chosen;
  chosen = at + h;
  const double above = exact_loss(model, x, y, w);
  chosen = at - h;
  const double below = exact_loss(model, x, y, w);
  return (above - below) / (2 * h);
}

std::vector<Matrix> mean_gradients(Model& model, View<const float> x, View<const float> y) {
  Buffer others(model.count_params());
  struct Exchange {  // however this ends
    Network& network;
    Buffer& others;
    Exchange(Network& network_, Buffer& others_) : network(network_), others(others_) {
      network.swap_gradients(others);
    }
    ~Exchange() { network.swap_gradients(others); }
  } exchange(model.network(), others);
  Stepper stepper(model, x.rows);
  stepper.load(x, y);
  while (!(stepper.position() == Step{Phase::backward, 0})) stepper.advance();
  return model.network().arrays(model.gradient_store());
}

GradientCheck gradient_check(Model& model, View<const float> x, View<const float> y, Index weight) {
  GradientCheck check{};
  check.numeric = numeric_gradient(model, x, y, weight);
  auto left = static_cast<std::size_t>(weight);
  for (const Matrix& gradients : mean_gradients(model, x, y)) {
    if (left < gradients.data.size()) {
      check.backprop = gradients.data[left];
      break;
    }
    left -= gradients.data.size();
  }
  const double size = std::max({std::abs(check.backprop), std::abs(check.numeric), 1e-8});
  check.difference = std::abs(check.backprop - check.numeric) / size;
  return check;
}

}  // namespace chainrule
