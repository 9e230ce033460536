// SPDX-License-Identifier: MIT
#include "ui/training/remote.hpp"

#include <algorithm>

#include "ui/training/bytes.hpp"

namespace chainrule {

void Remote::open() {
  if (state_ != State::closed) return;
  state_ = State::opening;
  if (!channel_->open([this](std::string_view message) { receive(message); }, [this] { fail(); }))
    state_ = State::failed;
}

void Remote::send(const Order& order) {
  const auto* const save = std::get_if<orders::Save>(&order);
  if (!save) return channel_->send(to_bytes(order));
  expected_[++checkpoints_] = save->into;
  channel_->send(to_bytes(orders::Save{nullptr, checkpoints_}));
}

bool Remote::expects(const Checkpoint* checkpoint) const {
  return std::any_of(expected_.begin(), expected_.end(),
                     [&](const auto& entry) { return entry.second.get() == checkpoint; });
}

void Remote::receive(std::string_view message) {
  if (state_ == State::opening) state_ = State::ready;
  else if (state_ == State::ready) {
    Answer answer = answer_of(message);
    for (auto& [number, checkpoint] : answer.checkpoints)
      if (const auto entry = expected_.extract(number)) *entry.mapped() = std::move(checkpoint);
    if (answer.snapshot) newest_ = std::move(answer.snapshot);
  }
  if (arrived_) arrived_();
}

void Remote::fail() {
  state_ = State::failed;
  expected_.clear();
  if (arrived_) arrived_();
}

void TrainerHost::receive(std::string_view message) {
  Order order = order_of(message);
  if (std::holds_alternative<orders::Look>(order)) {
    wanted_ = true;
    return;
  }
  if (auto* const save = std::get_if<orders::Save>(&order))
    saved_.emplace_back(save->number, save->into = std::make_shared<Checkpoint>());
  core_.obey(order);
  news_ = true;
}

double TrainerHost::pump(double milliseconds) {
  if (core_.playing() && core_.train(milliseconds)) news_ = true;
  return core_.playing() ? core_.wait() : -1;
}

const std::string& TrainerHost::answer() {
  Answer answer;
  for (auto& [number, checkpoint] : saved_) answer.checkpoints.emplace_back(number, std::move(*checkpoint));
  saved_.clear();
  if (wanted_ && news_) {
    answer.snapshot = core_.snapshot();
    wanted_ = news_ = false;
  }
  if (answer.snapshot || !answer.checkpoints.empty()) to_bytes(answer, bytes_);
  else bytes_.clear();
  return bytes_;
}

}  // namespace chainrule
