// SPDX-License-Identifier: MIT
// Which layer a symbol is of: no two numbers on one screen have the same name, and a whole layer's recursion.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.hpp"
#include "tests/ui/film/example.hpp"
#include "tests/ui/film/symbol_values.hpp"
#include "ui/film/chain.hpp"
#include "ui/film/table.hpp"

namespace chainrule {
namespace {

/// The names in a formula with the numbers that they stand for: of ties and of what stands left of the first =.
using Named = std::vector<std::pair<std::string, std::string>>;

void add_ties(Named& all, const FilmReader& read, const MathText& formula) {
  for (std::size_t at = formula.text.find('@'); at != std::string::npos; at = formula.text.find('@', at + 1)) {
    const std::size_t open = formula.text.find('{', at), end = formula.text.find('}', open);
    const Symbol& symbol = formula.symbols[std::stoul(formula.text.substr(at + 1, open - at - 1))];
    std::string name = formula.text.substr(open + 1, end - open - 1);
    // A number; the loss itself; a weight as it will be.
    if (!std::isalpha(static_cast<unsigned char>(name[0])) || name[0] == 'L' || name.starts_with("w'")) continue;
    if (symbol.kind == 'l') name = "dL/d" + name;
    all.emplace_back(name, short_number(at_place(read, symbol, read.row), 9));
  }
}

Named names_in(const FilmReader& read, const std::vector<FilmLine>& lines) {
  Named all;
  for (const FilmLine& line : lines) {
    for (const MathText& formula : line.symbols) add_ties(all, read, formula);
    for (const Numbers& formula : line.numbers) {
      add_ties(all, read, formula);
      const auto sides = sides_of(plain(formula));
      const bool worked_out = parse_number(sides.back()) || sides.back().starts_with("(");
      if (sides.size() > 1 && worked_out && std::isalpha(static_cast<unsigned char>(sides[0][0])))
        all.emplace_back(sides[0], sides.back());
    }
  }
  return all;
}

/// Each name has one number.
void expect_one_number_each(const Named& names, const std::string& where) {
  std::map<std::string, std::string> known;
  for (const auto& [name, number] : names) {
    const auto [at, added] = known.emplace(name, number);
    EXPECT_EQ(at->second, number) << name << " has two numbers: " << where;
  }
}

void expect_names_of(const FilmCase& c) {
  const FilmExample e = film_example(c);
  const Reel reel(e.model);
  for (const bool batch : {false, true}) {
    const FilmReader read{e.film, e.model, 0, 9, batch};
    Named film;  // of all of it but the update, which changes weights
    for (const Moment& chapter : reel.chapters()) {
      Named screen = names_in(read, film_lines(read, chapter));
      for (const Stage stage : reel.stages(chapter))
        for (Index unit = 0; unit < reel.units({chapter.phase, chapter.layer, stage, 0}); ++unit)
          for (auto& name : names_in(read, film_lines(read, {chapter.phase, chapter.layer, stage, unit})))
            (chapter.phase == Phase::update ? screen : film).push_back(std::move(name));
      expect_one_number_each(screen, "chapter " + std::to_string(reel.chapter(chapter)));
      if (chapter.phase != Phase::update) film.insert(film.end(), screen.begin(), screen.end());
    }
    EXPECT_GT(film.size(), 30U);
    expect_one_number_each(film, batch ? "all rows" : "the film");
  }
}

// The update's m, v and g are those of the weight that is told: of one unit at a time.
TEST(FilmLayers, NoTwoNumbersHaveOneName) {
  expect_names_of({{"dense:4:tanh", "dense:4:tanh", "dense:1:sigmoid"}});
  expect_names_of({{"dense:1:tanh", "dense:1:tanh", "dense:1"}, "mse", "sgd", Dialect::keras3, 1});
  expect_names_of({{"dense:4:tanh", "dropout:0.4", "dense:4:relu", "dense:2:softmax"}, "categorical_crossentropy"});
}

TEST(FilmLayers, ATablesColumnsHaveTheSymbolsNames) {
  const FilmExample e = film_example({{"dense:4:tanh", "dense:2:tanh", "dense:1"}});
  const FilmReader read{e.film, e.model, 0, 4};
  const auto header = [&](const Moment& moment) { return film_table(read, moment)[0]; };
  EXPECT_EQ(header({Phase::load, 0, Stage::load, -1}), (std::vector<std::string>{"row", "x_1", "x_2", "t"}));
  EXPECT_EQ(
      header({Phase::forward, 1, Stage::sum, -1}),
      (std::vector<std::string>{"row", "z_1^[2]", "z_2^[2]", "a_1^[2]", "a_2^[2]", "g'(z_1^[2])", "g'(z_2^[2])"}));
  EXPECT_EQ(header({Phase::backward, 2, Stage::receive, -1}),
            (std::vector<std::string>{"row", "dL/da_1^[3]", "delta_1^[3]", "dL/da_1^[2]", "dL/da_2^[2]"}));
  const auto update = film_table(read, {Phase::update, 1, Stage::update, -1});
  EXPECT_EQ(update[1][0], "w_11^[2]");
  EXPECT_EQ(update[2][0], "w_12^[2]");
  EXPECT_EQ(update.back()[0], "b_2^[2]");
}

TEST(FilmLayers, OneLayerNeedsNone) {
  const FilmExample e = film_example({{"dense:3:tanh"}});
  const FilmReader read{e.film, e.model, 0, 4};
  const Reel reel(e.model);
  for (const Moment& chapter : reel.chapters())
    for (const FilmLine& line : film_lines(read, chapter))
      for (const MathText& formula : line.symbols) EXPECT_EQ(plain(formula).find("^["), std::string::npos);
  EXPECT_EQ(film_table(read, {Phase::forward, 0, Stage::sum, -1})[0][1], "z_1");
}

// ---- the recursion ----

const FilmLine* recursion_in(const std::vector<FilmLine>& lines) {
  const auto found = std::find_if(lines.begin(), lines.end(), [](const FilmLine& l) { return l.title == "Recursion"; });
  return found == lines.end() ? nullptr : &*found;
}
/// "(1, 2, 3, 4, …)": the first four.
std::string as_row(const std::vector<double>& values) {
  std::string out;
  for (std::size_t k = 0; k < std::min<std::size_t>(values.size(), 4); ++k)
    out += (k > 0 ? ", " : "(") + short_number(values[k], 5);
  return out + (values.size() > 4 ? ", …)" : ")");
}

// The numbers are those of delta W transposed, element by element times the slopes, which the test reckons itself.
TEST(FilmLayers, TheRecursionIsOneLineOfAHiddenLayer) {
  const FilmExample e = film_example({{"dense:5:tanh", "dense:4:tanh", "dense:2"}});
  for (const Index row : {0, 2}) {
    const FilmReader read{e.film, e.model, row, 5};
    for (const Index l : {0, 1}) {
      const auto lines = film_lines(read, {Phase::backward, l, Stage::receive, -1});
      const FilmLine* line = recursion_in(lines);
      ASSERT_TRUE(line);
      EXPECT_EQ(line, &lines.back());
      const std::string here = std::to_string(l + 1), there = std::to_string(l + 2);
      EXPECT_EQ(plain(line->symbols[0]),
                "delta^[" + here + "] = (delta^[" + there + "] W^([" + there + "]T)) ⊙ g'(z^[" + here + "])");
      const LayerTrace &t = e.film.trace.layers[static_cast<std::size_t>(l)],
                       &behind = e.film.trace.layers[static_cast<std::size_t>(l) + 1];
      std::vector<double> received, slopes, deltas;
      for (Index j = 0; j < t.z.cols; ++j) {
        double sum = 0;
        for (Index k = 0; k < behind.delta.cols; ++k) sum += double(behind.delta(row, k)) * behind.before[0](j, k);
        received.push_back(sum);
        slopes.push_back(1 - double(t.a(row, j)) * t.a(row, j));
        deltas.push_back(sum * slopes.back());
      }
      EXPECT_EQ(plain(line->numbers[0]),
                "delta^[" + here + "] = " + as_row(received) + " ⊙ " + as_row(slopes) + " = " + as_row(deltas));
    }
    EXPECT_FALSE(recursion_in(film_lines(read, {Phase::backward, 2, Stage::receive, -1}))) << "it comes from the loss";
    EXPECT_FALSE(recursion_in(film_lines(read, {Phase::backward, 0, Stage::compute, 1}))) << "a unit is told";
  }
}

TEST(FilmLayers, ARecursionOfSingleNeuronsIsAProduct) {
  const FilmExample e = film_example({{"dense:1:tanh", "dense:1"}, "mse", "sgd", Dialect::keras3, 1});
  const FilmReader read{e.film, e.model, 0, 9};
  const auto lines = film_lines(read, {Phase::backward, 0, Stage::receive, -1});
  const FilmLine* line = recursion_in(lines);
  ASSERT_TRUE(line);
  EXPECT_EQ(plain(line->symbols[0]), "delta^[1] = (delta^[2] W^([2]T)) · g'(z^[1])");
  const auto sides = sides_of(plain(line->numbers[0]));
  EXPECT_NEAR(*value_of(sides[1]), *value_of(sides[2]), 1e-7);
}

}  // namespace
}  // namespace chainrule
