// SPDX-License-Identifier: MIT
// Data sets on their way in: only what was asked for last is used. And what stays between visits.
#include "ui/session/loader.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "ui/session/keeper.hpp"

namespace chainrule {
namespace {

/// Fetches that come when the test says so.
struct Slow {
  Services services;
  std::vector<std::pair<std::string, std::function<void(std::string, std::string)>>> asked;
  Slow() {
    services.load_asset = [this](std::string_view path, std::function<void(std::string, std::string)> done) {
      asked.emplace_back(path, std::move(done));
    };
  }
};

TEST(Loader, UsesWhatWasAskedForLast) {
  Slow slow;
  Loader loader(slow.services);
  std::string used;
  const auto use = [&](const std::string& bytes, const std::string&) { used = bytes; };
  loader.fetch(*find_bundled("iris"), loader.ask(), use);
  EXPECT_TRUE(loader.loading());
  loader.fetch(*find_bundled("iris"), loader.ask(), use);
  ASSERT_EQ(slow.asked.size(), 2U);
  slow.asked[0].second("old", "");
  EXPECT_EQ(used, "");
  EXPECT_TRUE(loader.loading());
  slow.asked[1].second("new", "");
  EXPECT_EQ(used, "new");
  EXPECT_FALSE(loader.loading());
}

TEST(Loader, SaysWhyThereIsNothing) {
  Slow slow;
  Loader loader(slow.services);
  std::string why;
  loader.fetch(*find_bundled("mnist"), loader.ask(),
               [&](const std::string&, const std::string& error) { why = error; });
  slow.asked.at(0).second("", "no network");
  EXPECT_EQ(why, "no network");
  EXPECT_EQ(slow.asked.size(), 1U) << "labels of images that are not there are not fetched";
  EXPECT_FALSE(loader.loading());
}

TEST(Loader, ATableIsReadOncePerTextAndTypes) {
  const auto text = std::make_shared<std::string>("a,b\n1,2\n");
  const ReadTable read{std::make_shared<Table>(), text, {"a:category"}};
  EXPECT_TRUE(read.is_of(text, {"a:category"}));
  EXPECT_FALSE(read.is_of(text, {}));
  EXPECT_FALSE(read.is_of(std::make_shared<std::string>(*text), {"a:category"})) << "another file";
  EXPECT_FALSE(ReadTable().is_of(nullptr, {}));
}

TEST(Keeper, WritesWhatIsNewAndComplainsOnce) {
  Services services;
  int written = 0;
  bool room = true;
  services.keep = [&](std::string_view) { return ++written, room; };
  Keeper keeper(services);
  Document document;
  EXPECT_EQ(keeper.keep(document, {}, {}), "");
  EXPECT_EQ(keeper.keep(document, {}, {}), "");
  EXPECT_EQ(written, 1) << "the same again";
  room = false;
  document.seed = 99;
  EXPECT_NE(keeper.keep(document, {}, {}).find("keeps nothing between visits"), std::string::npos);
  EXPECT_EQ(keeper.keep(document, {}, {}), "") << "said once";
}

}  // namespace
}  // namespace chainrule
