// SPDX-License-Identifier: MIT
// Scenes: each is whole at the sizes that slides give it, and begins with what it is about.
#include <gtest/gtest.h>
#include <imgui_internal.h>

#include "engine/document/panels.hpp"
#include "engine/io/link.hpp"
#include "engine/sequential.hpp"
#include "tests/ui/headless.hpp"
#include "ui/app/protocol.hpp"
#include "ui/screen/screen.hpp"

namespace chainrule {
namespace {

constexpr ImVec2 sizes[] = {{480, 270}, {640, 360}, {560, 450},  {560, 500}, {500, 640},
                            {800, 450}, {960, 540}, {1280, 720}, {350, 260}, {500, 281},
                            {430, 320}, {430, 640}, {390, 844},  {640, 480}, {844, 390}};

std::string where(const Scene& scene, ImVec2 window) {
  return std::string(scene.name) + " at " + std::to_string(static_cast<int>(window.x)) + " x " +
         std::to_string(static_cast<int>(window.y));
}

/// Nothing has to be scrolled to, and nothing lies beyond the window.
void expect_whole(Headless& ui, const std::string& what) {
  for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
    if (!window->Active) continue;
    EXPECT_FALSE(window->ScrollbarX) << what << ": " << window->Name;
    EXPECT_FALSE(window->ScrollbarY) << what << ": " << window->Name;
  }
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  for (const MirrorItem& item : ui.app().ui.mirror.items()) {
    if (item.width <= 0) continue;
    EXPECT_GE(item.x, -1) << what << ": " << item.name;
    EXPECT_LE(item.x + item.width, display.x + 1) << what << ": " << item.name;
    EXPECT_GE(item.y, -1) << what << ": " << item.name;
    EXPECT_LE(item.y + item.height, display.y + 1) << what << ": " << item.name;
  }
}

bool has_tool_tip() {
  for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows)
    if (window->Active && !window->Hidden && (window->Flags & ImGuiWindowFlags_Tooltip)) return true;
  return false;
}

// A pointer that a teacher leaves on a slide must not leave words over it.
TEST(SceneScreen, ToolTipsGoFromASlideWhenThePointerRests) {
  for (const bool slide : {true, false}) {
    Headless ui(Trainer::Mode::slices, {800, 450}, "scene=training");
    ui.app().ui.slide = slide;
    ui.frames(4);
    const MirrorItem* const button = ui.find(Role::button, "Reset");
    ASSERT_NE(button, nullptr);
    const float zoom = 1;
    ImGui::GetIO().AddMousePosEvent((button->x + button->width / 2) * zoom, (button->y + button->height / 2) * zoom);
    ui.now_ms += 100;
    ui.frames(120);
    EXPECT_TRUE(has_tool_tip());
    ui.now_ms += 4500;
    ui.frames(3);
    EXPECT_EQ(has_tool_tip(), !slide);
    EXPECT_FALSE(ui.moves());
  }
}

TEST(SceneScreen, IsWholeAtEverySize) {
  for (const ImVec2 window : sizes)
    for (const Scene& scene : scenes()) {
      Headless ui(Trainer::Mode::slices, window, "scene=" + std::string(scene.name));
      ui.frames(4);
      EXPECT_NE(ui.find(Role::heading, std::string(scene.title)), nullptr) << scene.name;
      EXPECT_TRUE(ui.app().notices.empty());
      expect_whole(ui, where(scene, window));
      EXPECT_EQ(ui.find(Role::button, "Play") != nullptr, scene.drive == Drive::fit);
      EXPECT_EQ(ui.find(Role::button, "Film on") != nullptr, scene.drive == Drive::film);
    }
}

/// What a scene shows grows while it is used.
/// By the frames alone that it asks for.
TEST(SceneScreen, ComesToRestWhole) {
  for (const Scene& scene : scenes()) {
    Headless ui(Trainer::Mode::slices, {480, 270},
                "scene=" + std::string(scene.name));                   // three frames, as input brings them
    ui.app().services().prefers_reduced_motion = [] { return true; };  // pulses would go on and on
    ui.frames();
    int more = 0;
    while (ui.moves() && more < 20) ui.frames(), ++more;
    EXPECT_LT(more, 20) << scene.name << " does not come to rest";
    expect_whole(ui, where(scene, {480, 270}));
  }
}

