#pragma once
// SPDX-License-Identifier: MIT
// The front end without a window, for tests: what is not on screen fails them, and so does a frame with a fault.
#include <functional>
#include <string>

#include "tests/engine/files.hpp"
#include "tests/ui/window.hpp"

namespace chainrule {

class Headless : public Window {
 public:
  using Window::Window;
  ~Headless();

  /// Draws frames until `done` says so; fails the test after `most`.
  bool until(const std::function<bool()>& done, int most = 20000);

  void press(const std::string& name, Role role = Role::button);
  void set(Role role, const std::string& name, const std::string& value);
  /// A click with the mouse into the control's middle.
  void click(const std::string& name, Role role = Role::button);

  /// Presses and releases a key.
  void key(ImGuiKey key);
  /// The mirrored control where the keyboard's cursor stands, or nullptr.
  const MirrorItem* at_cursor() const;
  /// The last value of a key of the history, -1 when there is none.
  double last(const char* key) const;
  /// The triangles of the last frame, as a cheap fingerprint of the picture.
  std::size_t vertices() const;
};

}  // namespace chainrule
