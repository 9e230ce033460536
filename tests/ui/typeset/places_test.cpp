// SPDX-License-Identifier: MIT
// Formulas as they stand on screen: bars at the height of minus signs, indices below, powers above, and the colours
// that tie symbols to the drawing.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/ui/headless.hpp"
#include "tests/ui/words.hpp"
#include "ui/typeset/math_text.hpp"

namespace chainrule {
namespace {

/// Draws a formula into a window of its own and gives its glyphs' places by their text.
std::map<std::string, ScreenWords> drawn(Headless& ui, const std::string& text) {
  ImGui::GetIO().DeltaTime = 1.0f / 60;
  ImGui::NewFrame();
  ImDrawList* list = ImGui::GetForegroundDrawList();
  math(ui.app().ui, list, {text, {}}, {100, 100}, 600, {.size = 30, .color = IM_COL32(255, 0, 255, 255)});
  ImGui::Render();
  std::map<std::string, ScreenWords> all;
  for (const ScreenWords& w : words_on_screen(true))
    if (w.color == IM_COL32(255, 0, 255, 255)) all[w.text] = w;
  return all;
}
float middle(const ScreenWords& w) { return (w.low.y + w.high.y) / 2; }
float center(const ScreenWords& w) { return (w.low.x + w.high.x) / 2; }

/// The level lines of the formula's colour: low and high corner.
std::vector<std::pair<ImVec2, ImVec2>> bars() {
  std::vector<std::pair<ImVec2, ImVec2>> all;
  for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists)
    for (int i = 0; i + 3 < list->VtxBuffer.Size; ++i) {
      const ImDrawVert *v = &list->VtxBuffer[i], a = v[0];
      if (a.col != IM_COL32(255, 0, 255, 255)) continue;
      ImVec2 low = a.pos, high = a.pos;
      for (int k = 1; k < 4; ++k) {
        low = {std::min(low.x, v[k].pos.x), std::min(low.y, v[k].pos.y)};
        high = {std::max(high.x, v[k].pos.x), std::max(high.y, v[k].pos.y)};
      }
      if (high.x - low.x > 12 && high.y - low.y < 8) all.emplace_back(low, high);
    }
  return all;
}

TEST(Typeset, IndicesStandBelowAndPowersAbove) {
  Headless ui;
  const auto index = drawn(ui, "x_2");
  ASSERT_TRUE(index.contains("x") && index.contains("2"));
  EXPECT_GT(index.at("2").high.y, index.at("x").high.y + 1);
  EXPECT_GT(index.at("2").low.x, index.at("x").low.x + 4);
  EXPECT_LT(index.at("2").high.y - index.at("2").low.y, 24) << "smaller than the letter's type";
  const auto power = drawn(ui, "x^2");
  EXPECT_LT(power.at("2").low.y, power.at("x").low.y - 2);
  EXPECT_LT(middle(power.at("2")), middle(power.at("x")) - 4);
  EXPECT_LT(middle(power.at("2")), middle(index.at("2")) - 8);
}

TEST(Typeset, AFractionsBarStandsBetweenItsParts) {
  Headless ui;
  const auto one = drawn(ui, "a / b");
  const auto lines = bars();
  ASSERT_FALSE(lines.empty());
  const float bar = (lines[0].first.y + lines[0].second.y) / 2;
  EXPECT_LT(one.at("a").high.y, bar + 1);
  EXPECT_GT(one.at("b").low.y, bar - 1);
  EXPECT_NEAR(center(one.at("a")), center(one.at("b")), 1.5);
  // The wider part decides; the narrower one stands in its middle, above and below.
  const auto wide = drawn(ui, "a / {b + c + d}");
  EXPECT_NEAR(center(wide.at("a")), (wide.at("b").low.x + wide.at("d").high.x) / 2, 3);
  const auto top = drawn(ui, "{b + c + d} / a");
  EXPECT_NEAR(center(top.at("a")), (top.at("b").low.x + top.at("d").high.x) / 2, 3);
}

// The bar is as high as a minus: the middle of the letters beside it, not below their base line.
TEST(Typeset, AFractionStandsOnTheLineOfItsNeighbours) {
  Headless ui;
  const auto all = drawn(ui, "x + a / b");
  const auto lines = bars();
  ASSERT_FALSE(lines.empty());
  const float bar = (lines[0].first.y + lines[0].second.y) / 2;
  EXPECT_GT(bar, all.at("x").low.y - 2);
  EXPECT_LT(bar, all.at("x").high.y);
}

// ---- colours ----

TEST(SymbolColors, AreThoseOfWhatIsLearnedReceivedAndComputed) {
  for (const Theme& theme : {light_theme(), dark_theme()}) {
    for (const char kind : {'w', 'b'}) EXPECT_EQ(symbol_color(theme, {kind, 1, 0, 0}), theme.good) << kind;
    for (const char kind : {'d', 'l'}) EXPECT_EQ(symbol_color(theme, {kind, 1, 0, 0}), theme.validation) << kind;
    for (const char kind : {'x', 'z', 'a'}) EXPECT_EQ(symbol_color(theme, {kind, 1, 0, 0}), theme.accent) << kind;
    EXPECT_EQ(symbol_color(theme, {'g', 1, 0, 0}), theme.text);
    EXPECT_EQ(moment_color(theme, Phase::load), theme.positive);
    EXPECT_EQ(moment_color(theme, Phase::forward), theme.positive);
    EXPECT_EQ(moment_color(theme, Phase::loss), theme.negative);
    EXPECT_EQ(moment_color(theme, Phase::backward), theme.negative);
    EXPECT_EQ(moment_color(theme, Phase::update), theme.good);
  }
}

}  // namespace
}  // namespace chainrule
