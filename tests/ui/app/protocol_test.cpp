// SPDX-License-Identifier: MIT
// What a page around this one may ask for, and what it is told.
#include "ui/app/protocol.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "engine/io/link.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

nlohmann::json state(Headless& ui) { return nlohmann::json::parse(state_text(ui.app())); }

TEST(Messages, PlayPauseStepAndGoto) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=xor&epochs=100000");
  const double first = state_stamp(ui.app());
  EXPECT_EQ(
      state(ui),
      nlohmann::json::parse(
          R"({"link":"data=xor&epochs=100000","epoch":0,"epochs":100000,"playing":false,"parameters":37,"logs":{},"notices":[]})"));
  EXPECT_EQ(obey(ui.app(), "play", ""), "");
  EXPECT_EQ(obey(ui.app(), "play", ""), "") << "again is no pause";
  ui.until([&] { return ui.app().history().epochs() > 5; });
  EXPECT_TRUE(state(ui).at("playing"));
  EXPECT_NE(state_stamp(ui.app()), first);
  EXPECT_EQ(obey(ui.app(), "pause", ""), "");
  ui.frames(2);
  EXPECT_FALSE(state(ui).at("playing"));
  EXPECT_GT(state(ui).at("logs").at("loss").get<double>(), 0);
  const Index epochs = ui.app().history().epochs();
  EXPECT_EQ(obey(ui.app(), "step", "batch"), "");
  EXPECT_EQ(obey(ui.app(), "step", ""), "");
  ui.until([&] { return ui.app().history().epochs() > epochs; });
}

TEST(Messages, GoBackToAnEpoch) {
  Headless ui;
  for (int e = 1; e <= 4; ++e) {
    EXPECT_EQ(obey(ui.app(), "step", "epoch"), "");
    ui.until([&] { return ui.app().history().epochs() == e; });
  }
  EXPECT_EQ(obey(ui.app(), "goto", "2"), "");
  ui.frames(2);
  ASSERT_NE(ui.app().past(), nullptr);
  EXPECT_EQ(state(ui).at("shown"), 2);
  EXPECT_EQ(state(ui).at("epoch"), 4);
  EXPECT_EQ(obey(ui.app(), "step", "layer"), "");
  ui.frames(3);
  EXPECT_NE(ui.app().film(), nullptr);
  EXPECT_EQ(ui.app().past(), nullptr) << "a step goes on from there";
}

// What a slide only shows otherwise is not trained anew.
TEST(Messages, AnotherLookKeepsTheTraining) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=wine");
  ui.until([&] { return !ui.app().loading(); });
  ui.app().step(Gear::epoch);
  ui.until([&] { return ui.app().history().epochs() == 1; });
  const std::vector<float> weights = ui.app().snapshot().weights;
  for (const char* look : {"&theme=dark", "&theme=dark&hide=data", "&hide=fit", ""}) {
    Document plain = ui.app().document();
    plain.theme = "auto", plain.scene.clear(), plain.hide.clear();
    EXPECT_EQ(obey(ui.app(), "set", write_link(plain) + look), "");
    ui.frames(3);
    EXPECT_EQ(ui.app().snapshot().weights, weights) << look;
    EXPECT_EQ(ui.app().history().epochs(), 1) << look;
  }
  EXPECT_EQ(ui.app().document().theme, "auto");
  EXPECT_EQ(obey(ui.app(), "set", "data=wine&seed=4"), "");
  ui.until([&] { return !ui.app().loading() && ui.app().history().epochs() == 0; });
}

// A deck that asks for what there is not must find its experiment as it was, and hear why.
TEST(Messages, SetWithAWrongValueChangesNothing) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=xor");
  ui.app().step(Gear::epoch);
  ui.until([&] { return ui.app().history().epochs() == 1; });
  const std::string why = obey(ui.app(), "set", "data=xor&optimizer=adams");
  EXPECT_NE(why.find("'adams'"), std::string::npos) << why;
  ui.frames(2);
  EXPECT_EQ(ui.app().history().epochs(), 1);
  EXPECT_TRUE(ui.app().notices.empty());
  EXPECT_EQ(obey(ui.app(), "set", "data=moons&some_later_key=1"), "") << "a key of another version does no harm";
  ui.frames(2);
  EXPECT_EQ(ui.app().document().data, "moons");
  EXPECT_EQ(state(ui).at("notices").size(), 1U);
}

TEST(Messages, TellWhereTheFilmIs) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=xor");
  EXPECT_FALSE(state(ui).contains("film"));
  const double before = moment_stamp(ui.app());
  EXPECT_EQ(obey(ui.app(), "step", "layer"), "");
  ASSERT_TRUE(ui.until([&] { return ui.app().film(); }));
  EXPECT_NE(moment_stamp(ui.app()), before);
  std::vector<nlohmann::json> seen;
  std::set<double> stamps;
  for (int i = 0; i < 8; ++i) {
    seen.push_back(state(ui).at("film"));
    stamps.insert(moment_stamp(ui.app()));
    EXPECT_EQ(obey(ui.app(), "step", "layer"), "");
    ui.frames(3);
  }
  EXPECT_EQ(seen[0].at("phase"), "load");
  EXPECT_EQ(seen[1], nlohmann::json::parse(R"({"phase":"forward","layer":1,"stage":"sum"})"));
  EXPECT_EQ(stamps.size(), 8U);
}

TEST(Messages, RefuseWhatMeansNothing) {
  Headless ui;
  for (const auto& [what, how] : {std::pair{"", ""},
                                  {"stop", ""},
                                  {"step", "mile"},
                                  {"goto", ""},
                                  {"goto", "-1"},
                                  {"goto", "nan"},
                                  {"goto", "1e9"},
                                  {"set", "data=nowhere"},
                                  {"set", "noise=-1&data=xor"}})
    EXPECT_NE(obey(ui.app(), what, how), "") << what << how;
  ui.frames(2);
  EXPECT_EQ(ui.app().history().epochs(), 0);
  EXPECT_TRUE(ui.app().notices.empty());
}

}  // namespace
}  // namespace chainrule
