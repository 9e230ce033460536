// SPDX-License-Identifier: MIT
#include "ui/film/forward.hpp"

#include <algorithm>
#include <map>

#include "ui/film/kinds.hpp"
#include "ui/film/texts.hpp"

namespace chainrule {

namespace {

void elementwise(const FilmReader& read, FilmLine& line, Index l, Index j) {
  const Layer& layer = read.layer(l);
  const LayerTrace& t = read.trace(l);
  const Activation& g = layer.activation();
  MathText symbols;
  Numbers numbers;
  const std::string z = read.symbol(symbols, 'z', "z", l + 1, j);
  symbols.text = read.symbol(symbols, 'a', "a", l + 1, j) + " = ";
  if (g.name != "linear") symbols.text += std::string(g.name) + "(" + z + ") = ";
  symbols.text += activation_text(read, layer, g.formula, z, "");
  const std::string formula =
      activation_text(read, layer, g.formula, read.value(numbers, 'z', l + 1, j, t.z(read.row, j)), "");
  const std::string value = read.value(numbers, 'a', l + 1, j, t.a(read.row, j), false);
  const bool more = says_more(formula, value);
  numbers.text = read.symbol(numbers, 'a', "a", l + 1, j) + " = " + (more ? formula + " = " : "") + value;
  if (more) numbers.comes_to(t.a(read.row, j));
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  const bool known = !t.derivative.empty();
  line.words = g.name == "linear" ? "A linear activation passes z on as it is."
                                  : "The activation bends the sum. Its slope here, g'(z" + read.index(l + 1, j) + ")" +
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
  MathText symbols;
  Numbers numbers;
  const std::string index = read.layer_index(l + 1);
  symbols.text = read.symbol(symbols, 'a', "a", l + 1, j) + " = " + std::string(g.name) + "(z" + index + ")_" +
                 std::to_string(j + 1) + ", a_i" + index + " = " + with_layer(g.formula, index);
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
  numbers.comes_to(t.a(read.row, j));
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words = soft ? "e to the power of each score, as a share of their sum: the units' outputs add up to 1, so a "
                      "change of one z changes them all."
                    : "This activation looks at all units of the layer at once: a change of one z may change every a.";
}

}  // namespace

std::string activation_text(const FilmReader& read, const Layer& layer, std::string_view formula, const std::string& z,
                            const std::string& a) {
  const auto& parameters = layer.activation().parameters;
  const double* const p = layer.activation_parameters();
  std::map<std::string, std::string> names{{"z", z}};
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
  const KindTold& kind = told(read.layer(l));
  if (stage == Stage::sum && kind.sum) kind.sum(read, line, l, j);
  else if (kind.output) kind.output(read, line, l, j);
  else if (read.layer(l).activation().elementwise) elementwise(read, line, l, j);
  else of_all_units(read, line, l, j);
  return line;
}

}  // namespace chainrule