TEST(SceneScreen, StaysWholeWhileItRuns) {
  for (const ImVec2 window : {ImVec2{480, 270}, ImVec2{560, 500}, ImVec2{800, 450}, ImVec2{960, 540}})
    for (const Scene& scene : scenes()) {
      Headless ui(Trainer::Mode::slices, window, "scene=" + std::string(scene.name));
      ui.frames(3);
      const std::string what = where(scene, window);
      if (scene.drive == Drive::fit) {
        ui.press("Play");
        ui.until([&] { return ui.app().history().epochs() > 20; });
        ui.app().pause();
        ui.frames(2);
        expect_whole(ui, what + ", trained");
      }
      for (int step = 0; scene.drive == Drive::film && step < 40; ++step) {
        ui.press("Film on");
        ui.frames(5);
        const Moment& at = ui.app().film_player.view.moment;
        expect_whole(ui, what + ", phase " + std::to_string(static_cast<int>(at.phase)) + ", stage " +
                             std::to_string(static_cast<int>(at.stage)) + ", unit " + std::to_string(at.unit));
        if (::testing::Test::HasFailure()) return;
      }
    }
}

TEST(SceneScreen, BeginsWithWhatItIsAbout) {
  for (const Scene& scene : scenes()) {
    Headless ui(Trainer::Mode::slices, {960, 540}, "scene=" + std::string(scene.name));
    ui.frames(4);
    if (scene.drive == Drive::film) {
      ASSERT_NE(ui.app().film(), nullptr) << scene.name;
      EXPECT_EQ(ui.app().film_player.view.moment.phase, scene.phase) << scene.name;
      EXPECT_EQ(ui.app().film_player.view.moment.layer,
                scene.layer < 0 ? static_cast<Index>(ui.app().model().layers().size()) - 1 : scene.layer);
    } else {
      EXPECT_EQ(ui.app().film(), nullptr) << scene.name;
    }
    EXPECT_EQ(ui.find(Role::image, "Formula Chain rule") != nullptr, scene.chain) << scene.name;
    EXPECT_EQ(ui.find(Role::table, "Confusion matrix") != nullptr, scene.by_row) << scene.name;
    EXPECT_EQ(ui.find(Role::table, "Summary") != nullptr, scene.name == "parameters");
    EXPECT_EQ(ui.find(Role::slider, "z on the curve") != nullptr, scene.name == "activation");
  }
}

TEST(SceneScreen, HidesPanels) {
  Headless ui(Trainer::Mode::slices, {960, 540}, "scene=training&hide=curves");
  ui.frames(3);
  EXPECT_EQ(ui.find(Role::heading, "Curves"), nullptr);
  EXPECT_NE(ui.find(Role::heading, "Output"), nullptr);
  EXPECT_EQ(ui.find(Role::heading, "Network"), nullptr) << "no panel of the scene";
}

TEST(SceneScreen, AFrameWithEverythingHiddenSaysSo) {
  std::string all;
  for (const Panel& panel : panels()) all += (all.empty() ? "" : ",") + std::string(panel.name);
  for (const ImVec2 window : {ImVec2{1280, 800}, ImVec2{480, 270}, ImVec2{350, 260}})
    for (const std::string scene : {"", "scene=training&", "scene=chain&"}) {
      Headless ui(Trainer::Mode::slices, window, scene + "hide=" + all);
      ui.frames(3);
      EXPECT_NE(ui.find(Role::status, "Nothing to see"), nullptr) << scene << window.x;
    }
  Headless ui(Trainer::Mode::slices, {480, 270}, "hide=data,fit");
  ui.frames(3);
  EXPECT_EQ(ui.find(Role::status, "Nothing to see"), nullptr);
}

