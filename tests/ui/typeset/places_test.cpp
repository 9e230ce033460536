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

/// Everything in a box with its place on the base line: what book rules say is read off the boxes.
const MathBox* find_box(const MathBox& b, MathBox::Kind kind) {
  if (b.kind == kind) return &b;
  for (const MathBox& part : b.parts)
    if (const MathBox* found = find_box(part, kind)) return found;
  return nullptr;
}

// The sizes and heights of The TeXbook's rules, in parts of the type's size, as KaTeX has them too.
TEST(Typeset, ScriptsHaveABooksSizesAndHeights) {
  Headless ui;
  const auto script = [&](const std::string& text) {
    return *find_box(measured(ui.app().ui, {text, {}}, 20), MathBox::Kind::script);
  };
  const MathBox both = script("a_1^[2]"), below = script("x_1"), above = script("x^2");
  EXPECT_FLOAT_EQ(both.parts[1].size, 14);
  EXPECT_FLOAT_EQ(both.parts[2].size, 14);
  EXPECT_FLOAT_EQ(above.rise, 0.413f * 20);
  EXPECT_FLOAT_EQ(below.drop, 0.15f * 20);
  EXPECT_GT(both.drop, below.drop) << "lower, where something stands above it,";
  EXPECT_GE(both.rise - both.parts[2].descent, 0.8f * 0.45f * 20 - 0.01f) << "which stays above the letter's middle";
  EXPECT_GE(both.rise - both.parts[2].descent - (both.parts[1].ascent - both.drop), 0.16f * 20 - 0.01f);
  EXPECT_NEAR(both.width, both.parts[0].width + std::max(both.parts[1].width, both.parts[2].width), 1.01f)
      << "over each other, close to the letter";
  EXPECT_FLOAT_EQ(find_box(script("e^z_i").parts[2], MathBox::Kind::script)->parts[1].size, 10);
  const MathBox fraction = *find_box(measured(ui.app().ui, {"a / b", {}}, 20), MathBox::Kind::fraction);
  EXPECT_FLOAT_EQ(fraction.rise, 0.677f * 20);
  EXPECT_FLOAT_EQ(fraction.drop, 0.686f * 20);
  for (const char* text : {"sqrt(x + 1)", "v_hat", "v_bar"}) {
    const MathBox whole = measured(ui.app().ui, {text, {}}, 20);
    EXPECT_FLOAT_EQ(whole.parts[0].size, 20) << text;
  }
  const MathBox small = *find_box(measured(ui.app().ui, {"a / b", {}}, 14), MathBox::Kind::fraction);
  EXPECT_FLOAT_EQ(small.parts[0].size, 0.7f * 14) << "as within a line of text";
}

// A layer stands over its unit, both close to their letter.
TEST(Typeset, ALayerStandsOverItsUnit) {
  Headless ui;
  const auto all = drawn(ui, "a_1^[2]");
  EXPECT_LT(all.at("2").high.y, all.at("1").low.y + 1);
  EXPECT_NEAR(all.at("[").low.x, all.at("1").low.x, 3);
  EXPECT_LT(all.at("[").low.x - all.at("a").high.x, 4);
}

// The index of a sum stands below it; in a fraction beside it.
TEST(Typeset, ASumHasItsIndexBelow) {
  Headless ui;
  const auto whole = drawn(ui, "sum_k w_k"), part = drawn(ui, "sum_i x / n");
  EXPECT_GT(whole.at("∑").high.x, whole.at("∑").low.x);
  const auto inside = drawn(ui, "a / (1 + sum_i x)");
  EXPECT_NEAR(center(part.at("i")), center(part.at("∑")), 3);
  EXPECT_GT(part.at("i").low.y, part.at("∑").high.y - 2);
  EXPECT_GT(inside.at("i").low.x, center(inside.at("∑")));
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
