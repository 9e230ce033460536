// SPDX-License-Identifier: MIT
#include "trainer.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "engine/fit.hpp"
#include "engine/io/experiment.hpp"
#include "engine/sequential.hpp"

namespace chainrule {
namespace {
double now() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
constexpr double thread_slice = 10;  // milliseconds between two looks at the commands
}  // namespace

/// One model and its run of fit(), used by one thread at a time.
class Trainer::Core {
 public:
  void configure(std::shared_ptr<const Experiment> experiment) {
    fit_.reset();
    model_.reset();
    experiment_ = std::move(experiment);
    playing_ = false;
    message_.clear();
    failed_ = false;
    ++run_;
    model_ = make_model(experiment_->document, experiment_->data.x.cols);
    before_.clear();
    updates_.clear();
    start();
  }

  void reset(std::uint64_t seed) {
    if (!experiment_) return;
    auto changed = std::make_shared<Experiment>(*experiment_);
    changed->document.seed = seed;
    changed->document.compile = model_ ? model_->compile_spec() : changed->document.compile;  // a live learning rate stays
    if (fit_) changed->document.fit.epochs = epochs_;
    configure(std::move(changed));
  }

  void play() {
    if (!fit_) return;
    if (fit_->finished() && !fit_->diverged()) {  // Play after the last epoch trains as many again
      epochs_ = fit_->epoch() + std::max<Index>(asked_epochs_, 1);
      fit_->extend(epochs_);
    }
    until_epoch_ = limits::epochs + 1;
    playing_ = !fit_->finished();
  }
  void pause() { playing_ = false; }

  void step(Gear gear) {
    if (!fit_) return;
    playing_ = false;
    if (fit_->finished() && !fit_->diverged()) fit_->extend(epochs_ = fit_->epoch() + 1);
    if (gear == Gear::phase) advance();
    if (gear == Gear::batch) run_batch();
    if (gear == Gear::epoch) {   // an epoch may be long: it is played to its end, in slices like any other
      until_epoch_ = fit_->epoch() + 1;
      playing_ = !fit_->finished();
    }
    note_stop();
  }

  void set_weights(const std::vector<float>& weights) {
    if (!model_ || weights.size() != model_->weights().size()) return;
    std::copy(weights.begin(), weights.end(), model_->weights().begin());
  }
  void set_weight(std::size_t index, float value) {
    if (!model_ || index >= model_->weights().size() || !std::isfinite(value)) return;
    float& weight = model_->weights()[index];
    if (index < before_.size()) before_[index] += value - weight;   // the edit is no part of the batch's update
    weight = value;
  }
  void set_trainable(std::size_t layer, bool trainable) {
    if (model_ && layer < model_->layers().size()) model_->set_trainable(layer, trainable);
  }
  void watch(Watched watched) {
    watched_ = watched;
    if (watched == Watched::updates) return;
    before_.clear();
    updates_.clear();
  }
  void set_hyperparameter(const std::string& name, double value) {
    if (model_) model_->set_hyperparameter(name, value);
  }
  void set_epochs(Index epochs) {
    epochs_ = asked_epochs_ = epochs;
    if (fit_) fit_->extend(std::max(epochs, fit_->epoch()));
  }

  void save(Checkpoint& to) const {
    if (!fit_) return;
    to = {{model_->weights().begin(), model_->weights().end()}, fit_->history(), epochs_, run_, model_->iterations(), playing_};
  }
  void restore(std::shared_ptr<const Experiment> experiment, const Checkpoint& from) {
    const bool goes_on = playing_ && from.playing;
    if (fit_ && from.run == run_ && from.iterations == model_->iterations()) {   // only live changes lie between
      const Choice& wanted = experiment->document.compile.optimizer;
      const Optimizer& optimizer = find(optimizers(), "optimizer", wanted.name);
      for (std::size_t i = 0; i < optimizer.parameters.size() && i < wanted.values.size(); ++i)
        model_->set_hyperparameter(std::string(optimizer.parameters[i].name), wanted.values[i]);
      for (std::size_t l = 0; l < model_->layers().size(); ++l) model_->set_trainable(l, experiment->document.layers[l].trainable);
      published_ = 0;   // whoever takes this for a new generation has forgotten the epochs
    } else {
      configure(experiment);
      fit_->resume(from.history);
    }
    set_weights(from.weights);
    if (from.epochs != epochs_) set_epochs(from.epochs);
    asked_epochs_ = experiment->document.fit.epochs;
    playing_ = goes_on && !fit_->finished();
  }

  void complain(const std::string& words) {
    message_ = words;
    failed_ = true;
    playing_ = false;
  }

  bool playing() const { return playing_; }

  void set_pace(Pace pace) {
    pace_ = pace;
    next_ = 0;
  }
  /// Milliseconds until the pace allows the next batch.
  double wait() const { return fit_ && !fit_->in_batch() ? std::max(0.0, next_ - now()) : 0; }

