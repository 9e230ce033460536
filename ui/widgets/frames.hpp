#pragma once
// SPDX-License-Identifier: MIT
// Frames around things, and what is said of things drawn by hand.
#include <string>
#include <string_view>
#include <vector>

#include "ui/widgets/ui.hpp"

namespace chainrule {

/// A card at a place; everything until end_card() is inside it. Returns the room inside.
ImVec2 begin_card(Ui& ui, const char* name, ImVec2 at, ImVec2 extent, bool scrolls = false);
void end_card();
void card_title(Ui& ui, std::string_view title, std::string_view help);
/// A small round ? with a text on hover, press or focus.
void help_mark(Ui& ui, std::string_view name, std::string_view help);
void tooltip(Ui& ui, std::string_view words);
/// What the ? of a card without a title takes from its width.
inline float mark_room(const Ui& ui) { return ui.compact && !ui.bare ? 28.0f : 0.0f; }
/// The last item's tool tip, once the mouse has rested on it for a moment.
void resting_tooltip(Ui& ui, std::string_view words);
/// Announces something drawn by hand: a picture with its numbers in words, a status.
void announce(Ui& ui, Role role, std::string_view name, std::string_view value, ImVec2 low, ImVec2 high);
/// A table in the mirror for what is drawn from `low` to `high`.
void add_table(Ui& ui, std::string_view name, std::vector<std::vector<std::string>> rows, ImVec2 low, ImVec2 high);
/// ImGui's, at least one pixel large: in the lowest windows nothing may be left of what is drawn there.
bool invisible_button(const char* id, ImVec2 extent, ImGuiButtonFlags flags = 0);

}  // namespace chainrule
