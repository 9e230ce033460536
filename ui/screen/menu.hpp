#pragma once
// SPDX-License-Identifier: MIT
#include "ui/widgets/widgets.hpp"

namespace chainrule {

class App;

/// The menu's button where the cursor is, and the menu while it is open.
struct MenuOptions {
  float height = size::control;
  bool with_undo = false, with_theme = false, with_steps = false, with_share = false,
       with_learn = false;  ///< what the bar has no room for
};
void draw_menu(App& app, const MenuOptions& options);

}  // namespace chainrule
