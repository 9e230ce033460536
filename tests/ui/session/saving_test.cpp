// SPDX-License-Identifier: MIT
// Files and what stays between visits: what goes out comes in again, and nothing is lost on the way.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/io/link.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

/// A front end whose files and whose memory between visits are here.
struct Saving : Headless {
  explicit Saving(const std::string& fragment = "", ImVec2 window = {1280, 800})
      : Headless(Trainer::Mode::slices, window, fragment) {
    Services& s = app().services();
    s.save_file = [this](std::string_view name, std::string_view bytes) {
      files[std::string(name)] = bytes;
      return "the test, as " + std::string(name);
    };
    s.save_picture = [this](std::string_view name, const Area& of, std::function<void(const std::string&)> done) {
      pictures[std::string(name)] = {of.right - of.left, of.bottom - of.top};
      done("the test, as " + std::string(name));
    };
    s.keep = [this](std::string_view text) {
      ++asked;
      if (full) return false;
      kept = text;
      return true;
    };
    s.remembered = [this] { return kept; };
    s.forget = [this] { kept.clear(); };
  }
  void choose(const char* line) {
    press("Menu");
    press(line);
    frames(2);
  }
  std::map<std::string, std::string> files;
  std::map<std::string, ImVec2> pictures;
  std::string kept;
  bool full = false;
  int asked = 0;
};

const char* const table = "a,b,kind\n1,2,x\n3,1,y\n2,5,x\n4,4,y\n5,3,x\n6,1,y\n0,2,x\n7,7,y\n1,1,x\n2,2,y\n";

TEST(Saving, AnExperimentComesBackFromItsFileWithWeightsAndHistory) {
  for (const char* kind : {"circle", "iris", "points", "csv"}) {
    SCOPED_TRACE(kind);
    std::string file, name = "chainrule-" + std::string(kind) + ".json";
    Document document;
    std::vector<float> weights;
    std::vector<std::vector<double>> history;
    {
      Saving ui;
      if (std::string(kind) == "csv") {
        ui.app().open_file("mine.csv", table);
        ui.frames(2);
        ui.press("Use this data");
      } else if (std::string(kind) != "circle") {
        ui.app().choose_data(kind);
      }
      ui.frames(2);
      ui.set(Role::number, "Units in dense", "6");
      for (int i = 0; i < 3; ++i) ui.press("Step epoch");
      ui.choose("Save the experiment");
      file = ui.files.at(name);
      document = ui.app().document();
      weights = ui.app().snapshot().weights;
      history = ui.app().history().values;
      ASSERT_EQ(ui.app().notices.size(), 1U);
      EXPECT_EQ(ui.app().notices[0].words, "Saved: the test, as " + name);
      EXPECT_FALSE(ui.app().notices[0].bad);
    }
    Saving ui;
    ui.app().open_file(name, file);
    ui.frames(3);
    for (const Notice& n : ui.app().notices) ADD_FAILURE() << n.words;
    EXPECT_EQ(ui.app().document(), document);
    EXPECT_EQ(ui.app().snapshot().weights, weights);
    EXPECT_EQ(ui.app().history().values, history);
    EXPECT_EQ(ui.app().snapshot().epoch, 3);
    ui.press("Step epoch");
    EXPECT_EQ(ui.app().history().epochs(), 4) << "training goes on from there";
    ui.press("Undo");
    EXPECT_EQ(ui.app().document(), default_document()) << "opening is one step";
  }
}

TEST(Saving, WeightsOfAnotherNetworkAreLeftOut) {
  Saving ui;
  const auto before = ui.app().snapshot().weights;
  ui.app().open_file("e.json", R"({"weights": [1, 2, 3], "history": {"loss": [1]}})");
  ui.frames(3);
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_NE(ui.app().notices[0].words.find("expected 37 numbers"), std::string::npos) << ui.app().notices[0].words;
  EXPECT_EQ(ui.app().snapshot().weights, before);
  EXPECT_EQ(ui.app().history().epochs(), 0);
}

