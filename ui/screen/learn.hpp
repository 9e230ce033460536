#pragma once
// SPDX-License-Identifier: MIT
#include <string_view>

namespace chainrule {

class App;

/// Opens a scene of the lecture, from which one goes on to the next.
void open_course(App& app, std::string_view scene);
/// The sheet of all there is to learn from, while App::learn_open.
void draw_learn(App& app);

}  // namespace chainrule
