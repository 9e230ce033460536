// SPDX-License-Identifier: MIT
// Every metric by hand, sums over batches, how 'acc' is resolved, and the keys of histories.
#include "engine/tables/metric.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/engine/files.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

using test::message;

/// The metric `text` of rows p and t.
double metric(const std::string& text, const Matrix& p, const Matrix& t, Dialect dialect = Dialect::keras3) {
  const Choice choice = metric_choice(text, dialect);
  const Metric& row = find(metrics(), "metric", choice.name);
  std::vector<double> state(static_cast<std::size_t>(row.size(p.cols)));
  row.add(p, t, state.data(), choice.values.data());
  return row.result(state.data(), p.cols, choice.values.data());
}

Matrix column(std::vector<float> values) {
  const auto n = static_cast<Index>(values.size());
  return {n, 1, std::move(values)};
}

TEST(Metric, AccuraciesByHand) {
  EXPECT_DOUBLE_EQ(metric("binary_accuracy", column({0.9f, 0.4f, 0.6f, 0.1f}), column({1, 1, 0, 0})), 0.5);
  EXPECT_DOUBLE_EQ(metric("binary_accuracy", Matrix(1, 4, {0.9f, 0.4f, 0.6f, 0.1f}), Matrix(1, 4, {1, 0, 0, 0})), 0.75);
  EXPECT_DOUBLE_EQ(metric("binary_accuracy:threshold=0.3", column({0.4f, 0.2f}), column({1, 0})), 1);
  const Matrix p(3, 3, {0.1f, 0.7f, 0.2f, 0.4f, 0.4f, 0.2f, 0.2f, 0.3f, 0.5f});
  const Matrix one_hot(3, 3, {0, 1, 0, 0, 1, 0, 0, 0, 1});
  EXPECT_DOUBLE_EQ(metric("categorical_accuracy", p, one_hot), 2.0 / 3) << "of equals the first counts";
  EXPECT_DOUBLE_EQ(metric("sparse_categorical_accuracy", p, column({1, 0, 0})), 2.0 / 3);
}

TEST(Metric, TopK) {
  const Matrix p(2, 4, {0.4f, 0.3f, 0.2f, 0.1f, 0.1f, 0.2f, 0.3f, 0.4f});
  const Matrix third(2, 4, {0, 0, 1, 0, 0, 1, 0, 0});  // in both rows the third largest
  EXPECT_EQ(metric("top_k_categorical_accuracy:k=2", p, third), 0);
  EXPECT_EQ(metric("top_k_categorical_accuracy:k=3", p, third), 1);
  EXPECT_EQ(metric("top_k_categorical_accuracy", p, third), 1) << "five places hold all four classes";
  EXPECT_EQ(metric("sparse_top_k_categorical_accuracy:k=1", p, column({0, 0})), 0.5);
  EXPECT_EQ(metric("sparse_top_k_categorical_accuracy:k=1", Matrix(1, 3, {1, 1, 0}), column({1})), 1)
      << "ties stay inside";
}

TEST(Metric, OfNumbersByHand) {
  const Matrix p = column({1, 2, 3, 6}), t = column({1, 3, 5, 2});  // differences 0, -1, -2, 4
  EXPECT_DOUBLE_EQ(metric("mae", p, t), 7.0 / 4);
  EXPECT_DOUBLE_EQ(metric("mse", p, t), 21.0 / 4);
  EXPECT_DOUBLE_EQ(metric("root_mean_squared_error", p, t), std::sqrt(21.0 / 4));
  EXPECT_NEAR(metric("mape", p, t), 100 * (0 + 1.0 / 3 + 2.0 / 5 + 2) / 4, 1e-4);
  double sum = 0;
  for (int i = 0; i < 4; ++i) sum += std::pow(std::log1p(p(i, 0)) - std::log1p(t(i, 0)), 2);
  EXPECT_NEAR(metric("msle", p, t), sum / 4, 1e-6);
  // Targets' mean 2.75; sum (t - mean)^2 = 39 - 4 2.75^2 = 8.75: 1 - 21 / 8.75
  EXPECT_NEAR(metric("r2_score", p, t), 1 - 21 / 8.75, 1e-12);
  EXPECT_EQ(metric("r2_score", t, t), 1);
  EXPECT_EQ(metric("r2_score", p, column({2, 2, 2, 2})), 0) << "targets that do not vary";
  EXPECT_NEAR(metric("r2_score", Matrix(2, 2, {1, 0, 3, 0}), Matrix(2, 2, {1, 1, 3, 3})), (1 + (1 - 10.0 / 2)) / 2,
              1e-12);
  EXPECT_NEAR(metric("cosine_similarity", Matrix(2, 2, {3, 4, 1, 0}), Matrix(2, 2, {4, 3, -2, 0})), (0.96 - 1) / 2,
              1e-6);
}