TEST(Saving, AHistoryOfOtherMeasuresIsRefusedInWords) {
  Saving ui;
  ui.press("Step epoch");
  ui.choose("Save the experiment");
  std::string file = ui.files.at("chainrule-circle.json");
  file.replace(file.find("\"val_acc\""), 9, "\"val_mse\"");
  ui.app().open_file("e.json", file);
  ui.frames(3);
  ASSERT_FALSE(ui.app().notices.empty());
  EXPECT_NE(ui.app().notices.back().words.find("history"), std::string::npos);
}

TEST(Saving, ALargeNetworkIsWrittenAndReadBetweenFrames) {
  Saving ui("layers=dense:600:relu,dense:300:relu,dense:1:sigmoid");
  ui.app().services().now_ms = [time = 0.0]() mutable { return time += 20; };  // three pieces fill a frame
  const auto weights = ui.app().snapshot().weights;
  ASSERT_GT(weights.size(), 180'000U);
  ui.app().save_experiment();
  ui.frames(2);
  ASSERT_TRUE(ui.app().job());
  EXPECT_EQ(ui.find(Role::status, "Progress")->value.find("Saving: "), 0U);
  ui.app().new_seed();  // what is written is what was there
  EXPECT_TRUE(ui.until([&] { return !ui.app().job(); }, 100));
  const std::string file = ui.files.at("chainrule-circle.json");
  ui.app().open_file("e.json", file);
  ui.frames(2);
  EXPECT_TRUE(ui.app().job());
  EXPECT_TRUE(ui.until([&] { return !ui.app().job(); }, 200));
  ui.frames(2);
  EXPECT_TRUE(ui.app().snapshot().weights == weights);
  EXPECT_EQ(ui.app().document().seed, 1U);
}

TEST(Saving, HistoryAsCsvWhenThereIsOne) {
  Saving ui;
  ui.press("Menu");
  EXPECT_FALSE(ui.find(Role::button, "Save the history as CSV")->enabled);
  ui.key(ImGuiKey_Escape);
  ui.press("Step epoch");
  ui.press("Step epoch");
  ui.choose("Save the history as CSV");
  const std::string& csv = ui.files.at("chainrule-circle-history.csv");
  EXPECT_EQ(csv.substr(0, csv.find('\n')), "epoch,loss,acc,val_loss,val_acc");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3);
  EXPECT_EQ(std::stod(csv.substr(csv.find("\n2,") + 3)), ui.last("loss"));
}

TEST(Saving, PicturesOfTheWindowAndOfEachPanelInSight) {
  Saving ui;
  const float first_height = ui.app().places.at("output").high.y - ui.app().places.at("output").low.y;
  for (const char* line :
       {"Picture of everything", "Picture of the network", "Picture of the output", "Picture of the curves"})
    ui.choose(line);
  ASSERT_EQ(ui.pictures.size(), 4U);
  EXPECT_EQ(ui.pictures.at("chainrule-circle.png").x, 1280);
  EXPECT_GT(ui.pictures.at("chainrule-circle-network.png").x, 300);
  EXPECT_LT(ui.pictures.at("chainrule-circle-output.png").x, 500);
  EXPECT_EQ(ui.pictures.at("chainrule-circle-output.png").y, first_height)
      << "the news of the last picture did not stand above it";
  EXPECT_EQ(ui.app().notices.size(), 1U) << "news of the next file takes the place of the last one's";
}

TEST(Saving, NoPicturesOfWhatIsNotInSight) {
  Saving ui("hide=output", {480, 270});
  ui.press("Menu");
  EXPECT_NE(ui.find(Role::button, "Picture of the network"), nullptr);
  EXPECT_EQ(ui.find(Role::button, "Picture of the output"), nullptr);
  EXPECT_EQ(ui.find(Role::button, "Picture of the curves"), nullptr);
}

