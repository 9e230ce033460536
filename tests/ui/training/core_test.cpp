// SPDX-License-Identifier: MIT
// Training in slices, stopped in the middle of a batch: what a pause, an edit by hand and another pace do there.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/io/link.hpp"
#include "tests/ui/training/loopback.hpp"
#include "ui/training/trainer.hpp"

namespace chainrule {
namespace {

std::shared_ptr<const Experiment> experiment_of(const std::string& link) {
  const ReadResult read = read_link(link);
  for (const auto& complaint : read.complaints) ADD_FAILURE() << complaint.text;
  return make_experiment(read.document);
}

/// A batch of this takes longer than the slices that are given below, so that they end within one.
constexpr const char* slow =
    "data=circle&samples=600&batch_size=300&epochs=100000&layers=dense:300:tanh,dense:300:tanh,dense:1:sigmoid&"
    "optimizer=sgd:learning_rate=0";

struct Slices {
  Trainer trainer{Trainer::Mode::slices};
  explicit Slices(const std::string& link) {
    trainer.configure(experiment_of(link));
    trainer.pump(0);
  }
  std::shared_ptr<const Snapshot> now() {
    trainer.pump(0);
    return trainer.snapshot();
  }
};

// A film is of a whole batch: one that is under way is ended first.
TEST(TrainerCore, PauseWithAnOpenFilmEndsTheBatch) {
  Slices s(slow);
  s.trainer.film(true);
  for (int i = 0; i < 12; ++i) {
    s.trainer.play();
    s.trainer.pump(0.3 + 0.1 * i);
    s.trainer.pause();
    const auto paused = s.now();
    EXPECT_FALSE(paused->playing);
    EXPECT_NE(paused->film, nullptr) << "slice " << i;
  }
}

// With a rate of 0 nothing is updated; a number set by hand in the middle of a batch is no update either.
TEST(TrainerCore, AnEditByHandIsNoUpdate) {
  Slices s(slow);
  s.trainer.watch(Watched::updates);
  for (int i = 1; i < 12; ++i) {
    s.trainer.play();
    s.trainer.pump(0.3 + 0.1 * i);
    s.trainer.set_weight(0, static_cast<float>(i));
    s.trainer.step(Gear::batch);
    const auto stepped = s.now();
    ASSERT_FALSE(stepped->updates.empty());
    EXPECT_EQ(stepped->weights[0], static_cast<float>(i));
    EXPECT_EQ(stepped->updates[0], 0) << "slice " << i;
    EXPECT_EQ(stepped->updates[1], 0);
  }
}

TEST(TrainerCore, UpdatesAreThoseOfTheLastBatchAndGoWhenNobodyLooks) {
  Slices s("data=circle&samples=40&layers=dense:2:tanh,dense:1:sigmoid&optimizer=sgd:learning_rate=0.5");
  s.trainer.watch(Watched::updates);
  const auto before = s.now()->weights;
  s.trainer.step(Gear::batch);
  const auto after = s.now();
  ASSERT_EQ(after->updates.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_FLOAT_EQ(after->updates[i], after->weights[i] - before[i]);
  s.trainer.watch(Watched::updates);
  EXPECT_FALSE(s.now()->updates.empty()) << "asked for again, they are still there";
  s.trainer.watch(Watched::weights);
  EXPECT_TRUE(s.now()->updates.empty());
  s.trainer.watch(Watched::updates);
  EXPECT_TRUE(s.now()->updates.empty()) << "those of a batch long ago are not shown as new";
}

// An epoch a second of 500 batches is a batch in two milliseconds.
TEST(TrainerCore, APaceOfEpochsIsSharedByTheirBatches) {
  Slices s("data=circle&samples=500&batch_size=1&validation_split=0&layers=dense:1:sigmoid");
  s.trainer.set_pace({1, true});
  s.trainer.play();
  const auto start = std::chrono::steady_clock::now();
  const auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  while (s.trainer.snapshot()->batch < 20 && passed() < 8) s.trainer.pump(1);
  EXPECT_GE(s.trainer.snapshot()->batch, 20);
  EXPECT_LT(s.trainer.snapshot()->epoch, 1) << "and not as fast as it goes";
}

// The numeric gradient knows of no weighted rows: it would contradict a right one.
TEST(TrainerCore, ChecksAGradientWhereRowsCountAlike) {
  const std::string link = "data=circle&samples=40&layers=dense:2:tanh,dense:1:sigmoid";
  Slices alike(link), weighted(link + "&class_weight=1,3");
  for (Slices* s : {&alike, &weighted}) s->trainer.film(true, 2);
  const auto checked = alike.now()->film, unchecked = weighted.now()->film;
  ASSERT_TRUE(checked && unchecked);
  EXPECT_EQ(checked->checked, 2);
  EXPECT_NEAR(checked->numeric, checked->backprop, 1e-5);
  EXPECT_EQ(unchecked->checked, -1);
}

TEST(TrainerCore, PlayAfterTheEndTrainsAsManyEpochsAgain) {
  Slices s("data=circle&samples=40&epochs=4&layers=dense:1:sigmoid");
  const auto finish = [&] {
    s.trainer.play();
    for (int i = 0; i < 10000 && !s.now()->finished; ++i) s.trainer.pump(5);
    return s.now()->epoch;
  };
  EXPECT_EQ(finish(), 4);
  EXPECT_EQ(finish(), 8);
  s.trainer.set_epochs(9);
  EXPECT_EQ(finish(), 9);
}

TEST(Trail, KeepsOnlyNetworksOfWhichAHandfulFits) {
  const std::size_t eight = Trail::most_bytes / 8 / sizeof(float);
  Trail fits, larger;
  for (Index e = 0; e < 3; ++e) fits.add(e, std::vector<float>(eight)), larger.add(e, std::vector<float>(eight + 1));
  EXPECT_EQ(fits.entries.size(), 3U);
  EXPECT_TRUE(larger.entries.empty());
}

// Whatever is thinned out, the newest epoch stays.
TEST(Trail, TheNewestEpochIsAlwaysThere) {
  Trail trail;
  for (Index e = 0; e < 900; ++e) {
    trail.add(e, std::vector<float>(3, static_cast<float>(e)));
    ASSERT_EQ(trail.entries.back().epoch, e);
    ASSERT_EQ((*trail.entries.back().weights)[0], static_cast<float>(e));
  }
}

}  // namespace
}  // namespace chainrule
