#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

void draw_fit(App& app);

}  // namespace chainrule
