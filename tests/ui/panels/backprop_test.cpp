// SPDX-License-Identifier: MIT
// The Backprop panel: what it has stays within it and apart, results can be covered, rows seen together.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/text.hpp"
#include "engine/sequential.hpp"
#include "tests/ui/headless.hpp"
#include "ui/panels/data/gallery.hpp"
#include "ui/screen/gears.hpp"
#include "ui/app/film_words.hpp"
#include "ui/film/lines.hpp"
#include "ui/film/cover.hpp"

namespace chainrule {
namespace {

constexpr const char* small =
    "data=circle&layers=dense:2:relu,dense:1:sigmoid&loss=mse&optimizer=sgd:learning_rate=0.1&batch_size=4";

std::string value(Headless& ui, Role role, const std::string& name) {
  const MirrorItem* item = ui.find(role, name);
  return item ? item->value : "";
}

/// Opens the film at a place.
void show(Headless& ui, const Moment& scene) {
  ui.app().open_film();
  ui.frames(2);
  ui.app().show_moment(scene);
  ui.frames(2);
}

TEST(FilmPanel, CoversResultsUntilTheyAreTyped) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  show(ui, {Phase::forward, 0, Stage::sum, 1});
  const double z = ui.app().film()->trace.layers[0].z(0, 1);
  const std::string told = " = " + short_number(z);
  EXPECT_NE(value(ui, Role::image, "Formula Weighted sum").find(told), std::string::npos);
  ui.press("Cover results", Role::toggle);
  ui.frames(2);
  for (const auto& [role, name] : {std::pair{Role::image, "Formula Weighted sum"}, {Role::status, "Step"}}) {
    EXPECT_EQ(value(ui, role, name).find(short_number(z)), std::string::npos) << name << " tells it";
    EXPECT_NE(value(ui, role, name).find(" ?"), std::string::npos) << value(ui, role, name);
  }
  EXPECT_EQ(ui.find(Role::table, "Numbers of the phase"), nullptr) << "the table would tell it";
  ui.set(Role::text, "Result", std::to_string(z * 1.01 + 0.01));
  EXPECT_EQ(value(ui, Role::status, "Verdict").find("Not yet"), 0U);
  EXPECT_EQ(value(ui, Role::status, "Step").find(told), std::string::npos);
  ui.set(Role::text, "Result", "about 3");
  EXPECT_EQ(value(ui, Role::status, "Verdict").find("Not yet"), 0U) << "words are no answer";
  ui.set(Role::text, "Result", std::to_string(z * 1.003));
  EXPECT_EQ(value(ui, Role::status, "Verdict").find("Right"), 0U);
  EXPECT_NE(value(ui, Role::status, "Step").find(told), std::string::npos);
  EXPECT_EQ(ui.find(Role::table, "Numbers of the phase"), nullptr) << "it has the next results";
  ui.press("Film on");
  EXPECT_NE(value(ui, Role::status, "Step").find(": ?"), std::string::npos) << "the next one is covered again";
  EXPECT_EQ(ui.find(Role::status, "Verdict"), nullptr);
  ui.press("Show result");
  ui.frames(2);
  EXPECT_EQ(value(ui, Role::status, "Step").find('?'), std::string::npos);
  ui.press("Cover results", Role::toggle);
  ui.press("Film on");
  EXPECT_EQ(value(ui, Role::status, "Step").find('?'), std::string::npos);
}

// In a layer's scene one result waits for the other, so that the second does not tell the first.
TEST(FilmPanel, CoversOneResultAfterTheOther) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  ui.app().film_player.view.cover.on = true;
  show(ui, {Phase::forward, 1, Stage::sum, -1});
  const LayerTrace& t = ui.app().film()->trace.layers[1];
  EXPECT_EQ(ui.find(Role::image, "Formula Activation"), nullptr);
  ui.set(Role::text, "Result", short_number(t.z(0, 0), 6));
  ui.frames(2);
  EXPECT_NE(value(ui, Role::image, "Formula Activation").find(" = ?"), std::string::npos);
  ui.set(Role::text, "Result", short_number(t.a(0, 0), 6));
  ui.frames(2);
  EXPECT_EQ(value(ui, Role::image, "Formula Activation").find('?'), std::string::npos);
  EXPECT_EQ(ui.find(Role::text, "Result"), nullptr);
  ui.set(Role::number, "Row of the batch", "2");
  ui.frames(2);
  EXPECT_NE(ui.find(Role::text, "Result"), nullptr) << "another row, other numbers";
}

