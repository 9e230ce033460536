// SPDX-License-Identifier: MIT
// Backprop: the film of a training step, its formulas in symbols and in numbers, and plain words.
#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/text.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/backprop/backprop.hpp"
#include "ui/panels/backprop/plot.hpp"
#include "ui/panels/backprop/transport.hpp"
#include "ui/app/film_words.hpp"
#include "ui/typeset/prose.hpp"
#include "ui/typeset/symbol_color.hpp"
#include "ui/film/table.hpp"
#include "ui/film/cover.hpp"

namespace chainrule {
namespace {

constexpr float gap = 8;

/// The result that is asked for: typed, and judged.
void draw_answer(App& app, double result, ImVec2 at, float width) {
  Ui& ui = app.ui;
  Cover& cover = app.film_player.view.cover;
  const float field = std::min(150.0f, width * 0.4f);
  ImGui::SetCursorScreenPos(at);
  const auto is_number = [](std::string_view words) { return parse_number(words).has_value(); };
  if (text_field(ui, "Result", cover.typed, field, "your result",
                 "Type the number that belongs in place of the ?, and press Enter", is_number)) {
    cover.verdict = is_right(*parse_number(cover.typed), result, app.film_player.view.digits) ? 1 : -1;
    cover.judged = cover.typed;
    if (cover.verdict < 0) return;
    ++cover.solved;
    cover.typed.clear();
  }
  ImGui::SetCursorScreenPos({at.x + field + 6, at.y});
  if (button(ui, "Show result", {.look = Look::quiet, .label = "Show", .help = "Shows this result"})) {
    ++cover.solved;
    cover.verdict = 0;
  }
}

/// What became of the last answer.
void draw_verdict(App& app, ImVec2 at, float width) {
  const Cover& cover = app.film_player.view.cover;
  if (cover.verdict == 0) return;
  const bool right = cover.verdict > 0;
  const std::string words = right ? "Right: " + cover.judged + " is within 0.5 %."
                                  : "Not yet: " + cover.judged + " is further than 0.5 % from the result.";
  ImGui::SetCursorScreenPos(at);
  paragraph(app.ui, words, {size::caption, true, right ? app.ui.theme.good : app.ui.theme.bad}, width);
  announce(app.ui, Role::status, "Verdict", words, at, {at.x + width, at.y + 20});
}

/// What is left out of a scene that is too long for its card: the chain rule's lines behind the product, then words;
/// then it is smaller.
int lines_left_out(const App& app) {
  return shows_chain(app) && !app.on_stage ? std::min(app.film_player.view.terse, 2) : 0;
}
int shortness(const App& app) { return app.film_player.view.terse - lines_left_out(app); }

/// One line of the film; false where a result is hidden: what comes behind it has to wait.
bool draw_line(App& app, const FilmLine& line, const MathStyle& style, int& open, float& y, float x, float width) {
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 top{x, y};
  const Cover& cover = app.film_player.view.cover;
  const auto set = [&](const MathText& formula, float below) {
    y += math(ui, draw, formula, {x, y}, width, style, &app.film_player.view.hovered).y + below;
  };
  text_at(ui, draw, {x, y}, line.title, {size::caption, true, ui.theme.muted});
  const bool tight = shortness(app) > 1;  // on the stage smaller type comes before words are left out
  y += tight ? 18.0f : ui.compact ? 20.0f : 22.0f;
  std::string said;
  for (std::size_t i = 0; i < line.symbols.size(); ++i) {
    set(line.symbols[i], tight ? 3.0f : 5.0f);
    said += plain(line.symbols[i]) + "; ";
    if (i >= line.numbers.size() || line.numbers[i].text.empty() || line.numbers[i].text == line.symbols[i].text)
      continue;
    const Numbers& numbers = line.numbers[i];
    const bool hidden = cover.on && numbers.result && open++ >= cover.solved;
    const MathText told = hidden ? covered(numbers) : static_cast<const MathText&>(numbers);
    set(told, tight ? 4.0f : 8.0f);
    said += plain(told) + ". ";
    if (!hidden) continue;
    announce(ui, Role::image, "Formula " + line.title, said, top, {x + width, y});
    draw_answer(app, *numbers.result, {x, y + 2}, width);
    y += size::control + 10;
    return false;
  }
  if (shortness(app) < (app.on_stage ? 3 : 1)) {
    ImGui::SetCursorScreenPos({x, y});
    prose(ui, line.words, {size::caption, false, ui.theme.muted}, width);
    y = ImGui::GetItemRectMax().y + 12;
  }
  announce(ui, Role::image, "Formula " + line.title, said + line.words, top, {x + width, y - 12});
  return true;
}

/// A scene has no scroll bars: what is too long is shown number by number, or some of it is left out.
void shorten(App& app) {
  FilmView& view = app.film_player.view;
  if (app.on_stage && shortness(app) < 3) ++view.terse;
  else if (app.on_stage) return;
  else if (view.moment.unit < 0 && !shows_chain(app)) view.moment.unit = 0;
  else if (shortness(app) < 2) ++view.terse;
  else return;
  app.ui.waiting = true;
}

/// The bar of a scene has what drives the film.
bool driven(const App& app) { return app.about_a_step(); }

void draw_lines(App& app, const FilmReader& read, ImVec2 at, float width) {
  Ui& ui = app.ui;
  FilmView& view = app.film_player.view;
  if (std::exchange(view.fitted, ImGui::GetWindowHeight()) != ImGui::GetWindowHeight()) view.terse = 0;
  const MathStyle style{.size = shortness(app) > 1                                   ? 14.0f
                                : ui.compact || (app.on_stage && shortness(app) > 0) ? 16.0f
                                : driven(app)                                        ? 21.0f
                                              : std::clamp(width / 24, 19.0f, 26.0f),
                        .color_of = [&](const Symbol& s) { return symbol_color(ui.theme, s); },
                        .lit = view.lit};
  const std::vector<FilmLine> lines = shown_lines(app, read);
  const std::size_t shown =
      lines.size() - std::min<std::size_t>(lines.size() - 1, static_cast<std::size_t>(lines_left_out(app)));
  float y = at.y;
  int open = 0;
  for (std::size_t i = 0; i < shown; ++i)
    if (!draw_line(app, lines[i], style, open, y, at.x, width)) break;
  if (view.cover.on) {
    draw_verdict(app, {at.x, y}, width);
    if (view.cover.verdict != 0) y += 26;
  }
  ImGui::SetCursorScreenPos({at.x, y});
  ImGui::Dummy({1, 1});
  const bool fits = driven(app) || app.on_stage;  // there is nothing to scroll
  if (fits && y > ImGui::GetWindowPos().y + ImGui::GetWindowHeight() - 24) shorten(app);
  else if (fits && ImGui::GetScrollMaxY() > 0)
    ui.waiting = true;  // it fits by now: the scroll bar goes with the next frame
}

void copy_table(const FilmReader& read, const Moment& moment) {
  std::string text;
  for (const auto& row : film_table(read, moment)) {
    for (std::size_t i = 0; i < row.size(); ++i) (text += i > 0 ? "\t" : "") += row[i];
    text += "\n";
  }
  ImGui::SetClipboardText(text.c_str());
}

/// How the numbers are shown, on the right of the first title's line: digits, all rows, covered; and the table of them.
void draw_choices(App& app, const FilmReader& read, ImVec2 at, float width) {
  Ui& ui = app.ui;
  FilmView& view = app.film_player.view;
  constexpr float height = 26;
  float x = at.x + width;
  const auto place = [&](float extent) {
    x -= extent;
    ImGui::SetCursorScreenPos({x, at.y});
    x -= 6;
  };
  place(30);
  if (button(ui, "Copy the numbers",
             {.icon = Icon::copy,
              .look = Look::quiet,
              .icon_only = true,
              .width = 30,
              .height = height,
              .enabled = !read.covers,
              .help = "Copies all numbers of this phase, as a table for a spreadsheet"}))
    copy_table(read, view.moment);
  place(76);
  if (chip(ui, "Cover results", "cover", view.cover.on, {76, height}))
    view.cover.on = !view.cover.on, view.batch = false, view.cover.begin();
  resting_tooltip(ui, "Hides each result until you have typed it");
  if (read.rows() > 1) {
    place(84);
    if (chip(ui, "Whole batch", "all rows", view.batch, {84, height})) view.batch = !view.batch, view.cover = {};
    resting_tooltip(ui, "The numbers of all rows at once, and each gradient as the mean of the rows' own");
  }
  if (app.sees("network") && !ui.compact && width > 330) {
    place(80);
    if (chip(ui, "As matrices", "matrices", view.matrices, {80, height})) view.matrices = !view.matrices;
    resting_tooltip(ui, "Shows the step as x, W and z, grids of numbers, in the place of the network's drawing");
  }
  place(40);
  double digits = view.digits;
  if (number_field(ui, "Digits", digits, 1, 9, true, 40)) view.digits = static_cast<int>(digits);
  if (ui.compact && view.plays) {
    x -= film_pace_width;
    ImGui::SetCursorScreenPos({x, at.y - 3});
    draw_film_pace(app);
  } else if (ui.compact && read.rows() > 1) {
    place(44);
    draw_film_row_field(app, read.rows(), 44);
    text_at(ui, ImGui::GetWindowDrawList(), {x, at.y + 4}, "row, digits", {size::caption, false, ui.theme.muted}, 1);
  } else if (width > 420)
    text_at(ui, ImGui::GetWindowDrawList(), {x, at.y + 4}, "digits", {size::caption, false, ui.theme.muted}, 1);
}

void draw_invitation(App& app) {
  Ui& ui = app.ui;
  paragraph(ui,
            "One training step as a film: forward through the layers, the loss, back again, and the update, with every "
            "number. Looking changes nothing.");
  ImGui::Dummy({0, 4});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool beside = ImGui::GetContentRegionAvail().x >= 330;  // else below it
  draw_examples(app, beside ? ImVec2{at.x + 140, at.y} : ImVec2{at.x, at.y + size::control + 6}, 190);
  ImGui::SetCursorScreenPos(at);
  if (button(ui, "Watch a step",
             {.icon = Icon::step_layer, .look = Look::primary, .enabled = app.experiment() != nullptr}))
    app.open_film();
}

std::string_view why_no_film(const App& app) {
  const Snapshot& s = app.snapshot();
  if (app.past())
    return "An earlier epoch is shown. The next step is that of the newest weights: go back to now to see it, or take "
           "a step to go on from here.";
  if (s.playing) return "Training runs. Pause it to see the next step.";
  if (s.failed) return "Training has diverged: there is no next step. Go back to good weights first.";
  return "No step to show yet. Networks with more than a few million numbers a step have no film: fewer units or a "
         "smaller batch_size bring it back.";
}

}  // namespace

void draw_backprop(App& app) {
  Ui& ui = app.ui;
  card_title(ui, "Backprop",
             "One training step before it is taken. Forward: z = x W + b, a = g(z). The loss L. Back: receive dL/da, "
             "compute delta = dL/da g'(z), multiply for dL/dW, pass delta W^T on. "
             "Then the update. Point at a symbol, and its place in the network lights up; point at the network, and "
             "the symbols do.");
  if (!app.film_player.view.open) return draw_invitation(app);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const Film* film = app.film();
  const bool elsewhere = driven(app);
  const float title = ui.compact || width < 520
                          ? 0
                          : measure(ui, "Backprop", {size::heading, true, 0}).x + 20;  // the title's line has room
  const float lift = title > 0 ? 32 : 0;
  if (!elsewhere) draw_film_transport(app, film, {at.x + title, at.y - lift}, width - title - (title > 0 ? 30 : 0));
  if (!film) {
    ImGui::SetCursorScreenPos({at.x, elsewhere ? at.y : at.y + size::control + gap - lift});
    return paragraph(ui, why_no_film(app));
  }
  const float y = ui.compact ? at.y + 3 : at.y + size::control + gap - lift;
  if (!elsewhere && ui.compact) draw_film_timeline(app, {at.x + 116, y}, width - 188, false);  // one line for both
  else if (!elsewhere) draw_film_timeline(app, {at.x, y}, width, true);
  const FilmReader read = film_reader(app, *film);
  const bool beside = elsewhere && !ui.compact && width > 360;  // the choices stand on the title's line
  const ImVec2 top{at.x, elsewhere ? at.y - 6 : ImGui::GetCursorScreenPos().y};
  if (!ui.bare) draw_choices(app, read, beside ? ImVec2{at.x, at.y - 30} : top, beside ? width - 28 : width);
  constexpr float plot = 190;
  const Moment& moment = app.film_player.view.moment;
  const bool aside =
      width > 480 && !read.covered && draw_film_plot(app.ui, read, moment, {at.x + width - plot, top.y + 34}, plot);
  draw_lines(app, read, {top.x, top.y + 6}, aside ? width - plot - 16 : width);
  const ImVec2 end = ImGui::GetCursorScreenPos();
  const float bottom = ImGui::GetWindowPos().y + ImGui::GetWindowHeight();
  if (!aside && !read.covered && end.y + plot + 48 < bottom)  // a narrow panel that is high has it below
    draw_film_plot(app.ui, read, moment, {at.x, end.y + 8}, plot);
  if (!app.scene() && !shows_chain(app) && end.y + 40 < bottom)
    text_at(ui, ImGui::GetWindowDrawList(), {at.x, bottom - 32},
            shortened(ui, "Press a line of the network for the whole chain rule of its weight.", width,
                      {size::caption, false, 0}),
            {size::caption, false, ui.theme.muted});
  ImGui::SetCursorScreenPos(end);
  if (!read.covers)
    add_table(ui, "Numbers of the phase", film_table(read, app.film_player.view.moment), top,
              {at.x + width, ImGui::GetCursorScreenPos().y});
}

}  // namespace chainrule
