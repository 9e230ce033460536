#pragma once
// SPDX-License-Identifier: MIT
// What every widget draws with.
#include <imgui.h>

#include <string>

#include "ui/widgets/mirror.hpp"
#include "ui/widgets/theme.hpp"

namespace chainrule {

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
  bool hushed = false;   ///< something was pressed: no tool tip until the pointer has moved on
  ImVec2 hushed_at;      ///< from there
  bool escaped = false;  ///< Esc was pressed: what is open closes
  bool waiting = false;  ///< a tool tip is about to appear: draw on
  bool slide = false;    ///< in a slide: a pointer that was left there
  bool rests = false;    ///< for some seconds has said what it had to say
  ImVec2 pointer;        ///< where it was in the last frame,
  double since = 0;      ///< and from when on
};

}  // namespace chainrule
