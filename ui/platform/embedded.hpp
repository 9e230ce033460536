// SPDX-License-Identifier: MIT
// Files of assets/ that are compiled into the program (see embed.cmake).
#pragma once
#include <string_view>

namespace chainrule {

/// The bytes of assets/<path> ("fonts/inter.ttf"), or nothing when that file was not built in.
std::string_view embedded(std::string_view path);

}  // namespace chainrule