TEST(Metric, PrecisionRecallAndF1) {
  // said: 1 1 1 0 0, is: 1 1 0 1 0: two right, one wrong, one missed.
  const Matrix p = column({0.9f, 0.8f, 0.7f, 0.5f, 0.1f}), t = column({1, 1, 0, 1, 0});
  EXPECT_DOUBLE_EQ(metric("precision", p, t), 2.0 / 3);
  EXPECT_DOUBLE_EQ(metric("recall", p, t), 2.0 / 3);
  EXPECT_DOUBLE_EQ(metric("f1_score", p, t), 2.0 / 3);
  EXPECT_DOUBLE_EQ(metric("precision:threshold=0.75", p, t), 1);
  EXPECT_DOUBLE_EQ(metric("recall:threshold=0.75", p, t), 2.0 / 3);
  EXPECT_EQ(metric("precision", column({0.1f}), column({1})), 0) << "nothing was said to be yes";
}

TEST(Metric, F1OfSeveralClasses) {
  // Classes 0, 0, 0, 1, 2 taken for 0, 0, 1, 1, 0. Class 0: 2 right, 1 wrong, 1 missed, F = 4/6;
  // class 1: 1 right, 1 wrong, F = 2/3; class 2: F = 0. All together 3 right, 2 wrong, 2 missed: 6/10.
  const Matrix p(5, 3, {1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0});
  const Matrix t(5, 3, {1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1});
  EXPECT_NEAR(metric("f1_score", p, t), (2.0 / 3 + 2.0 / 3 + 0) / 3, 1e-12);
  EXPECT_NEAR(metric("f1_score:average=macro", p, t), 4.0 / 9, 1e-12);
  EXPECT_NEAR(metric("f1_score:average=micro", p, t), 0.6, 1e-12);
  EXPECT_NEAR(metric("f1_score:average=weighted", p, t), (3 * 2.0 / 3 + 1 * 2.0 / 3) / 5, 1e-12);
}

// The example of Keras's FBetaScore docstring: F1Score(threshold=0.5) of these is [0.5, 0.8, 0.6666667].
TEST(Metric, F1ObeysItsThresholdWithSeveralOutputs) {
  const Matrix t(3, 3, {1, 1, 1, 1, 0, 0, 1, 1, 0}), p(3, 3, {0.2f, 0.6f, 0.7f, 0.2f, 0.6f, 0.6f, 0.6f, 0.8f, 0});
  EXPECT_NEAR(metric("f1_score:threshold=0.5", p, t), (0.5 + 0.8 + 2.0 / 3) / 3, 1e-12);
  EXPECT_NEAR(metric("f1_score:threshold=0.65", p, t), (0 + 2.0 / 3 + 1) / 3, 1e-12);
  // Two outputs that are both right above 0.3, of which the argmax sees one.
  const Matrix both(1, 2, {0.4f, 0.6f}), yes(1, 2, {1, 1});
  EXPECT_EQ(metric("f1_score:threshold=0.3", both, yes), 1);
  EXPECT_EQ(metric("f1_score", both, yes), 0.5);
  EXPECT_EQ(metric("f1_score:threshold=none", both, yes), 0.5);
  // `y_pred >= max` and `abs(y_pred) > 1e-9`: equals are all said, zeros never.
  EXPECT_EQ(metric("f1_score", Matrix(1, 2, {0.5f, 0.5f}), yes), 1);
  EXPECT_EQ(metric("f1_score", Matrix(1, 2, {0, 0}), yes), 0);
}

