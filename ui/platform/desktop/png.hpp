#pragma once
// SPDX-License-Identifier: MIT
#include <string>

namespace chainrule::platform {

/// Pixels as the bytes of a PNG, empty when that failed. They are of red, green and blue, their rows going up, as
/// OpenGL's do.
std::string png_of(const std::string& pixels, int width, int height);

}  // namespace chainrule::platform
