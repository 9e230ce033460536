#pragma once
// SPDX-License-Identifier: MIT
// The IDX format, in which MNIST and its likes come (Y. LeCun, "The MNIST database"): a magic number 0 0 type rank,
// then rank sizes of 32 bits and the numbers, all big-endian.
#include <string_view>
#include <vector>

#include "engine/base/types.hpp"

namespace chainrule {

struct IdxArray {
  std::vector<Index> shape;  ///< images: [n, height, width]; labels: [n]
  Matrix rows;               ///< [n, product of the rest]
};

/// Reads unsigned and signed bytes, 16- and 32-bit integers, floats and doubles of 1 to 4 dimensions. Throws Error
/// "expected ..., received ..., at byte B" on anything else, on sizes beyond limits, and on missing or spare bytes.
IdxArray read_idx(std::string_view bytes);

/// The same for the array that `bytes` begin with, which is taken off them: another may follow.
IdxArray take_idx(std::string_view& bytes);

}  // namespace chainrule
