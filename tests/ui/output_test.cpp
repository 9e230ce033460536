// SPDX-License-Identifier: MIT
// The output: mistakes, one sample, the confusion matrix, other inputs on sliders.
#include <gtest/gtest.h>

#include <numeric>

#include "engine/metric.hpp"
#include "engine/sequential.hpp"
#include "headless.hpp"

namespace chainrule {
namespace {

/// What the model says of all rows, computed from the snapshot's weights by a model of its own.
Matrix outputs(Headless& ui) {
  const auto model = make_model(ui.app().document(), ui.app().experiment()->data.x.cols);
  std::copy(ui.app().snapshot().weights.begin(), ui.app().snapshot().weights.end(), model->weights().begin());
  return model->predict(ui.app().experiment()->data.x);
}

TEST(Output, RingsAreAroundTheMistakes) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&epochs=1");
  ui.press("Ring mistakes", Role::toggle);
  const Matrix out = outputs(ui);
  Index wrong = 0;
  for (Index r = 0; r < out.rows; ++r) wrong += (out(r, 0) > 0.5f ? 1.0f : 0.0f) != ui.app().experiment()->data.y(r, 0);
  ASSERT_GT(wrong, 0);
  const MirrorItem* surface = ui.find(Role::image, "Output surface");
  ASSERT_NE(surface, nullptr);
  EXPECT_NE(surface->value.find(std::to_string(wrong) + " of 500 rows wrong"), std::string::npos) << surface->value;
}

TEST(Output, DiscretisesTheSurface) {
  Headless ui;
  const unsigned before = ui.app().surface().version();
  ui.press("Discretise output", Role::toggle);
  EXPECT_TRUE(ui.app().output.discretise);
  EXPECT_GT(ui.app().surface().version(), before) << "painted again";
}

TEST(Output, ASampleHasItsProbabilities) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=clusters:classes=4&epochs=2");
  ui.set(Role::select, "View of the output", "sample");
  ui.set(Role::number, "Row of the data", "7");
  EXPECT_EQ(ui.app().sample, 6);
  const MirrorItem* table = ui.find(Role::table, "Output for row 7");
  ASSERT_NE(table, nullptr);
  ASSERT_EQ(table->rows.size(), 5U) << "a header and four classes";
  const Matrix out = outputs(ui);
  double sum = 0;
  for (Index c = 0; c < 4; ++c) {
    EXPECT_EQ(table->rows[static_cast<std::size_t>(c) + 1][1], short_number(out(6, c), 6));
    sum += out(6, c);
  }
  EXPECT_NEAR(sum, 1, 1e-5);
  ui.press("Next row");
  EXPECT_EQ(ui.app().sample, 7);
  EXPECT_NE(ui.find(Role::status, "Answer"), nullptr);
}

TEST(Output, APressOnAMarkChoosesItsRow) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&samples=40");
  const MirrorItem* plane = ui.find(Role::image, "Output surface");
  ASSERT_NE(plane, nullptr);
  const Surface& surface = ui.app().surface();
  const Matrix& x = ui.app().experiment()->data.inputs();
  const float px = plane->x + (x(11, 0) - surface.low().x) / (surface.high().x - surface.low().x) * plane->width;
  const float py = plane->y + plane->height - (x(11, 1) - surface.low().y) / (surface.high().y - surface.low().y) * plane->height;
  ImGui::GetIO().AddMousePosEvent(px, py);
  ui.frames();
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  ui.frames();
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  ui.frames(2);
  EXPECT_EQ(ui.app().sample, 11);
  EXPECT_EQ(ui.app().output.view, 1);
}

TEST(Output, TheConfusionMatrixIsTheEngines) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=clusters:classes=3&noise=0.5&epochs=3&validation_split=0.3");
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.set(Role::select, "View of the output", "confusion");
  const auto expect_counts = [&](Index first) {
    const Matrix out = outputs(ui);
    const Matrix& y = ui.app().experiment()->data.y;
    const Matrix counts = confusion_matrix(out.view().middle_rows(first, out.rows - first), y.view().middle_rows(first, y.rows - first));
    const MirrorItem* table = ui.find(Role::table, "Confusion matrix");
    ASSERT_NE(table, nullptr);
    for (Index r = 0; r < 3; ++r)
      for (Index c = 0; c < 3; ++c)
        EXPECT_EQ(table->rows[static_cast<std::size_t>(r) + 1][static_cast<std::size_t>(c) + 1], short_number(counts(r, c), 6)) << r << " " << c;
  };
  expect_counts(ui.app().training_rows());
  const MirrorItem* scores = ui.find(Role::table, "Scores of the classes");
  ASSERT_NE(scores, nullptr);
  EXPECT_EQ(scores->rows.size(), 4U);
  ui.press("All rows", Role::toggle);
  expect_counts(0);
}

TEST(Output, NumbersAreShownAgainstTheirTargets) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=plane&epochs=30");
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.set(Role::select, "View of the output", "scatter");
  const MirrorItem* scatter = ui.find(Role::image, "Output against target");
  ASSERT_NE(scatter, nullptr);
  EXPECT_NE(scatter->value.find("r2_score 0.9"), std::string::npos) << scatter->value;
  ui.set(Role::select, "View of the output", "sample");
  EXPECT_EQ(ui.find(Role::table, "Output for row 1")->rows[0][2], "difference");
}

TEST(Output, OtherInputsStandWhereTheirSlidersPutThem) {
  Headless ui(Trainer::Mode::slices, {1280, 1400}, "data=iris");
  ui.until([&] { return ui.app().document().data == "iris"; });
  ui.frames(2);
  ui.press("Other inputs", Role::toggle);
  const auto& names = ui.app().experiment()->data.input_names();
  std::string other;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (static_cast<int>(i) != ui.app().axis_x && static_cast<int>(i) != ui.app().axis_y) other = names[i];
  const unsigned before = ui.app().surface().version();
  ui.set(Role::number, other, "3");
  ASSERT_EQ(ui.app().output.held.size(), names.size());
  const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), other) - names.begin());
  EXPECT_NEAR(ui.app().experiment()->data.own_unit(ui.app().output.held[at], static_cast<Index>(at)), 3, 1e-4);
  EXPECT_GT(ui.app().surface().version(), before);
  ui.press("All at their mean");
  EXPECT_TRUE(ui.app().output.held.empty());
}

}  // namespace
}  // namespace chainrule
