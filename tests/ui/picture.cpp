// SPDX-License-Identifier: MIT
#include "tests/ui/picture.hpp"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace chainrule {
namespace {

int channel(ImU32 color, int k) { return static_cast<int>(color >> (8 * k) & 255U); }

/// The texture's colour at a place from 0 to 1, of the nearest pixel. What has no texture at hand is white.
ImU32 sample(const ImTextureData* texture, float u, float v) {
  if (!texture || !texture->Pixels) return IM_COL32_WHITE;
  const int x = std::clamp(static_cast<int>(u * static_cast<float>(texture->Width)), 0, texture->Width - 1),
            y = std::clamp(static_cast<int>(v * static_cast<float>(texture->Height)), 0, texture->Height - 1);
  const auto* const at = texture->Pixels + (y * texture->Width + x) * texture->BytesPerPixel;
  if (texture->BytesPerPixel == 1) return IM_COL32(255, 255, 255, *at);
  return IM_COL32(at[0], at[1], at[2], at[3]);
}

}  // namespace

Picture::Picture() {
  const ImDrawData* data = ImGui::GetDrawData();
  width_ = static_cast<int>(data->DisplaySize.x);
  height_ = static_cast<int>(data->DisplaySize.y);
  pixels_.assign(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), IM_COL32_BLACK);
  for (const ImDrawList* list : data->CmdLists) draw(*list);
}

Picture::Picture(ImDrawList& list, ImVec2 extent)
    : width_(static_cast<int>(extent.x)), height_(static_cast<int>(extent.y)) {
  pixels_.assign(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), IM_COL32_BLACK);
  draw(list);
}

void Picture::draw(const ImDrawList& list) {
  for (const ImDrawCmd& command : list.CmdBuffer)
    for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
      const auto vertex = [&](unsigned k) -> const ImDrawVert& {
        const auto index = static_cast<int>(command.IdxOffset + i + k);
        return list.VtxBuffer[static_cast<int>(command.VtxOffset) + list.IdxBuffer[index]];
      };
      triangle(vertex(0), vertex(1), vertex(2), command);
    }
}

void Picture::triangle(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, const ImDrawCmd& command) {
  const auto edge = [](ImVec2 p, ImVec2 q, float x, float y) {
    return (q.x - p.x) * (y - p.y) - (q.y - p.y) * (x - p.x);
  };
  const float area = edge(a.pos, b.pos, c.pos.x, c.pos.y);
  if (area == 0) return;
  const auto range = [](float least, float most, float low, float high, int end) {
    return std::pair(std::max(0, static_cast<int>(std::floor(std::max(least, low)))),
                     std::min(end, static_cast<int>(std::ceil(std::min(most, high)))));
  };
  const auto& clip = command.ClipRect;
  const auto [x0, x1] =
      range(std::min({a.pos.x, b.pos.x, c.pos.x}), std::max({a.pos.x, b.pos.x, c.pos.x}), clip.x, clip.z, width_);
  const auto [y0, y1] =
      range(std::min({a.pos.y, b.pos.y, c.pos.y}), std::max({a.pos.y, b.pos.y, c.pos.y}), clip.y, clip.w, height_);
  for (int y = y0; y < y1; ++y)
    for (int x = x0; x < x1; ++x) {
      const float px = static_cast<float>(x) + 0.5f, py = static_cast<float>(y) + 0.5f;
      const float wa = edge(b.pos, c.pos, px, py) / area, wb = edge(c.pos, a.pos, px, py) / area, wc = 1 - wa - wb;
      // Of two triangles that share an edge one alone has the pixels on it.
      if (wa < 0 || wb < 0 || wc <= 0) continue;
      const ImU32 texel = sample(command.TexRef._TexData, wa * a.uv.x + wb * b.uv.x + wc * c.uv.x,
                                 wa * a.uv.y + wb * b.uv.y + wc * c.uv.y);
      float color[4];
      for (int k = 0; k < 4; ++k)
        color[k] = (wa * static_cast<float>(channel(a.col, k)) + wb * static_cast<float>(channel(b.col, k)) +
                    wc * static_cast<float>(channel(c.col, k))) /
                   255 * static_cast<float>(channel(texel, k)) / 255;
      ImU32& under = pixels_[static_cast<std::size_t>(y * width_ + x)];
      int mixed[3];
      for (int k = 0; k < 3; ++k)
        mixed[k] = static_cast<int>(
            std::lround(static_cast<float>(channel(under, k)) * (1 - color[3]) + 255 * color[k] * color[3]));
      under = IM_COL32(mixed[0], mixed[1], mixed[2], 255);
    }
}

ImU32 Picture::at(float x, float y) const {
  const int i = static_cast<int>(std::floor(x)), j = static_cast<int>(std::floor(y));
  if (i < 0 || j < 0 || i >= width_ || j >= height_) return IM_COL32_BLACK;
  return pixels_[static_cast<std::size_t>(j * width_ + i)];
}

int Picture::count(ImVec2 low, ImVec2 high, const std::function<bool(ImU32)>& looks) const {
  int all = 0;
  for (float y = std::floor(low.y); y < high.y; ++y)
    for (float x = std::floor(low.x); x < high.x; ++x) all += looks(at(x, y));
  return all;
}

LooseList::LooseList() : list_(ImGui::GetDrawListSharedData()) {
  list_._ResetForNewFrame();
  list_.PushTexture(ImGui::GetIO().Fonts->TexRef);
  list_.PushClipRect({-1e4f, -1e4f}, {1e4f, 1e4f});
}

int apart(ImU32 a, ImU32 b) {
  int most = 0;
  for (int k = 0; k < 3; ++k) most = std::max(most, std::abs(channel(a, k) - channel(b, k)));
  return most;
}

ImU32 blend(ImU32 from, ImU32 to, double t) {
  int mixed[3];
  for (int k = 0; k < 3; ++k)
    mixed[k] = static_cast<int>(std::lround(channel(from, k) + t * (channel(to, k) - channel(from, k))));
  return IM_COL32(mixed[0], mixed[1], mixed[2], 255);
}

}  // namespace chainrule
