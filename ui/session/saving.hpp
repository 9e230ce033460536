#pragma once
// SPDX-License-Identifier: MIT
#include <string>
#include <string_view>

#include "engine/document/document.hpp"

namespace chainrule {

/// "chainrule-spiral-curves.png": of which data, what of it, with its ending.
std::string file_name(const Document& document, std::string_view what, std::string_view ending);

}  // namespace chainrule
