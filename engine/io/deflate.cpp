// SPDX-License-Identifier: MIT
#include "engine/io/deflate.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#include "engine/base/types.hpp"

// Of these two headers only zlib's part is used; what is static and not called leaves no code behind.
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_NO_FAILURE_STRINGS
#define STBI_NO_THREAD_LOCALS
#define STBI_NO_SIMD
#include <stb/stb_image.h>
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#include <stb/stb_image_write.h>

namespace chainrule {
namespace {

constexpr int thorough = 8;                                  // how long the compressor looks for repetitions
constexpr std::size_t usual_growth = 8, most_growth = 1032;  // deflate's best: 258 bytes for 2 bits

/// The checksum at the end of zlib's form.
std::uint32_t adler(std::string_view bytes) {
  std::uint32_t a = 1, b = 0;
  for (const char c : bytes) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16U | a;
}

}  // namespace

std::string deflated(std::string_view bytes) {
  std::string copy(bytes);  // stb takes no const
  int size = 0;
  const std::unique_ptr<unsigned char, void (*)(void*)> made(
      stbi_zlib_compress(reinterpret_cast<unsigned char*>(copy.data()), static_cast<int>(copy.size()), &size, thorough),
      std::free);
  if (!made) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(made.get()), static_cast<std::size_t>(size)};
}

std::string inflated(std::string_view bytes, std::size_t most) {
  constexpr std::size_t checksum = 4;
  std::string result;
  int size = -1;
  for (const std::size_t growth :
       {usual_growth, most_growth}) {  // few texts need room for the best that deflate can do
    if (size >= 0) break;
    result.assign(std::min(bytes.size() * growth, most), '\0');
    size = stbi_zlib_decode_buffer(result.data(), static_cast<int>(result.size()), bytes.data(),
                                   static_cast<int>(bytes.size()));
  }
  if (size < 0 || bytes.size() < checksum)
    throw Error("expected deflated data, received something else or too much of it");
  result.resize(static_cast<std::size_t>(size));
  std::uint32_t told = 0;
  for (const char c : bytes.substr(bytes.size() - checksum)) told = told << 8U | static_cast<unsigned char>(c);
  if (told != adler(result)) throw Error("expected deflated data as they were written, received damaged ones");
  return result;
}

}  // namespace chainrule
