// SPDX-License-Identifier: MIT
// Callbacks driven with made-up logs by the rules of Keras 3's `callbacks`, and each in a real fit.
#include "engine/training/callback.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/document/callback_text.hpp"
#include "engine/training/fit.hpp"
#include "tests/engine/files.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

using test::message;

/// A model whose single weight is the number of the epoch, and a callback at work on it.
class Driven {
 public:
  explicit Driven(const std::string& text, Dialect dialect = Dialect::keras3)
      : model_(make_network(1, {dense(1)}, {{"sgd", {0.8}}, "mse", {}}, dialect)),
        callback_(make_callback(read_callback(text), std::vector<std::string>{"loss", "acc", "val_loss", "val_acc"})) {}

  /// One epoch that ends with this number under `key`; whether training shall stop.
  bool epoch(double value, const std::string& key = "val_loss") {
    callback_->epoch_begin(epoch_, model_);
    model_.weights()[0] = static_cast<float>(epoch_);
    return !callback_->epoch_end(epoch_++, {{"loss", 0.5}, {key, value}}, model_).empty();
  }
  /// Epochs until it stops, 0 when it does not.
  int stops_after(std::initializer_list<double> values, const std::string& key = "val_loss") {
    for (const double value : values)
      if (epoch(value, key)) return static_cast<int>(epoch_);
    return 0;
  }
  double rate() const { return model_.compile_spec().optimizer.values[0]; }
  std::vector<double> rates(std::initializer_list<double> values) {
    std::vector<double> all;
    for (const double value : values) {
      epoch(value);
      all.push_back(rate());
    }
    return all;
  }
  /// The epoch whose weights are in the model at the end of training.
  float weights_at_end() {
    callback_->train_end(model_);
    return model_.weights()[0];
  }
  const Callback& callback() const { return *callback_; }

 private:
  Sequential model_;
  std::unique_ptr<Callback> callback_;
  Index epoch_ = 0;
};

TEST(EarlyStopping, StopsAfterPatienceEpochsWithoutABetterValue) {
  EXPECT_EQ(Driven("early_stopping:patience=2").stops_after({5, 4, 4, 4.5, 3}), 4);
  EXPECT_EQ(Driven("early_stopping:patience=2").stops_after({5, 6, 4, 5, 3, 2, 1}), 0)
      << "a better value begins the count anew";
  EXPECT_EQ(Driven("early_stopping").stops_after({5, 5}), 2) << "patience 0 and 1 stop at the first that is not better";
  EXPECT_EQ(Driven("early_stopping:patience=1").stops_after({5, 5}), 2);
}

TEST(EarlyStopping, SmallChangesDoNotCount) {
  EXPECT_EQ(Driven("early_stopping:patience=2:min_delta=0.5").stops_after({5, 4.6, 4.5, 1}), 3);
  EXPECT_EQ(Driven("early_stopping:patience=2:min_delta=0.5").stops_after({5, 4.6, 4.4, 4.3, 3}), 0)
      << "all in all it was enough";
}

TEST(EarlyStopping, KnowsTheDirectionOrIsToldIt) {
  EXPECT_EQ(Driven("early_stopping:monitor=val_acc").stops_after({0.1, 0.2, 0.3}, "val_acc"), 0);
  EXPECT_EQ(Driven("early_stopping:monitor=val_acc").stops_after({0.3, 0.2}, "val_acc"), 2);
  EXPECT_EQ(Driven("early_stopping:mode=max").stops_after({0.1, 0.2, 0.3}), 0);
  EXPECT_EQ(Driven("early_stopping:mode=max").stops_after({3, 2}), 2);
  EXPECT_EQ(Driven("early_stopping:monitor=val_acc:mode=min").stops_after({0.1, 0.2}, "val_acc"), 2);
  EXPECT_EQ(Driven("early_stopping:monitor=val_acc:min_delta=0.15:patience=1").stops_after({0.1, 0.3, 0.4}, "val_acc"),
            3);
}

TEST(EarlyStopping, LooksAwayAtFirst) {
  EXPECT_EQ(Driven("early_stopping:start_from_epoch=3").stops_after({1, 2, 3, 4, 5}), 5) << "4 is the first it sees";
}

