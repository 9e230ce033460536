#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

void draw_activation(App& app);

}  // namespace chainrule
