#pragma once
// SPDX-License-Identifier: MIT
// What is measured: whole fit loops (shuffle, batches, forward, backward, update, loss, history), and what the machine
// could do at best: the bare matrix products of the same steps by Eigen, and for the smallest network a loop written by
// hand. Each is a function that does so many training steps.
#include <Eigen/Core>
#include <cmath>
#include <functional>
#include <memory>

#include "engine/document/data_set.hpp"
#include "engine/training/fit.hpp"
#include "tests/bench/workloads.hpp"

namespace chainrule::bench {

struct Case {
  std::string name;
  Index steps;  ///< that one call of `run` does
  std::function<void()> run;
};

inline Case fit_case(const Workload& workload) {
  struct Run {
    Sequential model;
    Data data;
    Fit fit;
    explicit Run(const Workload& w)
        : model(make_model(w)),
          data(make_data(w, model.outputs())),
          fit(model, data.x, data.y, {w.batch, limits::epochs, 0, true}) {}
  };
  auto run = std::make_shared<Run>(workload);
  return {workload.name + " fit", run->fit.batches(), [run] {
            for (Index left = run->fit.batches(); left > 0; --left) run->fit.run_batch();
          }};
}

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The products of one step, by Eigen in its best arrangement: z = x W, dW = x^T delta, dx = delta W^T.
inline Case product_case(const Workload& workload) {
  struct Shapes {
    RowMajor x, w, z, delta, dw, dx;
  };
  auto layers = std::make_shared<std::vector<Shapes>>();
  const Sequential model = make_model(workload);
  for (const auto& layer : model.layers()) {
    const Index in = layer->inputs(), out = layer->arguments(), n = workload.batch;
    layers->push_back({RowMajor::Random(n, in), RowMajor::Random(in, out), RowMajor(n, out), RowMajor::Random(n, out),
                       RowMajor(in, out), RowMajor(n, in)});
  }
  return {workload.name + " bare products", 1, [layers] {
            for (Shapes& s : *layers) s.z.noalias() = s.x * s.w;
            for (std::size_t l = layers->size(); l-- > 0;) {
              Shapes& s = (*layers)[l];
              s.dw.noalias() = s.x.transpose() * s.delta;
              if (l > 0) s.dx.noalias() = s.delta * s.w.transpose();
            }
          }};
}

/// W1 as a programmer would write it without a library: sample by sample, arrays of fixed size, plain loops.
class ByHand {
 public:
  explicit ByHand(const Workload& workload)
      : batch_(workload.batch), rate_(static_cast<float>(workload.learning_rate)), data_(make_data(workload, 1)) {
    for (auto& row : w1_)
      for (float& w : row) w = draw();
    for (auto& row : w2_)
      for (float& w : row) w = draw();
    for (float& w : w3_) w = draw();
    for (Index i = 0; i < workload.rows; ++i) order_.push_back(static_cast<std::uint32_t>(i));
  }
  void epoch() {
    random_.shuffle_in_place(order_);
    double sum = 0;
    const auto rows = static_cast<Index>(order_.size());
    for (Index first = 0; first < rows; first += batch_) sum += step(first);
    history_.push_back(sum / static_cast<double>(rows));
  }

 private:
  static constexpr int a = 4, b = 2;
  float draw() { return static_cast<float>(random_.uniform(-1, 1)); }

  double step(Index first) {
    float g1[2][a] = {}, h1[a] = {}, g2[a][b] = {}, h2[b] = {}, g3[b] = {}, h3 = 0;
    double sum = 0;
    for (Index r = first; r < first + batch_; ++r) {
      const float* const x = data_.x.view().row(order_[static_cast<std::size_t>(r)]);
      const float t = data_.y(order_[static_cast<std::size_t>(r)], 0);
      float u[a], v[b], y = b3_;
      for (int j = 0; j < a; ++j) u[j] = std::tanh(b1_[j] + x[0] * w1_[0][j] + x[1] * w1_[1][j]);
      for (int j = 0; j < b; ++j) {
        float z = b2_[j];
        for (int i = 0; i < a; ++i) z += u[i] * w2_[i][j];
        v[j] = std::tanh(z);
      }
      for (int j = 0; j < b; ++j) y += v[j] * w3_[j];
      y = std::tanh(y);
      sum += (y - t) * (y - t);
      const float d3 = 2 * (y - t) / static_cast<float>(batch_) * (1 - y * y);
      float d2[b], d1[a];
      for (int j = 0; j < b; ++j) d2[j] = d3 * w3_[j] * (1 - v[j] * v[j]);
      for (int i = 0; i < a; ++i) {
        d1[i] = 0;
        for (int j = 0; j < b; ++j) d1[i] += d2[j] * w2_[i][j];
        d1[i] *= 1 - u[i] * u[i];
      }
      h3 += d3;
      for (int j = 0; j < b; ++j) {
        g3[j] += d3 * v[j];
        h2[j] += d2[j];
      }
      for (int i = 0; i < a; ++i) {
        for (int j = 0; j < b; ++j) g2[i][j] += d2[j] * u[i];
        h1[i] += d1[i];
        for (int k = 0; k < 2; ++k) g1[k][i] += d1[i] * x[k];
      }
    }
    for (int i = 0; i < a; ++i) {
      for (int k = 0; k < 2; ++k) w1_[k][i] -= rate_ * g1[k][i];
      for (int j = 0; j < b; ++j) w2_[i][j] -= rate_ * g2[i][j];
      b1_[i] -= rate_ * h1[i];
    }
    for (int j = 0; j < b; ++j) {
      b2_[j] -= rate_ * h2[j];
      w3_[j] -= rate_ * g3[j];
    }
    b3_ -= rate_ * h3;
    return sum;
  }

  Index batch_;
  float rate_, w1_[2][a], b1_[a] = {}, w2_[a][b], b2_[b] = {}, w3_[b], b3_ = 0;
  Random random_{1};
  Data data_;
  std::vector<std::uint32_t> order_;
  std::vector<double> history_;
};

inline Case by_hand_case(const Workload& workload) {
  auto loop = std::make_shared<ByHand>(workload);
  return {workload.name + " loop by hand", workload.rows / workload.batch, [loop] { loop->epoch(); }};
}

inline std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const Workload& workload : workloads()) {
    cases.push_back(fit_case(workload));
    cases.push_back(product_case(workload));
    if (workload.name.starts_with("W1")) cases.push_back(by_hand_case(workload));
  }
  return cases;
}

}  // namespace chainrule::bench
