// SPDX-License-Identifier: MIT
#include "ui/film/chain.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "ui/film/backward.hpp"
#include "ui/film/kinds.hpp"
#include "ui/film/loss.hpp"
#include "ui/film/texts.hpp"

namespace chainrule {
namespace {

constexpr std::string_view times = " · ";

std::string name_of(const FilmReader& read, MathText& f, Index column, Index from, Index unit) {
  return from < 0 ? read.symbol(f, 'b', "b", column, unit) : read.weight(f, column, from, unit);
}

/// dL/dw1 = grad loss(y) g'(z2) w2 g'(z1) x: the factors from the loss back to the weight.
FilmLine one_path(const FilmReader& read, Index column, Index from, Index unit) {
  FilmLine line{Stage::multiply, "Chain rule", {}, {}, {}};
  MathText symbols;
  Numbers numbers;
  const Index last = read.last(), output = last == column - 1 ? unit : 0;
  const bool several = read.rows() > 1;  // then dL/da has the 1/n of the mean in it
  symbols.text =
      (several ? "{1} / n · " : "") +
      partial(several ? "L_" + std::to_string(read.row + 1) : "L", name_of(read, symbols, column, from, unit)) + " = " +
      (several ? "{1} / n · " : "");
  numbers.text = "= ";
  symbols.text +=
      symbols.tie({'l', last + 1, output, -1},
                  "∇loss(" + std::string(read.chain() && last > 0 ? "a" + read.index(last + 1, 0) : "y") + ")");
  numbers.text += read.value(numbers, 'l', last + 1, output, read.trace(last).da(read.row, output), false);
  for (Index l = last; l >= column - 1; --l) {
    const LayerTrace& t = read.trace(l);
    const Index j = l == column - 1 ? unit : 0, before = l == column ? unit : 0;
    symbols.text += std::string(times) + symbols.tie({'g', l + 1, j, -1}, "g'(z" + read.index(l + 1, j) + ")");
    numbers.text += std::string(times) + read.value(numbers, 'g', l + 1, j, t.derivative(read.row, j));
    if (l == column - 1 || read.layer(l).z_is_x()) continue;
    symbols.text += std::string(times) + read.weight(symbols, l + 1, before, j);
    numbers.text += std::string(times) + read.weight_value(numbers, l + 1, before, j, t.before[0](before, j));
  }
  if (from >= 0) {
    symbols.text += std::string(times) + read.output(symbols, column - 1, from);
    numbers.text += std::string(times) + read.value(numbers, column == 1 ? 'x' : 'a', column - 1, from,
                                                    read.trace(column - 1).x(read.row, from));
  }
  bool apart =
      read.model.logits() != Logits::of_activation || loss_is_plain(read);  // else the slope of the loss was cut off
  for (Index l = column - 1; l <= last; ++l) apart = apart && !read.layer(l).activity()->any();
  if (apart) {
    const double share = row_share(read.trace(column - 1), read.row, from, unit);
    numbers.text += " = " + read.number(share);
    numbers.comes_to(share);
  }
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words = "One path leads from this " + std::string(from < 0 ? "bias" : "weight") +
               " to the loss. Each factor is how much one thing changes when the one before it does: from the loss "
               "back to the weight.";
  return line;
}

/// delta_j = (sum_k w_jk delta_k) g'(z_j).
FilmLine many_paths(const FilmReader& read, Index column, Index from, Index unit) {
  const Index l = column - 1;
  const bool from_loss = l == read.last();
  FilmLine line = backward_line(read, Stage::compute, l, std::min(unit, read.layer(l).arguments() - 1));
  line.title = "Chain rule";
  if (!from_loss) {
    FilmLine received = backward_line(read, Stage::receive, l, std::min(unit, read.layer(l).outputs() - 1));
    line.symbols.insert(line.symbols.begin(), std::make_move_iterator(received.symbols.begin()),
                        std::make_move_iterator(received.symbols.end()));
    line.numbers.insert(line.numbers.begin(), std::make_move_iterator(received.numbers.begin()),
                        std::make_move_iterator(received.numbers.end()));
  }
  line.words = from_loss ? "The delta of this unit comes from the loss; times what came in through the weight it is "
                           "this row's share of the gradient."
                         : "Many paths lead from this " + std::string(from < 0 ? "bias" : "weight") +
                               " to the loss. They are added up layer by layer, which is the recursion: the deltas of "
                               "the layer behind, through the weights, times the slope.";
  return line;
}

/// The shares of the rows, and their sum.
FilmLine over_rows(const FilmReader& read, Index column, Index from, Index unit) {
  FilmLine line{Stage::multiply, read.rows() > 1 ? "Over the batch" : "Gradient", {}, {}, {}};
  const LayerTrace& t = read.trace(column - 1);
  MathText symbols;
  Numbers numbers;
  const std::size_t tensor = from < 0 ? 1 : 0;
  symbols.text = partial("L", name_of(read, symbols, column, from, unit)) + " = " + (read.rows() > 1 ? "sum_r " : "");
  symbols.text +=
      (from < 0 ? "" : read.output(symbols, column - 1, from) + " ") + read.symbol(symbols, 'd', "delta", column, unit);
  numbers.text = "= ";
  std::vector<std::string> terms;
  for (Index r = 0; r < std::min(read.rows(), most_terms); ++r) {
    const std::string d = read.factor(t.delta(r, unit));
    terms.push_back(
        from < 0 ? d : (r > 0 ? read.factor(t.x(r, from)) : read.number(t.x(r, from))) + std::string(times) + d);
  }
  numbers.text += added_up(terms, read.rows());
  const Index place = std::max<Index>(from, 0);
  if (const float penalty = tensor < t.penalty_gradients.size() ? t.penalty_gradients[tensor](place, unit) : 0;
      penalty != 0) {
    symbols.text += " + penalty's share";
    numbers.text += " + " + read.factor(penalty);
  }
  if (tensor < t.gradients.size()) {
    const double gradient = t.gradients[tensor](place, unit);
    const std::string result = numbers.tie({from < 0 ? 'b' : 'w', column, unit, from}, read.number(gradient));
    const bool more = says_more(numbers.text.substr(2), result);
    numbers.text = more ? numbers.text + " = " + result : "= " + result;
    if (more) numbers.comes_to(gradient);
  }
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  if (read.rows() > 1)
    line.words =
        "Each row of the batch has its share. The deltas carry the 1/n of the mean loss, so their sum is the mean of "
        "the rows' gradients.";
  return line;
}

FilmLine numeric(const FilmReader& read, Index column, Index from, Index unit) {
  const Film& film = read.film;
  FilmLine line{Stage::multiply, "Checked", {}, {}, {}};
  MathText symbols;
  Numbers numbers;
  const auto w = [&] { return name_of(read, symbols, column, from, unit); };
  symbols.text = "{L(" + w() + " + h) - L(" + w() + " - h)} / {2 h} = " + read.number(film.numeric);
  numbers.text = "difference: " + short_number(std::abs(film.numeric - film.backprop), 2);
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words =
      "The definition of a derivative, tried: the loss with the number a little larger and a little smaller, in double "
      "precision, with h = 0.00001.";
  return line;
}

}  // namespace

std::vector<FilmLine> chain_lines(const FilmReader& read, Index column, Index from, Index unit) {
  bool single = true;
  for (Index l = column - 1; l <= read.last(); ++l) {
    const Layer& layer = read.layer(l);
    const bool simple = (told(layer).weighted || layer.z_is_x()) && !read.trace(l).derivative.empty();
    single = single && simple && (l == column - 1 || layer.outputs() == 1);
  }
  std::vector<FilmLine> lines;
  if (!told(read.layer(column - 1)).weighted) lines.push_back(backward_line(read, Stage::multiply, column - 1, unit));
  else lines.push_back(single ? one_path(read, column, from, unit) : many_paths(read, column, from, unit));
  if (told(read.layer(column - 1)).weighted) lines.push_back(over_rows(read, column, from, unit));
  if (read.film.checked >= 0) lines.push_back(numeric(read, column, from, unit));
  return lines;
}

}  // namespace chainrule
