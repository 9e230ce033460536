// SPDX-License-Identifier: MIT
// The film's step as matrices: multiplied here by the book, the grids on screen give one another.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

using Table = std::vector<std::vector<double>>;

/// The grid on screen with that name.
Table grid(Headless& ui, const std::string& name) {
  const MirrorItem* item = ui.find(Role::table, "Matrix " + name);
  EXPECT_NE(item, nullptr) << name;
  Table numbers;
  if (!item) return numbers;
  for (std::size_t r = 1; r < item->rows.size(); ++r) {
    numbers.emplace_back();
    for (const std::string& cell : item->rows[r]) numbers.back().push_back(std::strtod(cell.c_str(), nullptr));
  }
  return numbers;
}

Table product(const Table& a, const Table& b) {
  Table c(a.size(), std::vector<double>(b.empty() ? 0 : b[0].size()));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t k = 0; k < b.size(); ++k)
      for (std::size_t j = 0; j < b[k].size(); ++j) c[i][j] += a[i].at(k) * b[k][j];
  return c;
}

void expect_same(const Table& a, const Table& b, const char* what) {
  ASSERT_EQ(a.size(), b.size()) << what;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].size(), b[i].size()) << what;
    for (std::size_t j = 0; j < a[i].size(); ++j) EXPECT_NEAR(a[i][j], b[i][j], 1e-5) << what << " " << i << ", " << j;
  }
}

/// Two rows by hand, 2-4-4-1, and the film open at a phase of a layer.
struct Film244 {
  Headless ui;
  explicit Film244(const std::string& layers = "dense:4:tanh,dense:4:sigmoid,dense:1:linear")
      : ui(Trainer::Mode::slices, {1280, 800},
           "data=sheet&sheet=0.5:-1/1;1.5:0.25/0&loss=mse&batch_size=1&validation_split=0&optimizer=sgd&layers=" +
               layers) {
    ui.app().open_film();
    ui.frames(4);
    ui.press("As matrices", Role::toggle);
    ui.frames(2);
  }
  void at(Phase phase, Index layer, Stage stage, Index unit) {
    ui.app().show_moment({phase, layer, stage, unit});
    ui.frames(3);
  }
};

TEST(Matrices, SumsOfALayerAreItsInputsTimesItsWeights) {
  Film244 film;
  film.at(Phase::forward, 0, Stage::sum, -1);
  Table z = product(grid(film.ui, "x"), grid(film.ui, "W^[1]"));
  const Table b = grid(film.ui, "b^[1]");
  ASSERT_EQ(b.size(), 1u);
  for (std::size_t j = 0; j < z[0].size(); ++j) z[0][j] += b[0][j];
  expect_same(z, grid(film.ui, "z^[1]"), "z = x W + b");
  film.at(Phase::forward, 1, Stage::activate, 2);
  EXPECT_EQ(grid(film.ui, "W^[2]").size(), 4u);
}

TEST(Matrices, GradientsAreInputsTimesDeltasAndGoBackThroughTheTransposed) {
  Film244 film;
  film.at(Phase::backward, 1, Stage::receive, -1);
  expect_same(product(grid(film.ui, "a^([1]T)"), grid(film.ui, "delta^[2]")), grid(film.ui, "dL/dW^[2]"), "a^T delta");
  expect_same(product(grid(film.ui, "delta^[2]"), grid(film.ui, "W^([2]T)")), grid(film.ui, "dL/da^[1]"), "delta W^T");
}

// The deltas have the loss's 1/n in them: rows are added, not averaged.
TEST(Matrices, AGradientOfABatchIsAddedOverItsRows) {
  Film244 film;
  film.ui.app().change([](Document& d) { d.fit.batch_size = 2; });
  film.ui.frames(4);
  Table sum;
  for (Index row = 0; row < 2; ++row) {
    film.ui.app().film_player.view.row = row;
    film.at(Phase::backward, 1, Stage::receive, -1);
    ASSERT_EQ(film.ui.app().film()->trace.x.rows, 2);
    const Table one = product(grid(film.ui, "a^([1]T)"), grid(film.ui, "delta^[2]"));
    if (sum.empty()) sum = one;
    else
      for (std::size_t i = 0; i < one.size(); ++i)
        for (std::size_t j = 0; j < one[i].size(); ++j) sum[i][j] += one[i][j];
  }
  expect_same(sum, grid(film.ui, "dL/dW^[2]"), "X^T Delta");
}

TEST(Matrices, AnUpdateShowsBeforeGradientAndAfter) {
  Film244 film;
  film.at(Phase::update, 2, Stage::update, -1);
  const double rate = film.ui.app().document().compile.optimizer.values[0];
  Table wanted = grid(film.ui, "W^[3]");
  const Table slope = grid(film.ui, "dL/dW^[3]");
  for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i][0] -= rate * slope[i][0];
  expect_same(wanted, grid(film.ui, "new W^[3]"), "sgd");
}

TEST(Matrices, APenaltysShareIsSaidBesideTheSum) {
  Film244 film("dense:4:tanh,dense:4:sigmoid:kernel_regularizer=l2,dense:1:linear");
  film.at(Phase::backward, 1, Stage::receive, -1);
  Table sum = product(grid(film.ui, "a^([1]T)"), grid(film.ui, "delta^[2]"));
  const Matrix& share = film.ui.app().film()->trace.layers[1].penalty_gradients.at(0);
  for (std::size_t i = 0; i < sum.size(); ++i)
    for (std::size_t j = 0; j < sum[i].size(); ++j)
      sum[i][j] += static_cast<double>(share(static_cast<Index>(i), static_cast<Index>(j)));
  expect_same(sum, grid(film.ui, "dL/dW^[2]"), "x^T delta + share");
}

// Too large to be drawn whole, a matrix shows the unit that the film is at.
TEST(Matrices, TheUnitOfTheMomentIsInSight) {
  Film244 film("dense:30:tanh,dense:1:linear");
  for (const Index unit : {0, 11, 29}) {
    film.at(Phase::forward, 0, Stage::sum, unit);
    for (const char* name : {"W^[1]", "b^[1]", "z^[1]"}) {
      const MirrorItem* table = film.ui.find(Role::table, std::string("Matrix ") + name);
      ASSERT_NE(table, nullptr) << name;
      const auto& columns = table->rows[0];
      ASSERT_LT(columns.size(), 30u);
      EXPECT_NE(std::find(columns.begin(), columns.end(), std::to_string(unit + 1)), columns.end()) << name << unit;
      EXPECT_EQ(columns, film.ui.find(Role::table, "Matrix z^[1]")->rows[0]) << "the same ones in all";
    }
  }
}

TEST(Matrices, CoveredResultsAndOtherPhasesHaveTheDrawing) {
  Film244 film;
  film.at(Phase::loss, 0, Stage::loss, -1);
  EXPECT_EQ(film.ui.find(Role::table, "Matrix x"), nullptr);
  film.at(Phase::forward, 0, Stage::sum, 1);
  EXPECT_NE(film.ui.find(Role::table, "Matrix x"), nullptr);
  film.ui.app().film_player.view.cover.on = true;
  film.ui.frames(2);
  EXPECT_EQ(film.ui.find(Role::table, "Matrix x"), nullptr);
}

}  // namespace
}  // namespace chainrule