// Neither the drawing nor the words nor a weight's card tell what is still asked for.
TEST(FilmPanel, CoveredResultsAreToldNowhere) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=circle&layers=dense:2:relu,dense:1:sigmoid&loss=mse&optimizer=adam:learning_rate=0.1&batch_size=4");
  ui.app().film_player.view.cover.on = true;
  show(ui, {Phase::update, 0, Stage::update, 0});
  const LayerTrace t = ui.app().film()->trace.layers[0];
  EXPECT_EQ(ui.app().weights(), ui.app().snapshot().weights) << "the drawing waits";
  for (const float number : {t.slots[0][0](0, 0), t.slots[1][0](0, 0), t.after[0](0, 0)})
    EXPECT_EQ(value(ui, Role::status, "Step").find(short_number(number)), std::string::npos)
        << value(ui, Role::status, "Step");
  ui.set(Role::text, "Result", short_number(t.slots[0][0](0, 0), 6));
  EXPECT_EQ(value(ui, Role::status, "Verdict").find("Right"), 0U);
  EXPECT_EQ(value(ui, Role::status, "Step").find(short_number(t.slots[1][0](0, 0))), std::string::npos)
      << "one is solved, the next is not";
  // An open weight asks for its own chain rule; what is solved there solves nothing of the scene.
  ui.app().show_moment({Phase::forward, 0, Stage::sum, 0});
  ui.app().network.open(NetworkCard::weight, 1, 0, 0, {600, 200});
  ui.frames(4);
  ASSERT_NE(ui.find(Role::text, "Result"), nullptr);
  EXPECT_EQ(value(ui, Role::status, "Step").find(short_number(t.z(0, 0))), std::string::npos);
}

TEST(FilmPanel, JudgesByHalfAPercent) {
  EXPECT_TRUE(is_right(1.004, 1, 4));
  EXPECT_FALSE(is_right(1.006, 1, 4));
  EXPECT_TRUE(is_right(-0.2, -0.2005, 4));
  EXPECT_FALSE(is_right(0.2, -0.2, 4));
  EXPECT_FALSE(is_right(0, 1e-6, 4)) << "small numbers are as exact as large ones";
  EXPECT_TRUE(is_right(1.4, 1.44, 2)) << "two digits cannot say more";
  EXPECT_FALSE(is_right(1.3, 1.44, 2));
  EXPECT_TRUE(is_right(0, 0, 4));
  EXPECT_FALSE(is_right(0.001, 0, 4));
  EXPECT_FALSE(is_right(std::nan(""), 1, 4));
  const Numbers formula{{"z_1 = 0.5 · 2 = @0{1}", {{}}}, 1};
  EXPECT_EQ(plain(covered(formula)), "z_1 = 0.5 · 2 = ?");
  Numbers cut{{"z_1 = 0.5 · 2 + … (3 more) = 1", {}}};
  cut.comes_to(1);
  EXPECT_FALSE(cut.result) << "nobody can reckon what is left out";
}

