#pragma once
// SPDX-License-Identifier: MIT
// The front end without a window: ImGui with a renderer that only takes note, driven through the control mirror.
#include <imgui.h>

#include <string>

#include "ui/app/app.hpp"

namespace chainrule {

class Window {
 public:
  explicit Window(Trainer::Mode mode = Trainer::Mode::slices, ImVec2 size = {1280, 800}, const std::string& link = "");
  ~Window();
  Window(const Window&) = delete;

  /// Draws `count` frames.
  void frames(int count = 1);
  /// The last frame asked for another one.
  bool moves() const { return moves_; }
  /// The control of this role and name on screen, or nullptr.
  const MirrorItem* find(Role role, const std::string& name) const;
  App& app() { return *app_; }
  const App& app() const { return *app_; }

  double now_ms = 0;  ///< time stands still until somebody moves it
  std::string link;   ///< what the address shows
  bool link_is_own = false;
  std::string clipboard, clipboard_error;  ///< what Paste finds
  std::string saved;                       ///< the last file that was saved
  /// What no frame may have: a corner of the drawing that is no place, or a control without one. "" = nothing.
  std::string fault;

 private:
  ImGuiContext* context_;
  std::unique_ptr<App> app_;
  bool moves_ = false;
};

}  // namespace chainrule
