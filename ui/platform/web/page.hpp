// SPDX-License-Identifier: MIT
// What the parts of the browser platform share. Nothing else includes this.
#pragma once
#include <exception>
#include <functional>
#include <map>
#include <new>
#include <string>

#include "ui/platform/platform.hpp"

namespace chainrule::platform::web {

/// A part of the canvas that becomes a file.
struct Picture {
  std::string name;
  float x = 0, y = 0, width = 0, height = 0;
  std::function<void(const std::string&)> done;  ///< none: no picture is asked for
};

/// The one page that the module runs in.
struct Page {
  App app;
  float width = 1, height = 1;  ///< the canvas in CSS pixels
  float zoom = 1;               ///< CSS pixels per logical pixel
  int pixel_width = 1, pixel_height = 1;
  float density = 1;  ///< device pixels per CSS pixel
  double last_frame = 0;
  bool started = false;
  int cursor = -1;             ///< ImGui's mouse cursor that the page shows
  std::string clipboard;       ///< what was pasted last
  unsigned mouse_buttons = 0;  ///< as PointerEvent.buttons
  std::map<int, std::function<void(std::string, std::string)>> loading;
  int last_load = 0;
  Picture picture;
};

Page& page();

/// Says in the page that the program stopped inside; it is not called again. See trouble.js.
void tell_trouble(const char* reason);

/// Does `action` for the page. What it throws ends the program with words: what it left half done is not to be trusted,
/// and an exception means nothing to JavaScript.
template <class Action>
auto at_edge(Action action) -> decltype(action()) {
  try {
    return action();
  } catch (const std::bad_alloc&) { tell_trouble("there is no more memory"); } catch (const std::exception& e) {
    tell_trouble(e.what());
  }
  return decltype(action())();
}

/// Connects ImGui's clipboard with the browser's.
void connect_clipboard();

}  // namespace chainrule::platform::web
