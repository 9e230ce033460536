// SPDX-License-Identifier: MIT
#include "ui/film/loss.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "ui/film/backward.hpp"
#include "ui/film/texts.hpp"

namespace chainrule {
namespace {

using Names = std::map<std::string, std::string>;

/// Of a network with one output a formula has no means, sums and m.
std::string of_outputs(std::string_view formula, Index outputs) {
  std::string text(formula);
  if (outputs != 1) return text;
  for (const std::string_view gone : {"mean_j ", "sum_j ", " / m", "m "})
    for (std::size_t at = text.find(gone); at != std::string::npos; at = text.find(gone, at)) {
      const std::size_t end = at + gone.size();
      const bool part = (gone == "m " && at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1]))) ||
                        (gone == " / m" && end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])));
      if (part) at = end;
      else text.erase(at, gone.size());
    }
  return text;
}

const Matrix& outputs_of(const FilmReader& read) { return read.trace(read.last()).a; }
float target_of(const FilmReader& read, Index j) {
  return read.film.trace.y(read.row, std::min(j, read.film.trace.y.cols - 1));
}
/// "_2"; nothing where there is one output alone.
std::string output_index(const FilmReader& read, Index j) {
  return outputs_of(read).cols == 1 ? "" : "_" + std::to_string(j + 1);
}
/// Losses between shares scale the outputs to the sum 1 (Keras does).
bool is_scaled(const FilmReader& read) {
  const Loss& loss = read.model.loss();
  return (loss.targets == LossTargets::one_hot || loss.class_index()) &&
         loss.formula.find("ln p_") != std::string_view::npos && read.layer(read.last()).activation().name != "softmax";
}

double parameter_of(const FilmReader& read, std::string_view name) {
  const Loss& loss = read.model.loss();
  const auto& values = read.model.objective().choice().values;
  for (std::size_t i = 0; i < loss.parameters.size() && i < values.size(); ++i)
    if (loss.parameters[i].name == name) return values[i];
  return 0;
}

/// "c_2 · ", where rows count differently.
std::string counts(const FilmReader& read) {
  return read.film.trace.row_weights.empty() ? "" : "c_" + std::to_string(read.row + 1) + " · ";
}

/// A formula of the table with the outputs' names in it: p, or q where they become probabilities first, which is said
/// behind it.
std::string in_symbols(const FilmReader& read, std::string_view formula, const std::string& p, const std::string& t,
                       const std::string& index) {
  const bool logits = read.model.logits() == Logits::outputs;
  const std::string text =
      substituted(of_outputs(formula, outputs_of(read).cols), {{"p_j", logits || is_scaled(read) ? "q" + index : p},
                                                               {"p_t", logits || is_scaled(read) ? "q_t" : "p_t"},
                                                               {"t_j", t + index},
                                                               {"s_j", "s" + index}});
  if (logits) return text + ", q = " + std::string(read.model.loss().logit_activation) + "(p)";
  return is_scaled(read) ? text + ", q_j = p_j / sum_i p_i" : text;
}

/// What the formula leaves out.
std::string words_on_options(const FilmReader& read) {
  std::string words;
  if (!read.film.trace.row_weights.empty())
    words += " c is how much the row counts: " +
             read.number(read.film.trace.row_weights[static_cast<std::size_t>(read.row)]) + ".";
  if (const double share = parameter_of(read, "label_smoothing"); share > 0)
    words += " Labels are smoothed: the share " + read.number(share) + " of each target t is spread over all classes.";
  if (parameter_of(read, "apply_class_balancing") != 0) words += " Class 1 counts alpha, class 0 counts 1 - alpha.";
  return words;
}