TEST(SceneScreen, ManyWrongPartsOfALinkAreOneLine) {
  {
    Headless one(Trainer::Mode::slices, {480, 270}, "noise=much&sead=3");
    ASSERT_EQ(one.app().notices.size(), 1U);
    EXPECT_NE(one.app().notices[0].words.find("sead"), std::string::npos);
  }
  std::string link = "noise=much";
  for (int i = 0; i < 20; ++i) link += "&wrong" + std::to_string(i) + "=1";
  Headless many(Trainer::Mode::slices, {480, 270}, link);
  ASSERT_EQ(many.app().notices.size(), 1U);
  const std::string& words = many.app().notices[0].words;
  EXPECT_TRUE(words.starts_with("noise: ")) << words;
  EXPECT_NE(words.find("wrong1"), std::string::npos) << words;
  EXPECT_LT(words.size(), 300U) << words;
}

TEST(SceneScreen, OneActivationForAllHiddenLayers) {
  Headless ui(Trainer::Mode::slices, {960, 540}, "scene=activation");
  ui.frames(3);
  ui.set(Role::select, "Activation of the hidden layers", "tanh");
  ui.frames(3);
  const auto& layers = ui.app().document().layers;
  EXPECT_EQ(layers[0].activation.name, "tanh");
  EXPECT_EQ(layers[1].activation.name, "tanh");
  EXPECT_EQ(layers[2].activation.name, "sigmoid") << "the last one belongs to the loss";
  ui.set(Role::slider, "z on the curve", "0.5");
  ui.frames(2);
  const MirrorItem* point = ui.find(Role::status, "Point on the curve");
  ASSERT_NE(point, nullptr);
  EXPECT_NE(point->value.find("0.462"), std::string::npos) << point->value;  // tanh(0.5)
  EXPECT_NE(point->value.find("0.786"), std::string::npos) << point->value;  // 1 - tanh(0.5)^2
}

/// In a scene about one step it is the step that plays.
TEST(SceneScreen, PlayRunsTheFilm) {
  Headless ui(Trainer::Mode::slices, {960, 540}, "scene=backprop");
  ui.frames(3);
  const double still = state_stamp(ui.app());
  EXPECT_EQ(obey(ui.app(), "play", ""), "");
  ui.frames(2);
  EXPECT_TRUE(ui.app().film_player.view.plays);
  EXPECT_NE(state_stamp(ui.app()), still);
  EXPECT_EQ(ui.app().history().epochs(), 0);
  EXPECT_EQ(obey(ui.app(), "pause", ""), "");
  EXPECT_FALSE(ui.app().film_player.view.plays);
  ui.press("Film on");
  ui.frames(2);
  ui.app().reset_same();
  ui.frames(3);
  EXPECT_EQ(ui.app().film_player.view.moment.phase, Phase::backward) << "back to where the scene begins";
}

TEST(SceneScreen, HasAWayToTheWholePlayground) {
  Headless ui(Trainer::Mode::slices, {960, 540}, "scene=overfitting");
  ui.press("Menu");
  ui.frames(2);
  ui.press("The whole playground");
  ui.frames(4);
  EXPECT_EQ(ui.app().scene(), nullptr);
  EXPECT_EQ(ui.app().document().samples, 90);
  EXPECT_NE(ui.find(Role::heading, "Network"), nullptr);
}

// Leaving a low scene of a step, by the menu, by undo or by another link.
TEST(SceneScreen, IsLeftInALowWindow) {
  for (const char* link : {"scene=backprop", "scene=chain", "scene=training"}) {
    Headless ui(Trainer::Mode::slices, {480, 270}, link);
    ui.app().leave_scene();
    ui.frames(4);
    EXPECT_EQ(ui.app().scene(), nullptr);
    EXPECT_EQ(ui.app().film_player.view.traced.column, 0) << "the film's lines are its own again";
    ui.app().open_link("scene=update");
    ui.frames(4);
    EXPECT_TRUE(ui.app().film_player.view.open);
    ui.app().open_link("data=xor");
    ui.frames(4);
    ui.app().undo();
    ui.frames(4);
    EXPECT_EQ(ui.app().document().scene, "update");
    EXPECT_NE(ui.app().film(), nullptr);
    ui.app().open_link("scene=play");
    ui.frames(3);
    EXPECT_FALSE(ui.app().film_player.view.open);
  }
}