TEST(Metric, AreaUnderTheCurve) {
  const Matrix t = column({0, 0, 1, 1});
  EXPECT_DOUBLE_EQ(metric("auc", column({0.1f, 0.2f, 0.8f, 0.9f}), t), 1);
  EXPECT_DOUBLE_EQ(metric("auc", column({0.9f, 0.8f, 0.2f, 0.1f}), t), 0);
  EXPECT_DOUBLE_EQ(metric("auc", column({0.5f, 0.5f, 0.5f, 0.5f}), t), 0.5);
  EXPECT_DOUBLE_EQ(metric("auc", column({0.1f, 0.6f, 0.4f, 0.9f}), t), 0.75)
      << "one of four pairs is the wrong way round";
  EXPECT_DOUBLE_EQ(metric("auc", column({0.1f, 0.6f, 0.6f, 0.9f}), t), 0.875) << "a tie is half a pair";
  EXPECT_DOUBLE_EQ(metric("auc", column({0, 0, 1, 1}), t), 1) << "the ends of the range";
  EXPECT_EQ(metric("auc", column({0.5f}), column({1})), 0) << "one class alone has no curve";
}

TEST(Metric, CrossentropiesHaveClipsAndNoLogits) {
  EXPECT_NEAR(metric("binary_crossentropy", column({0.25f, 0.5f}), column({1, 0})), (std::log(4.0) + std::log(2.0)) / 2,
              1e-6);
  EXPECT_NEAR(metric("categorical_crossentropy", Matrix(1, 2, {0.25f, 0.75f}), Matrix(1, 2, {1, 0})), std::log(4.0),
              1e-6);
  Sequential model = make_network(1, {dense(1, "sigmoid")}, {"sgd", "binary_crossentropy", {"binary_crossentropy"}});
  model.set_weights(std::vector{Matrix(1, 1, -100), Matrix(1, 1)});
  const Logs logs = model.evaluate(Matrix(1, 1, 1), Matrix(1, 1, 1));
  EXPECT_NEAR(logs[0].second, 100, 1e-4);
  EXPECT_NEAR(logs[1].second, 16.1181, 5e-5) << "the metric sees the output 0 alone";
}

TEST(Metric, AHalfIsNoInKeras3AndRoundsToEvenInKeras2) {
  const auto accuracy = [](float p, float t, Dialect d) { return metric("acc", column({p}), column({t}), d); };
  EXPECT_EQ(accuracy(0.5f, 0, Dialect::keras3), 1);
  EXPECT_EQ(accuracy(0.5f, 0, Dialect::keras2), 1);
  EXPECT_EQ(accuracy(0.50001f, 1, Dialect::keras3), 1);
  EXPECT_EQ(accuracy(0.50001f, 1, Dialect::keras2), 1);
  EXPECT_EQ(accuracy(1.6f, 1, Dialect::keras3), 1);
  EXPECT_EQ(accuracy(1.6f, 1, Dialect::keras2), 0) << "rounds to 2";
  EXPECT_EQ(accuracy(1.5f, 1, Dialect::keras2), 0) << "half to even: 2";
  EXPECT_EQ(accuracy(-0.4f, 0, Dialect::keras2), 1);
  EXPECT_EQ(accuracy(-0.6f, 0, Dialect::keras2), 0) << "rounds to -1";
  EXPECT_EQ(accuracy(-0.6f, 0, Dialect::keras3), 1);
}

// ---- in a model ----------------------------------------------------------------------------------------------------

TEST(Metric, AddsUpOverBatches) {
  for (const Metric& row : metrics()) {
    const bool index = row.targets == MetricTargets::class_index;
    const std::string name(row.name);
    Sequential model =
        make_network(2, {dense(6, "softmax")}, {"sgd", index ? "sparse_categorical_crossentropy" : "mse", {name}});
    const Loss& loss = find(losses(), "loss", index ? "sparse_categorical_crossentropy" : "categorical_crossentropy");
    const Matrix x = normal_matrix(700, 2, 1), y = targets_for(loss, 700, 6, 2);
    const Matrix p = model.predict(x);
    const double whole = metric(name == "acc" || name == "accuracy" ? "categorical_accuracy" : name, p, y);
    EXPECT_NEAR(model.evaluate(x, y, 3)[1].second, whole, 1e-9) << name;
    EXPECT_NEAR(model.evaluate(x, y, 700)[1].second, whole, 1e-9) << name;
    EXPECT_NE(whole, 0) << name << ": zero would prove nothing";
    const History h = model.fit(x, y, {3, 1, 0, false}, {}, nullptr);
    EXPECT_EQ(h.keys, (std::vector<std::string>{"loss", name}));
  }
}

