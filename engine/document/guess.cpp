// SPDX-License-Identifier: MIT
#include "engine/document/guess.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/tables/loss.hpp"

namespace chainrule {
namespace {

constexpr Index enough = 1000;  // rows

double entropy(const DataSet& data) {
  std::vector<double> count(static_cast<std::size_t>(std::max<Index>(data.classes(), 1)));
  double all = 0, sum = 0;
  for (Index r = 0, step = data.y.rows / enough + 1; r < data.y.rows; r += step, ++all)
    ++count[static_cast<std::size_t>(data.y(r, 0))];
  for (const double n : count) sum -= n > 0 ? n / all * std::log(n / all) : 0;
  return sum;
}

/// The mean of (y - away)^2 over the rows and columns; the column's own mean where `centred`.
double mean_square(const DataSet& data, bool centred) {
  double total = 0;
  for (Index c = 0; c < data.y.cols; ++c) {
    double n = 0, sum = 0, squares = 0;
    for (Index r = 0, step = data.y.rows / enough + 1; r < data.y.rows; r += step, ++n) {
      sum += data.y(r, c);
      squares += static_cast<double>(data.y(r, c)) * data.y(r, c);
    }
    total += squares / n - (centred ? sum / n * (sum / n) : 0);
  }
  return total / static_cast<double>(std::max<Index>(data.y.cols, 1));
}

}  // namespace

double constant_loss(const Document& document, const DataSet& data) {
  const Loss* loss = find_or_null(losses(), document.compile.loss.name);
  if (!loss || data.y.rows == 0) return 0;
  if (data.problem == Problem::regression) return loss->name == "mse" ? std::max(mean_square(data, true), 0.0) : 0;
  return loss->logit_activation.empty() ? 0 : entropy(data);
}

double target_size(const DataSet& data) {
  return data.problem == Problem::regression && data.y.rows > 0 ? std::sqrt(mean_square(data, false)) : 0;
}

}  // namespace chainrule
