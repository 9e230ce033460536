// SPDX-License-Identifier: MIT
#include "engine/document/advice.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/text.hpp"
#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/guess.hpp"
#include "engine/layers/layer.hpp"
#include "engine/tables/optimizer.hpp"

namespace chainrule {
namespace {

constexpr double large = 10;    // inputs and targets that usual weights do not answer; generated ones are below 3
constexpr Index enough = 1000;  // rows that are looked at

bool classes(const DataSet& data) { return data.problem == Problem::classification; }
const Loss* loss_of(const Document& d) { return find_or_null(losses(), d.compile.loss.name); }

/// The activation that the outputs come from; nullptr where the last layer has none.
const Activation* output_activation(const Document& d) {
  const LayerKind* kind = d.layers.empty() ? nullptr : find_or_null(layer_kinds(), d.layers.back().kind);
  return kind && kind->has_activation ? find_or_null(activations(), d.layers.back().activation.name) : nullptr;
}
bool from_logits(const Document& d, const Loss& loss) {
  const int place = parameter_index(loss, "from_logits");
  const auto& values = d.compile.loss.values;
  return place >= 0 && static_cast<std::size_t>(place) < values.size() && values[static_cast<std::size_t>(place)] != 0;
}
/// The loss takes outputs for probabilities.
bool wants_probabilities(const Document& d) {
  const Loss* loss = loss_of(d);
  return loss && loss->name.ends_with("crossentropy") && !from_logits(d, *loss);
}

/// What an activation gives for sums far and near.
struct Range {
  float low = INFINITY, high = -INFINITY;
  bool shares = false;  ///< a row's outputs add up to 1
  bool halves = false;  ///< fewer outputs than units
};
Range range_of(const Activation& g) {
  Range range;
  std::vector<double> values;
  for (const Parameter& p : g.parameters) values.push_back(p.value);
  range.halves = g.divides(values.data()) > 1;
  if (range.halves) return range;
  constexpr Index width = 4, rows = 51;
  Matrix z(rows, width), a(rows, width);
  for (Index r = 0; r < rows; ++r)
    for (Index c = 0; c < width; ++c) z(r, c) = static_cast<float>((r - rows / 2) * (c % 2 ? -1 : 1) * 0.8 + c);
  g.single.forward(z.view(), a.view(), values.data());
  range.shares = !g.elementwise;
  for (Index r = 0; r < rows; ++r) {
    float sum = 0;
    for (Index c = 0; c < width; ++c) {
      sum += a(r, c);
      range.low = std::min(range.low, a(r, c));
      range.high = std::max(range.high, a(r, c));
    }
    range.shares = range.shares && std::abs(sum - 1) < 1e-4f;
  }
  return range;
}
bool probabilities(const Range& r) { return !r.halves && r.low >= 0 && r.high <= 1 && r.high - r.low > 0.5f; }

bool large_inputs(const DataSet& data) {
  for (Index c = 0; c < data.x.cols; ++c) {
    double n = 0, squares = 0;
    for (Index r = 0, step = data.x.rows / enough + 1; r < data.x.rows; r += step, ++n)
      squares += static_cast<double>(data.x(r, c)) * data.x(r, c);
    if (n > 0 && squares / n > large * large) return true;
  }
  return false;
}

/// The learning rate; nullptr of optimizers without one.
double* rate_of(Document& d) {
  const Optimizer& row = resolve(optimizers(), "optimizer", d.compile.optimizer, d.dialect);
  const int place = parameter_index(row, "learning_rate");
  return place < 0 ? nullptr : &d.compile.optimizer.values[static_cast<std::size_t>(place)];
}
double usual_rate(const Document& d) {
  const Optimizer* row = find_or_null(optimizers(), d.compile.optimizer.name);
  const int place = row ? parameter_index(*row, "learning_rate") : -1;
  return place < 0 ? 0 : row->parameters[static_cast<std::size_t>(place)].usual(d.dialect);
}
double rate(Document d) {
  const double* value = rate_of(d);
  return value ? *value : 0;
}
double updates(const Document& d, const DataSet& data) {
  const double rows = static_cast<double>(data.x.rows) * training_fraction(d);
  return static_cast<double>(d.fit.epochs) *
         std::ceil(rows / static_cast<double>(std::max<Index>(d.fit.batch_size, 1)));
}
/// Steps of about the learning rate each, whatever the gradient: the output's bias gets no further than all of them.
/// sgd's steps are as large as the gradient, so they reach large targets.
bool out_of_reach(const Document& d, const DataSet& data, const Signs&) {
  if (classes(data) || d.compile.optimizer.name == "sgd" || !find_or_null(optimizers(), d.compile.optimizer.name))
    return false;
  const double size = target_size(data);
  return size > large && rate(d) > 0 && rate(d) * updates(d, data) < size;
}

void use_output(Document& d, const DataSet& data) {
  d.compile.loss = Choice{""};  // the data choose it
  fit_output_to_data(d, data);
}

constexpr Advice table[] = {
    {"softmax_one", "softmax over one unit is 1 whatever comes in, so nothing can be learned.",
     "Use the output that fits the data",
     [](const Document& d, const DataSet& data, const Signs&) {
       const Activation* g = output_activation(d);
       return g && !g->elementwise && range_of(*g).shares && output_width(d, data.x.cols) == 1;
     },
     use_output},
    {"classes_as_numbers",
     "This loss is for numbers, and the targets are classes: a sure and wrong answer costs it little.",
     "Use the cross-entropy that fits",
     [](const Document& d, const DataSet& data, const Signs&) {
       return classes(data) && loss_of(d) && loss_of(d)->for_numbers();
     },
     use_output},
    {"exclusive_classes",
     "Each output answers for itself here, though exactly one class is right: softmax shares 1 among them.",
     "Use softmax",
     [](const Document& d, const DataSet& data, const Signs&) {
       const Activation* g = output_activation(d);
       return classes(data) && data.classes() > 2 && wants_probabilities(d) && g && probabilities(range_of(*g)) &&
              (g->elementwise || loss_of(d)->targets == LossTargets::bits);
     },
     use_output},
    {"no_probabilities",
     "A cross-entropy takes the outputs for probabilities, and this activation gives other numbers.",
     "Use the activation that fits",
     [](const Document& d, const DataSet& data, const Signs&) {
       const Activation* g = output_activation(d);
       return classes(data) && wants_probabilities(d) && (!g || !probabilities(range_of(*g)));
     },
     use_output},
    {"large_inputs", "Some inputs are far from 0, and usual first weights make much too large sums of them.",
     "Standardise the inputs",
     [](const Document& d, const DataSet& data, const Signs&) { return !standardises(d) && large_inputs(data); },
     [](Document& d, const DataSet&) { d.standardise = true; }},
    {"large_targets",
     "The targets are far from 0, and all steps of this training together do not get there: its learning rate is meant "
     "for small numbers.",
     "Take steps of the target's size", out_of_reach,
     [](Document& d, const DataSet& data) {
       if (double* value = rate_of(d)) *value = std::min(1.0, 3 * target_size(data) / updates(d, data));
       if (out_of_reach(d, data, {})) d.compile.optimizer = defaults(find(optimizers(), "optimizer", "sgd"), d.dialect);
     }},
    {"dead_relus", "More than half of the relu units answer 0 to every row: no gradient reaches their weights.",
     "Use leaky_relu",
     [](const Document& d, const DataSet&, const Signs& signs) {
       return signs.dead_relus > 0.5 && std::any_of(d.layers.begin(), d.layers.end(), [](const LayerSpec& layer) {
                return layer.activation.name == "relu";
              });
     },
     [](Document& d, const DataSet&) {
       for (LayerSpec& layer : d.layers)
         if (layer.activation.name == "relu")
           layer.activation = defaults(find(activations(), "activation", "leaky_relu"), d.dialect);
     }},
    {"small_rate", "Nothing is learned yet, and the steps are much smaller than this optimizer's usual ones.",
     "Use its usual learning rate",
     [](const Document& d, const DataSet&, const Signs& signs) {
       return signs.not_learned && rate(d) > 0 && rate(d) <= 0.3 * usual_rate(d);
     },
     [](Document& d, const DataSet&) {
       if (double* value = rate_of(d)) *value = usual_rate(d);
     }},
};

std::string count_of_classes(const DataSet& data) { return "one of " + std::to_string(data.classes()) + " classes"; }

}  // namespace

std::span<const Advice> advice() { return table; }

const Advice* advice_for(const Document& document, const DataSet& data, const Signs& signs) {
  for (const Advice& row : table)
    if (row.when(document, data, signs)) return &row;
  return nullptr;
}

Fits fits(const Loss& loss, const DataSet& data) {
  if (!classes(data))
    return {loss.for_numbers(),
            loss.for_numbers() ? "for numbers, as your targets are" : "for classes; your targets are numbers"};
  if (loss.for_numbers()) return {false, "for numbers; your targets are classes"};
  const bool one_unit = loss.targets == LossTargets::bits, two = data.classes() == 2;
  if (one_unit)
    return {two, two ? "one output says yes or no" : "yes or no; your targets are " + count_of_classes(data)};
  return {!two, two ? "wants an output for each class; for two classes one is enough"
                    : "your targets are " + count_of_classes(data)};
}

Fits fits(const Activation& activation, const DataSet& data) {
  const Range range = range_of(activation);
  if (range.halves) return {false, "has fewer outputs than units"};
  if (!classes(data)) {
    const auto [least, most] = data.target_range();
    const bool reaches = range.low <= least && range.high >= most;
    return {reaches && !range.shares, reaches ? "reaches all of your targets"
                                              : "gives " + short_number(range.low, 2) + " to " +
                                                    short_number(range.high, 2) + "; your targets lie from " +
                                                    short_number(least, 2) + " to " + short_number(most, 2)};
  }
  if (!probabilities(range)) return {false, "gives no probabilities"};
  const bool several = data.classes() > 2;
  if (several) return {range.shares, range.shares ? "probabilities that add up to 1" : "each output for itself"};
  return {activation.elementwise,
          activation.elementwise ? "the probability of the second class" : "for several outputs; two classes need one"};
}

}  // namespace chainrule
