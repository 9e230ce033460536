#pragma once
// SPDX-License-Identifier: MIT
// The controls of Chainrule, drawn flat on ImGui's behaviour, each of which adds itself to the control mirror.
// A widget takes a reference to the caller's value and returns true when it changed it.
#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

#include "ui/widgets/mirror.hpp"
#include "ui/widgets/theme.hpp"

namespace chainrule {

/// What every widget draws with.
struct Ui {
  Theme theme;
  Mirror mirror;
  ImFont* regular = nullptr;
  ImFont* semibold = nullptr;
  bool reduced_motion = false;
  bool compact = false;  ///< a low window: titles stand in the tabs alone
  bool bare = false;     ///< a low scene: cards have neither marks nor what can be had in a larger window
  bool thumbs = false;   ///< in a sheet that fingers use: controls are size::touch high
  std::string editing;   ///< text of the number field that has the keyboard
  ImGuiID edited = 0;    ///< its id
  bool escaped = false;  ///< Esc was pressed: what is open closes
  bool waiting = false;  ///< a tool tip is about to appear: draw on
  bool slide = false;    ///< in a slide: a pointer that was left there
  bool rests = false;    ///< for some seconds has said what it had to say
  ImVec2 pointer;        ///< where it was in the last frame,
  double since = 0;      ///< and from when on
};

enum class Icon {
  none,
  play,
  pause,
  step_batch,
  step_epoch,
  step_layer,
  step_number,
  reset,
  seed,
  sun,
  moon,
  plus,
  minus,
  close,
  open,
  share,
  window,
  lock,
  unlock,
  left,
  right,
  copy,
  remove,
  undo,
  redo,
  more,
  keys,
  save,
  table,
  picture,
  contrast,
  pin
};
enum class Look { normal, primary, quiet };

struct TextStyle {
  float size = size::body;
  bool bold = false;
  ImU32 color = 0;  ///< 0: the theme's text colour
};

// Type.
void text(Ui& ui, std::string_view words, TextStyle style = {});
/// Breaks lines at `width` (0: what is left of the line).
void paragraph(Ui& ui, std::string_view words, TextStyle style = {size::caption, false, 0}, float width = 0);
ImVec2 measure(Ui& ui, std::string_view words, TextStyle style = {});
/// At a place of the window, without moving the cursor; `align` 0 left, 0.5 centred, 1 right of `at.x`.
void text_at(Ui& ui, ImDrawList* draw, ImVec2 at, std::string_view words, TextStyle style = {}, float align = 0);
/// The words, cut with an ellipsis where they are wider than `width`.
std::string shortened(Ui& ui, std::string_view words, float width, TextStyle style = {});

// Controls. `name` is the accessible name and makes the id.
struct ButtonOptions {
  Icon icon = Icon::none;
  Look look = Look::normal;
  std::string_view label = {};  ///< shown instead of the name
  bool icon_only = false;
  float width = 0;  ///< 0: as wide as its words
  float height = size::control;
  bool enabled = true;
  std::string_view help = {};  ///< tool tip
};
bool button(Ui& ui, std::string_view name, const ButtonOptions& options = {});

/// `label` is shown instead of the name.
bool toggle(Ui& ui, std::string_view name, bool& on, std::string_view help = {}, std::string_view label = {});

/// A small rounded switch with words in it: filled when on.
bool chip(Ui& ui, std::string_view name, std::string_view label, bool on, ImVec2 extent);

struct SliderOptions {
  bool log = false;
  double step = 0;  ///< 0: continuous
  bool whole = false;
  double typed_minimum = 0,
         typed_maximum = 0;     ///< what the field takes when that is more than the track; both 0: the same
  std::string_view label = {};  ///< shown instead of the name
  std::string_view help = {};
};
/// A label, a number to type and a track. In the mirror a logarithmic slider goes from 0 to 100, its track.
bool slider(Ui& ui, std::string_view name, double& value, double minimum, double maximum,
            const SliderOptions& options = {});

/// A number to type (Enter takes it); out of range or not a number: red, and the old value stays.
bool number_field(Ui& ui, std::string_view name, double& value, double minimum, double maximum, bool whole,
                  float width);

/// A line of text to type; true when it was entered (Enter, or leaving it changed). `hint` shows while it is empty;
/// words that are not `good` are red, and the old ones stay.
bool text_field(Ui& ui, std::string_view name, std::string& value, float width, std::string_view hint = {},
                std::string_view help = {}, bool (*good)(std::string_view) = nullptr);

/// A menu of options with a help line each.
struct Option {
  std::string_view name, help;
};
bool select(Ui& ui, std::string_view name, int& chosen, const std::vector<Option>& options, float width,
            std::string_view label = {});

/// A row of tabs of equal rank.
bool tabs(Ui& ui, std::string_view group, int& chosen, const std::vector<std::string_view>& names, float width = 0);

// Frames around things.
/// A card at a place; everything until end_card() is inside it. Returns the room inside.
ImVec2 begin_card(Ui& ui, const char* name, ImVec2 at, ImVec2 extent, bool scrolls = false);
void end_card();
void card_title(Ui& ui, std::string_view title, std::string_view help);
/// A small round ? with a text on hover, press or focus.
void help_mark(Ui& ui, std::string_view name, std::string_view help);
void tooltip(Ui& ui, std::string_view words);
/// What the ? of a card without a title takes from its width.
inline float mark_room(const Ui& ui) { return ui.compact && !ui.bare ? 28.0f : 0.0f; }
/// The last item's tool tip, once the mouse has rested on it for a moment.
void resting_tooltip(Ui& ui, std::string_view words);
/// The ring of keyboard focus around the last item, when it has the focus.
void focus_ring(Ui& ui);

/// Announces something drawn by hand: a picture with its numbers in words, a status.
void announce(Ui& ui, Role role, std::string_view name, std::string_view value, ImVec2 low, ImVec2 high);
/// A table in the mirror for what is drawn from `low` to `high`.
void add_table(Ui& ui, std::string_view name, std::vector<std::vector<std::string>> rows, ImVec2 low, ImVec2 high);
void draw_icon(ImDrawList* draw, Icon icon, ImVec2 center, float extent, ImU32 color);

/// ImGui's, at least one pixel large: in the lowest windows nothing may be left of what is drawn there.
bool invisible_button(const char* id, ImVec2 extent, ImGuiButtonFlags flags = 0);

}  // namespace chainrule
