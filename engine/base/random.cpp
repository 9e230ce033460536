// SPDX-License-Identifier: MIT
#include "engine/base/random.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace chainrule {
namespace {

// sin and cos on [-pi/4, pi/4] by their Taylor series, Horner form; the first term left out is below 1e-16.
double sin_kernel(double x) {
  const double s = x * x;
  double sum = 0;
  for (int n = 17; n >= 1; n -= 2) sum = 1 - s / ((n + 1) * (n + 2)) * sum;
  return x * sum;
}
double cos_kernel(double x) {
  const double s = x * x;
  double sum = 0;
  for (int n = 18; n >= 0; n -= 2) sum = 1 - s / ((n + 1) * (n + 2)) * sum;
  return sum;
}

constexpr double half_pi_high = 1.5707963267341256;     // 33 bits of pi/2, so that k * high is exact
constexpr double half_pi_low = 6.0771005065061922e-11;  // the rest

double sin_quadrant(double x, long shift) {
  const double k = std::floor(x * 0.63661977236758134 + 0.5);
  const double r = (x - k * half_pi_high) - k * half_pi_low;
  switch ((static_cast<long>(k) + shift) & 3) {
    case 0: return sin_kernel(r);
    case 1: return cos_kernel(r);
    case 2: return -sin_kernel(r);
    default: return -cos_kernel(r);
  }
}

}  // namespace

double exact_sin(double x) { return sin_quadrant(x, 0); }
double exact_cos(double x) { return sin_quadrant(x, 1); }

double exact_log(double x) {
  int exponent = 0;
  double m = std::frexp(x, &exponent);  // exact
  if (m < 0.70710678118654752) {
    m *= 2;
    --exponent;
  }
  const double t = (m - 1) / (m + 1), s = t * t;  // ln m = 2 atanh t
  double sum = 0;
  for (int n = 25; n >= 1; n -= 2) sum = sum * s + 1.0 / n;
  return 2 * t * sum + exponent * 0.69314718055994531;
}

double exact_exp(double x) {
  if (x > 709.78) return std::numeric_limits<double>::infinity();
  if (x < -745.2) return 0;
  if (x != x) return x;
  constexpr double ln2_high = 0.6931471803691238, ln2_low = 1.9082149292705877e-10;  // the first has 32 bits to spare
  const double k = std::floor(x * 1.4426950408889634 + 0.5);
  const double r = (x - k * ln2_high) - k * ln2_low;
  double sum = 1;
  for (int n = 15; n >= 1; --n) sum = 1 + r / n * sum;
  return std::ldexp(sum, static_cast<int>(k));  // exact
}

Random::Random(std::uint64_t seed, std::uint64_t stream) : state_(0), increment_(stream * 2 + 1) {
  bits();
  state_ += seed;
  bits();
}

std::uint32_t Random::bits() {
  const std::uint64_t old = state_;
  state_ = old * 6364136223846793005ULL + increment_;
  const auto mixed = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
  return std::rotr(mixed, static_cast<int>(old >> 59U));
}

double Random::uniform() { return bits() * 0x1p-32; }

double Random::normal() {
  if (std::exchange(has_spare_, false)) return spare_;
  double u, v, s;
  do {
    u = uniform(-1, 1);
    v = uniform(-1, 1);
    s = u * u + v * v;
  } while (s >= 1 || s == 0);
  const double scale = std::sqrt(-2 * exact_log(s) / s);
  spare_ = v * scale;
  has_spare_ = true;
  return u * scale;
}

double Random::truncated_normal() {
  double x;
  do x = normal();
  while (x < -2 || x > 2);
  return x;
}

std::uint32_t Random::below(std::uint32_t n) {
  const std::uint32_t threshold = (0U - n) % n;  // rejecting below it leaves a whole number of cycles of n
  for (;;) {
    const std::uint32_t r = bits();
    if (r >= threshold) return r % n;
  }
}

void Random::shuffle_in_place(std::span<std::uint32_t> order) {
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[below(static_cast<std::uint32_t>(i))]);
}

}  // namespace chainrule