TEST(FilmPanel, ShowsAllRowsOfTheBatch) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  show(ui, {Phase::forward, 0, Stage::sum, 1});
  ui.press("Whole batch", Role::toggle);
  ui.frames(2);
  const Trace& trace = ui.app().film()->trace;
  std::string column = "(";
  for (Index r = 0; r < 4; ++r) column += (r > 0 ? ", " : "") + short_number(trace.layers[0].z(r, 1));
  EXPECT_NE(value(ui, Role::image, "Formula Weighted sum, all rows").find(column + ")"), std::string::npos)
      << value(ui, Role::image, "Formula Weighted sum, all rows");
  EXPECT_NE(value(ui, Role::status, "Step").find("all 4 rows"), std::string::npos);
  ui.app().show_moment({Phase::backward, 1, Stage::multiply, 0});
  ui.frames(2);
  EXPECT_NE(value(ui, Role::image, "Formula Multiply, all rows")
                .find("/ 4 = " + short_number(trace.layers[1].gradients[0](0, 0))),
            std::string::npos)
      << value(ui, Role::image, "Formula Multiply, all rows");
  ui.press("Whole batch", Role::toggle);
  ui.frames(2);
  EXPECT_NE(ui.find(Role::image, "Formula Multiply"), nullptr);
}

TEST(FilmPanel, SymbolsAndTheirPlacesLightEachOtherUp) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  show(ui, {Phase::forward, 0, Stage::sum, 1});
  const auto point = [&](float x, float y) {
    ImGui::GetIO().AddMousePosEvent(x, y);
    ui.frames(3);
    return ui.app().film_player.view.lit;
  };
  const MirrorItem formula = *ui.find(Role::image, "Formula Weighted sum");
  EXPECT_EQ(point(formula.x + 5, formula.y + 32), (Symbol{'z', 1, 1, -1})) << "its first letter";
  const MirrorItem tile = *ui.find(Role::button, "dense unit 1");
  const std::size_t dark = ui.vertices();
  EXPECT_EQ(point(tile.x + 4, tile.y + 4), (Symbol{'a', 1, 0, -1}));
  EXPECT_NE(ui.vertices(), dark);
  EXPECT_EQ(point(tile.x - 9, tile.y + tile.height / 2).kind, 'w') << "where a line ends";
  EXPECT_EQ(point(5, 5).kind, 0);
}

// Every window has all of the film's controls: the pace where it plays.
TEST(FilmPanel, HasItsControlsInEveryWindow) {
  for (const ImVec2 window : {ImVec2{1600, 900}, ImVec2{1280, 800}, ImVec2{480, 270}, ImVec2{390, 844}}) {
    Headless ui(Trainer::Mode::slices, window, small);
    show(ui, {Phase::forward, 0, Stage::sum, -1});
    if (window.x < 1000) ui.press("Backprop", Role::tab);
    ui.frames(2);
    for (const char* name : {"Film back", "Film play", "Film on", "Close film", "Copy the numbers", "Phase Loss"})
      EXPECT_NE(ui.find(Role::button, name), nullptr) << window.x << name;
    for (const char* name : {"Whole batch", "Cover results"})
      EXPECT_NE(ui.find(Role::toggle, name), nullptr) << window.x << name;
    EXPECT_NE(ui.find(Role::number, "Digits"), nullptr) << window.x;
    EXPECT_NE(ui.find(Role::number, "Row of the batch"), nullptr) << window.x;
    ui.press("Film play");
    ui.set(Role::select, "Film pace", "5 / s");
    EXPECT_EQ(ui.app().film_player.view.per_second, 5) << window.x;
    ui.press("Film pause");
    for (const MirrorItem& item : ui.app().ui.mirror.items()) {  // none of them leaves the window
      if (item.name != "Whole batch" && item.name != "Cover results" && item.name != "Copy the numbers" &&
          item.name != "Close film")
        continue;
      EXPECT_TRUE(item.x >= 0 && item.x + item.width <= window.x) << window.x << item.name;
    }
  }
}

