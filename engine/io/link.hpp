#pragma once
// SPDX-License-Identifier: MIT
// A document as a link: the part of an address behind its '#'.
#include <string>
#include <string_view>

#include "engine/io/read_result.hpp"

namespace chainrule {

/// Link grammar: [#]key=value&key=value, percent-decoding, '+' stays. Lists have ',' between their items (a '\' before
/// one that belongs to an item). Choices: adam:learning_rate=0.01:decay=0.1, also leaky_relu:0.3 in the order of the
/// row. Layers: see layer_fields.hpp. Trained weights: see weights_text.hpp. Unknown keys are kept and complained
/// about. A scene without data begins with the scene's own experiment, which the other keys change. What came to harm
/// on its way (capitals, &amp;, a bracket too many) is taken for what it can only mean: see link_mend.hpp. Never
/// throws.
ReadResult read_link(std::string_view fragment);
/// Only fields that differ from what read_link() begins with, in table order, then unknown keys; without '#'.
/// Readable: ':' ',' '=' stay as they are.
std::string write_link(const Document& document);

/// Whether links have such a key, and a value of theirs as it was before it was encoded.
bool is_link_key(std::string_view key);
std::string decode_link_text(std::string_view text);
std::string encode_link_text(std::string_view value);

/// A link with weights=... and epoch=... behind its other keys.
struct TrainedLink {
  std::string link;
  bool has_weights;  ///< false: they would not fit in limits::trained_link, or are not all finite; link goes without
                     ///< them
};
TrainedLink write_link(const Document& document, const Trained& trained);

/// The link as it stands, nothing mended.
ReadResult read_link_as_it_stands(std::string_view fragment);

}  // namespace chainrule
