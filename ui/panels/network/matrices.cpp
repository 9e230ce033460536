// SPDX-License-Identifier: MIT
#include "ui/panels/network/matrices.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/text.hpp"
#include "ui/app/app.hpp"
#include "ui/app/film_words.hpp"
#include "ui/film/lines.hpp"
#include "ui/typeset/math_text.hpp"

namespace chainrule {
namespace {

constexpr Index most = 8;  ///< rows and columns of a grid that are drawn
constexpr float sign_width = 26, between = 20;

/// A matrix under its name, or (without rows) a sign between two of them.
struct Grid {
  std::string name;
  Index rows = 0, cols = 0;
  std::function<float(Index, Index)> at;
  std::function<bool(Index, Index)> lit = [](Index, Index) { return false; };
  Index shown_rows() const { return std::min(rows, most); }
  Index shown_cols() const { return std::min(cols, most); }
};
using Expression = std::vector<Grid>;

Grid sign(std::string words) { return {std::move(words), 0, 0, {}}; }

/// A row of a matrix of the batch; `unit` lights one of its numbers, -2 all.
Grid row_of(std::string name, const Matrix& numbers, Index row, Index unit) {
  return {std::move(name), 1, numbers.cols, [&numbers, row](Index, Index j) { return numbers(row, j); },
          [unit](Index, Index j) { return unit == -2 || j == unit; }};
}

Grid transposed(Grid grid) {
  std::swap(grid.rows, grid.cols);
  grid.at = [at = std::move(grid.at)](Index i, Index j) { return at(j, i); };
  grid.lit = [lit = std::move(grid.lit)](Index i, Index j) { return lit(j, i); };
  return grid;
}

/// "^[2]" becomes "^([2]T)", "" becomes "^T".
std::string transposed_index(const std::string& index) { return index.empty() ? "^T" : "^(" + index.substr(1) + "T)"; }

/// A tensor of the layer; `column` lights one column, `row` one row.
Grid tensor_of(std::string name, const Matrix& numbers, Index column, Index row = -1) {
  return {std::move(name), numbers.rows, numbers.cols, [&numbers](Index i, Index j) { return numbers(i, j); },
          [column, row](Index i, Index j) { return j == column || i == row; }};
}

/// z = x W + b, then a = g(z).
std::vector<Expression> forward(const FilmReader& read, const Moment& m, Index row) {
  const LayerTrace& t = read.trace(m.layer);
  const std::string here = read.layer_index(m.layer + 1);
  const std::string in = FilmReader::output_letter(m.layer) + read.layer_index(m.layer);
  const Index unit = m.unit, summed = m.stage == Stage::activate ? -1 : unit;
  Expression sum = {row_of(in, t.x, row, summed >= 0 ? -2 : -1), sign("·"), tensor_of("W" + here, t.before[0], summed)};
  if (t.before.size() > 1) sum.insert(sum.end(), {sign("+"), tensor_of("b" + here, t.before[1], summed)});
  sum.insert(sum.end(), {sign("="), row_of("z" + here, t.z, row, unit)});
  return {sum, {sign("g("), row_of("z" + here, t.z, row, unit), sign(") ="), row_of("a" + here, t.a, row, unit)}};
}

/// delta = dL/da * g'(z), dL/dW = x^T delta, and delta W^T for the layer before.
std::vector<Expression> backward(const FilmReader& read, const Moment& m, Index row) {
  const LayerTrace& t = read.trace(m.layer);
  const std::string here = read.layer_index(m.layer + 1), before = read.layer_index(m.layer);
  const std::string in = FilmReader::output_letter(m.layer);
  const bool passes = m.stage == Stage::pass_on;
  const Index unit = passes ? -1 : m.unit, input = passes ? m.unit : -1;
  std::vector<Expression> all;
  if (read.layer(m.layer).activation().elementwise && t.derivative.cols == t.delta.cols)
    all.push_back({row_of("dL/da" + here, t.da, row, unit), sign("⊙"),
                   row_of("g'(z" + here + ")", t.derivative, row, unit), sign("="),
                   row_of("delta" + here, t.delta, row, unit)});
  if (!t.gradients.empty())
    all.push_back({transposed(row_of(in + transposed_index(before), t.x, row, unit >= 0 ? -2 : -1)), sign("·"),
                   row_of("delta" + here, t.delta, row, unit), sign(read.rows() > 1 ? "added over the rows =" : "="),
                   tensor_of("dL/dW" + here, t.gradients[0], unit)});
  if (t.dx.cols > 0)
    all.push_back({row_of("delta" + here, t.delta, row, passes && input >= 0 ? -2 : -1), sign("·"),
                   transposed(tensor_of("W" + transposed_index(here), t.before[0], -1, input)), sign("="),
                   row_of("dL/d" + in + before, t.dx, row, input)});
  return all;
}

/// Each tensor before, its gradient, and after: the optimizer stands between.
std::vector<Expression> update(const FilmReader& read, const Moment& m) {
  const LayerTrace& t = read.trace(m.layer);
  const std::string here = read.layer_index(m.layer + 1);
  std::vector<Expression> all;
  for (std::size_t k = 0; k < std::min({t.before.size(), t.gradients.size(), t.after.size(), std::size_t{2}}); ++k) {
    const std::string letter = (k == 0 ? "W" : "b") + here;
    all.push_back({tensor_of(letter, t.before[k], m.unit), sign("and"),
                   tensor_of("dL/d" + letter, t.gradients[k], m.unit), sign("→"),
                   tensor_of("new " + letter, t.after[k], m.unit)});
  }
  return all;
}

std::vector<Expression> expressions_of(const FilmReader& read, const Moment& m, Index row) {
  switch (m.phase) {
    case Phase::forward: return forward(read, m, row);
    case Phase::backward: return backward(read, m, row);
    case Phase::update: return update(read, m);
    default: return {};
  }
}

MathText name_of(const Grid& grid) {
  return {grid.name + (grid.shown_rows() < grid.rows || grid.shown_cols() < grid.cols ? " …" : ""), {}};
}

/// Room for the highest of an expression's names: fractions are higher than letters.
float name_height(Ui& ui, const Expression& expression) {
  float height = 0;
  for (const Grid& grid : expression)
    if (grid.rows > 0) height = std::max(height, math(ui, nullptr, name_of(grid), {0, 0}, 200, {.size = size::body}).y);
  return height + 6;
}

/// How wide a cell may be, so that the widest of the expressions fits; how high, so that all of them do.
ImVec2 cell_of(Ui& ui, const std::vector<Expression>& all, ImVec2 room) {
  float width = 64, signs_and_names = 0;
  Index lines = 0;
  for (const Expression& expression : all) {
    float fixed = 0;
    Index columns = 0, rows = 1;
    for (const Grid& grid : expression) {
      fixed += grid.rows == 0 ? std::max(sign_width, measure(ui, grid.name, {size::body, false, 0}).x + 16) : 4;
      columns += grid.shown_cols();
      rows = std::max(rows, grid.shown_rows());
    }
    width = std::min(width, (room.x - fixed) / static_cast<float>(std::max<Index>(columns, 1)));
    lines += rows;
    signs_and_names += name_height(ui, expression) + between;
  }
  const float height = (room.y - signs_and_names) / static_cast<float>(std::max<Index>(lines, 1));
  return {std::floor(width), std::floor(std::clamp(height, 12.0f, 26.0f))};
}

/// As many digits as the cell has room for, at most those of the film.
std::string fitted(Ui& ui, double value, int digits, float width, const TextStyle& style) {
  for (; digits > 0; --digits)
    if (std::string words = short_number(value, digits); measure(ui, words, style).x <= width) return words;
  return "";
}

float draw_grid(App& app, const Grid& grid, ImVec2 at, ImVec2 cell, float middle) {
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (grid.rows == 0) {
    const MathText words{grid.name, {}};
    const ImVec2 extent = math(ui, nullptr, words, {0, 0}, 300, {.size = size::body});
    const float width = std::max(sign_width, extent.x + 12);
    const ImVec2 place{at.x + (width - extent.x) / 2, middle - extent.y / 2};
    if (grid.name == "⊙") math(ui, draw, words, place, 300, {.size = size::body});  // which the text's font has not
    else text_at(ui, draw, place, grid.name, {size::body, false, ui.theme.text});
    return width;
  }
  const Index rows = grid.shown_rows(), cols = grid.shown_cols();
  const float width = cell.x * static_cast<float>(cols), height = cell.y * static_cast<float>(rows);
  const ImVec2 low{at.x, std::floor(middle - height / 2)};
  const MathText name = name_of(grid);
  const float high = math(ui, nullptr, name, {0, 0}, 200, {.size = size::body}).y;
  math(ui, draw, name, {low.x, low.y - high - 6}, 200, {.size = size::body});
  float largest = 1e-12f;
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < cols; ++j) largest = std::max(largest, std::abs(grid.at(i, j)));
  std::vector<std::vector<std::string>> table(static_cast<std::size_t>(rows) + 1);
  for (Index j = 0; j < cols; ++j) table[0].push_back(std::to_string(j + 1));
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < cols; ++j) {
      const float value = grid.at(i, j);
      const ImVec2 a{low.x + cell.x * static_cast<float>(j), low.y + cell.y * static_cast<float>(i)},
          b{a.x + cell.x - 1, a.y + cell.y - 1};
      const ImU32 color = value < 0 ? ui.theme.negative : ui.theme.positive;
      const float share = std::isfinite(value) ? std::abs(value) / largest : 0;
      draw->AddRectFilled(a, b, ui.theme.field, 3);
      draw->AddRectFilled(a, b, with_alpha(color, 0.06f + 0.3f * share), 3);
      if (grid.lit(i, j)) draw->AddRect(a, b, ui.theme.accent, 3, 0, 2);
      const TextStyle style{std::min(size::caption, cell.y - 1), grid.lit(i, j), ui.theme.text};
      const std::string words = fitted(ui, static_cast<double>(value), app.film_player.view.digits, cell.x - 5, style);
      text_at(ui, draw, {(a.x + b.x) / 2, (a.y + b.y - style.size) / 2 - 1}, words, style, 0.5f);
      table[static_cast<std::size_t>(i) + 1].push_back(short_number(static_cast<double>(value), 9));
    }
  add_table(ui, "Matrix " + plain(name), table, low, {low.x + width, low.y + height});
  return width + 4;
}

}  // namespace

bool draw_matrices(App& app, ImVec2 at, ImVec2 room) {
  const Film* film = app.film();
  const FilmView& view = app.film_player.view;
  if (!view.matrices || !film || view.cover.on) return false;
  const Moment& m = view.moment;
  const auto l = static_cast<std::size_t>(m.layer);
  if (l >= app.model().layers().size() || app.model().layers()[l]->spec().kind != "dense" ||
      film->trace.layers[l].before.empty())
    return false;
  const FilmReader read = film_reader(app, *film);
  const std::vector<Expression> all = expressions_of(read, m, read.row);
  if (all.empty()) return false;
  const ImVec2 cell = cell_of(app.ui, all, {room.x - 16, room.y});
  float y = at.y;
  for (const Expression& expression : all) {
    Index rows = 1;
    for (const Grid& grid : expression) rows = std::max(rows, grid.shown_rows());
    const float height = cell.y * static_cast<float>(rows), names = name_height(app.ui, expression);
    float x = at.x + 8;
    for (const Grid& grid : expression) x += draw_grid(app, grid, {x, y}, cell, y + names + height / 2);
    y += names + height + between;
  }
  return true;
}

}  // namespace chainrule
