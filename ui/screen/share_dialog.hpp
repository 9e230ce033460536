#pragma once
// SPDX-License-Identifier: MIT

namespace chainrule {

class App;

/// The dialog for sharing, while App::share is open.
void draw_share(App& app);

}  // namespace chainrule
