#pragma once
// SPDX-License-Identifier: MIT
// What the drawing side asks of the training side, a struct each: plain values, so that they also travel to one that is
// elsewhere (bytes.cpp finds their fields by itself). A new one has a row here and a handler in Trainer::Core.
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "ui/training/trainer.hpp"

namespace chainrule {
namespace orders {

/// A new run of this experiment. It begins a generation, as Restore does.
struct Configure {
  std::shared_ptr<const Experiment> experiment;
  std::uint64_t generation = 0;
};
struct Play {};
struct Pause {};
/// One batch, or one epoch.
struct Step {
  Gear gear = Gear::batch;
};
/// One number of the flat store.
struct SetWeight {
  std::uint64_t index = 0;
  float value = 0;
};
struct SetTrainable {
  std::uint64_t layer = 0;
  bool trainable = true;
};
struct Watch {
  Watched watched = Watched::weights;
};
/// Of the optimizer.
struct SetHyperparameter {
  std::string name;
  double value = 0;
};
struct SetEpochs {
  Index epochs = 0;
};
struct SetPace {
  Pace pace;
};
/// Whether snapshots carry a film, and the weight whose gradient is checked in it (below 0: none).
struct ShowFilm {
  bool wanted = false;
  Index checked = -1;
};
/// Takes down where training stands: here in `into`, elsewhere under a number, which comes back with it.
struct Save {
  std::shared_ptr<Checkpoint> into;
  std::uint64_t number = 0;
};
struct Restore {
  std::shared_ptr<const Experiment> experiment;
  std::shared_ptr<const Checkpoint> from;
  std::uint64_t generation = 0;
};
/// The next snapshot has the state of the run.
struct Tell {};
/// Says so in the next snapshot.
struct Complain {
  std::string words;
};
/// Forgets the experiment: training goes on on another side.
struct Release {};
/// Of sides elsewhere: another snapshot is wanted.
struct Look {};

}  // namespace orders

using Order =
    std::variant<orders::Look, orders::Configure, orders::Play, orders::Pause, orders::Step, orders::SetWeight,
                 orders::SetTrainable, orders::Watch, orders::SetHyperparameter, orders::SetEpochs, orders::SetPace,
                 orders::ShowFilm, orders::Save, orders::Restore, orders::Tell, orders::Complain, orders::Release>;

}  // namespace chainrule
