// SPDX-License-Identifier: MIT
// Time of a training step, natively, by Google Benchmark:
//   build/release/tests/engine_bench [--benchmark_filter=W5] [--benchmark_repetitions=9]
#include <benchmark/benchmark.h>

#include "tests/bench/cases.hpp"

int main(int count, char** arguments) {
  for (const auto& each : chainrule::bench::all_cases())
    benchmark::RegisterBenchmark(each.name.c_str(), [each](benchmark::State& state) {
      each.run();
      while (state.KeepRunningBatch(each.steps)) each.run();
    })->Unit(benchmark::kMicrosecond);
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