/// What the names of the table's texts stand for, at one output.
Names names_at(const FilmReader& read, MathText& f, Index j) {
  const Loss& loss = read.model.loss();
  const auto& values = read.model.objective().choice().values;
  const float p = outputs_of(read)(read.row, j), t = target_of(read, j);
  Names names;
  for (std::size_t i = 0; i < loss.parameters.size() && i < values.size(); ++i)
    names[std::string(loss.parameters[i].name)] = read.factor(values[i]);
  const std::string value = read.value(f, 'a', read.last() + 1, j, p), target = read.factor(t);
  names["p_j"] = value;
  names["t_j"] = target;
  names["m"] = std::to_string(outputs_of(read).cols);
  names["d"] = "(" + value + " - " + target + ")";
  names["s"] = t == 1 ? "1" : "(-1)";
  names["q"] = names["p_right"] = t == 1 ? value : "(1 - " + value + ")";
  names["binary_crossentropy"] = "(-ln " + names["q"] + ")";
  return names;
}

/// The terms of a "mean_j" or "sum_j" with each output in its place; "" where the formula has another form.
std::string expanded(const FilmReader& read, MathText& numbers, std::string_view formula) {
  const Index outputs = outputs_of(read).cols;
  const bool minus = formula.starts_with("-sum_j "), mean = formula.starts_with("mean_j ");
  if ((!minus && !mean && !formula.starts_with("sum_j ")) || formula.find("|t|") != std::string_view::npos) return "";
  const std::string_view term = formula.substr(formula.find("_j ") + 3),
                         one_term = term.substr(0, term.find(", t in "));
  std::vector<std::string> terms;
  for (Index j = 0; j < std::min(outputs, most_terms); ++j) {
    const std::string one = substituted(one_term, names_at(read, numbers, j));
    terms.push_back(outputs > 1 && one_term.find(' ') != std::string_view::npos ? "(" + one + ")" : one);
  }
  const std::string sum = added_up(terms, outputs);
  if (outputs == 1) return minus ? "-" + sum : sum;
  return minus ? "-(" + sum + ")" : mean ? "{" + sum + "} / " + std::to_string(outputs) : sum;
}

/// The slope with the numbers in it; "" where it has no such form.
std::string slope_in_numbers(const FilmReader& read, MathText& numbers, Index j) {
  const Loss& loss = read.model.loss();
  if (!loss_is_plain(read) || loss.derivative.find("the ") != std::string_view::npos ||
      loss.derivative.find("|t|") != std::string_view::npos || loss.derivative.find("sum_i") != std::string_view::npos)
    return "";
  const std::string slope = of_outputs(loss.derivative, outputs_of(read).cols);
  const Names names = names_at(read, numbers, j);
  if (loss.class_index())
    return static_cast<Index>(read.film.trace.y(read.row, 0)) == j ? "1 - 1 / " + names.at("p_j") : "1";
  // What the names in it mean stands behind it: they have become numbers.
  const std::size_t meaning = slope.find(" = ");
  return substituted(meaning == std::string::npos ? slope : slope.substr(0, slope.rfind(", ", meaning)), names);
}

/// sum_i dL/da_i da_i/dz_j, or dL/da g'(z): the way that p - t saves.
void long_way(const FilmReader& read, FilmLine& line, Index l, Index j, const std::string& below) {
  const LayerTrace& t = read.trace(l);
  MathText symbols;
  Numbers numbers;
  symbols.text = read.symbol(symbols, 'd', "delta", l + 1, j) + " = ";
  numbers.text = read.symbol(numbers, 'd', "delta", l + 1, j) + " = ";
  if (read.layer(l).activation().name == "softmax") {
    symbols.text += through_outputs(read, l, j) + " = " +
                    with_layer("a_i (1 - a_i) if i = j, else -a_i a_j", read.layer_index(l + 1));
    numbers.text += through_softmax(read, numbers, l, j);
  } else {
    symbols.text += partial("L", read.symbol(symbols, 'l', "a", l + 1, j)) + " · g'(" +
                    read.symbol(symbols, 'z', "z", l + 1, j) + ") = {p - t} / (" + (below.empty() ? "" : below + " ") +
                    "p (1 - p)) · p (1 - p)";
    numbers.text += read.value(numbers, 'l', l + 1, j, t.da(read.row, j), false) + " · " +
                    (t.derivative.empty() ? "g'(z" + read.index(l + 1, j) + ")"
                                          : read.value(numbers, 'g', l + 1, j, t.derivative(read.row, j)));
  }
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(loss_is_plain(read) ? std::move(numbers) : Numbers());  // cut off, it is not the same
}

}  // namespace

