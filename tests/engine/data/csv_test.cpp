// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>

#include "engine/data/csv.hpp"
#include "engine/data/table.hpp"
#include "engine/tables/spec.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

using std::string_literals::operator""s;

std::string complaint(std::string_view text) {
  return test::message<Error>([text] { read_csv(text); });
}
std::vector<std::string> column_names(const Table& table) {
  std::vector<std::string> all;
  for (const Column& column : table.columns) all.push_back(column.name);
  return all;
}
using Texts = std::vector<std::string>;
using Numbers = std::vector<float>;

TEST(Csv, ReadsNamesNumbersAndTexts) {
  const Table table = read_csv("a,b,species\n1,2.5,cat\n-3,1e5,dog\n");
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(column_names(table), (Texts{"a", "b", "species"}));
  EXPECT_EQ(table.columns[0].number, (Numbers{1, -3}));
  EXPECT_EQ(table.columns[1].number, (Numbers{2.5F, 1e5F}));
  EXPECT_FALSE(table.columns[1].categorical);
  EXPECT_TRUE(table.columns[2].categorical);
  EXPECT_EQ(table.columns[2].text, (Texts{"cat", "dog"}));
  EXPECT_EQ(table.columns[2].categories, (Texts{"cat", "dog"}));
}

TEST(Csv, NamesColumnsOfATableWithoutHeader) {
  const Table table = read_csv("1,2\n3,4\n");
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(column_names(table), (Texts{"x1", "x2"}));
}

TEST(Csv, ReadsAllSpellingsOfNumbers) {
  const Table table = read_csv("n\n1e5\n-3\n+2\n 4 \n.5\n7.\n1E-2\n\t8\n");
  EXPECT_EQ(table.columns[0].number, (Numbers{1e5F, -3, 2, 4, 0.5F, 7, 0.01F, 8}));
}

TEST(Csv, TakesTheEndOfTheFileAsTheEndOfARow) {
  EXPECT_EQ(read_csv("a,b\n1,2").rows, 1);
  EXPECT_EQ(read_csv("a,b\n1,2\n").rows, 1);
  EXPECT_EQ(read_csv("a,b\r\n1,2\r\n").rows, 1);
  EXPECT_EQ(read_csv("a,b\r1,2\r").rows, 1);
  EXPECT_EQ(read_csv("a,b\n1,").columns[1].text, (Texts{""}));
}

TEST(Csv, SkipsBlankLines) {
  const Table table = read_csv("\n\na,b\n\n1,2\n\n\n3,4\n\n");
  EXPECT_EQ(column_names(table), (Texts{"a", "b"}));
  EXPECT_EQ(table.columns[0].number, (Numbers{1, 3}));
}

TEST(Csv, UnderstandsQuotes) {
  const Table table = read_csv("\"a,1\",\"b\"\n\"x\"\"y\"\"\",\"two\nlines\"\n\" blank \",\"\"\n");
  EXPECT_EQ(column_names(table), (Texts{"a,1", "b"}));
  EXPECT_EQ(table.columns[0].text, (Texts{"x\"y\"", " blank "}));
  EXPECT_EQ(table.columns[1].text, (Texts{"two\nlines", ""}));
  EXPECT_EQ(table.rows, 2);
}

TEST(Csv, ReadsQuotedNumbersAndBlanksAfterQuotes) {
  EXPECT_EQ(read_csv("a,b\n\"1.5\" ,2\n").columns[0].number, (Numbers{1.5F}));
}

TEST(Csv, LeavesQuotesInsideACellAlone) {
  EXPECT_EQ(read_csv("a\nsay \"hi\"\nno\n").columns[0].text, (Texts{"say \"hi\"", "no"}));
}

TEST(Csv, GuessesTheSeparator) {
  EXPECT_EQ(column_names(read_csv("a;b;c\n1;2;3\n")).size(), 3U);
  EXPECT_EQ(column_names(read_csv("a\tb\n1\t2\n")).size(), 2U);
  EXPECT_EQ(column_names(read_csv("\"x;y;z\",b\n1,2\n")), (Texts{"x;y;z", "b"}));
  EXPECT_EQ(column_names(read_csv("only\n1\n")), (Texts{"only"}));
}

