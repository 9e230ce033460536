// SPDX-License-Identifier: MIT
#include "ui/platform/desktop/png.hpp"

#include <cstddef>

// The engine has the same header for zlib's part of it (engine/io/deflate.cpp), and keeps that to itself.
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#include <stb/stb_image_write.h>

namespace chainrule::platform {

std::string png_of(const std::string& pixels, int width, int height) {
  const int row = width * 3;
  const char* top = pixels.data() + static_cast<std::ptrdiff_t>(row) * (height - 1);
  std::string png;
  const auto add = [](void* out, void* bytes, int size) {
    static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  };
  return stbi_write_png_to_func(add, &png, width, height, 3, top, -row) != 0 ? png : "";
}

}  // namespace chainrule::platform
