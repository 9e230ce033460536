#pragma once
// SPDX-License-Identifier: MIT
// What the film of a training step is driven with, in its panel or in the bar of a scene.
#include <imgui.h>

#include "ui/app/app.hpp"

namespace chainrule {

inline constexpr float film_pace_width = 78;

/// Back, play, on. Returns the width they take.
float draw_film_buttons(App& app, const Film* film, ImVec2 at, float height);
/// The phases as a strip of segments, with their names under them; a press goes there.
void draw_film_timeline(App& app, ImVec2 at, float width, bool names);
void draw_film_pace(App& app);
/// "row 3 of 32", and the number alone. Returns the width it takes: 0 where the batch has but one.
float draw_film_row(App& app, const Film& film, ImVec2 at);
void draw_film_row_field(App& app, Index rows, float width);
/// Small experiments whose every number fits on paper.
void draw_examples(App& app, ImVec2 at, float width);
/// The panel's line: back, play, on; whose numbers; examples; close.
void draw_film_transport(App& app, const Film* film, ImVec2 at, float width);

}  // namespace chainrule
