// SPDX-License-Identifier: MIT
#include "engine/base/shared_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace chainrule {
namespace {

TEST(SharedText, CopiesShareWhatNobodyChanges) {
  const SharedText a(std::string(1000, 'x')), b = a;
  EXPECT_EQ(a.str().data(), b.str().data());
  EXPECT_EQ(a, b);
  EXPECT_EQ(a, std::string(1000, 'x')) << "equal texts are equal, whoever has them";
  EXPECT_NE(a, SharedText("x"));
}

TEST(SharedText, IsAlwaysAText) {
  SharedText a("table");
  const SharedText b = std::move(a);
  EXPECT_EQ(a.size(), 5U) << "what is moved from stays";
  a.clear();
  EXPECT_TRUE(a.empty());
  EXPECT_EQ(b, "table");
  EXPECT_TRUE(SharedText().empty());
}

}  // namespace
}  // namespace chainrule
