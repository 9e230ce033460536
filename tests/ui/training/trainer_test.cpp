// SPDX-License-Identifier: MIT
// One set of tests for all ways to train beside drawing: slices, a thread, and elsewhere, behind messages.
#include "ui/training/trainer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <thread>

#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/training/fit.hpp"
#include "tests/ui/training/loopback.hpp"

namespace chainrule {
namespace {

std::shared_ptr<const Experiment> experiment(Index epochs = 5, std::uint64_t seed = 1) {
  Document document = default_document();
  document.fit.epochs = epochs;
  document.seed = seed;
  return make_experiment(std::move(document));
}

enum class Way { slices, thread, elsewhere };

class EveryTrainer : public testing::TestWithParam<Way> {
 protected:
  Loopback::Line line;  // elsewhere alone
  Trainer trainer{GetParam() == Way::thread ? Trainer::Mode::thread : Trainer::Mode::slices,
                  {},
                  GetParam() == Way::elsewhere ? std::make_unique<Loopback>(line) : nullptr};
  History history;

  void pump(double milliseconds) {
    trainer.pump(milliseconds);
    line.run(milliseconds);
    trainer.pump(0);
  }

  std::shared_ptr<const Snapshot> until(const std::function<bool(const Snapshot&)>& done) {
    std::shared_ptr<const Snapshot> seen;
    for (int i = 0; i < 20000; ++i) {
      pump(2);
      const auto s = trainer.snapshot();
      if (s && s != seen) {
        seen = s;
        if (s->history_from <= history.epochs() && !s->keys.empty()) {
          history.keys = s->keys;
          history.values.resize(s->keys.size());
          for (std::size_t k = 0; k < s->keys.size(); ++k) {
            history.values[k].resize(static_cast<std::size_t>(s->history_from));
            history.values[k].insert(history.values[k].end(), s->history[k].begin(), s->history[k].end());
          }
        }
      }
      if (s && done(*s)) return s;
      if (GetParam() == Way::thread) std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    ADD_FAILURE() << "waited in vain";
    return seen ? seen : std::make_shared<Snapshot>();
  }
};

TEST_P(EveryTrainer, GivesTheNumbersOfFit) {
  const auto e = experiment(30);
  trainer.configure(e);
  trainer.play();
  const auto s = until([](const Snapshot& now) { return now.finished; });
  auto model = make_model(e->document, e->data.x.cols);
  const History expected = model->fit(e->data.x, e->targets, e->document.fit);
  EXPECT_EQ(history.values, expected.values) << "no epoch is lost or double, however snapshots are taken";
  EXPECT_TRUE(std::equal(s->weights.begin(), s->weights.end(), model->weights().begin()));
  EXPECT_FALSE(s->playing);
  EXPECT_EQ(s->gradient_norms.size(), e->document.layers.size());
}

TEST_P(EveryTrainer, PausesAndGoesOn) {
  trainer.configure(experiment(100000));
  trainer.play();
  until([](const Snapshot& s) { return s.playing && s.epoch > 2; });
  trainer.pause();
  const auto at = until([](const Snapshot& s) { return !s.playing; });
  pump(5);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(trainer.snapshot()->epoch, at->epoch);
  trainer.play();
  until([&](const Snapshot& s) { return s.epoch > at->epoch; });
}

// The window may be slow, or look away: commands given meanwhile must not cost epochs of the history.
TEST_P(EveryTrainer, LosesNoEpochWhenNobodyLooks) {
  trainer.configure(experiment(100000));
  trainer.play();
  until([](const Snapshot& s) { return s.epoch > 1; });
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(15));
    pump(3);
    trainer.set_hyperparameter("learning_rate", 0.01 + 0.001 * i);
    pump(3);
  }
  trainer.pause();
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  const auto s = until([](const Snapshot& now) { return !now.playing; });
  EXPECT_EQ(history.epochs(), s->epoch);
}

TEST_P(EveryTrainer, StepsByBatchAndByEpoch) {
  trainer.configure(experiment());
  trainer.step(Gear::batch);
  until([](const Snapshot& s) { return s.batch == 1; });
  trainer.step(Gear::epoch);
  until([](const Snapshot& s) { return s.epoch == 1; });
}

// What a film shows of a batch is what the batch then does, and looking changes nothing.
TEST_P(EveryTrainer, FilmsTheNextBatch) {
  const auto e = experiment(100000);
  auto model = make_model(e->document, e->data.x.cols);
  Fit fit(*model, e->data.x, e->targets, e->document.fit);
  trainer.configure(e);
  trainer.step(Gear::batch);
  trainer.film(true);
  auto s = until([](const Snapshot& now) { return now.film && now.batch == 1; });
  fit.run_batch();
  for (int batch = 1; batch < 4; ++batch) {
    const Trace expected = fit.preview();
    const Trace& seen = s->film->trace;
    EXPECT_EQ(s->film->batch, batch);
    EXPECT_EQ(seen.rows, expected.rows);
    EXPECT_EQ(seen.row_loss, expected.row_loss);
    EXPECT_EQ(seen.loss, expected.loss);
    EXPECT_EQ(seen.terms, expected.terms);
    ASSERT_EQ(seen.layers.size(), expected.layers.size());
    for (std::size_t l = 0; l < seen.layers.size(); ++l) {
      const LayerTrace &a = seen.layers[l], &b = expected.layers[l];
      for (const auto part : {&LayerTrace::x, &LayerTrace::z, &LayerTrace::a, &LayerTrace::derivative, &LayerTrace::da,
                              &LayerTrace::delta, &LayerTrace::dx})
        EXPECT_EQ((a.*part).data, (b.*part).data);
      for (std::size_t t = 0; t < b.after.size(); ++t) {
        EXPECT_EQ(a.gradients[t].data, b.gradients[t].data);
        EXPECT_EQ(a.before[t].data, b.before[t].data);
        EXPECT_EQ(a.after[t].data, b.after[t].data);
        EXPECT_EQ(a.slots_before[0][t].data, b.slots_before[0][t].data);
        EXPECT_EQ(a.slots[0][t].data, b.slots[0][t].data);
      }
    }
    fit.run_batch();
    trainer.step(Gear::batch);
    s = until([&](const Snapshot& now) { return now.batch == batch + 1; });
    EXPECT_EQ(s->weights, std::vector<float>(model->weights().begin(), model->weights().end()));
  }
  trainer.set_weight(0, 3.5f);
  s = until([](const Snapshot& now) { return now.weights[0] == 3.5f; });
  EXPECT_EQ(s->film->trace.layers[0].before[0].data[0], 3.5f) << "a changed weight is another film";
  trainer.play();
  EXPECT_EQ(until([](const Snapshot& now) { return now.playing; })->film, nullptr)
      << "there is no next batch to look at";
  trainer.pause();
  EXPECT_NE(until([](const Snapshot& now) { return !now.playing; })->film, nullptr);
  trainer.film(false);
  EXPECT_EQ(until([](const Snapshot& now) { return !now.film; })->film, nullptr);
}

TEST_P(EveryTrainer, PlaysOnAfterTheLastEpoch) {
  trainer.configure(experiment(3));
  trainer.play();
  until([](const Snapshot& s) { return s.finished; });
  trainer.play();
  const auto s = until([](const Snapshot& now) { return now.finished && now.epoch > 3; });
  EXPECT_EQ(s->epoch, 6);
  EXPECT_EQ(history.epochs(), 6);
}

TEST_P(EveryTrainer, BeginsAnewWithTheSameOrOtherWeights) {
  trainer.configure(experiment());
  const auto first = until([](const Snapshot& s) { return !s.weights.empty(); })->weights;
  trainer.step(Gear::epoch);
  until([](const Snapshot& s) { return s.epoch == 1; });
  trainer.configure(experiment());
  EXPECT_EQ(until([](const Snapshot& s) { return s.epoch == 0 && s.generation == 2; })->weights, first);
  trainer.configure(experiment(5, 2));
  EXPECT_NE(until([](const Snapshot& s) { return s.generation == 3; })->weights, first);
}

TEST_P(EveryTrainer, TakesWeightsAndHyperparameters) {
  trainer.configure(experiment());
  auto w = until([](const Snapshot& s) { return !s.weights.empty(); })->weights;
  w[0] = 42;
  trainer.set_weight(0, 42);
  until([](const Snapshot& s) { return s.weights[0] == 42; });
  trainer.set_hyperparameter("learning_rate", 0);
  trainer.step(Gear::epoch);
  EXPECT_EQ(until([](const Snapshot& s) { return s.epoch == 1; })->weights, w);
  trainer.set_hyperparameter("learning_rat", 1);
  EXPECT_NE(until([](const Snapshot& s) { return !s.message.empty(); })->message.find("learning_rate"),
            std::string::npos);
}

TEST_P(EveryTrainer, KeepsThePaceThatIsAskedFor) {
  trainer.configure(experiment(2));
  trainer.set_pace({0.001, false});  // a batch in a thousand seconds
  trainer.play();
  until([](const Snapshot& s) { return s.playing && s.batch == 1; });
  for (int i = 0; i < 50; ++i) pump(2);
  std::this_thread::sleep_for(std::chrono::milliseconds(40));
  EXPECT_EQ(trainer.snapshot()->batch, 1) << "the second batch has to wait";
  trainer.step(Gear::batch);
  until([](const Snapshot& s) { return s.batch == 2; });
  trainer.set_pace({});
  trainer.play();
  until([](const Snapshot& s) { return s.finished; });
}

TEST_P(EveryTrainer, ComesBackToACheckpoint) {
  trainer.configure(experiment(20));
  trainer.step(Gear::epoch);
  until([](const Snapshot& s) { return s.epoch == 1; });
  const auto taken = trainer.checkpoint();
  const auto there = until([](const Snapshot& s) { return s.epoch == 1; })->weights;
  trainer.step(Gear::epoch);
  until([](const Snapshot& s) { return s.epoch == 2; });
  trainer.restore(experiment(20), taken);
  const auto back = until([](const Snapshot& s) { return s.generation == 2; });
  EXPECT_EQ(back->weights, there);
  EXPECT_EQ(back->epoch, 1);
  EXPECT_EQ(history.epochs(), 1);
}

TEST_P(EveryTrainer, ShowsGradientsAndUpdatesWhenWatched) {
  trainer.watch(Watched::updates);
  trainer.configure(experiment());
  trainer.step(Gear::batch);
  const auto s = until([](const Snapshot& now) { return now.batch == 1; });
  EXPECT_EQ(s->updates.size(), s->weights.size());
  trainer.watch(Watched::gradients);
  EXPECT_EQ(until([](const Snapshot& now) { return !now.gradients.empty(); })->gradients.size(), s->weights.size());
}

TEST_P(EveryTrainer, SaysWhatIsWrongAndStaysAlive) {
  const auto good = experiment();
  trainer.configure(std::make_shared<Experiment>(good->document, good->rows, std::make_shared<Matrix>(3, 1)));
  EXPECT_NE(until([](const Snapshot& s) { return !s.message.empty(); })->message.find("as many rows"),
            std::string::npos);
  trainer.play();
  trainer.step(Gear::epoch);
  trainer.configure(experiment());
  until([](const Snapshot& s) { return s.message.empty() && !s.weights.empty(); });
}

#ifdef CHAINRULE_NO_THREADS
const auto ways = testing::Values(Way::slices, Way::elsewhere);
#else
const auto ways = testing::Values(Way::slices, Way::thread, Way::elsewhere);
#endif
std::string way_name(const testing::TestParamInfo<Way>& way) {
  return way.param == Way::slices ? "slices" : way.param == Way::thread ? "thread" : "elsewhere";
}
INSTANTIATE_TEST_SUITE_P(Ways, EveryTrainer, ways, way_name);

}  // namespace
}  // namespace chainrule
