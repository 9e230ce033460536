#pragma once
// SPDX-License-Identifier: MIT
#include "ui/panels/network/layout.hpp"

namespace chainrule {

class App;

/// Words on a line, on a plate that hides it.
void draw_plate(Ui& ui, ImVec2 middle, const std::string& words, ImU32 color);
/// What flows along the lines at the film's moment: forward x w, backward delta w. True while it moves.
bool draw_pulses(App& app, const NetworkLayout& layout);
/// A bar behind each unit of the moment that lets nothing back: g'(z) = 0 for the row.
void draw_blocked(App& app, const NetworkLayout& layout);
/// The update on its lines: before, change, after. True while it moves.
bool draw_changes(App& app, const NetworkLayout& layout);

}  // namespace chainrule
