// SPDX-License-Identifier: MIT
#include "ui/training/trail.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace chainrule {

std::size_t Trail::room(std::size_t weights) {
  return std::min(most_entries, most_bytes / std::max<std::size_t>(weights * sizeof(float), 1));
}

void Trail::add(Index epoch, std::span<const float> weights) {
  if (room(weights.size()) >= 8) add({epoch, std::make_shared<std::vector<float>>(weights.begin(), weights.end())});
}

void Trail::add(Entry entry) {
  const std::size_t most = room(entry.weights->size());
  const Index epoch = entry.epoch;
  while (!entries.empty() && (entries.back().epoch >= epoch || entries.back().epoch % stride != 0)) entries.pop_back();
  entries.push_back(std::move(entry));
  while (entries.size() > most) {
    stride *= 2;
    std::erase_if(entries, [&](const Entry& e) { return e.epoch % stride != 0 && e.epoch != epoch; });
  }
}

void Trail::thin(Index epoch, std::size_t weights) {
  const auto most = static_cast<Index>(std::max<std::size_t>(room(weights), 1));
  while (epoch / stride >= most) stride *= 2;
}

const Trail::Entry* Trail::nearest(Index epoch) const {
  const auto away = [&](const Entry& e) { return std::abs(e.epoch - epoch); };
  const auto found = std::min_element(entries.begin(), entries.end(),
                                      [&](const Entry& a, const Entry& b) { return away(a) < away(b); });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace chainrule