TEST(Metric, IsMeasuredWhileWeightsRest) {
  // Learning rate 0: what training measures in batches of 3 is what evaluate() says of all rows, up to the rounding of
  // float32 outputs, which differs with the number of rows in a product.
  for (const char* name : {"auc", "f1_score", "r2_score", "root_mean_squared_error", "precision"}) {
    Sequential model = make_network(2, {dense(2, "sigmoid")}, {{"sgd", {0}}, "mse", {name}});
    const Matrix x = normal_matrix(40, 2, 1), y = targets_for(find(losses(), "loss", "binary_crossentropy"), 40, 2, 2);
    const History h = model.fit(x, y, {3, 1, 0.25, true});
    EXPECT_NEAR(h.values[1][0], model.evaluate(x.view().middle_rows(0, 30), y.view().middle_rows(0, 30))[1].second,
                1e-6)
        << name;
    EXPECT_NEAR(h.values[3][0], model.evaluate(x.view().middle_rows(30, 10), y.view().middle_rows(30, 10))[1].second,
                1e-6)
        << name;
  }
}

TEST(Metric, AccResolvesByShapeAndInKeras2ByLoss) {
  const auto name = [](const char* typed, Index outputs, Index columns, const char* loss, Dialect d) {
    return resolve_metric(typed, outputs, columns, loss, d).name;
  };
  for (const char* typed : {"acc", "accuracy"})
    for (const Dialect d : {Dialect::keras2, Dialect::keras3}) {
      EXPECT_EQ(name(typed, 1, 1, "mse", d), "binary_accuracy");
      EXPECT_EQ(name(typed, 3, 3, "mse", d), "categorical_accuracy");
      EXPECT_EQ(name(typed, 3, 1, "sparse_categorical_crossentropy", d), "sparse_categorical_accuracy");
    }
  // Keras 2's trap: 8 of 10 outputs of one-hot rows are right when the class is wrong.
  const auto wrong = [](Dialect dialect) {
    Sequential model = make_network(1, {dense(10, "sigmoid")}, {"sgd", "binary_crossentropy", {"acc"}}, dialect);
    Matrix bias(1, 10, -1), y(1, 10);
    bias(0, 0) = 1;
    y(0, 1) = 1;
    model.set_weights(std::vector{Matrix(1, 10), bias});
    return model.evaluate(Matrix(1, 1), y)[1].second;
  };
  EXPECT_DOUBLE_EQ(wrong(Dialect::keras2), 0.8);
  EXPECT_DOUBLE_EQ(wrong(Dialect::keras3), 0);
}

TEST(Metric, HistoryKeysFollowTheDialect) {
  const auto keys = [](std::vector<std::string> typed, Dialect dialect) {
    Sequential model =
        make_network(1, {dense(1, "sigmoid")}, {"sgd", "binary_crossentropy", std::move(typed)}, dialect);
    return model.fit(Matrix(4, 1), Matrix(4, 1), {2, 1, 0.5, true}).keys;
  };
  using Keys = std::vector<std::string>;
  EXPECT_EQ(keys({"acc", "auc"}, Dialect::keras3), (Keys{"loss", "acc", "auc", "val_loss", "val_acc", "val_auc"}));
  EXPECT_EQ(keys({"accuracy"}, Dialect::keras3), (Keys{"loss", "accuracy", "val_loss", "val_accuracy"}));
  EXPECT_EQ(keys({"accuracy"}, Dialect::keras2), (Keys{"loss", "acc", "val_loss", "val_acc"}));
  EXPECT_EQ(keys({"acc"}, Dialect::keras2), (Keys{"loss", "acc", "val_loss", "val_acc"}));
  EXPECT_EQ(keys({"binary_accuracy:threshold=0.3"}, Dialect::keras3),
            (Keys{"loss", "binary_accuracy", "val_loss", "val_binary_accuracy"}));
}

