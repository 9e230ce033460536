// SPDX-License-Identifier: MIT
// Time of a training step as WebAssembly under Node (Debian's Google Benchmark is for its own system only): medians of
// nine runs of a third of a second.
//   node build/web/tests/engine_bench_web.js [W5]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "tests/bench/cases.hpp"

int main(int count, char** arguments) {
  using Clock = std::chrono::steady_clock;
  for (const auto& each : chainrule::bench::all_cases()) {
    if (count > 1 && each.name.find(arguments[1]) == std::string::npos) continue;
    each.run();
    std::vector<double> runs;
    for (int i = 0; i < 9; ++i) {
      double seconds = 0, steps = 0;
      const auto start = Clock::now();
      do {
        each.run();
        steps += static_cast<double>(each.steps);
        seconds = std::chrono::duration<double>(Clock::now() - start).count();
      } while (seconds < 0.33);
      runs.push_back(1e6 * seconds / steps);
    }
    std::sort(runs.begin(), runs.end());
    std::printf("%-28s %10.2f us a step (%.2f to %.2f)\n", each.name.c_str(), runs[4], runs.front(), runs.back());
  }
}
