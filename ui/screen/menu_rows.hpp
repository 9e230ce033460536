#pragma once
// SPDX-License-Identifier: MIT
#include <string_view>

#include "ui/widgets/widgets.hpp"

namespace chainrule {

inline constexpr float menu_width = 268;

/// A line of a menu; closes the menu when chosen.
bool menu_row(Ui& ui, std::string_view name, Icon icon, std::string_view keys = {}, bool enabled = true,
              float width = menu_width);
void menu_line(Ui& ui, float width = menu_width);

}  // namespace chainrule
