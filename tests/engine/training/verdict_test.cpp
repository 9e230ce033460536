// SPDX-License-Identifier: MIT
// The truth in words: trainings whose truth is known, and made courses on both sides of each threshold.
#include "engine/training/verdict.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <set>

#include "engine/data/bundled.hpp"
#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/guess.hpp"
#include "engine/io/link.hpp"
#include "engine/sequential.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

using enum Verdict;

Verdict verdict(const Curves& curves) {
  const auto facts = curve_facts(curves);
  return facts ? verdict_of(*facts)->verdict : none;
}

Verdict after(const std::string& link, std::string* words = nullptr) {
  const ReadResult read = read_link(link);
  EXPECT_TRUE(read.complaints.empty()) << link;
  const BundledData* bundled = find_bundled(read.document.data);
  const DataSet data = make_data(read.document, bundled ? test::asset(std::string(bundled->file)) : "");
  const Document d = completed(read, data);
  const Matrix targets = make_targets(data, d);
  const auto model = make_model(d, data.x.cols);
  const History h = model->fit(data.x.view(), targets.view(), d.fit);
  const double split = d.fit.validation_split;
  const Curves curves{h.find("loss"), h.find("val_loss"), constant_loss(d, data),
                      split > 0 ? data.x.rows - training_rows(data.x.rows, split) : 0};
  const auto facts = curve_facts(curves);
  if (words && facts) *words = verdict_of(*facts)->words(*facts);
  return verdict(curves);
}

#define BY_HEART "layers=dense:32:relu,dense:32:relu,dense:1:sigmoid&optimizer=adam:learning_rate=0.01"
#define SPIRAL "data=spiral&layers=dense:16:tanh,dense:16:tanh,dense:1:sigmoid&optimizer=adam:learning_rate=0.02"
#define CURVE "data=curve&layers=dense:8:tanh,dense:1&loss=mse&optimizer=adam:learning_rate=0.02"

// What is true of each is known from how it was made, not from its curves.
struct Known {
  Verdict truth;
  std::string link;
};
const std::vector<Known> runs{
    // Networks that fit their data, trained to the end.
    {learned, ""},
    {learned, "data=gauss"},
    {learned, "data=gauss&epochs=10"},
    {learned, "data=moons"},
    {learned, "data=moons&validation_split=0"},
    {learned, SPIRAL "&epochs=150"},
    {learned, CURVE},
    {learned, "data=plane&layers=dense:1&loss=mse"},
    {learned, "data=clusters&layers=dense:6:tanh,dense:3:softmax&epochs=60"},
    {learned, "data=step&layers=dense:6:tanh,dense:6:tanh,dense:1&optimizer=adam:learning_rate=0.02"},
    {learned, "features=x1^2,x2^2&layers=dense:1:sigmoid&optimizer=adam:learning_rate=0.1"},
    // The same, stopped early.
    {none, "epochs=5"},
    {falling, "data=xor&epochs=8"},
    {falling, "data=xor&epochs=12"},
    {falling, "data=xor&epochs=20"},
    {falling, SPIRAL "&epochs=30"},
    {falling, CURVE "&epochs=10"},
    {not_learned, SPIRAL "&epochs=15"},
    // What a straight line cannot part or follow.
    {not_learned, "layers=dense:1:sigmoid"},
    {not_learned, "data=xor&layers=dense:1:sigmoid"},
    {not_learned, "data=spiral&layers=dense:1:sigmoid"},
    {not_learned, "data=hills&layers=dense:1"},
    {not_learned, "data=curve&layers=dense:1"},
    // Two units for two arms: a little better than nothing.
    {underfits, "data=spiral&layers=dense:2:tanh,dense:1:sigmoid&epochs=150"},
    // Steps too small, gradients that vanish.
    {not_learned, "optimizer=adam:learning_rate=0.00001"},
    {not_learned, "optimizer=adam:learning_rate=0.0001&epochs=30"},
    {not_learned, "data=plane&layers=dense:1&loss=mse&optimizer=sgd:learning_rate=0.000001"},
    {not_learned, "data=diabetes&layers=dense:4:tanh,dense:4:tanh,dense:1"},
    {not_learned,
     "data=spiral&layers=dense:4:sigmoid,dense:4:sigmoid,dense:4:sigmoid,dense:4:sigmoid,dense:4:sigmoid,"
     "dense:1:sigmoid&optimizer=sgd:learning_rate=0.1"},
    // Steps too large.
    {fails, "optimizer=adam:learning_rate=30"},
    {fails, "optimizer=sgd:learning_rate=50"},
    {fails, "data=xor&optimizer=sgd:learning_rate=20"},
    // Labels by the toss of a coin: what a small network does not learn, a large one learns by heart.
    {not_learned, "label_noise=0.5&layers=dense:1:sigmoid"},
    {not_learned, "data=gauss&label_noise=0.5&layers=dense:2:tanh,dense:1:sigmoid&epochs=60"},
    {overfits, "label_noise=0.5&epochs=150&" BY_HEART},
    {overfits, "label_noise=0.5&layers=dense:64:relu,dense:64:relu,dense:1:sigmoid&epochs=300"},
    {overfits, "label_noise=0.3&samples=40&epochs=200&" BY_HEART},
    // Few noisy rows and many weights.
    {overfits, "data=moons&noise=0.45&samples=90&batch_size=16&validation_split=0.5&epochs=200&seed=3&" BY_HEART},
    {overfits, "data=moons&noise=0.35&samples=120&batch_size=16&validation_split=0.4&epochs=200&seed=3&" BY_HEART},
    {overfits,
     "data=curve&noise=1&samples=60&layers=dense:64:relu,dense:64:relu,dense:1&optimizer=adam:learning_rate="
     "0.01&epochs=300&validation_split=0.5"},
    {overfits, "data=diabetes&layers=dense:64:relu,dense:64:relu,dense:1&optimizer=adam:learning_rate=0.01&epochs=200"},
    // Classes that lie over each other: as far as it goes.
    {rests, "data=gauss&noise=1&layers=dense:2:tanh,dense:1:sigmoid"},
    {rests, "data=clusters&noise=1&layers=dense:6:tanh,dense:3:softmax&epochs=200"},
};
#undef BY_HEART
#undef SPIRAL
#undef CURVE

