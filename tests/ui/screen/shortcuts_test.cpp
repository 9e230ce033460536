// SPDX-License-Identifier: MIT
// Every row of the table of keys does what it says and stands in the sheet.
#include "ui/screen/shortcuts.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

void press(Headless& ui, const Shortcut& row, int nth = 0) {
  ImGuiIO& io = ImGui::GetIO();
  if (row.typed) {
    io.AddInputCharacter(static_cast<unsigned>(row.typed));
    return ui.frames(3);
  }
  for (const ImGuiKey mod : {ImGuiMod_Ctrl, ImGuiMod_Shift})
    if (row.chord & mod) io.AddKeyEvent(mod, true);
  ui.frames();
  ui.key(static_cast<ImGuiKey>((row.chord & ~ImGuiMod_Mask_) + nth));
  for (const ImGuiKey mod : {ImGuiMod_Ctrl, ImGuiMod_Shift}) io.AddKeyEvent(mod, false);
  ui.frames(2);
}

// A command that is not here fails the test: whoever adds a row says what it does.
TEST(Shortcuts, EveryRowWorks) {
  const std::map<Command, std::function<void(Headless&, const Shortcut&)>> works{
      {Command::play,
       [](Headless& ui, const Shortcut& row) {
         ui.set(Role::number, "epochs", "5000");
         press(ui, row);
         EXPECT_TRUE(ui.app().snapshot().playing);
         press(ui, row);
         EXPECT_FALSE(ui.app().snapshot().playing);
       }},
      {Command::step_batch,
       [](Headless& ui, const Shortcut& row) {
         press(ui, row);
         EXPECT_EQ(ui.app().snapshot().batch, 1);
       }},
      {Command::step_epoch,
       [](Headless& ui, const Shortcut& row) {
         press(ui, row);
         EXPECT_EQ(ui.app().history().epochs(), 1);
       }},
      {Command::step_layer,
       [](Headless& ui, const Shortcut& row) {
         press(ui, row);
         ASSERT_NE(ui.app().film(), nullptr);
         EXPECT_EQ(ui.app().film_player.view.moment.unit, -1);
       }},
      {Command::step_number,
       [](Headless& ui, const Shortcut& row) {
         press(ui, row);
         ASSERT_NE(ui.app().film(), nullptr);
         EXPECT_EQ(ui.app().film_player.view.moment.unit, 0);
       }},
      {Command::reset,
       [](Headless& ui, const Shortcut& row) {
         ui.press("Step epoch");
         press(ui, row);
         EXPECT_EQ(ui.app().history().epochs(), 0);
       }},
      {Command::new_seed,
       [](Headless& ui, const Shortcut& row) {
         press(ui, row);
         EXPECT_EQ(ui.app().document().seed, 2U);
       }},
      {Command::undo,
       [](Headless& ui, const Shortcut& row) {
         ui.set(Role::number, "samples", "200");
         press(ui, row);
         EXPECT_EQ(ui.app().document().samples, 500);
       }},
      {Command::redo,
       [](Headless& ui, const Shortcut& row) {
         ui.set(Role::number, "samples", "200");
         ui.press("Undo");
         press(ui, row);
         EXPECT_EQ(ui.app().document().samples, 200);
       }},
      {Command::save,
       [](Headless& ui, const Shortcut& row) {
         std::string saved;
         ui.app().services().save_file = [&](std::string_view name, std::string_view) { return saved = name; };
         press(ui, row);
         EXPECT_EQ(saved, "chainrule-circle.json");
       }},
      {Command::open,
       [](Headless& ui, const Shortcut& row) {
         bool asked = false;
         ui.app().services().open_file_dialog = [&](std::string_view) { return asked = true; };
         press(ui, row);
         EXPECT_TRUE(asked);
       }},
      {Command::watch,
       [](Headless& ui, const Shortcut& row) {
         press(ui, row);
         EXPECT_TRUE(ui.app().film());
         press(ui, row);
         EXPECT_FALSE(ui.app().film_player.view.open);
         ui.app().open_link("scene=training");
         ui.frames(3);
         press(ui, row);
         EXPECT_FALSE(ui.app().film_player.view.open) << "a scene says what it is about";
       }},
      {Command::film_on,
       [](Headless& ui, const Shortcut& row) {
         ui.press("Step layer");
         for (int i = 0; i < 4; ++i) {  // the key does not move the keyboard's cursor, which would have the next one
           const Moment before = ui.app().film_player.view.moment;
           press(ui, row);
           EXPECT_NE(ui.app().film_player.view.moment, before) << i;
         }
       }},
      {Command::film_back,
       [](Headless& ui, const Shortcut& row) {
         ui.press("Step layer");
         const Moment before = ui.app().film_player.view.moment;
         ui.press("Film on");
         press(ui, row);
         EXPECT_EQ(ui.app().film_player.view.moment, before);
       }},
      {Command::theme,
       [](Headless& ui, const Shortcut& row) {
         press(ui, row);
         EXPECT_TRUE(ui.app().ui.theme.dark);
         press(ui, row);
         EXPECT_FALSE(ui.app().ui.theme.dark);
       }},
      {Command::tab,
       [](Headless& ui, const Shortcut& row) {
         for (int i = row.count; i-- > 0;) {
           press(ui, row, i);
           EXPECT_EQ(ui.app().tab, i);
         }
       }},
      {Command::shortcuts,
       [](Headless& ui, const Shortcut& row) {
         press(ui, row);
         EXPECT_NE(ui.find(Role::table, "Keys"), nullptr);
         press(ui, row);
         EXPECT_EQ(ui.find(Role::table, "Keys"), nullptr);
       }},
      {Command::close,
       [](Headless& ui, const Shortcut& row) {
         ui.app().shortcuts_open = true;
         ui.frames(2);
         press(ui, row);
         EXPECT_FALSE(ui.app().shortcuts_open);
         ui.app().open_file("t.csv", "a,b,c\n1,2,0\n3,4,1\n5,6,0\n7,8,1\n");
         ui.frames(2);
         ASSERT_TRUE(ui.app().import);
         press(ui, row);
         EXPECT_FALSE(ui.app().import);
       }},
  };
  for (const Shortcut& row : shortcuts()) {
    SCOPED_TRACE(row.what);
    const auto check = works.find(row.command);
    ASSERT_NE(check, works.end());
    Headless ui(Trainer::Mode::slices, row.command == Command::tab ? ImVec2{480, 270} : ImVec2{1280, 800});
    check->second(ui, row);
    EXPECT_TRUE(row.typed || is_shortcut(row.chord));
  }
}