bool loss_is_plain(const FilmReader& read) {
  const Loss& loss = read.model.loss();
  if (!read.film.trace.row_weights.empty()) return false;
  for (const std::string_view name : {"from_logits", "label_smoothing", "convert_labels", "apply_class_balancing"})
    if (parameter_of(read, name) != 0) return false;
  if (is_scaled(read)) return false;
  const auto has = [&](std::string_view part) { return loss.formula.find(part) != std::string_view::npos; };
  if (!(has("ln") || has("entropy")) || has("ln cosh")) return true;  // cosh is never 0
  const bool of_target = has("ln(t_j") || has("ln(1 + t_j");
  for (Index j = 0; j < outputs_of(read).cols; ++j) {
    const float p = outputs_of(read)(read.row, j), t = loss.class_index() ? 1 : target_of(read, j);
    if (p < 1e-2f && loss.for_numbers()) return false;
    if (!loss.for_numbers() && (p < 1e-6f || p > 1 - 1e-6f)) return false;
    if (t <= 0 && of_target) return false;
  }
  return true;
}

void add_mean_loss(const FilmReader& read, FilmLine& line) {
  const Trace& trace = read.film.trace;
  MathText symbols;
  Numbers numbers;
  const std::string n = std::to_string(read.rows());
  symbols.text = "L = {sum_r L_r} / n" + std::string(trace.penalty != 0 ? " + penalty" : "");
  std::vector<std::string> terms;
  for (Index r = 0; r < std::min(read.rows(), (read.batch ? most_terms : most_terms - 3)); ++r)
    terms.push_back(read.factor(trace.row_loss[static_cast<std::size_t>(r)]));
  numbers.text = "L = {" + added_up(terms, read.rows()) + "} / " + n +
                 (trace.penalty != 0 ? " + " + read.number(trace.penalty) : "") + " = " + read.number(trace.loss);
  numbers.comes_to(trace.loss);
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
}

FilmLine loss_line(const FilmReader& read) {
  FilmLine line{Stage::loss, "Loss", {}, {}, {}};
  const Loss& loss = read.model.loss();
  const Trace& trace = read.film.trace;
  const Matrix& p = outputs_of(read);
  const std::string row_loss = read.number(trace.row_loss[static_cast<std::size_t>(read.row)]),
                    index = read.rows() > 1 ? "_" + std::to_string(read.row + 1) : "";
  const Symbol place{'l', read.last() + 1, 0, -1};
  MathText symbols;
  Numbers numbers;
  const std::string formula = in_symbols(read, loss.formula, p.cols == 1 ? "p" : "p_j", "t", p.cols == 1 ? "" : "_j");
  symbols.text = symbols.tie(place, "L" + index) + " = " +
                 (counts(read).empty() ? formula : counts(read) + "(" + formula + ")") +
                 (loss.formula.find(" d^2") != std::string_view::npos ? ", d = p - t" : "");
  std::string inside;
  if (loss_is_plain(read) && loss.class_index()) {
    const auto right = static_cast<Index>(trace.y(read.row, 0));
    if (right >= 0 && right < p.cols)
      inside = "-ln " + read.value(numbers, 'a', read.last() + 1, right, p(read.row, right));
  } else if (loss_is_plain(read)) {
    inside = expanded(read, numbers, loss.formula);
  }
  numbers.text =
      numbers.tie(place, "L" + index) + " = " + (inside.empty() ? "" : inside + " = ") + numbers.tie(place, row_loss);
  if (!inside.empty()) numbers.comes_to(trace.row_loss[static_cast<std::size_t>(read.row)]);
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  if (read.rows() > 1 || trace.penalty != 0) add_mean_loss(read, line);
  line.words = "How wrong the output p is for this row, whose target is t. " + std::string(loss.help);
  if (trace.penalty != 0) line.words += " The regularizers' penalty comes on top.";
  line.words += words_on_options(read);
  return line;
}