TEST(SceneScreen, TrainingGoesOnInTheWholePlayground) {
  Headless ui(Trainer::Mode::slices, {960, 540}, "scene=training");
  ui.app().step(Gear::epoch);
  ui.until([&] { return ui.app().history().epochs() == 1; });
  const std::vector<float> weights = ui.app().weights();
  ui.app().leave_scene();
  ui.frames(4);
  EXPECT_EQ(ui.app().history().epochs(), 1);
  EXPECT_EQ(ui.app().weights(), weights);
  EXPECT_EQ(ui.link.find("scene="), std::string::npos) << ui.link;
}

/// A link and a message in one go: by then it is a scene where nothing trains.
TEST(SceneScreen, PlayFollowsTheSceneThatIsComing) {
  Headless ui(Trainer::Mode::slices, {960, 540}, "data=xor");
  ui.app().open_link("scene=backprop");
  EXPECT_EQ(obey(ui.app(), "play", ""), "");
  ui.frames(4);
  EXPECT_FALSE(ui.app().snapshot().playing);
  EXPECT_TRUE(ui.app().film_player.view.plays);
}

TEST(SceneScreen, ChainRuleOfAWeightThatIsGone) {
  Headless ui(Trainer::Mode::slices, {960, 540}, "scene=chain&layers=dense:5:tanh,dense:3:tanh,dense:1:sigmoid");
  ui.frames(3);
  ui.app().film_player.view.traced = {2, 2, 4};
  ui.frames(3);
  EXPECT_NE(ui.find(Role::image, "Formula Chain rule"), nullptr);
  ui.app().change([](Document& d) { d.layers[0].units = 1, d.layers[1].units = 1; });
  ui.frames(4);
  EXPECT_EQ(ui.find(Role::image, "Formula Chain rule"), nullptr);
  ui.app().film_player.view.traced = {9, 0, 0};
  ui.frames(3);
  EXPECT_EQ(ui.app().traced_weight().column, 0);
}

TEST(SceneScreen, FromAFrameTheWholePlaygroundHasAWindowOfItsOwn) {
  Headless ui(Trainer::Mode::slices, {960, 540}, "scene=training");
  std::string link;
  ui.app().services().open_page = [&](const std::string& wanted) { return link = wanted, true; };
  ui.app().step(Gear::epoch);
  ui.until([&] { return ui.app().history().epochs() == 1; });
  ui.app().leave_scene();
  ui.frames(2);
  EXPECT_NE(ui.app().scene(), nullptr) << "the slide stays";
  const ReadResult read = read_link(link);
  EXPECT_EQ(read.document.scene, "");
  ASSERT_TRUE(read.trained.has_value());
  EXPECT_EQ(read.trained->weights, ui.app().weights());
}

TEST(SceneScreen, ChainRuleOfTheLineThatIsPressed) {
  Headless ui(Trainer::Mode::slices, {960, 540}, "scene=chain");
  ui.frames(4);
  const MirrorItem* first = ui.find(Role::image, "Formula Chain rule");
  ASSERT_NE(first, nullptr);
  const std::string before = first->value;
  ui.app().film_player.view.traced = {2, 0, 0};
  ui.frames(4);
  EXPECT_NE(ui.find(Role::image, "Formula Chain rule")->value, before);
}

TEST(SceneScreen, IsLargerInLargeWindows) {
  {
    Headless whole;
    EXPECT_EQ(scene_zoom(whole.app(), 1920, 1080), 1) << "the playground has a use for the room";
  }
  Headless ui(Trainer::Mode::slices, {960, 540}, "scene=loss");
  EXPECT_EQ(scene_zoom(ui.app(), 480, 270), 1);
  EXPECT_EQ(scene_zoom(ui.app(), 800, 450), 1);
  EXPECT_EQ(scene_zoom(ui.app(), 1600, 900), 2);
  EXPECT_EQ(scene_zoom(ui.app(), 1600, 600), 600.0f / 450) << "the narrower side decides";
  EXPECT_EQ(scene_zoom(ui.app(), 7680, 4320), 3);
}

}  // namespace
}  // namespace chainrule