/// No text on screen or for screen readers tells of a number that is none.
void expect_no_nan(Headless& ui) {
  for (const MirrorItem& item : ui.app().ui.mirror.items()) {
    std::string all = item.name + " " + item.value;
    for (const auto& row : item.rows)
      for (const std::string& cell : row) all += " " + cell;
    EXPECT_TRUE(all.find("nan") == std::string::npos && all.find("not a number") == std::string::npos) << all;
  }
}

TEST(WeightsInALink, ShowTheseWeightsAndThatEpochAndTrainingGoesOn) {
  std::string link;
  std::vector<float> weights;
  {
    Saving ui("data=moons&epochs=10");
    for (int i = 0; i < 4; ++i) ui.press("Step epoch");
    weights = ui.app().snapshot().weights;
    link = write_link(ui.app().document(), {weights, ui.app().history(), 0}).link;
  }
  Saving ui(link);
  ui.frames(2);
  for (const Notice& n : ui.app().notices) ADD_FAILURE() << n.words;
  EXPECT_EQ(ui.app().snapshot().weights, weights);
  EXPECT_EQ(ui.app().snapshot().epoch, 4);
  EXPECT_EQ(ui.app().history().epochs(), 4);
  EXPECT_EQ(ui.find(Role::status, "Training")->name, "Training");
  EXPECT_EQ(ui.find(Role::status, "Training")->value, "Epoch 4 of 10");
  EXPECT_EQ(ui.link, link) << "the address keeps them";
  EXPECT_FALSE(ui.link_is_own);
  expect_no_nan(ui);
  ui.press("Step epoch");
  EXPECT_EQ(ui.app().snapshot().epoch, 5);
  EXPECT_NE(ui.app().snapshot().weights, weights);
  const auto* loss = ui.app().history().find("loss");
  ASSERT_NE(loss, nullptr);
  EXPECT_TRUE(std::isnan(loss->at(3)));
  EXPECT_TRUE(std::isfinite(loss->at(4)));
  expect_no_nan(ui);
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  EXPECT_EQ(ui.app().history().epochs(), 10);
  expect_no_nan(ui);
  ui.choose("Save the experiment");
  const std::string file = ui.files.begin()->second;
  ui.set(Role::number, "samples", "200");
  EXPECT_EQ(ui.link.find("weights"), std::string::npos) << "another experiment";
  ui.app().open_file("e.json", file);
  ui.frames(3);
  EXPECT_EQ(ui.app().snapshot().epoch, 10) << "epochs that nobody knows are in the file as well";
  expect_no_nan(ui);
}

TEST(WeightsInALink, OfAnotherNetworkOrBrokenLeaveTheExperimentAsDrawn) {
  const std::vector<float> drawn = Saving().app().snapshot().weights;
  for (const std::string& weights :
       {std::string("eNpjYGiwZ2BQOHD2zBlbABMwBEI"), std::string("AAAA"), std::string("$$$$"), std::string(9000, 'A')}) {
    Saving ui("weights=" + weights + "&epoch=5");
    ui.frames(2);
    ASSERT_FALSE(ui.app().notices.empty());
    EXPECT_TRUE(ui.app().notices[0].words.starts_with("weights: expected ")) << ui.app().notices[0].words;
    EXPECT_EQ(ui.app().snapshot().weights, drawn);
    EXPECT_EQ(ui.app().history().epochs(), 0);
    const bool of_another = weights.starts_with("eNp");  // read, and then there is no place for them
    EXPECT_TRUE(ui.link == (of_another ? "" : "weights=" + weights + "&epoch=5")) << "it stays until it is mended";
  }
}

