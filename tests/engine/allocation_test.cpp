// SPDX-License-Identifier: MIT
// A training step allocates nothing: this file counts every call of operator new in the test program.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "engine/stepper.hpp"
#include "models.hpp"

namespace {
std::atomic<long> allocations{0};

void* counted(std::size_t size, std::size_t alignment) {
  ++allocations;
  void* p = alignment > alignof(std::max_align_t) ? std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment)
                                                  : std::malloc(size ? size : 1);
  if (!p) throw std::bad_alloc();
  return p;
}
}  // namespace

void* operator new(std::size_t n) { return counted(n, 0); }
void* operator new[](std::size_t n) { return counted(n, 0); }
void* operator new(std::size_t n, std::align_val_t a) { return counted(n, static_cast<std::size_t>(a)); }
void* operator new[](std::size_t n, std::align_val_t a) { return counted(n, static_cast<std::size_t>(a)); }
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

TEST(Allocation, ATrainingStepAllocatesNothing) {
  for (const auto& [inputs, units] : {std::pair<Index, Index>{2, 4}, {64, 128}, {300, 256}})
    for (const char* optimizer : {"sgd", "adam"}) {
      Sequential model = make_network(inputs, {dense(units, "tanh"), dense(units, "relu"), dense(10, "softmax")},
                                      {{optimizer, {}}, "categorical_crossentropy", {"acc"}});
      const Matrix x = normal_matrix(32, inputs, 1), y = targets_for(model.loss(), 32, 10, 2);
      Stepper stepper(model, 32);
      const long before = allocations;
      for (int i = 0; i < 3; ++i) {
        stepper.load(x, y);
        stepper.finish();
      }
      EXPECT_EQ(allocations - before, 0) << inputs << " inputs, " << optimizer;
    }
}

}  // namespace
}  // namespace chainrule
