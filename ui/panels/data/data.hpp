#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

void draw_data(App& app);

}  // namespace chainrule
