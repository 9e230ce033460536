// SPDX-License-Identifier: MIT
#include "engine/base/text.hpp"
#include "ui/film/lines.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace chainrule {

std::string FilmReader::number(double value) const { return short_number(value, digits); }
std::string FilmReader::factor(double value) const { return value < 0 ? "(" + number(value) + ")" : number(value); }

bool FilmReader::chain() const {
  return model.inputs() == 1 &&
         std::all_of(model.layers().begin(), model.layers().end(), [](const auto& l) { return l->outputs() == 1; });
}

std::string FilmReader::index(Index column, Index unit) const {
  if (!chain()) return "_" + std::to_string(unit + 1);
  return last() == 0 || column == 0 ? "" : "_" + std::to_string(column);
}

std::string FilmReader::weight_index(Index column, Index from, Index unit) const {
  if (chain()) return index(column, 0);
  const std::string i = std::to_string(from + 1), j = std::to_string(unit + 1);
  return i.size() + j.size() == 2 ? "_" + i + j : "_(" + i + "," + j + ")";
}

std::string FilmReader::output(MathText& f, Index column, Index unit) const {
  return f.tie({column == 0 ? 'x' : 'a', column, unit, -1}, (column == 0 ? "x" : "a") + index(column, unit));
}
std::string FilmReader::output_value(MathText& f, Index column, Index unit, bool bracket) const {
  const Matrix& m = column == 0 ? film.trace.x : trace(column - 1).a;
  return value(f, column == 0 ? 'x' : 'a', column, unit, m(row, unit), bracket);
}
std::string FilmReader::symbol(MathText& f, char kind, std::string_view letter, Index column, Index unit) const {
  return f.tie({kind, column, unit, -1}, std::string(letter) + index(column, unit));
}
std::string FilmReader::value(MathText& f, char kind, Index column, Index unit, double v, bool bracket) const {
  const std::string text = f.tie({kind, column, unit, -1}, number(v));
  return bracket && v < 0 ? "(" + text + ")" : text;
}
std::string FilmReader::weight(MathText& f, Index column, Index from, Index unit) const {
  return f.tie({'w', column, unit, from}, "w" + weight_index(column, from, unit));
}
std::string FilmReader::weight_value(MathText& f, Index column, Index from, Index unit, double v) const {
  const std::string text = f.tie({'w', column, unit, from}, number(v));
  return v < 0 ? "(" + text + ")" : text;
}

std::string substituted(std::string_view text, const std::map<std::string, std::string>& what) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (!std::isalpha(static_cast<unsigned char>(text[i]))) {
      out += text[i++];
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
    while (end > i && text[end - 1] == '_') --end;  // z_(n/2 + i)
    if (end < text.size() && text[end] == '\'') ++end;
    const std::string name(text.substr(i, end - i));
    const auto found = what.find(name);
    out += found == what.end() ? name : found->second;
    i = end;
  }
  return out;
}

std::string partial(std::string_view of, std::string_view by) {
  return "{∂" + std::string(of) + "} / {∂" + std::string(by) + "}";
}

std::string penalty_share(const Layer& layer) { return layer.activity()->any() ? " + penalty's share" : ""; }

bool has_penalty(const Matrix& shares) {
  return std::any_of(shares.data.begin(), shares.data.end(), [](float v) { return v != 0; });
}

bool applies_activation(const Layer& layer) {
  const std::string& kind = layer.spec().kind;
  return kind != "dropout" && kind != "gaussian_noise" && kind != "prelu" && !kind.ends_with("normalization");
}

std::string tensor_letter(const Tensor& tensor) {
  if (tensor.name == "kernel") return "w";
  return tensor.name == "gamma" || tensor.name == "beta" || tensor.name == "alpha" ? tensor.name
                                                                                   : tensor.name.substr(0, 1);
}

bool takes_moving_averages(const FilmReader& read, const Layer& layer) {
  return layer.spec().kind == "batch_normalization" && !layer.spec().trainable &&
         read.model.dialect() == Dialect::keras3;
}

std::string added_up(const std::vector<std::string>& terms, Index all) {
  std::string out;
  for (std::size_t i = 0; i < terms.size(); ++i) out += (i > 0 ? " + " : "") + terms[i];
  const Index more = all - static_cast<Index>(terms.size());
  if (more > 0) out += " + … (" + std::to_string(more) + " more)";
  return out;
}

