// SPDX-License-Identifier: MIT
// The output's surface and the neurons' pictures, read as eyes see them: at a place of the plane stands the colour of
// what the network answers there, by the theme's definition of its colours; rows stand where their numbers are.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/sequential.hpp"
#include "tests/ui/headless.hpp"
#include "tests/ui/picture.hpp"

namespace chainrule {
namespace {

double squashed(double z) { return 1 / (1 + std::exp(-z)); }

/// Orange for -1 through the theme's zero to blue for 1.
ImU32 signed_color(const Theme& theme, double t) {
  return blend(theme.zero, t < 0 ? theme.negative : theme.positive, std::min(std::abs(t), 1.0));
}

/// Where the plane's point (x1, x2) lies on screen.
ImVec2 place_of(const Headless& ui, const MirrorItem& on, double x1, double x2) {
  const ImVec2 low = const_cast<Headless&>(ui).app().heatmaps().low(),
               high = const_cast<Headless&>(ui).app().heatmaps().high();
  return {on.x + on.width * static_cast<float>((x1 - low.x) / (high.x - low.x)),
          on.y + on.height * static_cast<float>((high.y - x2) / (high.y - low.y))};
}

/// Two points in opposite corners: all between them is free of marks.
constexpr const char* corners = "data=points&points=-4:-4:0;4:4:1&standardise=0&validation_split=0";

void set_weights(Headless& ui, const std::vector<float>& weights) {
  ASSERT_EQ(ui.app().snapshot().weights.size(), weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) ui.app().set_weight(i, weights[i]);
  ui.frames(3);
}

constexpr double places[][2] = {{0, 0}, {1, 0}, {-1, 0}, {0, 1.5}, {0, -1.5}, {2, 1}, {-2, 1}, {2.5, -2}, {-3, 3}};

TEST(Surface, ShowsTheProbabilityAtItsPlace) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, std::string(corners) + "&layers=dense:1:sigmoid");
  set_weights(ui, {0.8f, -0.5f, 0.3f});
  const Picture picture;
  const MirrorItem surface = *ui.find(Role::image, "Output surface");
  for (const auto& [x1, x2] : places) {
    const ImVec2 at = place_of(ui, surface, x1, x2);
    const double p = squashed(0.8 * x1 - 0.5 * x2 + 0.3);
    EXPECT_LE(apart(picture.at(at.x, at.y), signed_color(ui.app().ui.theme, 2 * p - 1)), 5) << x1 << ", " << x2;
  }
}

TEST(Surface, DiscretisedShowsTheAnswerAlone) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, std::string(corners) + "&layers=dense:1:sigmoid");
  set_weights(ui, {0.8f, -0.5f, 0.3f});
  ui.press("Discretise output", Role::toggle);
  const Picture picture;
  const MirrorItem surface = *ui.find(Role::image, "Output surface");
  for (const auto& [x1, x2] : places) {
    const double z = 0.8 * x1 - 0.5 * x2 + 0.3;
    const ImVec2 at = place_of(ui, surface, x1, x2);
    EXPECT_LE(apart(picture.at(at.x, at.y), signed_color(ui.app().ui.theme, z > 0 ? 0.75 : -0.75)), 3);
  }
}

// Two or more outputs: the class's own colour, from 15 % of it where all are even to all of it where it is certain.
TEST(Surface, ShowsTheLikeliestClassAndHowSureItIs) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=points&points=-4:-4:0;4:4:1;-4:4:2&standardise=0&validation_split=0&layers=dense:3:softmax&loss="
              "categorical_crossentropy");
  set_weights(ui, {1, -1, 0, 0.5f, 0.5f, -1, 0, 0.2f, 0.1f});
  const Picture picture;
  const MirrorItem surface = *ui.find(Role::image, "Output surface");
  for (const auto& [x1, x2] : places) {
    const double z[] = {x1 + 0.5 * x2, -x1 + 0.5 * x2 + 0.2, -x2 + 0.1};
    const double sum = std::exp(z[0]) + std::exp(z[1]) + std::exp(z[2]);
    const int best = z[0] >= z[1] && z[0] >= z[2] ? 0 : z[1] >= z[2] ? 1 : 2;
    const double share = 0.15 + 0.85 * (std::exp(z[best]) / sum - 1.0 / 3) / (2.0 / 3);
    double others[3] = {z[0], z[1], z[2]};
    std::sort(others, others + 3);
    if (others[2] - others[1] < 0.2) continue;  // a border runs there
    const ImVec2 at = place_of(ui, surface, x1, x2);
    EXPECT_LE(apart(picture.at(at.x, at.y), blend(ui.app().ui.theme.zero, class_color(best), share)), 8)
        << x1 << ", " << x2;
  }
}

// Numbers: from the least target through the middle to the greatest.
TEST(Surface, OfNumbersReachesFromTheLeastTargetToTheGreatest) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=sheet&sheet=-4:-4/1;4:4/5&layers=dense:1&loss=mse&validation_split=0");
  set_weights(ui, {0.5f, 0.25f, 3});
  const Picture picture;
  const MirrorItem surface = *ui.find(Role::image, "Output surface");
  for (const auto& [x1, x2] : places) {
    const double t = (0.5 * x1 + 0.25 * x2 + 3 - 3) / 2;  // 3 is the middle, 2 half the range
    const ImVec2 at = place_of(ui, surface, x1, x2);
    EXPECT_LE(apart(picture.at(at.x, at.y), signed_color(ui.app().ui.theme, t)), 5) << x1 << ", " << x2;
  }
}

