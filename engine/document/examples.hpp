#pragma once
// SPDX-License-Identifier: MIT
// Experiments to begin with where the numbers of a training step are to be watched: links like any other.
#include <span>
#include <string_view>

namespace chainrule {

struct Preset {
  std::string_view name, help, link;
};
std::span<const Preset> presets();

}  // namespace chainrule
