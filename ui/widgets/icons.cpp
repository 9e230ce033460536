// SPDX-License-Identifier: MIT
#include "ui/widgets/icons.hpp"

#include <algorithm>
#include <cmath>

namespace chainrule {

void draw_icon(ImDrawList* draw, Icon icon, ImVec2 c, float extent, ImU32 color) {
  const float r = extent / 2, line = std::max(1.5f, extent / 9);
  const auto triangle = [&](float x, float half) {
    draw->AddTriangleFilled({c.x + x - half * 0.8f, c.y - half}, {c.x + x - half * 0.8f, c.y + half},
                            {c.x + x + half * 0.9f, c.y}, color);
  };
  const auto bar = [&](float x, float w, float h) {
    draw->AddRectFilled({c.x + x - w / 2, c.y - h}, {c.x + x + w / 2, c.y + h}, color, 1);
  };
  switch (icon) {
    case Icon::none: break;
    case Icon::play: triangle(r * 0.05f, r * 0.85f); break;
    case Icon::pause:
      bar(-r * 0.4f, r * 0.42f, r * 0.8f);
      bar(r * 0.4f, r * 0.42f, r * 0.8f);
      break;
    case Icon::step_batch:
      triangle(-r * 0.25f, r * 0.72f);
      bar(r * 0.65f, r * 0.28f, r * 0.72f);
      break;
    case Icon::step_epoch:
      triangle(-r * 0.6f, r * 0.62f);
      triangle(r * 0.2f, r * 0.62f);
      bar(r * 0.85f, r * 0.26f, r * 0.62f);
      break;
    case Icon::step_layer:  // the shorter the step, the smaller its arrow
      triangle(-r * 0.05f, r * 0.55f);
      bar(r * 0.65f, r * 0.28f, r * 0.72f);
      break;
    case Icon::step_number:
      triangle(-r * 0.2f, r * 0.6f);
      draw->AddCircleFilled({c.x + r * 0.7f, c.y}, r * 0.24f, color, 12);
      break;
    case Icon::pin:
      draw->AddRectFilled({c.x - r * 0.3f, c.y - r * 0.8f}, {c.x + r * 0.3f, c.y + r * 0.1f}, color, r * 0.12f);
      draw->AddLine({c.x - r * 0.6f, c.y + r * 0.1f}, {c.x + r * 0.6f, c.y + r * 0.1f}, color, line);
      draw->AddLine({c.x, c.y + r * 0.1f}, {c.x, c.y + r * 0.9f}, color, line);
      break;
    case Icon::reset: {
      constexpr float from = -2.2f, to = 3.0f;
      draw->PathArcTo(c, r * 0.72f, from, to, 24);
      draw->PathStroke(color, 0, line);
      const ImVec2 tip{c.x + r * 0.72f * std::cos(from), c.y + r * 0.72f * std::sin(from)};
      draw->AddTriangleFilled({tip.x - r * 0.5f, tip.y - r * 0.12f}, {tip.x + r * 0.3f, tip.y - r * 0.5f},
                              {tip.x + r * 0.22f, tip.y + r * 0.42f}, color);
      break;
    }
    case Icon::seed: {  // a die showing five
      draw->AddRect({c.x - r * 0.82f, c.y - r * 0.82f}, {c.x + r * 0.82f, c.y + r * 0.82f}, color, r * 0.35f, 0, line);
      for (const ImVec2 p :
           {ImVec2{-0.38f, -0.38f}, ImVec2{0.38f, -0.38f}, ImVec2{0, 0}, ImVec2{-0.38f, 0.38f}, ImVec2{0.38f, 0.38f}})
        draw->AddCircleFilled({c.x + p.x * r, c.y + p.y * r}, r * 0.15f, color, 10);
      break;
    }
    case Icon::sun:
      draw->AddCircle(c, r * 0.42f, color, 24, line);
      for (int i = 0; i < 8; ++i) {
        const float a = static_cast<float>(i) * 0.7853982f, x = std::cos(a), y = std::sin(a);
        draw->AddLine({c.x + x * r * 0.7f, c.y + y * r * 0.7f}, {c.x + x * r * 0.98f, c.y + y * r * 0.98f}, color,
                      line);
      }
      break;
    case Icon::moon: {
      draw->PathArcTo(c, r * 0.8f, 0.5f, 4.2f, 24);
      draw->PathArcTo({c.x + r * 0.35f, c.y - r * 0.35f}, r * 0.72f, 3.75f, 0.95f, 24);
      draw->PathStroke(color, ImDrawFlags_Closed, line);
      break;
    }
    case Icon::plus:
      draw->AddLine({c.x - r * 0.6f, c.y}, {c.x + r * 0.6f, c.y}, color, line);
      draw->AddLine({c.x, c.y - r * 0.6f}, {c.x, c.y + r * 0.6f}, color, line);
      break;
    case Icon::minus: draw->AddLine({c.x - r * 0.6f, c.y}, {c.x + r * 0.6f, c.y}, color, line); break;
    case Icon::close:
      draw->AddLine({c.x - r * 0.5f, c.y - r * 0.5f}, {c.x + r * 0.5f, c.y + r * 0.5f}, color, line);
      draw->AddLine({c.x - r * 0.5f, c.y + r * 0.5f}, {c.x + r * 0.5f, c.y - r * 0.5f}, color, line);
      break;
    case Icon::open:
      draw->PathLineTo({c.x - r * 0.8f, c.y - r * 0.1f});
      draw->PathLineTo({c.x - r * 0.8f, c.y + r * 0.75f});
      draw->PathLineTo({c.x + r * 0.8f, c.y + r * 0.75f});
      draw->PathLineTo({c.x + r * 0.8f, c.y - r * 0.1f});
      draw->PathStroke(color, 0, line);
      draw->AddLine({c.x, c.y + r * 0.35f}, {c.x, c.y - r * 0.8f}, color, line);
      draw->AddLine({c.x - r * 0.4f, c.y - r * 0.4f}, {c.x, c.y - r * 0.82f}, color, line);
      draw->AddLine({c.x + r * 0.4f, c.y - r * 0.4f}, {c.x, c.y - r * 0.82f}, color, line);
      break;
    case Icon::lock:
    case Icon::unlock: {
      const float lift = icon == Icon::unlock ? r * 0.22f : 0, side = r * 0.36f, top = c.y - r * 0.42f - lift;
      draw->AddRectFilled({c.x - r * 0.62f, c.y - r * 0.08f}, {c.x + r * 0.62f, c.y + r * 0.82f}, color, r * 0.2f);
      draw->PathLineTo({c.x - side, c.y - r * 0.08f});
      draw->PathArcTo({c.x, top}, side, 3.1415927f, 6.2831853f, 16);
      if (icon == Icon::lock) draw->PathLineTo({c.x + side, c.y - r * 0.08f});
      else draw->PathLineTo({c.x + side, c.y - r * 0.36f - lift * 0.5f});
      draw->PathStroke(color, 0, line);
      break;
    }
    case Icon::left:
    case Icon::right: {
      const float way = icon == Icon::left ? -1.0f : 1.0f;
      draw->PathLineTo({c.x - way * r * 0.28f, c.y - r * 0.56f});
      draw->PathLineTo({c.x + way * r * 0.32f, c.y});
      draw->PathLineTo({c.x - way * r * 0.28f, c.y + r * 0.56f});
      draw->PathStroke(color, 0, line);
      break;
    }
    case Icon::copy:
      draw->AddRect({c.x - r * 0.3f, c.y - r * 0.3f}, {c.x + r * 0.8f, c.y + r * 0.8f}, color, r * 0.2f, 0, line);
      draw->PathLineTo({c.x + r * 0.36f, c.y - r * 0.8f});
      draw->PathLineTo({c.x - r * 0.8f, c.y - r * 0.8f});
      draw->PathLineTo({c.x - r * 0.8f, c.y + r * 0.36f});
      draw->PathStroke(color, 0, line);
      break;
    case Icon::remove:  // a bin
      draw->AddLine({c.x - r * 0.75f, c.y - r * 0.55f}, {c.x + r * 0.75f, c.y - r * 0.55f}, color, line);
      draw->AddLine({c.x - r * 0.25f, c.y - r * 0.85f}, {c.x + r * 0.25f, c.y - r * 0.85f}, color, line);
      draw->PathLineTo({c.x - r * 0.56f, c.y - r * 0.5f});
      draw->PathLineTo({c.x - r * 0.46f, c.y + r * 0.85f});
      draw->PathLineTo({c.x + r * 0.46f, c.y + r * 0.85f});
      draw->PathLineTo({c.x + r * 0.56f, c.y - r * 0.5f});
      draw->PathStroke(color, 0, line);
      break;
    case Icon::undo:
    case Icon::redo: {
      const float way = icon == Icon::undo ? 1.0f : -1.0f, half = 1.5707963f, top = c.y - r * 0.3f, arc = r * 0.46f;
      const ImVec2 tip{c.x - way * r * 0.8f, top}, bend{c.x + way * r * 0.28f, top + arc};
      draw->PathLineTo(tip);
      draw->PathArcTo(bend, arc, -half, way > 0 ? half : -3 * half, 20);
      draw->PathLineTo({c.x - way * r * 0.3f, bend.y + arc});
      draw->PathStroke(color, 0, line);
      draw->PathLineTo({tip.x + way * r * 0.44f, top - r * 0.44f});
      draw->PathLineTo(tip);
      draw->PathLineTo({tip.x + way * r * 0.44f, top + r * 0.44f});
      draw->PathStroke(color, 0, line);
      break;
    }
    case Icon::more:
      for (const float x : {-0.66f, 0.0f, 0.66f}) draw->AddCircleFilled({c.x + x * r, c.y}, r * 0.2f, color, 14);
      break;
    case Icon::book:  // open, two pages
      for (const float side : {-1.0f, 1.0f}) {
        draw->PathLineTo({c.x, c.y - r * 0.5f});
        draw->PathBezierCubicCurveTo({c.x + side * r * 0.3f, c.y - r * 0.8f}, {c.x + side * r * 0.7f, c.y - r * 0.8f},
                                     {c.x + side * r * 0.95f, c.y - r * 0.65f});
        draw->PathLineTo({c.x + side * r * 0.95f, c.y + r * 0.6f});
        draw->PathBezierCubicCurveTo({c.x + side * r * 0.7f, c.y + r * 0.45f}, {c.x + side * r * 0.3f, c.y + r * 0.45f},
                                     {c.x, c.y + r * 0.75f});
        draw->PathStroke(color, 0, line);
      }
      draw->AddLine({c.x, c.y - r * 0.5f}, {c.x, c.y + r * 0.75f}, color, line);
      break;
    case Icon::pointer:  // an arrow that points at something
      draw->AddTriangleFilled({c.x - r * 0.5f, c.y - r * 0.85f}, {c.x - r * 0.5f, c.y + r * 0.6f},
                              {c.x + r * 0.6f, c.y + r * 0.2f}, color);
      draw->AddLine({c.x - r * 0.1f, c.y + r * 0.2f}, {c.x + r * 0.3f, c.y + r * 0.9f}, color, line * 1.4f);
      break;
    case Icon::keys:  // a keyboard
      draw->AddRect({c.x - r * 0.95f, c.y - r * 0.62f}, {c.x + r * 0.95f, c.y + r * 0.62f}, color, r * 0.25f, 0, line);
      for (const float x : {-0.5f, 0.0f, 0.5f})
        draw->AddCircleFilled({c.x + x * r, c.y - r * 0.2f}, r * 0.12f, color, 10);
      draw->AddLine({c.x - r * 0.4f, c.y + r * 0.24f}, {c.x + r * 0.4f, c.y + r * 0.24f}, color, line);
      break;
    case Icon::save:  // as open, the other way
      draw->PathLineTo({c.x - r * 0.8f, c.y - r * 0.1f});
      draw->PathLineTo({c.x - r * 0.8f, c.y + r * 0.75f});
      draw->PathLineTo({c.x + r * 0.8f, c.y + r * 0.75f});
      draw->PathLineTo({c.x + r * 0.8f, c.y - r * 0.1f});
      draw->PathStroke(color, 0, line);
      draw->AddLine({c.x, c.y - r * 0.8f}, {c.x, c.y + r * 0.35f}, color, line);
      draw->AddLine({c.x - r * 0.4f, c.y - r * 0.06f}, {c.x, c.y + r * 0.36f}, color, line);
      draw->AddLine({c.x + r * 0.4f, c.y - r * 0.06f}, {c.x, c.y + r * 0.36f}, color, line);
      break;
    case Icon::contrast:
      draw->AddCircle(c, r * 0.8f, color, 24, line);
      draw->PathArcTo(c, r * 0.8f, -1.5707963f, 1.5707963f, 20);
      draw->PathFillConvex(color);
      break;
    case Icon::table:
      draw->AddRect({c.x - r * 0.82f, c.y - r * 0.75f}, {c.x + r * 0.82f, c.y + r * 0.75f}, color, r * 0.2f, 0, line);
      draw->AddLine({c.x - r * 0.82f, c.y - r * 0.25f}, {c.x + r * 0.82f, c.y - r * 0.25f}, color, line);
      draw->AddLine({c.x - r * 0.1f, c.y - r * 0.25f}, {c.x - r * 0.1f, c.y + r * 0.75f}, color, line);
      break;
    case Icon::picture:  // a hill and the sun in a frame
      draw->AddRect({c.x - r * 0.88f, c.y - r * 0.75f}, {c.x + r * 0.88f, c.y + r * 0.75f}, color, r * 0.25f, 0, line);
      draw->AddCircleFilled({c.x + r * 0.4f, c.y - r * 0.28f}, r * 0.16f, color, 12);
      draw->PathLineTo({c.x - r * 0.88f, c.y + r * 0.55f});
      draw->PathLineTo({c.x - r * 0.2f, c.y - r * 0.2f});
      draw->PathLineTo({c.x + r * 0.5f, c.y + r * 0.7f});
      draw->PathStroke(color, 0, line);
      break;
    case Icon::window:
      draw->AddRect({c.x - r * 0.9f, c.y - r * 0.75f}, {c.x + r * 0.9f, c.y + r * 0.75f}, color, r * 0.2f, 0, line);
      draw->AddLine({c.x - r * 0.9f, c.y - r * 0.25f}, {c.x + r * 0.9f, c.y - r * 0.25f}, color, line);
      break;
    case Icon::share: {
      const ImVec2 from{c.x - r * 0.62f, c.y}, up{c.x + r * 0.62f, c.y - r * 0.66f}, down{up.x, c.y + r * 0.66f};
      draw->AddLine(from, up, color, line);
      draw->AddLine(from, down, color, line);
      for (const ImVec2 node : {from, up, down}) draw->AddCircleFilled(node, r * 0.32f, color, 16);
      break;
    }
  }
}

}  // namespace chainrule
