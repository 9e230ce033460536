// SPDX-License-Identifier: MIT
#include "ui/widgets/theme.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace chainrule {
namespace {
constexpr ImU32 rgb(std::uint32_t hex) { return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255); }
}  // namespace

Theme light_theme() {
  Theme t;
  t.page = rgb(0xf1f3f6);
  t.panel = t.card = rgb(0xffffff);
  t.card_edge = rgb(0xdfe3e8);
  t.field = rgb(0xf1f3f6);
  t.field_hover = rgb(0xe6eaef);
  t.field_active = rgb(0xd9dfe6);
  t.text = rgb(0x1b1f24);
  t.muted = rgb(0x57606a);
  t.faint = rgb(0xe4e7eb);
  t.accent = rgb(0x0b6bb5);
  t.accent_hover = rgb(0x0f7fd1);
  t.accent_active = rgb(0x095690);
  t.on_accent = rgb(0xffffff);
  t.good = rgb(0x1a7f4b);
  t.bad = rgb(0xb3261e);
  t.negative = rgb(0xf5793a);
  t.zero = rgb(0xf2f2f2);
  t.positive = rgb(0x0f7fd1);
  t.loss = rgb(0x0f7fd1);
  t.validation = rgb(0xd1570f);
  return t;
}

Theme dark_theme() {
  Theme t;
  t.dark = true;
  t.page = rgb(0x14161a);
  t.panel = t.card = rgb(0x1e2126);
  t.card_edge = rgb(0x31363d);
  t.field = rgb(0x2a2e35);
  t.field_hover = rgb(0x343941);
  t.field_active = rgb(0x3f454e);
  t.text = rgb(0xeceff2);
  t.muted = rgb(0xa3acb7);
  t.faint = rgb(0x343941);
  t.accent = rgb(0x2f95e0);
  t.accent_hover = rgb(0x4aa6ea);
  t.accent_active = rgb(0x1f7fc6);
  t.on_accent = rgb(0x0c1116);
  t.good = rgb(0x5cc98f);
  t.bad = rgb(0xff8a80);
  t.negative = rgb(0xf5793a);
  t.zero = rgb(0x2a2d33);
  t.positive = rgb(0x2f95e0);
  t.loss = rgb(0x4aa6ea);
  t.validation = rgb(0xf5793a);
  return t;
}

Theme with_contrast(Theme t) {
  const auto either = [&](std::uint32_t light, std::uint32_t dark) { return rgb(t.dark ? dark : light); };
  t.contrast = true;
  t.page = t.panel = t.card = either(0xffffff, 0x000000);
  t.text = t.card_edge = either(0x000000, 0xffffff);
  t.muted = either(0x2b2f33, 0xe2e5e8);
  t.faint = either(0x8a8f94, 0x7c8187);
  t.field = either(0xeceef0, 0x1c1f23);
  t.field_hover = either(0xd8dce0, 0x33383e);
  t.field_active = either(0xb9bfc6, 0x50575f);
  t.accent = either(0x003f7d, 0x7cc4ff);
  t.accent_hover = either(0x00529f, 0xa5d6ff);
  t.accent_active = either(0x002c58, 0x58b2fa);
  t.on_accent = either(0xffffff, 0x000000);
  t.good = either(0x00512b, 0x8dffbf);
  t.bad = either(0x8c0000, 0xffaaa2);
  t.negative = either(0xc94a00, 0xff8f4d);
  t.zero = either(0xffffff, 0x1c1f23);
  t.positive = either(0x0054a6, 0x58b2fa);
  t.loss = either(0x004a94, 0x7cc4ff);
  t.validation = either(0x9c3400, 0xffa566);
  return t;
}

ImU32 class_color(int index) {
  // Orange and blue first: a two-class problem has the colours of its surface.
  static constexpr ImU32 okabe_ito[] = {rgb(0xf5793a), rgb(0x0f7fd1), rgb(0x009e73), rgb(0xcc79a7), rgb(0xe0b400),
                                        rgb(0x56b4e9), rgb(0x8a5a2b), rgb(0x6f6f6f), rgb(0x7b3fa0), rgb(0xa3c93a)};
  return okabe_ito[static_cast<std::size_t>(std::max(index, 0)) % std::size(okabe_ito)];
}

