// SPDX-License-Identifier: MIT
// The top bar: the name, the transport (play, step, reset, new seed), where training stands, the theme; and notices.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/base/text.hpp"
#include "ui/app/app.hpp"
#include "ui/screen/gears.hpp"
#include "ui/screen/menu.hpp"
#include "ui/screen/top_bar.hpp"

namespace chainrule {
namespace {

const double* last_of(const App& app, std::string_view key) {
  const auto* course = app.history().find(key);
  return course && !course->empty() && !std::isnan(course->back()) ? &course->back() : nullptr;
}

/// The four gears side by side, or but the last that was used: the menu has the others. Returns where they end.
float draw_steps(App& app, ImVec2 at, float control, float bar) {
  Ui& ui = app.ui;
  const bool all = bar >= 1000, labelled = bar >= 1200 || !all;
  const float back = at.x;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->ChannelsSplit(2);
  draw->ChannelsSetCurrent(1);
  for (const GearRow& row : gears()) {
    if (!all && row.gear != app.gear) continue;
    const float width = labelled ? measure(ui, row.label).x + (all ? 20.0f : 40.0f) : control;
    if (at.x > back) draw->AddLine({at.x - 0.5f, at.y + 8}, {at.x - 0.5f, at.y + control - 8}, ui.theme.card_edge);
    ImGui::SetCursorScreenPos(at);
    const std::string help = with_keys(row.help, row.command);
    if (button(ui, row.name,
               {.icon = all && labelled ? Icon::none : row.icon,
                .look = Look::quiet,
                .label = row.label,
                .icon_only = !labelled,
                .width = width,
                .height = control,
                .help = help}))
      app.step(row.gear);
    at.x += width;
  }
  draw->ChannelsSetCurrent(0);
  draw->AddRectFilled({back, at.y}, {at.x, at.y + control}, ui.theme.field, size::round);
  draw->ChannelsMerge();
  return at.x + size::gap;
}

/// Undo, redo, the menu and the theme at the right end; a narrow bar has but the menu, which holds the rest.
void draw_right_end(App& app, float right, float y, float control, bool wide, bool roomy) {
  Ui& ui = app.ui;
  const auto place = [&](int from_right) {
    ImGui::SetCursorScreenPos({right - static_cast<float>(from_right) * (control + 4), y});
  };
  if (roomy) {
    const auto tool = [&](std::string_view name, std::string_view what, Icon icon, Command command) {
      const std::string help = with_keys(std::string(name) + (what.empty() ? "" : ": " + std::string(what)), command);
      return button(ui, name,
                    {.icon = icon,
                     .look = Look::quiet,
                     .icon_only = true,
                     .height = control,
                     .enabled = !what.empty(),
                     .help = help});
    };
    place(4);
    if (tool("Undo", app.undoable().undoes(), Icon::undo, Command::undo)) app.undo();
    place(3);
    if (tool("Redo", app.undoable().redoes(), Icon::redo, Command::redo)) app.redo();
    place(2);
    if (button(ui, "Share",
               {.icon = Icon::share,
                .look = Look::quiet,
                .icon_only = true,
                .height = control,
                .help = "As a link, for slides, as a QR code, as a Keras program"}))
      app.share.open = true;
    place(1);
    const std::string help = with_keys(ui.theme.dark ? "Light colours" : "Dark colours", Command::theme);
    if (button(ui, ui.theme.dark ? "Light theme" : "Dark theme",
               {.icon = ui.theme.dark ? Icon::sun : Icon::moon,
                .look = Look::quiet,
                .icon_only = true,
                .height = control,
                .help = help}))
      app.set_theme(ui.theme.dark ? "light" : "dark");
  }
  place(0);
  draw_menu(app,
            {.height = control, .with_undo = !roomy, .with_theme = !roomy, .with_steps = !wide, .with_share = !roomy});
}

}  // namespace

void draw_progress(App& app, ImVec2 at, float width, float height) {
  Ui& ui = app.ui;
  const Snapshot& s = app.snapshot();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  char epoch[48], of[48];
  std::snprintf(epoch, sizeof epoch, "%td", s.epoch);
  std::snprintf(of, sizeof of, "of %td", std::max<Index>(s.epochs, app.document().fit.epochs));
  const float middle = at.y + height / 2;
  const float digits = measure(ui, epoch, {size::number, true, 0}).x;
  float x = at.x;
  if (width > digits + 54) {
    text_at(ui, draw, {x, middle - 9}, "Epoch", {size::caption, false, ui.theme.muted});
    x += 46;
  }
  if (width > digits) text_at(ui, draw, {x, middle - 15}, epoch, {size::number, true, ui.theme.text});
  x += digits + 6;
  if (width > digits + 120) text_at(ui, draw, {x, middle - 9}, of, {size::caption, false, ui.theme.muted});
  x += measure(ui, of, {size::caption, false, 0}).x + 24;
  std::string words = std::string("Epoch ") + epoch + " " + of;
  for (const auto& [key, color] : {std::pair{"loss", ui.theme.loss}, std::pair{"val_loss", ui.theme.validation}}) {
    const double* value = last_of(app, key);
    if (!value) continue;
    char number[32];
    std::snprintf(number, sizeof number, "%.4f", *value);
    words += std::string(", ") + key + " " + number;
    const float wide = measure(ui, key, {size::caption, false, 0}).x + 66;
    if (x + wide > at.x + width) continue;
    text_at(ui, draw, {x, middle - 9}, key, {size::caption, false, ui.theme.muted});
    text_at(ui, draw, {x + wide - 60, middle - 10}, number, {size::body, true, color});
    x += wide + 16;
  }
  for (const char* key : {"acc", "val_acc"})
    if (const double* value = last_of(app, key)) words += std::string(", ") + key + " " + short_number(*value);
  announce(ui, Role::status, "Training", words, at, {at.x + std::max(width, 1.0f), at.y + height});
}

float draw_play(App& app, ImVec2 at, float width, float height) {
  const bool playing = app.snapshot().playing;
  ImGui::SetCursorScreenPos(at);
  if (button(app.ui, playing ? "Pause" : "Play",
             {.icon = playing ? Icon::pause : Icon::play,
              .look = Look::primary,
              .width = width,
              .height = height,
              .help = with_keys("Trains epoch after epoch", Command::play)}))
    app.play_or_pause();
  return width;
}

float draw_resets(App& app, ImVec2 at, float height, bool labelled, bool seed) {
  float x = at.x;
  const auto tool = [&](std::string_view name, Icon icon, std::string_view words, Command command) {
    const float width = labelled ? measure(app.ui, name).x + 48 : height;
    ImGui::SetCursorScreenPos({x, at.y});
    x += width + size::gap;
    return button(
        app.ui, name,
        {.icon = icon, .icon_only = !labelled, .width = width, .height = height, .help = with_keys(words, command)});
  };
  if (tool("Reset", Icon::reset, "Back to the same initial weights", Command::reset)) app.reset_same();
  if (seed && tool("New seed", Icon::seed, "Other data, weights and shuffles, from a new seed", Command::new_seed))
    app.new_seed();
  return x - size::gap - at.x;
}

void draw_top_bar(App& app, ImVec2 at, ImVec2 extent) {
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(at, {at.x + extent.x, at.y + extent.y}, ui.theme.panel);
  draw->AddLine({at.x, at.y + extent.y - 0.5f}, {at.x + extent.x, at.y + extent.y - 0.5f}, ui.theme.card_edge);
  const bool wide = extent.x >= 1000, roomy = extent.x >= 620, small = extent.y < 50;
  const float control = small ? 32.0f : 36.0f, y = at.y + (extent.y - control) / 2;
  float x = at.x + (wide ? 20.0f : 10.0f);
  if (roomy) {
    // The mark: three nodes and the way back.
    const ImVec2 c{x + 12, at.y + extent.y / 2};
    draw->AddLine({c.x - 9, c.y + 6}, {c.x, c.y - 7}, ui.theme.positive, 2.5f);
    draw->AddLine({c.x, c.y - 7}, {c.x + 9, c.y + 6}, ui.theme.negative, 2.5f);
    draw->AddCircleFilled({c.x - 9, c.y + 6}, 4.5f, ui.theme.positive, 20);
    draw->AddCircleFilled({c.x, c.y - 7}, 4.5f, ui.theme.text, 20);
    draw->AddCircleFilled({c.x + 9, c.y + 6}, 4.5f, ui.theme.negative, 20);
    x += 34;
    if (wide) {
      text_at(ui, draw, {x, at.y + extent.y / 2 - 14}, "Chainrule", {size::title, true, ui.theme.text});
      x += 124;
    }
  }
  const bool widest = extent.x >= 1360;  // the numbers of training come before the words on these two
  x += draw_play(app, {x, y}, roomy ? 104.0f : 88.0f, control) + size::gap;
  x = draw_steps(app, {x, y}, control, extent.x);
  x += draw_resets(app, {x, y}, control, widest, true) + size::gap;
  const float right = at.x + extent.x - (wide ? 20.0f : 10.0f) - control;
  x += wide ? 16.0f : 6.0f;
  draw_progress(app, {x, at.y}, right - (roomy ? 4 * (control + 4) : 0) - x - 8, extent.y);
  draw_right_end(app, right, y, control, wide, roomy);
}

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