TEST(EarlyStopping, ABaselineHasToBeBeatenToo) {
  // Better every time, but never below 2: the count goes on, and stops at the first that is not better.
  EXPECT_EQ(Driven("early_stopping:patience=2:baseline=2").stops_after({5, 4, 3, 3.5}), 4);
  EXPECT_EQ(Driven("early_stopping:patience=2:baseline=2").stops_after({5, 4, 1.5, 3.5}), 0);
  EXPECT_EQ(Driven("early_stopping:patience=2:baseline=0").stops_after({1, 0.5, 0.2, 0.3}), 4) << "0 is a baseline too";
  EXPECT_EQ(Driven("early_stopping:patience=2:baseline=none").stops_after({1, 0.5, 0.2, 0.3}), 0);
  EXPECT_EQ(write_callback(read_callback("early_stopping:baseline=none")), "early_stopping");
  EXPECT_EQ(write_callback(read_callback("early_stopping:baseline=0")), "early_stopping:baseline=0");
}

// Keras 2.2.4: the baseline is the first best; the first epoch may be the last; weights come back at an early stop
// alone.
TEST(EarlyStopping, FollowsTheOlderRulesInKeras2) {
  const auto older = [](const std::string& text) { return Driven(text, Dialect::keras2); };
  EXPECT_EQ(older("early_stopping:patience=2:baseline=2").stops_after({5, 4, 3}), 2) << "none is better than 2";
  EXPECT_EQ(older("early_stopping:patience=2:baseline=2").stops_after({5, 1.5, 1.8, 1.4}), 0);
  EXPECT_EQ(older("early_stopping:baseline=2").stops_after({5}), 1);
  EXPECT_EQ(Driven("early_stopping").stops_after({NAN, NAN}), 2) << "never at the first epoch in Keras 3";
  EXPECT_EQ(older("early_stopping").stops_after({NAN}), 1);
  Driven stopped = older("early_stopping:patience=1:restore_best_weights=1");
  EXPECT_EQ(stopped.stops_after({5, 4, 4.5}), 3);
  EXPECT_EQ(stopped.weights_at_end(), 1);
  Driven whole = older("early_stopping:patience=9:restore_best_weights=1");
  EXPECT_EQ(whole.stops_after({5, 4, 4.5}), 0);
  EXPECT_EQ(whole.weights_at_end(), 2) << "as the last epoch left it";
}

TEST(EarlyStopping, GoesBackToTheBestWeights) {
  Driven keeps("early_stopping:patience=5:restore_best_weights=1"), leaves("early_stopping:patience=5");
  for (const double value : {5.0, 3.0, 4.0, 4.5}) {
    keeps.epoch(value);
    leaves.epoch(value);
  }
  EXPECT_EQ(keeps.weights_at_end(), 1) << "without an early end too";
  EXPECT_EQ(leaves.weights_at_end(), 3);
  const CallbackStatus wanted{"early_stopping", "val_loss", 3, 2, 2, 5};
  EXPECT_EQ(keeps.callback().status(), wanted) << "best 3 after epoch 2, waits 2 of 5";
}

TEST(EarlyStopping, SaysWhy) {
  Sequential model = make_network(1, {dense(1)}, {"sgd", "mse", {}});
  const auto callback =
      make_callback(read_callback("early_stopping:monitor=loss:patience=2"), std::vector<std::string>{"loss"});
  for (Index e = 0; e < 2; ++e) EXPECT_EQ(callback->epoch_end(e, {{"loss", 0.25}}, model), "");
  EXPECT_EQ(callback->epoch_end(2, {{"loss", 0.5}}, model),
            "Early stopping: loss has not become better for 2 epochs; its best was 0.25 after epoch 1.");
}

using Rates = std::vector<double>;

