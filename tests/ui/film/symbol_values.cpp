// SPDX-License-Identifier: MIT
#include "tests/ui/film/symbol_values.hpp"

#include <algorithm>
#include <cmath>
#include <regex>

namespace chainrule {

std::string replaced(std::string text, const char* pattern, const std::string& by) {
  return std::regex_replace(text, std::regex(pattern), by);
}

double at_place(const FilmReader& read, const Symbol& s, Index row) {
  if (s.kind == 'x') return read.film.trace.x(row, s.unit);
  const LayerTrace& t = read.trace(s.column - 1);
  switch (s.kind) {
    case 'w': return t.before[0](std::max<Index>(s.from, 0), s.unit);  // -1: gamma and the like
    case 'b': return t.before[1](0, s.unit);
    case 'z': return t.z(row, s.unit);
    case 'a': return t.a(row, s.unit);
    case 'g': return t.derivative(row, s.unit);
    case 'd': return t.delta(row, s.unit);
    default: return t.da(row, s.unit);
  }
}

namespace {

/// dL over what stands there: a gradient, or what is received or passed on; nothing where there is none.
std::optional<double> slope_over(const FilmReader& read, const Symbol& s, Index row) {
  const auto of = [](const Matrix& m, Index r, Index c) {
    return r < m.rows && c < m.cols ? std::optional(m(r, c)) : std::nullopt;
  };
  if (s.kind == 'l') return of(read.trace(s.column - 1).da, row, s.unit);
  if (s.kind == 'x' || s.kind == 'a')
    return s.column > read.last() ? std::nullopt : of(read.trace(s.column).dx, row, s.unit);
  const std::size_t tensor = s.kind == 'b';
  if ((s.kind != 'w' && s.kind != 'b') || tensor >= read.trace(s.column - 1).gradients.size()) return std::nullopt;
  return of(read.trace(s.column - 1).gradients[tensor], std::max<Index>(s.from, 0), s.unit);
}

/// "^[2]": how each name of a layer ends where there are several.
std::string ending(const FilmReader& read, Index l) {
  return read.last() == 0 ? "" : "^[" + std::to_string(l + 1) + "]";
}

/// Mean and deviation of a normalisation, and what its way back takes of all deltas.
void add_statistics(Values& names, const FilmReader& read, Index l, Index row, Index unit) {
  const LayerTrace& t = read.trace(l);
  const bool batch = read.layer(l).spec().kind == "batch_normalization";
  const Index place = batch ? unit : row, count = batch ? t.z.rows : t.z.cols;
  const std::string end = ending(read, l), index = (batch ? "_" + std::to_string(unit + 1) : "") + end;
  names["mu" + index] = t.statistics(0, place);
  names["sigma" + index] = std::sqrt(t.statistics(1, place));
  names["epsilon"] = read.layer(l).spec().values[batch ? 1 : 0];
  double mean = 0, along = 0;
  for (Index k = 0; k < count; ++k) {
    const double d = batch ? t.delta(k, unit) : t.delta(row, k), z = batch ? t.z(k, unit) : t.z(row, k);
    mean += d / static_cast<double>(count);
    along += d * z / static_cast<double>(count);
  }
  names["mean_delta" + end] = mean;
  names["mean_delta_z" + end] = along;
}

/// The numbers of a layer under the names that are its own: "w_1_2^[2]", with the indices apart.
void add_layer(Values& names, const FilmReader& read, Index l, Index row, Index unit) {
  const LayerTrace& t = read.trace(l);
  const std::string& kind = read.layer(l).spec().kind;
  const std::string end = ending(read, l), of_unit = "_" + std::to_string(unit + 1) + end;
  const auto all = [&](const std::string& letter, const Matrix& m) {
    for (Index i = 0; i < m.cols; ++i) names[letter + "_" + std::to_string(i + 1) + end] = m(row, i);
  };
  all("a", t.a);
  all("z", t.z);
  all("delta", t.delta);
  for (Index i = 0; !t.before.empty() && i < t.before[0].rows; ++i)
    for (Index j = 0; j < t.before[0].cols; ++j)
      names[(kind == "rbf" ? "c_" : "w_") + std::to_string(i + 1) + "_" + std::to_string(j + 1) + end] =
          t.before[0](i, j);
  if (kind == "rbf" && unit < t.z.cols) names["s" + of_unit] = t.before[1](0, unit);
  for (std::size_t k = 0; k < t.before.size(); ++k)
    if (const std::string& name = read.layer(l).tensors()[k].name;
        (name == "gamma" || name == "beta" || name == "alpha") && unit < t.before[k].cols)
      names[name + of_unit] = t.before[k](0, unit);
}

/// What the formulas of a stage of a layer mean by names that are tied to nothing.
Values names_of(const FilmReader& read, Stage stage, Index l, Index row, Index unit) {
  Values names{{"n", static_cast<double>(read.rows())}};
  const LayerTrace& t = read.trace(l);
  for (Index i = 0; i < read.film.trace.x.cols; ++i) names["x_" + std::to_string(i + 1)] = read.film.trace.x(row, i);
  for (Index k = 0; k <= read.last(); ++k) add_layer(names, read, k, row, unit);
  for (Index j = 0; j < t.a.cols; ++j) names["p_" + std::to_string(j + 1)] = t.a(row, j);
  const Matrix& y = read.film.trace.y;
  for (Index j = 0; j < t.a.cols; ++j) {
    const double target = read.model.loss().class_index() ? static_cast<Index>(y(row, 0)) == j : y(row, j % y.cols);
    names["t_" + std::to_string(j + 1)] = target;
    if (target == 1) names["p_t"] = t.a(row, j);
  }
  double sum = 0;
  for (Index j = 0; j < t.a.cols; ++j) sum += t.a(row, j);
  if (t.a.cols == 1) names["p"] = t.a(row, 0), names["t"] = y(row, 0), names["q"] = 1;
  const Loss& loss = read.model.loss();
  for (std::size_t i = 0; i < loss.parameters.size(); ++i)
    names[std::string(loss.parameters[i].name)] = read.model.compile_spec().loss.values[i];
  if (names.contains("p_t")) names["q_t"] = names["p_t"] / sum;
  for (Index j = 0; j < t.a.cols; ++j) names["q_" + std::to_string(j + 1)] = t.a(row, j) / sum;
  names["m"] = static_cast<double>(t.a.cols);
  if (!read.film.trace.row_weights.empty())
    names["c_" + std::to_string(row + 1)] = read.film.trace.row_weights[static_cast<std::size_t>(row)];
  // What comes back through a normalisation is told of the layer before, too.
  const Index normal = stage == Stage::receive && l < read.last() ? l + 1 : l;
  if (read.layer(normal).spec().kind.ends_with("normalization")) add_statistics(names, read, normal, row, unit);
  return names;
}

/// What the optimizer's equations mean by theirs, of the first weight of a unit.
Values update_names(const FilmReader& read, Index l, Index unit) {
  const LayerTrace& t = read.trace(l);
  const Optimizer& optimizer = read.model.optimizer();
  const auto& p = read.model.compile_spec().optimizer.values;
  Values names{{"eta", read.film.trace.learning_rate}, {"t", read.film.trace.step}};
  for (std::size_t i = 0; i < optimizer.parameters.size(); ++i) names[std::string(optimizer.parameters[i].name)] = p[i];
  names["lambda"] = shared_parameters(optimizer, p).weight_decay;
  names["g"] = (t.clipped.empty() ? t.gradients : t.clipped)[0](0, unit);
  for (std::size_t s = 0; s < optimizer.letters.size() && s < t.slots.size(); ++s) {
    const std::string letter(optimizer.letters[s]);
    if (s < t.slots_before.size() && !t.slots_before[s].empty()) names[letter] = t.slots_before[s][0](0, unit);
    if (!t.slots[s].empty()) names[letter + "'"] = t.slots[s][0](0, unit);
  }
  for (std::size_t k = 0; k < 3; ++k) names["c_" + std::to_string(k + 1)] = read.film.trace.terms[k];
  return names;
}

/// Reckons one side of a formula in symbols.
class Side {
 public:
  Side(const FilmReader& read, const MathText& formula, Stage stage, Index l, Index unit)
      : read_(read), formula_(formula), stage_(stage), l_(l), unit_(unit) {}

