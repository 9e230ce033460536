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
#include "ui/film/texts.hpp"
#include "ui/typeset/math_text.hpp"

namespace chainrule {
namespace {

constexpr float sign_width = 26, between = 20;

/// A matrix under its name, or (without rows) a sign between two of them.
struct Grid {
  std::string name;
  Index rows = 0, cols = 0;
  std::function<float(Index, Index)> at = {};
  std::function<bool(Index, Index)> lit = [](Index, Index) { return false; };
  Index row_in_sight = 0, col_in_sight = 0;  ///< of a matrix too large to be drawn whole
  bool breaks = false;                       ///< a sign before which a new line may begin
};
using Expression = std::vector<Grid>;

/// How large a cell is, and how many of a matrix are drawn side by side and below each other.
struct Cells {
  ImVec2 extent;
  Index most = 8;

  Index shown(Index count) const { return std::min(count, most); }
  Index first(Index in_sight) const { return std::max<Index>(0, in_sight - most + 1); }
};

Grid sign(std::string words) { return {std::move(words)}; }
Grid breaking_sign(std::string words) {
  Grid made = sign(std::move(words));
  made.breaks = true;
  return made;
}

constexpr Index none = -1, all_of_them = -2;

/// A row of a matrix of the batch; `unit` lights one of its numbers, or none, or all.
Grid row_of(std::string name, const Matrix& numbers, Index row, Index unit) {
  return {std::move(name),
          1,
          numbers.cols,
          [&numbers, row](Index, Index j) { return numbers(row, j); },
          [unit](Index, Index j) { return unit == all_of_them || j == unit; },
          0,
          std::max<Index>(unit, 0)};
}

Grid transposed(Grid grid) {
  std::swap(grid.rows, grid.cols);
  std::swap(grid.row_in_sight, grid.col_in_sight);
  grid.at = [at = std::move(grid.at)](Index i, Index j) { return at(j, i); };
  grid.lit = [lit = std::move(grid.lit)](Index i, Index j) { return lit(j, i); };
  return grid;
}

/// A tensor of the layer; `column` lights one column, `row` one row.
Grid tensor_of(std::string name, const Matrix& numbers, Index column, Index row = none) {
  return {std::move(name),
          numbers.rows,
          numbers.cols,
          [&numbers](Index i, Index j) { return numbers(i, j); },
          [column, row](Index i, Index j) { return j == column || i == row; },
          std::max<Index>(row, 0),
          std::max<Index>(column, 0)};
}

/// "^[2]" becomes "^([2]T)", "" becomes "^T".
std::string transposed_index(const std::string& index) { return index.empty() ? "^T" : "^(" + index.substr(1) + "T)"; }

/// z = x W + b, then a = g(z).
std::vector<Expression> forward(const FilmReader& read, const Moment& m, Index row) {
  const LayerTrace& t = read.trace(m.layer);
  const std::string here = read.layer_index(m.layer + 1);
  const std::string in = FilmReader::output_letter(m.layer) + read.layer_index(m.layer);
  const Index unit = m.unit, summed = m.stage == Stage::activate ? none : unit;
  Expression sum = {row_of(in, t.x, row, summed >= 0 ? all_of_them : none), sign("·"),
                    tensor_of("W" + here, t.before[0], summed)};
  if (t.before.size() > 1) sum.insert(sum.end(), {breaking_sign("+"), tensor_of("b" + here, t.before[1], summed)});
  sum.insert(sum.end(), {t.before.size() > 1 ? sign("=") : breaking_sign("="), row_of("z" + here, t.z, row, unit)});
  return {sum, {sign("g("), row_of("z" + here, t.z, row, unit), sign(") ="), row_of("a" + here, t.a, row, unit)}};
}

/// delta = dL/da * g'(z), dL/dW = x^T delta, and delta W^T for the layer before.
std::vector<Expression> backward(const FilmReader& read, const Moment& m, Index row) {
  const LayerTrace& t = read.trace(m.layer);
  const std::string here = read.layer_index(m.layer + 1), before = read.layer_index(m.layer);
  const std::string in = FilmReader::output_letter(m.layer);
  const bool passes = m.stage == Stage::pass_on;
  const Index unit = passes ? none : m.unit, input = passes ? m.unit : none;
  // Sums over the batch; regularizers add to them, and to what the layer before receives.
  const bool penalty = !t.penalty_gradients.empty() && has_penalty(t.penalty_gradients[0]);
  const std::string adds =
      std::string(read.rows() > 1 ? "added over the rows " : "") + (penalty ? "+ penalty's share " : "") + "=";
  const std::string received =
      m.layer > 0 && !penalty_share(read.layer(m.layer - 1)).empty() ? " - penalty's share" : "";
  std::vector<Expression> all;
  if (read.layer(m.layer).activation().elementwise && t.derivative.cols == t.delta.cols)
    all.push_back({row_of("dL/da" + here, t.da, row, unit), sign("⊙"),
                   row_of("g'(z" + here + ")", t.derivative, row, unit), breaking_sign("="),
                   row_of("delta" + here, t.delta, row, unit)});
  if (!t.gradients.empty())
    all.push_back({transposed(row_of(in + transposed_index(before), t.x, row, unit >= 0 ? all_of_them : none)),
                   sign("·"), row_of("delta" + here, t.delta, row, unit), breaking_sign(adds),
                   tensor_of("dL/dW" + here, t.gradients[0], unit)});
  if (t.dx.cols > 0)
    all.push_back({row_of("delta" + here, t.delta, row, input >= 0 ? all_of_them : none), sign("·"),
                   transposed(tensor_of("W" + transposed_index(here), t.before[0], none, input)), breaking_sign("="),
                   row_of("dL/d" + in + before + received, t.dx, row, input)});
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

ImVec2 name_extent(Ui& ui, const Grid& grid) {
  return math(ui, nullptr, MathText{grid.name, {}}, {0, 0}, 300, {.size = size::body});
}

float width_of_sign(Ui& ui, const Grid& grid) { return std::max(sign_width, name_extent(ui, grid).x + 12); }

/// Room for the highest of an expression's names: fractions are higher than letters.
float name_height(Ui& ui, const Expression& expression) {
  float height = 0;
  for (const Grid& grid : expression)
    if (grid.rows > 0) height = std::max(height, name_extent(ui, grid).y);
  return height + 6;
}

Index rows_shown(const Expression& expression, const Cells& cells) {
  Index rows = 1;
  for (const Grid& grid : expression) rows = std::max(rows, cells.shown(grid.rows));
  return rows;
}

/// Cells as large as the room allows, so that the widest of the expressions and all their rows fit; fewer of them
/// rather than some without a number.
Cells cells_for(Ui& ui, const std::vector<Expression>& all, ImVec2 room) {
  constexpr float narrowest = 46, lowest = 15;
  Cells cells;
  for (;; --cells.most) {
    float width = 84, used = 0;
    Index lines = 0;
    for (const Expression& expression : all) {
      float fixed = 0;
      Index columns = 0;
      for (const Grid& grid : expression) {
        fixed += grid.rows == 0 ? width_of_sign(ui, grid) : 4;
        columns += cells.shown(grid.cols);
      }
      width = std::min(width, (room.x - fixed) / static_cast<float>(std::max<Index>(columns, 1)));
      lines += rows_shown(expression, cells);
      used += name_height(ui, expression) + between;
    }
    const float height = (room.y - used) / static_cast<float>(std::max<Index>(lines, 1));
    cells.extent = {std::floor(std::max(width, 8.0f)), std::floor(std::clamp(height, 12.0f, 34.0f))};
    if (cells.most == 1 || (width >= narrowest && height >= lowest)) return cells;
  }
}

/// Each expression that may go on in a new line does.
std::vector<Expression> broken(const std::vector<Expression>& all) {
  std::vector<Expression> lines;
  for (const Expression& expression : all) {
    lines.emplace_back();
    for (const Grid& grid : expression) {
      if (grid.breaks) lines.emplace_back();
      lines.back().push_back(grid);
    }
  }
  return lines;
}

/// As many digits as the cell has room for, at most those of the film.
std::string fitted(Ui& ui, double value, int digits, float width, const TextStyle& style) {
  for (; digits > 0; --digits)
    if (std::string words = short_number(value, digits); measure(ui, words, style).x <= width) return words;
  return "";
}

float draw_sign(Ui& ui, const Grid& sign, ImVec2 at, float middle) {
  const ImVec2 extent = name_extent(ui, sign);
  const float width = width_of_sign(ui, sign);
  const ImVec2 place{at.x + (width - extent.x) / 2, middle - extent.y / 2};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (sign.name == "⊙") math(ui, draw, {sign.name, {}}, place, 300, {.size = size::body});  // the text's font has none
  else text_at(ui, draw, place, sign.name, {size::body, false, ui.theme.text});
  return width;
}

/// "3-8 of 12" of the columns, and of the rows; "" where all are drawn.
std::string part_of(const Grid& grid, const Cells& cells) {
  const auto part = [&](Index count, Index in_sight) {
    if (cells.shown(count) == count) return std::string();
    const Index first = cells.first(in_sight);
    return std::to_string(first + 1) + "-" + std::to_string(first + cells.shown(count)) + " of " +
           std::to_string(count);
  };
  const std::string columns = part(grid.cols, grid.col_in_sight), rows = part(grid.rows, grid.row_in_sight);
  return rows.empty() ? columns : "rows " + rows + (columns.empty() ? "" : ", " + columns);
}

void draw_name(Ui& ui, const Grid& grid, const Cells& cells, ImVec2 low) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 extent = name_extent(ui, grid);
  math(ui, draw, {grid.name, {}}, {low.x, low.y - extent.y - 6}, 300, {.size = size::body});
  text_at(ui, draw, {low.x + extent.x + 8, low.y - 19}, part_of(grid, cells), {size::caption, false, ui.theme.muted});
}

void draw_cell(App& app, ImVec2 low, ImVec2 extent, float value, float share, bool lit) {
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 high{low.x + extent.x - 1, low.y + extent.y - 1};
  draw->AddRectFilled(low, high, ui.theme.field, 3);
  draw->AddRectFilled(low, high, with_alpha(value < 0 ? ui.theme.negative : ui.theme.positive, 0.06f + 0.3f * share),
                      3);
  if (lit) draw->AddRect(low, high, ui.theme.accent, 3, 0, 2);
  const float letters =
      std::clamp(std::min(extent.y * 0.5f, extent.x * 0.2f), std::min(size::caption, extent.y - 1), 16.0f);
  const TextStyle style{letters, lit, ui.theme.text};
  const std::string words = fitted(ui, static_cast<double>(value), app.film_player.view.digits, extent.x - 5, style);
  text_at(ui, draw, {(low.x + high.x) / 2, (low.y + high.y - style.size) / 2 - 1}, words, style, 0.5f);
}

/// Returns how wide it is. Its middle is at that height.
float draw_grid(App& app, const Grid& grid, const Cells& cells, ImVec2 at, float middle) {
  if (grid.rows == 0) return draw_sign(app.ui, grid, at, middle);
  const Index rows = cells.shown(grid.rows), cols = cells.shown(grid.cols);
  const Index top = cells.first(grid.row_in_sight), left = cells.first(grid.col_in_sight);
  const float width = cells.extent.x * static_cast<float>(cols), height = cells.extent.y * static_cast<float>(rows);
  const ImVec2 low{at.x, std::floor(middle - height / 2)};
  draw_name(app.ui, grid, cells, low);
  float largest = 1e-12f;
  for (Index i = top; i < top + rows; ++i)
    for (Index j = left; j < left + cols; ++j)
      if (std::isfinite(grid.at(i, j))) largest = std::max(largest, std::abs(grid.at(i, j)));
  std::vector<std::vector<std::string>> table(static_cast<std::size_t>(rows) + 1);
  for (Index j = left; j < left + cols; ++j) table[0].push_back(std::to_string(j + 1));
  for (Index i = top; i < top + rows; ++i)
    for (Index j = left; j < left + cols; ++j) {
      const float value = grid.at(i, j), share = std::isfinite(value) ? std::abs(value) / largest : 0;
      draw_cell(
          app,
          {low.x + cells.extent.x * static_cast<float>(j - left), low.y + cells.extent.y * static_cast<float>(i - top)},
          cells.extent, value, share, grid.lit(i, j));
      table[static_cast<std::size_t>(i - top) + 1].push_back(short_number(static_cast<double>(value), 9));
    }
  add_table(app.ui, "Matrix " + plain(MathText{grid.name, {}}), table, low, {low.x + width, low.y + height});
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
  std::vector<Expression> all = expressions_of(read, m, read.row);
  if (all.empty()) return false;
  const ImVec2 inside{room.x - 16, room.y};
  Cells cells = cells_for(app.ui, all, inside);
  // Twice as many lines where they show more.
  if (std::vector<Expression> lines = broken(all); cells_for(app.ui, lines, inside).most > cells.most) {
    all = std::move(lines);
    cells = cells_for(app.ui, all, inside);
  }
  float y = at.y;
  for (const Expression& expression : all) {
    const float height = cells.extent.y * static_cast<float>(rows_shown(expression, cells));
    const float names = name_height(app.ui, expression);
    float x = at.x + 8;
    for (const Grid& grid : expression) x += draw_grid(app, grid, cells, {x, y}, y + names + height / 2);
    y += names + height + between;
  }
  return true;
}

}  // namespace chainrule
