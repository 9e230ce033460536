// SPDX-License-Identifier: MIT
#include "engine/io/weights_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "engine/base/text.hpp"
#include "engine/document/document.hpp"
#include "engine/io/deflate.hpp"

namespace chainrule {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

/// Three bytes are four letters of six bits; what is left at the end are two or three letters.
std::string to_base64url(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k) bits = bits << 8U | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k <= count; ++k) text += letters[bits >> (18 - 6 * k) & 63U];
  }
  return text;
}

std::string of_base64url(std::string_view text) {
  if (text.size() % 4 == 1)
    throw Error("expected weights in base64url, received " + quote(text) + ", which ends too early");
  static const auto values = [] {
    std::array<std::uint32_t, 256> all{};
    all.fill(64);
    for (std::size_t i = 0; i < letters.size(); ++i)
      all[static_cast<unsigned char>(letters[i])] = static_cast<std::uint32_t>(i);
    return all;
  }();
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char& c : text) {
    const std::uint32_t value = values[static_cast<unsigned char>(c)];
    if (value == 64) throw Error("expected weights in base64url, received " + quote({&c, 1}) + " among them");
    bits = (bits << 6U | value) & 0xFFFFFFU;
    if ((count += 6) < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> static_cast<unsigned>(count) & 255U);
  }
  return bytes;
}

std::string pack_weights(std::span<const float> weights) {
  std::string bytes;
  bytes.reserve(weights.size() * 4);
  for (const float weight : weights) {
    if (!std::isfinite(weight)) throw Error("expected finite numbers as weights, received " + format_number(weight));
    for (unsigned shift = 0; shift < 32; shift += 8)
      bytes += static_cast<char>(std::bit_cast<std::uint32_t>(weight) >> shift & 255U);
  }
  return to_base64url(deflated(bytes));
}

std::vector<float> unpack_weights(std::string_view text) {
  if (text.size() > limits::trained_link)
    throw Error("expected weights of at most " + std::to_string(limits::trained_link) + " characters, received " +
                std::to_string(text.size()));
  const std::string bytes = inflated(of_base64url(text), static_cast<std::size_t>(limits::parameters) * 4);
  if (bytes.empty() || bytes.size() % 4 != 0)
    throw Error("expected weights of four bytes each, received " + std::to_string(bytes.size()) + " bytes");
  std::vector<float> weights;
  weights.reserve(bytes.size() / 4);
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    std::uint32_t bits = 0;
    for (std::size_t k = 4; k-- > 0;) bits = bits << 8U | static_cast<unsigned char>(bytes[i + k]);
    weights.push_back(std::bit_cast<float>(bits));
    if (!std::isfinite(weights.back()))
      throw Error("expected finite numbers as weights, received " + format_number(weights.back()) + " at place " +
                  std::to_string(weights.size()));
  }
  return weights;
}

}  // namespace chainrule
