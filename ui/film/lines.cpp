// SPDX-License-Identifier: MIT
#include "ui/film/lines.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "ui/film/backward.hpp"
#include "ui/film/batch.hpp"
#include "ui/film/forward.hpp"
#include "ui/film/loss.hpp"
#include "ui/film/recursion.hpp"
#include "ui/film/texts.hpp"
#include "ui/film/update.hpp"

namespace chainrule {

namespace {

FilmLine load_line(const FilmReader& read, Index unit) {
  FilmLine line{Stage::load, "Load", {}, {}, {}};
  MathText symbols;
  Numbers numbers;
  const Index inputs = read.model.inputs();
  if (unit >= 0 || inputs == 1) {  // no vector; one line says both
    const Index i = std::max<Index>(unit, 0);
    numbers.text = read.output(numbers, 0, i) + " = " + read.output_value(numbers, 0, i, false);
    symbols = numbers;
  } else {
    std::vector<std::string> names, values;
    for (Index i = 0; i < std::min(inputs, most_terms); ++i) {
      names.push_back(read.output(symbols, 0, i));
      values.push_back(read.output_value(numbers, 0, i, false));
    }
    const auto list = [&](MathText& f, const std::vector<std::string>& parts) {
      for (std::size_t i = 0; i < parts.size(); ++i) f.text += (i > 0 ? ", " : "x = (") + parts[i];
      f.text += inputs > most_terms ? ", … (" + std::to_string(inputs - most_terms) + " more))" : ")";
    };
    list(symbols, names);
    list(numbers, values);
  }
  line.symbols.push_back(std::move(symbols));
  line.numbers.push_back(std::move(numbers));
  line.words = "The batch is " + std::to_string(read.rows()) + (read.rows() == 1 ? " row" : " rows") + " of the data" +
               (read.film.trace.rows.empty()
                    ? "."
                    : "; this one is row " +
                          std::to_string(read.film.trace.rows[static_cast<std::size_t>(read.row)] + 1) + " of all.") +
               " Its numbers go into the inputs, and its target waits for the loss.";
  return line;
}

FilmLine line_of(const FilmReader& read, const Moment& moment, Stage stage, Index unit) {
  if (read.batch && read.rows() > 1)
    return batch_line(read, stage, moment.layer, moment.phase == Phase::load ? moment.unit : unit);
  switch (moment.phase) {
    case Phase::forward: return forward_line(read, stage, moment.layer, unit);
    case Phase::loss: return loss_line(read);
    case Phase::backward: return backward_line(read, stage, moment.layer, unit);
    case Phase::update: return update_line(read, moment.layer, unit);
    case Phase::load:
    case Phase::done: break;
  }
  return load_line(read, moment.unit);
}

}  // namespace

std::vector<FilmLine> film_lines(const FilmReader& read, const Moment& moment, Index unit) {
  if (moment.unit >= 0) return {line_of(read, moment, moment.stage, moment.unit)};
  const Reel reel(read.model);
  std::vector<FilmLine> all;
  for (const Stage stage : reel.stages(moment))
    all.push_back(line_of(read, moment, stage, std::min(unit, reel.units({moment.phase, moment.layer, stage, 0}) - 1)));
  if (moment.phase == Phase::backward && !(read.batch && read.rows() > 1))
    if (std::optional<FilmLine> whole = recursion_line(read, moment.layer)) all.push_back(std::move(*whole));
  return all;
}

Index blocked_units(const LayerTrace& t, Index row) {
  Index count = 0;
  for (Index j = 0; j < t.derivative.cols; ++j) count += t.derivative(row, j) == 0;
  return count;
}

std::string words_of(const FilmReader& read, const Moment& moment) {
  const Reel reel(read.model);
  std::string words;
  switch (moment.phase) {
    case Phase::load: words = "Load"; break;
    case Phase::forward: words = "Forward"; break;
    case Phase::loss: words = "Loss"; break;
    case Phase::backward: words = "Backward"; break;
    case Phase::update: words = "Update"; break;
    case Phase::done: return "";
  }
  const bool of_layer = moment.phase != Phase::load && moment.phase != Phase::loss;
  if (of_layer) words += ", " + read.layer(moment.layer).spec().name;
  const std::string rows = std::to_string(read.rows()) + (read.rows() == 1 ? " row" : " rows");
  if (moment.unit < 0) {
    if (moment.phase == Phase::load)
      return words + ": " + rows + " of " + std::to_string(read.model.inputs()) +
             (read.model.inputs() == 1 ? " input" : " inputs");
    if (moment.phase == Phase::loss)
      return read.covered ? words + " of " + rows
                          : words + ": " + read.number(read.film.trace.row_loss[static_cast<std::size_t>(read.row)]) +
                                " of row " + std::to_string(read.row + 1) + ", " + read.number(read.film.trace.loss) +
                                " the mean of " + rows;
    const Index units = read.layer(moment.layer).outputs();
    words += ", " + std::to_string(units) + (units == 1 ? " unit" : " units") +
             (moment.phase == Phase::update ? "" : ", " + rows);
    const Index still =
        moment.phase == Phase::update || read.covers ? 0 : blocked_units(read.trace(moment.layer), read.row);
    return still == 0 ? words
                      : words + "; in row " + std::to_string(read.row + 1) +
                            (still == 1 ? " one is" : " " + std::to_string(still) + " are") + " blocked, g'(z" +
                            read.layer_index(moment.layer + 1) + ") = 0";
  }
  const FilmLine line = line_of(read, moment, moment.stage, moment.unit);
  if (moment.stage != Stage::load && moment.stage != Stage::loss && moment.stage != Stage::update) {
    std::string title(stage_title(moment.stage));
    title[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(title[0])));
    words += ", " + title;
  }
  if (moment.stage != Stage::loss)
    words += ", " + std::string(moment.stage == Stage::load || moment.stage == Stage::pass_on ? "input " : "unit ") +
             std::to_string(moment.unit + 1) + " of " + std::to_string(reel.units(moment));
  if (moment.phase != Phase::update)
    words +=
        read.batch ? ", all " + rows : ", row " + std::to_string(read.row + 1) + " of " + std::to_string(read.rows());
  if (line.numbers.empty()) return words;
  return words + ": " + (read.covered ? "?" : plain(line.numbers.back()));
}

}  // namespace chainrule
