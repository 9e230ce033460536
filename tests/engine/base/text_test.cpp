// SPDX-License-Identifier: MIT
// Numbers and words as text: what is read, the fewest digits that come back, and where messages are cut.
#include "engine/base/text.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/random.hpp"

namespace chainrule {
namespace {

TEST(ParseNumber, TakesWhatSpellsANumber) {
  const std::pair<const char*, double> numbers[] = {
      {"0", 0},   {"3", 3},       {"-0.5", -0.5},      {"+2", 2},      {".5", 0.5},
      {"5.", 5},  {"1e-7", 1e-7}, {"1E5", 1e5},        {"2e+3", 2000}, {" 7 ", 7},
      {"\t7", 7}, {"007", 7},     {"-1.5E-2", -0.015}, {"+.25", 0.25}, {"9e0", 9}};
  for (const auto& [text, value] : numbers) EXPECT_EQ(parse_number(text), value) << text;
  EXPECT_EQ(parse_number("1e999"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(parse_number("-1e999"), -std::numeric_limits<double>::infinity());
}

TEST(ParseNumber, TakesNothingElse) {
  for (const char* text : {"",    " ",   "-",    "+",   ".",   "-.",       "e5", "1e",  "1e+",   "1e-", "1.2.3", "1 2",
                           "--1", "+-1", "0x10", "nan", "inf", "infinity", "1f", "1,5", "1e5.5", "1\n", "١"})
    EXPECT_FALSE(parse_number(text)) << text;
}

TEST(ParseNumber, TakesAtMostFourHundredDigits) {
  const std::string longest(400, '1');
  EXPECT_EQ(parse_number(longest), std::numeric_limits<double>::infinity());
  EXPECT_EQ(parse_number("0." + std::string(397, '0') + "1"), 0) << "below the least double";
  EXPECT_FALSE(parse_number(longest + "1"));
  EXPECT_TRUE(parse_number("  " + longest + "  ")) << "blanks do not count";
}

TEST(FormatNumber, IsShortAndPlain) {
  const std::pair<double, const char*> texts[] = {{0, "0"},
                                                  {-0.0, "0"},
                                                  {32, "32"},
                                                  {-7, "-7"},
                                                  {0.1, "0.1"},
                                                  {-0.25, "-0.25"},
                                                  {1e-3, "0.001"},  // five signs either way: the plain one
                                                  {1e-4, "1e-4"},   // four against six
                                                  {1.5e-7, "1.5e-7"},
                                                  {999999, "999999"},
                                                  {1e6, "1000000"},
                                                  {2e6, "2000000"},
                                                  {9999999, "9999999"},
                                                  {1e7, "1e7"},
                                                  {1.2e7, "1.2e7"},
                                                  {12300000, "12300000"},  // eight against eight
                                                  {12345678, "12345678"},
                                                  {12345.5, "12345.5"},
                                                  {1e100, "1e100"},
                                                  {-2.5e-300, "-2.5e-300"}};
  for (const auto& [value, text] : texts) EXPECT_EQ(format_number(value), text);
  EXPECT_EQ(format_number(0.1f), "0.1");
  EXPECT_EQ(format_number(static_cast<double>(0.1f)), "0.10000000149011612");
  EXPECT_EQ(format_number(16777216.0f), "16777216") << "all digits of a whole number";
  EXPECT_EQ(format_number(std::nan("")), "nan");
  EXPECT_EQ(format_number(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(FormatNumber, ComesBackBitForBit) {
  Random random(11);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t bits = std::uint64_t{random.bits()} << 32U | random.bits();
    const auto wide = std::bit_cast<double>(bits);
    const auto narrow = std::bit_cast<float>(random.bits());
    if (std::isfinite(wide)) { EXPECT_EQ(parse_number(format_number(wide)), wide) << format_number(wide); }
    if (!std::isfinite(narrow)) continue;
    const std::string text = format_number(narrow);
    EXPECT_EQ(static_cast<float>(*parse_number(text)), narrow) << text;
    EXPECT_LE(text.size(), 17U) << text;
  }
}

TEST(ShortNumber, IsForEyes) {
  EXPECT_EQ(short_number(0.03), "0.03");
  EXPECT_EQ(short_number(1e-5), "1e-05");
  EXPECT_EQ(short_number(12.5), "12.5");
  EXPECT_EQ(short_number(-0.0), "0");
  EXPECT_EQ(short_number(0.123456), "0.1235");
  EXPECT_EQ(short_number(-0.123456, 2), "-0.12");
  EXPECT_EQ(short_number(123456, 3), "1.23e+05");
  EXPECT_EQ(short_number(INFINITY), "∞");
  EXPECT_EQ(short_number(-INFINITY), "−∞");
  EXPECT_EQ(short_number(NAN), "not a number");
}

TEST(Quote, CutsAfterFortyCharacters) {
  const std::string forty(40, 'a');
  EXPECT_EQ(quote(""), "''");
  EXPECT_EQ(quote(forty), "'" + forty + "'");
  EXPECT_EQ(quote(forty + "b"), "'" + forty + "...'");
  EXPECT_EQ(quote(std::string("a\nb\x7f\0c", 6)), "'a?b??c'");
}

// A character of UTF-8 that begins within the forty bytes stays whole.
TEST(Quote, CutsNoCharacterInTwo) {
  const std::string most(39, 'a');
  EXPECT_EQ(quote(most + "é"), "'" + most + "é'");
  EXPECT_EQ(quote(most + "éb"), "'" + most + "é...'");
  EXPECT_EQ(quote(most + "😀"), "'" + most + "😀'");
  EXPECT_EQ(quote(most + "a" + "é"), "'" + most + "a...'");
  EXPECT_LE(quote(std::string(1000, '\x80')).size(), 48U) << "what is no UTF-8 does not go on for ever";
}

TEST(Words, AreTrimmedAndListed) {
  EXPECT_EQ(trimmed("  a b\t "), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
  EXPECT_EQ(trimmed("\na"), "\na");
  EXPECT_EQ(listed(std::vector<std::string>{}), "");
  EXPECT_EQ(listed(std::vector<std::string>{"a", "b", "c"}), "a, b, c");
  EXPECT_EQ(listed(std::vector<std::string>{"a", "b", "c"}, 3), "a, b, c");
  EXPECT_EQ(listed(std::vector<std::string>{"a", "b", "c"}, 2), "a, b, ...");
}

}  // namespace
}  // namespace chainrule
