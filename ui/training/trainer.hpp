#pragma once
// SPDX-License-Identifier: MIT
// Training beside drawing: commands in, snapshots out. The window never waits for training and training never waits
// for drawing. A thread of its own where the system has threads, else slices of a few milliseconds between frames;
// the same commands, the same snapshots, the same numbers.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/document/experiment.hpp"
#include "engine/training/callback.hpp"
#include "engine/training/history.hpp"
#include "ui/training/channel.hpp"
#include "ui/training/film.hpp"
#include "ui/training/trail.hpp"

namespace chainrule {

/// The state of training at one moment. Immutable: anyone may keep it.
struct Snapshot {
  std::uint64_t generation = 0;       ///< counts configure() and restore()
  std::vector<float> weights;         ///< the flat store
  std::vector<float> gradient_norms;  ///< |dL/dW| of each layer, of the last batch
  std::vector<float> gradients;       ///< dL/dW of the last batch, laid out as `weights`; empty unless watched
  std::vector<float> updates;         ///< weights after the last batch minus before it; empty unless watched
  std::vector<std::string> keys;      ///< of the history
  Index history_from = 0;             ///< `history` holds the epochs from here on (what the last one had not)
  std::vector<std::vector<double>> history;
  Trail trail;   ///< weights of the epochs that have ended since the last one
  Logs running;  ///< loss and metrics over this epoch's batches so far
  Index epoch = 0, batch = 0, batches = 0, epochs = 0;
  std::shared_ptr<const Film> film;       ///< of the next batch, while one is asked for and training rests
  std::vector<CallbackStatus> callbacks;  ///< in the order of the document's
  bool playing = false, finished = false;
  std::shared_ptr<const std::string> run;  ///< Fit::state(), where tell() has asked for it
  double samples_per_second = 0;
  std::string message;  ///< why training stopped by itself, or what was wrong with a command
  bool failed = false;  ///< the message tells of a failure: diverged, or a command that was refused
};

/// Where training stood at one moment, to come back to. Filled and read on the training side alone.
struct Checkpoint {
  std::vector<float> weights;
  History history;
  Index epochs = 0;       ///< asked for
  std::uint64_t run = 0;  ///< which of the trainer's runs this was,
  Index iterations = 0;   ///< and how far it had come
  bool playing = false;
  std::string state = {};  ///< Fit::state() of a run elsewhere, which goes on here; the rest but `epochs` is in it
};

/// How far a step goes. number: the next number of a film, phase: the next phase (a layer, forward or backward); these
/// two only look, and the trainer takes the others.
enum class Gear { number, phase, batch, epoch };

/// What snapshots carry besides the weights: what nobody looks at is neither computed nor copied.
enum class Watched { weights, gradients, updates };

/// How fast Play goes, so that eyes can follow: so many batches or epochs a second, or as many epochs as are asked for
/// in so many seconds; all 0: as fast as it goes.
struct Pace {
  double per_second = 0;
  bool epochs = false;
  double run_seconds = 0;
  bool operator==(const Pace&) const = default;
};

class Trainer {
 public:
  enum class Mode { thread, slices };
  class Core;  // the training itself, on whichever side
  /// `published` is called when a snapshot is ready that pump() did not make: on the training thread, or when one has
  /// come through `elsewhere`. Slices: experiments whose steps are longer than a slice train there, if that can be.
  explicit Trainer(Mode mode, std::function<void()> published = {}, std::unique_ptr<Channel> elsewhere = {});
  ~Trainer();

  // Commands: an order each (order.hpp). They return at once; the next snapshot shows what they did.
  void configure(std::shared_ptr<const Experiment> experiment);
  void play();
  void pause();
  /// One batch or one epoch.
  void step(Gear gear);
  /// One number of the flat store; a training that runs goes on from it.
  void set_weight(std::size_t index, float value);
  /// Freezes or frees a layer's weights; a training that runs goes on.
  void set_trainable(std::size_t layer, bool trainable);
  void watch(Watched watched);
  /// Whether snapshots carry a film of the next batch while training rests; with the numeric gradient of one weight of
  /// the flat store, unless that is below 0.
  void film(bool wanted, Index checked = -1);
  void set_hyperparameter(std::string name, double value);
  void set_epochs(Index epochs);
  void set_pace(Pace pace);
  /// Takes down where training stands when this command's turn has come.
  std::shared_ptr<const Checkpoint> checkpoint();
  /// A snapshot soon has all that the run goes on from.
  void tell();
  /// Back to a checkpoint of `experiment`: its weights, its epochs. The run that is under way goes on, with the
  /// optimizer's memory, where it has not trained since; else a new one starts from there.
  void restore(std::shared_ptr<const Experiment> experiment, std::shared_ptr<const Checkpoint> checkpoint);

  /// Slices: trains for at most `milliseconds`. Thread: does nothing. True while training goes on that wants to be
  /// called again; what trains elsewhere says itself when there is something new.
  bool pump(double milliseconds);
  /// The newest snapshot, made at most once a call; the same pointer when nothing happened. Never null after
  /// configure() has been carried out.
  std::shared_ptr<const Snapshot> snapshot();

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace chainrule
