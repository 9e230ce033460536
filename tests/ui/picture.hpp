#pragma once
// SPDX-License-Identifier: MIT
// What a frame looks like: its triangles drawn by plain software, so that tests read colours where eyes would.
#include <imgui.h>

#include <functional>
#include <vector>

namespace chainrule {

class Picture {
 public:
  /// The last frame of the window that is alive.
  Picture();
  /// A list of one's own, drawn on black.
  Picture(ImDrawList& list, ImVec2 extent);

  /// Red, green and blue at a place; black outside.
  ImU32 at(float x, float y) const;
  /// How many pixels of a rectangle look like this.
  int count(ImVec2 low, ImVec2 high, const std::function<bool(ImU32)>& looks) const;

 private:
  void draw(const ImDrawList& list);
  void triangle(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, const ImDrawCmd& command);

  int width_, height_;
  std::vector<ImU32> pixels_;
};

/// A list to draw into, outside of any window; textures are those of the context that is alive.
class LooseList {
 public:
  LooseList();
  ImDrawList* operator->() { return &list_; }
  ImDrawList* get() { return &list_; }
  Picture picture(ImVec2 extent) { return {list_, extent}; }

 private:
  ImDrawList list_;
};

/// How far two colours are apart: the largest difference among red, green and blue.
int apart(ImU32 a, ImU32 b);
/// The colour at share `t` of the way, by the definition.
ImU32 blend(ImU32 from, ImU32 to, double t);

}  // namespace chainrule
