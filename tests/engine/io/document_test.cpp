// SPDX-License-Identifier: MIT
#include "engine/io/document.hpp"

#include <gtest/gtest.h>

#include <set>

#include "../files.hpp"
#include "engine/optimizer.hpp"
#include "random_document.hpp"

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
    } catch (const Error&) {
      EXPECT_EQ(document, default_document()) << field.key;
    }
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
  EXPECT_EQ(test::message<Error>([&] { read("sgd:lr=0.5"); }), "expected learning_rate for sgd, received 'lr', its name in Keras 2");
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

}  // namespace
}  // namespace chainrule
