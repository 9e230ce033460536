// SPDX-License-Identifier: MIT
// What the parts of the browser platform share. Nothing else includes this.
#pragma once
#include <functional>
#include <map>
#include <string>

#include "platform.hpp"

namespace chainrule::platform::web {

/// A part of the canvas that becomes a file.
struct Picture {
  std::string name;
  float x = 0, y = 0, width = 0, height = 0;
  std::function<void(const std::string&)> done;   ///< none: no picture is asked for
};

/// The one page that the module runs in.
struct Page {
  App app;
  float width = 1, height = 1;     ///< the canvas in CSS pixels
  float zoom = 1;                  ///< CSS pixels per logical pixel
  int pixel_width = 1, pixel_height = 1;
  float density = 1;               ///< device pixels per CSS pixel
  double last_frame = 0;
  bool started = false;
  int cursor = -1;                 ///< ImGui's mouse cursor that the page shows
  std::string clipboard;           ///< what was pasted last
  unsigned mouse_buttons = 0;      ///< as PointerEvent.buttons
  std::map<int, std::function<void(std::string, std::string)>> loading;
  int last_load = 0;
  Picture picture;
};

Page& page();

/// Connects ImGui's clipboard with the browser's.
void connect_clipboard();

}  // namespace chainrule::platform::web
