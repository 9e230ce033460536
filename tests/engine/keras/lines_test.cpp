// SPDX-License-Identifier: MIT
// Single lines of Keras programs against what Keras's documentation and Python's grammar want: brackets where they
// change a result, both sides of every boundary, and arguments that stand for what the document says.
#include <gtest/gtest.h>

#include <string>

#include "engine/document/data_set.hpp"
#include "engine/io/link.hpp"
#include "engine/keras/code.hpp"
#include "engine/keras/program.hpp"
#include "engine/layers/layer.hpp"
#include "engine/tables/activation.hpp"
#include "engine/tables/initializer.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/schedule.hpp"

namespace chainrule {
namespace {

std::string program(const std::string& link, bool with_data = false) {
  const ReadResult read = read_link(link);
  for (const auto& complaint : read.complaints) ADD_FAILURE() << complaint.text;
  if (!with_data) return write_keras_code(read.document);
  const DataSet data = make_data(read.document, "");
  return write_keras_code(read.document, &data);
}
/// Without blanks at the beginning of lines and line breaks, which mean nothing between brackets.
std::string bare(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}
void expect_in(const std::string& code, const std::string& part) {
  EXPECT_NE(bare(code).find(bare(part)), std::string::npos) << part << "\nis not in\n" << code;
}
void expect_not_in(const std::string& code, const std::string& part) {
  EXPECT_EQ(code.find(part), std::string::npos) << part << "\nis in\n" << code;
}

/// The NumPy expression of one feature.
std::string feature(const std::string& formula) {
  std::string coded = formula;
  for (auto at = coded.find(','); at != std::string::npos; at = coded.find(',', at + 2)) coded.insert(at, "\\");
  const std::string code = program("data=gauss&features=" + encode_link_text(coded), true);
  const std::string start = "X_train = np.column_stack([";
  const auto from = code.find(start) + start.size();
  return code.substr(from, code.find("])\n", from) - from);
}

/// Rows that a Keras has neither by name nor as lines of Python: their program stops where it comes to them.
template <class Row>
std::string told_by_nobody(std::span<const Row> table) {
  std::string all;
  for (const Row& row : table)
    if (row.keras.body.empty() && (row.keras.newer.empty() || row.keras.older.empty()))
      all += " " + std::string(row.name);
  return all;
}

TEST(KerasNames, EachRowHasOneOrLinesInItsPlace) {
  EXPECT_EQ(told_by_nobody(activations()) + told_by_nobody(losses()) + told_by_nobody(schedules()) +
                told_by_nobody(initializers()) + told_by_nobody(layer_kinds()),
            "");
}

// As a row has it that was just written.
TEST(KerasNames, OfWhatHasNeitherTheProgramSaysWhatIsMissing) {
  KerasProgram missing(Dialect::keras3);
  EXPECT_EQ(missing.own_function("fancy", "x", "", {}, {}), "fancy");
  expect_in(missing.text(), "def fancy(x):\n raise NotImplementedError('write it here: Keras 3 has no fancy')\n");
  KerasProgram written(Dialect::keras2);
  const Parameter alpha{"alpha", "", 1, 0, 10};
  const double half = 0.5;
  written.own_function("fancy", "x", "y = ops.exp(x)\nreturn {alpha} * y", {&alpha, 1}, {&half, 1});
  EXPECT_NE(written.text().find("def fancy(x):\n    y = K.exp(x)\n    return 0.5 * y\n"), std::string::npos)
      << written.text();
}

// Python: ** binds before a sign on its left, products before sums, and equal ones from the left; ** from the right.
TEST(KerasFeature, HasBracketsWhereTheyCount) {
  const std::pair<const char*, const char*> all[] = {{"x1 + x2", "X[:, 0] + X[:, 1]"},
                                                     {"x1 - x2 - x1", "X[:, 0] - X[:, 1] - X[:, 0]"},
                                                     {"x1 - (x2 - x1)", "X[:, 0] - (X[:, 1] - X[:, 0])"},
                                                     {"x1 - (x2 + x1)", "X[:, 0] - (X[:, 1] + X[:, 0])"},
                                                     {"x1 - x2 * x1", "X[:, 0] - X[:, 1] * X[:, 0]"},
                                                     {"(x1 + x2) * x1", "(X[:, 0] + X[:, 1]) * X[:, 0]"},
                                                     {"x1 / (x2 * x1)", "X[:, 0] / (X[:, 1] * X[:, 0])"},
                                                     {"x1 / x2 / x1", "X[:, 0] / X[:, 1] / X[:, 0]"},
                                                     {"x1 / (x2 / x1)", "X[:, 0] / (X[:, 1] / X[:, 0])"},
                                                     {"-x1^2", "-X[:, 0] ** 2"},
                                                     {"(-x1)^2", "(-X[:, 0]) ** 2"},
                                                     {"(x1 * x2)^2", "(X[:, 0] * X[:, 1]) ** 2"},
                                                     {"(x1^2)^3", "(X[:, 0] ** 2) ** 3"},
                                                     {"2^x1^2", "2 ** X[:, 0] ** 2"},
                                                     {"2^-x1", "2 ** -X[:, 0]"},
                                                     {"-(x1 + x2)", "-(X[:, 0] + X[:, 1])"},
                                                     {"2 * -x1", "2 * -X[:, 0]"}};
  for (const auto& [formula, code] : all) EXPECT_EQ(feature(formula), code) << formula;
}

TEST(KerasFeature, CallsNumPysFunctions) {
  EXPECT_EQ(feature("step(x1)"), "np.heaviside(X[:, 0], 0)") << "step is 0 at 0";
  EXPECT_EQ(feature("min(x1, x2)"), "np.minimum(X[:, 0], X[:, 1])");
  EXPECT_EQ(feature("max(x1, x2 - 1)"), "np.maximum(X[:, 0], X[:, 1] - 1)");
  EXPECT_EQ(feature("sin(x1 * 2)"), "np.sin(X[:, 0] * 2)");
  EXPECT_EQ(feature("2 + 3"), "np.full(len(X), 2 + 3)") << "what has no input in it is a column all the same";
}

TEST(KerasData, StandardisesAsTheDocumentDoes) {
  const std::string code = program("data=gauss&standardise=1&validation_split=0.25", true);
  expect_in(code, "train = int(len(X_train) * (1 - 0.25))\n");
  expect_in(code, "mean, deviation = X_train[:train].mean(axis=0), X_train[:train].std(axis=0)\n");
  expect_in(code, "deviation[deviation == 0] = 1\n");
  expect_in(code, "X_train = (X_train - mean) / deviation\n");
  expect_not_in(program("data=gauss&standardise=0", true), "deviation");
}

// ---- schedules ----

TEST(KerasSchedule, PiecewiseKeepsARateUpToItsBoundary) {
  const std::string schedule =
      "&learning_rate_schedule=piecewise_constant:boundary_1=10:value_1=0.05:boundary_2=20:"
      "value_2=0.01&optimizer=sgd:learning_rate=0.1";
  expect_in(program("dialect=keras2" + schedule), "return 0.1 if step <= 10 else 0.05 if step <= 20 else 0.01");
  expect_in(program("dialect=keras3" + schedule), "PiecewiseConstantDecay([10, 20], [0.1, 0.05, 0.01])");
}

TEST(KerasSchedule, WarmsUpWhereThereIsATargetAndAWay) {
  const auto older = [](const std::string& warmup) {
    return program("dialect=keras2&optimizer=sgd:learning_rate=0.1&learning_rate_schedule=cosine_decay" + warmup);
  };
  expect_in(older(":warmup_target=0.5:warmup_steps=20"), "top, warmup = 0.5, 20\n");
  expect_in(older(":warmup_target=0.5"), "top, warmup = 0.1, 0\n");
  expect_in(older(":warmup_steps=20"), "top, warmup = 0.1, 0\n");
  const auto newer = [](const std::string& warmup) {
    return program("optimizer=sgd:learning_rate=0.1&learning_rate_schedule=cosine_decay" + warmup);
  };
  expect_in(newer(":warmup_target=0.5:warmup_steps=20"), "warmup_target=0.5");
  expect_not_in(newer(":warmup_target=0.5"), "warmup");
}

TEST(KerasSchedule, StaircaseDividesWholly) {
  const std::string link = "dialect=keras2&learning_rate_schedule=exponential_decay:decay_steps=100:decay_rate=0.5";
  expect_in(program(link), "* 0.5 ** (step / 100)");
  expect_in(program(link + ":staircase=1"), "* 0.5 ** (step // 100)");
}

// ---- compile and fit ----

TEST(KerasOptimizer, OfKeras2HasOneNormForAllGradients) {
  const auto line = [](const std::string& norms) { return program("dialect=keras2&optimizer=sgd" + norms); };
  expect_in(line(":clipnorm=2"), "clipnorm=2");
  expect_in(line(":global_clipnorm=3"), "clipnorm=3");
  expect_in(line(":clipnorm=2:global_clipnorm=3"), "clipnorm=2");  // both hold where the smaller one does
  expect_in(line(":clipnorm=5:global_clipnorm=3"), "clipnorm=3");
}

TEST(KerasCallback, IsToldWhichWayIsBetter) {
  const auto line = [](const std::string& monitor) {
    return program("metrics=acc,mse,auc&callbacks=early_stopping:monitor=" + monitor + ":patience=3");
  };
  expect_in(line("val_acc"), "mode='max'");
  expect_in(line("auc"), "mode='max'");
  expect_in(line("val_mse"), "mode='min'");
  expect_not_in(line("val_loss"), "mode=");
}

TEST(KerasMetric, HasItsParameters) {
  expect_in(program("metrics=recall:threshold=0.7"), "keras.metrics.Recall(thresholds=0.7, name='recall')");
  expect_in(program("metrics=precision:threshold=0.7"), "keras.metrics.Precision(thresholds=0.7, name='precision')");
  expect_in(program("metrics=recall"), "metrics=['recall']");
  expect_in(program("metrics=binary_accuracy:threshold=0.7"), "threshold=0.7");
}

// Keras refuses a threshold of 0, and lion a beta_1 of 0.
TEST(KerasNumber, IsAboveZeroWhereKerasWantsIt) {
  expect_in(program("metrics=f1_score:threshold=0"), "threshold=1e-37");
  expect_in(program("optimizer=lion:beta_1=0"), "beta_1=1e-37");
  expect_in(program("metrics=f1_score:threshold=0.25"), "threshold=0.25");
}

TEST(KerasSeed, HasThirtyTwoBits) {
  expect_in(program("seed=7"), "keras.utils.set_random_seed(7)");
  expect_in(program("seed=4294967295"), "keras.utils.set_random_seed(4294967295)");
  expect_in(program("seed=4294967296"), "keras.utils.set_random_seed(0)");
  expect_in(program("dialect=keras2&seed=4294967301"), "np.random.seed(5)");
}

// ---- layers ----

TEST(KerasLayer, HasWhatIsNotUsual) {
  expect_in(program("layers=dense:4:bias_initializer=ones,dense:1:sigmoid"), "bias_initializer='ones'");
  expect_in(program("layers=dense:4:kernel_initializer=he_normal,dense:1:sigmoid"), "kernel_initializer='he_normal'");
  expect_in(program("layers=dense:4:use_bias=0,dense:1:sigmoid"), "use_bias=False");
  expect_in(program("layers=dense:4:trainable=0,dense:1:sigmoid"), "trainable=False");
  expect_in(program("layers=dense:4:name=first,dense:1:sigmoid"), "name='first'");
  expect_not_in(program("layers=dense:4,dense:1:sigmoid"), "initializer");
}

// Keras 3's own GaussianNoise takes deviations from 0 to 1.
TEST(KerasLayer, NoiseOfMoreThanOneIsTheProgramsOwn) {
  expect_not_in(program("layers=gaussian_noise:1,dense:1:sigmoid"), "class ");
  expect_in(program("layers=gaussian_noise:1.5,dense:1:sigmoid"), "class GaussianNoise(layers.Layer)");
  expect_not_in(program("dialect=keras2&layers=dense:2,gaussian_noise:1.5,dense:1:sigmoid"), "class ");
}

}  // namespace
}  // namespace chainrule
