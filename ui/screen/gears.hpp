#pragma once
// SPDX-License-Identifier: MIT
// The four gears of Step, and where a step inside a batch is, in words and by colour.
#include <span>
#include <string>
#include <string_view>

#include "ui/app/app.hpp"
#include "ui/film/lines.hpp"
#include "ui/screen/shortcuts.hpp"

namespace chainrule {

struct GearRow {
  Gear gear;
  Command command;
  std::string_view name, label, help;
  Icon icon;
};
/// From the longest step to the shortest.
std::span<const GearRow> gears();

/// Whose numbers the film shows.
FilmReader film_reader(const App& app, const Film& film);
/// The lines are a weight's chain rule, not the moment's.
bool shows_chain(const App& app);
/// What the panel says of it: the moment, or the chain rule of the weight whose card is open.
std::vector<FilmLine> shown_lines(const App& app, const FilmReader& read);
/// Where the film of the next batch is and what it has there, in words; "" while none is open.
std::string moment_words(const App& app);
/// Blue on the way forward, orange on the way back, green for the update.
ImU32 moment_color(const Theme& theme, Phase phase);

}  // namespace chainrule
