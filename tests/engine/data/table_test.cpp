// SPDX-License-Identifier: MIT
#include "engine/data/table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "engine/data/csv.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

using Texts = std::vector<std::string>;

Preparation plain(Problem problem = Problem::classification) {
  Preparation how;
  how.problem = problem;
  how.standardise = false;
  how.shuffle_rows = false;
  return how;
}
std::string complaint(const Table& table, const Preparation& how) {
  return test::message<Error>([&] { prepare(table, how, 1, 0.7); });
}
const Table& penguins() {
  static const Table table = read_csv(test::asset("data/penguins.csv"));
  return table;
}

TEST(Prepare, EncodesPenguinsAndCountsWhatIsLeftOut) {
  const DataSet data = prepare(penguins(), plain(), 1, 0.7);
  EXPECT_EQ(data.rows_left_out, 11);
  EXPECT_EQ(data.x.rows, 333);
  EXPECT_EQ(data.feature_names,
            (Texts{"island = Biscoe", "island = Dream", "island = Torgersen", "bill length (mm)", "bill depth (mm)",
                   "flipper length (mm)", "body mass (g)", "sex = FEMALE", "sex = MALE"}));
  EXPECT_EQ(data.class_names, (Texts{"Adelie", "Chinstrap", "Gentoo"}));
  // The first row of the file: Torgersen,39.1,18.7,181,3750,MALE,Adelie.
  const float first[] = {0, 0, 1, 39.1F, 18.7F, 181, 3750, 0, 1};
  for (Index c = 0; c < 9; ++c) EXPECT_FLOAT_EQ(data.x(0, c), first[c]);
  EXPECT_EQ(data.y(0, 0), 0);
  for (Index r = 0; r < data.x.rows; ++r) {
    EXPECT_EQ(data.x(r, 0) + data.x(r, 1) + data.x(r, 2), 1);
    EXPECT_EQ(data.x(r, 7) + data.x(r, 8), 1);
  }
  EXPECT_EQ(data.mean, std::vector<float>(9, 0));
  EXPECT_EQ(data.deviation, std::vector<float>(9, 1));
}

TEST(Prepare, NamesTheColumnsThatBecomeInputs) {
  auto how = plain();
  how.left_out = {"sex", "bill depth (mm)"};
  EXPECT_EQ(prepare(penguins(), how, 1, 0.7).columns,
            (Texts{"island", "bill length (mm)", "flipper length (mm)", "body mass (g)"}));
}

TEST(UsableAsInput, RefusesEmptyColumnsAndNames) {
  for (const Column& column : penguins().columns) EXPECT_TRUE(usable_as_input(column)) << column.name;
  std::string text = "empty,na,id,person,few,n,y\n", more = "word,y\n";
  for (int i = 0; i < 20; ++i)
    text += ",NA," + std::to_string(i) + ",P" + std::to_string(i) + (i % 2 ? ",a,1,x\n" : ",b,,y\n");
  for (int i = 0; i < 200; ++i) more += "w" + std::to_string(i % 70) + ",x\n";
  const Table table = read_csv(text);
  const bool expected[] = {false, false, true, false, true, true, true};
  for (std::size_t i = 0; i < 7; ++i)
    EXPECT_EQ(usable_as_input(table.columns[i]), expected[i]) << table.columns[i].name;
  EXPECT_FALSE(usable_as_input(read_csv(more).columns[0])) << "70 different texts";
  EXPECT_TRUE(usable_as_input(read_csv("a,y\nred,0\nblue,1\n").columns[0])) << "too few rows to tell";
}

TEST(GuessProblem, TellsClassesFromQuantities) {
  EXPECT_EQ(guess_problem(penguins(), ""), Problem::classification);
  EXPECT_EQ(guess_problem(penguins(), "body mass (g)"), Problem::regression);
  EXPECT_EQ(guess_problem(read_csv("a,b\n1,0\n0.5,1\n"), ""), Problem::classification);
  EXPECT_EQ(guess_problem(read_csv("a,b\n1,0\n0.5,1\n"), "a"), Problem::regression);
  EXPECT_EQ(guess_problem(Table{}, ""), Problem::classification);
}

TEST(Prepare, LeavesOutOnlyRowsWithGapsInUsedColumns) {
  auto how = plain();
  how.left_out = {"sex"};
  const DataSet data = prepare(penguins(), how, 1, 0.7);
  EXPECT_EQ(data.rows_left_out, 2);
  EXPECT_EQ(data.feature_names.size(), 7U);
}

TEST(Prepare, StandardisesByTheTrainingRows) {
  auto how = plain();
  how.standardise = how.shuffle_rows = true;
  const DataSet data = prepare(penguins(), how, 1, 0.7);
  const Index training = 233;  // floor(333 * 0.7)
  for (Index c = 0; c < data.x.cols; ++c) {
    const bool numeric = c >= 3 && c <= 6;
    double mean = 0, squares = 0, all = 0;
    for (Index r = 0; r < training; ++r) mean += data.x(r, c) / static_cast<double>(training);
    for (Index r = 0; r < training; ++r) squares += std::pow(data.x(r, c) - mean, 2) / static_cast<double>(training);
    for (Index r = 0; r < data.x.rows; ++r) all += data.x(r, c) / static_cast<double>(data.x.rows);
    if (numeric) {
      EXPECT_NEAR(mean, 0, 1e-5) << c;
      EXPECT_NEAR(std::sqrt(squares), 1, 1e-5) << c;
      EXPECT_GT(std::fabs(all), 1e-4) << "validation rows took part";
    } else {
      EXPECT_EQ(data.mean[static_cast<std::size_t>(c)], 0);
      EXPECT_EQ(data.deviation[static_cast<std::size_t>(c)], 1);
    }
  }
}

