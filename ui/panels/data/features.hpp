#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

/// Which inputs and formulas of inputs the network sees.
void draw_features(App& app);

}  // namespace chainrule
