#pragma once
// SPDX-License-Identifier: MIT
// Activations that work on whole arrays: those that every network uses, vectorised by Eigen, and those whose outputs
// depend on a whole row. Each is forward and, below it, the pull-back. Included by activation.cpp only.
#include <algorithm>
#include <cmath>

#include "engine/base/eigen.hpp"
#include "engine/base/sum_exp.hpp"
#include "engine/tables/activation_elementwise.hpp"

namespace chainrule {

struct Linear {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {
    if (z.data != a.data) flat(a) = flat(z);
  }
  template <class T>
  static void backward(View<const T>, View<const T>, View<const T> da, View<T> dz, const double*) {
    if (da.data != dz.data) flat(dz) = flat(da);
  }
};

struct Sigmoid {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {
    flat(a) = flat(z).logistic();
  }
  template <class T>
  static void backward(View<const T>, View<const T> a, View<const T> da, View<T> dz, const double*) {
    flat(dz) = flat(da) * flat(a) * (T(1) - flat(a));
  }
};

struct Tanh {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {
    flat(a) = flat(z).tanh();
  }
  template <class T>
  static void backward(View<const T>, View<const T> a, View<const T> da, View<T> dz, const double*) {
    flat(dz) = flat(da) * (T(1) - flat(a).square());
  }
};

struct Relu {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {
    flat(a) = (flat(z) < T(0)).select(T(0), flat(z));  // a NaN stays one
  }
  template <class T>
  static void backward(View<const T> z, View<const T>, View<const T> da, View<T> dz, const double*) {
    flat(dz) = (flat(z) > T(0)).select(flat(da), T(0));
  }
};

struct Softmax {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {
    for (Index r = 0; r < z.rows; ++r) {
      auto row = flat(a.middle_rows(r, 1));
      row = flat(z.middle_rows(r, 1));
      row -= row.maxCoeff();  // the largest exponent becomes 0: no overflow, the same quotient
      row = row.exp();
      row /= row.sum();
    }
  }
  template <class T>
  static void backward(View<const T>, View<const T> a, View<const T> da, View<T> dz, const double*) {
    for (Index r = 0; r < a.rows; ++r) {  // dz_i = a_i (da_i - sum_j da_j a_j)
      const auto s = flat(a.middle_rows(r, 1)), d = flat(da.middle_rows(r, 1));
      const T along = (d * s).sum();
      flat(dz.middle_rows(r, 1)) = s * (d - along);
    }
  }
};

struct LogSoftmax {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {
    for (Index r = 0; r < z.rows; ++r) {
      const T top = *std::max_element(z.row(r), z.row(r) + z.cols), sum = std::log(sum_exp(z.middle_rows(r, 1), top));
      for (Index j = 0; j < z.cols; ++j) a(r, j) = z(r, j) - top - sum;
    }
  }
  template <class T>
  static void backward(View<const T>, View<const T> a, View<const T> da, View<T> dz, const double*) {
    for (Index r = 0; r < a.rows; ++r) {  // dz_i = da_i - e^a_i sum_j da_j
      const T sum = flat(da.middle_rows(r, 1)).sum();
      flat(dz.middle_rows(r, 1)) = flat(da.middle_rows(r, 1)) - flat(a.middle_rows(r, 1)).exp() * sum;
    }
  }
};

struct Sparsemax {  // Martins and Astudillo 2016: the projection onto the simplex, a_i = max(0, z_i - tau)
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {
    for (Index r = 0; r < z.rows; ++r) {
      const T top = *std::max_element(z.row(r), z.row(r) + z.cols);
      for (Index j = 0; j < z.cols; ++j) a(r, j) = z(r, j) - top;  // the same answer, exact for large scores too
      const T cut = threshold(a.row(r), a.cols);
      for (Index j = 0; j < z.cols; ++j) a(r, j) = a(r, j) <= cut ? T(0) : a(r, j) - cut;
    }
  }
  /// Newton's method from below on sum_j max(0, z_j - tau) = 1: exact once the support stands still, without a sort.
  template <class T>
  static T threshold(const T* z, Index n) {
    T tau = -1;  // the largest is 0
    for (Index count = 0;;) {
      T sum = 0;
      Index inside = 0;
      for (Index j = 0; j < n; ++j)
        if (z[j] > tau) {
          sum += z[j];
          ++inside;
        }
      if (inside == count || inside == 0) return tau;
      if (count > 0 && inside > count) return tau;  // rounding: the support only ever shrinks
      count = inside;
      tau = (sum - 1) / static_cast<T>(inside);
    }
  }
  template <class T>
  static void backward(View<const T>, View<const T> a, View<const T> da, View<T> dz, const double*) {
    for (Index r = 0; r < a.rows; ++r) {  // within the support S: dz_i = da_i - mean over S of da
      T sum = 0;
      Index inside = 0;
      for (Index j = 0; j < a.cols; ++j)
        if (a(r, j) > 0) {
          sum += da(r, j);
          ++inside;
        }
      const T mean = inside > 0 ? sum / static_cast<T>(inside) : T(0);
      for (Index j = 0; j < a.cols; ++j) dz(r, j) = a(r, j) > 0 ? da(r, j) - mean : T(0);
    }
  }
};

struct Glu {  // Dauphin et al. 2017: the first half times the sigmoid of the second
  template <class T>
  static void forward(View<const T> z, View<T> a, const double*) {
    for (Index r = 0; r < z.rows; ++r)
      for (Index j = 0; j < a.cols; ++j) a(r, j) = z(r, j) * logistic(z(r, a.cols + j));
  }
  template <class T>
  static void backward(View<const T> z, View<const T> a, View<const T> da, View<T> dz, const double*) {
    for (Index r = 0; r < z.rows; ++r)
      for (Index j = 0; j < a.cols; ++j) {
        const T s = logistic(z(r, a.cols + j)), d = da(r, j);
        dz(r, j) = d * s;
        dz(r, a.cols + j) = d * a(r, j) * (1 - s);
      }
  }
  static Index divides(const double*) { return 2; }
};

struct Maxout {  // Goodfellow et al. 2013: the largest of each group of `pieces` neighbours
  static constexpr Parameter parameters[] = {
      {"pieces", "neighbouring units that share one output", 2, 1, 64, false, true}};
  static Index divides(const double* p) { return static_cast<Index>(p[place("pieces", parameters)]); }
  template <class T>
  static Index largest(View<const T> z, Index r, Index first, Index pieces) {
    const T* const group = z.row(r) + first;
    return first + (std::max_element(group, group + pieces) - group);
  }
  template <class T>
  static void forward(View<const T> z, View<T> a, const double* p) {
    for (Index r = 0; r < z.rows; ++r)
      for (Index j = 0; j < a.cols; ++j) a(r, j) = z(r, largest(z, r, j * divides(p), divides(p)));
  }
  template <class T>
  static void backward(View<const T> z, View<const T> a, View<const T> da, View<T> dz, const double* p) {
    std::fill(dz.data, dz.data + dz.size(), T(0));
    for (Index r = 0; r < z.rows; ++r)
      for (Index j = 0; j < a.cols; ++j) dz(r, largest(z, r, j * divides(p), divides(p))) = da(r, j);
  }
};

}  // namespace chainrule
