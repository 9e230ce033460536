#pragma once
// SPDX-License-Identifier: MIT
// Eigen's eyes on the engine's views. Included by .cpp files of the engine only.
#include <Eigen/Core>

#include "engine/base/types.hpp"

namespace chainrule {

template <class T>
using EigenMatrix = Eigen::Matrix<std::remove_const_t<T>, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T>
using EigenMap = Eigen::Map<std::conditional_t<std::is_const_v<T>, const EigenMatrix<T>, EigenMatrix<T>>>;
template <class T>
using EigenArray = Eigen::Array<std::remove_const_t<T>, Eigen::Dynamic, 1>;
template <class T>
using EigenFlat = Eigen::Map<std::conditional_t<std::is_const_v<T>, const EigenArray<T>, EigenArray<T>>>;

/// The view as a matrix.
template <class T>
EigenMap<T> matrix(View<T> v) {
  return {v.data, v.rows, v.cols};
}
/// All its numbers in one row, for elementwise work.
template <class T>
EigenFlat<T> flat(View<T> v) {
  return {v.data, v.size()};
}

}  // namespace chainrule
