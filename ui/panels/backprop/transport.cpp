// SPDX-License-Identifier: MIT
// What the film of a training step is driven with: back, play and on, its timeline, its pace, whose numbers it shows.
#include "ui/panels/backprop/transport.hpp"

#include <algorithm>

#include "engine/document/examples.hpp"
#include "ui/app/app.hpp"
#include "ui/app/film_words.hpp"
#include "ui/typeset/symbol_color.hpp"

namespace chainrule {
namespace {

std::string chapter_name(const Moment& c, const Sequential& model) {
  const auto layer = [&] { return ", " + model.layers()[static_cast<std::size_t>(c.layer)]->spec().name; };
  switch (c.phase) {
    case Phase::load: return "Load";
    case Phase::loss: return "Loss";
    case Phase::forward: return "Forward" + layer();
    case Phase::backward: return "Backward" + layer();
    default: return "Update" + layer();
  }
}

}  // namespace

void draw_film_timeline(App& app, ImVec2 at, float width, bool names) {
  Ui& ui = app.ui;
  const Reel reel(app.lens().model());
  const Moment& now = app.film_player.view.moment;
  const auto& chapters = reel.chapters();
  const auto count = static_cast<float>(chapters.size());
  const float between = count > 24 ? 1.0f : 3.0f, each = (width - between * (count - 1)) / count, height = 26;
  const std::size_t current = reel.chapter(now);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const char* letters[] = {"load", "forward", "loss", "backward", "update"};
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    const ImVec2 low{at.x + static_cast<float>(i) * (each + between), at.y}, high{low.x + each, at.y + height};
    const std::string name = chapter_name(chapters[i], app.lens().model());
    ImGui::SetCursorScreenPos(low);
    ImGui::PushID(static_cast<int>(i));
    const ImGuiID id = ImGui::GetID("##chapter");
    const bool pressed = invisible_button("##chapter", {std::max(each, 1.0f), height}, ImGuiButtonFlags_EnableNav);
    ImGui::PopID();
    const bool over = ImGui::IsItemHovered();
    const ImU32 color = moment_color(ui.theme, chapters[i].phase);
    draw->AddRectFilled(low, high,
                        i == current ? color
                                     : with_alpha(color, over          ? 0.45f
                                                         : i < current ? 0.32f
                                                                       : 0.16f),
                        4);
    focus_ring(ui);
    const std::string number = chapters[i].phase == Phase::load || chapters[i].phase == Phase::loss
                                   ? ""
                                   : std::to_string(chapters[i].layer + 1);
    if (each > 13 && !number.empty())
      text_at(ui, draw, {low.x + each / 2, low.y + 4}, number,
              {size::caption, i == current,
               i == current ? (ui.theme.dark ? ui.theme.page : IM_COL32_WHITE) : ui.theme.muted},
              0.5f);
    resting_tooltip(ui, name);
    if (pressed || ui.mirror.take_press(id)) app.show_moment(chapters[i]);
    MirrorItem item;
    item.id = id;
    item.role = Role::button;
    item.name = "Phase " + name;
    item.on = i == current;
    item.x = low.x;
    item.y = low.y;
    item.width = each;
    item.height = height;
    ui.mirror.add(std::move(item));
  }
  ImGui::SetCursorScreenPos({at.x, at.y + height + 8});
  if (!names) return;
  // The phases' names under their parts.
  for (std::size_t i = 0; i < chapters.size();) {
    std::size_t end = i;
    while (end < chapters.size() && chapters[end].phase == chapters[i].phase) ++end;
    const float low = at.x + static_cast<float>(i) * (each + between),
                high = at.x + static_cast<float>(end) * (each + between) - between;
    const char* name = letters[static_cast<int>(chapters[i].phase)];
    const bool here = chapters[i].phase == now.phase;
    if (measure(ui, name, {size::caption, here, 0}).x <= high - low + 2 * between)
      text_at(ui, draw, {(low + high) / 2, at.y + height + 2}, name,
              {size::caption, here, here ? ui.theme.text : ui.theme.muted}, 0.5f);
    i = end;
  }
  ImGui::SetCursorScreenPos({at.x, at.y + height + 22});
}

