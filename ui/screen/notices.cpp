// SPDX-License-Identifier: MIT
// What the program has to say, above the panels: messages with their way out, and long work with its end.
#include "ui/screen/notices.hpp"

#include <algorithm>
#include <cfloat>
#include <string>

#include "ui/app/app.hpp"

namespace chainrule {
namespace {

/// What takes longer than a frame, how far it is, and the way to end it.
float draw_job(App& app, ImVec2 at, float width) {
  const Job* job = app.job();
  if (!job) return 0;
  Ui& ui = app.ui;
  constexpr float high = 44, way = 80;
  const ImVec2 top{at.x + width, at.y + high};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(at, top, mix(ui.theme.card, ui.theme.accent, 0.10f), size::round);
  const float done = static_cast<float>(std::clamp(job->work.done(), 0.0, 1.0));
  draw->AddRectFilled({at.x, top.y - 4}, {at.x + width * done, top.y}, ui.theme.accent, size::round,
                      ImDrawFlags_RoundCornersBottom);
  const std::string words = job->words + ": " + std::to_string(static_cast<int>(100 * done)) + " %";
  ImGui::SetCursorScreenPos({at.x + 16, at.y + 10});
  paragraph(ui, words, {size::caption, false, ui.theme.text}, width - way - 48);
  announce(ui, Role::status, "Progress", words, at, top);
  ImGui::SetCursorScreenPos({top.x - way - 8, at.y + 7});
  if (button(ui, "Stop", {.width = way, .height = 28})) app.stop_job();
  return high + size::gap;
}

}  // namespace

float draw_notices(App& app, ImVec2 at, float width) {
  Ui& ui = app.ui;
  float used = draw_job(app, at, width);
  for (std::size_t i = 0; i < app.notices.size(); ++i) {
    const Notice& notice = app.notices[i];
    const float way = notice.way_out.empty() ? 0 : measure(ui, notice.way_out).x + 24;
    const bool below = way > 0 && way > width * 0.45f;  // on a phone the button stands under the words
    const float inner = width - 64 - (below ? 0 : way > 0 ? way + 8 : 0);
    const TextStyle style{size::caption, false, ui.theme.text};
    const float high = ui.regular->CalcTextSizeA(style.size, FLT_MAX, inner, notice.words.c_str()).y + 18 +
                       (below     ? 36
                        : way > 0 ? 8
                                  : 0);
    const ImVec2 low{at.x, at.y + used}, top{at.x + width, at.y + used + high};
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImU32 color = notice.bad ? ui.theme.bad : ui.theme.accent;
    draw->AddRectFilled(low, top, mix(ui.theme.card, color, 0.10f), size::round);
    draw->AddRectFilled(low, {low.x + 4, top.y}, color, size::round, ImDrawFlags_RoundCornersLeft);
    ImGui::SetCursorScreenPos({low.x + 16, low.y + 8});
    ImGui::PushID(static_cast<int>(i));
    paragraph(ui, notice.words, style, inner);
    announce(ui, notice.bad ? Role::alert : Role::status, "Message " + std::to_string(i + 1), notice.words, low, top);
    bool taken = false;
    if (way > 0) {
      ImGui::SetCursorScreenPos(below ? ImVec2{low.x + 16, top.y - 36}
                                      : ImVec2{top.x - 44 - way, low.y + (high - 28) / 2});
      taken = button(ui, notice.way_out, {.look = Look::primary, .width = std::min(way, width - 64), .height = 28});
      if (taken) notice.take();
    }
    ImGui::SetCursorScreenPos({top.x - 36, low.y + (high - 28) / 2});
    const bool close = button(ui, "Dismiss message " + std::to_string(i + 1),
                              {.icon = Icon::close, .look = Look::quiet, .icon_only = true, .height = 28});
    ImGui::PopID();
    if (close || taken) {
      app.notices.erase(app.notices.begin() + static_cast<std::ptrdiff_t>(i));
      break;
    }
    used += high + size::gap;
  }
  return used;
}

}  // namespace chainrule
