#pragma once
// SPDX-License-Identifier: MIT
#include <span>
#include <string_view>

namespace chainrule {

/// What a screen is made of: the one list for `hide`, scenes, menus and the screen itself.
struct Panel {
  std::string_view name;  ///< in links: "curves"
  std::string_view title;
};
/// In the order of tabs.
std::span<const Panel> panels();
/// nullptr where there is none of that name.
const Panel* find_panel(std::string_view name);

/// Whether `hide` may say it: a panel, or what once was to be one, so that links of then still open.
bool can_be_hidden(std::string_view name);

}  // namespace chainrule
