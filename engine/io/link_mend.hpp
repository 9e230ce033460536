#pragma once
// SPDX-License-Identifier: MIT
// Links that came to harm on their way: in a mail, in another program's hands, by somebody's memory. What they can only
// mean is taken, with a word of what was taken for what; what could mean two things is explained.
#include <algorithm>
#include <string>
#include <string_view>

#include "engine/document/document.hpp"
#include "engine/io/read_result.hpp"

namespace chainrule {

/// The link as it stands, nothing mended.
ReadResult read_link_as_it_stands(std::string_view fragment);
/// Whether a text has a key of links, mangled perhaps: a page's ?data=xor has one, ?utm_source=mail has none.
bool has_link_key(std::string_view text);
/// A link that has something wrong as it stands. ReadResult::mended says what was taken for what.
ReadResult read_mended_link(std::string_view fragment);

/// Calls `use` with each piece between two '&' that has anything in it, until it gives false.
template <class Use>
void for_each_pair(std::string_view fragment, Use use) {
  for (auto rest = fragment; !rest.empty();) {
    const auto end = std::min(rest.find('&'), rest.size());
    if (end > 0 && !use(rest.substr(0, end))) return;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace chainrule
