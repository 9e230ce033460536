// SPDX-License-Identifier: MIT
// Long work in pieces gives what it gives in one, and whoever leaves it leaves nothing behind.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/data/csv.hpp"
#include "engine/data/table.hpp"
#include "engine/document/document.hpp"
#include "engine/io/json.hpp"

namespace chainrule {
namespace {

Pieces<int> counting(int to, int bad, std::shared_ptr<int> held) {
  for (int i = 0; i < to; ++i) {
    if (i == bad) throw Error("expected no " + std::to_string(bad));
    ++*held;
    co_yield static_cast<double>(i) / to;
  }
  co_return to;
}

TEST(Pieces, GoOnOneByOne) {
  const auto held = std::make_shared<int>(0);
  auto work = counting(4, -1, held);
  EXPECT_EQ(*held, 0) << "nothing is done before it is asked for";
  for (int i = 1; i <= 4; ++i) {
    EXPECT_TRUE(work.go_on());
    EXPECT_EQ(*held, i);
    EXPECT_EQ(work.done(), (i - 1) / 4.0);
  }
  EXPECT_FALSE(work.go_on());
  EXPECT_FALSE(work.go_on());
  EXPECT_EQ(work.finish(), 4);
}

TEST(Pieces, ThrowOnceAndEndThere) {
  auto work = counting(4, 2, std::make_shared<int>(0));
  EXPECT_TRUE(work.go_on());
  EXPECT_TRUE(work.go_on());
  EXPECT_THROW(work.go_on(), Error);
  EXPECT_FALSE(work.go_on());
  EXPECT_THROW(counting(4, 2, std::make_shared<int>(0)).finish(), Error);
}

TEST(Pieces, ThatAreLeftFreeWhatTheyHold) {
  const auto held = std::make_shared<int>(0);
  {
    auto work = counting(4, -1, held), other = counting(4, -1, held);
    work.go_on();
    work = std::move(other);
    EXPECT_GE(held.use_count(), 2);
  }
  EXPECT_EQ(held.use_count(), 1);
}

/// How many pieces a work takes, and what it makes.
template <class T>
std::pair<int, T> in_pieces(Pieces<T> work) {
  int count = 0;
  double before = 0;
  while (work.go_on()) {
    ++count;
    EXPECT_GE(work.done(), before);
    EXPECT_LE(work.done(), 1);
    before = work.done();
  }
  return {count, work.finish()};
}

TEST(Pieces, OfATableAreAsSmallAsAFrame) {
  std::string text = "a,b,name\n";
  for (int i = 0; i < 100'000; ++i)
    text += std::to_string(i) + "," + std::to_string(i % 7) + ".5,n" + std::to_string(i % 3) + "\n";
  const auto [count, table] = in_pieces(csv_in_pieces(text));
  EXPECT_GT(count, static_cast<int>(text.size() >> 15));
  EXPECT_EQ(table.rows, 100'000);
  EXPECT_EQ(table.columns[2].categories, (std::vector<std::string>{"n0", "n1", "n2"}));
  EXPECT_EQ(table.columns[0].number[99'999], 99'999);
}

TEST(Pieces, KeepTheFaultsOfATableWhereTheyAre) {
  std::string text = "a,b\n";
  for (int i = 0; i < 50'000; ++i) text += i == 40'000 ? "1\n" : "1,2\n";
  try {
    csv_in_pieces(text).finish();
    FAIL();
  } catch (const Error& e) { EXPECT_STREQ(e.what(), "row 40002, column 2: expected 2 cells, received 1"); }
}

Document with_table(const std::string& csv) {
  Document document = default_document();
  document.data = "csv";
  document.csv = csv;
  return document;
}

Trained trained_of(std::size_t weights, std::size_t epochs) {
  Trained trained;
  for (std::size_t i = 0; i < weights; ++i) trained.weights.push_back(static_cast<float>(i % 977) / 37 - 9);
  trained.history.keys = {"loss"};
  trained.history.values.resize(1);
  for (std::size_t i = 0; i < epochs; ++i) trained.history.values[0].push_back(1.0 / static_cast<double>(i + 1));
  return trained;
}

// Characters of one to four bytes, quotes, escapes and characters outside the first plane, at every place around the
// edges of pieces; other programs write them as two escapes.
TEST(Pieces, OfAFileCutNoCharacter) {
  const std::string some = "a,\"\"\t\\ é € 😀\r\n";
  for (std::size_t shift = 0; shift < 24; ++shift) {
    std::string csv(shift, 'x');
    while (csv.size() < 400'000) csv += some;
    const auto [written, text] = in_pieces(write_json_in_pieces(with_table(csv), nullptr));
    EXPECT_GT(written, 10);
    const auto [read, result] = in_pieces(read_json_in_pieces(text));
    EXPECT_GT(read, 10);
    EXPECT_TRUE(result.complaints.empty());
    ASSERT_TRUE(result.document.csv == csv) << shift;
    std::string escaped = text;
    for (std::size_t at = 0; (at = escaped.find("😀", at)) != std::string::npos;)
      escaped.replace(at, 4, "\\ud83d\\uDE00");
    ASSERT_TRUE(read_json(escaped).document.csv == csv) << shift;
  }
}

TEST(Pieces, OfAFileBringBackEveryNumber) {
  const Document document = with_table(std::string(300'000, 'x'));
  const Trained trained = trained_of(200'000, 3000);
  const auto [written, text] = in_pieces(write_json_in_pieces(document, &trained));
  EXPECT_GT(written, 12);
  const auto [read, result] = in_pieces(read_json_in_pieces(text));
  EXPECT_GT(read, 30);
  EXPECT_TRUE(result.complaints.empty());
  ASSERT_TRUE(result.trained.has_value());
  EXPECT_TRUE(result.trained->weights == trained.weights);
  EXPECT_TRUE(result.trained->history.values == trained.history.values);
  EXPECT_TRUE(result.document == document);
  EXPECT_TRUE(write_json(document, &trained) == text);
}

// What stands in a long member is refused or complained about as in a short one.
TEST(Pieces, OfABadFileSayWhatAndWhere) {
  const Trained trained = trained_of(100'000, 0);
  const std::string good = write_json(default_document(), &trained);
  const auto at = good.find("\"weights\": [") + 12;
  const auto complaint = [](const std::string& text) {
    const ReadResult result = read_json(text);
    EXPECT_TRUE(!result.trained || result.trained->weights.empty());
    return result.complaints.empty() ? "" : result.complaints[0].text;
  };
  EXPECT_EQ(complaint(std::string(good).insert(at, "null, ")),
            "weights: expected numbers, received 'null'; they are left out");
  EXPECT_EQ(complaint(std::string(good).insert(at, "[1], ")),
            "weights: expected numbers, received '[1]'; they are left out");
  for (const char* bad : {", ", "1e999, ", "x, ", "\"", "01, "}) {
    try {
      read_json(std::string(good).insert(at, bad));
      ADD_FAILURE() << bad;
    } catch (const Error& e) { EXPECT_NE(std::string(e.what()).find("expected JSON"), std::string::npos) << e.what(); }
  }
  std::string twice = good;
  twice.insert(good.find("\"weights\""), "\"weights\": [" + std::string(300'000, ' ') + "1], ");
  EXPECT_TRUE(read_json(twice).trained->weights == trained.weights) << "of two members the last one counts";
}

}  // namespace
}  // namespace chainrule
