#pragma once
// SPDX-License-Identifier: MIT
// The training itself, on whichever side: one model and its run of fit().
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ui/training/order.hpp"
#include "ui/training/trainer.hpp"

#include "engine/sequential.hpp"
#include "engine/training/fit.hpp"

namespace chainrule {

/// Used by one thread at a time.
class Trainer::Core {
 public:
  /// Carries out an order; what is wrong with it stands in the next snapshot.
  void obey(const Order& order);
  bool playing() const { return playing_; }
  /// Milliseconds until the pace allows the next batch.
  double wait() const;
  /// Trains until the time is over: batch by batch, or phase by phase where a batch takes long. False when it is not
  /// time for the next batch yet.
  bool train(double milliseconds);
  std::shared_ptr<const Snapshot> snapshot();

 private:
  // One for each order.
  void carry_out(const orders::Configure& order);
  void carry_out(const orders::Play& order);
  void carry_out(const orders::Pause& order);
  void carry_out(const orders::Step& order);
  void carry_out(const orders::SetWeight& order);
  void carry_out(const orders::SetTrainable& order);
  void carry_out(const orders::Watch& order);
  void carry_out(const orders::SetHyperparameter& order);
  void carry_out(const orders::SetEpochs& order);
  void carry_out(const orders::SetPace& order);
  void carry_out(const orders::ShowFilm& order);
  void carry_out(const orders::Save& order);
  void carry_out(const orders::Restore& order);
  void carry_out(const orders::Tell& order);
  void carry_out(const orders::Complain& order);
  void carry_out(const orders::Release& order);
  void carry_out(const orders::Look&) {}

  void configure(std::shared_ptr<const Experiment> experiment);
  void set_weights(const std::vector<float>& weights);
  void set_epochs(Index epochs);
  void resume(const std::shared_ptr<const Experiment>& experiment, const Checkpoint& from);
  void go_on(const Experiment& experiment);

  /// One phase. True when it was the last of its batch.
  bool advance();
  void run_batch();
  void finish_batch();
  /// Of the next batch, or null where there is none to be had.
  std::shared_ptr<const Film> film();
  /// Milliseconds from one batch to the next, as the pace has it; 0: at once.
  double interval() const;
  void note_weights();
  void note_update();
  void note_epoch();
  void start();
  void note_stop();

  std::shared_ptr<const Experiment> experiment_;
  std::unique_ptr<Sequential> model_;
  std::unique_ptr<Fit> fit_;
  Index epochs_ = 0, asked_epochs_ = 0, published_ = 0;
  Index until_epoch_ = 0;                      // Step epoch ends there
  double batch_milliseconds_ = 0, spent_ = 0;  // of the last whole batch; of the one under way
  Watched watched_ = Watched::weights;
  std::vector<float> before_, updates_;  // while updates are watched: weights before this batch, change by the last one
  std::uint64_t generation_ = 0;
  std::uint64_t run_ = 0;  // the generation that it began with
  bool playing_ = false;
  double speed_ = 0;
  bool told_ = false;  // the next snapshot has the state of the run
  Trail trail_;        // epochs that no snapshot has yet
  bool film_wanted_ = false;
  Index checked_ = -1;                // weight whose numeric gradient the film has too
  std::shared_ptr<const Film> film_;  // null: not up to date
  Pace pace_;
  double next_ = 0;  // when the pace allows the next batch
  std::string message_;
  bool failed_ = false;
};

}  // namespace chainrule
