#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

namespace chainrule {

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
  pin,
  book,
  pointer
};
void draw_icon(ImDrawList* draw, Icon icon, ImVec2 center, float extent, ImU32 color);

}  // namespace chainrule
