// SPDX-License-Identifier: MIT
#include "ui/session/import.hpp"

#include "engine/data/csv.hpp"

namespace chainrule {

void Import::choose_target(int column) {
  target = column;
  problem =
      guess_problem(table, table.columns[static_cast<std::size_t>(column)].name) == Problem::classification ? 0 : 1;
}

void Import::choose_type(std::size_t column, bool categorical) {
  set_type(table, table.columns[column].name, categorical);
  if (static_cast<int>(column) == target) choose_target(target);
}

}  // namespace chainrule