TEST(Shortcuts, TheSheetShowsEveryRow) {
  for (const ImVec2 window : {ImVec2{1280, 800}, ImVec2{390, 844}, ImVec2{480, 270}}) {
    Headless ui(Trainer::Mode::slices, window);
    ui.press("Menu");
    ui.press("Keys");
    const MirrorItem* sheet = ui.find(Role::table, "Keys");
    ASSERT_NE(sheet, nullptr);
    std::set<std::string> lines;
    for (const auto& row : sheet->rows) lines.insert(row[0] + ": " + row[1]);
    for (const Shortcut& row : shortcuts())
      EXPECT_EQ(lines.count(keys_of(row) + ": " + std::string(row.what)), 1U) << row.what;
    ui.press("Close keys");
    EXPECT_EQ(ui.find(Role::table, "Keys"), nullptr);
  }
}

TEST(Shortcuts, NoTwoRowsHaveTheSameKeys) {
  Headless ui;
  std::set<std::string> keys;
  for (const Shortcut& row : shortcuts()) EXPECT_TRUE(keys.insert(keys_of(row)).second) << keys_of(row);
  EXPECT_EQ(keys_of(Command::redo), "Ctrl+Shift+Z or Ctrl+Y");
  EXPECT_EQ(keys_of(Command::tab), "1 to 6");
  ImGui::GetIO().ConfigMacOSXBehaviors = true;
  EXPECT_EQ(keys_of(Command::undo), "Cmd+Z");
}

TEST(Shortcuts, KeysGoIntoATextFieldThatIsOpenAndDialogsKeepTheirs) {
  Headless ui;
  ui.click("noise", Role::number);
  EXPECT_TRUE(ImGui::GetIO().WantTextInput);
  ui.key(ImGuiKey_E);
  EXPECT_EQ(ui.app().history().epochs(), 0);
  ui.key(ImGuiKey_Enter);
  ui.app().shortcuts_open = true;
  ui.frames(2);
  ui.key(ImGuiKey_E);
  EXPECT_EQ(ui.app().history().epochs(), 0);
}

// In a slide every key but Space and those with Ctrl turns pages, blacks the screen, counts: it is the deck's.
TEST(Shortcuts, InASlideTheDeckHasTheKeysAndNothingOnScreenNamesThem) {
  leave_keys_to_deck(true);
  {
    Headless ui;
    const Document before = ui.app().document();
    for (int key = ImGuiKey_0; key <= ImGuiKey_Z; ++key) {
      EXPECT_FALSE(is_shortcut(key)) << ImGui::GetKeyName(static_cast<ImGuiKey>(key));
      ui.key(static_cast<ImGuiKey>(key));
    }
    ImGui::GetIO().AddInputCharacter('?');
    ui.frames(3);
    EXPECT_EQ(ui.app().document(), before);
    EXPECT_EQ(ui.app().snapshot().batch, 0);
    EXPECT_EQ(ui.app().history().epochs(), 0);
    EXPECT_FALSE(ui.app().shortcuts_open);
    EXPECT_TRUE(is_shortcut(ImGuiKey_Space));
    EXPECT_TRUE(is_shortcut(ImGuiMod_Ctrl | ImGuiKey_Z));
    EXPECT_EQ(with_keys("One batch", Command::step_batch), "One batch");
    ui.press("Menu");
    ui.press("Keys");
    const MirrorItem* sheet = ui.find(Role::table, "Keys");
    ASSERT_NE(sheet, nullptr);
    for (const auto& row : sheet->rows)
      EXPECT_TRUE(row[0] == "keys" || row[0] == "Space" || row[0] == "Esc" || row[0].starts_with("Ctrl+")) << row[0];
  }
  leave_keys_to_deck(false);
}

TEST(Shortcuts, OtherChordsAreNone) {
  EXPECT_FALSE(is_shortcut(ImGuiMod_Ctrl | ImGuiKey_C));
  EXPECT_FALSE(is_shortcut(ImGuiMod_Ctrl | ImGuiKey_B));
  EXPECT_FALSE(is_shortcut(ImGuiKey_Z));
  EXPECT_TRUE(is_shortcut(ImGuiKey_6));
  EXPECT_FALSE(is_shortcut(ImGuiKey_7));
  Headless ui;
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
  ui.frames();
  ui.key(ImGuiKey_B);
  EXPECT_EQ(ui.app().snapshot().batch, 0);
}

}  // namespace
}  // namespace chainrule
