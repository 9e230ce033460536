#pragma once
// SPDX-License-Identifier: MIT
// For each key of links a link to copy and to change. Only the page about links has them: the playground does not carry
// them.
#include <span>
#include <string_view>

namespace chainrule {

struct LinkExample {
  std::string_view key, link;
};
/// One for each key of document_fields() that links have, in that order; then for what tells of training.
std::span<const LinkExample> link_examples();

}  // namespace chainrule
