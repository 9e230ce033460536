// SPDX-License-Identifier: MIT
// What the output panel says of rows: tables, words on screen and marks against the network's own numbers, with both
// sides of the border between training and validation.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "engine/sequential.hpp"
#include "engine/tables/metric.hpp"
#include "tests/ui/headless.hpp"
#include "tests/ui/picture.hpp"
#include "tests/ui/words.hpp"

namespace chainrule {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Matrix outputs(Headless& ui) {
  const auto model = make_model(ui.app().document(), ui.app().experiment()->data.x.cols);
  std::copy(ui.app().weights().begin(), ui.app().weights().end(), model->weights().begin());
  return model->predict(ui.app().experiment()->data.x);
}

void train(Headless& ui) {
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.frames(2);
}

TEST(Sample, OneOutputIsTheChanceOfTheSecondClass) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&samples=40&epochs=5");
  train(ui);
  ui.set(Role::select, "View of the output", "sample");
  const Matrix out = outputs(ui);
  for (const Index row : {0, 1, 2, 5}) {
    ui.set(Role::number, "Row of the data", std::to_string(row + 1));
    const MirrorItem* table = ui.find(Role::table, "Output for row " + std::to_string(row + 1));
    ASSERT_NE(table, nullptr);
    const bool second = ui.app().experiment()->data.y(row, 0) == 1;
    EXPECT_EQ(table->rows, (Rows{{"class", "output", "target"},
                                 {"0", short_number(1 - out(row, 0), 6), second ? "0" : "1"},
                                 {"1", short_number(out(row, 0), 6), second ? "1" : "0"}}));
    const bool said = out(row, 0) > 0.5f;
    EXPECT_EQ(ui.find(Role::status, "Answer")->value,
              said == second ? "Right: it is " + std::to_string(second) + "."
                             : "Wrong: taken for " + std::to_string(said) + ", it is " + std::to_string(second) + ".");
  }
}

TEST(Sample, TheDifferenceIsOutputMinusTarget) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=plane&samples=20&epochs=1");
  ui.set(Role::select, "View of the output", "sample");
  const Matrix out = outputs(ui);
  for (const Index row : {0, 3}) {
    ui.set(Role::number, "Row of the data", std::to_string(row + 1));
    const float target = ui.app().experiment()->data.y(row, 0);
    EXPECT_EQ(ui.find(Role::table, "Output for row " + std::to_string(row + 1))->rows[1],
              (std::vector<std::string>{short_number(target, 6), short_number(out(row, 0), 6),
                                        short_number(out(row, 0) - target, 6)}));
  }
}

TEST(Sample, SaysWhetherItTrainsOrValidates) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&samples=20&validation_split=0.25");
  ASSERT_EQ(ui.app().training_rows(), 15);
  ui.set(Role::select, "View of the output", "sample");
  for (const auto& [row, word] : {std::pair{1, "trains"}, {15, "trains"}, {16, "validates"}, {20, "validates"}}) {
    ui.set(Role::number, "Row of the data", std::to_string(row));
    EXPECT_EQ(on_screen(word).size(), 1U) << row << "\n" << all_on_screen();
  }
}

TEST(Sample, ShowsItsOwnLoss) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&samples=20");
  ui.set(Role::select, "View of the output", "sample");
  ui.set(Role::number, "Row of the data", "4");
  const double p = outputs(ui)(3, 0), t = ui.app().experiment()->data.y(3, 0);
  const double loss = -t * std::log(p) - (1 - t) * std::log(1 - p);
  EXPECT_FALSE(on_screen(short_number(loss, 5)).empty()) << loss << "\n" << all_on_screen();
}

// A mark under the mouse is told: which row, what it is for, its inputs, its target.
TEST(Surface, TellsTheRowUnderTheMouse) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=points&points=-4:-4:0;4:4:1;-3:2:0;2:-3:1&standardise=0&shuffle_rows=0&validation_split=0.25");
  const MirrorItem surface = *ui.find(Role::image, "Output surface");
  const ImVec2 low = ui.app().heatmaps().low(), high = ui.app().heatmaps().high();
  const DataSet& data = ui.app().experiment()->data;
  for (const Index row : {0, 2, 3}) {
    ImGui::GetIO().AddMousePosEvent(surface.x + surface.width * (data.x(row, 0) - low.x) / (high.x - low.x),
                                    surface.y + surface.height * (high.y - data.x(row, 1)) / (high.y - low.y));
    ui.frames(3);
    const std::string name = (row < 3 ? "Training row " : "Validation row ") + std::to_string(row + 1);
    EXPECT_EQ(on_screen(name).size(), 1U) << name << "\n" << all_on_screen();
    EXPECT_EQ(on_screen("x1 = " + short_number(data.x(row, 0))).size(), 1U);
    EXPECT_EQ(on_screen("x2 = " + short_number(data.x(row, 1))).size(), 1U);
    EXPECT_EQ(on_screen("target: " + std::to_string(static_cast<int>(data.y(row, 0)))).size(), 1U);
  }
}

