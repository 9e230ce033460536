// SPDX-License-Identifier: MIT
#include "ui/film/backward.hpp"

#include <algorithm>
#include <cmath>

#include "ui/film/forward.hpp"
#include "ui/film/kinds.hpp"
#include "ui/film/loss.hpp"
#include "ui/film/sums.hpp"
#include "ui/film/texts.hpp"

namespace chainrule {
namespace {

/// sum_k delta_k w_jk over the units of a dense layer: what comes back through its weights to input j.
struct ThroughWeights {
  std::string symbols, numbers;
};
ThroughWeights through_weights(const FilmReader& read, MathText& symbols, MathText& numbers, Index l, Index j) {
  const LayerTrace& t = read.trace(l);
  const Matrix& w = t.before[0];
  std::vector<std::string> names, terms;
  for (Index k = 0; k < std::min(w.cols, most_terms); ++k) {
    names.push_back(read.symbol(symbols, 'd', "delta", l + 1, k) + " " + read.weight(symbols, l + 1, j, k));
    terms.push_back(read.value(numbers, 'd', l + 1, k, t.delta(read.row, k), k > 0) + " · " +
                    read.weight_value(numbers, l + 1, j, k, w(j, k)));
  }
  return {w.cols <= 3
              ? added_up(names, w.cols)
              : "sum_k delta" + read.index(l + 1, "k") + " w" + read.weight_index(l + 1, std::to_string(j + 1), "k"),
          added_up(terms, w.cols)};
}

/// sum_j delta_j dz_j/da_i: what comes back to input i through a layer whose slopes are told as symbols.
std::string through_layer(const FilmReader& read, Index l, Index i) {
  return "sum_j delta" + read.index(l + 1, "j") + " · " +
         partial("z" + read.index(l + 1, "j"), FilmReader::output_letter(l) + read.index(l, i));
}

/// What comes back to input i through a normalisation.
std::string through_normal(const FilmReader& read, MathText& symbols, Index l, Index i) {
  const std::string d = read.symbol(symbols, 'd', "delta", l + 1, i), z = read.symbol(symbols, 'z', "z", l + 1, i),
                    layer = read.layer_index(l + 1);
  return (takes_moving_averages(read, read.layer(l))
              ? d
              : "(" + d + " - mean(delta" + layer + ") - " + z + " mean(delta" + layer + " z" + layer + "))") +
         " / " + deviation(read, l, i);
}

/// dL/da of a hidden unit: what the layer behind passes on.
void receive_from_layer(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const LayerTrace &t = read.trace(l), &next = read.trace(l + 1);
  const Layer& behind = read.layer(l + 1);
  const std::string share = penalty_share(read.layer(l));
  MathText symbols;
  Numbers numbers;
  const std::string da = partial("L", read.symbol(symbols, 'l', "a", l + 1, j));
  const std::string left = partial("L", read.symbol(numbers, 'l', "a", l + 1, j)),
                    value = read.value(numbers, 'l', l + 1, j, t.da(read.row, j), false);
  if (told(behind).weighted && !next.before.empty()) {
    const ThroughWeights back = through_weights(read, symbols, numbers, l + 1, j);
    symbols.text = da + " = " + back.symbols + share;
    numbers.text = left + " = " + back.numbers + share + " = " + value;
    if (share.empty()) numbers.comes_to(t.da(read.row, j));
    line.words = next.before[0].cols == 1
                     ? "What comes back from the unit behind: its delta times the weight that led there."
                     : "What comes back from the layer behind: each delta there times the weight that led to it, added "
                       "up over all paths.";
  } else {
    symbols.text = da + " = " +
                   (behind.z_is_x()                               ? read.symbol(symbols, 'd', "delta", l + 2, j)
                    : told(behind).statistics != Statistics::none ? through_normal(read, symbols, l + 1, j)
                                                                  : through_layer(read, l + 1, j)) +
                   share;
    numbers.text = left + " = " + value;
    line.words = behind.z_is_x() ? "The layer behind takes this output as its z: its delta comes back as it is."
                                 : "What the layer behind, " + behind.spec().name + ", passed on for this unit.";
  }
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
}

/// g'(z) by its own formula.
void slope_line(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const LayerTrace& t = read.trace(l);
  const Activation& g = read.layer(l).activation();
  MathText symbols;
  Numbers numbers;
  const std::string z = read.symbol(symbols, 'z', "z", l + 1, j),
                    right =
                        activation_text(read, read.layer(l), g.derivative, z, read.symbol(symbols, 'a', "a", l + 1, j));
  symbols.text =
      symbols.tie({'g', l + 1, j, -1}, "g'(z" + read.index(l + 1, j) + ")") + (right.empty() ? "" : " = " + right);
  // What a letter of the formula means stands behind it, which numbers need not repeat.
  const bool named = g.derivative.find(" = sigmoid") != std::string_view::npos ||
                     g.derivative.find(" = tanh") != std::string_view::npos;
  const std::string inside =
      named ? ""
            : activation_text(read, read.layer(l), g.derivative, read.value(numbers, 'z', l + 1, j, t.z(read.row, j)),
                              read.value(numbers, 'a', l + 1, j, t.a(read.row, j)));
  numbers.text = numbers.tie({'g', l + 1, j, -1}, "g'(z" + read.index(l + 1, j) + ")") + " = " +
                 (inside.empty() ? "" : inside + " = ") +
                 read.value(numbers, 'g', l + 1, j, t.derivative(read.row, j), false);
  if (!inside.empty()) numbers.comes_to(t.derivative(read.row, j));
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
}

void compute(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const Layer& layer = read.layer(l);
  const LayerTrace& t = read.trace(l);
  const Activation& g = layer.activation();
  MathText symbols;
  Numbers numbers;
  symbols.text = read.symbol(symbols, 'd', "delta", l + 1, j) + " = ";
  numbers.text = read.symbol(numbers, 'd', "delta", l + 1, j) + " = ";
  const std::string value = " = " + read.value(numbers, 'd', l + 1, j, t.delta(read.row, j), false);
  if (!t.derivative.empty()) {
    const KindTold& kind = told(layer);
    const float slope = t.derivative(read.row, j);
    const bool normal = kind.slope == Slope::gamma, mask = kind.slope == Slope::mask;
    const bool scales = normal && !layer.tensors().empty() && layer.tensors()[0].name == "gamma";
    if (!kind.output && g.name != "linear") slope_line(read, line, l, j);
    symbols.text += partial("L", read.symbol(symbols, 'l', "a", l + 1, j)) + " · " +
                    (scales   ? "gamma" + read.index(l + 1, j)
                     : normal ? "1"
                     : mask   ? read.symbol(symbols, 'g', "m", l + 1, j)
                              : "g'(" + read.symbol(symbols, 'z', "z", l + 1, j) + ")");
    numbers.text += read.value(numbers, 'l', l + 1, j, t.da(read.row, j), false) + " · " +
                    read.value(numbers, 'g', l + 1, j, slope) + value;
    numbers.comes_to(t.delta(read.row, j));
    line.words = slope == 0 ? "The slope is 0 here: the unit is blocked. Nothing passes back through it, and its "
                              "weights learn nothing from this row."
                            : "Back through the " +
                                  std::string(normal ? "scaling"
                                              : mask ? "mask"
                                                     : "activation") +
                                  ": what was received, times the slope at this place. That is delta = dL/dz.";
  } else {
    symbols.text += through_outputs(read, l, j) + ": " + with_layer(g.derivative, read.layer_index(l + 1));
    std::vector<std::string> terms;
    for (Index i = 0; i < std::min(t.da.cols, most_terms); ++i)
      terms.push_back(read.value(numbers, 'l', l + 1, i, t.da(read.row, i), i > 0) + " · " +
                      partial("a" + read.index(l + 1, i), "z" + read.index(l + 1, j)));
    const bool soft = g.name == "softmax";  // of the others the slopes are told as symbols
    numbers.text += (soft ? through_softmax(read, numbers, l, j) : added_up(terms, t.da.cols)) + value;
    if (soft) numbers.comes_to(t.delta(read.row, j));
    line.words =
        "Every output of the layer depends on this z, so all that was received counts, each with its own slope.";
  }
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
}

/// dL/dw_1j and dL/db_j: sums over the batch.
void multiply(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const LayerTrace& t = read.trace(l);
  const auto& tensors = read.layer(l).tensors();
  const bool dense = told(read.layer(l)).weighted;
  for (std::size_t k = 0; k < std::min(tensors.size(), t.gradients.size()); ++k) {
    if (!tensors[k].trainable) continue;
    const bool kernel = dense && k == 0, bias = dense && k == 1;
    const Matrix& gradient = t.gradients[k];
    MathText symbols;
    Numbers numbers;
    const std::string name = kernel ? read.weight(symbols, l + 1, 0, j)
                             : bias ? read.symbol(symbols, 'b', "b", l + 1, j)
                                    : tensor_letter(tensors[k]) +
                                          (tensors[k].vector ? read.index(l + 1, j) : read.weight_index(l + 1, 0, j));
    const std::string result = read.number(gradient(0, j));
    const std::string delta = read.symbol(symbols, 'd', "delta", l + 1, j);
    const bool one = read.rows() == 1;
    const bool penalty = k < t.penalty_gradients.size() && has_penalty(t.penalty_gradients[k]);
    symbols.text = partial("L", name) + " = " +
                   (dense ? (one ? "" : "sum_r ") + (kernel ? read.output(symbols, l, 0) + " " : "") + delta
                    : one ? "share of this row"
                          : "sum_r (share of row r)") +
                   (penalty ? " + penalty's share" : "");
    const std::string left = kernel ? read.weight(numbers, l + 1, 0, j)
                             : bias ? read.symbol(numbers, 'b', "b", l + 1, j)
                                    : name;
    numbers.text = partial("L", left) + " = ";
    std::vector<std::string> terms;
    if (dense)
      for (Index r = 0; r < std::min(read.rows(), most_terms - 2); ++r) {
        const std::string d =
            r == read.row ? read.value(numbers, 'd', l + 1, j, t.delta(r, j)) : read.factor(t.delta(r, j));
        const double x = t.x(r, 0);
        terms.push_back(kernel ? (r == read.row ? read.value(numbers, l == 0 ? 'x' : 'a', l, 0, x, r > 0)
                                  : r > 0       ? read.factor(x)
                                                : read.number(x)) +
                                     " · " + d
                        : r > 0 || t.delta(r, j) >= 0 ? d
                                                      : read.number(t.delta(r, j)));
      }
    const std::string inside = terms.empty() ? ""
                                             : added_up(terms, read.rows()) +
                                                   (penalty ? " + " + read.factor(t.penalty_gradients[k](0, j)) : "");
    const bool more = says_more(inside, result);
    numbers.text += (more ? inside + " = " : "") + result;
    if (more) numbers.comes_to(gradient(0, j));
    line.symbols.push_back(std::move(symbols));
    line.numbers.push_back(std::move(numbers));
  }
  line.words = dense ? "A weight's gradient is what came in through it, times delta" +
                           std::string(read.rows() > 1 ? ", added up over the batch's rows: the deltas carry 1/n, so "
                                                         "the sum is the mean of the rows' gradients."
                                                       : ".") +
                           " The bias is a weight whose input is always 1."
                     : "How the loss changes with this layer's own weights, added up over the batch's rows.";
}

void pass_on(const FilmReader& read, FilmLine& line, Index l, Index i) {
  const LayerTrace& t = read.trace(l);
  MathText symbols;
  Numbers numbers;
  const std::string dx = partial("L", read.output(symbols, l, i)), left = partial("L", read.output(numbers, l, i)),
                    value = read.value(numbers, 'l', l, i, t.dx(read.row, i), false);
  if (told(read.layer(l)).weighted && !t.before.empty()) {
    const ThroughWeights back = through_weights(read, symbols, numbers, l, i);
    symbols.text = dx + " = " + back.symbols;
    numbers.text = left + " = " + back.numbers + " = " + value;
    numbers.comes_to(t.dx(read.row, i));
    line.words =
        "Each delta of this layer times the weight it came through, added up: one column of delta W transposed. The "
        "layer before receives it as its dL/da.";
  } else if (const Statistics of = told(read.layer(l)).statistics; of != Statistics::none) {
    const Index place = of == Statistics::of_column ? i : read.row;
    const bool moving = takes_moving_averages(read, read.layer(l));
    const std::string delta = read.value(numbers, 'd', l + 1, i, t.delta(read.row, i), false);
    symbols.text = dx + " = " + through_normal(read, symbols, l, i);
    const std::string layer = read.layer_index(l + 1);
    numbers.text = left + " = " +
                   (moving ? delta
                           : "(" + delta + " - mean(delta" + layer + ") - " +
                                 read.value(numbers, 'z', l + 1, i, t.z(read.row, i)) + " · mean(delta" + layer + " z" +
                                 layer + "))") +
                   " · " + read.number(t.statistics(2, place)) + " = " + value;
    if (moving) numbers.comes_to(t.dx(read.row, i));
    line.words = moving ? "The frozen layer's moving averages are constants: delta comes back scaled, and that is all."
                        : "Mean and deviation depend on every number that was normalised, so a part of delta comes "
                          "back through them: the two means.";
  } else {
    symbols.text = dx + " = " + through_layer(read, l, i);
    numbers.text = left + " = " + value;
    line.words =
        "Each delta of this layer times how its z changes with this input, added up. The layer before receives it as "
        "its dL/da.";
  }
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
}

}  // namespace

std::string through_outputs(const FilmReader& read, Index l, Index j) {
  const std::string a = "a_i" + read.layer_index(l + 1);
  return "sum_i " + partial("L", a) + " · " + partial(a, "z" + read.index(l + 1, j)) + ", " +
         partial(a, "z_j" + read.layer_index(l + 1));
}

std::string through_softmax(const FilmReader& read, MathText& numbers, Index l, Index j) {
  const LayerTrace& t = read.trace(l);
  std::vector<std::string> terms;
  for (Index i = 0; i < std::min(t.a.cols, most_terms); ++i) {
    const std::string da = read.value(numbers, 'l', l + 1, i, t.da(read.row, i), i > 0),
                      a = read.value(numbers, 'a', l + 1, i, t.a(read.row, i), false);
    terms.push_back(da + " · " +
                    (i == j ? a + " · (1 - " + a + ")"
                            : "(-" + a + " · " + read.value(numbers, 'a', l + 1, j, t.a(read.row, j), false) + ")"));
  }
  return added_up(terms, t.a.cols);
}

FilmLine backward_line(const FilmReader& read, Stage stage, Index l, Index j) {
  FilmLine line{stage, std::string(stage_title(stage)), {}, {}, {}};
  if (stage == Stage::receive && l == read.last()) return loss_slope_line(read, j);
  if (stage == Stage::compute && l == read.last() && read.model.logits() == Logits::of_activation)
    return short_delta_line(read, j);
  switch (stage) {
    case Stage::receive: receive_from_layer(read, line, l, j); break;
    case Stage::compute: compute(read, line, l, j); break;
    case Stage::multiply: multiply(read, line, l, j); break;
    default: pass_on(read, line, l, j); break;
  }
  return line;
}

}  // namespace chainrule