  std::optional<double> value(std::string text) const { return in_row(std::move(text), read_.row); }

 private:
  Values names(Index row) const {
    Values all = stage_ == Stage::update ? update_names(read_, l_, unit_) : names_of(read_, stage_, l_, row, unit_);
    for (std::size_t k = 0; k < formula_.symbols.size(); ++k) {
      const Symbol& s = formula_.symbols[k];
      // The slope of the row's own loss has no 1/n in it.
      const bool own = s.kind == 'l' && formula_.text.find("∇loss") != std::string::npos;
      all["V" + std::to_string(k)] = at_place(read_, s, row) * (own ? static_cast<double>(read_.rows()) : 1);
      if (const auto slope = slope_over(read_, s, row)) all["dL_V" + std::to_string(k)] = *slope;
      if (s.kind == 'z' && !read_.trace(s.column - 1).derivative.empty())
        all["slope_V" + std::to_string(k)] = read_.trace(s.column - 1).derivative(row, s.unit);
    }
    return all;
  }

  /// "sum_i x_i w_i1": the term for every i, added up; "mean_j ..." and "sum_j ..." at a formula's beginning reach to
  /// its end, other sums to the next sign.
  std::optional<double> in_row(std::string text, Index row) const {
    Values known = names(row);
    static const std::regex sum("(sum|mean)_([ijkr]) ");
    int sums = 0;
    for (std::smatch found; std::regex_search(text, found, sum);) {
      const auto begin = static_cast<std::size_t>(found.position()), inside = begin + found.length();
      const std::string letter = found[2], what = found[1];
      std::size_t end = inside;
      const bool whole = letter == "j" && (begin <= 1 || text[begin - 1] == '(' || text[begin - 2] == '(');
      for (int depth = 0; end < text.size(); ++end) {
        depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
        const std::string_view rest = std::string_view(text).substr(end);
        if (depth < 0 || (depth == 0 && rest.starts_with(", ")) || rest.starts_with(" / n")) break;
        if (depth == 0 && !whole && end > inside && (rest.starts_with(" + ") || rest.starts_with(" - "))) break;
      }
      const auto total = added(text.substr(inside, end - inside), letter, row);
      if (!total) return std::nullopt;
      const Index count = letter == "r" ? read_.rows() : read_.trace(l_).a.cols;
      const std::string name = "S" + std::to_string(sums++);
      known[name] = what == "mean" ? *total / static_cast<double>(count) : *total;
      text.replace(begin, end - begin, name);
    }
    return value_of(text, known);
  }