TEST(Verdicts, AreTrueOfTrainingsWhoseTruthIsKnown) {
  EXPECT_GE(runs.size(), 40U);
  for (const Known& run : runs) {
    std::string words;
    const Verdict said = after(run.link, &words);
    EXPECT_EQ(said, run.truth) << run.link << ": " << words;
    EXPECT_EQ(words.find("by heart") != std::string::npos, run.truth == overfits) << run.link << ": " << words;
    EXPECT_EQ(words.find("smaller learning rate") != std::string::npos, run.truth == fails) << run.link;
  }
}

// ---- made courses ----

using Course = std::function<double(int)>;

Verdict of(int epochs, const Course& loss, const Course& val_loss, double guess = 0.7, Index rows = 0) {
  std::vector<double> l, v;
  for (int e = 1; e <= epochs; ++e) {
    l.push_back(loss(e));
    v.push_back(val_loss(e));
  }
  return verdict({&l, &v, guess, rows});
}
Course still(double value) {
  return [=](int) { return value; };
}
/// 0.6 down to 0.3 in 10 epochs, then straight to `end` at epoch 40.
Course turn(double end) {
  return [=](int e) { return e <= 10 ? 0.6 - 0.03 * e : 0.3 + (end - 0.3) * (e - 10) / 30; };
}

