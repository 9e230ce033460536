#pragma once
// SPDX-License-Identifier: MIT
// Random experiments as links and files, from the engine's own tables, so that a new row is tried without being named
// here.
#include <string>

#include "engine/base/random.hpp"

namespace chainrule::monkey {

/// Most are good; some have a value that is none, or odd bytes.
std::string random_link(Random& random);
/// A small table, tidy or not.
std::string random_csv(Random& random);
/// A number as somebody might type it, sensible or not.
std::string odd_number(Random& random);
/// A short text, sensible or not.
std::string odd_text(Random& random);

/// 0 ... n - 1.
inline std::size_t below(Random& random, std::size_t n) {
  return static_cast<std::size_t>(random.below(static_cast<std::uint32_t>(n)));
}
inline bool chance(Random& random, double share) { return random.uniform() < share; }
template <class List>
const auto& one_of(Random& random, const List& list) {
  return list[below(random, std::size(list))];
}

}  // namespace chainrule::monkey
