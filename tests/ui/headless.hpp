#pragma once
// SPDX-License-Identifier: MIT
// The front end without a window: ImGui with a renderer that only takes note, driven through the control mirror.
#include <imgui.h>

#include <functional>
#include <string>

#include "tests/engine/files.hpp"
#include "ui/panels.hpp"

namespace chainrule {

class Headless {
 public:
  explicit Headless(Trainer::Mode mode = Trainer::Mode::slices, ImVec2 window = {1280, 800}, const std::string& link = "");
  ~Headless();

  /// Draws `count` frames.
  void frames(int count = 1);
  /// The last frame asked for another one.
  bool moves() const { return moves_; }
  /// Draws frames until `done` says so; fails the test after `most`.
  bool until(const std::function<bool()>& done, int most = 20000);

  /// The control of this role and name on screen, or nullptr.
  const MirrorItem* find(Role role, const std::string& name) const;
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

  App& app() { return *app_; }
  /// The triangles of the last frame, as a cheap fingerprint of the picture.
  std::size_t vertices() const;
  std::string link;   ///< what the address shows
  bool link_is_own = false;
  std::string clipboard, clipboard_error;   ///< what Paste finds

 private:
  ImGuiContext* context_;
  std::unique_ptr<App> app_;
  bool moves_ = false;
};

}  // namespace chainrule
