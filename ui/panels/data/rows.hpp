#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

/// What is done to the rows of the chosen set: its own numbers, scaling, order, the split.
void draw_rows(App& app);

}  // namespace chainrule
