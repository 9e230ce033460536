// SPDX-License-Identifier: MIT
// The film's way forward: weighted sums and other sums, activations.
#include <algorithm>
#include <cmath>

#include "ui/film/lines.hpp"

namespace chainrule {
namespace {

using Names = std::map<std::string, std::string>;

/// z_j = x_1 w_1j + ... + b_j, short sums written out.
void dense_sum(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const Layer& layer = read.layer(l);
  const LayerTrace& t = read.trace(l);
  const Tensor& kernel = layer.tensors()[0];
  const bool has_bias = layer.tensors().size() > 1;
  const float* const w = t.before.empty() ? nullptr : t.before[0].data.data();
  MathText symbols, numbers;
  symbols.text = read.symbol(symbols, 'z', "z", l + 1, j) + " = ";
  std::vector<std::string> names, values;
  for (Index i = 0; i < std::min(kernel.rows, most_terms); ++i) {
    names.push_back(read.output(symbols, l, i) + " " + read.weight(symbols, l + 1, i, j));
    if (w)
      values.push_back(read.output_value(numbers, l, i, i > 0) + " · " +
                       read.weight_value(numbers, l + 1, i, j, w[i * kernel.cols + j]));
  }
  const std::string j_text = std::to_string(j + 1);
  symbols.text += kernel.rows <= 3 ? added_up(names, kernel.rows)
                                   : "sum_i " + std::string(l == 0 ? "x" : "a") + "_i w_" +
                                         (j_text.size() == 1 ? "i" + j_text : "(i," + j_text + ")");
  if (has_bias) symbols.text += " + " + read.symbol(symbols, 'b', "b", l + 1, j);
  numbers.text = read.symbol(numbers, 'z', "z", l + 1, j) + " = " + added_up(values, kernel.rows);
  if (has_bias && t.before.size() > 1)
    numbers.text += " + " + read.value(numbers, 'b', l + 1, j, t.before[1].data[static_cast<std::size_t>(j)]);
  numbers.text += " = " + read.value(numbers, 'z', l + 1, j, t.z(read.row, j), false);
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words = kernel.rows == 1
                   ? "The input times the weight, plus the bias: z = x w + b."
                   : "Each input times its weight, added up, and the bias on top: one column of z = x W + b.";
}

/// z_j = (x_j - mean) / sqrt(variance + epsilon): over the batch, or over the row.
void normal_sum(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const Layer& layer = read.layer(l);
  const LayerTrace& t = read.trace(l);
  const bool batch = layer.spec().kind == "batch_normalization";
  const Index place = batch ? j : read.row;
  const double epsilon = layer.spec().values[batch ? 1 : 0];
  MathText symbols, numbers;
  const std::string z = read.symbol(symbols, 'z', "z", l + 1, j);
  symbols.text = z + " = {" + read.output(symbols, l, j) + " - mu} / sqrt(sigma^2 + epsilon)";
  numbers.text = read.symbol(numbers, 'z', "z", l + 1, j) + " = {" + read.output_value(numbers, l, j, false) + " - " +
                 read.factor(t.statistics(0, place)) + "} / sqrt(" + read.number(t.statistics(1, place)) + " + " +
                 read.number(epsilon) + ") = " + read.value(numbers, 'z', l + 1, j, t.z(read.row, j), false);
  const bool moving = takes_moving_averages(read, layer);
  line.title = moving ? "Normalise by moving averages" : batch ? "Normalise over the batch" : "Normalise over the row";
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words =
      moving  ? "The layer is frozen: mean and variance are the moving averages of earlier training, not the batch's."
      : batch ? "First pass: mean and variance of this column over the batch's rows. Second pass: each number minus "
                "the mean, divided by the deviation."
              : "Mean and variance over all columns of this row; then each number minus the mean, divided by the "
                "deviation.";
}

void radial_sum(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const LayerTrace& t = read.trace(l);
  const Index inputs = read.layer(l).inputs();
  MathText symbols, numbers;
  symbols.text = read.symbol(symbols, 'z', "z", l + 1, j) + " = -sum_i (x_i - c_i" + std::to_string(j + 1) +
                 ")^2 / (2 (s" + read.index(l + 1, j) + "^2 + 1e-7))";
  std::vector<std::string> terms;
  for (Index i = 0; i < std::min(inputs, most_terms); ++i)
    if (!t.before.empty())
      terms.push_back("(" + read.output_value(numbers, l, i) + " - " + read.factor(t.before[0](i, j)) + ")^2");
  numbers.text = read.symbol(numbers, 'z', "z", l + 1, j) + " = -{" + added_up(terms, inputs) + "} / (2 (" +
                 (t.before.size() > 1 ? read.factor(t.before[1].data[static_cast<std::size_t>(j)]) : "s") +
                 "^2 + 1e-7)) = " + read.value(numbers, 'z', l + 1, j, t.z(read.row, j), false);
  line.title = "Distance";
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words =
      "How far the inputs are from the unit's centre c, measured by its width s: 0 in the middle, ever more negative "
      "away from it.";
}

void elementwise(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const Layer& layer = read.layer(l);
  const LayerTrace& t = read.trace(l);
  const Activation& g = layer.activation();
  MathText symbols, numbers;
  const std::string z = read.symbol(symbols, 'z', "z", l + 1, j);
  symbols.text = read.symbol(symbols, 'a', "a", l + 1, j) + " = " + std::string(g.name) + "(" + z + ")";
  if (g.name != "linear") symbols.text += " = " + activation_text(read, layer, g.formula, z, "");
  const std::string formula =
      activation_text(read, layer, g.formula, read.value(numbers, 'z', l + 1, j, t.z(read.row, j)), "");
  numbers.text = read.symbol(numbers, 'a', "a", l + 1, j) + " = " + (formula.empty() ? "" : formula + " = ") +
                 read.value(numbers, 'a', l + 1, j, t.a(read.row, j), false);
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  const bool known = !t.derivative.empty();
  line.words = g.name == "linear" ? "A linear activation passes z on as it is."
                                  : "The activation bends the sum. Its slope here, g'(z)" +
                                        (known && !read.covers ? " = " + read.number(t.derivative(read.row, j)) : "") +
                                        ", is what the way back will multiply with.";
  if (known && !read.covers && t.derivative(read.row, j) == 0)
    line.words += " It is 0: this unit is blocked for this row, and nothing will pass back through it.";
}

/// softmax and the others that look at all units of the layer at once.
void of_all_units(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const Layer& layer = read.layer(l);
  const LayerTrace& t = read.trace(l);
  const Activation& g = layer.activation();
  MathText symbols, numbers;
  symbols.text = read.symbol(symbols, 'a', "a", l + 1, j) + " = " + std::string(g.name) + "(z)" + read.index(l + 1, j) +
                 ", a_i = " + std::string(g.formula);
  std::vector<std::string> terms;
  const bool soft = g.name == "softmax";
  for (Index k = 0; k < std::min(t.z.cols, most_terms); ++k) {
    const std::string z = read.value(numbers, 'z', l + 1, k, t.z(read.row, k), false);
    terms.push_back(soft ? "e^" + z : z);
  }
  numbers.text = read.symbol(numbers, 'a', "a", l + 1, j) + " = ";
  if (soft) {
    numbers.text +=
        "e^" + read.value(numbers, 'z', l + 1, j, t.z(read.row, j), false) + " / (" + added_up(terms, t.z.cols) + ")";
  } else {
    numbers.text += std::string(g.name) + "(";
    for (std::size_t k = 0; k < terms.size(); ++k) numbers.text += (k > 0 ? ", " : "") + terms[k];
    numbers.text += t.z.cols > most_terms ? ", …)" : ")";
  }
  numbers.text += " = " + read.value(numbers, 'a', l + 1, j, t.a(read.row, j), false);
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words = soft ? "e to the power of each score, as a share of their sum: the units' outputs add up to 1, so a "
                      "change of one z changes them all."
                    : "This activation looks at all units of the layer at once: a change of one z may change every a.";
}

void of_kind(const FilmReader& read, FilmLine& line, Index l, Index j, const std::string& kind) {
  const Layer& layer = read.layer(l);
  const LayerTrace& t = read.trace(l);
  MathText symbols, numbers;
  const std::string a = read.symbol(symbols, 'a', "a", l + 1, j),
                    equal = " = " + read.value(numbers, 'a', l + 1, j, t.a(read.row, j), false);
  numbers.text = read.symbol(numbers, 'a', "a", l + 1, j) + " = ";
  const std::string x =
      symbols.tie({l == 0 ? 'x' : 'a', l, j, -1},
                  "x" + read.index(l + 1, j));  // what comes in: the layer before calls it a, as this one its own
  const auto at = [&](std::size_t k) {
    return k < t.before.size() ? read.factor(t.before[k].data[static_cast<std::size_t>(j)]) : std::string("?");
  };
  if (kind == "dropout") {
    symbols.text = a + " = " + read.symbol(symbols, 'g', "m", l + 1, j) + " " + x;
    numbers.text += read.value(numbers, 'g', l + 1, j, t.derivative(read.row, j)) + " · " +
                    read.output_value(numbers, l, j) + equal;
    line.words = "The mask m is drawn anew for each batch: 0 drops the number, " +
                 read.number(1 / (1 - layer.spec().values[0])) +
                 " keeps it and makes up for those that are dropped. Outside of training nothing is dropped.";
  } else if (kind == "gaussian_noise") {
    symbols.text = a + " = " + x + " + noise";
    numbers.text += read.output_value(numbers, l, j) + " + noise" + equal;
    line.words = "Normal noise with a deviation of " + read.number(layer.spec().values[0]) +
                 ", drawn anew for each batch. Outside of training there is none.";
  } else if (kind == "prelu") {
    symbols.text = a + " = " + x + " if " + x + " > 0, else alpha" + read.index(l + 1, j) + " " + x;
    numbers.text += (t.z(read.row, j) > 0 ? read.output_value(numbers, l, j, false)
                                          : at(0) + " · " + read.output_value(numbers, l, j)) +
                    equal;
    line.words = "Positive numbers pass; negative ones are multiplied with a slope that is learned.";
  } else {  // gamma z + beta
    const bool scales = layer.tensors().size() > 0 && layer.tensors()[0].name == "gamma",
               centers = layer.tensors().size() > (scales ? 1U : 0U) && layer.tensors()[scales].name == "beta";
    const std::string index = read.index(l + 1, j);
    symbols.text = a + " = " + (scales ? "gamma" + index + " " : "") + read.symbol(symbols, 'z', "z", l + 1, j) +
                   (centers ? " + beta" + index : "");
    numbers.text += (scales ? at(0) + " · " : "") + read.value(numbers, 'z', l + 1, j, t.z(read.row, j)) +
                    (centers ? " + " + at(scales) : "") + equal;
    line.title = "Scale and shift";
    line.words = "What was normalised gets a width and a middle of its own again: gamma and beta are learned.";
  }
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
}

}  // namespace

std::string activation_text(const FilmReader& read, const Layer& layer, std::string_view formula, const std::string& z,
                            const std::string& a) {
  const auto& parameters = layer.activation().parameters;
  const double* const p = layer.activation_parameters();
  Names names{{"z", z}};
  if (!a.empty()) names["a"] = names["value"] = a;
  for (std::size_t i = 0; p && i < parameters.size(); ++i) {
    if (parameters[i].name == "approximate" && p[i] != 0) return "";  // the table has the exact one
    names[std::string(parameters[i].name)] = read.factor(p[i]);
  }
  if (const std::size_t remark = formula.rfind(" (");
      remark != std::string_view::npos && formula.find(" at ", remark) != std::string_view::npos)
    formula = formula.substr(0, remark);
  return substituted(formula, names);
}

FilmLine forward_line(const FilmReader& read, Stage stage, Index l, Index j) {
  FilmLine line{stage, std::string(stage_title(stage)), {}, {}, {}};
  const Layer& layer = read.layer(l);
  const std::string& kind = layer.spec().kind;
  if (stage == Stage::sum) {
    if (kind == "dense") dense_sum(read, line, l, j);
    else if (kind == "rbf") radial_sum(read, line, l, j);
    else normal_sum(read, line, l, j);
    return line;
  }
  if (!applies_activation(layer)) of_kind(read, line, l, j, kind);
  else if (layer.activation().elementwise) elementwise(read, line, l, j);
  else of_all_units(read, line, l, j);
  return line;
}

}  // namespace chainrule
