#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

/// The canvas with its brush.
void draw_points(App& app);

}  // namespace chainrule
