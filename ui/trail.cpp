// SPDX-License-Identifier: MIT
#include "trail.hpp"

#include <algorithm>
#include <cstdlib>

namespace chainrule {

void Trail::add(Index epoch, std::span<const float> weights) {
  const std::size_t room = std::min(most_entries, most_bytes / std::max<std::size_t>(weights.size_bytes(), 1));
  if (room < 8) return;
  while (!entries.empty() && (entries.back().epoch >= epoch || entries.back().epoch % stride != 0)) entries.pop_back();
  entries.push_back({epoch, {weights.begin(), weights.end()}});
  while (entries.size() > room) {
    stride *= 2;
    std::erase_if(entries, [&](const Entry& e) { return e.epoch % stride != 0 && e.epoch != epoch; });
  }
}

const Trail::Entry* Trail::nearest(Index epoch) const {
  const auto away = [&](const Entry& e) { return std::abs(e.epoch - epoch); };
  const auto found = std::min_element(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) { return away(a) < away(b); });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace chainrule
