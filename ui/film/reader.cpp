// SPDX-License-Identifier: MIT
#include "ui/film/reader.hpp"

#include <algorithm>

#include "engine/base/text.hpp"

namespace chainrule {

std::string FilmReader::number(double value) const { return short_number(value, digits); }
std::string FilmReader::factor(double value) const { return value < 0 ? "(" + number(value) + ")" : number(value); }

bool FilmReader::chain() const {
  return model.inputs() == 1 &&
         std::all_of(model.layers().begin(), model.layers().end(), [](const auto& l) { return l->outputs() == 1; });
}

std::string layer_index(const Sequential& model, Index column) {
  return model.layers().size() == 1 || column == 0 ? "" : "^[" + std::to_string(column) + "]";
}

std::string FilmReader::index(Index column, Index unit) const { return index(column, std::to_string(unit + 1)); }
std::string FilmReader::index(Index column, std::string_view unit) const {
  return (chain() ? "" : "_" + std::string(unit)) + layer_index(column);
}

std::string FilmReader::weight_index(Index column, Index from, Index unit) const {
  return weight_index(column, std::to_string(from + 1), std::to_string(unit + 1));
}
std::string FilmReader::weight_index(Index column, const std::string& from, const std::string& unit) const {
  if (chain()) return layer_index(column);
  return (from.size() + unit.size() == 2 ? "_" + from + unit : "_(" + from + "," + unit + ")") + layer_index(column);
}

std::string FilmReader::row_index(Index column, const std::string& unit) const {
  const std::string layer = layer_index(column);
  return (chain() ? "" : "_" + unit) + "^(" + (layer.empty() ? "" : layer.substr(1)) + "(r))";
}

std::string FilmReader::output(MathText& f, Index column, Index unit) const {
  return f.tie({column == 0 ? 'x' : 'a', column, unit, -1}, output_letter(column) + index(column, unit));
}
std::string FilmReader::output_value(MathText& f, Index column, Index unit, bool bracket) const {
  const Matrix& m = column == 0 ? film.trace.x : trace(column - 1).a;
  return value(f, column == 0 ? 'x' : 'a', column, unit, m(row, unit), bracket);
}
std::string FilmReader::symbol(MathText& f, char kind, std::string_view letter, Index column, Index unit) const {
  return f.tie({kind, column, unit, -1}, std::string(letter) + index(column, unit));
}
std::string FilmReader::value(MathText& f, char kind, Index column, Index unit, double v, bool bracket) const {
  const std::string text = f.tie({kind, column, unit, -1}, number(v));
  return bracket && v < 0 ? "(" + text + ")" : text;
}
std::string FilmReader::weight(MathText& f, Index column, Index from, Index unit) const {
  return f.tie({'w', column, unit, from}, "w" + weight_index(column, from, unit));
}
std::string FilmReader::weight_value(MathText& f, Index column, Index from, Index unit, double v) const {
  const std::string text = f.tie({'w', column, unit, from}, number(v));
  return v < 0 ? "(" + text + ")" : text;
}

}  // namespace chainrule
