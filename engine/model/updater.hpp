#pragma once
// SPDX-License-Identifier: MIT
// How gradients change weights: the optimizer of compile() with its schedule, its slots and its count of steps.
#include <span>
#include <string_view>
#include <vector>

#include "engine/model/network.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"

namespace chainrule {

class Updater {
 public:
  Updater() = default;  ///< before compile(): none
  /// For this network, or one with as many parameters. Throws Error on unknown names and bad numbers.
  Updater(Choice optimizer, Choice schedule, const Network& network);
  bool chosen() const { return optimizer_ != nullptr; }

  const Optimizer& optimizer() const { return *optimizer_; }
  const Choice& choice() const { return choice_; }
  const Choice& schedule() const { return schedule_choice_; }
  /// The optimizer's parameters as they are now: callbacks change them.
  const std::vector<double>& values() const { return choice_.values; }
  /// Sets one of them between two steps. Throws Error; nothing has changed then.
  void set(std::string_view name, double value);

  /// Slots for so many parameters, as they are before the first step.
  std::vector<Buffer> make_slots(Index parameters) const;
  /// Before the first step of a network with so many parameters, whose slots these are.
  void start(Index parameters, std::vector<Buffer> slots);
  /// Forgets all steps.
  void restart();
  /// One for each slot of the optimizer; those not in use are empty.
  std::span<const Buffer> slots() const { return slots_; }
  /// Steps done.
  Index iterations() const { return iterations_; }
  /// The learning rate of the next step: schedule and decay included.
  double learning_rate() const;

  /// The phases of a step: once, then for each layer, then once. begin() clips the network's gradients.
  void begin(Network& network);
  /// False where a weight would not be finite any more; it keeps its value then.
  bool update(Network& network, const Layer& layer);
  void end() { ++iterations_; }
  /// Of the step under way, or the last one.
  const UpdateStep& step() const { return step_; }
  bool clips() const { return clips_; }

  /// All that a step changes here.
  struct State {
    std::vector<std::vector<float>> slots;
    std::vector<double> values;
    UpdateStep step;
    Index iterations = 0;
  };
  State state() const;
  /// Back to a state of this updater.
  void restore(const State& state);

 private:
  void fill(std::vector<Buffer>& slots) const;
  void clip(Network& network, const SharedParameters& shared) const;

  Choice choice_, schedule_choice_;
  const Optimizer* optimizer_ = nullptr;
  const Schedule* schedule_ = nullptr;
  Dialect dialect_ = Dialect::keras3;
  Index parameters_ = 0;
  std::vector<Buffer> slots_;
  Index iterations_ = 0;
  UpdateStep step_;
  bool clips_ = false;
};

}  // namespace chainrule
