// SPDX-License-Identifier: MIT
// The film's formulas in symbols, reckoned: each symbol gets the number that the trace has at the place it is tied to,
// and what comes out is the number that stands behind the last = of the line in numbers. Names are those of the places.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <regex>
#include <set>
#include <string>

#include "engine/base/text.hpp"
#include "tests/ui/film/example.hpp"
#include "tests/ui/film/symbol_values.hpp"
#include "ui/film/chain.hpp"
#include "ui/film/loss.hpp"

namespace chainrule {
namespace {

/// Rows that count differently are no reason to look away, nor are outputs that are scaled to the sum 1.
bool counts_as_plain(const FilmReader& read) {
  const std::string_view loss = read.model.loss().name;
  const Matrix& p = read.trace(read.last()).a;
  const bool inside = std::all_of(p.data.begin(), p.data.end(), [](float v) { return v > 0.01f && v < 0.99f; });
  return inside && !loss.ends_with("hinge") && loss != "kl_divergence";
}

/// Reckons what can be of the formulas; `told` gets the others. Returns how many sides were reckoned.
int check(const FilmReader& read, const std::vector<FilmLine>& lines, Index l, Index unit,
          std::set<std::string>& told) {
  int reckoned = 0;
  for (const FilmLine& line : lines)
    for (std::size_t k = 0; k < std::min(line.symbols.size(), line.numbers.size()); ++k) {
      const std::string text = plain(line.symbols[k]), numbers = plain(line.numbers[k]);
      const auto result = value_of(sides_of(numbers).back());
      if (!result) continue;  // an empty line: its numbers were cut off somewhere
      // A loss that cuts its outputs off, or takes other labels than those given, has other numbers than its formula.
      const bool of_loss = l == read.last() && (line.stage == Stage::loss || line.stage == Stage::receive);
      if (of_loss && !loss_is_plain(read) && !counts_as_plain(read)) continue;
      // A chain rule has what was received among its lines.
      const Stage stage = line.stage == Stage::compute && text.starts_with("∂L / ∂a") ? Stage::receive : line.stage;
      std::vector<std::optional<double>> values{through_all_units(read, text, l, unit)};
      const bool right = of_loss && read.model.loss().class_index() && read.film.trace.y(read.row, 0) == unit;
      const auto sides =
          whole_sides(replaced(with_places(line.symbols[k]), "if j = t", right ? "if 1 <= 1" : "if 2 <= 1"));
      for (std::size_t i = 1; i < sides.size(); ++i) {
        const std::string free =
            stage == Stage::activate ? replaced(sides[i], "_i\\b", "_" + std::to_string(unit + 1)) : sides[i];
        values.push_back(side_value(read, line.symbols[k], stage, l, unit, free));
      }
      const int before = reckoned;
      for (const auto& value : values) {
        if (!value) continue;
        ++reckoned;
        EXPECT_NEAR(*value, *result, 2e-5 * std::max(0.1, std::abs(*result))) << line.title << ": " << text << "\n"
                                                                              << numbers;
      }
      if (reckoned == before) told.insert(line.title + ": " + text);
    }
  return reckoned;
}

int check_all(const FilmCase& c, std::set<std::string>& told) {
  const FilmExample e = film_example(c);
  std::string of;
  for (const std::string& layer : c.layers) of += layer + " ";
  SCOPED_TRACE(of + c.loss + " " + c.optimizer);
  int reckoned = 0;
  for (Index row = 0; row < c.rows; ++row) {
    const FilmReader read{e.film, e.model, row, 9};
    const Reel reel(e.model);
    for (const Moment& chapter : reel.chapters())
      for (const Stage stage : reel.stages(chapter))
        for (Index unit = 0; unit < reel.units({chapter.phase, chapter.layer, stage, 0}); ++unit)
          reckoned += check(read, film_lines(read, {chapter.phase, chapter.layer, stage, unit}),
                            chapter.phase == Phase::loss ? read.last() : chapter.layer, unit, told);
    for (Index column = 1; column <= read.last() + 1; ++column)
      if (read.layer(column - 1).spec().kind == "dense")
        for (Index unit = 0; unit < read.layer(column - 1).arguments(); ++unit)
          for (Index from = -1; from < read.layer(column - 1).inputs(); ++from)
            reckoned += check(read, chain_lines(read, column, from, unit), column - 1, unit, told);
  }
  return reckoned;
}

/// What no number comes of: words, what another layer passed on, and functions of all units told by their name.
void expect_words(const std::set<std::string>& told) {
  for (const std::string& formula : told) {
    static const std::regex slopes(R"(∂z_j(\^\[\d+\])?: )");
    bool known = std::regex_search(formula, slopes);
    for (const char* words : {"share", "· ∂z_j", "noise", "Load: ", "w'^[", "the ", "within", "tau", "s = ", "(z",
                              "first half", "penalty", "sum_i s_i", "|t|", "d = p", "p_right", "largest"})
      known = known || formula.find(words) != std::string::npos;
    EXPECT_TRUE(known) << "nothing comes of " << formula;
  }
}

TEST(FilmSymbols, OfEveryActivation) {
  std::set<std::string> told;
  for (const Activation& g : activations()) {
    const std::string name(g.name), outputs = name == "glu" || name == "maxout" ? "4" : "2";
    EXPECT_GT(check_all({{"dense:4:" + name, "dense:" + outputs + ":" + name}}, told), 150) << name;
  }
  expect_words(told);
}

TEST(FilmSymbols, OfEveryLoss) {
  std::set<std::string> told;
  for (const Loss& loss : losses())
    for (const char* last : {"dense:1:sigmoid", "dense:3:sigmoid", "dense:3:softmax", "dense:3"}) {
      if (loss.class_index() && std::string_view(last) == "dense:1:sigmoid") continue;
      const std::string name(loss.name);
      EXPECT_GT(check_all({{"dense:2:tanh", last}, name}, told), 50) << name << " " << last;
      EXPECT_GT(check_all({{"dense:2:tanh", last}, name, "sgd", Dialect::keras3, 2, 1}, told), 10) << name;
      EXPECT_GT(check_all({{"dense:2:tanh", last}, name, "sgd", Dialect::keras3, 2, 3, true}, told), 50) << name;
    }
  expect_words(told);
}

TEST(FilmSymbols, OfEveryOptimizer) {
  std::set<std::string> told;
  std::vector<std::string> all;
  for (const Optimizer& o : optimizers()) all.emplace_back(o.name);
  for (const char* more :
       {"sgd:weight_decay=0.3", "adamw:weight_decay=0.5:learning_rate=0.2", "sgd:clipvalue=0.01", "sgd:momentum=0.9",
        "sgd:momentum=0.9:nesterov=1", "rmsprop:momentum=0.5", "rmsprop:centered=1", "adam:amsgrad=1"})
    all.emplace_back(more);
  for (const std::string& optimizer : all)
    EXPECT_GT(check_all({{"dense:2:tanh", "dense:1:sigmoid"}, "mse", optimizer}, told), 100) << optimizer;
  expect_words(told);
}

TEST(FilmSymbols, OfEveryKindOfLayer) {
  std::set<std::string> told;
  for (const std::vector<std::string>& layers : std::vector<std::vector<std::string>>{
           {"dense:3:relu", "batch_normalization", "dense:1:sigmoid"},
           {"dense:3:relu", "layer_normalization", "dropout:0.4", "dense:2:softmax"},
           {"dense:2", "batch_normalization:center=0", "prelu", "layer_normalization:scale=0", "dense:1"},
           {"rbf:3", "dense:1"},
           {"dense:3", "prelu", "gaussian_noise:0.1", "dense:1:tanh"},
           {"dense:3", "activation:silu", "dense:1"},
           {"dense:12:tanh", "dense:11:tanh", "dense:1"},  // indices of two digits
           {"dense:3:tanh", "batch_normalization:trainable=0", "dense:1"},
           {"dense:1:sigmoid", "dense:1:sigmoid"}}) {
    EXPECT_GT(check_all({layers}, told), 40);
    if (layers.back().find("sigmoid") != std::string::npos) {
      EXPECT_GT(check_all({layers, "binary_crossentropy"}, told), 40);
    }
  }
  EXPECT_GT(check_all({{"dense:1:sigmoid", "dense:1:sigmoid"}, "mse", "sgd", Dialect::keras3, 1, 1}, told), 15);
  EXPECT_GT(check_all({{"dense:1:tanh", "dense:1", "dense:1"}, "mse", "sgd", Dialect::keras3, 1, 4}, told), 60);
  expect_words(told);
}

}  // namespace
}  // namespace chainrule
