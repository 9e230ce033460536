// SPDX-License-Identifier: MIT
// What the film shows besides its formulas: weights that are done at a moment of the update, bars on blocked units,
// signs of what changes, the loss over an output, and its own controls.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine/base/text.hpp"
#include "engine/sequential.hpp"
#include "tests/ui/headless.hpp"
#include "tests/ui/picture.hpp"
#include "tests/ui/words.hpp"

namespace chainrule {
namespace {

constexpr const char* small =
    "data=circle&samples=12&shuffle=0&validation_split=0&layers=dense:3:tanh,dense:1:sigmoid&loss=mse&optimizer=sgd:"
    "learning_rate=0.5&batch_size=4";

void show(Headless& ui, const Moment& moment) {
  ui.app().open_film();
  ui.frames(2);
  ui.app().show_moment(moment);
  ui.frames(3);
}

// ---- weights on the way ----

// At unit j of layer l the layers before it are done, of its own the units up to j.
TEST(FilmUpdate, ShowsTheWeightsThatAreDone) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  const std::vector<float> before = ui.app().snapshot().weights;
  for (const auto& [layer, unit] : {std::pair{0, 0}, {0, 1}, {0, 2}, {0, -1}, {1, 0}, {1, -1}}) {
    show(ui, {Phase::update, layer, Stage::update, unit});
    ASSERT_NE(ui.app().film(), nullptr);
    std::vector<float> expected = before;
    const auto& layers = ui.app().model().layers();
    for (std::size_t l = 0; l <= static_cast<std::size_t>(layer); ++l)
      for (std::size_t t = 0; t < layers[l]->tensors().size(); ++t) {
        const Tensor& tensor = layers[l]->tensors()[t];
        const Matrix& after = ui.app().film()->trace.layers[l].after[t];
        for (Index r = 0; r < tensor.rows; ++r)
          for (Index c = 0; c < tensor.cols; ++c)
            if (l < static_cast<std::size_t>(layer) || unit < 0 || c <= unit)
              expected[static_cast<std::size_t>(tensor.offset + r * tensor.cols + c)] = after(r, c);
      }
    EXPECT_EQ(ui.app().weights(), expected) << "layer " << layer << ", unit " << unit;
    EXPECT_NE(ui.app().weights(), before);
  }
}

// ---- the clock ----

TEST(FilmClock, GoesOnAsOftenASecondAsItIsAsked) {
  for (const double pace : {0.5, 2.0, 5.0}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, std::string("scene=backprop&") + small);
    ui.frames(3);
    ASSERT_TRUE(ui.app().about_a_step());
    show(ui, {Phase::forward, 0, Stage::sum, 0});
    ui.app().film_player.view.per_second = pace;
    ui.app().film_player.view.plays = true;
    ui.app().film_player.view.next = ui.now_ms;
    ui.frames();
    const Moment first = ui.app().film_player.view.moment;
    ui.now_ms += 1000 / pace - 1;
    ui.frames();
    EXPECT_EQ(ui.app().film_player.view.moment, first) << pace;
    ui.now_ms += 2;
    ui.frames();
    EXPECT_NE(ui.app().film_player.view.moment, first) << pace;
  }
}

// ---- controls ----

TEST(FilmControls, ARowIsOneOfTheBatch) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  show(ui, {Phase::forward, 0, Stage::sum, 0});
  for (const Index row : {2, 4, 1}) {
    ui.set(Role::number, "Row of the batch", std::to_string(row));
    EXPECT_EQ(ui.app().film_player.view.row, row - 1);
    const LayerTrace& t = ui.app().film()->trace.layers[0];
    EXPECT_NE(ui.find(Role::status, "Step")->value.find(" = " + short_number(t.z(row - 1, 0))), std::string::npos);
  }
  ui.app().film_player.view.row = 99;
  ui.frames(2);
  EXPECT_EQ(ui.app().film_player.view.row, 3) << "the batch has four rows";
  ui.app().film_player.view.row = -5;
  ui.frames(2);
  EXPECT_EQ(ui.app().film_player.view.row, 0);
}

