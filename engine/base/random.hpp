#pragma once
// SPDX-License-Identifier: MIT
// The engine's own random numbers: std:: distributions differ between standard libraries, these give the same bits
// natively and in WebAssembly.
#include <cstdint>
#include <span>

#include "engine/base/bytes.hpp"
#include "engine/base/types.hpp"

namespace chainrule {

/// sin, cos, ln and exp from additions and multiplications alone, so that all platforms agree to the last bit
/// (libm's do not). Error below 1e-13 for |x| < 1e6, which is far finer than the float32 made of it.
double exact_sin(double x);
double exact_cos(double x);
double exact_log(double x);  ///< x > 0
double exact_exp(double x);  ///< relative error below 1e-15

/// PCG32 (M. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms", 2014).
/// `stream` gives independent sequences for one seed: data, weights, shuffles.
class Random {
 public:
  enum Stream : std::uint64_t {
    data = 1,
    weights = 2,
    shuffle = 3,
    label_noise = 4,
    outliers = 5,
    layers = 16  ///< one for each from there on
  };
  explicit Random(std::uint64_t seed, std::uint64_t stream = data);

  std::uint32_t bits();
  /// Uniform in [0, 1) with 32 bits.
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Standard normal (Marsaglia's polar method).
  double normal();
  /// Standard normal kept within +-2, as Keras's truncated initializers draw it.
  double truncated_normal();
  /// Uniform in [0, n), without bias.
  std::uint32_t below(std::uint32_t n);
  /// Fisher-Yates.
  void shuffle_in_place(std::span<std::uint32_t> order);
  /// Where it stands in its sequence.
  void pass(Bytes& way) { way.pass(state_), way.pass(spare_), way.pass(has_spare_); }

 private:
  std::uint64_t state_, increment_;
  double spare_ = 0;
  bool has_spare_ = false;
};

}  // namespace chainrule
