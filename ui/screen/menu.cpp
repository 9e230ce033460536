// SPDX-License-Identifier: MIT
// The menu of the top bar: files, pictures, and what has no room in a narrow bar.
#include <algorithm>
#include <utility>

#include "engine/document/panels.hpp"
#include "ui/app/app.hpp"
#include "ui/screen/gears.hpp"
#include "ui/screen/menu.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {
namespace {

constexpr float menu_width = 268;

/// A line of the menu; closes it when chosen.
bool row(Ui& ui, std::string_view name, Icon icon, std::string_view keys = {}, bool enabled = true) {
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const float height = window.x < 620 && window.y >= 420 ? size::touch : 34;
  const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
  ImGui::PushID(static_cast<int>(id));
  bool chosen = invisible_button("##row", {menu_width, height}, ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  chosen = (ui.mirror.take_press(id) || chosen) && enabled;
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (enabled && ImGui::IsItemHovered()) draw->AddRectFilled(low, high, ui.theme.field_hover, size::round);
  const ImU32 ink = enabled ? ui.theme.text : with_alpha(ui.theme.text, 0.4f);
  draw_icon(draw, icon, {low.x + 20, (low.y + high.y) / 2}, 16, ink);
  const float right = keys.empty() ? 0 : measure(ui, keys, {size::caption, false, 0}).x + 8;
  text_at(ui, draw, {low.x + 42, low.y + height / 2 - 10}, shortened(ui, name, menu_width - 52 - right),
          {size::body, false, ink});
  if (!keys.empty())
    text_at(ui, draw, {high.x - 10, low.y + height / 2 - 9}, keys, {size::caption, false, ui.theme.muted}, 1);
  ring(ui, id, size::round);
  MirrorItem item = item_of(id, Role::button, name);
  item.enabled = enabled;
  ui.mirror.add(std::move(item));
  if (chosen) ImGui::CloseCurrentPopup();
  return chosen;
}

/// The first of two or more keys is enough beside a line.
std::string first_keys(Command command) {
  const std::string all = keys_of(command);
  return all.substr(0, all.find(" or "));
}

void line(Ui& ui) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddLine({at.x + 4, at.y + 4}, {at.x + menu_width - 4, at.y + 4}, ui.theme.card_edge);
  ImGui::Dummy({menu_width, 8});
}

void draw_rows(App& app, const MenuOptions& o) {
  Ui& ui = app.ui;
  if (o.with_steps) {
    for (const GearRow& step : gears())
      if (step.gear != app.gear && row(ui, step.name, step.icon, first_keys(step.command))) app.step(step.gear);
    line(ui);
  }
  if (o.with_undo) {
    const std::string undo(app.undoable().undoes()), redo(app.undoable().redoes());
    if (row(ui, undo.empty() ? "Undo" : "Undo: " + undo, Icon::undo, first_keys(Command::undo), !undo.empty()))
      app.undo();
    if (row(ui, redo.empty() ? "Redo" : "Redo: " + redo, Icon::redo, first_keys(Command::redo), !redo.empty()))
      app.redo();
    line(ui);
  }
  if (app.scene() && row(ui, "The whole playground", Icon::window)) app.leave_scene();
  if (o.with_share && row(ui, "Share", Icon::share)) app.share.open = true;
  if (row(ui, "Open a file", Icon::open, first_keys(Command::open))) app.open_dialog();
  if (row(ui, "Save the experiment", Icon::save, first_keys(Command::save))) app.save_experiment();
  if (row(ui, "Save the history as CSV", Icon::table, {}, app.history().epochs() > 0)) app.save_history();
  line(ui);
  if (row(ui, "Picture of everything", Icon::picture)) app.save_picture("");
  for (const Panel& panel : panels())
    if (const std::string name(panel.name); app.sees(name) && row(ui, "Picture of the " + name, Icon::picture))
      app.save_picture(name);
  line(ui);
  if (o.with_theme && row(ui, ui.theme.dark ? "Light theme" : "Dark theme", ui.theme.dark ? Icon::sun : Icon::moon,
                          first_keys(Command::theme)))
    app.set_theme(ui.theme.dark ? "light" : "dark");
  if (row(ui, ui.theme.contrast ? "Usual contrast" : "High contrast", Icon::contrast))
    app.set_theme(ui.theme.contrast ? "auto" : "contrast");
  if (row(ui, "Keys", Icon::keys, first_keys(Command::shortcuts))) app.shortcuts_open = true;
  if (app.keeps() && row(ui, "Start afresh", Icon::plus)) app.start_afresh();
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
