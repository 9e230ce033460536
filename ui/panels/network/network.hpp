#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

void draw_network(App& app);

}  // namespace chainrule
