// SPDX-License-Identifier: MIT
// The top bar: the name, the transport (play, step, reset, new seed), where training stands, the theme; and notices.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/fit/pace.hpp"
#include "ui/screen/gears.hpp"
#include "ui/screen/menu.hpp"
#include "ui/screen/top_bar.hpp"

namespace chainrule {
namespace {

/// A loss in as few signs as say it: 0.0123, 12.35, 1.2e+05.
std::string figure(double value) {
  char digits[32];
  const double size = std::fabs(value);
  std::snprintf(digits, sizeof digits,
                size >= 1e4   ? "%.1e"
                : size >= 100 ? "%.1f"
                : size >= 10  ? "%.2f"
                              : "%.4f",
                value);
  return digits;
}

const double* last_of(const App& app, std::string_view key) {
  const auto* course = app.history().find(key);
  if (!course || course->empty()) return nullptr;
  const Trail::Entry* past = app.past();  // what is shown is of that epoch, and so are its numbers
  if (past && past->epoch < 1) return nullptr;
  const auto at = past ? std::min(static_cast<std::size_t>(past->epoch), course->size()) - 1 : course->size() - 1;
  return std::isnan((*course)[at]) ? nullptr : &(*course)[at];
}

/// "Step" and the four gears side by side, or but the last that was used: the menu has the others. Returns where they
/// end.
float draw_steps(App& app, ImVec2 at, float control, float bar) {
  Ui& ui = app.ui;
  const bool all = bar >= 1000, labelled = bar >= 1240 || !all;
  const float back = at.x;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->ChannelsSplit(2);
  draw->ChannelsSetCurrent(1);
  if (all) {
    const TextStyle word{size::caption, false, ui.theme.muted};
    text_at(ui, draw, {at.x + 10, at.y + control / 2 - 9}, "Step", word);
    at.x += measure(ui, "Step", word).x + 14;
  }
  for (const GearRow& row : gears()) {
    if (!all && row.gear != app.gear) continue;
    const float width = labelled ? measure(ui, row.label).x + (all ? 16.0f : 40.0f) : control - 4;
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

/// The film of a training step has its own button with its own name: nobody looks for it behind a gear. Returns where
/// it ends.
float draw_watch(App& app, ImVec2 at, float control) {
  const bool open = app.film_player.view.open;
  constexpr std::string_view name = "Watch a step", close = "Close the film";
  const float width = measure(app.ui, open ? close : name).x + 46;
  ImGui::SetCursorScreenPos(at);
  const std::string help =
      with_keys(open ? "Back to the whole network"
                     : "Forward, the loss, backward, the update of one batch, with every number in the network",
                Command::watch);
  if (button(app.ui, open ? close : name,
             {.icon = open ? Icon::close : Icon::step_layer,
              .width = width,
              .height = control,
              .enabled = app.experiment() != nullptr,
              .help = help}))
    open ? app.close_film() : app.open_film();
  app.mark("watch", at, {at.x + width, at.y + control});
  return at.x + width + size::gap;
}

/// What has a place in a bar of this width; the rest is in its menu.
struct BarRoom {
  bool wide, roomy, theme, full;
  explicit BarRoom(float width)
      : wide(width >= 1000), roomy(width >= 620), theme(width >= 1440), full(!wide || width >= 1160) {}
  /// How many buttons stand beside the menu, and how wide all of the right end is.
  int tools() const { return roomy ? 3 + theme : 0; }
  float learn() const { return !wide ? 0.0f : full ? 88.0f : 40.0f; }
};

/// Learn, undo, redo, share, the theme and the menu at the right end; a narrow bar has but the menu, which holds the
/// rest.
void draw_right_end(App& app, float right, float y, float control, const BarRoom& room) {
  Ui& ui = app.ui;
  int from_right = room.tools();
  const auto place = [&] { ImGui::SetCursorScreenPos({right - static_cast<float>(from_right--) * (control + 4), y}); };
  if (room.wide) {
    ImGui::SetCursorScreenPos({right - static_cast<float>(from_right) * (control + 4) - room.learn() - 4, y});
    if (button(ui, "Learn",
               {.icon = Icon::book,
                .look = Look::quiet,
                .icon_only = !room.full,
                .width = room.learn(),
                .height = control,
                .help = "The lecture scene by scene, examples, reference, a tour of this screen"}))
      app.learn_open = true;
  }
  if (room.roomy) {
    const auto tool = [&](std::string_view name, std::string_view what, Icon icon, Command command) {
      const std::string help = with_keys(std::string(name) + (what.empty() ? "" : ": " + std::string(what)), command);
      place();
      return button(ui, name,
                    {.icon = icon,
                     .look = Look::quiet,
                     .icon_only = true,
                     .height = control,
                     .enabled = !what.empty(),
                     .help = help});
    };
    if (tool("Undo", app.undoable().undoes(), Icon::undo, Command::undo)) app.undo();
    if (tool("Redo", app.undoable().redoes(), Icon::redo, Command::redo)) app.redo();
    place();
    if (button(ui, "Share",
               {.icon = Icon::share,
                .look = Look::quiet,
                .icon_only = true,
                .height = control,
                .help = "As a link, for slides, as a QR code, as a Keras program"}))
      app.share.open = true;
  }
  if (room.theme) {
    const std::string help = with_keys(ui.theme.dark ? "Light colours" : "Dark colours", Command::theme);
    place();
    if (button(ui, ui.theme.dark ? "Light theme" : "Dark theme",
               {.icon = ui.theme.dark ? Icon::sun : Icon::moon,
                .look = Look::quiet,
                .icon_only = true,
                .height = control,
                .help = help}))
      app.set_theme(ui.theme.dark ? "light" : "dark");
  }
  place();
  draw_menu(app, {.height = control,
                  .with_undo = !room.roomy,
                  .with_theme = !room.theme,
                  .with_steps = !room.wide,
                  .with_share = !room.roomy,
                  .with_learn = !room.wide});
}

/// What is said of training beside its epoch, in the order of its worth.
struct Said {
  std::string key, number;
  ImU32 color;
};
std::vector<Said> said_of_training(const App& app) {
  const Theme& theme = app.ui.theme;
  std::vector<Said> all;
  for (const auto& [key, color] : {std::pair{"loss", theme.loss}, std::pair{"val_loss", theme.validation}}) {
    const double* value = last_of(app, key);
    if (value) all.push_back({key, figure(*value), color});
  }
  return all;
}

/// "Batch 3 of 11", where steps go by batch or smaller.
std::string batch_words(const App& app) {
  const Snapshot& s = app.snapshot();
  const bool by_batch = app.gear != Gear::epoch || (app.pace().per_second > 0 && !app.pace().epochs);
  if (!by_batch || s.batches <= 1) return "";
  return "Batch " + std::to_string(s.batch) + " of " + std::to_string(s.batches);
}

}  // namespace

void draw_progress(App& app, ImVec2 at, float width, float height) {
  Ui& ui = app.ui;
  const Snapshot& s = app.snapshot();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const std::string of = "of " + std::to_string(std::max<Index>(s.epochs, app.document().fit.epochs));
  const Trail::Entry* past = app.past();
  const std::string epoch = std::to_string(past ? past->epoch : s.epoch), batch = batch_words(app);
  const TextStyle word{size::caption, false, ui.theme.muted}, digits{size::number, true, ui.theme.text};
  // A high bar has two lines, so that nothing is left out where it is narrow.
  const std::vector<Said> said = said_of_training(app);
  const bool two = height >= 56 && width > 110 && (!batch.empty() || !said.empty());
  const float first = at.y + height / 2 - (two ? 12 : 0), second = two ? at.y + height / 2 + 11 : first;
  float x = at.x;
  const float number = measure(ui, epoch, digits).x;
  if (width > number + 54) {
    text_at(ui, draw, {x, first - 9}, "Epoch", word);
    x += 46;
  }
  if (width > number) text_at(ui, draw, {x, first - 15}, epoch, digits);
  x += number + 6;
  const float wide = measure(ui, of, word).x;
  if (x + wide <= at.x + width) text_at(ui, draw, {x, first - 9}, of, word);
  x = two ? at.x : x + wide + 20;
  std::string words = "Epoch " + epoch + " " + of;
  const auto fits = [&](float more) { return x + more <= at.x + width; };
  if (!batch.empty()) {
    words += ", " + batch;
    const float extent = measure(ui, batch, word).x;
    if (fits(extent)) text_at(ui, draw, {x, second - 9}, batch, word);
    x += extent + 16;
  }
  for (const auto& [key, value, color] : said) {
    words += ", " + key + " " + value;
    const TextStyle style{size::caption, true, color};
    const float name = measure(ui, key, word).x + 6, extent = name + measure(ui, value, style).x;
    if (!fits(extent)) continue;
    text_at(ui, draw, {x, second - 9}, key, word);
    text_at(ui, draw, {x + name, second - 9}, value, style);
    x += extent + 14;
  }
  for (const char* key : {"acc", "val_acc"})
    if (const double* value = last_of(app, key)) words += std::string(", ") + key + " " + short_number(*value);
  announce(ui, Role::status, "Training", words, at, {at.x + std::max(width, 1.0f), at.y + height});
}

float draw_play(App& app, ImVec2 at, float width, float height) {
  const Snapshot& s = app.snapshot();
  const bool more = s.finished && !s.failed && !s.playing && !app.past() && s.epoch > 0;
  const std::string epochs = std::to_string(std::max<Index>(app.document().fit.epochs, 1));
  const std::string label = more ? epochs + " more" : "";
  const std::string help =
      with_keys(more ? "Trains " + epochs + " more epochs" : "Trains epoch after epoch", Command::play);
  ImGui::SetCursorScreenPos(at);
  if (button(app.ui, s.playing ? "Pause" : "Play",
             {.icon = s.playing ? Icon::pause : Icon::play,
              .look = Look::primary,
              .label = label,
              .width = width,
              .height = height,
              .help = help}))
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
  const BarRoom room(extent.x);
  const bool wide = room.wide, roomy = room.roomy, small = extent.y < 50, named = extent.x >= 1440;
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
    if (named) {
      text_at(ui, draw, {x, at.y + extent.y / 2 - 14}, "Chainrule", {size::title, true, ui.theme.text});
      x += 124;
    }
  }
  const bool widest = extent.x >= 1680;  // the numbers of training come before the words on these two
  x += draw_play(app, {x, y}, roomy ? 104.0f : 88.0f, control) + size::gap;
  if (roomy) {
    const float pace = room.full ? 112 : 94;
    ImGui::SetCursorScreenPos({x, y + (control - size::control) / 2});
    draw_pace(app, pace, false);
    x += pace + size::gap;
  }
  const float from = x - (roomy ? 240.0f : 96.0f);
  x = draw_steps(app, {x, y}, control, extent.x);
  app.mark("play", {from, y}, {x - size::gap, y + control});
  if (wide) x = draw_watch(app, {x, y}, control);
  x += draw_resets(app, {x, y}, control, widest, true) + size::gap;
  const float right = at.x + extent.x - (wide ? 20.0f : 10.0f) - control;
  x += wide ? 10.0f : 6.0f;
  const float tools = static_cast<float>(room.tools()) * (control + 4) + room.learn();
  draw_progress(app, {x, at.y}, right - tools - x - 12, extent.y);
  draw_right_end(app, right, y, control, room);
}

}  // namespace chainrule
