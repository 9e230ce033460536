#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

/// The dialog that stands over everything while a CSV waits to be used.
void draw_import(App& app);

}  // namespace chainrule