// A third input stands at its mean, or where its slider puts it.
TEST(Surface, HoldsTheInputsOffThePlane) {
  Headless ui(
      Trainer::Mode::slices, {1280, 800},
      "data=sheet&sheet=-4:-4:1/0;4:4:5/1;-4:4:0/0;4:-4:2/1&layers=dense:1:sigmoid&loss=mse&validation_split=0");
  ui.app().axis_x = 0;
  ui.app().axis_y = 1;
  set_weights(ui, {0.5f, -0.25f, 1, -2});
  for (const double held : {2.0, 4.0}) {  // the mean is 2
    if (held != 2) ui.app().output.held = {NAN, NAN, static_cast<float>(held)};
    ui.app().refresh();
    ui.frames(2);
    const Picture picture;
    const MirrorItem surface = *ui.find(Role::image, "Output surface");
    for (const auto& [x1, x2] : places) {
      const double p = 0.5 * x1 - 0.25 * x2 + held - 2;
      const ImVec2 at = place_of(ui, surface, x1, x2);
      const double t = 2 * squashed(p) - 1;  // targets from 0 to 1
      EXPECT_LE(apart(picture.at(at.x, at.y), signed_color(ui.app().ui.theme, t)), 6) << x1 << ", " << x2;
    }
  }
}

// ---- rows ----

TEST(Surface, RowsStandAtTheirNumbersInTheirColours) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=points&points=-4:-4:0;4:4:1;-3:2:0;2:-3:1;1:3:0;3:1:1;-2:-1:1;0:2:0&standardise=0&shuffle_rows=0&"
              "validation_split=0.25&layers=dense:1:sigmoid");
  set_weights(ui, {0, 0, 0});  // the surface is even
  const Picture picture;
  const MirrorItem surface = *ui.find(Role::image, "Output surface");
  const DataSet& data = ui.app().experiment()->data;
  ASSERT_EQ(ui.app().training_rows(), 6);
  for (Index r = 0; r < 8; ++r) {
    const ImVec2 at = place_of(ui, surface, data.x(r, 0), data.x(r, 1));
    const ImU32 own = blend(class_color(static_cast<int>(data.y(r, 0))), IM_COL32_BLACK, 0.18);
    const ImU32 seen = picture.at(at.x, at.y);
    if (r < 6) {
      EXPECT_LE(apart(seen, own), 3) << "row " << r << " trains: its mark is filled";
    } else {
      EXPECT_LE(apart(seen, ui.app().ui.theme.zero), 6) << "row " << r << " validates: its mark is hollow";
    }
    const ImU32 ring = r < 6 ? own : blend(own, IM_COL32_BLACK, 0.35);
    EXPECT_GT(picture.count({at.x - 6, at.y - 6}, {at.x + 7, at.y + 7}, [&](ImU32 c) { return apart(c, ring) < 24; }),
              r < 6 ? 20 : 4)
        << "row " << r;
  }
}

// ---- the neurons' pictures ----

/// The colour in a unit's tile where the plane's point lies.
ImU32 in_tile(const Headless& ui, const Picture& picture, const std::string& name, double x1, double x2) {
  const MirrorItem* tile = ui.find(Role::button, name);
  if (!tile) return IM_COL32_BLACK;
  const ImVec2 at = place_of(ui, *tile, x1, x2);
  return picture.at(at.x, at.y);
}

TEST(Tiles, ShowWhatTheirUnitAnswers) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, std::string(corners) + "&layers=dense:2:tanh,dense:1:sigmoid");
  set_weights(ui, {0.5f, -0.4f, 0.25f, 0.7f, 0.1f, -0.2f, 1.5f, -1, 0.4f});
  const Picture picture;
  const Theme& theme = ui.app().ui.theme;
  for (const auto& [x1, x2] : {std::pair{2.0, 1.0}, {-2.0, 1.0}, {2.0, -2.0}, {-1.0, -2.0}}) {
    const double a1 = std::tanh(0.5 * x1 + 0.25 * x2 + 0.1), a2 = std::tanh(-0.4 * x1 + 0.7 * x2 - 0.2);
    EXPECT_LE(apart(in_tile(ui, picture, "x1", x1, x2), signed_color(theme, x1 / 4)), 14) << x1 << ", " << x2;
    EXPECT_LE(apart(in_tile(ui, picture, "x2", x1, x2), signed_color(theme, x2 / 4)), 14) << x1 << ", " << x2;
    EXPECT_LE(apart(in_tile(ui, picture, "dense unit 1", x1, x2), signed_color(theme, a1)), 14) << x1 << ", " << x2;
    EXPECT_LE(apart(in_tile(ui, picture, "dense unit 2", x1, x2), signed_color(theme, a2)), 14) << x1 << ", " << x2;
    const double p = squashed(1.5 * a1 - a2 + 0.4);
    EXPECT_LE(apart(in_tile(ui, picture, "dense_1 unit 1", x1, x2), signed_color(theme, 2 * p - 1)), 16);
  }
}

}  // namespace
}  // namespace chainrule