  std::optional<double> added(const std::string& term, const std::string& letter, Index row) const {
    const LayerTrace& t = read_.trace(l_);
    const bool back = stage_ == Stage::receive && l_ < read_.last();
    const Index count = letter == "r"   ? read_.rows()
                        : letter == "k" ? read_.trace(l_ + (back ? 1 : 0)).delta.cols
                        : letter == "i" && (stage_ == Stage::sum || stage_ == Stage::pass_on) ? t.x.cols
                                                                                              : t.a.cols;
    double total = 0;
    for (Index k = 0; k < count; ++k) {
      const std::string number = std::to_string(k + 1);
      std::string one = letter == "r" ? replaced(term, "L_r", "row_loss") : term;
      if (letter != "r") {
        one = replaced(one, ("_" + letter + "(\\d+)").c_str(), "_" + number + "_$1");         // w_i1
        one = replaced(one, ("_(\\d+)" + letter + "\\b").c_str(), "_$1_" + number);           // w_1k
        one = replaced(one, ("_\\(" + letter + ",(\\d+)\\)").c_str(), "_" + number + "_$1");  // w_(i,12)
        one = replaced(one, ("_\\((\\d+)," + letter + "\\)").c_str(), "_$1_" + number);
        one = replaced(one, ("_" + letter + "\\b").c_str(), "_" + number);
      }
      if (one == "row_loss") {
        total += read_.film.trace.row_loss[static_cast<std::size_t>(k)];
        continue;
      }
      const auto value = in_row(one, letter == "r" ? k : row);
      if (!value) return std::nullopt;
      total += *value;
    }
    return total;
  }

  const FilmReader& read_;
  const MathText& formula_;
  Stage stage_;
  Index l_, unit_;
};

}  // namespace

std::optional<double> side_value(const FilmReader& read, const MathText& formula, Stage stage, Index layer, Index unit,
                                 const std::string& side) {
  return Side(read, formula, stage, layer, unit).value(side);
}

std::string with_places(MathText formula) {
  formula.text = replaced(formula.text, R"(@(\d+)\{[^{}]*\})", "@$1{V$1}");
  std::string text = plain(formula);
  text = replaced(text, R"(∂L / ∂(V\d+))", "dL_$1");
  text = replaced(text, R"(g'\((V\d+)\))", "slope_$1");
  text = replaced(text, R"(mean\(delta((?:\^\[\d+\])?) z\1\))", "mean_delta_z$1");
  return replaced(text, R"(mean\(delta((?:\^\[\d+\])?)\))", "mean_delta$1");
}

std::vector<std::string> whole_sides(std::string text) {
  const std::string shares = ", q_j = p_j / sum_i p_i";  // names_of() has those of each unit
  if (const auto at = text.find(shares); at != std::string::npos) text.erase(at, shares.size());
  std::vector<std::string> all;
  static const std::regex letter(R"(, [a-zA-Z](_\d+)?$)");
  for (const std::string& side : sides_of(text)) {
    if (!all.empty() && std::regex_search(all.back(), letter)) all.back() += " = " + side;
    else all.push_back(side);
  }
  return all;
}

std::optional<double> through_all_units(const FilmReader& read, const std::string& text, Index l, Index unit) {
  const std::string end = ending(read, l), a = "∂a_i" + end,
                    start = "sum_i ∂L / " + a + " · " + a + " / ∂z_" + std::to_string(unit + 1) + end,
                    meaning = ", " + a + " / ∂z_j" + end + " = ";
  const auto at = text.find(meaning);
  if (at == std::string::npos || text.find(start) == std::string::npos) return std::nullopt;
  const LayerTrace& t = read.trace(l);
  double total = 0;
  for (Index i = 0; i < t.a.cols; ++i) {
    std::string share = replaced(text.substr(at + meaning.size()), "_i\\b", "_" + std::to_string(i + 1));
    share = replaced(share, "_j\\b", "_" + std::to_string(unit + 1));
    share = replaced(share, "if i = j", i == unit ? "if 1 = 1" : "if 1 = 2");
    const auto value = value_of(share, names_of(read, Stage::compute, l, read.row, unit));
    if (!value) return std::nullopt;
    total += double(t.da(read.row, i)) * *value;
  }
  return total;
}

}  // namespace chainrule
