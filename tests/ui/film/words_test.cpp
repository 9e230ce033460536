// SPDX-License-Identifier: MIT
// The film's words and what of its formulas no number shows: which row, which layer, who is blocked, one row or many.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/text.hpp"
#include "tests/ui/film/example.hpp"
#include "ui/film/chain.hpp"
#include "ui/film/cover.hpp"

namespace chainrule {
namespace {

FilmReader reader(const FilmExample& e, Index row = 0) { return {e.film, e.model, row, 4}; }

std::string symbols_of(const std::vector<FilmLine>& lines) {
  std::string all;
  for (const FilmLine& line : lines)
    for (const MathText& formula : line.symbols) all += plain(formula) + "\n";
  return all;
}
std::string words_in(const std::vector<FilmLine>& lines) {
  std::string all;
  for (const FilmLine& line : lines) all += line.words + "\n";
  return all;
}
void expect_in(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}
void expect_not_in(const std::string& text, const std::string& part) {
  EXPECT_EQ(text.find(part), std::string::npos) << part << "\nis in\n" << text;
}

// ---- rows ----

TEST(FilmWords, TellTheRowOfTheBatchAndOfAllData) {
  FilmExample e = film_example({{"dense:2:tanh", "dense:1:sigmoid"}});
  e.film.trace.rows = {17, 4, 0};
  for (const Index row : {0, 1, 2}) {
    const FilmReader read = reader(e, row);
    expect_in(words_in(film_lines(read, {Phase::load, 0, Stage::load, 0})),
              "this one is row " + std::to_string(e.film.trace.rows[static_cast<std::size_t>(row)] + 1) + " of all.");
    const std::string loss = words_of(read, {Phase::loss, 0, Stage::loss, -1});
    EXPECT_EQ(loss, "Loss: " + short_number(e.film.trace.row_loss[static_cast<std::size_t>(row)]) + " of row " +
                        std::to_string(row + 1) + ", " + short_number(e.film.trace.loss) + " the mean of 3 rows");
    expect_in(words_of(read, {Phase::forward, 0, Stage::sum, 1}),
              "unit 2 of 2, row " + std::to_string(row + 1) + " of 3");
  }
}

TEST(FilmWords, CountFromOne) {
  const FilmExample e = film_example({{"dense:3:tanh", "dense:2:sigmoid"}});
  const FilmReader read = reader(e);
  expect_in(words_of(read, {Phase::load, 0, Stage::load, 0}), "input 1 of 2");
  expect_in(words_of(read, {Phase::load, 0, Stage::load, 1}), "input 2 of 2");
  expect_in(words_of(read, {Phase::forward, 0, Stage::activate, 2}), "Forward, dense, activation, unit 3 of 3");
  expect_in(words_of(read, {Phase::backward, 1, Stage::pass_on, 1}), "Backward, dense_1, pass on, input 2 of 3");
  expect_in(words_of(read, {Phase::update, 1, Stage::update, 1}), "Update, dense_1, unit 2 of 2");
}

// ---- blocked units ----

/// Two relu units by hand: in the first row the first is blocked, in the second both, in the third none.
FilmExample blocked() {
  FilmExample e = film_example({{"dense:2:relu", "dense:1"}});
  e.film.trace.layers[0].derivative = Matrix(3, 2, {0, 1, 0, 0, 1, 1});
  return e;
}

TEST(FilmWords, CountTheBlockedUnitsOfTheirRow) {
  const FilmExample e = blocked();
  for (const auto& [row, count] : {std::pair{0, 1}, {1, 2}, {2, 0}})
    EXPECT_EQ(blocked_units(e.film.trace.layers[0], row), count) << row;
  const auto said = [&](Index row) { return words_of(reader(e, row), {Phase::backward, 0, Stage::receive, -1}); };
  expect_in(said(0), "; in row 1 one is blocked");
  expect_in(said(1), "; in row 2 2 are blocked");
  expect_not_in(said(2), "blocked");
}

TEST(FilmWords, SayThatASlopeOfNothingBlocks) {
  const FilmExample e = blocked();
  const auto said = [&](Index row, Index unit) {
    return words_in(film_lines(reader(e, row), {Phase::backward, 0, Stage::compute, unit}));
  };
  expect_in(said(0, 0), "the unit is blocked");
  expect_not_in(said(0, 1), "blocked");
  expect_in(said(0, 1), "times the slope");
  const auto forward = [&](Index row, Index unit) {
    return words_in(film_lines(reader(e, row), {Phase::forward, 0, Stage::activate, unit}));
  };
  expect_in(forward(0, 0), "It is 0: this unit is blocked");
  expect_not_in(forward(2, 0), "blocked");
}

// ---- one row and many ----

TEST(FilmSymbolsOfRows, HaveTheMeansOneOverN) {
  const FilmExample many = film_example({{"dense:2:tanh", "dense:1"}}),
                    one = film_example({{"dense:2:tanh", "dense:1"}, "mse", "sgd", Dialect::keras3, 2, 1});
  const auto chain = [](const FilmExample& e, Index row) { return symbols_of(chain_lines(reader(e, row), 2, 0, 0)); };
  expect_in(chain(many, 0), "1 / n · ∂L_1 / ∂w_11^[2] = 1 / n · ∇loss(y) · g'(z_1^[2]) · a_1^[1]");
  expect_in(chain(many, 2), "1 / n · ∂L_3 / ∂w_11^[2] = 1 / n · ∇loss(y)");
  expect_in(chain(many, 0), "∂L / ∂w_11^[2] = sum_r a_1^[1] delta_1^[2]");
  expect_in(chain(one, 0), "∂L / ∂w_11^[2] = ∇loss(y)");
  expect_not_in(chain(one, 0), "1 / n");
  expect_not_in(chain(one, 0), "sum_r");
  const auto slope = [](const FilmExample& e) {
    return symbols_of(film_lines(reader(e), {Phase::backward, 1, Stage::receive, 0}));
  };
  expect_in(slope(many), "1 / n · (");
  expect_not_in(slope(one), "1 / n");
}

TEST(FilmSymbolsOfRows, OfTheWholeBatchAreMeansAndColumns) {
  const FilmExample e = film_example({{"dense:4:tanh", "dense:1:sigmoid"}});
  FilmReader read = reader(e);
  read.batch = true;
  const auto said = [&](const Moment& moment) { return symbols_of(film_lines(read, moment)); };
  expect_in(said({Phase::forward, 0, Stage::sum, 1}), "z_2^([1](r)) = sum_i x_i^((r)) w_i2^[1] + b_2^[1]");
  expect_in(said({Phase::forward, 1, Stage::sum, 0}), "z_1^([2](r)) = sum_i a_i^([1](r)) w_i1^[2] + b_1^[2]");
  expect_in(said({Phase::forward, 0, Stage::activate, 1}), "a_2^([1](r)) = g(z_2^([1](r)))");
  expect_in(said({Phase::loss, 0, Stage::loss, 0}), "L = (sum_r L_r) / n");
  expect_in(said({Phase::backward, 1, Stage::receive, 0}), "∂L / ∂a_1^([2](r)) = 1 / n · ∂L_r / ∂a_1^([2](r))");
  expect_in(said({Phase::backward, 0, Stage::compute, 2}), "delta_3^([1](r)) = ∂L / ∂a_3^([1](r)) · g'(z_3^([1](r)))");
  expect_in(said({Phase::backward, 0, Stage::multiply, 1}),
            "∂L / ∂w_12^[1] = 1 / n · sum_r ∂L_r / ∂w_12^[1]\n∂L / ∂b_2^[1] = 1 / n · sum_r ∂L_r / ∂b_2^[1]\n");
}

// ---- formulas that no number can be held against ----

TEST(FilmSymbolsInWords, SayHowADerivativeIsTried) {
  FilmExample e = film_example({{"dense:2:tanh", "dense:1"}});
  e.film.checked = 0;
  e.film.numeric = 0.125;
  e.film.backprop = 0.1251;
  const auto lines = chain_lines(reader(e), 1, 0, 0);
  EXPECT_EQ(plain(lines.back().symbols[0]), "(L(w_11^[1] + h) - L(w_11^[1] - h)) / (2 h) = 0.125");
  EXPECT_EQ(plain(lines.back().numbers[0]), "difference: 0.0001");
  EXPECT_EQ(plain(chain_lines(reader(e), 1, -1, 0).back().symbols[0]),
            "(L(b_1^[1] + h) - L(b_1^[1] - h)) / (2 h) = 0.125");
}

TEST(FilmSymbolsInWords, OfOtherLayersPassOnASumOverTheirUnits) {
  const FilmExample e = film_example({{"dense:2", "rbf:3", "dense:1"}});
  EXPECT_EQ(symbols_of(film_lines(reader(e), {Phase::backward, 1, Stage::pass_on, 1})),
            "∂L / ∂a_2^[1] = sum_j delta_j^[2] · ∂z_j^[2] / ∂a_2^[1]\n");
}

TEST(FilmSymbolsInWords, AConstraintHasTheLastWord) {
  const auto numbers = [](const char* layer) {
    const FilmExample e = film_example({{layer, "dense:1"}});
    return plain(film_lines(reader(e), {Phase::update, 0, Stage::update, 0})[0].numbers[0]);
  };
  expect_in(numbers("dense:2:kernel_constraint=unit_norm"), ", then bound: ");
  expect_not_in(numbers("dense:2"), "bound");
}

// A dropped input is 0, a kept one 1 / (1 - rate) times as large.
TEST(FilmWords, DropoutMakesUpForWhatItDrops) {
  const auto said = [](const char* dropout) {
    const FilmExample e = film_example({{"dense:3", dropout, "dense:1"}});
    return words_in(film_lines(reader(e), {Phase::forward, 1, Stage::activate, 0}));
  };
  expect_in(said("dropout:0.2"), "0 drops the number, 1.25 keeps it");
  expect_in(said("dropout:0.75"), "0 drops the number, 4 keeps it");
}

// An answer is right within half of the last digit shown, or half a percent.
TEST(FilmAnswer, IsAsExactAsItsDigits) {
  EXPECT_TRUE(is_right(0.0549, 0.05, 1));  // 0.05 is anything from 0.045 to 0.055
  EXPECT_FALSE(is_right(0.0551, 0.05, 1));
  EXPECT_TRUE(is_right(0.0504, 0.05, 2));
  EXPECT_FALSE(is_right(0.0506, 0.05, 2));
  EXPECT_FALSE(is_right(0.0503, 0.05, 3)) << "half a percent: 0.00025";
  EXPECT_TRUE(is_right(0.0502, 0.05, 3));
  EXPECT_TRUE(is_right(1049, 1000, 2));
  EXPECT_FALSE(is_right(1051, 1000, 2));
}

// ---- the way through ----

TEST(FilmReel, OnlyInnerLayersPassOn) {
  const FilmExample e = film_example({{"dense:2", "activation:tanh", "dense:1"}});
  const Reel reel(e.model);
  const auto passes = [&](Index layer) {
    const auto stages = reel.stages({Phase::backward, layer, Stage::receive, -1});
    return std::find(stages.begin(), stages.end(), Stage::pass_on) != stages.end();
  };
  EXPECT_FALSE(passes(0)) << "there is nothing before it";
  EXPECT_FALSE(passes(1)) << "its delta is what comes out of the layer before";
  EXPECT_TRUE(passes(2));
}

}  // namespace
}  // namespace chainrule