TEST(Csv, ReadsDecimalCommasWhereTheCommaIsNoSeparator) {
  EXPECT_EQ(read_csv("a;b\n1,5;-2,25\n3;4.5\n").columns[1].number, (Numbers{-2.25F, 4.5F}));
  EXPECT_TRUE(read_csv("a;b\n1,5,7;1\n").columns[0].categorical);
}

TEST(Csv, SkipsTheByteOrderMark) {
  EXPECT_EQ(column_names(read_csv("\xEF\xBB\xBF"
                                  "a,b\n1,2\n")),
            (Texts{"a", "b"}));
}

TEST(Csv, TakesOtherBytesAsLatin1) {
  const Table table = read_csv(
      "Gr\xF6\xDF"
      "e,b\n1,2\n");
  EXPECT_EQ(table.columns[0].name,
            "Gr\xC3\xB6\xC3\x9F"
            "e");
  EXPECT_EQ(read_csv("Gr\xC3\xB6\xC3\x9F"
                     "e,b\n1,2\n")
                .columns[0]
                .name,
            table.columns[0].name);
}

TEST(Csv, MakesNamesUniqueAndFillsEmptyOnes) {
  EXPECT_EQ(column_names(read_csv("a,a,,a\n1,2,3,4\n")), (Texts{"a", "a (2)", "x3", "a (3)"}));
}

TEST(Csv, ForgetsAnEmptyColumnAtTheEnd) {
  EXPECT_EQ(column_names(read_csv("a,b,\n1,2,\n3,4,\n")), (Texts{"a", "b"}));
  EXPECT_EQ(column_names(read_csv("a,b,\n1,2,\n3,4,5\n")).size(), 3U);
}

TEST(Csv, KeepsEmptyCells) {
  const Table table = read_csv("a,b\n1,x\n,\n3,y\nNA,\n");
  EXPECT_TRUE(std::isnan(table.columns[0].number[1]));
  EXPECT_TRUE(std::isnan(table.columns[0].number[3]));
  EXPECT_EQ(table.columns[0].text, (Texts{"1", "", "3", "NA"})) << "texts stay, for whoever takes them for categories";
  EXPECT_TRUE(table.columns[0].missing(1) && table.columns[0].missing(3) && !table.columns[0].missing(0));
  EXPECT_EQ(table.columns[0].missing_cells, 2);
  EXPECT_EQ(table.columns[1].categories, (Texts{"x", "y"}));
}

TEST(Csv, NamesRowAndColumnOfARaggedRow) {
  EXPECT_EQ(complaint("a,b,c\n1,2,3\n4,5\n"), "row 3, column 3: expected 3 cells, received 2");
  EXPECT_EQ(complaint("a,b,c\n1,2,3,4\n"), "row 2, column 4: expected 3 cells, received 4");
  EXPECT_EQ(complaint("a\n1,2\n"), "row 2, column 2: expected 1 cell, received 2");
  EXPECT_EQ(complaint("a,b\n\n\n1\n"), "row 4, column 2: expected 2 cells, received 1");
}

TEST(Csv, NamesThePlaceOfABadQuote) {
  EXPECT_EQ(complaint("a,b\n1,\"open\n2,3\n"),
            "row 2, column 2: expected a closing quote, received the end of the file");
  EXPECT_EQ(complaint("a,b\n\"x\"y,2\n"),
            "row 2, column 1: expected a separator after the closing quote, received 'y'");
}

TEST(Csv, RefusesNumbersThatAreNone) {
  EXPECT_EQ(complaint("a,b\n1,2\nnan,3\n"), "row 3, column 1 ('a'): expected a finite number, received 'nan'");
  EXPECT_EQ(complaint("a,b\n1,2\n1,-INF\n"), "row 3, column 2 ('b'): expected a finite number, received '-INF'");
  EXPECT_EQ(complaint("a\n1e999\n"), "row 2, column 1 ('a'): expected a finite number, received '1e999'");
  EXPECT_EQ(complaint("a\n1e39\n"), "row 2, column 1 ('a'): expected a finite number, received '1e39'");
}

