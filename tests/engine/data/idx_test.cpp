// SPDX-License-Identifier: MIT
#include "engine/data/idx.hpp"

#include <gtest/gtest.h>

#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

using test::message;

std::string bytes(std::initializer_list<int> values) {
  std::string all;
  for (const int value : values) all += static_cast<char>(value);
  return all;
}

TEST(Idx, ReadsImagesAndLabels) {
  const IdxArray images = read_idx(bytes({0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 128, 255, 1, 2, 3}));
  EXPECT_EQ(images.shape, (std::vector<Index>{2, 1, 3}));
  EXPECT_EQ(images.rows.rows, 2);
  EXPECT_EQ(images.rows.data, (std::vector<float>{0, 128, 255, 1, 2, 3}));
  const IdxArray labels = read_idx(bytes({0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9}));
  EXPECT_EQ(labels.rows.cols, 1);
  EXPECT_EQ(labels.rows.data, (std::vector<float>{7, 0, 9}));
}

// Two's complement and IEEE 754, the highest byte first.
TEST(Idx, ReadsEveryTypeOfNumbers) {
  const auto one = [](int code, std::initializer_list<int> number) {
    return read_idx(bytes({0, 0, code, 1, 0, 0, 0, 1}) + bytes(number)).rows(0, 0);
  };
  EXPECT_EQ(one(0x08, {0xFF}), 255);
  EXPECT_EQ(one(0x09, {0xFF}), -1);
  EXPECT_EQ(one(0x0B, {0xFF, 0xFE}), -2);
  EXPECT_EQ(one(0x0C, {0, 1, 0, 0}), 65536);
  EXPECT_EQ(one(0x0D, {0x3F, 0xC0, 0, 0}), 1.5f);
  EXPECT_EQ(one(0x0E, {0xC0, 0x04, 0, 0, 0, 0, 0, 0}), -2.5f);
}

TEST(Idx, SaysWhatIsWrongAndWhere) {
  const auto said = [](const std::string& file) { return message<Error>([&] { read_idx(file); }); };
  EXPECT_EQ(said(""), "expected a header of 4 bytes, received 0 bytes, at byte 0 of an IDX file");
  EXPECT_EQ(said(bytes({0x1F, 0x8B, 8, 0})),
            "expected 0 0 as its first bytes (is it still compressed?), received others, at byte 0 of an IDX file");
  EXPECT_EQ(said(bytes({0, 0, 7, 1})), "expected a type of numbers from 8 to 14, received 7, at byte 2 of an IDX file");
  EXPECT_EQ(said(bytes({0, 0, 8, 5})), "expected 1 to 4 dimensions, received 5, at byte 3 of an IDX file");
  EXPECT_EQ(said(bytes({0, 0, 8, 2, 0, 0, 0, 1})), "expected 2 sizes, received the end, at byte 8 of an IDX file");
  EXPECT_EQ(said(bytes({0, 0, 8, 1, 0xFF, 0, 0, 0})),
            "expected at most 1000000 rows, received 4278190080, at byte 4 of an IDX file");
  EXPECT_EQ(said(bytes({0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0x10, 0, 0, 0, 0, 2})),
            "expected rows of at most 4096 numbers, received 8192, at byte 12 of an IDX file");
  EXPECT_EQ(said(bytes({0, 0, 8, 1, 0, 0, 0, 2, 1})),
            "expected 2 bytes of numbers, received 1, at byte 8 of an IDX file");
  EXPECT_EQ(said(bytes({0, 0, 8, 1, 0, 0, 0, 1, 1, 2})),
            "expected 1 bytes of numbers, received 2, at byte 8 of an IDX file");
  EXPECT_NE(said(bytes({0, 0, 0x0D, 1, 0, 0, 0, 1, 0x7F, 0x80, 0, 0})).find("expected finite numbers"),
            std::string::npos);
}

}  // namespace
}  // namespace chainrule
