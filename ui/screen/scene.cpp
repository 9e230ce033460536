// SPDX-License-Identifier: MIT
// A scene: one idea as a window of its own, in a slide say. A bar with what drives it, and its panels, all in sight.
#include <algorithm>
#include <cmath>

#include "engine/document/panels.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/backprop/transport.hpp"
#include "ui/screen/all_hidden.hpp"
#include "ui/screen/gears.hpp"
#include "ui/screen/learn.hpp"
#include "ui/screen/menu.hpp"
#include "ui/screen/scene.hpp"
#include "ui/screen/screen.hpp"
#include "ui/screen/notices.hpp"
#include "ui/screen/top_bar.hpp"
#include "ui/widgets/options.hpp"

namespace chainrule {
namespace {

/// How much of the window's width the first of two panels gets.
float share_of(std::string_view first, std::string_view second) {
  if (second == "backprop") return 0.46f;
  if (first == "curves") return 0.58f;
  if (first == "network") return 0.54f;
  return 0.5f;
}

/// Two or more panels in one place: under each other where that leaves enough of each, else under tabs.
void draw_stack(App& app, std::span<const std::string_view> keys, ImVec2 at, ImVec2 extent, float gap) {
  const auto weight = [](std::string_view key) { return key == "output" ? 1.5f : 1.0f; };
  float all = 0;
  for (const std::string_view key : keys) all += weight(key);
  const float each = (extent.y - gap * static_cast<float>(keys.size() - 1)) / all;  // for a weight of 1
  if (each >= 160 || keys.size() == 1) {
    for (const std::string_view key : keys) {
      const float height = std::floor(each * weight(key));
      draw_card(app, key, at, {extent.x, height});
      at.y += height + gap;
    }
    return;
  }
  std::vector<std::string_view> titles;
  for (const std::string_view key : keys) titles.push_back(find_panel(key)->title);
  app.tab = std::clamp(app.tab, 0, static_cast<int>(keys.size()) - 1);
  ImGui::SetCursorScreenPos(at);
  tabs(app.ui, "panels", app.tab, titles, extent.x);
  draw_card(app, keys[static_cast<std::size_t>(app.tab)], {at.x, at.y + size::control + 4},
            {extent.x, extent.y - size::control - 4});
}

void draw_panels(App& app, const Scene& scene, ImVec2 at, ImVec2 extent) {
  auto keys = panels_of(scene);
  std::erase_if(keys, [&](std::string_view key) { return !app.shows(key); });
  if (keys.empty()) return draw_all_hidden(app, at, extent);
  const float gap = extent.y < 400 ? 6 : 12;
  if (keys.size() == 1) return draw_card(app, keys[0], at, extent);
  if (extent.x < 1.15f * extent.y) return draw_stack(app, keys, at, extent, gap);  // a phone upright
  const float first = std::floor((extent.x - gap) * share_of(keys[0], keys[1]));
  draw_card(app, keys[0], at, {first, extent.y});
  draw_stack(app, std::span(keys).subspan(1), {at.x + first + gap, at.y}, {extent.x - first - gap, extent.y}, gap);
}

/// A menu of the data that need no file; training goes on from new weights.
void draw_data_menu(App& app, ImVec2 at, float width) {
  int chosen = -1;
  auto options = options_of(generators(), app.document().data, chosen);
  if (chosen < 0)
    options.push_back({app.document().data, "as the link has it"}), chosen = static_cast<int>(options.size()) - 1;
  ImGui::SetCursorScreenPos(at);
  if (select(app.ui, "Data", chosen, options, width) && chosen < static_cast<int>(generators().size()))
    app.choose_data(std::string(generators()[static_cast<std::size_t>(chosen)].name));
}

/// Play, an epoch, back to the start, other data. Returns the width they take.
float draw_fit_bar(App& app, ImVec2 at, float control, float room) {
  const bool roomy = room >= 620;
  float x = at.x + draw_play(app, at, 88, control) + 6;
  const GearRow& epoch = gears().front();
  ImGui::SetCursorScreenPos({x, at.y});
  if (button(app.ui, epoch.name,
             {.icon = epoch.icon, .icon_only = true, .height = control, .help = with_keys(epoch.help, epoch.command)}))
    app.step(epoch.gear);
  x += control + 6;
  x += draw_resets(app, {x, at.y}, control, false, roomy) + 6;
  if (room < 300) return x - at.x;  // beside the steps of the course on a phone
  const float menu = roomy ? 124.0f : 104.0f;
  draw_data_menu(app, {x, at.y + (control - size::control) / 2}, menu);
  return x + menu + 10 - at.x;
}

void draw_film_bar(App& app, ImVec2 at, float control, float room) {
  const Film* film = app.film();
  float x = at.x + draw_film_buttons(app, film, at, control) + 4;
  if (room > 560) {
    ImGui::SetCursorScreenPos({x, at.y + (control - size::control) / 2});
    draw_film_pace(app);
    x += film_pace_width + 10;
    if (film) x += draw_film_row(app, *film, {x, at.y + (control - size::control) / 2});
  }
  if (film && app.experiment()) draw_film_timeline(app, {x, at.y + (control - 26) / 2}, at.x + room - x, false);
}

float course_width(float bar, float control) { return bar < 700 ? 3 * (control + 4) : 3 * (control + 4) + 62 + 18; }

/// The scene before and the next one of the lecture, and the way out, left of `end`.
void draw_course_steps(App& app, const Scene& scene, ImVec2 end, float control, float bar) {
  const auto all = scenes();
  const auto at = static_cast<std::size_t>(&scene - all.data());
  float x = end.x - course_width(bar, control);
  const auto tool = [&](std::string_view name, Icon icon, std::string_view help, bool enabled) {
    ImGui::SetCursorScreenPos({x, end.y});
    x += control + 4;
    return button(
        app.ui, name,
        {.icon = icon, .look = Look::quiet, .icon_only = true, .height = control, .enabled = enabled, .help = help});
  };
  if (tool("Close the scene", Icon::close, "Back to the whole playground, with this network", true)) app.leave_scene();
  if (tool("Scene before", Icon::left, at > 0 ? all[at - 1].title : "", at > 0)) open_course(app, all[at - 1].name);
  if (bar >= 700) {
    const std::string number = std::to_string(at + 1) + " of " + std::to_string(all.size());
    text_at(app.ui, ImGui::GetWindowDrawList(), {x + 30, end.y + control / 2 - 9}, number,
            {size::caption, false, app.ui.theme.muted}, 0.5f);
    x += 62;
  }
  const bool more = at + 1 < all.size();
  if (tool("Next scene", Icon::right, more ? all[at + 1].title : "", more)) open_course(app, all[at + 1].name);
}

void draw_bar(App& app, const Scene& scene, ImVec2 extent) {
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled({0, 0}, extent, ui.theme.panel);
  draw->AddLine({0, extent.y - 0.5f}, {extent.x, extent.y - 0.5f}, ui.theme.card_edge);
  const float control = extent.y < 48 ? 32.0f : 36.0f, y = (extent.y - control) / 2, end = extent.x - 34 - control;
  const float right = end - (app.in_course ? course_width(extent.x, control) : 0);
  const TextStyle heading{size::heading, true, ui.theme.text};
  const float title = measure(ui, scene.title, heading).x;
  float x = 10;
  if (scene.drive == Drive::none || right >= title + 520) {
    text_at(ui, draw, {x + 4, extent.y / 2 - heading.size / 2 - 3}, scene.title, heading);
    x += title + 24;
  }
  announce(ui, Role::heading, scene.title, std::string(scene.help), {10, y}, {10 + title, y + control});
  if (scene.drive == Drive::fit) {
    x += draw_fit_bar(app, {x, y}, control, right - x);
    draw_progress(app, {x, 0}, right - x - 6, extent.y);
  } else if (scene.drive == Drive::film) {
    draw_film_bar(app, {x, y}, control, right - x - 8);
  }
  if (app.in_course) draw_course_steps(app, scene, {end, y}, control, extent.x);
  ImGui::SetCursorScreenPos({end + control + 2, (extent.y - 22) / 2});
  help_mark(ui, "About this scene", scene.help);
  ImGui::SetCursorScreenPos({end, y});
  draw_menu(app, {.height = control,
                  .with_undo = true,
                  .with_theme = true,
                  .with_steps = scene.drive == Drive::fit,
                  .with_share = true,
                  .with_learn = true});
}

}  // namespace

void draw_scene(App& app, const Scene& scene, ImVec2 window) {
  Ui& ui = app.ui;
  const float bar = ui.compact ? 40.0f : 52.0f, margin = ui.compact ? 6.0f : 12.0f;
  draw_bar(app, scene, {window.x, bar});
  float y = bar + margin;
  y += draw_notices(app, {margin, y}, window.x - 2 * margin);
  float bottom = window.y - margin;
  // What is seen, in words, where there is room for a line or two.
  const TextStyle words{size::caption, false, ui.theme.muted};
  const float wide = measure(ui, scene.help, words).x, room = window.x - 2 * margin - 8;
  const float lines = std::ceil(wide / room + 0.05f);
  if (window.y >= 480 && lines <= 3) {
    bottom -= 20 * lines + 4;
    ImGui::SetCursorScreenPos({margin + 4, bottom + 6});
    paragraph(ui, scene.help, words, room);
  }
  const ImVec2 at{margin, y}, extent{window.x - 2 * margin, bottom - y};
  if (extent.x > 40 && extent.y > 40) draw_panels(app, scene, at, extent);
}

}  // namespace chainrule
