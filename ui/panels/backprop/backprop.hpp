#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

/// The film of a training step: its timeline, formulas and numbers.
void draw_backprop(App& app);

}  // namespace chainrule
