#pragma once
// SPDX-License-Identifier: MIT
// Trained weights as text for links: float32, little-endian, deflated in zlib's form, in base64url without '='.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chainrule {

/// Bytes as text that no address changes; and back, which throws Error on anything else.
std::string to_base64url(std::string_view bytes);
std::string of_base64url(std::string_view text);

/// Bit for bit what unpack_weights() gives back. Throws Error on a number that is not finite.
std::string pack_weights(std::span<const float> weights);

/// Throws Error on anything that pack_weights() could not have made, and on texts longer than limits::trained_link;
/// whatever the text is, it takes a few megabytes at most.
std::vector<float> unpack_weights(std::string_view text);

}  // namespace chainrule
