#pragma once
// SPDX-License-Identifier: MIT
// What the drawing side asks of the training side: plain values, so that they also travel to one that is elsewhere.
#include <cstdint>
#include <memory>
#include <string>

#include "ui/training/trainer.hpp"

namespace chainrule {

struct Order {
  enum class Kind : std::uint8_t {
    configure,
    play,
    pause,
    step,
    set_weight,
    set_trainable,
    watch,
    set_hyperparameter,
    set_epochs,
    set_pace,
    film,
    save,
    restore,
    tell,      ///< the next snapshot has the state of the run
    complain,  ///< says `name` in the next snapshot
    release,   ///< forgets the experiment: training goes on on another side
    look       ///< of sides elsewhere: another snapshot is wanted
  };
  Kind kind = Kind::look;
  std::uint64_t index = 0;  ///< gear, place in the flat store, layer, epochs, or the number of a checkpoint
  double value = 0;
  bool flag = false;
  std::string name = {};
  std::shared_ptr<const Experiment> experiment = {};
  std::shared_ptr<Checkpoint> checkpoint = {};
  std::uint64_t generation = 0;  ///< that begins with it; 0 = none does
};

}  // namespace chainrule
