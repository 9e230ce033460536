// SPDX-License-Identifier: MIT
#include "ui/film/sums.hpp"

#include <algorithm>

#include "ui/film/kinds.hpp"
#include "ui/film/texts.hpp"

namespace chainrule {

std::string whole_sum(const Sequential& model, Index l) {
  const Layer& told = *model.layers()[static_cast<std::size_t>(l)];
  const std::string layer = layer_index(model, l + 1), w = told.inputs() == 1 ? " w" : " W";
  const bool bias = told.tensors().size() > 1;
  return "z" + layer + " = " + FilmReader::output_letter(l) + layer_index(model, l) + w + layer +
         (bias ? " + b" + layer : "");
}

std::string statistics_index(const FilmReader& read, Index l, Index j) {
  return told(read.layer(l)).statistics == Statistics::of_column ? read.index(l + 1, j) : read.layer_index(l + 1);
}
std::string deviation(const FilmReader& read, Index l, Index j) {
  return "sqrt(" + power_base("sigma" + statistics_index(read, l, j)) + "^2 + epsilon)";
}

void dense_sum(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const Layer& layer = read.layer(l);
  const LayerTrace& t = read.trace(l);
  const Tensor& kernel = layer.tensors()[0];
  const bool has_bias = layer.tensors().size() > 1;
  const float* const w = t.before.empty() ? nullptr : t.before[0].data.data();
  MathText symbols;
  Numbers numbers;
  symbols.text = read.symbol(symbols, 'z', "z", l + 1, j) + " = ";
  std::vector<std::string> names, values;
  for (Index i = 0; i < std::min(kernel.rows, most_terms); ++i) {
    names.push_back(read.output(symbols, l, i) + " " + read.weight(symbols, l + 1, i, j));
    if (w)
      values.push_back(read.output_value(numbers, l, i, i > 0) + " · " +
                       read.weight_value(numbers, l + 1, i, j, w[i * kernel.cols + j]));
  }
  symbols.text += kernel.rows <= 3 ? added_up(names, kernel.rows)
                                   : "sum_i " + FilmReader::output_letter(l) + read.index(l, "i") + " w" +
                                         read.weight_index(l + 1, "i", std::to_string(j + 1));
  if (has_bias) symbols.text += " + " + read.symbol(symbols, 'b', "b", l + 1, j);
  numbers.text = read.symbol(numbers, 'z', "z", l + 1, j) + " = " + added_up(values, kernel.rows);
  if (has_bias && t.before.size() > 1)
    numbers.text += " + " + read.value(numbers, 'b', l + 1, j, t.before[1].data[static_cast<std::size_t>(j)]);
  numbers.text += " = " + read.value(numbers, 'z', l + 1, j, t.z(read.row, j), false);
  numbers.comes_to(t.z(read.row, j));
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  const std::string sum = whole_sum(read.model, l);
  line.words = kernel.rows == 1 ? "The input times the weight, plus the bias: " + sum + "."
                                : "Each input times its weight, added up, and the bias on top: one column of " + sum +
                                      ". The lecture writes W x for columns; with rows, as Keras has them, it is x W.";
}

void normal_sum(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const Layer& layer = read.layer(l);
  const LayerTrace& t = read.trace(l);
  const bool batch = told(layer).statistics == Statistics::of_column;
  const Index place = batch ? j : read.row;
  const double epsilon = layer.spec().values[batch ? 1 : 0];
  MathText symbols;
  Numbers numbers;
  const std::string z = read.symbol(symbols, 'z', "z", l + 1, j);
  symbols.text =
      z + " = {" + read.output(symbols, l, j) + " - mu" + statistics_index(read, l, j) + "} / " + deviation(read, l, j);
  numbers.text = read.symbol(numbers, 'z', "z", l + 1, j) + " = {" + read.output_value(numbers, l, j, false) + " - " +
                 read.factor(t.statistics(0, place)) + "} / sqrt(" + read.number(t.statistics(1, place)) + " + " +
                 read.number(epsilon) + ") = " + read.value(numbers, 'z', l + 1, j, t.z(read.row, j), false);
  numbers.comes_to(t.z(read.row, j));
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
  MathText symbols;
  Numbers numbers;
  symbols.text = read.symbol(symbols, 'z', "z", l + 1, j) + " = -sum_i (" + FilmReader::output_letter(l) +
                 read.index(l, "i") + " - c" + read.weight_index(l + 1, "i", std::to_string(j + 1)) + ")^2 / (2 (" +
                 power_base("s" + read.index(l + 1, j)) + "^2 + 1e-7))";
  std::vector<std::string> terms;
  for (Index i = 0; i < std::min(inputs, most_terms); ++i)
    if (!t.before.empty())
      terms.push_back("(" + read.output_value(numbers, l, i) + " - " + read.factor(t.before[0](i, j)) + ")^2");
  numbers.text = read.symbol(numbers, 'z', "z", l + 1, j) + " = -{" + added_up(terms, inputs) + "} / (2 (" +
                 (t.before.size() > 1 ? read.factor(t.before[1].data[static_cast<std::size_t>(j)]) : "s") +
                 "^2 + 1e-7)) = " + read.value(numbers, 'z', l + 1, j, t.z(read.row, j), false);
  numbers.comes_to(t.z(read.row, j));
  line.title = "Distance";
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words =
      "How far the inputs are from the unit's centre c, measured by its width s: 0 in the middle, ever more negative "
      "away from it.";
}

}  // namespace chainrule
