// SPDX-License-Identifier: MIT
// The film's formulas with the numbers in them, reckoned by tests/ui/arithmetic: what stands left and right of each =
// is the same number, for every activation, loss, optimizer and kind of layer; and so are the tables' own texts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/ui/film/arithmetic.hpp"
#include "tests/ui/film/example.hpp"
#include "ui/film/chain.hpp"
#include "ui/film/lines.hpp"

namespace chainrule {
namespace {

using Example = FilmExample;

Example example_of(const FilmCase& c) { return film_example(c); }

/// Words that a formula without a value may have: what is only told, not reckoned.
bool is_told(const std::string& side) {
  for (const char* words : {"then bound", "not a number", "…", "∂", ", ", "noise", "share", "mean(", "g'(z)",
                            "softmax(", "sparsemax(", "maxout(", "glu("})
    if (side.find(words) != std::string::npos) return true;
  return false;
}

/// Counts the sides that were reckoned.
int check(const std::vector<FilmLine>& lines, const std::string& of) {
  int reckoned = 0;
  for (const FilmLine& line : lines)
    for (const Numbers& formula : line.numbers) {
      const auto sides = sides_of(plain(formula));
      std::optional<double> last;
      const int before = reckoned;
      for (std::size_t i = sides.size(); i-- > 0;) {
        const auto value = value_of(sides[i]);
        if (!value) {
          EXPECT_TRUE(i == 0 || is_told(sides[i]) || sides.size() == 1 || sides[i].starts_with("w^["))
              << of << ": " << plain(formula);
          continue;
        }
        if (!last) last = value;
        EXPECT_NEAR(*value, *last, 1e-5 * std::max(0.1, std::abs(*last)))
            << of << ", " << line.title << ": " << plain(formula);
        ++reckoned;
      }
      // What was reckoned twice can be asked for; and what is asked for is what stands there.
      EXPECT_TRUE(formula.result || reckoned - before < 2) << of << ": " << plain(formula);
      if (!formula.result) continue;
      const double size = std::abs(*formula.result);
      EXPECT_TRUE(last && std::abs(*last - *formula.result) <= 1e-7 * std::max(size, 1e-6))
          << of << ": " << plain(formula);
    }
  return reckoned;
}

/// Every line of every place in the film, of each row and of all, and the chain rule of every weight.
int check_all(const Example& e, const std::string& of) {
  int reckoned = 0;
  EXPECT_TRUE(fits(e.film, e.model)) << of;
  for (Index row = -1; row < e.film.trace.x.rows; ++row) {
    const FilmReader read{e.film, e.model, std::max<Index>(row, 0), 9, row < 0};
    const Reel reel(e.model);
    for (const Moment& chapter : reel.chapters())
      for (const Stage stage : reel.stages(chapter))
        for (Index unit = 0; unit < reel.units({chapter.phase, chapter.layer, stage, 0}); ++unit)
          reckoned += check(film_lines(read, {chapter.phase, chapter.layer, stage, unit}), of);
    for (Index column = 1; column <= read.last() + 1; ++column)
      if (read.layer(column - 1).spec().kind == "dense")
        for (Index unit = 0; unit < read.layer(column - 1).arguments(); ++unit)
          for (Index from = -1; from < read.layer(column - 1).inputs(); ++from)
            reckoned += check(chain_lines(read, column, from, unit), of + ", chain rule");
  }
  return reckoned;
}

TEST(FilmNumbers, OfEveryActivation) {
  for (const Activation& g : activations()) {
    const std::string name(g.name), outputs = name == "glu" || name == "maxout" ? "4" : "2";
    const Example e = example_of({{"dense:4:" + name, "dense:" + outputs + ":" + name}});
    EXPECT_GT(check_all(e, name), 150) << name;
  }
  EXPECT_GT(check_all(example_of({{"dense:3:gelu:approximate=1", "dense:1"}}), "gelu"), 100);
  EXPECT_GT(check_all(example_of({{"dense:3:softmax", "dense:2:softmax"}}), "softmax"), 100);
}

TEST(FilmNumbers, OfEveryLoss) {
  for (const Loss& loss : losses()) {
    const std::string name(loss.name);
    for (const char* last : {"sigmoid", "softmax", "linear", "tanh", "softplus"})
      for (const char* outputs : {"1", "3"}) {
        if (*outputs == '1' && std::string_view(last) == "softmax") continue;
        if (*outputs == '1' && loss.class_index()) continue;
        const std::string layer = std::string("dense:") + outputs + ":" + last;
        EXPECT_GT(check_all(example_of({{"dense:2:tanh", layer}, name}), name + ", " + layer), 50);
      }
    EXPECT_GT(check_all(example_of({{"dense:2:tanh", "dense:2:sigmoid"}, name, "sgd", Dialect::keras3, 2, 1}),
                        name + ", one row"),
              15);
    EXPECT_GT(check_all(example_of({{"dense:2:tanh", "dense:2:sigmoid"}, name, "sgd", Dialect::keras3, 2, 3, true}),
                        name + ", weighted"),
              50);
  }
  for (const char* loss : {"huber:delta=0.2", "hinge:convert_labels=0", "squared_hinge:convert_labels=0",
                           "binary_crossentropy:label_smoothing=0.1", "categorical_crossentropy:label_smoothing=0.2",
                           "binary_crossentropy:from_logits=1", "sparse_categorical_crossentropy:from_logits=1",
                           "binary_focal_crossentropy:gamma=3", "binary_focal_crossentropy:apply_class_balancing=1",
                           "categorical_focal_crossentropy:alpha=0.5:gamma=1"})
    for (const char* last : {"dense:3", "dense:3:sigmoid", "dense:3:softmax"})
      EXPECT_GT(check_all(example_of({{"dense:2:tanh", last}, loss}), std::string(loss) + ", " + last), 50);
}

TEST(FilmNumbers, OfEveryOptimizer) {
  std::vector<std::string> all;
  for (const Optimizer& o : optimizers()) all.emplace_back(o.name);
  for (const char* more : {"sgd:weight_decay=0.3", "adamw:weight_decay=0.5:learning_rate=0.2", "sgd:clipvalue=0.01",
                           "sgd:momentum=0.9", "sgd:momentum=0.9:nesterov=1", "rmsprop:momentum=0.5",
                           "rmsprop:centered=1", "rmsprop:centered=1:momentum=0.5", "adam:amsgrad=1"})
    all.emplace_back(more);
  for (const std::string& optimizer : all)
    for (const Dialect dialect : {Dialect::keras3, Dialect::keras2}) {
      if (dialect == Dialect::keras2 && (optimizer == "adamw" || optimizer == "lion"))
        continue;  // Keras 2.2 has neither
      EXPECT_GT(check_all(example_of({{"dense:2:tanh", "dense:1:sigmoid"}, "mse", optimizer, dialect}), optimizer), 100)
          << optimizer;
    }
}

TEST(FilmNumbers, OfEveryKindOfLayer) {
  for (const std::vector<std::string>& layers : std::vector<std::vector<std::string>>{
           {"dense:3:relu", "batch_normalization", "dense:1:sigmoid"},
           {"dense:3:relu", "layer_normalization", "dropout:0.4", "dense:2:softmax"},
           {"rbf:3", "dense:1"},
           {"dense:3", "prelu", "gaussian_noise:0.1", "dense:1:tanh"},
           {"dense:3", "activation:silu", "dense:1"},
           {"dense:3:relu:kernel_regularizer=l2:l2=0.1", "dense:1:sigmoid:activity_regularizer=l2:l2=0.1"},
           {"dense:3:tanh:activity_regularizer=l1:l1=0.1:bias_regularizer=l1:l1=0.1", "dense:1:use_bias=0"},
           {"dense:8:tanh", "dense:8:tanh", "dense:1"},
           {"dense:3:tanh", "batch_normalization:trainable=0", "dense:1"},
           {"dense:2:kernel_constraint=non_neg", "batch_normalization:center=0:scale=0",
            "dense:1:kernel_constraint=unit_norm"},
           {"dense:1:sigmoid", "dense:1:sigmoid"}}) {
    std::string of;
    for (const std::string& layer : layers) of += layer + " ";
    EXPECT_GT(check_all(example_of({layers}), of), 40) << of;
    const bool logits = layers.back().find("sigmoid") != std::string::npos;
    if (logits) {
      EXPECT_GT(check_all(example_of({layers, "binary_crossentropy"}), of + "binary_crossentropy"), 40) << of;
    }
  }
  EXPECT_GT(check_all(example_of({{"dense:1:sigmoid", "dense:1:sigmoid"}, "mse", "sgd", Dialect::keras3, 1, 1}),
                      "single neurons"),
            20);
}

// "All rows" of a gradient is the mean of the rows' own, which the test takes from the deltas itself.
TEST(FilmNumbers, OfTheBatchAreTheMeanOfTheRows) {
  const Example e = example_of({{"dense:3:tanh", "dense:1:sigmoid"}});
  const LayerTrace& t = e.film.trace.layers[0];
  for (Index from = -1; from < 2; ++from)
    for (Index unit = 0; unit < 3; ++unit) {
      double mean = 0;
      for (Index r = 0; r < 3; ++r) mean += row_gradient(t, r, from, unit) / 3.0;
      EXPECT_NEAR(mean, t.gradients[from < 0](std::max<Index>(from, 0), unit), 1e-7);
    }
  EXPECT_EQ(change_of(t, 0, 1, 2), t.after[0](1, 2) - t.before[0](1, 2));
  const FilmReader read{e.film, e.model, 0, 9, true};
  const auto lines = film_lines(read, {Phase::backward, 0, Stage::multiply, 1});
  ASSERT_EQ(lines.size(), 1U);
  const auto sides = sides_of(plain(lines[0].numbers[0]));
  ASSERT_EQ(sides.size(), 3U);
  EXPECT_NEAR(*value_of(sides[1]), t.gradients[0](0, 1), 1e-6);
}

TEST(Tables, DerivativesAreThoseOfTheEngine) {
  for (const Activation& g : activations()) {
    if (!g.elementwise) continue;
    std::vector<double> p = defaults(g).values;
    Values names;
    for (std::size_t i = 0; i < g.parameters.size(); ++i) names[std::string(g.parameters[i].name)] = p[i];
    p.resize(8);
    for (const double z : {-7.3, -2.6, -1.1, -0.45, -0.2, 0.3, 0.7, 1.4, 2.7, 6.8}) {
      double a = 0, slope = 0;
      const double one = 1;
      g.exact.forward({&z, 1, 1}, {&a, 1, 1}, p.data());
      g.exact.backward({&z, 1, 1}, {&a, 1, 1}, {&one, 1, 1}, {&slope, 1, 1}, p.data());
      names["z"] = z;
      names.try_emplace("a", 0);
      Values of_slope = names;
      if (g.name != "smht") of_slope["a"] = a;  // whose a is a parameter
      of_slope["value"] = a;
      const auto value = value_of(g.formula, names), derivative = value_of(g.derivative, of_slope);
      ASSERT_TRUE(value && derivative) << g.name << ": " << g.formula << "; " << g.derivative;
      EXPECT_NEAR(*value, a, 2e-6 * std::max(1.0, std::abs(a))) << g.name << " at " << z;
      EXPECT_NEAR(*derivative, slope, 2e-6 * std::max(1.0, std::abs(slope))) << g.name << "' at " << z;
    }
  }
}

// Its text names a sum over outputs, which is taken here.
TEST(Tables, TheFocalSlopeIsThatOfTheEngine) {
  const Loss& loss = find(losses(), "loss", "categorical_focal_crossentropy");
  const double p[] = {0.2, 0.5, 0.3}, t[] = {0, 1, 0}, options[] = {0.25, 0, 2};
  double slopes[3], shares[3], along = 0;
  loss.exact.gradient({p, 1, 3}, {t, 1, 3}, {slopes, 1, 3}, 1, options);
  const std::string text(loss.derivative);
  const std::string share = text.substr(text.find(", s_j = ") + 8);
  for (int j = 0; j < 3; ++j) {
    const auto value = value_of(share, {{"p_j", p[j]}, {"t_j", t[j]}, {"alpha", 0.25}, {"gamma", 2}});
    ASSERT_TRUE(value) << share;
    shares[j] = *value;
    along += shares[j] * p[j];
  }
  ASSERT_TRUE(text.starts_with("s_j - sum_i s_i p_i, "));
  for (int j = 0; j < 3; ++j) EXPECT_NEAR(shares[j] - along, slopes[j], 1e-12);
}

TEST(Arithmetic, ReckonsAsTheTablesMeanIt) {
  const Values names{{"z", 2}, {"a", 3}, {"t_j", -1}, {"w_1^[2]", 3}, {"w_1^[12]", 4}};
  const std::pair<const char*, double> known[] = {{"1 / (1 + e^-z)", 1 / (1 + std::exp(-2.0))},
                                                  {"2 z / a z", 4.0 / 6},
                                                  {"1 / 2 · (3 + 4)", 3.5},
                                                  {"z if z > 3, a if z > 1, else 0", 3},
                                                  {"|t_j| a^2", 9},
                                                  {"-t_j", 1},
                                                  {"tanh^2 z", std::pow(std::tanh(2), 2)},
                                                  {"max(0, -z, 1)", 1},
                                                  {"ln cosh(z - 1)", std::log(std::cosh(1))},
                                                  {"s z, s = z + 1", 6},
                                                  {"1e-05 · (-2)", -2e-5},
                                                  {"0.5 0.5", 0.25},
                                                  {"w_1^[2] (w_1^[12])^2", 48},
                                                  {"1 if z > 0, else 0 (0 at 0)", 1}};
  for (const auto& [text, value] : known) {
    const auto found = value_of(text, names);
    ASSERT_TRUE(found) << text;
    EXPECT_NEAR(*found, value, 1e-12) << text;
  }
  for (const char* text : {"", "q + 1", "1 +", "(1", "1 + … (3 more)", "max", "1 2 if", "∂L"})
    EXPECT_FALSE(value_of(text)) << text;
  EXPECT_EQ(sides_of("= 1 = 2 · 3 = 6"), (std::vector<std::string>{"1", "2 · 3", "6"}));
}

}  // namespace
}  // namespace chainrule