  /// Trains until the time is over: batch by batch, or phase by phase where a batch takes long. False when it is not
  /// time for the next batch yet.
  bool train(double milliseconds) {
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
      if (ended && pace_.per_second > 0) {
        const double interval = 1000 / (pace_.per_second * (pace_.epochs ? static_cast<double>(std::max<Index>(fit_->batches(), 1)) : 1));
        next_ = std::max(next_, at - 50) + interval;   // a window that was slow does not make training hurry after
      }
      if (!fit_->finished() && fit_->epoch() < until_epoch_) continue;
      playing_ = false;
      note_stop();
    }
    const double speed = at > start ? 1000.0 * static_cast<double>(samples) / (at - start) : 0;
    speed_ = speed_ == 0 ? speed : 0.8 * speed_ + 0.2 * speed;
    return true;
  }

  std::shared_ptr<const Snapshot> snapshot(std::uint64_t generation) {
    auto s = std::make_shared<Snapshot>();
    s->generation = generation;
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
    if (watched_ == Watched::gradients) s->gradients.assign(model_->gradient_store().begin(), model_->gradient_store().end());
    s->updates = updates_;
    const History& history = fit_->history();
    s->keys = history.keys;
    s->history_from = std::min(published_, history.epochs());
    for (const auto& values : history.values)
      s->history.emplace_back(values.begin() + s->history_from, values.end());
    published_ = history.epochs();
    s->running = fit_->running();
    s->epoch = fit_->epoch();
    s->batch = fit_->batch();
    s->batches = fit_->batches();
    s->epochs = epochs_;
    for (const auto& callback : fit_->callbacks()) s->callbacks.push_back(callback->status());
    s->playing = playing_;
    s->finished = fit_->finished();
    s->samples_per_second = speed_;
    return s;
  }

 private:
  /// One phase. True when it was the last of its batch.
  bool advance() {
    if (!fit_->in_batch()) note_weights();
    const bool ended = fit_->advance().phase == Phase::done;
    if (ended) note_update();
    return ended;
  }
  void run_batch() {
    if (!fit_->in_batch()) note_weights();
    if (fit_->run_batch()) note_update();
  }
  void note_weights() {
    if (watched_ == Watched::updates) before_.assign(model_->weights().begin(), model_->weights().end());
  }
  void note_update() {
    if (before_.empty()) return;
    updates_.resize(before_.size());
    for (std::size_t i = 0; i < before_.size(); ++i) updates_[i] = model_->weights()[i] - before_[i];
  }
  void start() {
    const Document& d = experiment_->document;
    epochs_ = asked_epochs_ = d.fit.epochs;
    until_epoch_ = limits::epochs + 1;
    published_ = 0;
    speed_ = 0;
    fit_ = std::make_unique<Fit>(*model_, experiment_->data.x.view(), experiment_->targets.view(), d.fit);
  }
  void note_stop() {
    if (!fit_->stopped()) return;
    message_ = fit_->history().stopped;
    failed_ = fit_->diverged();
  }

  std::shared_ptr<const Experiment> experiment_;
  std::unique_ptr<Sequential> model_;
  std::unique_ptr<Fit> fit_;
  Index epochs_ = 0, asked_epochs_ = 0, published_ = 0;
  Index until_epoch_ = 0;                       // Step epoch ends there
  double batch_milliseconds_ = 0, spent_ = 0;   // of the last whole batch; of the one under way
  Watched watched_ = Watched::weights;
  std::vector<float> before_, updates_;         // while updates are watched: weights before this batch, change by the last one
  std::uint64_t run_ = 0;                       // counts configure()
  bool playing_ = false;
  double speed_ = 0;
  Pace pace_;
  double next_ = 0;                             // when the pace allows the next batch
  std::string message_;
  bool failed_ = false;
};

/// What the two sides share. Everything but `core` is guarded by the mutex; `core` belongs to the training side.
struct Trainer::Shared {
  Mode mode;
  Core core;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::function<void(Core&)>> commands;
  std::uint64_t generation = 0;
  std::shared_ptr<const Snapshot> newest;
  bool wanted = true;                  // the drawing side has taken `newest`: the next one need not repeat its epochs
  std::function<void()> published;     // tells the drawing side that there is something new
  std::atomic<bool> playing{false};
  bool leave = false;
  std::thread thread;

  void post(std::function<void(Core&)> command, bool new_generation = false) {
    {
      const std::lock_guard lock(mutex);
      if (new_generation) commands.emplace_back([this](Core&) { ++generation; });
      commands.push_back(std::move(command));
    }
    wake.notify_one();
  }

  /// Carries out what waits. Returns true when something did. The lock is held between commands only.
  bool obey(std::unique_lock<std::mutex>& lock) {
    const bool any = !commands.empty();
    while (!commands.empty()) {
      const auto command = std::move(commands.front());
      commands.pop_front();
      lock.unlock();
      try {
        command(core);
      } catch (const std::exception& e) {
        core.complain(e.what());
      }
      lock.lock();
    }
    return any;
  }