float share_of(float value, float largest) {
  const double share = static_cast<double>(value) / std::max(static_cast<double>(largest), 1e-30);
  if (std::isnan(share)) return value > 0 ? 1.0f : value < 0 ? -1.0f : 0.0f;  // infinite both, or no number
  return static_cast<float>(std::clamp(share, -1.0, 1.0));
}

float near_plot(float place, float from, float to) {
  const float room = std::abs(to - from) + 1, low = std::min(from, to) - room, high = std::max(from, to) + room;
  return place > low ? std::min(place, high) : low;
}

ImU32 mix(ImU32 from, ImU32 to, float t) {
  t = t > 0 ? std::min(t, 1.0f) : 0.0f;  // a NaN counts as 0
  ImU32 out = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const float a = static_cast<float>((from >> shift) & 255), b = static_cast<float>((to >> shift) & 255);
    out |= static_cast<ImU32>(a + (b - a) * t + 0.5f) << shift;
  }
  return out;
}

ImU32 diverging(const Theme& theme, float t) {
  return t < 0 ? mix(theme.zero, theme.negative, -t) : mix(theme.zero, theme.positive, t);
}

ImU32 with_alpha(ImU32 color, float alpha) {
  const auto a = static_cast<ImU32>(static_cast<float>((color >> 24) & 255) * std::clamp(alpha, 0.0f, 1.0f));
  return (color & 0x00ffffffU) | (a << 24);
}

void apply(const Theme& theme, ImGuiStyle& style) {
  style = ImGuiStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.WindowRounding = 0;
  style.ChildBorderSize = 0;
  style.ChildRounding = 0;
  style.PopupRounding = 8;
  style.PopupBorderSize = 1;
  style.FrameRounding = size::round;
  style.FrameBorderSize = 0;
  style.FramePadding = {10, 7};
  style.ItemSpacing = {size::gap, size::gap};
  style.ItemInnerSpacing = {size::gap, 4};
  style.ScrollbarSize = 8;
  style.ScrollbarRounding = 4;
  style.GrabRounding = 4;
  style.HoverDelayNormal = 0.5f;
  style.AntiAliasedLinesUseTex = true;
  style.CircleTessellationMaxError = 0.15f;
  style.CurveTessellationTol = 0.6f;
  const auto set = [&](ImGuiCol slot, ImU32 color) { style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(color); };
  set(ImGuiCol_Text, theme.text);
  set(ImGuiCol_TextDisabled, theme.muted);
  set(ImGuiCol_WindowBg, theme.page);
  set(ImGuiCol_ChildBg, 0);
  set(ImGuiCol_PopupBg, theme.card);
  set(ImGuiCol_Border, theme.card_edge);
  set(ImGuiCol_FrameBg, theme.field);
  set(ImGuiCol_FrameBgHovered, theme.field_hover);
  set(ImGuiCol_FrameBgActive, theme.field_active);
  set(ImGuiCol_Header, theme.field_hover);
  set(ImGuiCol_HeaderHovered, theme.field_hover);
  set(ImGuiCol_HeaderActive, theme.field_active);
  set(ImGuiCol_Button, theme.field);
  set(ImGuiCol_ButtonHovered, theme.field_hover);
  set(ImGuiCol_ButtonActive, theme.field_active);
  set(ImGuiCol_ScrollbarBg, 0);
  set(ImGuiCol_ScrollbarGrab, theme.field_active);
  set(ImGuiCol_ScrollbarGrabHovered, theme.muted);
  set(ImGuiCol_ScrollbarGrabActive, theme.muted);
  set(ImGuiCol_TextSelectedBg, with_alpha(theme.accent, 0.35f));
  set(ImGuiCol_NavCursor, theme.accent);
  set(ImGuiCol_ModalWindowDimBg, IM_COL32(10, 12, 16, 120));
  set(ImGuiCol_Separator, theme.card_edge);
  set(ImGuiCol_TableBorderLight, theme.faint);
  set(ImGuiCol_TableBorderStrong, theme.faint);
}

}  // namespace chainrule