TEST(Csv, TakesOneWordAmongManyNumbersAsASlip) {
  std::string text = "size,kind\n";
  for (int i = 0; i < 30; ++i) text += std::to_string(i) + (i % 2 ? ",odd\n" : ",even\n");
  EXPECT_EQ(complaint(text + "5.1x,odd\n"),
            "row 32, column 1 ('size'): expected a number as in 30 other rows, received '5.1x'");
  EXPECT_TRUE(read_csv("a\n1\n2\nthree\n").columns[0].categorical);
}

TEST(Csv, ExplainsEmptyFiles) {
  const std::string nothing = "expected a table with a row of names, received an empty file";
  EXPECT_EQ(complaint(""), nothing);
  EXPECT_EQ(complaint("\n\r\n\n"), nothing);
  EXPECT_EQ(complaint("\xEF\xBB\xBF"), nothing);
  EXPECT_EQ(complaint("   \n"), nothing);
  EXPECT_EQ(complaint("a,b\n"), "row 2, column 1: expected at least one row of values below the names, received none");
  EXPECT_EQ(complaint("a,b"), "row 2, column 1: expected at least one row of values below the names, received none");
}

TEST(Csv, RefusesWhatIsNoText) {
  EXPECT_EQ(complaint("a,b\n1,\0\n"s), "row 2, column 2: expected text, received a NUL byte: this is not a CSV file");
  EXPECT_EQ(complaint("a,b\n\"\0\",2\n"s),
            "row 2, column 1: expected text, received a NUL byte: this is not a CSV file");
  EXPECT_NE(complaint("\xFF\xFE"
                      "a\0,\0b\0"s)
                .find("UTF-16"),
            std::string::npos);
}

TEST(Csv, KeepsToItsLimits) {
  EXPECT_NE(
      complaint("a\n" + std::string(200'000, 'x') + "\n").find("row 2, column 1: expected at most 100000 characters"),
      std::string::npos);
  EXPECT_NE(complaint("a\n\"" + std::string(200'000, 'x')).find("quote"), std::string::npos);
  EXPECT_EQ(complaint(std::string(5000, ',') + "\n1\n"),
            "row 1, column 4097: expected at most 4096 columns, received 5001");
  EXPECT_NE(complaint("a\n" + std::string(3 * limits::rows, '\n') + "1,2\n").find("expected 1 cell, received 2"),
            std::string::npos);
}

TEST(Csv, QuotesOnlyTheBeginningOfLongCells) {
  std::string text = "a\n";
  for (int i = 0; i < 40; ++i) text += "1\n";
  EXPECT_LT(complaint(text + std::string(90'000, 'x') + "\n").size(), 200U);
}

TEST(Csv, ReadsTheBundledTables) {
  const Table iris = read_csv(test::asset("data/iris.csv"));
  EXPECT_EQ(iris.rows, 150);
  EXPECT_EQ(iris.columns.size(), 5U);
  EXPECT_EQ(iris.columns[4].categories, (Texts{"setosa", "versicolor", "virginica"}));
  EXPECT_FLOAT_EQ(iris.columns[0].number[0], 5.1F);
  const Table penguins = read_csv(test::asset("data/penguins.csv"));
  EXPECT_EQ(penguins.rows, 344);
  EXPECT_TRUE(penguins.columns[0].categorical);
  EXPECT_FALSE(penguins.columns[1].categorical);
  EXPECT_EQ(penguins.columns[5].categories, (Texts{"FEMALE", "MALE"}));
  const Table digits = read_csv(test::asset("data/digits8x8.csv"));
  EXPECT_EQ(digits.rows, 1797);
  EXPECT_EQ(digits.columns.size(), 65U);
  EXPECT_EQ(digits.columns[1].name, "pixel 0,1");
}

}  // namespace
}  // namespace chainrule
