#pragma once
// SPDX-License-Identifier: MIT
// Links that came to harm on their way: in a mail, in another program's hands, by somebody's memory. What they can only
// mean is taken, with a word of what was taken for what; what could mean two things is explained.
#include <string>
#include <string_view>

#include "engine/document/document.hpp"
#include "engine/io/read_result.hpp"

namespace chainrule {

/// Whether a text has a key of links, mangled perhaps: a page's ?data=xor has one, ?utm_source=mail has none.
bool has_link_key(std::string_view text);
/// A link that has something wrong as it stands. ReadResult::mended says what was taken for what.
ReadResult read_mended_link(std::string_view fragment);

}  // namespace chainrule
