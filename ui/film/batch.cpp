// SPDX-License-Identifier: MIT
#include "ui/film/batch.hpp"

#include <algorithm>

#include "ui/film/backward.hpp"
#include "ui/film/kinds.hpp"
#include "ui/film/loss.hpp"
#include "ui/film/texts.hpp"
#include "ui/film/update.hpp"

namespace chainrule {
namespace {

/// One unit's numbers in the batch's rows.
std::string column_text(const FilmReader& read, MathText& f, char kind, Index column, Index unit, const Matrix& m) {
  std::string out = "(";
  const Index shown = std::min(m.rows, most_terms);
  for (Index r = 0; r < shown; ++r)
    out += (r > 0 ? ", " : "") + f.tie({kind, column, unit, -1}, read.number(m(r, unit)));
  return out + (m.rows > shown ? ", … (" + std::to_string(m.rows - shown) + " more))" : ")");
}

void add_column(const FilmReader& read, FilmLine& line, const std::string& name, const std::string& right, char kind,
                Index column, Index unit, const Matrix& m) {
  MathText symbols;
  Numbers numbers;
  numbers.text = "= " + column_text(read, numbers, kind, column, unit, m);
  if (right.empty()) numbers.text = name + " " + numbers.text;
  if (right.empty()) symbols = numbers;  // one line says both
  else symbols.text = name + " = " + right;
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
}

void load(const FilmReader& read, FilmLine& line, Index unit) {
  const Matrix& x = read.film.trace.x;
  for (Index i = unit < 0 ? 0 : unit; i < (unit < 0 ? std::min<Index>(x.cols, 3) : unit + 1); ++i)
    add_column(read, line, "x" + read.row_index(0, std::to_string(i + 1)), "", 'x', 0, i, x);
  line.words = "One number a row of the batch, " + std::to_string(x.rows) + " in all" +
               (unit < 0 && x.cols > 3 ? "; of " + std::to_string(x.cols) + " inputs the first three." : ".");
}

void forward(const FilmReader& read, FilmLine& line, Stage stage, Index l, Index j) {
  const LayerTrace& t = read.trace(l);
  const bool dense = told(read.layer(l)).weighted;
  const std::string unit = std::to_string(j + 1), each = read.row_index(l + 1, unit), z = "z" + each,
                    before = FilmReader::output_letter(l);
  if (stage == Stage::sum) {
    const bool bias = read.layer(l).tensors().size() > 1;
    const std::string sum =
        read.layer(l).inputs() == 1
            ? before + read.row_index(l, "1") + " w" + read.weight_index(l + 1, 0, j)
            : "sum_i " + before + read.row_index(l, "i") + " w" + read.weight_index(l + 1, "i", unit);
    add_column(read, line, z, dense ? sum + (bias ? " + b" + read.index(l + 1, j) : "") : "", 'z', l + 1, j, t.z);
    const std::string layer = read.layer_index(l + 1);
    line.words = dense ? "The same weights for every row: this is one column of Z" + layer + " = " +
                             (l == 0 ? "X" : "A" + read.layer_index(l)) + " W" + layer + (bias ? " + b" + layer : "") +
                             "."
                       : "One number a row: this layer's sum of unit " + unit + ".";
  } else {
    const bool own = read.layer(l).activation().elementwise && dense;
    add_column(read, line, "a" + each, own ? "g(" + z + ")" : "", 'a', l + 1, j, t.a);
    const std::string layer = read.layer_index(l + 1);
    line.words = "The activation takes each row by itself: one column of A" + layer + " = g(Z" + layer + ").";
  }
}

void backward(const FilmReader& read, FilmLine& line, Stage stage, Index l, Index j) {
  const LayerTrace& t = read.trace(l);
  const std::string each = read.row_index(l + 1, std::to_string(j + 1)), a = partial("L", "a" + each);
  if (stage == Stage::receive) {
    add_column(read, line, a,
               l == read.last() && !read.layer(l).activity()->any() ? "{1} / n · " + partial("L_r", "a" + each) : "",
               'l', l + 1, j, t.da);
    line.words = l == read.last() ? "The slope of each row's loss, with the 1/n of their mean."
                                  : "What comes back to this unit, row by row.";
  } else if (stage == Stage::compute) {
    add_column(read, line, "delta" + each, t.derivative.empty() ? "" : a + " · g'(z" + each + ")", 'd', l + 1, j,
               t.delta);
    line.words = "Each row has its own slope at its own z, and so its own delta.";
  } else {
    add_column(read, line, partial("L", FilmReader::output_letter(l) + read.row_index(l, std::to_string(j + 1))), "",
               'l', l, j, t.dx);
    line.words = "One column of the deltas times W transposed, row by row.";
  }
}

/// Each row has a loss and gradients of its own: no normalisation mixes rows, no penalty is in the deltas.
bool rows_are_apart(const FilmReader& read, Index l) {
  for (Index k = l; k <= read.last(); ++k)
    if (read.layer(k).activity()->any() ||
        (told(read.layer(k)).statistics == Statistics::of_column && !takes_moving_averages(read, read.layer(k))))
      return false;
  return true;
}

/// The mean of the rows' gradients, shown as such.
void multiply(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const LayerTrace& t = read.trace(l);
  const bool penalised = std::any_of(t.penalty_gradients.begin(), t.penalty_gradients.end(), has_penalty);
  for (std::size_t k = 0; k < std::min<std::size_t>(t.gradients.size(), 2); ++k) {
    const Index from = k == 0 ? 0 : -1;
    MathText symbols;
    Numbers numbers;
    const auto name = [&](MathText& f) {
      return from < 0 ? read.symbol(f, 'b', "b", l + 1, j) : read.weight(f, l + 1, from, j);
    };
    symbols.text = partial("L", name(symbols)) + " = {1} / n · sum_r " + partial("L_r", name(symbols)) +
                   (penalised ? " + penalty's share" : "");
    std::vector<std::string> terms;
    for (Index r = 0; r < std::min(read.rows(), most_terms); ++r)
      terms.push_back(r > 0 ? read.factor(row_gradient(t, r, from, j)) : read.number(row_gradient(t, r, from, j)));
    numbers.text =
        partial("L", name(numbers)) + " = {" + added_up(terms, read.rows()) + "} / " + std::to_string(read.rows());
    if (penalised) numbers.text += " + " + read.factor(t.penalty_gradients[k](0, j));
    numbers.text += " = " + read.number(t.gradients[k](0, j));
    numbers.comes_to(t.gradients[k](0, j));
    line.symbols.push_back(std::move(symbols));
    line.numbers.push_back(std::move(numbers));
  }
  line.words =
      "Every row of the batch has a gradient of its own for this weight: what came in times n delta. The batch's "
      "gradient is their mean.";
}

}  // namespace

FilmLine batch_line(const FilmReader& read, Stage stage, Index l, Index j) {
  FilmLine line{stage, std::string(stage_title(stage)) + ", all rows", {}, {}, {}};
  switch (stage) {
    case Stage::load: load(read, line, j); break;
    case Stage::sum:
    case Stage::activate: forward(read, line, stage, l, j); break;
    case Stage::loss:
      add_mean_loss(read, line);
      line.words = "The batch's loss is the mean of its rows' losses.";
      break;
    case Stage::multiply:
      if (told(read.layer(l)).weighted && rows_are_apart(read, l)) multiply(read, line, l, j);
      else line = backward_line(read, stage, l, j);
      break;
    case Stage::receive:
    case Stage::compute:
    case Stage::pass_on: backward(read, line, stage, l, j); break;
    case Stage::update: return update_line(read, l, j);
  }
  return line;
}

}  // namespace chainrule
