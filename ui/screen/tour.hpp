#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

/// The step of the tour that App::tour says, over everything; nothing where that is -1.
void draw_tour(App& app);

}  // namespace chainrule
