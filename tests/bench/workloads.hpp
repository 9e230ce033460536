#pragma once
// SPDX-License-Identifier: MIT
// The six networks that speed is measured on; engine_bench.mjs has the same ones in JavaScript.
#include <string_view>

namespace chainrule::bench {

struct Workload {
  std::string_view name, layers;
  int inputs, rows, batch, classes;  ///< classes: 2 = one sigmoid
};

inline constexpr Workload workloads[] = {
    {"playground", "dense:4:tanh,dense:2:tanh,dense:1:sigmoid", 2, 500, 32, 2},
    {"moons", "dense:16:relu,dense:16:relu,dense:1:sigmoid", 2, 1000, 32, 2},
    {"iris", "dense:10:relu,dense:3:softmax", 4, 150, 16, 3},
    {"digits", "dense:128:relu,dense:64:relu,dense:10:softmax", 64, 1797, 32, 10},
    {"mnist", "dense:512:relu,dense:512:relu,dense:10:softmax", 784, 4096, 128, 10},
    {"wide", "dense:128:relu,dense:10:softmax", 784, 4096, 128, 10},
};

}  // namespace chainrule::bench
