// SPDX-License-Identifier: MIT
#include "ui/training/channel.hpp"
#include "ui/training/trainer.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "ui/training/core.hpp"
#include "ui/training/remote.hpp"

namespace chainrule {
namespace {
constexpr double thread_slice = 10;  // milliseconds between two looks at the orders
}  // namespace

/// What the two sides share. Everything but `core` is guarded by the mutex; `core` belongs to the training side.
struct Trainer::Shared {
  Mode mode;
  Core core;
  std::mutex mutex;
  std::condition_variable wake;
  std::vector<std::shared_ptr<const Order>> waiting;
  std::uint64_t generations = 0;  // asked for
  std::shared_ptr<const Snapshot> newest;
  bool wanted = true;               // the drawing side has taken `newest`: the next one need not repeat its epochs
  std::function<void()> published;  // tells the drawing side that there is something new
  std::atomic<bool> playing{false};
  bool leave = false;
  std::thread thread;
  // Slices alone: the other place where training can be.
  std::unique_ptr<Remote> remote;
  bool away = false;                                   // it is there
  std::shared_ptr<const Experiment> experiment;        // what was sent there last
  std::vector<std::shared_ptr<const Order>> settings;  // what each side has to know before an experiment: the last ones

  /// Carries out what waits. Returns true when something did. The lock is held between orders only.
  bool obey(std::unique_lock<std::mutex>& lock) {
    bool did = false;
    while (!waiting.empty() && (!remote || settle(*waiting.front()))) {
      const std::shared_ptr<const Order> order = std::move(waiting.front());
      waiting.erase(waiting.begin());
      keep(order);
      if (away) {
        remote->send(*order);
        continue;
      }
      lock.unlock();
      core.obey(*order);
      lock.lock();
      did = true;
    }
    return did;
  }

  void post(Order&& order) {
    {
      const std::lock_guard lock(mutex);
      if (auto* const configure = std::get_if<orders::Configure>(&order)) configure->generation = ++generations;
      if (auto* const restore = std::get_if<orders::Restore>(&order)) restore->generation = ++generations;
      waiting.push_back(std::make_shared<const Order>(std::move(order)));
    }
    wake.notify_one();
  }

  void keep(const std::shared_ptr<const Order>& order) {
    if (!std::holds_alternative<orders::Watch>(*order) && !std::holds_alternative<orders::SetPace>(*order) &&
        !std::holds_alternative<orders::ShowFilm>(*order))
      return;
    std::erase_if(settings, [&](const auto& before) { return before->index() == order->index(); });
    settings.push_back(order);
  }

  /// Moves training to where this order's experiment is to train. False while that is not possible yet.
  bool settle(const Order& order) {
    const auto* const restore = std::get_if<orders::Restore>(&order);
    const auto* const configure = std::get_if<orders::Configure>(&order);
    if (restore && remote->expects(restore->from.get())) return false;
    if (!restore && !configure) return true;
    const std::shared_ptr<const Experiment> next = restore ? restore->experiment : configure->experiment;
    if (!next) return true;
    bool there = remote->takes(*next);
    if (there) remote->open();
    if (there && remote->state() == Remote::State::opening) return false;
    there = there && remote->state() == Remote::State::ready;
    experiment = there ? next : nullptr;
    if (there == away) return true;
    tell(orders::Release{});
    away = there;
    for (const auto& setting : settings) tell(*setting);
    if (away) remote->look();  // whoever was there before may have told its last, which was not asked for again
    return true;
  }

  void tell(const Order& order) {
    if (away) remote->send(order);
    else core.obey(order);
  }

