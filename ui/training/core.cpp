// SPDX-License-Identifier: MIT
#include "ui/training/core.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "engine/document/experiment.hpp"
#include "engine/training/gradient_check.hpp"

namespace chainrule {
namespace {
double now() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Whether the film of the next batch stays true after it.
bool only_looks(const Order& order) {
  return std::holds_alternative<orders::Save>(order) || std::holds_alternative<orders::Look>(order) ||
         std::holds_alternative<orders::Tell>(order);
}

/// A message may lack what an order points at.
void expect_whole(bool whole) {
  if (!whole) throw Error("expected an order to the trainer with all that it needs, received a part of one");
}
}  // namespace

void Trainer::Core::obey(const Order& order) {
  if (!only_looks(order)) film_.reset();
  try {
    std::visit([this](const auto& one) { carry_out(one); }, order);
  } catch (const std::exception& e) { carry_out(orders::Complain{e.what()}); }
}

void Trainer::Core::carry_out(const orders::Configure& order) {
  if (order.generation > 0) generation_ = order.generation;
  expect_whole(order.experiment != nullptr);
  configure(order.experiment);
}

void Trainer::Core::configure(std::shared_ptr<const Experiment> experiment) {
  fit_.reset();
  model_.reset();
  experiment_ = std::move(experiment);
  playing_ = false;
  message_.clear();
  failed_ = false;
  run_ = generation_;
  model_ = make_model(experiment_->document, experiment_->data.x.cols);
  before_.clear();
  updates_.clear();
  start();
}

void Trainer::Core::carry_out(const orders::Play&) {
  if (!fit_) return;
  if (fit_->finished() && !fit_->diverged()) {  // Play after the last epoch trains as many again
    epochs_ = fit_->epoch() + std::max<Index>(asked_epochs_, 1);
    fit_->extend(epochs_);
  }
  until_epoch_ = limits::epochs + 1;
  playing_ = !fit_->finished();
}

void Trainer::Core::carry_out(const orders::Pause&) {
  playing_ = false;
  finish_batch();
}

void Trainer::Core::carry_out(const orders::Step& order) {
  if (!fit_) return;
  playing_ = false;
  if (fit_->finished() && !fit_->diverged()) fit_->extend(epochs_ = fit_->epoch() + 1);
  if (order.gear == Gear::batch) run_batch();
  if (order.gear == Gear::epoch) {  // an epoch may be long: it is played to its end, in slices like any other
    until_epoch_ = fit_->epoch() + 1;
    playing_ = !fit_->finished();
  }
  note_stop();
}

void Trainer::Core::set_weights(const std::vector<float>& weights) {
  if (!model_ || weights.size() != model_->weights().size()) return;
  std::copy(weights.begin(), weights.end(), model_->weights().begin());
}

void Trainer::Core::carry_out(const orders::SetWeight& order) {
  if (!model_ || order.index >= model_->weights().size() || !std::isfinite(order.value)) return;
  const auto index = static_cast<std::size_t>(order.index);
  float& weight = model_->weights()[index];
  if (index < before_.size()) before_[index] += order.value - weight;  // the edit is no part of the batch's update
  weight = order.value;
}

void Trainer::Core::carry_out(const orders::SetTrainable& order) {
  if (model_ && order.layer < model_->layers().size())
    model_->set_trainable(static_cast<std::size_t>(order.layer), order.trainable);
}

void Trainer::Core::carry_out(const orders::Watch& order) {
  watched_ = order.watched;
  if (watched_ == Watched::updates) return;
  before_.clear();
  updates_.clear();
}

void Trainer::Core::carry_out(const orders::SetHyperparameter& order) {
  if (model_) model_->set_hyperparameter(order.name, order.value);
}

void Trainer::Core::carry_out(const orders::SetEpochs& order) { set_epochs(order.epochs); }

void Trainer::Core::carry_out(const orders::ShowFilm& order) {
  film_wanted_ = order.wanted;
  checked_ = order.checked;
  finish_batch();
}

void Trainer::Core::carry_out(const orders::Tell&) {
  told_ = true;
  if (fit_ && fit_->in_batch()) run_batch();  // states are of rests between batches
}

void Trainer::Core::set_epochs(Index epochs) {
  epochs_ = asked_epochs_ = epochs;
  if (fit_) fit_->extend(std::max(epochs, fit_->epoch()));
}

void Trainer::Core::carry_out(const orders::Save& order) {
  expect_whole(order.into != nullptr);
  if (!fit_) return;
  *order.into = {{model_->weights().begin(), model_->weights().end()},
                 fit_->history(),
                 epochs_,
                 run_,
                 model_->iterations(),
                 playing_};
}

/// A run that began elsewhere.
void Trainer::Core::resume(const std::shared_ptr<const Experiment>& experiment, const Checkpoint& from) {
  configure(experiment);
  if (from.epochs != epochs_) set_epochs(from.epochs);
  asked_epochs_ = experiment->document.fit.epochs;
  fit_->restore(from.state);
  note_stop();
}

/// The run that is under way, where only live changes lie between.
void Trainer::Core::go_on(const Experiment& experiment) {
  const Choice& wanted = experiment.document.compile.optimizer;
  const Optimizer& optimizer = find(optimizers(), "optimizer", wanted.name);
  for (std::size_t i = 0; i < optimizer.parameters.size() && i < wanted.values.size(); ++i)
    model_->set_hyperparameter(std::string(optimizer.parameters[i].name), wanted.values[i]);
  for (std::size_t l = 0; l < model_->layers().size(); ++l)
    model_->set_trainable(l, experiment.document.layers[l].trainable);
  published_ = 0;  // whoever takes this for a new generation has forgotten the epochs
}

void Trainer::Core::carry_out(const orders::Restore& order) {
  if (order.generation > 0) generation_ = order.generation;
  expect_whole(order.experiment && order.from);
  const Checkpoint& from = *order.from;
  if (!from.state.empty()) return resume(order.experiment, from);
  const bool goes_on = playing_ && from.playing;
  if (fit_ && from.run == run_ && from.iterations == model_->iterations()) go_on(*order.experiment);
  else {
    configure(order.experiment);
    fit_->resume(from.history);
  }
  set_weights(from.weights);
  if (from.epochs != epochs_) set_epochs(from.epochs);
  asked_epochs_ = order.experiment->document.fit.epochs;
  playing_ = goes_on && !fit_->finished();
}

void Trainer::Core::carry_out(const orders::Complain& order) {
  message_ = order.words;
  failed_ = true;
  playing_ = false;
}

void Trainer::Core::carry_out(const orders::Release&) {
  fit_.reset();
  model_.reset();
  experiment_.reset();
  before_ = updates_ = {};
  playing_ = false;
}

void Trainer::Core::carry_out(const orders::SetPace& order) {
  pace_ = order.pace;
  next_ = 0;
}

double Trainer::Core::wait() const { return fit_ && !fit_->in_batch() ? std::max(0.0, next_ - now()) : 0; }

double Trainer::Core::interval() const {
  const double batches = static_cast<double>(std::max<Index>(fit_->batches(), 1));
  if (pace_.per_second > 0) return 1000 / (pace_.per_second * (pace_.epochs ? batches : 1));
  const bool step = until_epoch_ <= limits::epochs;  // an epoch that somebody asked for comes at once
  return step ? 0 : 1000 * pace_.run_seconds / (batches * static_cast<double>(std::max<Index>(asked_epochs_, 1)));
}

bool Trainer::Core::train(double milliseconds) {
  const double start = now();
  double at = start;
  Index samples = 0;
  if (wait() > 0) return false;
  while (playing_ && at - start < milliseconds && (fit_->in_batch() || at >= next_)) {
    const bool whole = batch_milliseconds_ < 1 && !fit_->in_batch();
    if (whole) run_batch();
    const bool ended = whole || advance();
    const double then = std::exchange(at, now());
    batch_milliseconds_ = whole ? at - then : ended ? spent_ + at - then : batch_milliseconds_;
    spent_ = ended ? 0 : spent_ + at - then;
    if (ended) samples += fit_->stepper().rows();
    if (const double pause = ended ? interval() : 0; pause > 0)
      next_ = std::max(next_, at - 50) + pause;  // a window that was slow does not make training hurry after
    if (!fit_->finished() && fit_->epoch() < until_epoch_) continue;
    playing_ = false;
    note_stop();
  }
  const double speed = at > start ? 1000.0 * static_cast<double>(samples) / (at - start) : 0;
  speed_ = speed_ == 0 ? speed : 0.8 * speed_ + 0.2 * speed;
  return true;
}

std::shared_ptr<const Snapshot> Trainer::Core::snapshot() {
  auto s = std::make_shared<Snapshot>();
  s->generation = generation_;
  s->message = message_;
  s->failed = failed_;
  if (!fit_) return s;
  s->weights.assign(model_->weights().begin(), model_->weights().end());
  for (const auto& layer : model_->layers()) {
    double sum = 0;
    const auto g = model_->gradient_store().subspan(static_cast<std::size_t>(layer->offset()),
                                                    static_cast<std::size_t>(layer->parameter_count()));
    for (const float v : g) sum += double(v) * double(v);
    s->gradient_norms.push_back(static_cast<float>(std::sqrt(sum)));
  }
  if (watched_ == Watched::gradients)
    s->gradients.assign(model_->gradient_store().begin(), model_->gradient_store().end());
  s->updates = updates_;
  const History& history = fit_->history();
  s->keys = history.keys;
  s->history_from = std::min(published_, history.epochs());
  for (const auto& values : history.values) s->history.emplace_back(values.begin() + s->history_from, values.end());
  published_ = history.epochs();
  s->running = fit_->running();
  s->epoch = fit_->epoch();
  s->batch = fit_->batch();
  s->batches = fit_->batches();
  s->epochs = epochs_;
  s->film = film();
  if (told_ && !fit_->in_batch()) {
    s->run = std::make_shared<std::string>(fit_->state());
    told_ = false;
  }
  note_epoch();  // as it is, where nothing has trained or numbers were set by hand
  s->trail = std::exchange(trail_, {});
  for (const auto& callback : fit_->callbacks()) s->callbacks.push_back(callback->status());
  s->playing = playing_;
  s->finished = fit_->finished();
  s->samples_per_second = speed_;
  return s;
}

/// A film is of a whole batch.
void Trainer::Core::finish_batch() {
  if (film_wanted_ && fit_ && fit_->in_batch()) run_batch();
}

std::shared_ptr<const Film> Trainer::Core::film() {
  constexpr double most =
      30e6;  // numbers: of the weights before and after, gradients, the optimizer's; of the batch's rows
  if (!film_wanted_ || playing_ || fit_->diverged() || fit_->in_batch()) return nullptr;
  double numbers = static_cast<double>(model_->count_params()) * static_cast<double>(4 + model_->slots().size());
  for (const auto& layer : model_->layers())
    numbers += static_cast<double>(std::min(experiment_->document.fit.batch_size, fit_->training_rows())) *
               static_cast<double>(2 * layer->inputs() + 5 * layer->outputs());
  if (numbers > most) return nullptr;
  try {
    if (film_) return film_;
    auto made = std::make_shared<Film>(Film{fit_->preview(), fit_->epoch(), fit_->batch()});
    if (checked_ >= 0 && checked_ < model_->count_params() &&
        made->trace.row_weights.empty()) {  // it knows of no weighted rows
      const GradientCheck check = gradient_check(*model_, made->trace.x, made->trace.y, checked_);
      made->checked = checked_;
      made->backprop = check.backprop;
      made->numeric = check.numeric;
      made->difference = check.difference;
    }
    film_ = std::move(made);
  } catch (const std::exception&) {  // no memory for it
    film_wanted_ = false;
  }
  return film_;
}

bool Trainer::Core::advance() {
  if (!fit_->in_batch()) note_weights();
  const bool ended = fit_->advance().phase == Phase::done;
  if (ended) note_update();
  note_epoch();
  return ended;
}

void Trainer::Core::run_batch() {
  if (!fit_->in_batch()) note_weights();
  if (fit_->run_batch()) note_update();
  note_epoch();
}

void Trainer::Core::note_epoch() {
  if (fit_->in_batch() || fit_->batch() > 0) return;
  trail_.thin(fit_->epoch(), model_->weights().size());  // many epochs may end before the next snapshot
  trail_.add(fit_->epoch(), model_->weights());
}

void Trainer::Core::note_weights() {
  if (watched_ == Watched::updates) before_.assign(model_->weights().begin(), model_->weights().end());
}

void Trainer::Core::note_update() {
  if (before_.empty()) return;
  updates_.resize(before_.size());
  for (std::size_t i = 0; i < before_.size(); ++i) updates_[i] = model_->weights()[i] - before_[i];
}

void Trainer::Core::start() {
  const Document& d = experiment_->document;
  epochs_ = asked_epochs_ = d.fit.epochs;
  until_epoch_ = limits::epochs + 1;
  published_ = 0;
  speed_ = 0;
  film_.reset();
  trail_ = {};
  fit_ = std::make_unique<Fit>(*model_, experiment_->data.x.view(), experiment_->targets.view(), d.fit);
}

void Trainer::Core::note_stop() {
  if (!fit_->stopped()) return;
  message_ = fit_->history().stopped;
  failed_ = fit_->diverged();
}

}  // namespace chainrule
