// SPDX-License-Identifier: MIT
// The network's drawing, read from its frame: colours tell signs and widths tell sizes, folded layers show the units of
// their window, tables of weights have rows for units and columns for what comes in.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "engine/sequential.hpp"
#include "tests/ui/headless.hpp"
#include "tests/ui/picture.hpp"
#include "tests/ui/words.hpp"

namespace chainrule {
namespace {

void set_weights(Headless& ui, const std::vector<float>& weights) {
  ASSERT_EQ(ui.app().snapshot().weights.size(), weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) ui.app().set_weight(i, weights[i]);
  ui.frames(3);
}

ImVec2 middle_of(const MirrorItem& item) { return {item.x + item.width / 2, item.y + item.height / 2}; }

/// The line between two tiles is a curve with level ends; in its middle it is half way in both directions.
ImVec2 middle_of_line(const Headless& ui, const std::string& from, const std::string& to) {
  const ImVec2 a = middle_of(*ui.find(Role::button, from)), b = middle_of(*ui.find(Role::button, to));
  return {(a.x + b.x) / 2, (a.y + b.y) / 2};
}

/// Pixels of a colour in a narrow column through a place; of a dashed line where it is thickest nearby.
int thickness(const Picture& p, ImVec2 at, ImU32 color) {
  int most = 0;
  for (float x = std::floor(at.x) - 5; x <= at.x + 5; ++x)
    most = std::max(most, p.count({x, at.y - 7}, {x + 1, at.y + 7}, [&](ImU32 c) { return apart(c, color) < 75; }));
  return most;
}

TEST(NetworkLines, HaveTheColourOfTheirSignAndTheWidthOfTheirSize) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&layers=dense:2:tanh,dense:1:sigmoid");
  // x1 to both units: 2 and -2; x2 to both: 0.4 and -1.
  set_weights(ui, {2, -2, 0.4f, -1, 0, 0, 1, -1, 0});
  const Picture p;
  const Theme& theme = ui.app().ui.theme;
  const ImVec2 plus = middle_of_line(ui, "x1", "dense unit 1"), weak = middle_of_line(ui, "x2", "dense unit 2");
  EXPECT_GE(thickness(p, plus, theme.positive), 3);
  EXPECT_EQ(thickness(p, plus, theme.negative), 0);
  EXPECT_GE(thickness(p, weak, theme.negative), 1);
  EXPECT_EQ(thickness(p, weak, theme.positive), 0);
  EXPECT_LT(thickness(p, weak, theme.negative), thickness(p, plus, theme.positive));
  const ImVec2 out = middle_of_line(ui, "dense unit 1", "dense_1 unit 1"),
               off = middle_of_line(ui, "dense unit 2", "dense_1 unit 1");
  EXPECT_GE(thickness(p, out, theme.positive), 3);
  EXPECT_GE(thickness(p, off, theme.negative), 3);
}

TEST(NetworkLines, OfNoSizeAreThin) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&layers=dense:2:tanh,dense:1:sigmoid");
  set_weights(ui, {0.01f, 2, 0.01f, 0.01f, 0, 0, 1, 1, 0});
  const Picture p;
  EXPECT_LE(thickness(p, middle_of_line(ui, "x1", "dense unit 1"), ui.app().ui.theme.positive), 1);
}

// The bias: a dot at the lower left corner, the stronger the larger.
TEST(NetworkBias, HasTheColourOfItsSign) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&layers=dense:2:tanh,dense:1:sigmoid");
  set_weights(ui, {0, 0, 0, 0, 1, -1, 0, 0, 0});
  const Picture p;
  const Theme& theme = ui.app().ui.theme;
  const auto dot = [&](const char* name) {
    const MirrorItem& tile = *ui.find(Role::button, name);
    return p.at(tile.x + 1, tile.y + tile.height - 1);
  };
  EXPECT_LE(apart(dot("dense unit 1"), theme.positive), 20);
  EXPECT_LE(apart(dot("dense unit 2"), theme.negative), 20);
}

