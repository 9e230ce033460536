// SPDX-License-Identifier: MIT
#include "ui/session/axes.hpp"

#include <algorithm>
#include <vector>

namespace chainrule {
namespace {

struct Sums {
  double n = 0, x = 0, xx = 0;
};

/// From one row that is looked at to the next: of a long table some tell as much as all.
Index stride_of(const DataSet& data) {
  constexpr Index most = 50'000;
  return std::max<Index>(1, data.y.rows / most);
}

double fisher_ratio(const DataSet& data, Index column) {
  std::vector<Sums> of(static_cast<std::size_t>(data.classes()));
  Sums all;
  for (Index r = 0, step = stride_of(data); r < data.y.rows; r += step) {
    const double v = data.inputs()(r, column);
    for (Sums* s : {&of[static_cast<std::size_t>(data.y(r, 0))], &all}) {
      s->n += 1;
      s->x += v;
      s->xx += v * v;
    }
  }
  double within = 1e-12, between = 0;
  for (const Sums& s : of) {
    if (s.n == 0) continue;
    const double mean = s.x / s.n, away = mean - all.x / all.n;
    within += s.xx - s.n * mean * mean;
    between += s.n * away * away;
  }
  return between / within;
}

double squared_correlation(const DataSet& data, Index column, Index target) {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  for (Index r = 0, step = stride_of(data); r < data.y.rows; r += step) {
    const double a = data.inputs()(r, column), b = data.y(r, target);
    n += 1, x += a, y += b, xx += a * a, yy += b * b, xy += a * b;
  }
  const double cov = n * xy - x * y, spread = (n * xx - x * x) * (n * yy - y * y);
  return spread > 0 ? cov * cov / spread : 0;
}

/// With the target that it tells the most about.
double largest_correlation(const DataSet& data, Index column) {
  double most = 0;
  for (Index t = 0; t < data.y.cols; ++t) most = std::max(most, squared_correlation(data, column, t));
  return most;
}

bool one_hot(const DataSet& data, Index column) {
  for (Index r = 0; r < data.y.rows; ++r)
    if (data.inputs()(r, column) != 0 && data.inputs()(r, column) != 1) return false;
  return true;
}

}  // namespace

std::pair<int, int> telling_axes(const DataSet& data) {
  if (data.inputs().cols <= 2 || data.pixels()) return {0, data.inputs().cols > 1 ? 1 : 0};
  std::vector<std::pair<double, int>> scores;
  for (Index c = 0; c < data.inputs().cols; ++c) {
    const double score = data.problem == Problem::classification ? fisher_ratio(data, c) : largest_correlation(data, c);
    scores.emplace_back(one_hot(data, c) ? -1 : score, static_cast<int>(c));
  }
  std::partial_sort(scores.begin(), scores.begin() + 2, scores.end(),
                    [](const auto& a, const auto& b) { return a.first > b.first; });
  return {std::min(scores[0].second, scores[1].second), std::max(scores[0].second, scores[1].second)};
}

}  // namespace chainrule
