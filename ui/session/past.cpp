// SPDX-License-Identifier: MIT
// Travelling back to an epoch's weights, and going on from there.
#include <algorithm>
#include <utility>

#include "engine/training/fit.hpp"
#include "ui/session/session.hpp"

namespace chainrule {

const std::vector<float>& Session::weights() const {
  if (const Trail::Entry* then = past()) return *then->weights;
  return film_player.weights().empty() ? snapshot_->weights : film_player.weights();
}

void Session::show_epoch(Index epoch) {
  waiting_.push_back([this, epoch] {
    if (snapshot_->playing) trainer_.pause();
    past_ = epoch < history_.epochs() ? std::max<Index>(epoch, 0) : -1;
    stale_ = true;
  });
}

std::shared_ptr<Checkpoint> Session::at_epoch(const std::vector<float>& weights, Index epoch) const {
  auto from = std::make_shared<Checkpoint>();
  from->weights = weights;
  from->history = history_;
  for (auto& course : from->history.values) course.resize(std::min(course.size(), static_cast<std::size_t>(epoch)));
  from->epochs = document_.fit.epochs;
  return from;
}

void Session::go_on() {
  const Trail::Entry* from = past();
  if (!from) return;
  remember("going on from epoch " + std::to_string(from->epoch));
  renew();
  carried_ = from->epoch;
  auto start = at_epoch(*from->weights, from->epoch);
  past_ = -1;
  trainer_.restore(experiment_, std::move(start));
}

/// The weights and the curves of a snapshot of this experiment, with smaller steps from there on.
void Session::go_back(std::shared_ptr<const Snapshot> good) {
  if (!experiment_ || good->weights.size() != snapshot_->weights.size()) return;
  Document d = document_;
  const Optimizer& optimizer = resolve(optimizers(), "optimizer", d.compile.optimizer, d.dialect);
  const int rate = parameter_index(optimizer, "learning_rate");
  if (rate >= 0) {
    double& value = d.compile.optimizer.values[static_cast<std::size_t>(rate)];
    value = std::max(value / 10, optimizer.parameters[static_cast<std::size_t>(rate)].minimum);
  }
  with_data(d, text_, [this, d, good](DataSet* made) {
    auto from = at_epoch(good->weights, good->epoch);
    start(d, text_, made);
    trainer_.restore(experiment_, std::move(from));
  });
}

void Session::renew() {
  auto changed = std::make_shared<Experiment>(*experiment_);
  changed->document = document_;
  experiment_ = std::move(changed);
}

void Session::forget_past() {
  past_ = carried_ = -1;
  told_past_ = {};
}

/// The epochs before the one that training went on from stay; those of any other run are gone.
void Session::follow_trail(const Snapshot& newest, bool new_generation) {
  if (new_generation) {
    std::erase_if(trail_.entries, [&](const Trail::Entry& e) { return e.epoch > carried_; });
    if (trail_.entries.empty()) trail_ = {};
    forget_past();
  }
  trail_.add(newest.trail);
}

}  // namespace chainrule
