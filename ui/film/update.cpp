// SPDX-License-Identifier: MIT
#include "ui/film/update.hpp"

#include <algorithm>
#include <map>

#include "ui/film/kinds.hpp"
#include "ui/film/texts.hpp"

namespace chainrule {
namespace {

using Names = std::map<std::string, std::string>;

/// Of the unit's first weight: what stands for each name of the optimizer's equations, and what comes out of them.
struct UpdateNumbers {
  Names names;
  std::map<std::string, double> results;
};
UpdateNumbers numbers_of(const FilmReader& read, const LayerTrace& t, Index column) {
  const Trace& trace = read.film.trace;
  const Optimizer& optimizer = read.model.optimizer();
  const auto& p = read.model.updater().values();
  const auto at = [&](const Matrix& m) { return static_cast<double>(m(0, column)); };
  UpdateNumbers n;
  for (std::size_t i = 0; i < optimizer.parameters.size() && i < p.size(); ++i)
    n.names[std::string(optimizer.parameters[i].name)] = read.factor(p[i]);
  n.names["learning_rate"] = read.number(trace.learning_rate);
  n.names["t"] = read.number(trace.step);
  n.names["g"] = read.factor(at((t.clipped.empty() ? t.gradients : t.clipped)[0]));
  for (std::size_t k = 0; k < trace.terms.size(); ++k) n.results["c_" + std::to_string(k + 1)] = trace.terms[k];
  for (std::size_t s = 0; s < optimizer.letters.size() && s < t.slots.size(); ++s) {
    const std::string slot(optimizer.letters[s]);
    if (s < t.slots_before.size() && !t.slots_before[s].empty()) n.names[slot] = read.factor(at(t.slots_before[s][0]));
    if (!t.slots[s].empty()) n.results[slot + "'"] = at(t.slots[s][0]);
  }
  for (const auto& [name, value] : n.results) n.names[name] = read.factor(value);
  return n;
}

/// The weight whose update is told.
struct Told {
  Symbol place;
  std::string letter, index;
  float before, after;
  bool bound;  ///< a constraint has the last word
};

/// One of the optimizer's equations, in symbols and in numbers.
void add_equation(const FilmReader& read, FilmLine& line, std::string_view equation, const UpdateNumbers& numbers,
                  const Told& w) {
  const SharedParameters shared = shared_parameters(read.model.optimizer(), read.model.updater().values());
  const std::size_t equal = equation.find(" = ");
  const std::string left(equation.substr(0, equal)), right(equation.substr(equal + 3));
  MathText s;
  Numbers n;
  if (left != "w'") {
    s.text = left + " = " + substituted(right, {{"learning_rate", "eta"}});
    n.text = left + " = " + substituted(right, numbers.names);
    if (const auto known = numbers.results.find(left); known != numbers.results.end()) {
      n.text += " = " + read.number(known->second);
      n.comes_to(known->second);
    }
  } else {
    std::string symbol = s.tie(w.place, w.letter + w.index), number = n.tie(w.place, read.number(w.before));
    if (w.before < 0) number = "(" + number + ")";
    if (shared.weight_decay > 0) {  // it becomes smaller first
      symbol = "(" + symbol + " - eta lambda " + symbol + ")";
      number = "(" + number + " - " + read.number(read.film.trace.learning_rate) + " · " +
               read.number(shared.weight_decay) + " · " + number + ")";
    }
    Names names = numbers.names;
    names["w"] = number;
    s.text = s.tie(w.place, w.letter + "'" + w.index) + " = " +
             substituted(right, {{"w", symbol}, {"learning_rate", "eta"}});
    n.text = n.tie(w.place, w.letter + "'" + w.index) + " = " + substituted(right, names) +
             (w.bound ? ", then bound: " : " = ") + n.tie(w.place, read.number(w.after));
    if (!w.bound) n.comes_to(w.after);
  }
  line.symbols.push_back(std::move(s));
  line.numbers.push_back(std::move(n));
}

FilmLine still_line(const FilmReader& read, Index l) {
  const Layer& layer = read.layer(l);
  FilmLine line{Stage::update, "Update", {}, {}, {}};
  const std::string index = read.layer_index(l + 1), still = "w'" + index + " = w" + index;
  line.symbols = {{still, {}}};
  line.numbers = {{{still, {}}}};
  line.words = layer.spec().trainable ? "No weight of this layer is learned from a gradient; its moving averages "
                                        "follow the batch's mean and variance."
                                      : "This layer is frozen (trainable = False): its weights stay as they are.";
  return line;
}

}  // namespace

FilmLine update_line(const FilmReader& read, Index l, Index j) {
  const Layer& layer = read.layer(l);
  const LayerTrace& t = read.trace(l);
  if (layer.trainable_count() == 0 || t.before.empty()) return still_line(read, l);
  FilmLine line{Stage::update, "Update", {}, {}, {}};
  const Optimizer& optimizer = read.model.optimizer();
  const auto& p = read.model.updater().values();
  const Tensor& tensor = layer.tensors()[0];
  const Index column = std::min(j, t.before[0].cols - 1);
  const SharedParameters shared = shared_parameters(optimizer, p);
  line.words =
      "The first weight of the unit; g is its gradient dL/dw, eta the learning rate. " + std::string(optimizer.help);
  if (!t.clipped.empty()) line.words += " The gradient was clipped first.";
  if (shared.weight_decay > 0) line.words += " Weight decay makes w smaller first, by the share eta lambda of it.";
  if (tensor.constraint->any())
    line.words += " In the end the constraint " + std::string(tensor.constraint->name) + " holds.";
  const UpdateNumbers numbers = numbers_of(read, t, column);
  const std::string index = tensor.vector ? read.index(l + 1, column) : read.weight_index(l + 1, 0, column);
  const Told weight{{'w', l + 1, column, told(layer).weighted ? 0 : -1},
                    tensor_letter(tensor),
                    index,
                    t.before[0](0, column),
                    t.after[0](0, column),
                    tensor.constraint->any()};
  for (std::string_view steps = optimizer.steps(p.data(), read.model.dialect()); !steps.empty();) {
    const std::size_t end = steps.find("; ");
    add_equation(read, line, steps.substr(0, end), numbers, weight);
    steps = end == std::string_view::npos ? std::string_view() : steps.substr(end + 2);
  }
  return line;
}

}  // namespace chainrule
