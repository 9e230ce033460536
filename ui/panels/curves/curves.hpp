#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

void draw_curves(App& app);

}  // namespace chainrule
