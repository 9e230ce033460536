// SPDX-License-Identifier: MIT
// Tables of one's own on their way in: read between frames, looked at, taken as they are or as somebody says.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

/// Large enough to take many frames of a front end whose clock runs away.
std::string large_table(int rows = 60'000) {
  std::string csv = "a,b,kind\n";
  for (int i = 0; i < rows; ++i) csv += std::to_string(i) + "," + std::to_string(i % 17) + (i % 2 ? ",yes\n" : ",no\n");
  return csv;
}
void slow_down(Headless& ui) {
  ui.app().services().now_ms = [time = 0.0]() mutable { return time += 20; };
}

TEST(Data, ALargeTableIsReadBetweenFrames) {
  Headless ui;
  slow_down(ui);
  ui.app().open_file("large.csv", large_table());
  ui.frames(3);
  ASSERT_TRUE(ui.app().job());
  EXPECT_TRUE(ui.moves()) << "it asks for the next frame";
  EXPECT_EQ(ui.find(Role::status, "Progress")->value.find("Reading large.csv: "), 0U);
  EXPECT_FALSE(ui.app().import.has_value());
  int woken = 0;
  ui.app().services().wake = [&] { ++woken; };
  EXPECT_TRUE(ui.until([&] { return !ui.app().job(); }, 200));
  ASSERT_TRUE(ui.app().import.has_value());
  EXPECT_EQ(woken, 1) << "a page that draws on demand shows the dialog without a touch";
  ui.press("Use this data");
  EXPECT_EQ(ui.app().experiment()->data.x.rows, 60'000);
  EXPECT_EQ(ui.app().experiment()->data.class_names, (std::vector<std::string>{"no", "yes"}));
}

TEST(Data, AReadingEndsWhenItIsStoppedOrAnotherIsAskedFor) {
  Headless ui;
  slow_down(ui);
  ui.app().open_file("large.csv", large_table());
  ui.frames(2);
  ui.press("Stop");
  ui.frames(1);
  EXPECT_FALSE(ui.app().job());
  ui.app().open_file("large.csv", large_table());
  ui.frames(2);
  ui.app().open_link("data=xor");
  EXPECT_TRUE(ui.until([&] { return !ui.app().job(); }, 3));
  EXPECT_EQ(ui.app().document().data, "xor");
  EXPECT_FALSE(ui.app().import.has_value());
  EXPECT_TRUE(ui.app().notices.empty());
}

/// With a table in use whose rows take many frames to be made.
void use_very_large_table(Headless& ui) {
  slow_down(ui);
  ui.app().open_file("large.csv", large_table(120'000));
  ui.until([&] { return ui.app().import.has_value(); }, 400);
  ui.press("Use this data");
}

TEST(Data, RowsOfALargeTableAreMadeBetweenFrames) {
  Headless ui;
  use_very_large_table(ui);
  EXPECT_EQ(ui.find(Role::status, "Progress")->value.find("Preparing large.csv: "), 0U);
  EXPECT_EQ(ui.app().document().data, "circle") << "until it is there";
  ui.app().change([](Document& d) { d.layers.front().units = 5; });
  ui.app().set_theme("dark");
  ui.app().play();
  ui.app().pause();
  ui.frames(2);
  EXPECT_TRUE(ui.until([&] { return !ui.app().job(); }, 400));
  ui.frames(2);
  EXPECT_EQ(ui.app().experiment()->data.x.rows, 120'000);
  EXPECT_EQ(ui.app().document().layers.front().units, 4) << "the network that was on its way out is changed no more";
  EXPECT_EQ(ui.app().document().theme, "dark");
  EXPECT_FALSE(ui.app().plays()) << "the pause came after the play";
  EXPECT_TRUE(ui.app().notices.empty());
}

TEST(Data, EditsThatWaitForRowsAreOneChange) {
  Headless ui;
  use_very_large_table(ui);
  const auto settle = [&] {
    EXPECT_TRUE(ui.until([&] { return !ui.app().job(); }, 400));
    ui.frames(2);
  };
  settle();
  const std::size_t before = ui.app().undoable().size();
  ui.app().change([](Document& d) { d.seed = 77; });
  ui.frames(2);
  ASSERT_TRUE(ui.app().job()) << "other rows train: they are made again";
  for (int i = 0; i < 20; ++i) {  // as a slider that is held does
    ui.app().change([i](Document& d) { d.layers.front().units = 3 + i / 5; });
    ui.app().set_hyperparameter(0, 0.25);
    ui.app().set_epochs(70 + i / 5);
    ui.app().set_weight(0, 1);
    ui.app().set_trainable(0, false);
    ui.frames(1);
  }
  settle();
  settle();
  const Document& d = ui.app().document();
  EXPECT_EQ(d.seed, 77U);
  EXPECT_EQ(d.layers.front().units, 6);
  EXPECT_EQ(d.compile.optimizer.values[0], 0.25);
  EXPECT_EQ(d.fit.epochs, 73);
  EXPECT_FALSE(d.layers.front().trainable);
  EXPECT_EQ(ui.app().undoable().size(), before + 2) << "the seed, and what was asked for meanwhile";
  ui.app().change([](Document& wrong) { wrong.layers.clear(); });
  ui.frames(2);
  EXPECT_EQ(ui.app().notices.size(), 1U);
  for (int i = 0; i < 3; ++i) ui.app().undo();
  ui.frames(2);
  EXPECT_TRUE(ui.until([&] { return ui.app().document().data == "circle"; }, 800)) << "one after the other";
  for (int i = 0; i < 3; ++i) ui.app().redo();
  EXPECT_TRUE(ui.until([&] { return ui.app().document().fit.epochs == 73; }, 800));
  EXPECT_EQ(ui.app().experiment()->data.x.rows, 120'000);
}

TEST(Data, PreparingThatIsStoppedGoesBackToItsDialog) {
  Headless ui;
  use_very_large_table(ui);
  EXPECT_FALSE(ui.app().import.has_value());
  ui.press("Stop");
  ui.frames(2);
  ASSERT_TRUE(ui.app().import.has_value());
  EXPECT_EQ(ui.app().import->table.rows, 120'000);
  EXPECT_EQ(ui.app().document().data, "circle");
  EXPECT_TRUE(ui.app().notices.empty());
  ui.press("Regression", Role::tab);
  ui.press("Use this data");
  EXPECT_TRUE(ui.until([&] { return ui.app().import.has_value(); }, 400)) << "kind is no number";
  EXPECT_NE(ui.app().import->problem_text.find("kind"), std::string::npos);
  EXPECT_EQ(ui.app().import->table.rows, 120'000);
}

TEST(Data, ADialogThatIsAnsweredWaitsOutOfSight) {
  Headless ui;
  use_very_large_table(ui);
  EXPECT_TRUE(ui.until([&] { return !ui.app().job(); }, 400));
  ui.app().open_file("second.csv", large_table());
  ui.frames(2);
  ui.app().change([](Document& d) { d.seed = 5; });  // its rows are made after the file has been read
  EXPECT_TRUE(ui.until([&] { return ui.app().import.has_value(); }, 400));
  ASSERT_TRUE(ui.app().job());
  ui.press("Use this data");
  while (ui.app().job()) {
    EXPECT_FALSE(ui.app().import.has_value());
    ui.frames(1);
  }
  EXPECT_TRUE(ui.until([&] { return ui.app().document().csv_name == "second.csv"; }, 400));
  EXPECT_FALSE(ui.app().import.has_value());
}

// A table is kept as it was read, whatever its columns are taken for later.
TEST(Data, TypesOfAnImportAreUndoneWithIt) {
  Headless ui;
  std::string csv = "code,size,kind\n";
  for (int i = 0; i < 20; ++i) csv += std::to_string(i % 4) + "," + std::to_string(i) + (i % 3 ? ",b\n" : ",a\n");
  const auto import = [&](bool category) {
    ui.app().open_file("mine.csv", csv);
    ui.frames(2);
    if (category) ui.app().import->choose_type(0, true);
    ui.press("Use this data");
    ui.frames(1);
  };
  import(false);
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 2);
  import(true);
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 5);
  ui.app().change_data([](Document& d) { d.types.clear(); });
  ui.frames(2);
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 2);
  ui.press("Undo");
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 5);
}

TEST(Data, ImportsACsvWithChoices) {
  Headless ui;
  ui.app().open_file("mine.csv",
                     "a,b,kind\n1,2,yes\n2,1,no\n3,5,yes\n4,4,no\n5,1,yes\n6,2,no\n7,7,yes\n8,1,no\n9,3,yes\n1,1,no\n");
  ui.frames(3);
  ASSERT_TRUE(ui.app().import.has_value());
  EXPECT_EQ(ui.find(Role::table, "Preview")->rows[0], (std::vector<std::string>{"a", "b", "kind"}));
  ui.set(Role::select, "Column to predict", "b");
  ui.press("Regression", Role::tab);
  ui.press("Use this data");
  EXPECT_FALSE(ui.app().import.has_value());
  EXPECT_EQ(ui.app().document().target, "b");
  EXPECT_EQ(ui.app().document().compile.loss.name, "mse");
  EXPECT_EQ(ui.app().experiment()->data.feature_names.size(), 3U) << "a, kind = no, kind = yes";
  ui.press("Step epoch");
  EXPECT_GT(ui.last("loss"), 0);
}

TEST(Data, PastesATableFromTheClipboardOrSaysWhyNot) {
  Headless ui;
  const auto told = [&](const char* words) {
    return !ui.app().notices.empty() && ui.app().notices.back().words.find(words) != std::string::npos;
  };
  ui.press("Paste a table");
  EXPECT_TRUE(told("received no text"));
  ui.clipboard = "only words";
  ui.press("Paste a table");
  EXPECT_TRUE(told("at least one row of values")) << ui.app().notices.back().words;
  ui.clipboard_error = "Not allowed here";
  ui.press("Paste a table");
  EXPECT_TRUE(told("Not allowed here"));
  EXPECT_FALSE(ui.app().import.has_value());
  ui.clipboard_error.clear();
  ui.clipboard = "a\tb\tkind\n1\t2\tyes\n2\t1\tno\n3\t5\tyes\n4\t4\tno\n";  // as spreadsheets give cells
  ui.press("Paste a table");
  ASSERT_TRUE(ui.app().import.has_value());
  EXPECT_EQ(ui.find(Role::table, "Preview")->rows[0], (std::vector<std::string>{"a", "b", "kind"}));
}

TEST(Data, ImportLeavesNameColumnsOutAndStaysOpenOnMistakes) {
  Headless ui;
  std::string csv = "name,size,price,kind\n";
  for (int i = 0; i < 100; ++i)
    csv += "item " + std::to_string(i) + "," + std::to_string(i % 7) + "," + std::to_string(i * 1.5) + "," +
           (i % 2 ? "a" : "b") + "\n";
  ui.app().open_file("items.csv", csv);
  ui.frames(3);
  EXPECT_FALSE(ui.find(Role::toggle, "Input name")->on);
  ui.press("Regression", Role::tab);
  ui.press("Use this data");
  ASSERT_TRUE(ui.app().import.has_value()) << "kind is no number: the dialog stays and says so";
  EXPECT_NE(ui.find(Role::alert, "Import problem"), nullptr);
  ui.set(Role::select, "Column to predict", "price");
  EXPECT_EQ(ui.app().import->problem, 1) << "guessed anew";
  ui.press("Use this data");
  EXPECT_FALSE(ui.app().import.has_value());
  EXPECT_EQ(ui.app().experiment()->data.x.cols, 3) << "size, kind = a, kind = b";
  EXPECT_EQ(ui.app().document().left_out, std::vector<std::string>{"name"});
}

TEST(Data, RefusesABadCsvWithRowAndColumnAndKeepsTheExperiment) {
  Headless ui;
  ui.press("Step epoch");
  ui.until([&] { return ui.app().history().epochs() == 1; });
  const auto before = ui.app().snapshot().weights;
  ui.app().open_file("bad.csv", "a,b\n1,2\n3\n");
  ui.frames(2);
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_NE(ui.app().notices[0].words.find("row 3"), std::string::npos) << ui.app().notices[0].words;
  EXPECT_FALSE(ui.app().import.has_value());
  EXPECT_EQ(ui.app().snapshot().weights, before);
  EXPECT_EQ(ui.app().history().epochs(), 1);
  ASSERT_NE(ui.find(Role::alert, "Message 1"), nullptr);
  ui.press("Dismiss message 1");
  EXPECT_TRUE(ui.app().notices.empty());
}

}  // namespace
}  // namespace chainrule
