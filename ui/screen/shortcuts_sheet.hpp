#pragma once
// SPDX-License-Identifier: MIT
namespace chainrule {

class App;

/// The sheet, while App::shortcuts_open.
void draw_shortcuts(App& app);

}  // namespace chainrule