  void publish(std::unique_lock<std::mutex>& lock) {
    const std::uint64_t now_generation = generation;
    lock.unlock();
    auto made = core.snapshot(now_generation);
    lock.lock();
    if (newest && !wanted) made = merged(*newest, *made);
    newest = std::move(made);
    wanted = false;
    playing = core.playing();
  }

  /// A snapshot that nobody took: its epochs go in front of the new one's.
  static std::shared_ptr<const Snapshot> merged(const Snapshot& old, const Snapshot& fresh) {
    auto both = std::make_shared<Snapshot>(fresh);
    if (old.generation != fresh.generation || old.history.size() != fresh.history.size()) return both;
    both->history_from = old.history_from;
    both->history = old.history;
    for (std::size_t k = 0; k < fresh.history.size(); ++k)
      both->history[k].insert(both->history[k].end(), fresh.history[k].begin(), fresh.history[k].end());
    return both;
  }

  void run() {
    std::unique_lock lock(mutex);
    while (!leave) {
      const bool did = obey(lock);
      bool train = core.playing();
      if (train && core.wait() > 0) wake.wait_for(lock, std::chrono::duration<double, std::milli>(std::min(core.wait(), thread_slice)));
      if (train) {
        lock.unlock();
        train = core.train(thread_slice);
        lock.lock();
      }
      if (did || (train && (wanted || !core.playing()))) {
        publish(lock);
        if (published) {
          lock.unlock();
          published();
          lock.lock();
        }
      }
      if (!core.playing() && commands.empty() && !leave) wake.wait(lock);
    }
  }
};

Trainer::Trainer(Mode mode, std::function<void()> published) : shared_(std::make_unique<Shared>()) {
  shared_->mode = mode;
  shared_->published = std::move(published);
  if (mode == Mode::thread) shared_->thread = std::thread([s = shared_.get()] { s->run(); });
}

Trainer::~Trainer() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->leave = true;
  }
  shared_->wake.notify_one();
  if (shared_->thread.joinable()) shared_->thread.join();
}

void Trainer::configure(std::shared_ptr<const Experiment> experiment) {
  shared_->post([e = std::move(experiment)](Core& core) { core.configure(e); }, true);
}
void Trainer::play() {
  shared_->post([](Core& core) { core.play(); });
}
void Trainer::pause() {
  shared_->post([](Core& core) { core.pause(); });
}
void Trainer::step(Gear gear) {
  shared_->post([gear](Core& core) { core.step(gear); });
}
void Trainer::reset(std::uint64_t seed) {
  shared_->post([seed](Core& core) { core.reset(seed); }, true);
}
void Trainer::set_weights(std::vector<float> weights) {
  shared_->post([w = std::move(weights)](Core& core) { core.set_weights(w); });
}
void Trainer::set_weight(std::size_t index, float value) {
  shared_->post([index, value](Core& core) { core.set_weight(index, value); });
}
void Trainer::set_trainable(std::size_t layer, bool trainable) {
  shared_->post([layer, trainable](Core& core) { core.set_trainable(layer, trainable); });
}
void Trainer::watch(Watched watched) {
  shared_->post([watched](Core& core) { core.watch(watched); });
}
std::shared_ptr<const Checkpoint> Trainer::checkpoint() {
  auto made = std::make_shared<Checkpoint>();
  shared_->post([made](Core& core) { core.save(*made); });
  return made;
}
void Trainer::restore(std::shared_ptr<const Experiment> experiment, std::shared_ptr<const Checkpoint> checkpoint) {
  shared_->post([e = std::move(experiment), c = std::move(checkpoint)](Core& core) { core.restore(e, *c); }, true);
}
void Trainer::set_hyperparameter(std::string name, double value) {
  shared_->post([n = std::move(name), value](Core& core) { core.set_hyperparameter(n, value); });
}
void Trainer::set_epochs(Index epochs) {
  shared_->post([epochs](Core& core) { core.set_epochs(epochs); });
}

void Trainer::set_pace(Pace pace) {
  shared_->post([pace](Core& core) { core.set_pace(pace); });
}

bool Trainer::pump(double milliseconds) {
  if (shared_->mode == Mode::thread) return shared_->playing;
  std::unique_lock lock(shared_->mutex);
  const bool did = shared_->obey(lock);
  const bool trained = shared_->core.playing() && shared_->core.train(milliseconds);
  if (did || trained) shared_->publish(lock);
  return shared_->core.playing();
}

std::shared_ptr<const Snapshot> Trainer::snapshot() {
  const std::lock_guard lock(shared_->mutex);
  if (shared_->newest) shared_->wanted = true;
  return shared_->newest;
}

}  // namespace chainrule
