#pragma once
// SPDX-License-Identifier: MIT
// Training elsewhere without a second thread: messages lie in two queues until somebody runs the line.
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "ui/training/channel.hpp"
#include "ui/training/remote.hpp"

namespace chainrule {

inline std::shared_ptr<const Experiment> make_experiment(Document document) {
  auto rows = std::make_shared<DataSet>(make_data(document, ""));
  auto wanted = std::make_shared<Matrix>(make_targets(*rows, document));
  return std::make_shared<Experiment>(std::move(document), std::move(rows), std::move(wanted));
}

class Loopback : public Channel {
 public:
  /// The other side and the way there; belongs to the test.
  struct Line {
    bool can_open = true, starts = true;  ///< whether there is another side, and whether it gets ready
    bool lost = false;                    ///< it dies at the next run
    std::function<bool(const Experiment&)> takes = [](const Experiment&) { return true; };
    std::function<void(std::string_view)> received;
    std::function<void()> failed;
    std::deque<std::string> sent;
    std::unique_ptr<TrainerHost> host;
    int answers = 0;

    /// Lets the other side work: starts it, or gives it what was sent, trains, and brings its answer.
    void run(double milliseconds) {
      if (!received) return;
      if (std::exchange(lost, false) || !starts) {
        host.reset();
        sent.clear();
        std::exchange(received, nullptr);
        return failed();
      }
      if (!host) {
        host = std::make_unique<TrainerHost>();
        return received("");
      }
      for (; !sent.empty(); sent.pop_front()) host->receive(sent.front());
      host->pump(milliseconds);
      const std::string answer = host->answer();
      if (answer.empty()) return;
      ++answers;
      received(answer);
    }
  };

  explicit Loopback(Line& line) : line_(line) {}
  bool open(std::function<void(std::string_view)> received, std::function<void()> failed) override {
    if (!line_.can_open) return false;
    line_.received = std::move(received);
    line_.failed = std::move(failed);
    return true;
  }
  void send(std::string message) override { line_.sent.push_back(std::move(message)); }
  bool takes(const Experiment& experiment) const override { return line_.takes(experiment); }

 private:
  Line& line_;
};

}  // namespace chainrule
