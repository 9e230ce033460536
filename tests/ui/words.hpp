#pragma once
// SPDX-License-Identifier: MIT
// The words of the last frame, read back from the glyphs that it draws: what is said on screen and not in the mirror.
#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

namespace chainrule {

/// A piece of a line: glyphs of one colour that stand beside each other.
struct ScreenWords {
  std::string text;
  ImVec2 low, high;
  ImU32 color = 0;
};

std::vector<ScreenWords> words_on_screen(bool glyph_by_glyph = false);
/// The pieces that say exactly this. Blanks do not count: they are guessed from the room between glyphs.
std::vector<ScreenWords> on_screen(std::string_view text);
/// All that is said, for messages of tests and for parts of sentences.
std::string all_on_screen();

}  // namespace chainrule
