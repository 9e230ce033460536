// SPDX-License-Identifier: MIT
#include "engine/io/history_csv.hpp"

#include "engine/base/text.hpp"

namespace chainrule {

Pieces<std::string> history_csv_in_pieces(const History& history) {
  std::string text = "epoch";
  for (const std::string& key : history.keys) text += "," + key;
  for (Index e = 0; e < history.epochs(); ++e) {
    text += "\n" + std::to_string(e + 1);
    for (const auto& course : history.values) text += "," + format_number(course[static_cast<std::size_t>(e)]);
    if (e % 1024 == 1023) co_yield static_cast<double>(e) / static_cast<double>(history.epochs());
  }
  co_return text + "\n";
}

std::string write_history_csv(const History& history) { return history_csv_in_pieces(history).finish(); }

}  // namespace chainrule
