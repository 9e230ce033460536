#pragma once
// SPDX-License-Identifier: MIT
// Deflate in zlib's form (RFC 1950), by stb's two functions for it. For cpp files of engine/io.
#include <string>
#include <string_view>

namespace chainrule {

std::string deflated(std::string_view bytes);

/// Takes memory for what so many bytes could become at most (1032 times as many), and no more than `most`. Throws Error
/// on bytes that are not such data, or damaged, or become more than `most`.
std::string inflated(std::string_view bytes, std::size_t most);

}  // namespace chainrule
