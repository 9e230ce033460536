// SPDX-License-Identifier: MIT
#include "tests/ui/words.hpp"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace chainrule {
namespace {

struct Glyph {
  unsigned codepoint;
  float before, blank;  ///< from the pen to its left edge; how wide a blank of its type is
};
using Glyphs = std::map<std::pair<float, float>, Glyph>;

/// Which sign stands at a place of the fonts' texture.
Glyphs glyphs() {
  Glyphs all;
  auto& pool = ImGui::GetIO().Fonts->Builder->BakedPool;
  for (int i = 0; i < pool.Size; ++i)
    for (const ImFontGlyph& g : pool[i].Glyphs)
      if (g.Visible) all[{g.U0, g.V0}] = {g.Codepoint, g.X0, pool[i].Size * 0.16f};
  return all;
}

void append(std::string& text, unsigned codepoint) {
  char buffer[5] = {};
  ImTextCharToUtf8(buffer, codepoint);
  text += buffer;
}

}  // namespace

std::vector<ScreenWords> words_on_screen(bool glyph_by_glyph) {
  const Glyphs known = glyphs();
  std::vector<ScreenWords> all;
  for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) {
    bool goes_on = false;
    for (int i = 0; i + 3 < list->VtxBuffer.Size;) {
      const ImDrawVert &a = list->VtxBuffer[i], &c = list->VtxBuffer[i + 2];
      const auto found = known.find({a.uv.x, a.uv.y});
      if (found == known.end() || !(c.uv.x > a.uv.x)) {
        goes_on = false;
        ++i;
        continue;
      }
      const Glyph& glyph = found->second;
      if (goes_on) {
        const ScreenWords& last = all.back();
        const float gap = a.pos.x - last.high.x;
        // The next line, or words of their own further along.
        goes_on = last.color == a.col && gap > -4 && gap < 6 * glyph.blank && std::abs(a.pos.y - last.low.y) < 24 &&
                  c.pos.y > last.low.y - 8;
        if (goes_on && gap > glyph.blank + 0.5f) all.back().text += ' ';
      }
      if (!goes_on) all.push_back({"", a.pos, c.pos, a.col});
      goes_on = !glyph_by_glyph;
      append(all.back().text, glyph.codepoint);
      all.back().high = {c.pos.x, std::max(all.back().high.y, c.pos.y)};
      i += 4;
    }
  }
  return all;
}

std::vector<ScreenWords> on_screen(std::string_view text) {
  std::vector<ScreenWords> all;
  const auto without_blanks = [](std::string words) {
    std::erase(words, ' ');
    return words;
  };
  for (ScreenWords& words : words_on_screen())
    if (without_blanks(words.text) == without_blanks(std::string(text))) all.push_back(std::move(words));
  return all;
}

std::string all_on_screen() {
  std::string all;
  for (const ScreenWords& words : words_on_screen()) all += words.text + "\n";
  return all;
}

}  // namespace chainrule
