// SPDX-License-Identifier: MIT
// Where a fit stands, as bytes: it goes on elsewhere as it would have here.
#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "engine/training/fit.hpp"

namespace chainrule {

/// All that changes while a fit trains, between two batches. A layer draws its random numbers from seed and step alone.
struct Fit::Standing {
  Model::State model;
  std::vector<std::uint32_t> order;
  Random random = Random(0);
  Index epochs = 0, epoch = 0, batch = 0, seen = 0;
  std::vector<double> sums;
  std::vector<std::unique_ptr<Callback>> callbacks;
  bool diverged = false, ended = false;
  History history;
};

void Fit::pass(Bytes& way, Standing& s) const {
  way.pass_finite(s.model.weights);
  way.pass(s.model.gradients), way.pass(s.model.updater.slots), way.pass(s.model.updater.values),
      way.pass(s.model.updater.iterations);
  way.pass(s.model.updater.step.step), way.pass(s.model.updater.step.learning_rate),
      way.pass(s.model.updater.step.momentum_product);
  for (double& term : s.model.updater.step.terms) way.pass(term);
  way.pass(s.order), s.random.pass(way);
  way.pass(s.epochs), way.pass(s.epoch), way.pass(s.batch), way.pass(s.seen), way.pass(s.sums);
  way.pass(s.diverged), way.pass(s.ended);
  way.pass(s.history.keys), way.pass(s.history.values), way.pass(s.history.stopped);
  for (const auto& callback : s.callbacks) callback->pass(way);
}

std::string Fit::state() const {
  if (in_batch()) throw Error("expected no batch under way, received one, in state()");
  Standing s{model_.state(), order_, random_, spec_.epochs, epoch_, batch_,
             seen_,          sums_,  {},      diverged_,    ended_, history_};
  std::string bytes;
  Bytes way(bytes);
  pass(way, s);
  for (const auto& callback : callbacks_) callback->pass(way);
  return bytes;
}

/// Nothing that a fit of this kind could not have left is taken.
void Fit::check(const Standing& s) const {
  const auto expect = [](bool good) {
    if (!good) Bytes::refuse();
  };
  const auto within = [&](Index value, Index low, Index high) { expect(value >= low && value <= high); };
  const auto parameters = static_cast<std::size_t>(model_.count_params());
  expect(s.model.weights.size() == parameters && s.model.gradients.size() == parameters);
  const auto known = model_.optimizer().parameters;
  expect(s.model.updater.values.size() == known.size() && s.model.updater.slots.size() == model_.slots().size());
  for (std::size_t i = 0; i < known.size(); ++i)
    if (s.model.updater.values[i] != unset)
      chainrule::check(known[i], s.model.updater.values[i], model_.optimizer().name);
  check_clipping(model_.optimizer(), s.model.updater.values, model_.dialect());
  for (std::size_t i = 0; i < s.model.updater.slots.size(); ++i) {
    const auto here = static_cast<std::size_t>(model_.slots()[i].size()), there = s.model.updater.slots[i].size();
    // The update writes to every slot that is in use by the values of the state.
    expect(here == 0 ? !model_.optimizer().in_use(static_cast<int>(i), s.model.updater.values.data()) : there == here);
  }
  std::vector<bool> seen(order_.size());
  expect(s.order.size() == order_.size());
  for (const std::uint32_t row : s.order) {
    expect(row < seen.size() && !seen[row]);
    seen[row] = true;
  }
  within(s.epochs, 0, limits::epochs), within(s.epoch, 0, limits::epochs), within(s.batch, 0, batches() - 1);
  within(s.seen, 0, training_rows_),
      within(s.model.updater.iterations, 0, limits::epochs * std::max<Index>(batches(), 1));
  expect(s.sums.size() == sums_.size());
  expect(s.history.values.size() == s.history.keys.size() && s.history.epochs() == s.epoch);
  expect(s.history.keys.empty() ? s.epoch == 0 : s.history.keys == history_keys());
  for (const auto& course : s.history.values) within(static_cast<Index>(course.size()), s.epoch, s.epoch);
}

void Fit::restore(std::string_view state) {
  Standing s;
  s.random = random_;  // of the same sequence
  const auto all = history_keys();
  for (const CallbackSpec& callback : spec_.callbacks)
    s.callbacks.push_back(make_callback(callback, all, model_.objective().metric_names(), model_.dialect()));
  Bytes way(state);
  pass(way, s);
  if (!way.ended()) Bytes::refuse();
  check(s);
  const Model::State here = model_.state();
  s.model.updater.step.dialect = here.updater.step.dialect;
  for (std::size_t i = 0; i < here.updater.slots.size(); ++i)
    if (here.updater.slots[i].empty())
      s.model.updater.slots[i].clear();  // of a momentum that was tried, and is none now
  model_.restore(s.model);
  order_ = std::move(s.order);
  random_ = s.random;
  spec_.epochs = s.epochs;
  std::tie(epoch_, batch_, seen_) = std::tuple(s.epoch, s.batch, s.seen);
  sums_ = std::move(s.sums);
  callbacks_ = std::move(s.callbacks);
  std::tie(diverged_, ended_) = std::pair(s.diverged, s.ended);
  history_ = std::move(s.history);
}

}  // namespace chainrule
