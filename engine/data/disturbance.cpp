// SPDX-License-Identifier: MIT
// What makes generated data harder: rare classes, points far away, wrong labels.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/base/text.hpp"
#include "engine/data/disturbance.hpp"
#include "engine/data/generator.hpp"

namespace chainrule {
namespace {

constexpr double pi = 3.14159265358979324;
constexpr double width = 3;  // of the shapes, which reach from -3 to 3

void check_share(std::string_view name, double value, double most) {
  if (!(value >= 0 && value <= most))
    throw Error("expected " + std::string(name) + " between 0 and " + format_number(most) + ", received " +
                format_number(value));
}

/// The rows `kept`, in this order.
void keep_rows(GeneratedData& data, std::span<const Index> kept) {
  GeneratedData rest{Matrix(static_cast<Index>(kept.size()), data.x.cols), Matrix(static_cast<Index>(kept.size()), 1),
                     data.classes};
  for (Index r = 0; r < rest.x.rows; ++r) {
    const Index from = kept[static_cast<std::size_t>(r)];
    std::copy_n(data.x.view().row(from), data.x.cols, rest.x.view().row(r));
    rest.y(r, 0) = data.y(from, 0);
  }
  data = std::move(rest);
}

/// The first rows of each class stay: they lie in random order anyway, and more imbalance only takes more away.
void thin_out(GeneratedData& data, double imbalance) {
  const auto classes = static_cast<std::size_t>(data.classes);
  std::vector<Index> left(classes, 0);
  for (const float label : data.y.data) ++left[static_cast<std::size_t>(label)];
  for (std::size_t c = 0; c < classes; ++c) {
    const double share = 1 - imbalance * static_cast<double>(c) / static_cast<double>(classes - 1);
    left[c] = std::max<Index>(1, static_cast<Index>(std::floor(share * static_cast<double>(left[c]) + 0.5)));
  }
  std::vector<Index> kept;
  for (Index r = 0; r < data.y.rows; ++r)
    if (left[static_cast<std::size_t>(data.y(r, 0))]-- > 0) kept.push_back(r);
  keep_rows(data, kept);
}

/// As many rows as the share says, in an order in which a larger share only adds rows.
std::vector<std::uint32_t> some_rows(Index rows, double share, Random& random) {
  std::vector<std::uint32_t> order(static_cast<std::size_t>(rows));
  std::iota(order.begin(), order.end(), 0U);
  random.shuffle_in_place(order);
  order.resize(static_cast<std::size_t>(std::floor(share * static_cast<double>(rows) + 0.5)));
  return order;
}

void move_far(GeneratedData& data, double share, std::uint64_t seed) {
  Random random(seed, Random::outliers);
  for (const Index row : some_rows(data.x.rows, share, random)) {
    const double far = random.uniform(1.5, 2), angle = random.uniform(0, 2 * pi);
    if (data.classes == 0) {
      data.y(row, 0) += static_cast<float>(angle < pi ? far : -far);
      continue;
    }
    data.x(row, 0) = static_cast<float>(width * far * exact_sin(angle));
    if (data.x.cols > 1) data.x(row, 1) = static_cast<float>(width * far * exact_cos(angle));
  }
}

void change_labels(GeneratedData& data, double share, std::uint64_t seed) {
  Random random(seed, Random::label_noise);
  for (const Index row : some_rows(data.y.rows, share, random)) {
    const auto further = 1 + random.below(static_cast<std::uint32_t>(data.classes - 1));
    data.y(row, 0) = static_cast<float>((static_cast<std::uint32_t>(data.y(row, 0)) + further) %
                                        static_cast<std::uint32_t>(data.classes));
  }
}

}  // namespace

void disturb(GeneratedData& data, const Disturbance& how, std::uint64_t seed) {
  check_share("label_noise", how.label_noise, 1);
  check_share("outliers", how.outliers, 1);
  check_share("imbalance", how.imbalance, most_imbalance);
  if (how.imbalance > 0 && data.classes > 1) thin_out(data, how.imbalance);
  if (how.outliers > 0) move_far(data, how.outliers, seed);
  if (how.label_noise > 0 && data.classes > 1) change_labels(data, how.label_noise, seed);
}

void sort_rows(GeneratedData& data) {
  std::vector<Index> order(static_cast<std::size_t>(data.x.rows));
  std::iota(order.begin(), order.end(), Index{0});
  const Matrix& key = data.classes > 0 ? data.y : data.x;
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return key(a, 0) < key(b, 0); });
  keep_rows(data, order);
}

}  // namespace chainrule
