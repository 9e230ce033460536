#pragma once
// SPDX-License-Identifier: MIT
// Commands and answers as bytes, for a training side that is elsewhere. Both ends are the same build on the same
// machine: no versions, no byte order. Messages that are cut short or no messages at all throw Error.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ui/training/order.hpp"

namespace chainrule {

/// What comes back: checkpoints that were asked for, under their numbers, and perhaps a snapshot.
struct Answer {
  std::vector<std::pair<std::uint64_t, Checkpoint>> checkpoints;
  std::shared_ptr<const Snapshot> snapshot;
};

/// Of an experiment: its document, inputs and targets; what else the data set knows is the screen's business.
std::string to_bytes(const Order& order);
Order order_of(std::string_view bytes);
void to_bytes(const Answer& answer, std::string& bytes);
Answer answer_of(std::string_view bytes);

}  // namespace chainrule
