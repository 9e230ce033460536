#pragma once
// SPDX-License-Identifier: MIT
// Arrays of the engine. Samples are rows: X [n, inputs], kernel W [inputs, units], b [units]; float32, row-major.
// Public headers carry no Eigen, so that what stands above the engine compiles fast; eigen.hpp maps these inside.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace chainrule {

using Index = std::ptrdiff_t;

/// Every mistake of a user of the engine: "expected X, received Y, in layer Z".
struct Error : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// As many numbers as one array or workspace may hold: 800 MB, which the 32 bits of WebAssembly can still address.
inline constexpr std::int64_t most_floats = 200'000'000;

/// rows * cols, counted in 64 bits, because Index has 32 of them in WebAssembly. Throws Error.
inline std::size_t checked_size(std::int64_t rows, std::int64_t cols) {
  if (rows < 0 || cols < 0 || (cols > 0 && rows > most_floats / cols))
    throw Error("expected a matrix of at most " + std::to_string(most_floats) + " numbers, received " +
                std::to_string(rows) + " x " + std::to_string(cols));
  return static_cast<std::size_t>(rows * cols);
}

/// A row-major rows x cols window on numbers that somebody else owns. In debug builds, which have the sanitizers'
/// tests, every access is held against the sizes.
template <class T>
struct View {
  T* data = nullptr;
  Index rows = 0, cols = 0;

  T& operator()(Index row, Index col) const {
    assert(row >= 0 && row < rows && col >= 0 && col < cols);
    return data[row * cols + col];
  }
  T* row(Index r) const {
    assert(r >= 0 && r <= rows);  // the end of the last one, too
    return data + r * cols;
  }
  Index size() const { return rows * cols; }
  /// `count` rows from `first` on; the same memory.
  View middle_rows(Index first, Index count) const {
    assert(first >= 0 && count >= 0 && first + count <= rows);
    return {data + first * cols, count, cols};
  }
  operator View<const T>() const
    requires(!std::is_const_v<T>)
  {
    return {data, rows, cols};
  }
};

/// A row-major matrix that owns its numbers.
struct Matrix {
  std::vector<float> data;
  Index rows = 0, cols = 0;

  Matrix() = default;
  Matrix(Index rows_, Index cols_, float fill = 0) : data(checked_size(rows_, cols_), fill), rows(rows_), cols(cols_) {}
  Matrix(Index rows_, Index cols_, std::vector<float> values) : data(std::move(values)), rows(rows_), cols(cols_) {
    if (data.size() != checked_size(rows, cols))
      throw Error("expected " + std::to_string(rows * cols) + " values for a matrix of " + std::to_string(rows) +
                  " x " + std::to_string(cols) + ", received " + std::to_string(data.size()));
  }

  float& operator()(Index r, Index c) { return view()(r, c); }
  float operator()(Index r, Index c) const { return view()(r, c); }
  Index size() const { return rows * cols; }
  bool empty() const { return data.empty(); }
  View<float> view() { return {data.data(), rows, cols}; }
  View<const float> view() const { return {data.data(), rows, cols}; }
  operator View<float>() { return view(); }
  operator View<const float>() const { return view(); }
};

}  // namespace chainrule
