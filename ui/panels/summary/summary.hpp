#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

void draw_summary(App& app);

}  // namespace chainrule
