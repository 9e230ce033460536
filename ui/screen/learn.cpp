// SPDX-License-Identifier: MIT
// Learn: the lecture scene by scene, examples, the reference, the keys, a tour of the screen; a card over everything.
#include "ui/screen/learn.hpp"

#include <cmath>
#include <functional>
#include <string>

#include "engine/document/examples.hpp"
#include "engine/document/scenes.hpp"
#include "ui/app/app.hpp"
#include "ui/screen/menu_rows.hpp"
#include "ui/screen/sheet.hpp"
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

/// A line of the sheet; true when it was chosen.
using Row = std::function<bool(std::string_view name, Icon icon, std::string_view keys)>;

void heading(Ui& ui, std::string_view words) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  text_at(ui, ImGui::GetWindowDrawList(), {at.x + 8, at.y + 6}, words, {size::caption, true, ui.theme.muted});
  announce(ui, Role::heading, words, "", at, {at.x + 200, at.y + 28});
  ImGui::Dummy({200, 30});
}

/// What concerns this screen.
void draw_here(App& app, const Row& row) {
  heading(app.ui, "This screen");
  if (row("What is what: a tour", Icon::pointer, {})) app.tour = 0;
  if (!app.scene() && app.experiment() &&
      row("Watch a step, number by number", Icon::step_layer, keys_of(Command::watch)))
    app.open_film();
  if (row("All keys", Icon::keys, keys_of(Command::shortcuts))) app.shortcuts_open = true;
}

void draw_course(App& app, const Row& row) {
  heading(app.ui, "The lecture, scene by scene");
  int number = 0;
  for (const Scene& scene : scenes()) {
    const std::string name = std::to_string(++number) + "  " + std::string(scene.title);
    if (row(name, Icon::book, {})) open_course(app, scene.name);
    resting_tooltip(app.ui, scene.help);
  }
}

void draw_examples(App& app, const Row& row) {
  heading(app.ui, "Examples, small enough for every number");
  for (const Preset& preset : presets()) {
    if (row(preset.name, Icon::step_number, {})) {
      app.open_link(preset.link);
      app.open_film();
    }
    resting_tooltip(app.ui, preset.help);
  }
}

void draw_pages(App& app, const Row& row) {
  if (!app.services().open_site) return;
  heading(app.ui, "To read");
  for (const SitePage& page : pages)
    if (row(page.name, Icon::window, {})) app.services().open_site(page.path);
}

/// What fills the sheet: two columns where there is room. True when something was chosen.
bool draw_parts(App& app, float width) {
  const bool two = width >= 620;
  const float column = two ? std::floor((width - 24) / 2) : width;
  bool chosen = false;
  const Row row = [&](std::string_view name, Icon icon, std::string_view keys) {
    const bool pressed = menu_row(app.ui, name, icon, keys, true, column);
    chosen = chosen || pressed;
    return pressed;
  };
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  ImGui::BeginGroup();
  draw_here(app, row);
  draw_examples(app, row);
  draw_pages(app, row);
  ImGui::EndGroup();
  if (two) ImGui::SameLine(0, 24);
  ImGui::BeginGroup();
  draw_course(app, row);
  ImGui::EndGroup();
  ImGui::PopStyleVar();
  return chosen;
}

}  // namespace

void open_course(App& app, std::string_view scene) {
  app.open_link("scene=" + std::string(scene));
  app.course_asked = true;
}

void draw_learn(App& app) {
  if (!begin_sheet(app, "Learn", {760, 640})) return;
  const bool chosen = draw_parts(app, ImGui::GetContentRegionAvail().x);
  if (end_sheet(app, chosen)) app.learn_open = false;
}

}  // namespace chainrule
