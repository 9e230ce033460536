// SPDX-License-Identifier: MIT
#include "engine/document/panels.hpp"

#include <algorithm>
#include <iterator>

namespace chainrule {
namespace {

constexpr Panel table[] = {
    {"network", "Network"}, {"output", "Output"},   {"curves", "Curves"},     {"data", "Data"},
    {"fit", "Fit"},         {"summary", "Summary"}, {"backprop", "Backprop"}, {"activation", "Activation"},
};
constexpr std::string_view once[] = {"code", "weights", "history"};

}  // namespace

std::span<const Panel> panels() { return table; }

const Panel* find_panel(std::string_view name) {
  const auto row = std::find_if(std::begin(table), std::end(table), [name](const Panel& p) { return p.name == name; });
  return row == std::end(table) ? nullptr : row;
}

bool can_be_hidden(std::string_view name) {
  return find_panel(name) || std::find(std::begin(once), std::end(once), name) != std::end(once);
}

}  // namespace chainrule