void expect_rates(const Rates& actual, const Rates& wanted) {
  ASSERT_EQ(actual.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(actual[i], wanted[i], 1e-15) << "after epoch " << i + 1;
}

TEST(ReduceOnPlateau, MakesTheRateSmallerAfterPatienceEpochs) {
  expect_rates(Driven("reduce_lr_on_plateau:factor=0.5:patience=2").rates({1, 1, 1, 1, 1, 0.5, 0.5, 0.5}),
               {0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.2, 0.1});
  expect_rates(Driven("reduce_lr_on_plateau:factor=0.5:patience=1:min_delta=0.1").rates({1, 0.95, 0.8}),
               {0.8, 0.4, 0.4});
  expect_rates(Driven("reduce_lr_on_plateau:factor=0.5:patience=1:mode=max").rates({1, 2, 1}), {0.8, 0.8, 0.4});
}

TEST(ReduceOnPlateau, RestsForTheCooldown) {
  // After the step at epoch 2 it counts again from the epoch in which the cooldown reaches 0.
  expect_rates(Driven("reduce_lr_on_plateau:factor=0.5:patience=1:cooldown=2").rates({1, 1, 1, 1, 1, 1}),
               {0.8, 0.4, 0.4, 0.2, 0.2, 0.1});
}

TEST(ReduceOnPlateau, StopsAtTheSmallestRate) {
  expect_rates(Driven("reduce_lr_on_plateau:factor=0.5:patience=1:min_lr=0.3").rates({1, 1, 1, 1}),
               {0.8, 0.4, 0.3, 0.3});
}

TEST(ModelCheckpoint, KeepsTheLatestOrTheBest) {
  Driven latest("model_checkpoint"), best("model_checkpoint:save_best_only=1"),
      most("model_checkpoint:save_best_only=1:mode=max");
  EXPECT_TRUE(latest.callback().kept_weights().empty());
  for (const double value : {5.0, 3.0, 4.0, 3.0}) {
    latest.epoch(value);
    best.epoch(value);
    most.epoch(value);
  }
  EXPECT_EQ(latest.callback().kept_weights()[0], 3);
  EXPECT_EQ(best.callback().kept_weights()[0], 1) << "an equal value later is not better";
  EXPECT_EQ(most.callback().kept_weights()[0], 0);
  EXPECT_EQ(best.callback().status().best_epoch, 2);
  EXPECT_EQ(best.weights_at_end(), 3) << "the model itself goes on";
}

TEST(LearningRateScheduler, FallsInSteps) {
  expect_rates(Driven("learning_rate_scheduler:factor=0.5:every=2").rates({1, 1, 1, 1, 1}), {0.8, 0.8, 0.4, 0.4, 0.2});
}

TEST(CsvLogger, WritesALineForEachEpochWithKeysInOrder) {
  Driven logger("csv_logger");
  EXPECT_EQ(logger.callback().lines(), "");
  logger.epoch(0.25);
  logger.epoch(1e-7);
  EXPECT_EQ(logger.callback().lines(), "epoch,loss,val_loss\n0,0.5,0.25\n1,0.5,1e-7\n");
  EXPECT_EQ(csv_header({{"loss", 1}, {"acc", 2}, {"val_loss", 3}, {"val_acc", 4}}),
            "epoch,acc,loss,val_acc,val_loss\n");
  EXPECT_EQ(csv_line(7, {{"loss", 1}, {"acc", 2}}), "7,2,1\n");
}

TEST(Callback, RefusesWhatItCannotWatch) {
  const auto complaint = [](const std::string& text) {
    return message<Error>(
        [&] { make_callback(read_callback(text), std::vector<std::string>{"loss", "acc", "val_loss", "val_acc"}); });
  };
  EXPECT_EQ(complaint("early_stopping:monitor=val_los"),
            "expected a monitor of early_stopping such as loss, acc, val_loss, val_acc, received 'val_los'; did you "
            "mean 'val_loss'?");
  EXPECT_EQ(complaint("early_stoping").substr(0, 20), "expected a callback ");
  EXPECT_NE(complaint("early_stoping").find("did you mean 'early_stopping'?"), std::string::npos);
  EXPECT_NE(complaint("early_stopping:patience=-1").find("expected patience"), std::string::npos);
  EXPECT_NE(complaint("reduce_lr_on_plateau:factor=1").find("received 1, in reduce_lr_on_plateau"), std::string::npos);
  EXPECT_EQ(complaint("csv_logger"), "");
  Sequential model = make_network(1, {dense(1)}, {"sgd", "mse", {}});
  FitSpec spec{2, 1, 0, true, {read_callback("early_stopping")}};
  EXPECT_EQ(message<Error>([&] { model.fit(Matrix(4, 1), Matrix(4, 1), spec); }),
            "expected a monitor of early_stopping such as loss, received 'val_loss'")
      << "there are no validation rows";
}

TEST(Callback, HasKerassClassNames) {
  for (const char* name : {"EarlyStopping", "ReduceLROnPlateau", "ModelCheckpoint", "LearningRateScheduler",
                           "TerminateOnNaN", "CSVLogger"})
    EXPECT_NE(find_or_null(callback_kinds(), name), nullptr) << name;
}

// ---- in a real fit -------------------------------------------------------------------------------------------------

const Matrix x = normal_matrix(40, 2, 1), y = normal_matrix(40, 1, 2);

Sequential network(double rate = 0.05) {
  return make_network(2, {dense(8, "tanh"), dense(1)}, {{"sgd", {rate}}, "mse", {}});
}
FitSpec with(const std::string& callback, Index epochs) { return {8, epochs, 0.5, true, {read_callback(callback)}}; }

TEST(Callback, EarlyStoppingEndsAFitWithTheBestWeights) {
  Sequential model = network();
  const History h = model.fit(x, y, with("early_stopping:patience=3:restore_best_weights=1", 500));
  ASSERT_LT(h.epochs(), 500) << "noise cannot be learned";
  EXPECT_NE(h.stopped.find("Early stopping: val_loss"), std::string::npos);
  const auto& course = *h.find("val_loss");
  const auto best = std::min_element(course.begin(), course.end());
  EXPECT_EQ(best - course.begin(), h.epochs() - 1 - 3);
  EXPECT_NEAR(model.evaluate(x.view().middle_rows(20, 20), y.view().middle_rows(20, 20), 8)[0].second, *best, 1e-9);
}

TEST(Callback, PlateauAndSchedulerChangeTheRateOfAFit) {
  Sequential still = network(0.8);
  still.fit(x, y, with("reduce_lr_on_plateau:patience=1:factor=0.5:min_delta=1000", 4));
  EXPECT_NEAR(still.compile_spec().optimizer.values[0], 0.1, 1e-12) << "nothing is better by 1000: three halves";
  Sequential stepped = network(0.8);
  stepped.fit(x, y, with("learning_rate_scheduler:factor=0.5:every=2", 5));
  EXPECT_NEAR(stepped.compile_spec().optimizer.values[0], 0.2, 1e-12);
}

TEST(Callback, CheckpointAndLoggerShowWhatAFitLeft) {
  Sequential model = network();
  FitSpec spec = with("model_checkpoint:save_best_only=1", 30);
  spec.callbacks.push_back(read_callback("csv_logger"));
  Fit run(model, x, y, spec);
  while (run_epoch(run)) {}
  const auto& course = *run.history().find("val_loss");
  const auto kept = run.callbacks()[0]->kept_weights();
  ASSERT_EQ(static_cast<Index>(kept.size()), model.count_params());
  std::copy(kept.begin(), kept.end(), model.weights().begin());
  EXPECT_NEAR(model.evaluate(x.view().middle_rows(20, 20), y.view().middle_rows(20, 20), 8)[0].second,
              *std::min_element(course.begin(), course.end()), 1e-9);
  const std::string_view lines = run.callbacks()[1]->lines();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 31);
  EXPECT_TRUE(lines.starts_with("epoch,loss,val_loss\n0,"));
}

TEST(Callback, ExtendGoesOnAfterAnEarlyStop) {
  Sequential model = network();
  Fit run(model, x, y, with("early_stopping:patience=1:min_delta=1000", 10));
  while (run_epoch(run)) {}
  ASSERT_TRUE(run.stopped());
  EXPECT_EQ(run.epoch(), 2);
  run.extend(10);
  EXPECT_FALSE(run.finished());
  run_epoch(run);
  EXPECT_EQ(run.epoch(), 3);
  EXPECT_TRUE(run.stopped()) << "still no better: it stops again";
  run.extend(3);
  EXPECT_TRUE(run.finished()) << "no epoch is left";
}

TEST(Callback, ExtendDoesNotGoOnAfterDivergence) {
  Sequential model = network(100);
  FitSpec spec = with("terminate_on_nan", 50);
  Fit run(model, x, y, spec);
  while (run_epoch(run)) {}
  ASSERT_TRUE(run.diverged());
  const Index epochs = run.epoch();
  run.extend(100);
  EXPECT_TRUE(run.finished());
  EXPECT_FALSE(run_epoch(run));
  EXPECT_EQ(run.epoch(), epochs);
}

}  // namespace
}  // namespace chainrule
