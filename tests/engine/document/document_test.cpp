// SPDX-License-Identifier: MIT
#include "engine/document/document.hpp"

#include <gtest/gtest.h>

#include <set>

#include "engine/io/link.hpp"
#include "engine/tables/optimizer.hpp"
#include "tests/engine/document/random_document.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

using Texts = std::vector<std::string>;

TEST(DocumentFields, ReadBackWhatTheyWrite) {
  Random random(41);
  for (int i = 0; i < 300; ++i) {
    Document from = test::random_document(random);
    Document to = default_document();
    for (const Field& field : document_fields()) field.read(to, field.write(from));
    to.unknown = from.unknown;
    EXPECT_EQ(to, from);
  }
}

TEST(DocumentFields, HaveKeysOfTheirOwnAndHelp) {
  std::set<std::string_view> keys;
  for (const Field& field : document_fields()) {
    EXPECT_TRUE(keys.insert(field.key).second) << field.key;
    EXPECT_FALSE(field.help.empty()) << field.key;
  }
}

TEST(DocumentFields, ChangeNothingWhenTheyThrow) {
  for (const Field& field : document_fields()) {
    Document document = default_document();
    try {
      field.read(document, "dense:3,<nonsense>");
    } catch (const Error&) { EXPECT_EQ(document, default_document()) << field.key; }
  }
}

TEST(DocumentFields, DefaultDocumentIsStable) {
  Document again = default_document();
  for (const Field& field : document_fields()) field.read(again, field.write(again));
  EXPECT_EQ(again, default_document());
}

TEST(Lists, EscapeTheirSeparator) {
  const Texts all{"pixel 0,0", "a\\b", "", "x"};
  EXPECT_EQ(write_list(all), "pixel 0\\,0,a\\\\b,,x");
  EXPECT_EQ(read_list(write_list(all)), all);
  EXPECT_EQ(read_list(""), Texts{});
  EXPECT_EQ(read_list("a\\"), Texts{"a\\"});
}

TEST(Choices, TakeParametersByNameOrPlace) {
  const auto read = [](std::string_view text) { return read_choice(optimizers(), "optimizer", text); };
  EXPECT_EQ(read("sgd:0.5:0.9:1").values, (std::vector<double>{0.5, 0.9, 1, 0, 0, 0, 0, 0}));
  EXPECT_EQ(read("sgd:nesterov=true:momentum=0.9").values, (std::vector<double>{0.01, 0.9, 1, 0, 0, 0, 0, 0}));
  EXPECT_EQ(read_choice(optimizers(), "optimizer", "sgd:lr=0.5", Dialect::keras2).values[0], 0.5);
  EXPECT_EQ(test::message<Error>([&] { read("sgd:lr=0.5"); }),
            "expected learning_rate for sgd, received 'lr', its name in Keras 2");
  EXPECT_EQ(write_choice(optimizers(), read("sgd:0.5:0.9:1")), "sgd:learning_rate=0.5:momentum=0.9:nesterov=1");
  EXPECT_EQ(write_choice(optimizers(), Choice{"adam", {}}), "adam");
  EXPECT_EQ(write_choice(optimizers(), Choice{"gone", {1, 2}}), "gone");
  EXPECT_THROW(read("sgd:1:0:0:0:0:0:0:0:0"), Error);
  EXPECT_THROW(read("sgd:nesterov=2"), Error);
  EXPECT_THROW(read("sgd:learning_rate=fast"), Error);
  EXPECT_THROW(read("sgd:learning_rate"), Error);
  EXPECT_THROW(read(""), Error);
  EXPECT_THROW(read("sgd:"), Error);
}

std::string written(const Document& document, std::string_view key) {
  for (const Field& field : document_fields())
    if (field.key == key) return field.write(document);
  return "no such field";
}

TEST(DocumentFields, DataTakesItsParameters) {
  const auto data = [](std::string_view link) { return written(read_link(link).document, "data"); };
  EXPECT_EQ(data("data=checkerboard"), "checkerboard");
  EXPECT_EQ(data("data=checkerboard:squares=4"), "checkerboard") << "the usual value";
  EXPECT_EQ(data("data=checkerboard:6"), "checkerboard:squares=6");
  EXPECT_EQ(data("data=above:formula=x1^2"), "above:formula=x1^2");
  EXPECT_EQ(data("data=above:x1 / 2"), "above:formula=x1 / 2");
  const auto complaint = [](std::string_view link) {
    const auto result = read_link(link);
    return result.complaints.empty() ? "" : result.complaints[0].text;
  };
  EXPECT_EQ(
      complaint("data=checkerboard:squares=99"),
      "data: expected squares as a whole number between 2 and 8, received 99, in checkerboard; it stays 'circle'");
  EXPECT_EQ(complaint("data=circle:4"), "data: expected circle with no parameters, received '4'; it stays 'circle'");
  EXPECT_EQ(complaint("data=iris:4"),
            "data: expected no parameter for iris, which has none, received '4'; it stays 'circle'");
  EXPECT_NE(complaint("data=above:sin(").find("at column 5 of the formula"), std::string::npos);
}

TEST(DocumentFields, PointsKeepHundredths) {
  EXPECT_EQ(make_point(1.23456, -0.001, 9), (DrawnPoint{1.23, 0, 5}));
  const auto result = read_link("points=1.234:-2:1;;0:6:0");
  EXPECT_TRUE(result.complaints.empty());
  EXPECT_EQ(written(result.document, "points"), "1.23:-2:1;0:6:0");
  EXPECT_NE(read_link("points=1:2").complaints.at(0).text.find("expected a point as x1:x2:class, received '1:2'"),
            std::string::npos);
  EXPECT_NE(read_link("points=7:2:0").complaints.at(0).text.find("between -6 and 6, received '7'"), std::string::npos);
  EXPECT_NE(read_link("points=1:2:6").complaints.at(0).text.find("between 0 and 5"), std::string::npos);
  std::string many = "points=0:0:0";
  for (int i = 0; i < 600; ++i) many += ";0:0:1";
  EXPECT_NE(read_link(many).complaints.at(0).text.find("at most 600 points"), std::string::npos);
}

}  // namespace
}  // namespace chainrule
