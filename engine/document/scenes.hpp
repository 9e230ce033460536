#pragma once
// SPDX-License-Identifier: MIT
// The scenes that a link can name (scene=...): one idea of the lecture each, as a window of its own.
#include <span>
#include <string_view>
#include <vector>

#include "engine/training/trace.hpp"

namespace chainrule {

/// What somebody operates in a scene: nothing but the drawing, training, or the film of a training step.
enum class Drive { none, fit, film };

struct Scene {
  std::string_view name;  ///< as links have it
  std::string_view title;
  std::string_view help;    ///< what is seen, in two short sentences
  std::string_view panels;  ///< names of panels.hpp, separated by commas, the main one first
  Drive drive;
  std::string_view link;      ///< the experiment where a link that names the scene leaves it open
  Phase phase = Phase::load;  ///< where its film stands at first,
  Index layer = 0;            ///< and in which layer; below 0: counted from the last
  bool by_number = false;     ///< it goes from unit to unit
  bool chain = false;         ///< the chain rule of one weight instead of the film's lines
  bool by_row = false;        ///< the output row by row: confusion, scatter
};
std::span<const Scene> scenes();
/// nullptr where there is none of that name.
const Scene* find_scene(std::string_view name);
/// Its panels, the main one first.
std::vector<std::string_view> panels_of(const Scene& scene);
bool shows(const Scene& scene, std::string_view panel);

}  // namespace chainrule
