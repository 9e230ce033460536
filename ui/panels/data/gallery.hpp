#pragma once
// SPDX-License-Identifier: MIT
#include <imgui_internal.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ui/widgets/widgets.hpp"

namespace chainrule {

class App;

inline constexpr float tile_gap = 6;
/// Tiles in lines as long as the panel is wide: each at least as wide as its name, what is left shared out; a last line
/// that is half empty keeps its tiles' own width, unless there is only one.
std::vector<ImRect> lay_out_tiles(const std::vector<float>& least, float height, float width);
float name_width(Ui& ui, std::string_view words);
/// What every choice of a data set looks like; `above` is the height left free over its name, 0: the name alone.
bool tile(Ui& ui, const ImRect& place, const std::string& name, std::string_view label, std::string_view help, bool on,
          float above);
/// The generator's rows as a picture of this extent in the tile's upper part.
void draw_generator_tile(App& app, const ImRect& place, std::size_t index, float extent);
/// The dialog with all sets, while it is open. Returns the one that was chosen, or "".
std::string draw_gallery(App& app);

}  // namespace chainrule