// Pictures have no plane: a unit is a bar that fills as much of its tile as its share of the largest output.
TEST(NetworkBars, ShowOutputsForThePicture) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=digits&layers=dense:3:tanh,dense:3,dense:10:softmax");
  ui.until([&] { return ui.app().document().data == "digits"; });
  ui.frames(3);
  const Matrix& a = ui.app().lens().sample_activations()[1];
  const Picture p;
  const Theme& theme = ui.app().ui.theme;
  float largest = 0;
  for (Index u = 0; u < 3; ++u) largest = std::max(largest, std::abs(a(0, u)));
  for (Index u = 0; u < 3; ++u) {
    const MirrorItem& tile = *ui.find(Role::button, "dense_1 unit " + std::to_string(u + 1));
    const ImU32 own = a(0, u) < 0 ? theme.negative : theme.positive,
                other = a(0, u) < 0 ? theme.positive : theme.negative;
    const float column = std::floor(tile.x + tile.width / 2);
    const auto like = [&](ImU32 color) {
      return p.count({column, tile.y}, {column + 1, tile.y + tile.height},
                     [&](ImU32 c) { return apart(c, color) < 30; });
    };
    EXPECT_NEAR(like(own), tile.height * std::abs(a(0, u)) / largest, 4) << "unit " << u + 1;
    EXPECT_EQ(like(other), 0);
  }
}

// ---- places ----

TEST(NetworkLayout, UnitsStandEvenlyUnderEachOther) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&layers=dense:5:tanh,dense:1:sigmoid");
  std::vector<ImVec2> places;
  for (int u = 1; u <= 5; ++u) places.push_back(middle_of(*ui.find(Role::button, "dense unit " + std::to_string(u))));
  for (std::size_t u = 1; u < 5; ++u) {
    EXPECT_EQ(places[u].x, places[0].x);
    EXPECT_NEAR(places[u].y - places[u - 1].y, places[1].y - places[0].y, 1.01f);
    EXPECT_GT(places[u].y, places[u - 1].y);
  }
  EXPECT_LT(middle_of(*ui.find(Role::button, "x1")).x, places[0].x) << "what comes in stands on the left";
  EXPECT_GT(middle_of(*ui.find(Role::button, "dense_1 unit 1")).x, places[0].x);
}

// A folded layer shows a window of its units, at the same places whatever the window.
TEST(NetworkLayout, AWindowOfALayerStandsWhereTheFirstUnitsStood) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&layers=dense:40:relu,dense:1:sigmoid");
  const MirrorItem first = *ui.find(Role::button, "dense unit 1");
  ui.app().open_film();
  ui.app().show_moment({Phase::forward, 0, Stage::sum, 20});
  ui.frames(5);
  EXPECT_EQ(ui.find(Role::button, "dense unit 1"), nullptr);
  float top = 1e9f;
  int shown = 0;
  for (const MirrorItem& item : ui.app().ui.mirror.items())
    if (item.role == Role::button && item.name.starts_with("dense unit ")) top = std::min(top, item.y), ++shown;
  EXPECT_GE(shown, 9);
  EXPECT_NEAR(top, first.y, 2);
}

// Columns out of sight have no tiles: of 64 layers some, among them the first, and after scrolling others.
TEST(NetworkLayout, OnlyColumnsInSightAreDrawn) {
  std::string layers;
  for (int l = 0; l < 30; ++l) layers += "dense:2:tanh,";
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&layers=" + layers + "dense:1:sigmoid");
  std::vector<float> columns;
  for (const MirrorItem& item : ui.app().ui.mirror.items())
    if (item.role == Role::button && item.name.ends_with("unit 1") && item.name.starts_with("dense"))
      columns.push_back(item.x + item.width / 2);
  ASSERT_GT(columns.size(), 3U);
  ASSERT_LT(columns.size(), 30U);
  const MirrorItem* x1 = ui.find(Role::button, "x1");
  ASSERT_NE(x1, nullptr) << "the first column is in sight";
  std::sort(columns.begin(), columns.end());
  EXPECT_GT(columns.front(), x1->x);
}

// ---- tables ----

TEST(NetworkTables, HaveARowForEachUnitAndAColumnForWhatComesIn) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&layers=dense:3:tanh,dense:1:sigmoid");
  const auto weights = ui.app().model().get_weights();
  const MirrorItem* table = ui.find(Role::table, "Weights of dense");
  ASSERT_NE(table, nullptr);
  ASSERT_EQ(table->rows.size(), 4U);
  EXPECT_EQ(table->rows[0], (std::vector<std::string>{"to", "from x1", "from x2", "bias"}));
  for (Index u = 0; u < 3; ++u) {
    const auto& row = table->rows[static_cast<std::size_t>(u) + 1];
    EXPECT_EQ(row, (std::vector<std::string>{"unit " + std::to_string(u + 1), short_number(weights[0](0, u)),
                                             short_number(weights[0](1, u)), short_number(weights[1](0, u))}));
  }
}

}  // namespace
}  // namespace chainrule