// Keras 3, CompileMetrics.result(): the first is `name`, the next ones `f"{name}_{index}"` from 1. Keras 2.2,
// training.py: `while metric_name in self.metrics_names: metric_name = base_metric_name + '_' + str(j)`, j from 1.
TEST(Metric, KeysAreDistinctAndMayBeGiven) {
  using Keys = std::vector<std::string>;
  for (const Dialect dialect : {Dialect::keras3, Dialect::keras2}) {
    EXPECT_EQ(metric_keys(Keys{"acc", "acc", "acc"}, dialect), (Keys{"acc", "acc_1", "acc_2"}));
    EXPECT_EQ(metric_keys(Keys{"f1_score:average=micro", "f1_score"}, dialect), (Keys{"f1_score", "f1_score_1"}));
    EXPECT_EQ(metric_keys(Keys{"f1_score:average=micro:name=micro", "acc:name=hits"}, dialect),
              (Keys{"micro", "hits"}));
  }
  EXPECT_EQ(metric_keys(Keys{"acc", "accuracy"}, Dialect::keras3), (Keys{"acc", "accuracy"}));
  EXPECT_EQ(metric_keys(Keys{"acc", "accuracy", "mae", "mean_absolute_error"}, Dialect::keras2),
            (Keys{"acc", "acc_1", "mean_absolute_error", "mean_absolute_error_1"}));
  const auto refused = [](const std::string& name) {
    return message<Error>([&] { metric_choice("acc:name=" + name); });
  };
  for (const char* name : {"", "loss", "val_acc", "a b", "a,b"})
    EXPECT_NE(refused(name).find("expected name of a metric"), std::string::npos) << name;
  EXPECT_EQ(refused("class"), "");
}

TEST(Metric, KeysOfTheirOwnAreMeasuredMonitoredAndRemembered) {
  Sequential model = make_network(1, {dense(2, "softmax")},
                                  {"sgd", "mse", {"acc:name=hits", "f1_score:name=micro:average=micro", "acc"}});
  FitSpec spec{2, 2, 0.5, true};
  spec.callbacks = {{{"early_stopping", {}}, "val_hits"}};
  const History h =
      model.fit(normal_matrix(8, 1, 1), targets_for(find(losses(), "loss", "categorical_crossentropy"), 8, 2, 2), spec);
  EXPECT_EQ(h.keys,
            (std::vector<std::string>{"loss", "hits", "micro", "acc", "val_loss", "val_hits", "val_micro", "val_acc"}));
  EXPECT_EQ(*h.find("hits"), *h.find("acc"));
  const std::vector<std::string>& typed = model.compile_spec().metrics;
  EXPECT_TRUE(higher_is_better("val_hits", typed)) << "what mode=auto means";
  EXPECT_EQ(metric_behind("val_micro", typed, Dialect::keras3)->name, "f1_score");
  EXPECT_EQ(metric_behind("loss", typed, Dialect::keras3), nullptr);
}

TEST(Metric, KnowsWhichWayIsBetter) {
  for (const char* key :
       {"acc", "val_acc", "val_accuracy", "auc", "val_f1_score", "val_r2", "precision", "recall", "cosine_similarity"})
    EXPECT_TRUE(higher_is_better(key)) << key;
  for (const char* key : {"loss", "val_loss", "mae", "val_mse", "rmse", "val_binary_crossentropy", "unheard_of"})
    EXPECT_FALSE(higher_is_better(key)) << key;
}

TEST(Metric, RefusesUnknownNamesAndParameters) {
  const auto complaint = [](const std::string& text) { return message<Error>([&] { metric_choice(text); }); };
  EXPECT_NE(complaint("acuracy").find("did you mean 'accuracy'?"), std::string::npos) << complaint("acuracy");
  EXPECT_EQ(complaint("top_k:k=0"),
            "expected k as a whole number between 1 and 4096, received 0, in top_k_categorical_accuracy");
  EXPECT_NE(complaint("f1:average=makro").find("did you mean 'macro'?"), std::string::npos);
  EXPECT_NE(complaint("mse:k=1"), "");
}

