#pragma once
// SPDX-License-Identifier: MIT
#include <functional>
#include <string>
#include <string_view>

#include "engine/document/experiment.hpp"

namespace chainrule {

/// A way to a training side elsewhere: a Web Worker. Messages arrive in the order in which they were sent.
class Channel {
 public:
  virtual ~Channel() = default;
  /// False where there is no other side to be had. Else `received` gets what comes from there, first "" when it is
  /// ready, and `failed` is called when it could not start or is lost; both where pump() is called, never in send().
  virtual bool open(std::function<void(std::string_view)> received, std::function<void()> failed) = 0;
  virtual void send(std::string message) = 0;
  /// Whether this experiment is to train there: where a step takes longer than a slice.
  virtual bool takes(const Experiment& experiment) const;
};

}  // namespace chainrule
