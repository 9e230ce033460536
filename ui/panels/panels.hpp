#pragma once
// SPDX-License-Identifier: MIT
// The panels: one file each, functions over App. draw_screen() lays them out for the window's size.
#include <imgui.h>

#include <span>
#include <string>
#include <vector>

#include "ui/app/app.hpp"

namespace chainrule {

/// Draws everything. True while the picture moves by itself.
bool draw_screen(App& app);

void draw_top_bar(App& app, ImVec2 at, ImVec2 extent);
/// Returns the height it took.
float draw_notices(App& app, ImVec2 at, float width);

/// One idea as a window of its own, for Scene; see engine/io/scenes.hpp.
void draw_scene(App& app, const Scene& scene, ImVec2 window);
/// How many times larger than usual a scene is drawn in a window of this size, so that the back row can read it.
float scene_zoom(const App& app, float width, float height);
/// One panel in a card; `key` is its name in panels().
void draw_card(App& app, std::string_view key, ImVec2 at, ImVec2 extent);
std::string_view panel_title(std::string_view key);
/// In the place of panels, where a link hides all of them.
void draw_all_hidden(App& app, ImVec2 at, ImVec2 extent);
// Parts of the top bar and of a scene's; each returns the width it took.
float draw_play(App& app, ImVec2 at, float width, float height);
/// Back to the first weights, and (`seed`) to others.
float draw_resets(App& app, ImVec2 at, float height, bool labelled, bool seed);
/// "Epoch 12 of 100", loss and val_loss, as far as there is room.
void draw_progress(App& app, ImVec2 at, float width, float height);

// Inside a card; they fill it.
void draw_data(App& app);
void draw_fit(App& app);
void draw_network(App& app);
void draw_output(App& app);
void draw_curves(App& app);
void draw_summary(App& app);
void draw_activation(App& app);
/// The film of a training step: its timeline, formulas and numbers.
void draw_backprop(App& app);

/// Bars of the layers' gradient norms, and what they mean in words ("" when all is well).
void draw_gradients(App& app, ImVec2 at, ImVec2 room);
std::string gradient_words_now(App& app);

/// The menu's button where the cursor is, and the menu while it is open.
struct MenuOptions {
  float height = size::control;
  bool with_undo = false, with_theme = false, with_steps = false, with_share = false;  ///< what the bar has no room for
};
void draw_menu(App& app, const MenuOptions& options);

/// The dialog for sharing, while App::share is open.
void draw_share(App& app);

/// The dialog that stands over everything while a CSV waits to be used.
void draw_import(App& app);

/// A table of the engine as a menu; `chosen` becomes the place of `current`.
template <class Row>
std::vector<Option> options_of(std::span<const Row> table, std::string_view current, int& chosen) {
  std::vector<Option> options;
  for (const Row& row : table) {
    if (row.name == current) chosen = static_cast<int>(options.size());
    options.push_back({row.name, row.help});
  }
  return options;
}

/// One sample's mark: shape by class, hollow for validation rows.
void draw_mark(ImDrawList* list, ImVec2 at, float radius, int shape, ImU32 color, ImU32 edge, bool hollow);

}  // namespace chainrule
