// SPDX-License-Identifier: MIT
// Where the panels lie: side by side when there is room, under tabs when there is not.
#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/document/panels.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/backprop/backprop.hpp"
#include "ui/panels/curves/curves.hpp"
#include "ui/panels/data/data.hpp"
#include "ui/panels/data/import.hpp"
#include "ui/panels/fit/fit.hpp"
#include "ui/panels/network/activation.hpp"
#include "ui/panels/network/network.hpp"
#include "ui/panels/output/output.hpp"
#include "ui/panels/summary/summary.hpp"
#include "ui/screen/all_hidden.hpp"
#include "ui/screen/scene.hpp"
#include "ui/screen/learn.hpp"
#include "ui/screen/screen.hpp"
#include "ui/screen/share_dialog.hpp"
#include "ui/screen/shortcuts.hpp"
#include "ui/screen/stage.hpp"
#include "ui/screen/shortcuts_sheet.hpp"
#include "ui/screen/tour.hpp"
#include "ui/screen/notices.hpp"
#include "ui/screen/top_bar.hpp"

namespace chainrule {
namespace {

struct Drawn {
  std::string_view panel;
  void (*draw)(App&);
  bool scrolls;
};
constexpr Drawn all_drawn[] = {
    {"network", draw_network, false},  {"output", draw_output, true},
    {"curves", draw_curves, false},    {"data", draw_data, true},
    {"fit", draw_fit, true},           {"summary", draw_summary, true},
    {"backprop", draw_backprop, true}, {"activation", draw_activation, false},
};

/// A column of cards; `parts` are their shares of the height, 0 = hidden.
void column(App& app, ImVec2 at, ImVec2 extent, const std::vector<std::pair<std::string_view, float>>& parts) {
  float total = 0;
  int shown = 0;
  for (const auto& [key, share] : parts)
    if (app.shows(key)) total += share, ++shown;
  if (shown == 0) return;
  constexpr float gap = 12;
  const float room = extent.y - gap * static_cast<float>(shown - 1);
  float y = at.y;
  for (const auto& [key, share] : parts) {
    if (!app.shows(key)) continue;
    const float h = std::floor(room * share / total);
    draw_card(app, key, {at.x, y}, {extent.x, h});
    y += h + gap;
  }
}

void wide_screen(App& app, ImVec2 at, ImVec2 extent) {
  constexpr float gap = 12;
  const bool left = !app.present && (app.shows("data") || app.shows("fit")),
             right = app.shows("output") || app.shows("curves");
  const float side = extent.x >= 1200 ? 288.0f : 264.0f,
              wing = right ? std::clamp(extent.x * 0.27f, 300.0f, 460.0f) : 0;
  float x = at.x;
  if (left) {
    // Data and Fit share one card that scrolls as a whole when the window is low.
    app.mark("left", {x, at.y}, {x + side, at.y + extent.y});
    if (app.jump >= 0 && (panels()[static_cast<std::size_t>(app.jump)].name == "data" ||
                          panels()[static_cast<std::size_t>(app.jump)].name == "fit"))
      ImGui::SetNextWindowFocus();  // both are in this card
    begin_card(app.ui, "left", {x, at.y}, {side, extent.y}, true);
    if (app.shows("data")) draw_data(app);
    if (app.shows("data") && app.shows("fit")) ImGui::Dummy({0, 8});
    if (app.shows("fit")) draw_fit(app);
    end_card();
    x += side + gap;
  }
  const float middle = at.x + extent.x - x - (right ? wing + gap : 0);
  const auto layers = static_cast<float>(app.document().layers.size());
  const float summary = std::min(extent.y * 0.35f, 96 + 26 * layers + 12);
  if (app.present && app.shows("network")) column(app, {x, at.y}, {middle, extent.y}, {{"network", 1}});
  else column(app, {x, at.y}, {middle, extent.y}, {{"network", extent.y - summary}, {"summary", summary}});
  if (right) {
    const float square = std::min(wing + 84, extent.y * 0.58f);
    column(app, {at.x + extent.x - wing, at.y}, {wing, extent.y}, {{"output", square}, {"curves", extent.y - square}});
  }
}

void narrow_screen(App& app, ImVec2 at, ImVec2 extent) {
  const bool tall = extent.y >= 560;
  std::vector<std::string_view> titles;
  std::vector<const Panel*> shown;
  for (const Panel& p : panels()) {
    if (!app.shows(p.name) || p.name == "activation") continue;  // the layers' cards have that one
    if (tall && (p.name == "output" || p.name == "curves") && app.shows("network"))
      continue;  // they stand under the network
    shown.push_back(&p);
    titles.push_back(p.title);
  }
  if (shown.empty()) return;
  app.tab = std::clamp(app.tab, 0, static_cast<int>(shown.size()) - 1);
  float y = at.y;
  if (shown.size() > 1) {
    ImGui::SetCursorScreenPos({at.x, y});
    tabs(app.ui, "panels", app.tab, titles, extent.x);
    y += size::control + 8;
  }
  const float room = at.y + extent.y - y;
  const Panel& p = *shown[static_cast<std::size_t>(app.tab)];
  if (tall && p.name == "network" && (app.shows("output") || app.shows("curves"))) {
    const float upper = std::floor(room * 0.48f), lower = room - upper - 8;
    draw_card(app, "network", {at.x, y}, {extent.x, upper});
    const bool both = app.shows("output") && app.shows("curves"), beside = extent.x >= 600;
    const ImVec2 half = !both    ? ImVec2{extent.x, lower}
                        : beside ? ImVec2{(extent.x - 8) / 2, lower}
                                 : ImVec2{extent.x, (lower - 8) / 2};
    y += upper + 8;
    if (app.shows("output")) draw_card(app, "output", {at.x, y}, half);
    if (app.shows("curves"))
      draw_card(app, "curves",
                both ? (beside ? ImVec2{at.x + half.x + 8, y} : ImVec2{at.x, y + half.y + 8}) : ImVec2{at.x, y}, half);
  } else if (tall && p.name == "backprop" && app.film_player.view.open && app.shows("network")) {
    const float upper = std::floor(room * 0.36f);  // where the numbers come from stands above them
    draw_card(app, "network", {at.x, y}, {extent.x, upper});
    draw_card(app, "backprop", {at.x, y + upper + 8}, {extent.x, room - upper - 8});
  } else {
    draw_card(app, p.name, {at.x, y}, {extent.x, room});
  }
}

/// A wide screen has the film only while it is open.
bool shows_nothing(const App& app, bool wide) {
  return std::none_of(panels().begin(), panels().end(), [&](const Panel& p) {
    return p.name != "activation" && (p.name != "backprop" || !wide || app.film_player.view.open) && app.shows(p.name);
  });
}

void draw_everything(App& app, ImVec2 window) {
  const float bar = window.y < 420 ? 44.0f : 60.0f, margin = window.x < 1000 ? 8.0f : 12.0f;
  draw_top_bar(app, {0, 0}, {window.x, bar});
  float y = bar + margin;
  y += draw_notices(app, {margin, y}, window.x - 2 * margin);
  const ImVec2 at{margin, y}, extent{window.x - 2 * margin, window.y - y - margin};
  if (!(extent.x > 40 && extent.y > 40)) return;
  const bool wide = window.x >= 1000 && window.y >= 460;
  if (shows_nothing(app, wide)) draw_all_hidden(app, at, extent);
  else if (wide && app.film_player.view.open && app.shows("backprop")) draw_stage(app, at, extent);
  else if (wide) wide_screen(app, at, extent);
  else narrow_screen(app, at, extent);
}

}  // namespace

void draw_card(App& app, std::string_view key, ImVec2 at, ImVec2 extent) {
  const Drawn* const row =
      std::find_if(std::begin(all_drawn), std::end(all_drawn), [&](const Drawn& d) { return d.panel == key; });
  app.mark(key, at, {at.x + extent.x, at.y + extent.y});
  const auto shown = std::find_if(panels().begin(), panels().end(), [&](const Panel& p) { return p.name == key; });
  if (app.jump >= 0 && shown - panels().begin() == app.jump) {
    ImGui::SetNextWindowFocus();
    app.jump = -1;
  }
  begin_card(app.ui, std::string(key).c_str(), at, extent, row->scrolls);
  row->draw(app);
  end_card();
}

/// By the pointer here, or else in a twin.
static Symbol pointed(const FilmView& film) { return film.hovered.kind ? film.hovered : film.told; }

float scene_zoom(const App& app, float width, float height) {
  if (app.scene()) return std::clamp(std::min(width / 560, height / 450), 1.0f, 3.0f);
  return app.present ? std::clamp(std::min(width / 1060, height / 620), 1.0f, 2.0f) : 1.0f;
}

bool draw_screen(App& app) {
  Ui& ui = app.ui;
  const bool was_dark = ui.theme.dark, was_strong = ui.theme.contrast,
             was_clear = (ui.theme.page >> 24) == 0 && ui.theme.text != 0;
  const std::string& wish = app.document().theme;
  const bool dark = wish.ends_with("dark") ||
                    (!wish.ends_with("light") && app.services().prefers_dark && app.services().prefers_dark());
  const bool clear = wish.starts_with("transparent");  // the page or slide behind shows through
  const bool strong =
      wish == "contrast" || (wish == "auto" && app.services().prefers_contrast && app.services().prefers_contrast());
  if (dark != was_dark || strong != was_strong || clear != was_clear || ui.theme.text == 0) {
    ui.theme = dark ? dark_theme() : light_theme();
    if (strong) ui.theme = with_contrast(ui.theme);
    if (clear) ui.theme.page = ui.theme.panel = 0;
    apply(ui.theme, ImGui::GetStyle());
    app.refresh();
  }
  ui.reduced_motion = app.services().prefers_reduced_motion && app.services().prefers_reduced_motion();
  ImGui::GetIO().ConfigInputTextCursorBlink = !ui.reduced_motion;
  FilmView& film = app.film_player.view;
  film.lit = pointed(film);
  film.hovered = {};
  const ImVec2 pointer = ImGui::GetIO().MousePos;
  if (pointer.x != ui.pointer.x || pointer.y != ui.pointer.y || ImGui::IsAnyMouseDown())
    ui.since = app.services().now_ms();
  ui.pointer = pointer;
  ui.rests = ui.slide && app.services().now_ms() - ui.since > 4000;
  ui.mirror.begin_frame();
  ui.waiting = false;
  const bool training = app.update();
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(window);
  if (!ImGui::IsWindowFocused(ImGuiFocusedFlags_AnyWindow))
    ImGui::SetNextWindowFocus();  // keys go somewhere from the start
  ImGui::Begin("screen", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
  take_shortcuts(app);
  ui.compact = window.y < 420;
  ui.bare = ui.compact && app.scene();
  app.on_stage = false;
  app.summary.lit = std::exchange(app.summary.pointed, -1);  // it is drawn after what it lights
  if (const Scene* scene = app.scene()) draw_scene(app, *scene, window);
  else draw_everything(app, window);
  ImGui::Dummy({0, 0});
  if (app.import) draw_import(app);
  if (app.shortcuts_open) draw_shortcuts(app);
  if (app.learn_open) draw_learn(app);
  if (app.share.open) draw_share(app);
  draw_tour(app);
  app.jump = -1;  // a panel that is not on screen takes no keys
  ImGui::End();
  return training || ui.waiting || !(film.lit == pointed(film));
}

}  // namespace chainrule
