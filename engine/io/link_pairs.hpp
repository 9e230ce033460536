#pragma once
// SPDX-License-Identifier: MIT
// The one place that takes links apart.
#include <algorithm>
#include <string_view>

namespace chainrule {

/// Calls `use` with each piece between two '&' that has anything in it, until it gives false.
template <class Use>
void for_each_pair(std::string_view fragment, Use use) {
  for (auto rest = fragment; !rest.empty();) {
    const auto end = std::min(rest.find('&'), rest.size());
    if (end > 0 && !use(rest.substr(0, end))) return;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

/// What stands before and behind the first '=' of a piece; without one all of it is the key.
inline std::string_view key_of_pair(std::string_view pair) { return pair.substr(0, pair.find('=')); }
inline std::string_view value_of_pair(std::string_view pair) {
  return pair.substr(std::min(pair.find('='), pair.size() - 1) + 1);
}

}  // namespace chainrule
