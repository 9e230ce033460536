// SPDX-License-Identifier: MIT
#include "ui/widgets/type.hpp"

// Type and small drawings of widgets.hpp.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace chainrule {
namespace {
ImFont* font_of(const Ui& ui, const TextStyle& style) { return style.bold ? ui.semibold : ui.regular; }
ImU32 color_of(const Ui& ui, const TextStyle& style) { return style.color ? style.color : ui.theme.text; }
}  // namespace

void text(Ui& ui, std::string_view words, TextStyle style) {
  ImGui::PushFont(font_of(ui, style), style.size);
  ImGui::PushStyleColor(ImGuiCol_Text, color_of(ui, style));
  ImGui::TextUnformatted(words.data(), words.data() + words.size());
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void paragraph(Ui& ui, std::string_view words, TextStyle style, float width) {
  if (!style.color) style.color = ui.theme.muted;
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + (width > 0 ? width : ImGui::GetContentRegionAvail().x));
  text(ui, words, style);
  ImGui::PopTextWrapPos();
}

ImVec2 measure(Ui& ui, std::string_view words, TextStyle style) {
  return font_of(ui, style)->CalcTextSizeA(style.size, FLT_MAX, 0, words.data(), words.data() + words.size());
}

void text_at(Ui& ui, ImDrawList* draw, ImVec2 at, std::string_view words, TextStyle style, float align) {
  if (align > 0) at.x -= measure(ui, words, style).x * align;
  at = {std::floor(at.x), std::floor(at.y)};
  draw->AddText(font_of(ui, style), style.size, at, color_of(ui, style), words.data(), words.data() + words.size());
}

std::string shortened(Ui& ui, std::string_view words, float width, TextStyle style) {
  std::string out(words);
  if (measure(ui, out, style).x <= width) return out;
  while (!out.empty()) {
    do out.pop_back();
    while (!out.empty() && (out.back() & 0xC0) == 0x80);  // whole UTF-8 characters
    if (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0xC0) out.pop_back();
    if (measure(ui, out + "…", style).x <= width) break;
  }
  return out + "…";
}

}  // namespace chainrule
