#pragma once
// SPDX-License-Identifier: MIT
// Both ends of training that is elsewhere: Remote where the window is, TrainerHost where the model is.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ui/training/channel.hpp"
#include "ui/training/core.hpp"
#include "ui/training/order.hpp"

namespace chainrule {

/// The drawing side's end of a channel. The first message that comes says that the other side is ready.
class Remote {
 public:
  enum class State { closed, opening, ready, failed };
  /// `arrived` is called when something has come, or the other side is lost.
  Remote(std::unique_ptr<Channel> channel, std::function<void()> arrived)
      : channel_(std::move(channel)), arrived_(std::move(arrived)) {}

  State state() const { return state_; }
  bool takes(const Experiment& experiment) const { return channel_->takes(experiment); }
  void open();
  void send(const Order& order);
  /// A checkpoint that has not come yet.
  bool expects(const Checkpoint* checkpoint) const;
  /// The snapshot that has come since the last call, or null. The next one is sent after look().
  std::shared_ptr<const Snapshot> take() { return std::exchange(newest_, nullptr); }
  void look() { send(orders::Look{}); }

 private:
  void receive(std::string_view message);
  void fail();

  std::unique_ptr<Channel> channel_;
  std::function<void()> arrived_;
  State state_ = State::closed;
  std::map<std::uint64_t, std::shared_ptr<Checkpoint>> expected_;
  std::uint64_t checkpoints_ = 0;
  std::shared_ptr<const Snapshot> newest_;
};

/// The training side's end: carries out messages, trains between them, answers when a snapshot is wanted.
class TrainerHost {
 public:
  void receive(std::string_view message);
  /// Trains for at most so many milliseconds. Milliseconds until it wants to go on, below 0: not before a message.
  double pump(double milliseconds);
  /// What is to be sent, "" when nothing is. Stays in bytes() until the next call.
  const std::string& answer();
  const std::string& bytes() const { return bytes_; }

 private:
  Trainer::Core core_;
  std::vector<std::pair<std::uint64_t, std::shared_ptr<Checkpoint>>> saved_;
  bool wanted_ = true, news_ = false;
  std::string bytes_;
};

}  // namespace chainrule
