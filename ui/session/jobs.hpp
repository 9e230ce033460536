#pragma once
// SPDX-License-Identifier: MIT
// Long work under way, done a piece at a time between frames, one after the other.
#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <utility>

#include "engine/base/pieces.hpp"

namespace chainrule {

struct Job {
  std::string words;  ///< what it does, as "Reading sales.csv"
  Pieces<bool> work;
  std::uint64_t ask = 0;               ///< the load that it belongs to, 0: none; it ends when another one is asked for
  bool makes_data = false;             ///< rows for what was asked for; what is asked for later waits
  bool edits = false;                  ///< they are for an edit of the document, not for another one
  std::function<void()> stopped = {};  ///< when somebody stops it
};

class Jobs {
 public:
  void add(Job job) { all_.push_back(std::move(job)); }
  /// The one under way, nullptr when there is none.
  const Job* first() const { return all_.empty() ? nullptr : &all_.front(); }
  /// The one added last; only where there is one.
  Job& last() { return all_.back(); }
  /// The one that makes rows, nullptr: none.
  const Job* of_data() const {
    const auto job = std::find_if(all_.begin(), all_.end(), [](const Job& j) { return j.makes_data; });
    return job == all_.end() ? nullptr : &*job;
  }

  /// As many pieces as take half of the time, at least one: a frame where frames are quick, longer where drawing one
  /// takes long. Jobs of another load than the newest, which one of
  /// them may have asked for, end; what one throws is told by `complain`. True where a job has
  /// ended.
  bool go_on(const std::function<std::uint64_t()>& newest, const std::function<double()>& now_ms,
             const std::function<void(const char* why)>& complain);
  /// Ends the one under way, where there is one.
  bool stop();

 private:
  std::deque<Job> all_;
  double idle_from_ = 0;  ///< when the last of their pieces ended
};

}  // namespace chainrule
