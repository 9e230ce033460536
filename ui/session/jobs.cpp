// SPDX-License-Identifier: MIT
#include "ui/session/jobs.hpp"

#include <exception>

namespace chainrule {
namespace {

constexpr double least = 8;  // milliseconds of work a frame

}  // namespace

bool Jobs::go_on(const std::function<std::uint64_t()>& newest, const std::function<double()>& now_ms,
                 const std::function<void(const char* why)>& complain) {
  const double start = now_ms(), most = std::clamp(start - idle_from_, least, 6 * least);
  bool ended = false;
  do {
    Job& job = all_.front();
    bool more = job.ask == 0 || job.ask == newest();
    try {
      more = more && job.work.go_on();
    } catch (const std::exception& e) {
      complain(e.what());
      more = false;
    }
    if (more) continue;
    all_.pop_front();
    ended = true;
  } while (!all_.empty() && now_ms() - start < most);
  idle_from_ = now_ms();
  return ended;
}

bool Jobs::stop() {
  if (all_.empty()) return false;
  const auto stopped = std::move(all_.front().stopped);
  all_.pop_front();
  if (stopped) stopped();
  return true;
}

}  // namespace chainrule
