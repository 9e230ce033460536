#pragma once
// SPDX-License-Identifier: MIT
// What the film of the next batch says where it stands.
#include <string>
#include <vector>

#include "ui/app/app.hpp"
#include "ui/film/line.hpp"
#include "ui/film/reader.hpp"

namespace chainrule {

/// Whose numbers the film shows.
FilmReader film_reader(const App& app, const Film& film);
/// The lines are a weight's chain rule, not the moment's.
bool shows_chain(const App& app);
/// What the panel says of it: the moment, or the chain rule of the weight whose card is open.
std::vector<FilmLine> shown_lines(const App& app, const FilmReader& read);
/// Where the film of the next batch is and what it has there, in words; "" while none is open.
std::string moment_words(const App& app);

}  // namespace chainrule