TEST(Keeping, AReloadFindsTheExperimentAgain) {
  std::string kept, link;
  Document document;
  std::vector<float> weights;
  {
    Saving ui;
    ui.app().keep();
    EXPECT_EQ(ui.asked, 0) << "nobody has touched anything";
    EXPECT_FALSE(ui.link_is_own);
    ui.set(Role::number, "Units in dense", "5");
    ui.press("Step epoch");
    ui.app().keep();
    ui.app().keep();
    EXPECT_EQ(ui.asked, 1) << "the same is not written twice";
    EXPECT_TRUE(ui.link_is_own);
    kept = ui.kept;
    link = ui.link;
    document = ui.app().document();
    weights = ui.app().snapshot().weights;
  }
  ASSERT_FALSE(kept.empty());
  for (const std::string& address : {std::string(), link}) {  // the page's address follows the experiment
    Saving ui;
    ui.kept = kept;
    ui.app().open_first(address, true);
    ui.frames(3);
    EXPECT_EQ(ui.app().document(), document);
    EXPECT_EQ(ui.app().snapshot().weights, weights);
    EXPECT_EQ(ui.app().history().epochs(), 1);
    EXPECT_TRUE(ui.app().notices.empty());
  }
  Saving ui;
  ui.kept = kept;
  ui.app().open_first(link, false);
  ui.frames(3);
  EXPECT_EQ(ui.app().document(), document);
  EXPECT_EQ(ui.app().history().epochs(), 0) << "a link that somebody opens is an experiment from its beginning";
  for (const bool own : {false, true}) {
    ui.app().open_first("data=xor", own);
    ui.frames(3);
    EXPECT_EQ(ui.app().document().data, "xor") << "a link of another experiment comes first";
  }
  for (const char* broken : {"{", "[]", "\xFF", "{\"data\": \"circle\""}) {
    ui.kept = broken;
    ui.app().open_first("", false);
    ui.frames(3);
    EXPECT_EQ(ui.app().document(), default_document());
    EXPECT_TRUE(ui.app().notices.empty());
  }
}

TEST(Keeping, WhenStorageFailsItIsSaidOnceAndCalmly) {
  Saving ui;
  ui.full = true;
  for (const char* samples : {"200", "300", "400"}) {
    ui.set(Role::number, "samples", samples);
    ui.app().keep();
  }
  ui.frames(2);
  EXPECT_EQ(ui.asked, 3);
  ASSERT_EQ(ui.app().notices.size(), 1U);
  EXPECT_FALSE(ui.app().notices[0].bad);
  ui.full = false;
  ui.app().keep();
  EXPECT_NE(ui.kept.find("\"samples\": 400"), std::string::npos) << "room came back";
}

TEST(Keeping, LargeNetworksAreKeptWithoutWeightsAndLargeTablesNotAtAll) {
  Saving ui("layers=dense:400,dense:400,dense:1:sigmoid");
  ui.press("Step batch");
  ui.app().keep();
  EXPECT_EQ(ui.kept.find("\"weights\""), std::string::npos);
  EXPECT_NE(ui.kept.find("\"layers\""), std::string::npos);
  std::string large = "a,b\n";
  while (large.size() < 1'100'000) large += "12345.678,1\n87654.321,0\n";
  ui.kept.clear();
  ui.app().open_link("");
  ui.app().open_file("large.csv", large);
  ui.frames(2);
  ui.app().import_data();
  ui.frames(2);
  ASSERT_EQ(ui.app().document().data, "csv");
  ui.app().keep();
  EXPECT_TRUE(ui.kept.empty());
  ASSERT_FALSE(ui.app().notices.empty());
  EXPECT_NE(ui.app().notices.back().words.find("too large"), std::string::npos);
}

TEST(Keeping, StartAfreshForgets) {
  Saving ui("data=xor");
  ui.set(Role::number, "samples", "200");
  ui.app().keep();
  EXPECT_FALSE(ui.kept.empty());
  ui.choose("Start afresh");
  EXPECT_EQ(ui.app().document(), default_document());
  ui.app().keep();
  EXPECT_TRUE(ui.kept.empty());
  EXPECT_EQ(ui.link, "");
  ui.press("Undo");
  EXPECT_EQ(ui.app().document().samples, 200) << "no harm is done";
}

TEST(Keeping, NothingWhereNothingShallStay) {
  Headless ui;  // no memory among its services, as on the desktop
  ui.set(Role::number, "samples", "200");
  ui.app().keep();
  ui.press("Menu");
  EXPECT_EQ(ui.find(Role::button, "Start afresh"), nullptr);
}

}  // namespace
}  // namespace chainrule
