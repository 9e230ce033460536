// SPDX-License-Identifier: MIT
// Changes and what is told of them: which are one to undo, which states go first, what a new layer is like, which axes
// are shown, how a failed run goes on.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/document/data_set.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/io/link.hpp"
#include "tests/ui/headless.hpp"
#include "ui/session/axes.hpp"
#include "ui/session/layer_edits.hpp"
#include "ui/session/undo.hpp"

namespace chainrule {
namespace {

State state(std::size_t bytes = 1) { return {{}, nullptr, nullptr, bytes}; }

TEST(UndoJoins, OneChangeInOneGesture) {
  Undo undo;
  undo.remember(state(), "noise", 7);
  EXPECT_TRUE(undo.joins("noise", 7));
  EXPECT_FALSE(undo.joins("noise", 8)) << "another drag";
  EXPECT_FALSE(undo.joins("samples", 7)) << "another change in the same drag";
  EXPECT_FALSE(undo.joins("noise", 0)) << "no drag at all";
  undo.back(state());
  EXPECT_FALSE(undo.joins("noise", 7)) << "nothing is left to join";
  undo.forward(state());
  EXPECT_FALSE(undo.joins("noise", 7)) << "what was redone is over";
}

// Where one stands between past and future, the farthest of the past go first, then the farthest of the future; what is
// nearest stays.
TEST(UndoShrinks, FromItsFarEnds) {
  Undo undo({.entries = 4, .bytes = 1 << 20});
  for (const char* what : {"a", "b", "c", "d"}) undo.remember(state(), what, 0);
  undo.back(state());
  undo.back(state());  // past: a b, future: d c
  EXPECT_EQ(undo.undoes(), "b");
  EXPECT_EQ(undo.redoes(), "c");
  Undo small({.entries = 100, .bytes = 10});
  for (const char* what : {"a", "b", "c"}) small.remember(state(3), what, 0);
  small.back(state(8));  // 3 + 3 + 8 are too many: a goes, then c's state alone would not fit beside b
  EXPECT_EQ(small.undoes(), "b") << "the nearest of the past stays as long as there is a future to give up";
}

// ---- layers ----

Document with_layers(const std::string& layers) {
  return read_link("data=clusters:classes=3&layers=" + layers).document;
}

TEST(NewLayer, IsLikeItsNeighbour) {
  Document d = with_layers("dense:8:relu,dense:5:tanh,dense:3:softmax");
  const DataSet data = make_data(d, "");
  insert_layer(d, 0, "dense", data);
  EXPECT_EQ(write_layer(d.layers[0], d.dialect), "dense:8:relu") << "like the first hidden layer";
  insert_layer(d, 3, "dense", data);
  EXPECT_EQ(write_layer(d.layers[3], d.dialect), "dense:5:tanh") << "like the one before it";
  Document hidden = with_layers("dense:6:relu,dense:3:softmax");
  add_hidden_layer(hidden);
  ASSERT_EQ(hidden.layers.size(), 3U);
  EXPECT_EQ(write_layer(hidden.layers[1], hidden.dialect), "dense:6:relu");
  Document none = with_layers("dense:3:softmax");
  add_hidden_layer(none);
  EXPECT_EQ(write_layer(none.layers[0], none.dialect), "dense:4:tanh") << "the usual one";
}

TEST(CopiedLayer, HasNoNameAndAllElse) {
  Document d = with_layers("dense:8:relu:name=first:trainable=0,dense:3:softmax");
  const DataSet data = make_data(d, "");
  copy_layer(d, 0, data);
  ASSERT_EQ(d.layers.size(), 3U);
  EXPECT_EQ(d.layers[0].name, "first");
  EXPECT_EQ(d.layers[1].name, "");
  LayerSpec named = d.layers[1];
  named.name = "first";
  EXPECT_EQ(named, d.layers[0]);
}

// ---- axes ----

/// Four inputs of 40 rows in two classes by the given rule.
DataSet rows_of(double (*value)(Index row, Index column)) {
  DataSet data;
  data.x = Matrix(40, 4);
  data.y = Matrix(40, 1);
  data.class_names = {"0", "1"};
  for (Index r = 0; r < 40; ++r) {
    data.y(r, 0) = static_cast<float>(r % 2);
    for (Index c = 0; c < 4; ++c) data.x(r, c) = static_cast<float>(value(r, c));
  }
  return data;
}

/// Between -1 and 1, without a rule that a class could have.
double wander(Index row, Index column) {
  return std::sin(12.9898 * static_cast<double>(row + 1) + 78.233 * static_cast<double>(column + 1));
}

TEST(TellingAxes, AreThoseThatTellTheClassesApart) {
  const DataSet data = rows_of([](Index r, Index c) {
    const double shift = c == 1 ? 2.0 : c == 3 ? 1.2 : 0;
    return 10 * static_cast<double>(c) + wander(r, c) + shift * static_cast<double>(r % 2);
  });
  EXPECT_EQ(telling_axes(data), std::pair(1, 3));
}

// A wide input that is shifted tells less than a narrow one that is shifted by less.
TEST(TellingAxes, CountShiftsInDeviations) {
  const DataSet data = rows_of([](Index r, Index c) {
    const double wide = c == 0   ? 50
                        : c == 1 ? 0.1
                        : c == 2 ? 0.2
                                 : 1,
                 shift = c == 0   ? 5
                         : c == 1 ? 0.3
                         : c == 2 ? 0.5
                                  : 0;
    return 100 + wide * wander(r, c) + shift * static_cast<double>(r % 2);
  });
  EXPECT_EQ(telling_axes(data), std::pair(1, 2));
}

TEST(TellingAxes, AreNumbersWhereThereAreAny) {
  const DataSet data = rows_of([](Index r, Index c) {
    if (c < 2) return static_cast<double>(r % 2 == c);  // yes and no, and they tell the class
    return wander(r, c);
  });
  EXPECT_EQ(telling_axes(data), std::pair(2, 3));
}

// ---- a failed run ----

TEST(FailedRun, GoesOnWithATenthOfTheRate) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=plane&optimizer=sgd:learning_rate=50&layers=dense:4,dense:1&loss=mse");
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.frames(2);
  ASSERT_FALSE(ui.app().notices.empty());
  ASSERT_TRUE(ui.app().notices.back().take);
  EXPECT_NE(ui.app().notices.back().way_out.find("a tenth of the learning rate"), std::string::npos);
  ui.app().notices.back().take();
  ui.frames(3);
  EXPECT_NEAR(ui.app().document().compile.optimizer.values[0], 5, 1e-9);
}

// The past begins before the newest epoch; the newest is the present.
TEST(ShownEpoch, OfTheNewestIsThePresent) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&epochs=5");
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  for (const auto& [asked, shown] : {std::pair{4, 4}, {5, -1}, {0, 0}, {-3, 0}, {9, -1}}) {
    ui.app().show_epoch(asked);
    ui.frames(2);
    EXPECT_EQ(ui.app().past_asked(), shown) << asked;
  }
}

// Of pictures the first rows that validate are shown.
TEST(Lens, BeginsItsPicturesWhereValidationBegins) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=digits&layers=dense:10:softmax&validation_split=0.25");
  ui.until([&] { return ui.app().document().data == "digits"; });
  EXPECT_EQ(ui.app().lens().first_validation(), ui.app().training_rows());
  EXPECT_EQ(ui.app().lens().first_validation(), 1347);  // floor(1797 * 0.75)
  const Matrix& x = ui.app().experiment()->data.x;
  const Matrix seen = ui.app().lens().validation(5), own = ui.app().lens().predict(x.view().middle_rows(1347, 5));
  ASSERT_EQ(seen.rows, 5);
  EXPECT_EQ(seen.data, own.data);
}

}  // namespace
}  // namespace chainrule