std::string_view stage_title(Stage stage) {
  constexpr std::string_view titles[] = {"Load",    "Weighted sum", "Activation", "Loss",  "Receive",
                                         "Compute", "Multiply",     "Pass on",    "Update"};
  return titles[static_cast<std::size_t>(stage)];
}

namespace {

FilmLine load_line(const FilmReader& read, Index unit) {
  FilmLine line{Stage::load, "Load", {}, {}, {}};
  MathText symbols, numbers;
  const Index inputs = read.model.inputs();
  std::vector<std::string> names, values;
  for (Index i = unit < 0 ? 0 : unit; i < (unit < 0 ? std::min(inputs, most_terms) : unit + 1); ++i) {
    names.push_back(read.output(symbols, 0, i));
    values.push_back(read.output_value(numbers, 0, i, false));
  }
  const auto list = [&](MathText& f, const std::vector<std::string>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i) f.text += (i > 0 ? ", " : "") + parts[i];
    if (unit < 0 && inputs > most_terms) f.text += ", … (" + std::to_string(inputs - most_terms) + " more)";
  };
  list(symbols, names);
  if (unit < 0) symbols.text = "x = (" + symbols.text + ")";
  list(numbers, values);
  numbers.text = (unit < 0 ? "x = (" + numbers.text + ")"
                           : names[0].substr(names[0].find('{') + 1, names[0].size() - names[0].find('{') - 2) + " = " +
                                 numbers.text);
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
                            (still == 1 ? " one is" : " " + std::to_string(still) + " are") + " blocked, g'(z) = 0";
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

std::vector<std::vector<std::string>> film_table(const FilmReader& read, const Moment& moment) {
  constexpr Index most_rows = 64, most_columns = 32;
  struct Column {
    std::string name;
    const Matrix* numbers;
  };
  const auto l = moment.layer;
  std::vector<Column> blocks;
  const LayerTrace* t = moment.phase == Phase::load || moment.phase == Phase::loss ? nullptr : &read.trace(l);
  bool weights = false;
  switch (moment.phase) {
    case Phase::load: blocks = {{"x", &read.film.trace.x}, {"t", &read.film.trace.y}}; break;
    case Phase::forward: blocks = {{"z", &t->z}, {"a", &t->a}, {"g'(z)", &t->derivative}}; break;
    case Phase::loss: blocks = {{"p", &read.trace(read.last()).a}, {"t", &read.film.trace.y}}; break;
    case Phase::backward: blocks = {{"dL/da", &t->da}, {"delta", &t->delta}, {"dL/dx", &t->dx}}; break;
    case Phase::update:
    case Phase::done: weights = true; break;
  }
  std::vector<std::vector<std::string>> table(1);
  if (weights) {
    const auto& tensors = read.layer(l).tensors();
    table[0] = {"weight", "before", "dL/dw", "after"};
    for (std::size_t k = 0; k < std::min({tensors.size(), t->before.size(), t->gradients.size(), t->after.size()}); ++k)
      for (Index i = 0; i < t->before[k].size() && static_cast<Index>(table.size()) <= most_rows; ++i) {
        const auto n = static_cast<std::size_t>(i);
        const Index columns = std::max<Index>(t->before[k].cols, 1);
        const std::string place =
            tensors[k].vector ? "[" + std::to_string(i % columns + 1) + "]"
                              : "[" + std::to_string(i / columns + 1) + ", " + std::to_string(i % columns + 1) + "]";
        table.push_back({tensors[k].name + place, read.number(t->before[k].data[n]),
                         read.number(t->gradients[k].data[n]), read.number(t->after[k].data[n])});
      }
    return table;
  }
  table[0].push_back("row");
  const Index rows = std::min(read.rows(), most_rows);
  for (Index r = 0; r < rows; ++r) table.push_back({std::to_string(r + 1)});
  for (const Column& b : blocks)
    for (Index j = 0; j < b.numbers->cols && static_cast<Index>(table[0].size()) <= most_columns; ++j) {
      table[0].push_back(b.name + " " + std::to_string(j + 1));
      for (Index r = 0; r < rows; ++r)
        table[static_cast<std::size_t>(r) + 1].push_back(r < b.numbers->rows ? read.number((*b.numbers)(r, j)) : "");
    }
  if (moment.phase == Phase::loss) {
    table[0].push_back("loss");
    for (Index r = 0; r < rows; ++r)
      table[static_cast<std::size_t>(r) + 1].push_back(
          read.number(read.film.trace.row_loss[static_cast<std::size_t>(r)]));
  }
  return table;
}

}  // namespace chainrule