void draw_examples(App& app, ImVec2 at, float width) {
  std::vector<Option> options{{"Examples…", "Networks to begin with"}};
  for (const Preset& p : presets()) options.push_back({p.name, p.help});
  int chosen = 0;
  ImGui::SetCursorScreenPos(at);
  if (select(app.ui, "Examples", chosen, options, width) && chosen > 0) {
    app.open_link(presets()[static_cast<std::size_t>(chosen - 1)].link);
    app.open_film();
  }
}

void draw_film_pace(App& app) {
  constexpr double paces[] = {0.5, 1, 2, 5, 20};
  FilmView& view = app.film_player.view;
  const std::vector<Option> options{{"0.5 / s", "A scene in two seconds"},
                                    {"1 / s", "One a second"},
                                    {"2 / s", "Two a second"},
                                    {"5 / s", "Five a second"},
                                    {"20 / s", "As fast as it can be seen"}};
  int chosen = static_cast<int>(std::find(std::begin(paces), std::end(paces), view.per_second) - std::begin(paces)) % 5;
  if (select(app.ui, "Film pace", chosen, options, film_pace_width)) view.per_second = paces[chosen];
}

void draw_film_row_field(App& app, Index rows, float width) {
  double row = static_cast<double>(app.film_player.view.row + 1);
  if (!number_field(app.ui, "Row of the batch", row, 1, static_cast<double>(rows), true, width)) return;
  app.film_player.view.row = static_cast<Index>(row) - 1;
  app.film_player.view.cover.begin();
}

float draw_film_buttons(App& app, const Film* film, ImVec2 at, float height) {
  Ui& ui = app.ui;
  FilmView& view = app.film_player.view;
  const bool by_number = view.moment.unit >= 0;
  float x = at.x;
  const auto place = [&] {
    ImGui::SetCursorScreenPos({x, at.y});
    x += height + 4;
  };
  place();
  if (button(ui, "Film back",
             {.icon = Icon::left,
              .icon_only = true,
              .height = height,
              .enabled = film != nullptr,
              .help = "One step back"}))
    app.step_back(by_number);
  place();
  if (button(ui, view.plays ? "Film pause" : "Film play",
             {.icon = view.plays ? Icon::pause : Icon::play,
              .icon_only = true,
              .height = height,
              .enabled = film != nullptr,
              .help = "Plays the step by itself"}))
    view.plays = !view.plays;
  place();
  if (button(ui, "Film on",
             {.icon = Icon::right,
              .icon_only = true,
              .height = height,
              .enabled = film != nullptr,
              .help = "One step on"}))
    app.step(by_number ? Gear::number : Gear::phase);
  return x - at.x;
}

float draw_film_row(App& app, const Film& film, ImVec2 at) {
  if (film.trace.x.rows < 2) return 0;
  Ui& ui = app.ui;
  const TextStyle style{size::caption, false, ui.theme.muted};
  const std::string of = "of " + std::to_string(film.trace.x.rows);
  text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 7}, "row", style);
  ImGui::SetCursorScreenPos({at.x + 34, at.y + 3});
  draw_film_row_field(app, film.trace.x.rows, 56);
  text_at(ui, ImGui::GetWindowDrawList(), {at.x + 96, at.y + 7}, of, style);
  return 108 + measure(ui, of, style).x;
}

void draw_film_transport(App& app, const Film* film, ImVec2 at, float width) {
  Ui& ui = app.ui;
  FilmView& view = app.film_player.view;
  float x = at.x;
  const auto place = [&](float advance) {
    ImGui::SetCursorScreenPos({x, at.y});
    x += advance + 4;
  };
  x += draw_film_buttons(app, film, {x, at.y}, size::control);
  const bool roomy = width > 520;  // else the pace stands there while it plays, the row while it rests
  if (!ui.compact && (roomy || view.plays)) {
    place(film_pace_width);
    draw_film_pace(app);
  }
  if (film && !ui.compact && (roomy || !view.plays)) x += draw_film_row(app, *film, {x + 8, at.y});
  if (x + 116 + size::control <= at.x + width && !ui.compact)
    draw_examples(app, {at.x + width - size::control - 118, at.y}, 112);
  ImGui::SetCursorScreenPos({at.x + width - size::control - (ui.compact ? 28.0f : 0.0f), at.y});
  if (button(ui, "Close film",
             {.icon = Icon::close,
              .look = Look::quiet,
              .icon_only = true,
              .help = "Back to the summary; nothing was changed"}))
    app.close_film();
}

}  // namespace chainrule
