#pragma once
// SPDX-License-Identifier: MIT
// The keys: one table that the handling, the sheet, the tool tips and the page read.
#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

namespace chainrule {

class App;

enum class Command {
  play,
  step_batch,
  step_epoch,
  step_layer,
  step_number,
  watch,
  film_on,
  film_back,
  reset,
  new_seed,
  undo,
  redo,
  save,
  open,
  theme,
  tab,
  shortcuts,
  close
};

struct Shortcut {
  Command command;
  ImGuiKeyChord chord;    ///< Ctrl is Command on a Mac; 0: `typed` decides
  std::string_view what;  ///< for the sheet
  void (*act)(App&, int nth);
  char typed = 0;           ///< the character itself, wherever the keyboard has it
  int count = 1;            ///< so many keys from the chord's on; `nth` says which
  bool repeats = false;     ///< while it is held
  bool in_dialogs = false;  ///< also while a menu or dialog is open
};
/// Those that do something here.
std::vector<Shortcut> shortcuts();
/// In a slide all keys without Ctrl but Space and Esc are the deck's, from now on.
void leave_keys_to_deck(bool leave);

/// The keys of a row in words, "Ctrl+Y", and all of a command, "Ctrl+Shift+Z or Ctrl+Y"; "": it has none here.
std::string keys_of(const Shortcut& row);
std::string keys_of(Command command);
/// A tool tip with its keys: "One batch (B)".
std::string with_keys(std::string_view words, Command command);
/// Carries out what was pressed since the last frame, unless the keys go into a text field.
void take_shortcuts(App& app);
/// Whether a chord is one of these, so that a page must not take it for its own.
bool is_shortcut(ImGuiKeyChord chord);

}  // namespace chainrule
