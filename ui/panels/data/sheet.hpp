#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

/// The rows of an exercise, number by number.
void draw_sheet(App& app);

}  // namespace chainrule
