// SPDX-License-Identifier: MIT
#include "ui/film/table.hpp"

#include <algorithm>

#include "ui/film/texts.hpp"

namespace chainrule {

std::vector<std::vector<std::string>> film_table(const FilmReader& read, const Moment& moment) {
  constexpr Index most_rows = 64, most_columns = 32;
  struct Column {
    std::string before, letter;  ///< dL/d, a
    Index column;                ///< whose index it has; -1: of the network's outputs
    const Matrix* numbers;
    std::string after = {};
  };
  const auto l = moment.layer;
  std::vector<Column> blocks;
  const LayerTrace* t = moment.phase == Phase::load || moment.phase == Phase::loss ? nullptr : &read.trace(l);
  bool weights = false;
  switch (moment.phase) {
    case Phase::load: blocks = {{"", "x", 0, &read.film.trace.x}, {"", "t", -1, &read.film.trace.y}}; break;
    case Phase::forward:
      blocks = {{"", "z", l + 1, &t->z}, {"", "a", l + 1, &t->a}, {"g'(", "z", l + 1, &t->derivative, ")"}};
      break;
    case Phase::loss: blocks = {{"", "p", -1, &read.trace(read.last()).a}, {"", "t", -1, &read.film.trace.y}}; break;
    case Phase::backward:
      blocks = {{"dL/d", "a", l + 1, &t->da},
                {"", "delta", l + 1, &t->delta},
                {"dL/d", FilmReader::output_letter(l), l, &t->dx}};
      break;
    case Phase::update:
    case Phase::done: weights = true; break;
  }
  std::vector<std::vector<std::string>> table(1);
  if (weights) {
    const auto& tensors = read.layer(l).tensors();
    table[0] = {"weight", "before", "dL/dw", "after"};
    for (std::size_t k = 0; k < std::min({tensors.size(), t->before.size(), t->gradients.size(), t->after.size()}); ++k)
      for (Index i = 0; i < t->before[k].size() && static_cast<Index>(table.size()) <= most_rows; ++i) {
        const auto n = static_cast<std::size_t>(i);
        const Index columns = std::max<Index>(t->before[k].cols, 1);
        const std::string symbol = tensors[k].name.starts_with("moving") ? tensors[k].name : tensor_letter(tensors[k]);
        const std::string place =
            tensors[k].vector ? read.index(l + 1, i % columns) : read.weight_index(l + 1, i / columns, i % columns);
        table.push_back({symbol + place, read.number(t->before[k].data[n]), read.number(t->gradients[k].data[n]),
                         read.number(t->after[k].data[n])});
      }
    return table;
  }
  table[0].push_back("row");
  const Index rows = std::min(read.rows(), most_rows);
  for (Index r = 0; r < rows; ++r) table.push_back({std::to_string(r + 1)});
  for (const Column& b : blocks)
    for (Index j = 0; j < b.numbers->cols && static_cast<Index>(table[0].size()) <= most_columns; ++j) {
      const std::string index = b.column >= 0          ? read.index(b.column, j)
                                : b.numbers->cols == 1 ? ""
                                                       : "_" + std::to_string(j + 1);
      table[0].push_back(b.before + b.letter + index + b.after);
      for (Index r = 0; r < rows; ++r)
        table[static_cast<std::size_t>(r) + 1].push_back(r < b.numbers->rows ? read.number((*b.numbers)(r, j)) : "");
    }
  if (moment.phase == Phase::loss) {
    table[0].push_back("loss");
    for (Index r = 0; r < rows; ++r)
      table[static_cast<std::size_t>(r) + 1].push_back(
          read.number(read.film.trace.row_loss[static_cast<std::size_t>(r)]));
  }
  return table;
}

}  // namespace chainrule
