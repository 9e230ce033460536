// SPDX-License-Identifier: MIT
#include "trainer_core.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace chainrule {
namespace {
constexpr double thread_slice = 10;  // milliseconds between two looks at the commands
}  // namespace

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
    if (old.generation != fresh.generation) return both;
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
