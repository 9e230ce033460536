// SPDX-License-Identifier: MIT
// What of the experiment cannot go well is said once, with the press that mends it.
#include <algorithm>
#include <string>
#include <string_view>

#include "engine/document/guess.hpp"
#include "engine/sequential.hpp"
#include "engine/training/verdict.hpp"
#include "ui/session/session.hpp"

namespace chainrule {
namespace {

/// The share of the relu units that answer 0 to all of these rows.
double dead_relus(Lens& lens, const DataSet& data) {
  constexpr Index enough = 100;
  const auto all = lens.activations(data.x.view().middle_rows(0, std::min(data.x.rows, enough)));
  double units = 0, dead = 0;
  const auto& layers = lens.model().layers();
  for (std::size_t l = 0; l < layers.size() && l < all.size(); ++l) {
    if (layers[l]->spec().activation.name != "relu") continue;
    for (Index u = 0; u < all[l].cols; ++u, ++units) {
      bool answers = false;
      for (Index r = 0; r < all[l].rows; ++r) answers = answers || all[l](r, u) > 0;
      dead += answers ? 0 : 1;
    }
  }
  return units > 0 ? dead / units : 0;
}

}  // namespace

/// What a training that is over has shown.
Signs Session::signs() {
  Signs signs;
  const auto* loss = history_.find("loss");
  if (!snapshot_->finished || !loss) return signs;
  const DataSet& data = experiment_->data;
  const auto facts =
      curve_facts({loss, history_.find("val_loss"), constant_loss(document_, data), data.x.rows - training_rows()});
  signs.not_learned = facts && facts->guessed && verdict_of(*facts)->verdict == Verdict::not_learned;
  if (lens_.ready() && lens_.show(snapshot_->weights, 0)) {
    signs.dead_relus = dead_relus(lens_, data);
    stale_ = true;  // what is on screen may be of another epoch or row
  }
  return signs;
}

/// One piece of advice at a time; what was put aside stays so until its cause has gone, and what only training shows is
/// said once. Scenes and slides are shown as they are.
void Session::advise() {
  if (!experiment_) return;
  const bool quiet = scene() || services_.slide;
  const Advice* row = quiet ? nullptr : advice_for(document_, experiment_->data, signs());
  const bool seen_in_training = row && row != advice_for(document_, experiment_->data, {});
  const std::string_view id = row ? row->id : std::string_view();
  if (id == advised_) return;
  advised_ = id;
  withdraw(advice_topic);
  if (!row || (seen_in_training && !told_.insert(id).second)) return;
  offer({std::string(row->words), false, std::string(row->button),
         [this, row] { change([this, row](Document& d) { row->mend(d, experiment_->data); }); },
         std::string(advice_topic)});
}

}  // namespace chainrule
