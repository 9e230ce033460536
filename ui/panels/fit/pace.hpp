#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

/// The menu of how fast Play goes. `labelled`: with its name before it.
void draw_pace(App& app, float width, bool labelled);

}  // namespace chainrule
