#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

#include "ui/film/reader.hpp"
#include "ui/film/reel.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {

/// Beside the film's formulas: the activation's curve with the unit on it, or the loss over this output. False: no such
/// picture belongs to the moment.
bool draw_film_plot(Ui& ui, const FilmReader& read, const Moment& moment, ImVec2 at, float extent);

}  // namespace chainrule