TEST(FilmPanel, SaysWhichUnitsAreBlocked) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, small);
  for (std::size_t i = 0; i < 6; ++i)
    ui.app().set_weight(i, i == 5 ? -100.0f : 1.0f);  // the second unit's sum is far below 0
  ui.frames(2);
  show(ui, {Phase::backward, 0, Stage::receive, -1});
  EXPECT_NE(value(ui, Role::status, "Step").find("in row 1 one is blocked"), std::string::npos)
      << value(ui, Role::status, "Step");
  const std::size_t with = ui.vertices();
  ui.app().set_weight(5, 100.0f);
  ui.frames(3);
  EXPECT_EQ(value(ui, Role::status, "Step").find("blocked"), std::string::npos);
  EXPECT_NE(ui.vertices(), with);
}

/// Every formula of the scene fits into its place, and the places do not overlap.
void expect_in_place(Headless& ui, const std::string& of) {
  const FilmReader read = film_reader(ui.app(), *ui.app().film());
  const float size = ui.app().ui.compact ? 16.0f : 19.0f, window = ImGui::GetIO().DisplaySize.x;
  float bottom = -1e9f;
  for (const FilmLine& line : film_lines(read, ui.app().film_player.view.moment)) {
    const MirrorItem* place = ui.find(Role::image, "Formula " + line.title);
    ASSERT_NE(place, nullptr) << of << line.title;
    EXPECT_TRUE(place->x >= 0 && place->x + place->width <= window + 0.5f) << of << line.title << " leaves the window";
    EXPECT_GE(place->y, bottom) << of << line.title << " overlaps what is before it";
    bottom = place->y + place->height;
    float height = 0;
    for (std::size_t i = 0; i < line.symbols.size(); ++i)
      for (const MathText* formula : std::initializer_list<const MathText*>{&line.symbols[i], &line.numbers[i]}) {
        if (formula == &line.numbers[i] && formula->text == line.symbols[i].text) continue;  // said once
        const ImVec2 extent = math(ui.app().ui, nullptr, *formula, {0, 0}, place->width, {.size = size});
        EXPECT_LE(extent.x, place->width + 1) << of << line.title << " is cut off: " << plain(*formula);
        height += extent.y;
      }
    EXPECT_LE(height, place->height) << of << line.title;
  }
}

TEST(FilmPanel, CutsNothingOff) {
  for (const ImVec2 window : {ImVec2{1280, 800}, ImVec2{480, 270}, ImVec2{390, 844}})
    for (const char* link :
         {small,
          "data=iris&layers=dense:7:elish,batch_normalization,dropout:0.3,dense:3:softmax&loss=categorical_"
          "crossentropy&optimizer=nadam",
          "data=digits&layers=dense:12:smht,layer_normalization,prelu,dense:10:softmax&optimizer=adam:amsgrad=1",
          "data=curve&layers=dense:4:glu,rbf:3,dense:1:linear:kernel_regularizer=l2:l2=0.1&loss=huber&optimizer="
          "rmsprop:momentum=0.9:centered=1",
          "layers=dense:5:soft_exponential,dense:4:bent_identity,dense:1:sigmoid&loss=binary_focal_crossentropy"}) {
      Headless ui(Trainer::Mode::slices, window, link);
      ui.until([&] { return !ui.app().loading(); });
      for (const Notice& n : ui.app().notices) ASSERT_FALSE(n.bad) << n.words;
      ui.app().open_film();
      ui.frames(2);
      if (window.x < 1000) ui.press("Backprop", Role::tab);
      ui.frames(2);
      ASSERT_NE(ui.app().film(), nullptr) << link;
      for (const bool batch : {false, true})
        for (const int digits : {4, 9}) {
          ui.app().film_player.view.batch = batch;
          ui.app().film_player.view.digits = digits;
          const Reel reel(ui.app().model());
          for (std::optional<Moment> scene = Moment{Phase::load, 0, Stage::load, -1}; scene;
               scene = reel.after(*scene, false)) {
            ui.app().show_moment(*scene);
            ui.frames(1);
            expect_in_place(ui, std::string(link) + ", " + std::to_string(static_cast<int>(window.x)) +
                                    (batch ? ", batch, " : ", "));
          }
        }
    }
}

}  // namespace
}  // namespace chainrule