TEST(FilmControls, ThePhaseThatIsShownStandsOut) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  for (const auto& [phase, stage, word] : {std::tuple{Phase::forward, Stage::sum, "forward"},
                                           {Phase::backward, Stage::receive, "backward"},
                                           {Phase::update, Stage::update, "update"}}) {
    show(ui, {phase, 0, stage, -1});
    for (const char* name : {"forward", "backward", "update"}) {
      const auto words = on_screen(name);
      if (words.empty()) continue;
      const bool here = std::string_view(name) == word;
      EXPECT_EQ(words[0].color, here ? ui.app().ui.theme.text : ui.app().ui.theme.muted) << name << " at " << word;
    }
    EXPECT_FALSE(on_screen(word).empty()) << all_on_screen();
  }
}

// ---- bars on blocked units ----

/// Pixels of the colour of trouble to the right of a unit's tile.
int bar_beside(const Headless& ui, const Picture& p, const std::string& unit) {
  const MirrorItem& tile = *ui.find(Role::button, unit);
  return p.count({tile.x + tile.width + 3, tile.y}, {tile.x + tile.width + 11, tile.y + tile.height},
                 [&](ImU32 c) { return apart(c, const_cast<Headless&>(ui).app().ui.theme.bad) < 40; });
}

TEST(FilmDrawing, BlockedUnitsHaveABar) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=circle&samples=12&validation_split=0&layers=dense:3:relu,dense:1:sigmoid&batch_size=4");
  for (std::size_t i = 0; i < 6; ++i) ui.app().set_weight(i, 0.0f);
  ui.app().set_weight(6, 1.0f);   // z = 1: open
  ui.app().set_weight(7, -1.0f);  // z = -1: blocked
  ui.app().set_weight(8, 2.0f);
  ui.frames(3);
  show(ui, {Phase::backward, 0, Stage::receive, -1});
  const Picture p;
  EXPECT_LT(bar_beside(ui, p, "dense unit 1"), 10);
  EXPECT_GT(bar_beside(ui, p, "dense unit 2"), 60);
  EXPECT_LT(bar_beside(ui, p, "dense unit 3"), 10);
}

// ---- signs of what moves ----

TEST(FilmDrawing, ChangesHaveTheColourOfTheirSign) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  show(ui, {Phase::update, 1, Stage::update, 0});
  ui.now_ms += 10'000;  // the end of the movement
  ui.frames();
  const LayerTrace t = ui.app().film()->trace.layers[1];
  int told = 0;
  for (Index from = 0; from < 3; ++from) {
    const float change = t.after[0](from, 0) - t.before[0](from, 0);
    const std::string before = short_number(t.before[0](from, 0), 4), after = short_number(t.after[0](from, 0), 4);
    for (const ScreenWords& w : words_on_screen()) {  // the arrow between them is of a font that tests have not
      if (!w.text.starts_with(before) || !w.text.ends_with(after)) continue;
      ++told;
      EXPECT_EQ(w.color, change < 0 ? ui.app().ui.theme.negative : ui.app().ui.theme.positive) << w.text;
    }
  }
  EXPECT_EQ(told, 3) << all_on_screen();
}

/// Pixels of a colour between two columns of the drawing.
int between(const Headless& ui, const Picture& p, const char* left, const char* right, ImU32 color) {
  const MirrorItem &a = *ui.find(Role::button, left), &b = *ui.find(Role::button, right);
  const float x = std::floor((a.x + a.width + b.x) / 2);
  return p.count({x - 12, a.y - 120}, {x + 12, a.y + 160}, [&](ImU32 c) { return apart(c, color) < 12; });
}

// Numbers that go forward have one colour, what comes back the other.
TEST(FilmDrawing, PulsesGoForwardInOneColourAndBackInTheOther) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  for (std::size_t i = 0; i < ui.app().snapshot().weights.size(); ++i) ui.app().set_weight(i, 0.001f);  // faint lines
  ui.frames(3);
  const Theme& theme = ui.app().ui.theme;
  const auto beads = [&](const Moment& moment, ImU32 color) {
    ui.now_ms += 10'000;
    show(ui, {Phase::load, 0, Stage::load, -1});
    show(ui, moment);
    ui.now_ms += 450;  // half of the way
    ui.frames(1);
    return between(ui, Picture(), "dense unit 2", "dense_1 unit 1", color);
  };
  const Moment forward{Phase::forward, 1, Stage::sum, -1}, back{Phase::backward, 0, Stage::receive, -1};
  EXPECT_GT(beads(forward, theme.positive), 30);
  EXPECT_EQ(beads(forward, theme.negative), 0);
  EXPECT_GT(beads(back, theme.negative), 30);
  EXPECT_LT(beads(back, theme.positive), beads(forward, theme.positive));
}

