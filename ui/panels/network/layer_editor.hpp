#pragma once
// SPDX-License-Identifier: MIT
#include <cstddef>
#include <string>

namespace chainrule {

class App;

/// Title, a line of words, and the button that closes the card.
void draw_card_title(App& app, const std::string& title, const std::string& words);
void draw_layer_editor(App& app, std::size_t layer);
void draw_layer_menu(App& app, std::size_t place);

}  // namespace chainrule