FilmLine loss_slope_line(const FilmReader& read, Index j) {
  FilmLine line{Stage::receive, std::string(stage_title(Stage::receive)), {}, {}, {}};
  const Index l = read.last();
  const LayerTrace& t = read.trace(l);
  const std::string share = penalty_share(read.layer(l)), index = output_index(read, j);
  const bool mean = read.rows() > 1;
  MathText symbols;
  Numbers numbers;
  const std::string of = read.symbol(symbols, 'l', "a", l + 1, j);
  const bool logits = read.model.logits() == Logits::outputs, soft = read.model.loss().logit_activation == "softmax";
  std::string slope = in_symbols(read,
                                 logits ? read.model.loss().class_index() ? "p_j - 1 if j = t, else p_j"
                                          : soft                          ? "p_j - t_j"
                                                                          : "(p_j - t_j) / m"
                                        : read.model.loss().derivative,
                                 symbols.tie({'a', l + 1, j, -1}, "p" + index), "t", index);
  if (is_scaled(read))
    slope = "{1} / {sum_i p_i} · (" + slope.substr(0, slope.rfind(", q_j")) + "), q_j = p_j / sum_i p_i";
  symbols.text = partial("L", of) + " = " + counts(read) + (mean ? "{1} / n · (" + slope + ")" : slope) + share;
  numbers.text = partial("L", read.symbol(numbers, 'l', "a", l + 1, j)) + " = ";
  const std::string term = share.empty() ? slope_in_numbers(read, numbers, j) : "";
  if (!term.empty())
    numbers.text += (mean ? "{1} / " + std::to_string(read.rows()) + " · (" + term + ")" : term) + " = ";
  numbers.text += read.value(numbers, 'l', l + 1, j, t.da(read.row, j), false);
  if (!term.empty()) numbers.comes_to(t.da(read.row, j));
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words = "How the loss changes when this output changes: its slope at p." +
               std::string(mean ? " 1/n, because L is the mean over the batch's rows." : "") + words_on_options(read);
  return line;
}

FilmLine short_delta_line(const FilmReader& read, Index j) {
  FilmLine line{Stage::compute, std::string(stage_title(Stage::compute)), {}, {}, {}};
  const Index l = read.last();
  const LayerTrace& t = read.trace(l);
  const bool soft = read.layer(l).activation().name == "softmax", mean = read.rows() > 1,
             several = !soft && t.a.cols > 1;
  const Index divisor = read.rows() * (several ? t.a.cols : 1);
  const std::string below = mean && several ? "n m"
                            : mean          ? "n"
                            : several       ? "m"
                                            : "",
                    index = output_index(read, j), share = penalty_share(read.layer(l));
  long_way(read, line, l, j, below);
  MathText symbols;
  Numbers numbers;
  symbols.text =
      read.symbol(symbols, 'd', "delta", l + 1, j) + " = " + counts(read) +
      (below.empty() ? "p" + index + " - t" + index : "{p" + index + " - t" + index + "} / {" + below + "}") + share;
  numbers.text = read.symbol(numbers, 'd', "delta", l + 1, j) + " = ";
  const bool smooth = parameter_of(read, "label_smoothing") != 0;  // then the targets are others
  const bool plain_targets = !smooth && share.empty() && read.film.trace.row_weights.empty();
  if (plain_targets) {
    const bool right = read.model.loss().class_index() && static_cast<Index>(read.film.trace.y(read.row, 0)) == j;
    const std::string target = read.model.loss().class_index() ? (right ? "1" : "0") : read.factor(target_of(read, j)),
                      p = read.value(numbers, 'a', l + 1, j, t.a(read.row, j), false);
    numbers.text +=
        (divisor == 1 ? p + " - " + target : "{" + p + " - " + target + "} / " + std::to_string(divisor)) + " = ";
  }
  numbers.text += read.value(numbers, 'd', l + 1, j, t.delta(read.row, j), false);
  if (plain_targets) numbers.comes_to(t.delta(read.row, j));
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words = "The long way and the short way to the same number: the slope of " +
               std::string(soft ? "softmax" : "the sigmoid") +
               " cancels the crossentropy's, and p - t is left. The short form is what is computed: it stays exact "
               "where p is almost 0 or 1." +
               words_on_options(read);
  return line;
}

}  // namespace chainrule
