// SPDX-License-Identifier: MIT
// A training step allocates nothing: this file counts every call of operator new in the test program.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

#include "engine/training/fit.hpp"
#include "engine/training/stepper.hpp"
#include "tests/engine/models.hpp"

namespace {
std::atomic<long> allocations{0};
std::atomic<long long> bytes{0};  // all that was ever asked for

void* counted(std::size_t size, std::size_t alignment) {
  ++allocations;
  bytes += static_cast<long long>(size);
  void* p = alignment > alignof(std::max_align_t)
                ? std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment)
                : std::malloc(size ? size : 1);
  if (!p) throw std::bad_alloc();
  return p;
}
}  // namespace

void* operator new(std::size_t n) { return counted(n, 0); }
void* operator new[](std::size_t n) { return counted(n, 0); }
void* operator new(std::size_t n, std::align_val_t a) { return counted(n, static_cast<std::size_t>(a)); }
void* operator new[](std::size_t n, std::align_val_t a) { return counted(n, static_cast<std::size_t>(a)); }
// std::stable_sort asks for its buffer like this; all forms must come from one allocator.
void* operator new(std::size_t n, const std::nothrow_t&) noexcept {
  try {
    return counted(n, 0);
  } catch (const std::bad_alloc&) { return nullptr; }
}
void* operator new[](std::size_t n, const std::nothrow_t& nothrow) noexcept { return operator new(n, nothrow); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace chainrule {
namespace {

/// Allocations of three steps on 32 rows.
long allocations_of_steps(Sequential& model, Index inputs) {
  const Matrix x = normal_matrix(32, inputs, 1), y = targets_for(model.loss(), 32, 10, 2);
  Stepper stepper(model, 32);
  const long before = allocations;
  for (int i = 0; i < 3; ++i) {
    stepper.load(x, y);
    stepper.finish();
  }
  return allocations - before;
}

TEST(Allocation, ATrainingStepAllocatesNothing) {
  for (const auto& [inputs, units] : {std::pair<Index, Index>{2, 4}, {64, 128}, {300, 256}})
    for (const Optimizer& optimizer : optimizers()) {
      Sequential model = make_network(inputs, {dense(units, "tanh"), dense(units, "relu"), dense(10, "softmax")},
                                      {optimizer.name, "categorical_crossentropy", {"acc"}});
      EXPECT_EQ(allocations_of_steps(model, inputs), 0) << inputs << " inputs, " << optimizer.name;
    }
}

TEST(Allocation, NorDoOtherLayersMetricsPenaltiesAndClipping) {
  std::vector<LayerSpec> layers;
  for (const LayerKind& kind : layer_kinds()) {
    layers.push_back(layer_defaults(kind));
    layers.back().units = 12;
    if (kind.has_kernel) layers.back().kernel_regularizer = layers.back().activity_regularizer = {"l2"};
    if (kind.has_kernel) layers.back().kernel_constraint = {"max_norm"};
  }
  layers.push_back(dense(10, "softmax"));
  for (const char* way : {"clipnorm=0.1", "global_clipnorm=0.1", "clipvalue=0.1"}) {
    CompileSpec compile{defaults(find(optimizers(), "optimizer", "adam")), "categorical_crossentropy", {}};
    read_parameter("adam", find(optimizers(), "optimizer", "adam").parameters, way, 0, compile.optimizer.values);
    compile.learning_rate_schedule = {"cosine_decay"};
    for (const char* metric : {"acc", "top_k", "auc", "f1_score", "r2_score", "precision", "mae"})
      compile.metrics.emplace_back(metric);
    Sequential model = make_network(5, layers, compile);
    EXPECT_EQ(allocations_of_steps(model, 5), 0) << way;
  }
}

// Parameters, their gradients and the optimizer's slots, and what a batch needs; no second copy of any weight.
TEST(Allocation, AModelHoldsItsParametersGradientsAndSlotsAlone) {
  constexpr Index inputs = 400, units = 500, batch = 8;
  const Matrix x = normal_matrix(2 * batch, inputs, 1), y = normal_matrix(2 * batch, 1, 2);
  for (const auto& [optimizer, slots] : {std::pair<const char*, int>{"sgd", 0}, {"adam", 2}, {"rmsprop", 1}}) {
    const long long before = bytes;
    Sequential model;
    model.add(dense(units, "tanh"));
    model.add(dense(units, "tanh"));
    model.add(dense(1));
    model.build(inputs);
    model.compile({optimizer, "mse", {}});
    Fit fit(model, x, y, {batch, 2, 0, true});
    while (!fit.finished()) fit.run_batch();
    const long long numbers = model.count_params() * (2 + slots) + batch * (inputs + 4 * 2 * units) + units * 32;
    EXPECT_LT(bytes - before, 4 * numbers + 200'000) << optimizer;
  }
}

}  // namespace
}  // namespace chainrule