// ---- all rows ----

TEST(Confusion, ScoresAreThoseOfItsCounts) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=clusters:classes=3&noise=0.6&samples=200&epochs=2&seed=4");
  train(ui);
  ui.set(Role::select, "View of the output", "confusion");
  ui.press("All rows", Role::toggle);
  const Matrix out = outputs(ui);
  const Matrix& y = ui.app().experiment()->data.y;
  const MirrorItem* scores = ui.find(Role::table, "Scores of the classes");
  ASSERT_NE(scores, nullptr);
  EXPECT_EQ(scores->rows[0], (std::vector<std::string>{"class", "precision", "recall", "f1", "rows"}));
  bool differ = false;
  for (Index c = 0; c < 3; ++c) {
    double right = 0, said = 0, is = 0;
    for (Index r = 0; r < out.rows; ++r) {
      const auto taken = std::max_element(out.view().row(r), out.view().row(r) + 3) - out.view().row(r);
      right += taken == c && y(r, 0) == static_cast<float>(c);
      said += taken == c;
      is += y(r, 0) == static_cast<float>(c);
    }
    const auto share = [](double a, double b) { return b > 0 ? a / b : 0; };
    differ = differ || said != is;
    EXPECT_EQ(scores->rows[static_cast<std::size_t>(c) + 1],
              (std::vector<std::string>{std::to_string(c), short_number(share(right, said), 3),
                                        short_number(share(right, is), 3), short_number(share(2 * right, said + is), 3),
                                        std::to_string(static_cast<int>(is))}));
  }
  EXPECT_TRUE(differ) << "precision and recall have to differ for this to say anything";
}

// On the diagonal right answers have the positive colour, off it wrong ones the negative.
TEST(Confusion, RightAndWrongHaveTheirColours) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=clusters:classes=3&noise=0.8&samples=300&epochs=2&seed=4");
  train(ui);
  ui.set(Role::select, "View of the output", "confusion");
  ui.press("All rows", Role::toggle);
  const MirrorItem* table = ui.find(Role::table, "Confusion matrix");
  ASSERT_NE(table, nullptr);
  const Picture p;
  const Theme& theme = ui.app().ui.theme;
  for (std::size_t r = 1; r <= 3; ++r) {
    double all = 0;
    for (std::size_t c = 1; c <= 3; ++c) all += *parse_number(table->rows[r][c]);
    for (std::size_t c = 1; c <= 3; ++c) {
      const double share = *parse_number(table->rows[r][c]) / all;
      const ImU32 full = r == c ? theme.positive : theme.negative;
      const ImU32 expected = blend(theme.field, full, std::sqrt(share) * 0.9);
      const int seen = p.count({table->x, table->y}, {table->x + table->width, table->y + table->height},
                               [&](ImU32 color) { return apart(color, expected) <= 2; });
      EXPECT_GT(seen, 150) << "row " << r << ", column " << c << " with a share of " << share;
    }
  }
}

TEST(Confusion, CountsTheFirstValidationRow) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&samples=20&validation_split=0.25");
  ui.set(Role::select, "View of the output", "confusion");
  const auto total = [&] {
    double sum = 0;
    const MirrorItem* table = ui.find(Role::table, "Confusion matrix");
    for (std::size_t r = 1; r < table->rows.size(); ++r)
      for (std::size_t c = 1; c < table->rows[r].size(); ++c) sum += *parse_number(table->rows[r][c]);
    return sum;
  };
  EXPECT_EQ(total(), 5);
  EXPECT_EQ(on_screen("5 validation rows").size(), 1U) << all_on_screen();
  ui.press("All rows", Role::toggle);
  EXPECT_EQ(total(), 20);
}

// To the right stands what was wanted, upwards what came.
TEST(Scatter, MarksStandAtTargetAndOutput) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=sheet&sheet=0/0;1/4;2/8&layers=dense:1&loss=mse&validation_split=0");
  ui.app().set_weight(0, 1.0f);
  ui.app().set_weight(1, 0.0f);  // outputs 0, 1, 2 for targets 0, 4, 8
  ui.frames(3);
  ui.set(Role::select, "View of the output", "scatter");
  const MirrorItem* scatter = ui.find(Role::image, "Output against target");
  ASSERT_NE(scatter, nullptr);
  const Picture p;
  const double span = 8 * 1.06, from = -span * 0.03;
  const auto looks = [&](double target, double out) {
    const float x = scatter->x + scatter->width * static_cast<float>((target - from) / span),
                y = scatter->y + scatter->height * (1 - static_cast<float>((out - from) / span));
    return apart(p.at(x, y), ui.app().ui.theme.loss) < 40;
  };
  EXPECT_TRUE(looks(0, 0));
  EXPECT_TRUE(looks(4, 1));
  EXPECT_TRUE(looks(8, 2));
  EXPECT_FALSE(looks(1, 4));
  EXPECT_FALSE(looks(2, 8));
}

}  // namespace
}  // namespace chainrule
