// SPDX-License-Identifier: MIT
// Where guesses about data turn over, looked at from both sides: how many stray words a column of numbers bears, how
// many whole numbers are classes, which columns are names, how few rows of a class are left.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "engine/data/csv.hpp"
#include "engine/data/features.hpp"
#include "engine/data/generator.hpp"
#include "engine/data/table.hpp"
#include "engine/tables/choice.hpp"
#include "tests/engine/files.hpp"
#include "engine/data/disturbance.hpp"

namespace chainrule {
namespace {

/// A column of `numbers` numbers with `words` words behind.
std::string column_of(int numbers, int words) {
  std::string text = "v\n";
  for (int i = 0; i < numbers; ++i) text += std::to_string(i) + ".5\n";
  for (int i = 0; i < words; ++i) text += "word\n";
  return text;
}

TEST(CsvThreshold, OneWordInTwentyNumbersIsASlip) {
  EXPECT_TRUE(read_csv(column_of(19, 1)).columns[0].categorical);
  const std::string why = test::message<Error>([] { read_csv(column_of(20, 1)); });
  EXPECT_NE(why.find("row 22, column 1 ('v'): expected a number as in 20 other rows, received 'word'"),
            std::string::npos)
      << why;
  EXPECT_TRUE(read_csv(column_of(39, 2)).columns[0].categorical);
  EXPECT_NE(test::message<Error>([] { read_csv(column_of(40, 2)); }), "");
}

TEST(CsvThreshold, TheseWordsAreGapsInAnyCase) {
  for (const char* gap : {"", "na", "NA", "n/a", "N/A", "null", "NULL", "?"}) {
    const Table table = read_csv("v,w\n1,1\n" + std::string(gap) + ",2\n3,3\n");
    EXPECT_FALSE(table.columns[0].categorical) << gap;
    EXPECT_EQ(table.columns[0].missing_cells, 1) << gap;
    EXPECT_TRUE(table.columns[0].missing(1)) << gap;
  }
  for (const char* word : {"none", "-", "??", "nana"})
    EXPECT_TRUE(read_csv("v,w\n1,1\n" + std::string(word) + ",2\n3,3\n").columns[0].categorical) << word;
}

TEST(CsvThreshold, ACommaIsADecimalOneWhereverItSeparatesNothing) {
  EXPECT_EQ(read_csv("a;b\n1,5;2\n").columns[0].number[0], 1.5F);
  EXPECT_EQ(read_csv("a\tb\n1,5\t2\n").columns[0].number[0], 1.5F);
  EXPECT_EQ(read_csv("a\tb\n1.5\t2\n").columns[0].number[0], 1.5F) << "a point is one, too";
  EXPECT_EQ(read_csv("a,b\n1,5\n").columns.size(), 2U);
  EXPECT_TRUE(read_csv("a\tb\n1.000,5\t2\n").columns[0].categorical) << "both in one number is none";
}

TEST(CsvThreshold, OnlyAnEmptyLastColumnWithoutNameGoes) {
  EXPECT_EQ(read_csv("a,b,\n1,2,\n3,4,\n").columns.size(), 2U);
  EXPECT_EQ(read_csv("a,b,c\n1,2,\n3,4,\n").columns.size(), 3U) << "it has a name";
  EXPECT_EQ(read_csv("a,b,\n1,2,\n3,4,5\n").columns.size(), 3U) << "it has a number";
}

/// A table whose target has so many different whole numbers.
Table with_whole_numbers(int different) {
  std::string text = "x,t\n";
  for (int i = 0; i < 3 * different; ++i) text += std::to_string(i) + ".5," + std::to_string(i % different) + "\n";
  return read_csv(text);
}

TEST(GuessThreshold, UpToTwelveWholeNumbersAreClasses) {
  EXPECT_EQ(guess_problem(with_whole_numbers(2), ""), Problem::classification);
  EXPECT_EQ(guess_problem(with_whole_numbers(12), ""), Problem::classification);
  EXPECT_EQ(guess_problem(with_whole_numbers(13), ""), Problem::regression);
  EXPECT_EQ(guess_problem(with_whole_numbers(2), "x"), Problem::regression) << "halves are a quantity";
}

/// A column of texts, the first `repeated` of which are the same.
Column texts(int rows, int repeated) {
  std::string text = "name,v\n";
  for (int i = 0; i < rows; ++i) text += "n" + std::to_string(i < repeated ? 0 : i) + ",1\n";
  return read_csv(text).columns[0];
}

TEST(GuessThreshold, MoreThanTenTextsThatAllDifferAreNames) {
  EXPECT_TRUE(usable_as_input(texts(10, 1)));
  EXPECT_FALSE(usable_as_input(texts(11, 1)));
  EXPECT_TRUE(usable_as_input(texts(11, 2))) << "one stands there twice";
  EXPECT_TRUE(usable_as_input(texts(65, 2))) << "64 different ones";
  EXPECT_FALSE(usable_as_input(texts(66, 2))) << "65";
}

// Deviations are the population's (divided by n), of the rows that train alone: NumPy's std, which Keras programs use.
TEST(Standardise, DividesByTheDeviationOfTheRowsThatTrain) {
  Preparation how;
  how.problem = Problem::regression;
  how.shuffle_rows = false;
  const Table table = read_csv("a,t\n1,0\n3,0\n5,0\n7,0\n100,0\n100,0\n100,0\n100,0\n");
  const DataSet data = prepare(table, how, 1, 0.5);
  EXPECT_FLOAT_EQ(data.mean[0], 4);
  EXPECT_FLOAT_EQ(data.deviation[0], std::sqrt(5.0f));  // (9 + 1 + 1 + 9) / 4
  EXPECT_FLOAT_EQ(data.x(0, 0), -3 / std::sqrt(5.0f));
  EXPECT_FLOAT_EQ(data.x(7, 0), 96 / std::sqrt(5.0f));
  const DataSet odd = prepare(table, how, 1, 0.3);  // int(8 * 0.3) = 2 rows: 1 and 3
  EXPECT_FLOAT_EQ(odd.mean[0], 2);
  EXPECT_FLOAT_EQ(odd.deviation[0], 1);
}

// ---- generated rows ----

std::map<int, int> counts_of(const GeneratedData& data) {
  std::map<int, int> all;
  for (const float label : data.y.data) ++all[static_cast<int>(label)];
  return all;
}

TEST(Imbalance, NeverTakesAWholeClassAway) {
  for (const auto& [name, samples] : {std::pair{"circle", 4}, {"circle", 20}, {"clusters", 6}, {"clusters", 30}}) {
    GeneratedData data = find(generators(), "generator", name).make(samples, 0, 1);
    const auto before = counts_of(data);
    disturb(data, {.imbalance = most_imbalance}, 1);
    const auto after = counts_of(data);
    ASSERT_EQ(after.size(), before.size()) << name << " of " << samples;
    EXPECT_EQ(after.at(0), before.at(0)) << "the first class keeps all its rows";
    EXPECT_EQ(after.rbegin()->second, 1) << name << " of " << samples;  // 5 % of at most 10, rounded, but one stays
  }
}

// Of three classes the last keeps 1 - imbalance of its rows, the middle one half of what is missing there.
TEST(Imbalance, TakesFromTheClassesInBetweenAccordingly) {
  GeneratedData data = find(generators(), "generator", "clusters").make(300, 0, 1);
  disturb(data, {.imbalance = 0.6}, 1);
  EXPECT_EQ(counts_of(data), (std::map<int, int>{{0, 100}, {1, 70}, {2, 40}}));
}

// Targets of a regression move by 1.5 to 2, half of them up and half of them down.
TEST(Outliers, OfNumbersLieAboveAndBelow) {
  const Generator& plane = find(generators(), "generator", "plane");
  const GeneratedData plain = plane.make(400, 0, 1);
  GeneratedData data = plain;
  disturb(data, {.outliers = 0.5}, 7);
  int up = 0, down = 0;
  for (Index r = 0; r < data.y.rows; ++r) {
    const double moved = double(data.y(r, 0)) - double(plain.y(r, 0));
    if (moved == 0) continue;
    EXPECT_GE(std::abs(moved), 1.5 - 1e-6);
    EXPECT_LE(std::abs(moved), 2 + 1e-6);
    (moved > 0 ? up : down)++;
  }
  EXPECT_EQ(up + down, 200);
  EXPECT_NEAR(up, 100, 36);  // five deviations of a coin thrown 200 times
  EXPECT_EQ(data.x.data, plain.x.data);
}

// In polar coordinates: the direction (sin a, cos a) of class points stays uniform, the distance is 4.5 to 6.
TEST(Outliers, OfClassesLieAllAround) {
  GeneratedData data = find(generators(), "generator", "circle").make(400, 0, 1);
  disturb(data, {.outliers = 1}, 3);
  int quarter[4] = {};
  for (Index r = 0; r < data.x.rows; ++r) {
    const double away = std::hypot(data.x(r, 0), data.x(r, 1));
    EXPECT_GE(away, 4.5 - 1e-5);
    EXPECT_LE(away, 6 + 1e-5);
    ++quarter[(data.x(r, 0) > 0 ? 1 : 0) + (data.x(r, 1) > 0 ? 2 : 0)];
  }
  for (const int count : quarter) EXPECT_NEAR(count, 100, 44);
}

}  // namespace
}  // namespace chainrule