TEST(Prepare, RawValuesComeBackFromMeanAndDeviation) {
  auto how = plain();
  const DataSet raw = prepare(penguins(), how, 1, 0.7);
  how.standardise = true;
  const DataSet scaled = prepare(penguins(), how, 1, 0.7);
  for (Index r = 0; r < raw.x.rows; ++r)
    for (Index c = 0; c < raw.x.cols; ++c) {
      const auto i = static_cast<std::size_t>(c);
      EXPECT_NEAR(scaled.x(r, c) * scaled.deviation[i] + scaled.mean[i], raw.x(r, c), 1e-5 * (1 + raw.x(r, c)));
    }
}

TEST(Prepare, MakesZerosOfAConstantColumn) {
  auto how = plain();
  how.standardise = true;
  const DataSet data = prepare(read_csv("a,b,c\n7.1,1,x\n7.1,2,y\n7.1,3,x\n"), how, 1, 1);
  for (Index r = 0; r < 3; ++r) EXPECT_EQ(data.x(r, 0), 0);
  EXPECT_EQ(data.deviation[0], 1);
}

TEST(Prepare, ShufflesWithTheSeed) {
  auto how = plain();
  how.shuffle_rows = true;
  const auto a = prepare(penguins(), how, 1, 0.7), b = prepare(penguins(), how, 1, 0.7),
             c = prepare(penguins(), how, 2, 0.7);
  EXPECT_EQ(a.x.data, b.x.data);
  EXPECT_NE(a.x.data, c.x.data);
  EXPECT_EQ(std::multiset<float>(a.x.data.begin(), a.x.data.end()),
            std::multiset<float>(c.x.data.begin(), c.x.data.end()));
  // The file is sorted by species; any stretch of the shuffled rows has all of them.
  EXPECT_EQ(std::set<float>(a.y.data.begin(), a.y.data.begin() + 30).size(), 3U);
}

TEST(Prepare, TakesNumbersAsClassesInTheirOrder) {
  const DataSet data = prepare(read_csv("a,label\n1,10\n2,2\n3,10\n4,-1\n"), plain(), 1, 1);
  EXPECT_EQ(data.class_names, (Texts{"-1", "2", "10"}));
  EXPECT_EQ(data.y.data, (std::vector<float>{2, 1, 2, 0}));
}

TEST(Prepare, PredictsTheColumnThatIsAskedFor) {
  auto how = plain(Problem::regression);
  how.target = "body mass (g)";
  const DataSet data = prepare(penguins(), how, 1, 0.7);
  EXPECT_EQ(data.y(0, 0), 3750);
  EXPECT_TRUE(data.class_names.empty());
  EXPECT_EQ(data.feature_names.back(), "species = Gentoo");
}

TEST(Prepare, NamesTheColumnThatDoesNotFit) {
  auto how = plain();
  how.target = "specis";
  EXPECT_NE(complaint(penguins(), how).find("received 'specis'; did you mean 'species'?"), std::string::npos);
  how = plain();
  how.left_out = {"Sex"};
  EXPECT_NE(complaint(penguins(), how).find("did you mean 'sex'?"), std::string::npos);
  EXPECT_EQ(
      complaint(penguins(), plain(Problem::regression)),
      "column 'species': expected numbers as the target of a regression, received texts such as 'Adelie'; is it a "
      "classification?");
}

TEST(Prepare, ExplainsTablesThatTeachNothing) {
  EXPECT_EQ(complaint(read_csv("a,b\n1,x\n2,x\n"), plain()),
            "column 'b': expected at least 2 classes, received only 'x'");
  EXPECT_EQ(complaint(read_csv("a\nx\ny\n"), plain()),
            "expected at least one column as input besides the target 'a', received none");
  EXPECT_EQ(complaint(read_csv("a,b\n1,\n,x\n"), plain()),
            "expected rows without empty cells, received none in 2 rows");
  auto nothing_left = plain();
  nothing_left.left_out = {"a"};
  EXPECT_NE(complaint(read_csv("a,b\n1,x\n2,y\n"), nothing_left).find("received none"), std::string::npos);
  std::string many = "a,b\n", words = "a,b\n";
  for (int i = 0; i < 120; ++i) {
    many += "1," + std::to_string(i) + ".5\n";
    words += "word" + std::to_string(i) + (i % 2 ? ",x\n" : ",y\n");
  }
  EXPECT_EQ(complaint(read_csv(many), plain()),
            "column 'b': expected at most 100 classes, received 120 different numbers; is it a regression?");
  EXPECT_EQ(complaint(read_csv(words), plain()),
            "column 'a': expected at most 64 different texts in an input, received 120; leave the column out");
  EXPECT_NE(complaint(Table{}, plain()), "");
  EXPECT_THROW(prepare(penguins(), plain(), 1, 0), Error);
  EXPECT_THROW(prepare(penguins(), plain(), 1, std::nan("")), Error);
}

}  // namespace
}  // namespace chainrule
