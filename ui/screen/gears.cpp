// SPDX-License-Identifier: MIT
#include "ui/screen/gears.hpp"

namespace chainrule {
namespace {

constexpr GearRow table[] = {
    {Gear::epoch, Command::step_epoch, "Step epoch", "Epoch", "One epoch: every training row once", Icon::step_epoch},
    {Gear::batch, Command::step_batch, "Step batch", "Batch", "One batch: one update of the weights", Icon::step_batch},
    {Gear::phase, Command::step_layer, "Step layer", "Layer", "One layer of a batch: forward, backward or its update", Icon::step_layer},
    {Gear::number, Command::step_number, "Step number", "Number", "One number: from unit to unit, in one row of a batch", Icon::step_number},
};

}  // namespace

std::span<const GearRow> gears() { return table; }

FilmReader film_reader(const App& app, const Film& film) {
  const FilmView& view = app.film_view;
  FilmReader read{film, app.model(), view.row, view.digits, view.batch && film.trace.x.rows > 1};
  read.covers = view.cover.on;
  read.covered = view.cover.on && view.cover.solved < results_in(shown_lines(app, read));
  return read;
}

bool shows_chain(const App& app) { return app.film_view.checked >= 0 && app.traced_weight().column > 0; }

std::vector<FilmLine> shown_lines(const App& app, const FilmReader& read) {
  const WeightPlace weight = app.traced_weight();
  return shows_chain(app) ? chain_lines(read, weight.column, weight.from, weight.unit) : film_lines(read, app.film_view.moment);
}

std::string moment_words(const App& app) {
  const Film* film = app.film();
  return film ? words_of(film_reader(app, *film), app.film_view.moment) : "";
}

ImU32 moment_color(const Theme& theme, Phase phase) {
  return phase <= Phase::forward ? theme.positive : phase == Phase::update ? theme.good : theme.negative;
}

}  // namespace chainrule
