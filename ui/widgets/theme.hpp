#pragma once
// SPDX-License-Identifier: MIT
// Colours, type sizes and distances: the one place where the look is decided.
#include <imgui.h>

#include <cstdint>

namespace chainrule {

/// One palette for light and one for dark; everything that is drawn takes its colours from here.
struct Theme {
  bool dark = false;
  bool contrast = false;  ///< for those who ask for more of it
  ImU32 page = 0, panel = 0, card = 0, card_edge = 0, field = 0, field_hover = 0,
        field_active = 0;                                                ///< surfaces, from behind to front
  ImU32 text = 0, muted = 0, faint = 0;                                  ///< type: body, captions, grid lines
  ImU32 accent = 0, accent_hover = 0, accent_active = 0, on_accent = 0;  ///< the primary button, focus, selection
  ImU32 good = 0, bad = 0;                                               ///< messages
  ImU32 negative = 0, zero = 0, positive = 0;                            ///< numbers by sign (colour-blind safe)
  ImU32 loss = 0, validation = 0;                                        ///< curves of the training and validation rows
};

Theme light_theme();
Theme dark_theme();
/// The same with black on white or white on black, strong edges and deeper colours: text has 7 to 1 and more.
Theme with_contrast(Theme theme);

/// Sizes in logical pixels, on a grid of 4.
namespace size {
inline constexpr float caption = 14, body = 15, heading = 16, title = 20, number = 24;
inline constexpr float gap = 8, pad = 16, card_round = 10, round = 6, control = 32, touch = 40;
}  // namespace size

/// `value` on the scale of the largest one, from -1 to 1, also where either is not finite.
float share_of(float value, float largest);

/// A place on screen, at most one extent outside of from..to, where nothing of it is seen: no number is drawn
/// elsewhere.
float near_plot(float place, float from, float to);

/// Colour of a class: Okabe and Ito's palette, legible for all kinds of colour vision.
ImU32 class_color(int index);
/// From negative through zero to positive for t in [-1, 1].
ImU32 diverging(const Theme& theme, float t);
ImU32 mix(ImU32 from, ImU32 to, float t);
ImU32 with_alpha(ImU32 color, float alpha);

/// Gives ImGui's own widgets (menus, text fields, scroll bars, tool tips) the theme's look.
void apply(const Theme& theme, ImGuiStyle& style);

}  // namespace chainrule
