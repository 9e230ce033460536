// SPDX-License-Identifier: MIT
// Learn: the lecture scene by scene, examples, the reference, the keys, a tour of the screen; a card over everything.
#include "ui/screen/learn.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/document/examples.hpp"
#include "engine/document/scenes.hpp"
#include "ui/app/app.hpp"
#include "ui/screen/menu_rows.hpp"
#include "ui/screen/shortcuts.hpp"

namespace chainrule {
namespace {

struct SitePage {
  std::string_view name, path;
};
/// Pages that stand beside this one on the site.
constexpr SitePage pages[] = {{"Reference: the engine in JavaScript", "reference.html"},
                              {"Links: every key that a link can have", "links.html"},
                              {"Slides: messages to a frame", "messages.html"}};

void heading(Ui& ui, std::string_view words) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  text_at(ui, ImGui::GetWindowDrawList(), {at.x + 8, at.y + 6}, words, {size::caption, true, ui.theme.muted});
  announce(ui, Role::heading, words, "", at, {at.x + 200, at.y + 28});
  ImGui::Dummy({200, 30});
}

/// What concerns this screen.
void draw_here(App& app, float width) {
  Ui& ui = app.ui;
  heading(ui, "This screen");
  if (menu_row(ui, "What is what: a tour", Icon::pointer, {}, true, width)) app.tour = 0;
  if (!app.scene() && menu_row(ui, "Watch a step, number by number", Icon::step_layer, keys_of(Command::watch),
                               app.experiment() != nullptr, width))
    app.open_film();
  if (menu_row(ui, "All keys", Icon::keys, keys_of(Command::shortcuts), true, width)) app.shortcuts_open = true;
}

void draw_course(App& app, float width) {
  Ui& ui = app.ui;
  heading(ui, "The lecture, scene by scene");
  int number = 0;
  for (const Scene& scene : scenes()) {
    const std::string name = std::to_string(++number) + "  " + std::string(scene.title);
    if (menu_row(ui, name, Icon::book, {}, true, width)) open_course(app, scene.name);
    resting_tooltip(ui, scene.help);
  }
}

void draw_examples(App& app, float width) {
  Ui& ui = app.ui;
  heading(ui, "Examples, small enough for every number");
  for (const Preset& preset : presets()) {
    if (menu_row(ui, preset.name, Icon::step_number, {}, true, width)) {
      app.open_link(preset.link);
      app.open_film();
    }
    resting_tooltip(ui, preset.help);
  }
}

void draw_pages(App& app, float width) {
  if (!app.services().open_site) return;
  heading(app.ui, "To read");
  for (const SitePage& page : pages)
    if (menu_row(app.ui, page.name, Icon::window, {}, true, width)) app.services().open_site(page.path);
}

/// What fills the sheet: two columns where there is room.
void draw_parts(App& app, float width) {
  const bool two = width >= 620;
  const float column = two ? std::floor((width - 24) / 2) : width;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  ImGui::BeginGroup();
  draw_here(app, column);
  draw_examples(app, column);
  draw_pages(app, column);
  ImGui::EndGroup();
  if (two) ImGui::SameLine(0, 24);
  ImGui::BeginGroup();
  draw_course(app, column);
  ImGui::EndGroup();
  ImGui::PopStyleVar();
}

}  // namespace

void open_course(App& app, std::string_view scene) {
  app.open_link("scene=" + std::string(scene));
  app.in_course = true;
}

void draw_learn(App& app) {
  Ui& ui = app.ui;
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const ImVec2 extent{std::min(760.0f, window.x - 24), std::min(640.0f, window.y - 24)};
  ImGui::SetNextWindowPos({std::floor((window.x - extent.x) / 2), std::floor((window.y - extent.y) / 2)});
  ImGui::SetNextWindowSize(extent);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(20, 14));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 12);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  if (!ImGui::IsPopupOpen("learn")) ImGui::OpenPopup("learn");
  if (ImGui::BeginPopupModal(
          "learn", nullptr,
          ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) {
    const float width = ImGui::GetContentRegionAvail().x;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(ui, ImGui::GetWindowDrawList(), {at.x + 8, at.y + 2}, "Learn", {size::title, true, ui.theme.text});
    announce(ui, Role::heading, "Learn", "", at, {at.x + 70, at.y + 28});
    ImGui::SetCursorScreenPos({at.x + width - 30, at.y});
    bool close = button(ui, "Close Learn", {.icon = Icon::close, .look = Look::quiet, .icon_only = true, .height = 30});
    ImGui::SetCursorScreenPos({at.x, at.y + 38});
    ImGui::BeginChild("parts", ImGui::GetContentRegionAvail(), ImGuiChildFlags_NavFlattened);
    draw_parts(app, ImGui::GetContentRegionAvail().x);
    ImGui::EndChild();
    close = close || ui.escaped || !ImGui::IsPopupOpen("learn");
    if (close) {
      app.learn_open = false;
      ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
  } else {
    app.learn_open = false;
  }
  ImGui::PopStyleVar(3);
}

}  // namespace chainrule
