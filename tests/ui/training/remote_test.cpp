// SPDX-License-Identifier: MIT
// Training that moves elsewhere and back, and what happens when there is no such place, or it is lost.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/io/link.hpp"
#include "tests/ui/training/loopback.hpp"
#include "ui/training/bytes.hpp"

namespace chainrule {
namespace {

std::shared_ptr<const Experiment> experiment(const char* link) { return make_experiment(read_link(link).document); }
const char* const small = "data=circle&samples=100&epochs=50";
const char* const large = "data=circle&samples=100&epochs=100000&layers=dense:16:tanh,dense:16:tanh,dense:1:sigmoid";

class TrainingElsewhere : public testing::Test {
 protected:
  Loopback::Line line;
  int woken = 0;
  Trainer trainer{Trainer::Mode::slices, [this] { ++woken; }, std::make_unique<Loopback>(line)};
  TrainingElsewhere() {
    line.takes = [](const Experiment& e) { return e.document.layers[0].units == 16; };
  }
  std::shared_ptr<const Snapshot> turns(int count = 4) {
    std::shared_ptr<const Snapshot> s;
    for (; count > 0; --count) {
      trainer.pump(0.1);
      line.run(0.1);
      trainer.pump(0);
      s = trainer.snapshot();
    }
    return s;
  }
};

TEST_F(TrainingElsewhere, GoesThereAndBackWithTheSize) {
  trainer.configure(experiment(small));
  trainer.step(Gear::batch);
  EXPECT_EQ(turns()->batch, 1);
  EXPECT_FALSE(line.received) << "a small network never starts the other side";
  const auto here = trainer.checkpoint();
  turns();

  trainer.configure(experiment(large));
  trainer.step(Gear::batch);
  trainer.step(Gear::batch);
  EXPECT_EQ(turns()->batch, 2);
  EXPECT_GT(line.answers, 0);
  const auto there = trainer.checkpoint();
  EXPECT_FALSE(trainer.pump(1)) << "nobody here is to ask for frames while it trains elsewhere";

  // Undo asks for the checkpoint of the other side before it has come.
  trainer.configure(experiment(small));
  trainer.restore(experiment(large), there);
  const auto back = turns(8);
  EXPECT_EQ(back->weights.size(), 2U * 16 + 16 + 16 * 16 + 16 + 16 + 1);
  EXPECT_EQ(back->weights, there->weights) << "the checkpoint came over";
  trainer.restore(experiment(small), here);
  EXPECT_EQ(turns()->weights, here->weights);
}

TEST_F(TrainingElsewhere, KeepsWhatIsWatchedWhenItMoves) {
  trainer.watch(Watched::gradients);
  trainer.configure(experiment(small));
  trainer.step(Gear::batch);
  EXPECT_FALSE(turns()->gradients.empty());
  trainer.configure(experiment(large));
  trainer.step(Gear::batch);
  EXPECT_FALSE(turns(6)->gradients.empty());
}

TEST_F(TrainingElsewhere, SendsTheNextSnapshotOnlyWhenTheLastWasTaken) {
  trainer.configure(experiment(large));
  trainer.play();
  turns();
  const int before = line.answers;
  for (int i = 0; i < 20; ++i) {
    trainer.pump(1);
    line.run(1);
  }
  EXPECT_LE(line.answers, before + 1) << "nobody looked";
  trainer.snapshot();
  turns();
  EXPECT_GT(line.answers, before + 1);
}

// The other side tells once for each look; its last word may have been taken in the turn in which training left it.
TEST_F(TrainingElsewhere, IsHeardAgainAfterItWasLeftInTheMiddleOfItsRun) {
  trainer.configure(experiment(large));
  trainer.play();
  turns();
  line.run(1);
  trainer.configure(experiment(small));
  trainer.pump(0);
  trainer.snapshot();
  turns();
  trainer.configure(experiment(large));
  EXPECT_EQ(turns(8)->weights.size(), 2U * 16 + 16 + 16 * 16 + 16 + 16 + 1);
  trainer.step(Gear::batch);
  EXPECT_EQ(turns()->batch, 1);
}

TEST_F(TrainingElsewhere, StaysHereWhereThereIsNoOtherPlace) {
  line.can_open = false;
  trainer.configure(experiment(large));
  trainer.step(Gear::batch);
  EXPECT_EQ(turns()->batch, 1);
}

TEST_F(TrainingElsewhere, ComesBackWhenTheOtherPlaceDoesNotStart) {
  line.starts = false;
  trainer.configure(experiment(large));
  trainer.step(Gear::batch);
  EXPECT_EQ(turns()->batch, 1) << "no order is lost";
  EXPECT_GT(woken, 0);
}

TEST_F(TrainingElsewhere, GoesOnHereFromTheLastWeightsWhenItIsLost) {
  trainer.configure(experiment(large));
  trainer.step(Gear::epoch);
  const auto seen = turns(20);
  EXPECT_EQ(seen->epoch, 1);
  line.lost = true;
  const auto after = turns();
  EXPECT_EQ(after->weights, seen->weights);
  EXPECT_GT(after->generation, seen->generation);
  EXPECT_NE(after->message.find("goes on here"), std::string::npos) << after->message;
  trainer.step(Gear::batch);
  EXPECT_EQ(turns()->batch, 1);
}

/// One of each kind, as it is made without values.
template <std::size_t I = 0, class Action>
void each_order(Action action) {
  if constexpr (I < std::variant_size_v<Order>) {
    action(Order(std::in_place_index<I>));
    each_order<I + 1>(action);
  }
}

TEST(TrainerMessages, ArriveAsTheyWereSent) {
  const auto e = experiment(
      "data=spiral&noise=0.1&seed=7&layers=dense:3:leaky_relu:0.3,dropout:0.1,dense:1:sigmoid&optimizer=sgd:learning_"
      "rate=0.1");
  const auto come = std::get<orders::Configure>(order_of(to_bytes(orders::Configure{e, 3})));
  EXPECT_EQ(come.generation, 3U);
  EXPECT_EQ(come.experiment->document, e->document);
  EXPECT_EQ(come.experiment->data.x.data, e->data.x.data);
  EXPECT_EQ(come.experiment->targets.data, e->targets.data);
  const auto set = std::get<orders::SetHyperparameter>(order_of(to_bytes(orders::SetHyperparameter{"a name", 0.1})));
  EXPECT_EQ(set.name, "a name");
  EXPECT_EQ(set.value, 0.1);
  const auto from = std::make_shared<Checkpoint>(Checkpoint{.weights = {3}, .history = {}, .epochs = 4});
  const auto back = std::get<orders::Restore>(order_of(to_bytes(orders::Restore{e, from, 5})));
  EXPECT_EQ(back.from->weights, from->weights);
  EXPECT_EQ(back.from->epochs, 4);
  EXPECT_EQ(back.generation, 5U);
  EXPECT_EQ(std::get<orders::Step>(order_of(to_bytes(orders::Step{Gear::epoch}))).gear, Gear::epoch);
  EXPECT_EQ(std::get<orders::ShowFilm>(order_of(to_bytes(orders::ShowFilm{true, 7}))).checked, 7);

  auto snapshot = std::make_shared<Snapshot>();
  snapshot->weights = {1.5f, -2};
  snapshot->keys = {"loss", "val_loss"};
  snapshot->history = {{1, 2}, {3, NAN}};
  snapshot->running = {{"loss", 0.25}};
  snapshot->callbacks = {{"early_stopping", "val_loss", 0.5, 3, 1, 5}};
  snapshot->message = "why";
  std::string bytes;
  to_bytes({{{9, {.weights = {3}, .history = {}, .epochs = 4}}}, snapshot}, bytes);
  const Answer answer = answer_of(bytes);
  EXPECT_EQ(answer.checkpoints.at(0).first, 9U);
  EXPECT_EQ(answer.checkpoints.at(0).second.weights, std::vector<float>{3});
  EXPECT_EQ(answer.snapshot->weights, snapshot->weights);
  EXPECT_EQ(answer.snapshot->keys, snapshot->keys);
  EXPECT_TRUE(std::isnan(answer.snapshot->history[1][1]));
  EXPECT_EQ(answer.snapshot->running, snapshot->running);
  EXPECT_EQ(answer.snapshot->callbacks, snapshot->callbacks);
  EXPECT_EQ(answer.snapshot->message, "why");
  for (std::size_t n = 0; n < bytes.size(); ++n)
    EXPECT_THROW(answer_of(std::string_view(bytes).substr(0, n)), Error) << n;
}

// A byte that is no bool, no kind of order, no size: refused, or harmless to the side that gets it.
TEST(TrainerMessages, OddBytesDoNoHarm) {
  const auto little = experiment("data=circle&samples=6&layers=dense:1:sigmoid&epochs=2");
  std::vector<std::string> sent{to_bytes(orders::Configure{little, 1})};
  each_order([&](Order order) {
    if (auto* const set = std::get_if<orders::SetHyperparameter>(&order)) *set = {"learning_rate", 0.5};
    sent.push_back(to_bytes(order));
  });
  for (const std::string& good : sent) {
    const std::size_t looked_at = std::min<std::size_t>(good.size(), 400);
    for (std::size_t i = 0; i < looked_at; ++i)
      for (const unsigned char odd : {2, 0x7F, 0xFF}) {
        std::string bytes = good;
        bytes[i] = static_cast<char>(odd);
        TrainerHost host;
        try {
          host.receive(sent[0]);
          host.receive(bytes);
        } catch (const Error&) { continue; }
        host.pump(0);
        host.answer();
      }
    for (std::size_t length = 0; length < looked_at; ++length)
      EXPECT_ANY_THROW(order_of(std::string_view(good).substr(0, length)));
  }
}

}  // namespace
}  // namespace chainrule
