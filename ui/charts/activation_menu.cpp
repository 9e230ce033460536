// SPDX-License-Identifier: MIT
// Activation functions as a menu: grouped by where they saturate, a small curve beside each.
#include "ui/charts/activation_menu.hpp"

#include <cmath>
#include <vector>

#include "engine/document/advice.hpp"
#include "ui/charts/activation_plot.hpp"

namespace chainrule {
namespace {

constexpr std::string_view groups[] = {"saturate on both sides", "saturate on one side", "never saturate",
                                       "of the whole layer at once"};

std::vector<double> usual_parameters(const Activation& activation) {
  std::vector<double> values;
  for (const Parameter& p : activation.parameters) values.push_back(p.usual({}));
  return values;
}

/// The place among the groups.
std::size_t saturation(const Activation& activation) {
  const std::vector<double> p = usual_parameters(activation);
  if (!activation.elementwise || activation.divides(p.data()) != 1) return 3;
  std::size_t ends = 0;
  for (const float far : {-30.0f, 30.0f}) {
    Matrix z(1, 1), a(1, 1), slope(1, 1, 1);
    z(0, 0) = far;
    activation.single.forward(z.view(), a.view(), p.data());
    activation.single.backward(z.view(), a.view(), slope.view(), slope.view(), p.data());
    if (std::abs(slope(0, 0)) < 0.01f) ++ends;
  }
  return 2 - ends;
}

}  // namespace

std::span<const std::string_view> activation_groups() { return groups; }

std::string_view activation_group(const Activation& activation) {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> found;
    for (const Activation& each : activations()) found.push_back(groups[saturation(each)]);
    return found;
  }();
  return all[static_cast<std::size_t>(&activation - activations().data())];
}

GroupedOptions activation_options(Ui& ui, std::string_view current, int& chosen, const DataSet* target) {
  GroupedOptions menu =
      target ? judged_options(activations(), current, chosen, [&](const Activation& g) { return fits(g, *target); })
             : grouped_options(activations(), activation_groups(), current, chosen, activation_group);
  for (std::size_t i = 0; i < menu.options.size(); ++i) {
    const Activation& activation = activations()[menu.rows[i]];
    if (activation_group(activation) == groups[3]) continue;  // they have no curve of one number
    menu.options[i].picture = [&ui, &activation](ImVec2 low, ImVec2 high) {
      const std::vector<double> p = usual_parameters(activation);
      draw_small_activation(ui, activation, p.data(), low, high);
    };
  }
  return menu;
}

}  // namespace chainrule