TEST(VerdictThreshold, OverfittingNeedsALossThatFellATenth) {
  EXPECT_EQ(of(40, turn(0.25), turn(0.4)), overfits);
  EXPECT_NE(of(40, turn(0.29), turn(0.4)), overfits) << "loss has hardly moved: nothing is known by heart";
  EXPECT_NE(of(40, turn(0.3), turn(0.4)), overfits);
}
TEST(VerdictThreshold, OverfittingNeedsAGapThatLasts) {
  EXPECT_NE(of(
                40, [](int e) { return turn(0.2)(e) + (e == 38 ? 0.3 : 0); }, turn(0.4)),
            overfits)
      << "loss lay above val_loss two epochs ago";
  EXPECT_NE(of(40, turn(0.2), turn(0.15)), overfits) << "val_loss falls further";
  EXPECT_NE(of(
                40, [](int e) { return 1 + turn(0.2)(e); }, turn(0.4), 2),
            overfits)
      << "dropout: loss lies above val_loss all the time";
}
TEST(VerdictThreshold, OverfittingIsMoreThanTheRowsScatter) {
  EXPECT_EQ(of(40, turn(0.2), turn(0.36), 0.7, 100), overfits) << "0.05 more; 100 rows scatter 0.015";
  EXPECT_EQ(of(
                40, [](int e) { return e <= 10 ? turn(0)(e) : 0.25; }, turn(0.36), 0.7, 6),
            noise)
      << "0.05 more; 6 rows scatter 0.06";
}
TEST(VerdictThreshold, AJumpingValidationLossIsNoise) {
  const Course jumps = [](int e) { return e <= 10 ? turn(0)(e) : 0.33 + (e % 2 ? 0.05 : -0.029); };
  EXPECT_EQ(of(41, [](int e) { return e <= 10 ? turn(0)(e) : 0.25; }, jumps), noise);
}
TEST(VerdictThreshold, LossThatRisesFails) {
  EXPECT_EQ(of(40, turn(0.42), turn(0.42)), fails);
  EXPECT_NE(of(40, turn(0.34), turn(0.34)), fails);
}
TEST(VerdictThreshold, LossThatSwaysAboveAConstantAnswerFails) {
  const auto sways = [](double middle, double by) { return [=](int e) { return middle + (e % 2 ? by : -by); }; };
  EXPECT_EQ(of(40, sways(2, 0.1), still(2)), fails);
  EXPECT_EQ(of(40, sways(2, 0.01), still(2)), not_learned);
  EXPECT_EQ(of(40, sways(0.4, 0.05), still(0.4)), underfits) << "small batches sway";
}
TEST(VerdictThreshold, NothingIsLearnedWhereAConstantAnswerGetsAsMuch) {
  EXPECT_EQ(of(40, still(0.67), still(0.67)), not_learned);
  EXPECT_EQ(of(40, still(0.66), still(0.66)), underfits);
}
TEST(VerdictThreshold, UnderfitsAboveHalfOfAConstantAnswer) {
  EXPECT_EQ(of(40, still(0.36), still(0.36)), underfits);
  EXPECT_EQ(of(40, still(0.34), still(0.34)), rests);
}
TEST(VerdictThreshold, LearnedBelowATenthOnBothSides) {
  EXPECT_EQ(of(40, still(0.069), still(0.069)), learned);
  EXPECT_EQ(of(40, still(0.071), still(0.069)), rests);
  EXPECT_EQ(of(40, still(0.069), still(0.071)), rests);
}
TEST(VerdictThreshold, BothFallByTwoPerCentInAFifthOfTheEpochs) {
  const auto slope = [](double a_fifth) { return [=](int e) { return 0.4 * std::pow(1 - a_fifth, e / 8.0); }; };
  EXPECT_EQ(of(40, slope(0.021), slope(0.021)), falling);
  EXPECT_NE(of(40, slope(0.019), slope(0.021)), falling);
  EXPECT_NE(of(40, slope(0.021), slope(0.019)), falling);
  EXPECT_EQ(of(40, slope(0.021), still(0.5)), gap);
}
TEST(VerdictThreshold, SixEpochsHaveToBeThere) {
  EXPECT_EQ(of(5, still(0.7), still(0.7)), none);
  EXPECT_EQ(of(6, still(0.7), still(0.7)), not_learned);
  EXPECT_EQ(of(6, still(NAN), still(0.7)), none);
  EXPECT_EQ(of(6, still(0.7), still(NAN)), none);
}
TEST(VerdictThreshold, LossesBelowZeroAreLossesToo) {
  // cosine_similarity: -1 is best; nothing is known of a constant answer.
  EXPECT_NE(of(40, [](int e) { return -0.5 - 0.01 * e; }, [](int e) { return -0.5 - 0.01 * e; }, 0), overfits);
  EXPECT_EQ(of(
                40, [](int e) { return -0.2 - 0.015 * e; },
                [](int e) { return e <= 10 ? -0.2 - 0.01 * e : -0.3 + 0.004 * (e - 10); }, 0),
            overfits);
}

TEST(Verdicts, HaveAReasonEachAndWordsWithoutBlame) {
  std::set<std::string_view> names;
  CurveFacts facts;
  facts.epochs = 40;
  facts.spot = 10;
  facts.guess = 1;
  facts.gap_lasts = true;
  facts.loss_at_spot = 0.3;
  facts.val_best = 0.3;
  facts.val_first = 1;
  facts.val_now = 0.9;
  for (const VerdictRule& rule : verdict_rules()) {
    EXPECT_TRUE(names.insert(rule.name).second);
    EXPECT_FALSE(rule.reason.empty()) << rule.name;
    const std::string words = rule.words(facts);
    EXPECT_TRUE(words.ends_with('.')) << words;
    EXPECT_EQ(words.find('!'), std::string::npos) << words;
    EXPECT_LT(words.size(), 190U) << "two lines: " << words;
  }
  EXPECT_EQ(names.size(), 9U);
}

}  // namespace
}  // namespace chainrule
