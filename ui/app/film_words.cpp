// SPDX-License-Identifier: MIT
#include "ui/app/film_words.hpp"
#include "ui/film/lines.hpp"
#include "ui/film/cover.hpp"
#include "ui/film/chain.hpp"

namespace chainrule {

FilmReader film_reader(const App& app, const Film& film) {
  const FilmView& view = app.film_player.view;
  FilmReader read{film, app.model(), view.row, view.digits, view.batch && film.trace.x.rows > 1};
  read.covers = view.cover.on;
  read.covered = view.cover.on && view.cover.solved < results_in(shown_lines(app, read));
  return read;
}

bool shows_chain(const App& app) { return app.film_player.view.checked >= 0 && app.traced_weight().column > 0; }

std::vector<FilmLine> shown_lines(const App& app, const FilmReader& read) {
  const WeightPlace weight = app.traced_weight();
  return shows_chain(app) ? chain_lines(read, weight.column, weight.from, weight.unit)
                          : film_lines(read, app.film_player.view.moment);
}

std::string moment_words(const App& app) {
  const Film* film = app.film();
  return film ? words_of(film_reader(app, *film), app.film_player.view.moment) : "";
}

}  // namespace chainrule
