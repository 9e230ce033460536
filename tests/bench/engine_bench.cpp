// SPDX-License-Identifier: MIT
// Whole fit loops (shuffle, batches, forward, backward, update, loss, history) in microseconds a step, and what the
// machine could do at best: the bare matrix products of the same steps by Eigen, and for the smallest network a loop
// written by hand.
//   build/release/tests/engine_bench [--benchmark_filter=W5] [--benchmark_repetitions=9]
#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <cmath>

#include "engine/fit.hpp"
#include "workloads.hpp"

namespace chainrule::bench {
namespace {

void fit(benchmark::State& state, const Workload& workload) {
  Sequential model = make_model(workload);
  const Data data = make_data(workload, model.outputs());
  Fit fit(model, data.x, data.y, {workload.batch, limits::epochs, 0, true});
  fit.run_epoch();
  while (state.KeepRunningBatch(fit.batches())) fit.run_epoch();
}

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The products of one step, by Eigen in its best arrangement: z = x W, dW = x^T delta, dx = delta W^T.
void products(benchmark::State& state, const Workload& workload) {
  const Sequential model = make_model(workload);
  struct Shapes { RowMajor x, w, z, delta, dw, dx; };
  std::vector<Shapes> layers;
  for (const auto& layer : model.layers()) {
    const Index in = layer->inputs(), out = layer->arguments(), n = workload.batch;
    layers.push_back({RowMajor::Random(n, in), RowMajor::Random(in, out), RowMajor(n, out), RowMajor::Random(n, out),
                      RowMajor(in, out), RowMajor(n, in)});
  }
  for (auto _ : state) {
    for (Shapes& s : layers) s.z.noalias() = s.x * s.w;
    for (std::size_t l = layers.size(); l-- > 0;) {
      Shapes& s = layers[l];
      s.dw.noalias() = s.x.transpose() * s.delta;
      if (l > 0) s.dx.noalias() = s.delta * s.w.transpose();
    }
    benchmark::ClobberMemory();
  }
}

/// W1 as a programmer would write it without a library: sample by sample, arrays of fixed size, plain loops.
void by_hand(benchmark::State& state, const Workload& workload) {
  constexpr int a = 4, b = 2;
  float w1[2][a], b1[a] = {}, w2[a][b], b2[b] = {}, w3[b], b3 = 0;
  Random random(1);
  for (auto& row : w1) for (float& w : row) w = static_cast<float>(random.uniform(-1, 1));
  for (auto& row : w2) for (float& w : row) w = static_cast<float>(random.uniform(-1, 1));
  for (float& w : w3) w = static_cast<float>(random.uniform(-1, 1));
  const Data data = make_data(workload, 1);
  std::vector<std::uint32_t> order(static_cast<std::size_t>(workload.rows));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
  std::vector<double> history;
  const auto rate = static_cast<float>(workload.learning_rate);
  const auto epoch = [&] {
    random.shuffle_in_place(order);
    double sum = 0;
    for (Index first = 0; first < workload.rows; first += workload.batch) {
      float g1[2][a] = {}, h1[a] = {}, g2[a][b] = {}, h2[b] = {}, g3[b] = {}, h3 = 0;
      for (Index r = first; r < first + workload.batch; ++r) {
        const float* const x = data.x.view().row(order[static_cast<std::size_t>(r)]);
        const float t = data.y(order[static_cast<std::size_t>(r)], 0);
        float u[a], v[b], y = b3;
        for (int j = 0; j < a; ++j) u[j] = std::tanh(b1[j] + x[0] * w1[0][j] + x[1] * w1[1][j]);
        for (int j = 0; j < b; ++j) {
          float z = b2[j];
          for (int i = 0; i < a; ++i) z += u[i] * w2[i][j];
          v[j] = std::tanh(z);
        }
        for (int j = 0; j < b; ++j) y += v[j] * w3[j];
        y = std::tanh(y);
        sum += (y - t) * (y - t);
        const float d3 = 2 * (y - t) / static_cast<float>(workload.batch) * (1 - y * y);
        float d2[b], d1[a];
        for (int j = 0; j < b; ++j) d2[j] = d3 * w3[j] * (1 - v[j] * v[j]);
        for (int i = 0; i < a; ++i) {
          d1[i] = 0;
          for (int j = 0; j < b; ++j) d1[i] += d2[j] * w2[i][j];
          d1[i] *= 1 - u[i] * u[i];
        }
        h3 += d3;
        for (int j = 0; j < b; ++j) { g3[j] += d3 * v[j]; h2[j] += d2[j]; }
        for (int i = 0; i < a; ++i) {
          for (int j = 0; j < b; ++j) g2[i][j] += d2[j] * u[i];
          h1[i] += d1[i];
          for (int k = 0; k < 2; ++k) g1[k][i] += d1[i] * x[k];
        }
      }
      for (int i = 0; i < a; ++i) {
        for (int k = 0; k < 2; ++k) w1[k][i] -= rate * g1[k][i];
        for (int j = 0; j < b; ++j) w2[i][j] -= rate * g2[i][j];
        b1[i] -= rate * h1[i];
      }
      for (int j = 0; j < b; ++j) { b2[j] -= rate * h2[j]; w3[j] -= rate * g3[j]; }
      b3 -= rate * h3;
    }
    history.push_back(sum / static_cast<double>(workload.rows));
  };
  while (state.KeepRunningBatch(workload.rows / workload.batch)) epoch();
  benchmark::DoNotOptimize(history.back());
}

}  // namespace
}  // namespace chainrule::bench

int main(int count, char** arguments) {
  using namespace chainrule::bench;
  for (const Workload& w : workloads()) {
    const auto add = [&](const char* what, auto function) {
      benchmark::RegisterBenchmark((w.name + " " + what).c_str(), [w, function](benchmark::State& s) { function(s, w); })
          ->Unit(benchmark::kMicrosecond);
    };
    add("fit", fit);
    add("bare products", products);
    if (w.name.starts_with("W1")) add("loop by hand", by_hand);
  }
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