  /// What has come from elsewhere; and if that place is lost, training goes on here with what was seen of it last.
  void receive() {
    if (auto come = remote->take()) {
      if (away && (!newest || come->generation >= newest->generation)) {
        newest = std::move(come);
        wanted = false;
        playing = newest->playing;
      } else {
        remote->look();
      }
    }
    if (!away || remote->state() != Remote::State::failed) return;
    away = false;
    auto last = std::make_shared<Checkpoint>();
    if (newest && newest->generation == generations) last->weights = newest->weights;
    last->epochs = experiment->document.fit.epochs;
    const auto first = [this](Order order) {
      waiting.insert(waiting.begin(), std::make_shared<const Order>(std::move(order)));
    };
    first(
        orders::Complain{"Training beside the page stopped, perhaps for want of memory. It goes on here, more slowly, "
                         "from the weights seen last."});
    first(orders::Restore{std::exchange(experiment, {}), std::move(last), ++generations});
  }

  void publish(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    auto made = core.snapshot();
    lock.lock();
    if (newest && !wanted) made = merged(*newest, *made);
    newest = std::move(made);
    wanted = false;
    playing = core.playing();
  }

  /// A snapshot that nobody took: its epochs go in front of the new one's.
  static std::shared_ptr<const Snapshot> merged(const Snapshot& old, const Snapshot& fresh) {
    auto both = std::make_shared<Snapshot>(fresh);
    if (old.generation != fresh.generation) return both;
    if (!both->run) both->run = old.run;
    both->trail = old.trail;
    both->trail.add(fresh.trail);
    if (old.history.size() != fresh.history.size()) return both;
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
      if (train && core.wait() > 0)
        wake.wait_for(lock, std::chrono::duration<double, std::milli>(std::min(core.wait(), thread_slice)));
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
      if (!core.playing() && waiting.empty() && !leave) wake.wait(lock);
    }
  }
};

Trainer::Trainer(Mode mode, std::function<void()> published, std::unique_ptr<Channel> elsewhere)
    : shared_(std::make_unique<Shared>()) {
  shared_->mode = mode;
  shared_->published = std::move(published);
  if (elsewhere) shared_->remote = std::make_unique<Remote>(std::move(elsewhere), shared_->published);
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
  shared_->post(orders::Configure{std::move(experiment)});
}
void Trainer::play() { shared_->post(orders::Play{}); }
void Trainer::pause() { shared_->post(orders::Pause{}); }
void Trainer::step(Gear gear) { shared_->post(orders::Step{gear}); }
void Trainer::set_weight(std::size_t index, float value) { shared_->post(orders::SetWeight{index, value}); }
void Trainer::set_trainable(std::size_t layer, bool trainable) {
  shared_->post(orders::SetTrainable{layer, trainable});
}
void Trainer::watch(Watched watched) { shared_->post(orders::Watch{watched}); }
void Trainer::film(bool wanted, Index checked) { shared_->post(orders::ShowFilm{wanted, checked}); }
std::shared_ptr<const Checkpoint> Trainer::checkpoint() {
  auto made = std::make_shared<Checkpoint>();
  shared_->post(orders::Save{made});
  return made;
}
void Trainer::tell() { shared_->post(orders::Tell{}); }
void Trainer::restore(std::shared_ptr<const Experiment> experiment, std::shared_ptr<const Checkpoint> checkpoint) {
  shared_->post(orders::Restore{std::move(experiment), std::move(checkpoint)});
}
void Trainer::set_hyperparameter(std::string name, double value) {
  shared_->post(orders::SetHyperparameter{std::move(name), value});
}
void Trainer::set_epochs(Index epochs) { shared_->post(orders::SetEpochs{epochs}); }
void Trainer::set_pace(Pace pace) { shared_->post(orders::SetPace{pace}); }

bool Trainer::pump(double milliseconds) {
  if (shared_->mode == Mode::thread) return shared_->playing;
  std::unique_lock lock(shared_->mutex);
  if (shared_->remote) shared_->receive();
  const bool did = shared_->obey(lock);
  const bool trained = shared_->core.playing() && shared_->core.train(milliseconds);
  if ((did || trained) && !shared_->away) shared_->publish(lock);
  return shared_->core.playing();
}

std::shared_ptr<const Snapshot> Trainer::snapshot() {
  const std::lock_guard lock(shared_->mutex);
  if (shared_->newest && !std::exchange(shared_->wanted, true) && shared_->away) shared_->remote->look();
  return shared_->newest;
}

}  // namespace chainrule
