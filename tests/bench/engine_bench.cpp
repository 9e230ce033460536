// SPDX-License-Identifier: MIT
// Samples per second of whole fit loops: shuffle, batches, forward, backward, Adam, loss and accuracy.
#include <benchmark/benchmark.h>

#include <string>

#include "engine/fit.hpp"
#include "engine/io/document.hpp"
#include "engine/io/experiment.hpp"
#include "engine/random.hpp"
#include "workloads.hpp"

namespace chainrule::bench {
namespace {

struct Rows {
  Matrix x, y;
};

/// Numbers as pixels or standardised columns are; what they mean does not change the speed.
Rows make_rows(const Workload& workload) {
  Random random(1);
  Rows rows{Matrix(workload.rows, workload.inputs),
            Matrix(workload.rows, workload.classes == 2 ? 1 : workload.classes)};
  for (float& x : rows.x.data) x = static_cast<float>(random.uniform());
  for (Index r = 0; r < workload.rows; ++r) {
    const auto label = static_cast<Index>(random.below(static_cast<std::uint32_t>(workload.classes)));
    if (workload.classes == 2) rows.y(r, 0) = static_cast<float>(label);
    else rows.y(r, label) = 1;
  }
  return rows;
}

void fit(benchmark::State& state, const Workload& workload) {
  Document document = read_link("layers=" + std::string(workload.layers) + "&optimizer=adam").document;
  document.compile.loss = workload.classes == 2 ? "binary_crossentropy" : "categorical_crossentropy";
  const auto model = make_model(document, workload.inputs);
  const Rows rows = make_rows(workload);
  Fit fit(*model, rows.x, rows.y, {workload.batch, limits::epochs, 0, true});
  fit.run_epoch();
  for (auto _ : state) fit.run_epoch();
  state.counters["samples/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * workload.rows, benchmark::Counter::kIsRate);
}

}  // namespace
}  // namespace chainrule::bench

int main(int count, char** arguments) {
  using namespace chainrule::bench;
  for (const Workload& workload : workloads)
    benchmark::RegisterBenchmark(("fit/" + std::string(workload.name)).c_str(), [&workload](benchmark::State& state) {
      fit(state, workload);
    })->Unit(benchmark::kMillisecond);
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
