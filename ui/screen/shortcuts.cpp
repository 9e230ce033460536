// SPDX-License-Identifier: MIT
#include "ui/screen/shortcuts.hpp"

#include <imgui_internal.h>

#include <algorithm>
#include <iterator>

#include "ui/app/app.hpp"

namespace chainrule {
namespace {

void watch_a_step(App& app) {
  if (app.scene()) return;  // a scene says itself what it is about
  if (app.film_player.view.open) app.close_film();
  else app.open_film();
}

/// As it was gone through last: by layers, or by numbers.
void turn_film(App& app, bool on) {
  if (!app.film()) return;
  const bool by_number = app.film_player.view.moment.unit >= 0;
  if (on) app.step(by_number ? Gear::number : Gear::phase);
  else app.step_back(by_number);
}

bool is_arrow(const Shortcut& row) { return row.command == Command::film_on || row.command == Command::film_back; }

/// Arrows are the film's while it is open and no control has them: a cursor that stood on one before they were pressed.
bool had_cursor = false;
bool taken(const Shortcut& row) { return is_arrow(row) && (had_cursor || ImGui::IsAnyItemActive()); }

/// The film has turned: the same key shall not move the keyboard's cursor as well.
void keep_cursor_out() {
  ImGui::NavMoveRequestCancel();
  ImGui::GetCurrentContext()->NavInitRequest = false;
  ImGui::SetNavCursorVisible(false);
}

constexpr Shortcut table[] = {
    {Command::play, ImGuiKey_Space, "Play or pause", [](App& a, int) { a.play_or_pause(); }},
    {Command::step_batch, ImGuiKey_B, "Train one batch", [](App& a, int) { a.step(Gear::batch); }, 0, 1, true},
    {Command::step_epoch, ImGuiKey_E, "Train one epoch", [](App& a, int) { a.step(Gear::epoch); }, 0, 1, true},
    {Command::step_layer, ImGuiKey_L, "Train one layer", [](App& a, int) { a.step(Gear::phase); }, 0, 1, true},
    {Command::step_number, ImGuiKey_U, "Train one unit's number", [](App& a, int) { a.step(Gear::number); }, 0, 1,
     true},
    {Command::watch, ImGuiKey_W, "Watch a step, or close its film", [](App& a, int) { watch_a_step(a); }},
    {Command::film_on, ImGuiKey_RightArrow, "The film's next moment", [](App& a, int) { turn_film(a, true); }, 0, 1,
     true},
    {Command::film_back, ImGuiKey_LeftArrow, "The film's moment before", [](App& a, int) { turn_film(a, false); }, 0, 1,
     true},
    {Command::reset, ImGuiKey_R, "Reset the weights", [](App& a, int) { a.reset_same(); }},
    {Command::new_seed, ImGuiKey_N, "New seed", [](App& a, int) { a.new_seed(); }},
    {Command::undo, ImGuiMod_Ctrl | ImGuiKey_Z, "Undo", [](App& a, int) { a.undo(); }, 0, 1, true},
    {Command::redo, ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Z, "Redo", [](App& a, int) { a.redo(); }, 0, 1, true},
    {Command::redo, ImGuiMod_Ctrl | ImGuiKey_Y, "Redo", [](App& a, int) { a.redo(); }, 0, 1, true},
    {Command::save, ImGuiMod_Ctrl | ImGuiKey_S, "Save the experiment", [](App& a, int) { a.save_experiment(); }},
    {Command::open, ImGuiMod_Ctrl | ImGuiKey_O, "Open a file", [](App& a, int) { a.open_dialog(); }},
    {Command::theme, ImGuiKey_T, "Light or dark", [](App& a, int) { a.set_theme(a.ui.theme.dark ? "light" : "dark"); }},
    {Command::tab, ImGuiKey_1, "Go to a tab, or to a panel", [](App& a, int nth) { a.tab = a.jump = nth; }, 0, 6},
    {Command::shortcuts, 0, "This sheet", [](App& a, int) { a.shortcuts_open = !a.shortcuts_open; }, '?', 1, false,
     true},
    {Command::close, ImGuiKey_Escape, "Close a dialog", [](App& a, int) { a.ui.escaped = true; }, 0, 1, false, true},
};

bool to_deck = false;

bool stays(const Shortcut& row) {
  return !to_deck || row.chord & ImGuiMod_Ctrl || row.command == Command::play || row.command == Command::close;
}

ImGuiKey key_of(ImGuiKeyChord chord, int nth = 0) { return static_cast<ImGuiKey>((chord & ~ImGuiMod_Mask_) + nth); }

std::string chord_words(ImGuiKeyChord chord) {
  const bool mac = ImGui::GetIO().ConfigMacOSXBehaviors;
  std::string words;
  if (chord & ImGuiMod_Ctrl) words += mac ? "Cmd+" : "Ctrl+";
  if (chord & ImGuiMod_Shift) words += "Shift+";
  const std::string name = ImGui::GetKeyName(key_of(chord));
  return words + (name == "Escape" ? "Esc" : name);
}

/// Which of a row's keys was pressed, -1 when none.
int pressed(const Shortcut& row) {
  const ImGuiIO& io = ImGui::GetIO();
  if (row.typed) return io.InputQueueCharacters.contains(static_cast<ImWchar>(row.typed)) ? 0 : -1;
  if (io.KeyMods != (row.chord & ImGuiMod_Mask_) || taken(row)) return -1;
  if (row.chord == ImGuiKey_Space && io.NavVisible) return -1;  // it presses what the cursor is on
  for (int i = 0; i < row.count; ++i)
    if (ImGui::IsKeyPressed(key_of(row.chord, i), row.repeats)) return i;
  return -1;
}

}  // namespace

std::vector<Shortcut> shortcuts() {
  std::vector<Shortcut> here;
  std::copy_if(std::begin(table), std::end(table), std::back_inserter(here), stays);
  return here;
}

void leave_keys_to_deck(bool leave) { to_deck = leave; }

std::string keys_of(const Shortcut& row) {
  if (row.typed) return {row.typed};
  return chord_words(row.chord) + (row.count > 1 ? " to " + chord_words(row.chord + row.count - 1) : "");
}

std::string keys_of(Command command) {
  std::string words;
  for (const Shortcut& row : table)
    if (row.command == command && stays(row)) words += (words.empty() ? "" : " or ") + keys_of(row);
  return words;
}

std::string with_keys(std::string_view words, Command command) {
  const std::string keys = keys_of(command);
  return std::string(words) + (keys.empty() ? "" : " (" + keys + ")");
}

void take_shortcuts(App& app) {
  app.ui.escaped = false;
  if (ImGui::GetIO().WantTextInput) return;
  const bool dialog = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
  for (const Shortcut& row : table)
    if (const int nth = !stays(row) || (dialog && !row.in_dialogs) ? -1 : pressed(row); nth >= 0) {
      row.act(app, nth);
      if (is_arrow(row) && app.film()) keep_cursor_out();
    }
  had_cursor = ImGui::GetCurrentContext()->NavCursorVisible && ImGui::GetCurrentContext()->NavId != 0;
}

bool is_shortcut(ImGuiKeyChord chord) {
  return std::any_of(std::begin(table), std::end(table), [&](const Shortcut& row) {
    return !row.typed && stays(row) && (chord & ImGuiMod_Mask_) == (row.chord & ImGuiMod_Mask_) &&
           key_of(chord) >= key_of(row.chord) && key_of(chord) < key_of(row.chord, row.count);
  });
}

}  // namespace chainrule
