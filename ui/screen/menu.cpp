// SPDX-License-Identifier: MIT
// The menu of the top bar: files, pictures, and what has no room in a narrow bar.
#include <algorithm>
#include <utility>

#include "engine/document/panels.hpp"
#include "ui/app/app.hpp"
#include "ui/screen/gears.hpp"
#include "ui/screen/menu.hpp"
#include "ui/screen/menu_rows.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {
namespace {

/// The first of two or more keys is enough beside a line.
std::string first_keys(Command command) {
  const std::string all = keys_of(command);
  return all.substr(0, all.find(" or "));
}

void draw_rows(App& app, const MenuOptions& o) {
  Ui& ui = app.ui;
  if (o.with_steps) {
    for (const GearRow& step : gears())
      if (step.gear != app.gear && menu_row(ui, step.name, step.icon, first_keys(step.command))) app.step(step.gear);
    menu_line(ui);
  }
  if (o.with_learn) {
    if (!app.scene() && menu_row(ui, app.film_player.view.open ? "Close the film" : "Watch a step", Icon::step_layer,
                                 first_keys(Command::watch), app.experiment() != nullptr))
      app.film_player.view.open ? app.close_film() : app.open_film();
    if (menu_row(ui, "Learn", Icon::book)) app.learn_open = true;
    menu_line(ui);
  }
  if (o.with_undo) {
    const std::string undo(app.undoable().undoes()), redo(app.undoable().redoes());
    if (menu_row(ui, undo.empty() ? "Undo" : "Undo: " + undo, Icon::undo, first_keys(Command::undo), !undo.empty()))
      app.undo();
    if (menu_row(ui, redo.empty() ? "Redo" : "Redo: " + redo, Icon::redo, first_keys(Command::redo), !redo.empty()))
      app.redo();
    menu_line(ui);
  }
  if (app.scene() && menu_row(ui, "The whole playground", Icon::window)) app.leave_scene();
  if (o.with_share && menu_row(ui, "Share", Icon::share)) app.share.open = true;
  if (menu_row(ui, "Open a file", Icon::open, first_keys(Command::open))) app.open_dialog();
  if (menu_row(ui, "Save the experiment", Icon::save, first_keys(Command::save))) app.save_experiment();
  if (menu_row(ui, "Save the history as CSV", Icon::table, {}, app.history().epochs() > 0)) app.save_history();
  menu_line(ui);
  if (menu_row(ui, "Picture of everything", Icon::picture)) app.save_picture("");
  for (const Panel& panel : panels())
    if (const std::string name(panel.name); app.sees(name) && menu_row(ui, "Picture of the " + name, Icon::picture))
      app.save_picture(name);
  menu_line(ui);
  if (o.with_theme && menu_row(ui, ui.theme.dark ? "Light theme" : "Dark theme", ui.theme.dark ? Icon::sun : Icon::moon,
                               first_keys(Command::theme)))
    app.set_theme(ui.theme.dark ? "light" : "dark");
  if (menu_row(ui, ui.theme.contrast ? "Usual contrast" : "High contrast", Icon::contrast))
    app.set_theme(ui.theme.contrast ? "auto" : "contrast");
  if (!app.scene() && menu_row(ui, app.present ? "Usual size" : "Present: larger, for the back row", Icon::window))
    app.present = !app.present;
  if (menu_row(ui, "Keys", Icon::keys, first_keys(Command::shortcuts))) app.shortcuts_open = true;
  if (app.keeps() && menu_row(ui, "Start afresh", Icon::plus)) app.start_afresh();
}

}  // namespace

void draw_menu(App& app, const MenuOptions& o) {
  Ui& ui = app.ui;
  if (button(ui, "Menu",
             {.icon = Icon::more,
              .look = Look::quiet,
              .icon_only = true,
              .height = o.height,
              .help = "Files, pictures, keys"}))
    ImGui::OpenPopup("menu");
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({std::min(high.x, window.x - 8), high.y + 6}, ImGuiCond_Always, {1, 0});
  ImGui::SetNextWindowSizeConstraints({0, 0}, {window.x - 16, window.y - high.y - 14});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(6, 6));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  if (ImGui::BeginPopup("menu", ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) {
    draw_rows(app, o);
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
  ImGui::SetCursorScreenPos(low);
}

}  // namespace chainrule