// ---- the loss over an output ----

// mse of one output: L_r = (p - t)^2, so its slope at p is 2 (p - t), without the 1/n of the batch's mean.
TEST(FilmPlot, ShowsTheRowsOwnSlope) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  show(ui, {Phase::loss, 0, Stage::loss, -1});
  const MirrorItem* plot = ui.find(Role::image, "Loss over the output");
  ASSERT_NE(plot, nullptr);
  const Trace& trace = ui.app().film()->trace;
  const double p = trace.layers[1].a(0, 0), t = trace.y(0, 0);
  EXPECT_EQ(plot->value, "p = " + short_number(p) + ", target " + short_number(t) + ", loss " +
                             short_number(trace.row_loss[0]) + ", slope " +
                             short_number(static_cast<float>(trace.layers[1].da(0, 0) * 4)));
  EXPECT_NEAR(trace.layers[1].da(0, 0) * 4, 2 * (p - t), 1e-5);
}

// Of numbers the plot reaches past output and target, whichever is the smaller; t stands where its number is.
TEST(FilmPlot, HoldsOutputAndTarget) {
  for (const float bias : {3.0f, -3.0f}) {
    Headless ui(Trainer::Mode::slices, {1280, 800},
                "data=sheet&sheet=0/0;0/0&layers=dense:1&loss=mse&validation_split=0&optimizer=sgd");
    ui.app().set_weight(1, bias);  // p = bias, t = 0
    ui.frames(3);
    show(ui, {Phase::loss, 0, Stage::loss, -1});
    const MirrorItem* plot = ui.find(Role::image, "Loss over the output");
    ASSERT_NE(plot, nullptr);
    const float span = 1.4f * 3, low = std::min(bias, 0.0f) - 0.4f * span, high = std::max(bias, 0.0f) + 0.4f * span;
    const float x = plot->x + 10 + (0 - low) / (high - low) * (plot->width - 20);
    bool there = false;
    for (const ScreenWords& w : on_screen("t"))
      there = there || (std::abs((w.low.x + w.high.x) / 2 - x) < 4 && w.low.y > plot->y &&
                        w.high.y < plot->y + plot->height + 4);
    EXPECT_TRUE(there) << bias << ": t at " << x << "\n" << all_on_screen();
  }
}

// ---- the point on an activation's curve ----

// The tangent of tanh at 0 rises to the right: it has the curve's own slope.
TEST(ActivationPlot, ItsTangentHasTheSlopeOfTheCurve) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  for (std::size_t i = 0; i < ui.app().snapshot().weights.size(); ++i) ui.app().set_weight(i, 0.0f);
  ui.frames(3);
  show(ui, {Phase::forward, 0, Stage::activate, 0});
  const MirrorItem* plot = ui.find(Role::image, "Point on the curve");
  ASSERT_NE(plot, nullptr);
  EXPECT_NE(plot->value.find("z = 0, g(z) = 0, slope g'(z) = 1"), std::string::npos) << plot->value;
  const Picture p;
  const ImU32 color = ui.app().ui.theme.validation;
  const auto height = [&](float share) {  // of the tangent in a column of the plot
    const float x = std::floor(plot->x + plot->width * share);
    float sum = 0, count = 0;
    for (float y = plot->y; y < plot->y + plot->height; ++y)
      if (apart(p.at(x, y), color) < 60) sum += y, ++count;
    return count > 0 ? sum / count : -1;
  };
  const float left = height(0.42f), right = height(0.58f), middle = plot->y + plot->height / 2;
  ASSERT_GT(left, 0);
  ASSERT_GT(right, 0);
  EXPECT_GT(left, right + 3) << "it rises";
  EXPECT_NE((left > middle), (right > middle)) << "and goes through the point";
}

}  // namespace
}  // namespace chainrule
