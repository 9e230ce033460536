#pragma once
// SPDX-License-Identifier: MIT
// The control mirror: what is on screen as a list of labelled controls, tables and pictures with their rectangles.
// Widgets add themselves while they draw; the page turns the list into native elements, so that screen readers,
// keyboards and browser tests operate the same controls. The front end knows nothing of the DOM.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chainrule {

enum class Role {
  button,
  toggle,
  slider,
  number,
  text,
  passage,
  select,
  tab,
  table,
  image,
  status,
  alert,
  heading,
  group
};

/// One control or picture, in logical pixels of the window.
struct MirrorItem {
  std::uint32_t id = 0;  ///< ImGui's id: stable from frame to frame
  Role role = Role::button;
  std::string name;         ///< accessible name, unique among its role where possible ("Play", "Layer 1 units")
  std::string value;        ///< text of the value: chosen option, number as typed, status text
  std::string description;  ///< longer help
  float x = 0, y = 0, width = 0, height = 0;
  bool enabled = true;
  bool on = false;                                        ///< toggle or tab: pressed / selected
  double minimum = 0, maximum = 0, step = 0, number = 0;  ///< slider and number; a button with a step takes strokes
  std::vector<std::string> options;                       ///< select
  std::vector<std::vector<std::string>> rows;             ///< table: the first row is the header
};

/// What somebody did to a mirrored control.
struct MirrorAction {
  enum class Kind { press, set, focus, blur };
  std::uint32_t id = 0;
  Kind kind = Kind::press;
  std::string value;  ///< for set: the option's text, the number or the text typed
};

/// The list of one frame, and the actions that wait for their controls.
class Mirror {
 public:
  void begin_frame();
  void add(MirrorItem item);
  const std::vector<MirrorItem>& items() const { return items_; }

  void act(MirrorAction action);
  /// True once when the control was pressed through the mirror.
  bool take_press(std::uint32_t id);
  /// True once when a value was set through the mirror; `value` receives it.
  bool take_value(std::uint32_t id, std::string& value);
  /// The control that has the keyboard through the mirror, or 0: it is drawn with the focus ring.
  std::uint32_t focused() const { return focused_; }

 private:
  std::vector<MirrorItem> items_;
  std::vector<MirrorAction> actions_;  // waiting; dropped after a few frames when no control takes them
  std::vector<int> ages_;
  std::uint32_t focused_ = 0;
};

}  // namespace chainrule