TEST(ConfusionMatrix, CountsClassesByWhatTheyWereTakenFor) {
  const Matrix p(4, 3, {0.8f, 0.1f, 0.1f, 0.2f, 0.7f, 0.1f, 0.1f, 0.8f, 0.1f, 0.3f, 0.3f, 0.4f});
  EXPECT_EQ(confusion_matrix(p, column({0, 0, 1, 2})).data, (std::vector<float>{1, 1, 0, 0, 1, 0, 0, 0, 1}));
  const Matrix one_hot(4, 3, {1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1});
  EXPECT_EQ(confusion_matrix(p, one_hot).data, confusion_matrix(p, column({0, 0, 1, 2})).data);
  EXPECT_EQ(confusion_matrix(column({0.5f, 0.6f, 0.6f}), column({0, 0, 1})).data, (std::vector<float>{1, 1, 0, 1}));
  EXPECT_EQ(message<Error>([&] { confusion_matrix(p, column({0, 0, 1, 3})); }),
            "expected classes 0 to 2 in y, received 3 at row 3");
  EXPECT_NE(message<Error>([&] { confusion_matrix(p, Matrix(4, 2)); }), "");
  EXPECT_NE(message<Error>([&] { confusion_matrix(p, column({0, 0})); }), "");
}

/// scikit-learn's classification_report of its user guide: y_true = [0, 1, 2, 2, 0], y_pred = [0, 0, 2, 1, 0].
TEST(Metrics, ClassScoresAreThoseOfScikitLearn) {
  Matrix counts(3, 3);
  counts.data = {2, 0, 0, 1, 0, 0, 0, 1, 1};
  const auto scores = class_scores(counts);
  ASSERT_EQ(scores.size(), 3U);
  EXPECT_NEAR(scores[0].precision, 2.0 / 3, 1e-12);
  EXPECT_EQ(scores[0].recall, 1);
  EXPECT_NEAR(scores[0].f1, 0.8, 1e-12);
  EXPECT_EQ(scores[0].support, 2);
  EXPECT_EQ(scores[1].precision, 0);
  EXPECT_EQ(scores[1].recall, 0);
  EXPECT_EQ(scores[1].f1, 0);
  EXPECT_EQ(scores[1].support, 1);
  EXPECT_EQ(scores[2].precision, 1);
  EXPECT_EQ(scores[2].recall, 0.5);
  EXPECT_NEAR(scores[2].f1, 2.0 / 3, 1e-12);
  for (const ClassScores& s : class_scores(Matrix(2, 2)))
    EXPECT_EQ(s.precision + s.recall + s.f1, 0) << "no rows: zeros, not NaN";
}

TEST(Metric, SizesThatDoNotFitAreRefused) {
  const Matrix two(3, 2), one(3, 1), fewer(2, 2);
  for (const Metric& row : metrics()) {
    const bool index = row.targets == MetricTargets::class_index;
    if (row.name == "acc" || row.name == "accuracy") continue;  // take what fits
    const std::string name(row.name);
    EXPECT_EQ(message<Error>([&] { measure(name, two, index ? one : two); }), "") << name;
    EXPECT_NE(message<Error>([&] { measure(name, two, index ? two : one); }), "") << name;
    const std::vector<CompiledMetric> all = compile_metrics({&name, 1}, 2, index ? 1 : 2, "", Dialect::keras3);
    std::vector<double> sums(static_cast<std::size_t>(1 + row.size(2)));
    const Matrix& fits = index ? one : two;
    all[0].add(two, fits, sums);
    EXPECT_NE(message<Error>([&] { all[0].add(two, fits, std::span(sums).first(sums.size() - 1)); }), "") << name;
    EXPECT_NE(message<Error>([&] { all[0].add(fewer, fits, sums); }), "") << name;
  }
}

// TensorFlow: no number outside of the classes is in the top k, and its crossentropy is not a number.
TEST(Metric, TargetsThatAreNoClassAreNeverRight) {
  const Matrix p(1, 3, {0.2f, 0.3f, 0.5f});
  for (const float odd : {3.0f, -1.0f, 5.7f, 1e30f, -1e30f}) {
    EXPECT_EQ(metric("sparse_categorical_accuracy", p, column({odd})), 0) << odd;
    EXPECT_EQ(metric("sparse_top_k_categorical_accuracy:k=3", p, column({odd})), 0) << odd;
    EXPECT_TRUE(std::isnan(metric("sparse_categorical_crossentropy", p, column({odd})))) << odd;
  }
  EXPECT_EQ(metric("sparse_top_k_categorical_accuracy:k=3", p, column({2})), 1);
}

}  // namespace
}  // namespace chainrule
