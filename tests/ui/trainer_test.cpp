// SPDX-License-Identifier: MIT
// One set of tests for all ways to train beside drawing: slices, a thread, and elsewhere, behind messages.
#include "ui/trainer.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <functional>
#include <thread>

#include "engine/fit.hpp"
#include "engine/io/experiment.hpp"
#include "loopback.hpp"

namespace chainrule {
namespace {

std::shared_ptr<const Experiment> experiment(Index epochs = 5, std::uint64_t seed = 1) {
  auto e = std::make_shared<Experiment>();
  e->document = default_document();
  e->document.fit.epochs = epochs;
  e->document.seed = seed;
  e->data = make_data(e->document, "");
  e->targets = make_targets(e->data, e->document);
  return e;
}

enum class Way { slices, thread, elsewhere };

class EveryTrainer : public testing::TestWithParam<Way> {
 protected:
  Loopback::Line line;   // elsewhere alone
  Trainer trainer{GetParam() == Way::thread ? Trainer::Mode::thread : Trainer::Mode::slices, {},
                  GetParam() == Way::elsewhere ? std::make_unique<Loopback>(line) : nullptr};
  History history;

  /// A step inside a batch, and where it leads.
  std::shared_ptr<const Snapshot> step_from(const std::shared_ptr<const Snapshot>& s, Gear gear) {
    trainer.step(gear);
    return until([before = s->moment](const Snapshot& now) { return !(now.moment == before); });
  }

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

TEST_P(EveryTrainer, StepsInThreeGears) {
  trainer.configure(experiment());
  trainer.step(Gear::phase);
  trainer.step(Gear::batch);
  until([](const Snapshot& s) { return s.batch == 1; });
  trainer.step(Gear::epoch);
  until([](const Snapshot& s) { return s.epoch == 1; });
}

TEST_P(EveryTrainer, ABatchByLayersOrNumbersEndsWhereOneBatchEnds) {
  const auto e = experiment();
  trainer.configure(e);
  trainer.step(Gear::batch);
  const auto whole = until([](const Snapshot& s) { return s.batch == 1; })->weights;
  for (const Gear gear : {Gear::phase, Gear::number}) {
    trainer.configure(e);
    auto s = until([&](const Snapshot& now) { return now.batch == 0; });
    int steps = 0;
    for (; s->batch == 0 && steps < 100; ++steps) {
      s = step_from(s, gear);
    }
    EXPECT_EQ(s->weights, whole);
    // load, forward and backward through three layers, loss, update: phases; units of 2-4-4-1: numbers.
    for (; s->moment.unit + 1 < s->moment.units && gear == Gear::number; ++steps) {
      s = step_from(s, gear);
    }
    EXPECT_EQ(steps, gear == Gear::phase ? 1 + 3 + 1 + 3 + 3 : 2 + 9 + 1 + 9 + 9);
    EXPECT_EQ(s->moment.phase, Phase::update);
    EXPECT_EQ(s->weights, whole) << "walking on computes nothing";
    trainer.step(gear);
    EXPECT_EQ(until([](const Snapshot& now) { return now.moment.phase == Phase::load; })->batch, 1);
  }
}

TEST_P(EveryTrainer, NumbersOfAStepAreTheTraces) {
  const auto e = experiment();
  auto model = make_model(e->document, e->data.x.cols);
  Fit fit(*model, e->data.x, e->targets, e->document.fit);
  fit.stepper().record(true);
  fit.run_batch();
  const Trace& trace = fit.stepper().trace();
  trainer.configure(e);
  std::shared_ptr<const Snapshot> s = until([](const Snapshot& now) { return !now.weights.empty(); });
  for (int i = 0; i < 30; ++i) {
    s = step_from(s, Gear::number);
    const Moment& m = s->moment;
    const LayerTrace& t = trace.layers[static_cast<std::size_t>(m.layer)];
    const auto u = m.unit;
    if (m.phase == Phase::load) { EXPECT_EQ(m.values[0], trace.x(0, u)); }
    if (m.phase == Phase::forward) { EXPECT_EQ(std::pair(m.values[0], m.values[1]), std::pair(t.z(0, u), t.a(0, u))); }
    if (m.phase == Phase::loss) { EXPECT_EQ(std::pair(m.values[0], m.values[1]), std::pair(trace.row_loss[0], static_cast<float>(trace.loss))); }
    if (m.phase == Phase::backward) { EXPECT_EQ(std::pair(m.values[0], m.values[1]), std::pair(t.da(0, u), t.delta(0, u))); }
    if (m.phase == Phase::update) { EXPECT_EQ(m.values, (std::array{t.before[0](0, u), t.after[0](0, u), t.before[1](0, u), t.after[1](0, u)})); }
  }
  EXPECT_EQ(s->batch, 1);
}

TEST_P(EveryTrainer, OtherGearsFinishABatchThatWasBegun) {
  const auto e = experiment();
  trainer.configure(e);
  trainer.step(Gear::epoch);
  const auto whole = until([](const Snapshot& s) { return s.epoch == 1; })->weights;
  for (const Gear gear : {Gear::batch, Gear::epoch}) {
    trainer.configure(e);
    for (int i = 0; i < 5; ++i) trainer.step(Gear::number);
    until([](const Snapshot& s) { return s.moment.phase == Phase::forward && s.moment.unit == 2; });
    trainer.step(gear);
    const auto s = until([&](const Snapshot& now) { return gear == Gear::batch ? now.batch == 1 : now.epoch == 1; });
    EXPECT_EQ(s->moment.phase, Phase::done);
    trainer.step(Gear::epoch);
    if (gear == Gear::batch) { EXPECT_EQ(until([](const Snapshot& now) { return now.epoch == 1; })->weights, whole); }
    else { EXPECT_EQ(s->weights, whole); }
  }
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

TEST_P(EveryTrainer, ResetsToTheSameOrOtherWeights) {
  trainer.configure(experiment());
  const auto first = until([](const Snapshot& s) { return !s.weights.empty(); })->weights;
  trainer.step(Gear::epoch);
  until([](const Snapshot& s) { return s.epoch == 1; });
  trainer.reset(1);
  EXPECT_EQ(until([](const Snapshot& s) { return s.epoch == 0 && s.generation == 2; })->weights, first);
  trainer.reset(2);
  EXPECT_NE(until([](const Snapshot& s) { return s.generation == 3; })->weights, first);
}

TEST_P(EveryTrainer, TakesWeightsAndHyperparameters) {
  trainer.configure(experiment());
  auto w = until([](const Snapshot& s) { return !s.weights.empty(); })->weights;
  w[0] = 42;
  trainer.set_weights(w);
  until([](const Snapshot& s) { return s.weights[0] == 42; });
  trainer.set_hyperparameter("learning_rate", 0);
  trainer.step(Gear::epoch);
  EXPECT_EQ(until([](const Snapshot& s) { return s.epoch == 1; })->weights, w);
  trainer.set_hyperparameter("learning_rat", 1);
  EXPECT_NE(until([](const Snapshot& s) { return !s.message.empty(); })->message.find("learning_rate"), std::string::npos);
}

TEST_P(EveryTrainer, KeepsThePaceThatIsAskedFor) {
  trainer.configure(experiment(2));
  trainer.set_pace({0.001, false});   // a batch in a thousand seconds
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
  auto bad = std::make_shared<Experiment>(*experiment());
  bad->targets = Matrix(3, 1);
  trainer.configure(bad);
  EXPECT_NE(until([](const Snapshot& s) { return !s.message.empty(); })->message.find("as many rows"), std::string::npos);
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
