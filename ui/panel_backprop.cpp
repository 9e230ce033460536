// SPDX-License-Identifier: MIT
// Backprop: the film of a training step, with its timeline, its formulas in symbols and in numbers, and plain words.
#include <algorithm>

#include "engine/text.hpp"
#include "network_parts.hpp"
#include "presets.hpp"
#include "steps.hpp"

namespace chainrule {
namespace {

constexpr float gap = 8;

std::string chapter_name(const Scene& c, const Sequential& model) {
  const auto layer = [&] { return ", " + model.layers()[static_cast<std::size_t>(c.layer)]->spec().name; };
  switch (c.phase) {
    case Phase::load: return "Load";
    case Phase::loss: return "Loss";
    case Phase::forward: return "Forward" + layer();
    case Phase::backward: return "Backward" + layer();
    default: return "Update" + layer();
  }
}

/// The phases as a strip of segments; a press goes there.
void draw_timeline(App& app, const Reel& reel, ImVec2 at, float width) {
  Ui& ui = app.ui;
  const Scene& now = app.film_view.scene;
  const auto& chapters = reel.chapters();
  const auto count = static_cast<float>(chapters.size());
  const float between = count > 24 ? 1.0f : 3.0f, each = (width - between * (count - 1)) / count, height = 26;
  const std::size_t current = reel.chapter(now);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const char* letters[] = {"load", "forward", "loss", "backward", "update"};
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    const ImVec2 low{at.x + static_cast<float>(i) * (each + between), at.y}, high{low.x + each, at.y + height};
    const std::string name = chapter_name(chapters[i], app.surface().model());
    ImGui::SetCursorScreenPos(low);
    ImGui::PushID(static_cast<int>(i));
    const ImGuiID id = ImGui::GetID("##chapter");
    const bool pressed = ImGui::InvisibleButton("##chapter", {std::max(each, 1.0f), height}, ImGuiButtonFlags_EnableNav);
    ImGui::PopID();
    const bool over = ImGui::IsItemHovered();
    const ImU32 color = moment_color(ui.theme, chapters[i].phase);
    draw->AddRectFilled(low, high, i == current ? color : with_alpha(color, over ? 0.45f : i < current ? 0.32f : 0.16f), 4);
    focus_ring(ui);
    const std::string number = chapters[i].phase == Phase::load || chapters[i].phase == Phase::loss ? "" : std::to_string(chapters[i].layer + 1);
    if (each > 13 && !number.empty()) text_at(ui, draw, {low.x + each / 2, low.y + 4}, number, {size::caption, i == current, i == current ? (ui.theme.dark ? ui.theme.page : IM_COL32_WHITE) : ui.theme.muted}, 0.5f);
    resting_tooltip(ui, name);
    if (pressed || ui.mirror.take_press(id)) app.show_scene(chapters[i]);
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
  if (ui.compact) return;
  // The phases' names under their parts.
  for (std::size_t i = 0; i < chapters.size();) {
    std::size_t end = i;
    while (end < chapters.size() && chapters[end].phase == chapters[i].phase) ++end;
    const float low = at.x + static_cast<float>(i) * (each + between), high = at.x + static_cast<float>(end) * (each + between) - between;
    const char* name = letters[static_cast<int>(chapters[i].phase)];
    const bool here = chapters[i].phase == now.phase;
    if (measure(ui, name, {size::caption, here, 0}).x <= high - low + 2 * between) text_at(ui, draw, {(low + high) / 2, at.y + height + 2}, name, {size::caption, here, here ? ui.theme.text : ui.theme.muted}, 0.5f);
    i = end;
  }
  ImGui::SetCursorScreenPos({at.x, at.y + height + 22});
}

/// Small experiments whose every number fits on paper.
void draw_presets(App& app, ImVec2 at, float width) {
  std::vector<Option> options{{"Examples…", "Networks to begin with"}};
  for (const Preset& p : presets()) options.push_back({p.name, p.help});
  int chosen = 0;
  ImGui::SetCursorScreenPos(at);
  if (select(app.ui, "Examples", chosen, options, width) && chosen > 0) {
    app.open_link(presets()[static_cast<std::size_t>(chosen - 1)].link);
    app.open_film();
  }
}

constexpr float pace_width = 78;

void draw_pace(App& app) {
  constexpr double paces[] = {0.5, 1, 2, 5, 20};
  FilmView& view = app.film_view;
  const std::vector<Option> options{{"0.5 / s", "A scene in two seconds"}, {"1 / s", "One a second"}, {"2 / s", "Two a second"}, {"5 / s", "Five a second"}, {"20 / s", "As fast as it can be seen"}};
  int chosen = static_cast<int>(std::find(std::begin(paces), std::end(paces), view.per_second) - std::begin(paces)) % 5;
  if (select(app.ui, "Film pace", chosen, options, pace_width)) view.per_second = paces[chosen];
}

void draw_row_field(App& app, Index rows, float width) {
  double row = static_cast<double>(app.film_view.row + 1);
  if (!number_field(app.ui, "Row of the batch", row, 1, static_cast<double>(rows), true, width)) return;
  app.film_view.row = static_cast<Index>(row) - 1;
  app.film_view.cover.begin();
}

/// Back, play, on; whose numbers; examples; close.
void draw_transport(App& app, const Film* film, ImVec2 at, float width) {
  Ui& ui = app.ui;
  FilmView& view = app.film_view;
  const bool by_number = view.scene.unit >= 0;
  float x = at.x;
  const auto place = [&](float advance) {
    ImGui::SetCursorScreenPos({x, at.y});
    x += advance + 4;
  };
  place(size::control);
  if (button(ui, "Film back", {.icon = Icon::left, .icon_only = true, .enabled = film != nullptr, .help = "One step back"})) app.step_back(by_number);
  place(size::control);
  if (button(ui, view.plays ? "Film pause" : "Film play", {.icon = view.plays ? Icon::pause : Icon::play, .icon_only = true, .enabled = film != nullptr, .help = "Plays the step by itself"})) view.plays = !view.plays;
  place(size::control);
  if (button(ui, "Film on", {.icon = Icon::right, .icon_only = true, .enabled = film != nullptr, .help = "One step on"})) app.step(by_number ? Gear::number : Gear::phase);
  const bool roomy = width > 520;   // else the pace stands there while it plays, the row while it rests
  if (!ui.compact && (roomy || view.plays)) {
    place(pace_width);
    draw_pace(app);
  }
  if (film && film->trace.x.rows > 1 && !ui.compact && (roomy || !view.plays)) {
    x += 8;
    place(34);
    text_at(ui, ImGui::GetWindowDrawList(), {x - 38, at.y + 7}, "row", {size::caption, false, ui.theme.muted});
    place(56);
    ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x, at.y + 3});
    draw_row_field(app, film->trace.x.rows, 56);
    const std::string of = "of " + std::to_string(film->trace.x.rows);
    text_at(ui, ImGui::GetWindowDrawList(), {x, at.y + 7}, of, {size::caption, false, ui.theme.muted});
    x += measure(ui, of, {size::caption, false, 0}).x + 12;
  }
  if (x + 116 + size::control <= at.x + width && !ui.compact) draw_presets(app, {at.x + width - size::control - 118, at.y}, 112);
  ImGui::SetCursorScreenPos({at.x + width - size::control - (ui.compact ? 28.0f : 0.0f), at.y});
  if (button(ui, "Close film", {.icon = Icon::close, .look = Look::quiet, .icon_only = true, .help = "Back to the summary; nothing was changed"})) app.close_film();
}

/// The result that is asked for: typed, and judged.
void draw_answer(App& app, double result, ImVec2 at, float width) {
  Ui& ui = app.ui;
  Cover& cover = app.film_view.cover;
  const float field = std::min(150.0f, width * 0.4f);
  ImGui::SetCursorScreenPos(at);
  const auto is_number = [](std::string_view words) { return parse_number(words).has_value(); };
  if (text_field(ui, "Result", cover.typed, field, "your result", "Type the number that belongs in place of the ?, and press Enter", is_number)) {
    cover.verdict = is_right(*parse_number(cover.typed), result, app.film_view.digits) ? 1 : -1;
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
  const Cover& cover = app.film_view.cover;
  if (cover.verdict == 0) return;
  const bool right = cover.verdict > 0;
  const std::string words = right ? "Right: " + cover.judged + " is within 0.5 %." : "Not yet: " + cover.judged + " is further than 0.5 % from the result.";
  ImGui::SetCursorScreenPos(at);
  paragraph(app.ui, words, {size::caption, true, right ? app.ui.theme.good : app.ui.theme.bad}, width);
  announce(app.ui, Role::status, "Verdict", words, at, {at.x + width, at.y + 20});
}

/// One line of the film; false where a result is hidden: what comes behind it has to wait.
bool draw_line(App& app, const FilmLine& line, const FilmLine& exact, const MathStyle& style, int& open, float& y, float x, float width) {
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 top{x, y};
  const Cover& cover = app.film_view.cover;
  const auto set = [&](const MathText& formula, float below) { y += math(ui, draw, formula, {x, y}, width, style, &app.film_view.hovered).y + below; };
  text_at(ui, draw, {x, y}, line.title, {size::caption, true, ui.theme.muted});
  y += ui.compact ? 20.0f : 22.0f;
  std::string said;
  for (std::size_t i = 0; i < line.symbols.size(); ++i) {
    set(line.symbols[i], 5);
    said += plain(line.symbols[i]) + "; ";
    if (i >= line.numbers.size() || line.numbers[i].text.empty() || line.numbers[i].text == line.symbols[i].text) continue;
    const MathText& numbers = line.numbers[i];
    const bool hidden = cover.on && result_of(numbers) && open++ >= cover.solved;
    set(hidden ? covered(numbers) : numbers, 8);
    said += plain(hidden ? covered(numbers) : numbers) + ". ";
    if (!hidden) continue;
    announce(ui, Role::image, "Formula " + line.title, said, top, {x + width, y});
    draw_answer(app, result_of(exact.numbers[i]).value_or(0), {x, y + 2}, width);
    y += size::control + 10;
    return false;
  }
  ImGui::SetCursorScreenPos({x, y});
  paragraph(ui, line.words, {size::caption, false, ui.theme.muted}, width);
  y = ImGui::GetItemRectMax().y + 12;
  announce(ui, Role::image, "Formula " + line.title, said + line.words, top, {x + width, y - 12});
  return true;
}

void draw_lines(App& app, const FilmReader& read, ImVec2 at, float width) {
  Ui& ui = app.ui;
  FilmView& view = app.film_view;
  const MathStyle style{.size = ui.compact ? 16.0f : 19.0f, .color_of = [&](const Symbol& s) { return symbol_color(ui.theme, s); }, .lit = view.lit};
  FilmReader finely = read;   // answers are judged by the number itself, not by what is shown of it
  finely.digits = 9;
  const std::vector<FilmLine> lines = shown_lines(app, read), exact = view.cover.on ? shown_lines(app, finely) : lines;
  float y = at.y;
  int open = 0;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (!draw_line(app, lines[i], exact[i], style, open, y, at.x, width)) break;
  if (view.cover.on) {
    draw_verdict(app, {at.x, y}, width);
    if (view.cover.verdict != 0) y += 26;
  }
  ImGui::SetCursorScreenPos({at.x, y});
  ImGui::Dummy({1, 1});
}

void publish_table(App& app, const FilmReader& read, ImVec2 low, ImVec2 high) {
  MirrorItem item;
  item.role = Role::table;
  item.name = "Numbers of the phase";
  item.id = ImGui::GetID("film table");
  item.rows = film_table(read, app.film_view.scene);
  item.x = low.x;
  item.y = low.y;
  item.width = high.x - low.x;
  item.height = high.y - low.y;
  app.ui.mirror.add(std::move(item));
}

void copy_table(const FilmReader& read, const Scene& scene) {
  std::string text;
  for (const auto& row : film_table(read, scene)) {
    for (std::size_t i = 0; i < row.size(); ++i) (text += i > 0 ? "\t" : "") += row[i];
    text += "\n";
  }
  ImGui::SetClipboardText(text.c_str());
}

/// How the numbers are shown, on the right of the first title's line: digits, all rows, covered; and the table of them.
void draw_choices(App& app, const FilmReader& read, ImVec2 at, float width) {
  Ui& ui = app.ui;
  FilmView& view = app.film_view;
  constexpr float height = 26;
  float x = at.x + width;
  const auto place = [&](float extent) {
    x -= extent;
    ImGui::SetCursorScreenPos({x, at.y});
    x -= 6;
  };
  place(30);
  if (button(ui, "Copy the numbers", {.icon = Icon::copy, .look = Look::quiet, .icon_only = true, .width = 30, .height = height, .enabled = !read.covers, .help = "Copies all numbers of this phase, as a table for a spreadsheet"})) copy_table(read, view.scene);
  place(58);
  if (chip(ui, "Cover results", "cover", view.cover.on, {58, height})) view.cover.on = !view.cover.on, view.batch = false, view.cover.begin();
  resting_tooltip(ui, "Hides each result until you have typed it");
  if (read.rows() > 1) {
    place(70);
    if (chip(ui, "Whole batch", "all rows", view.batch, {70, height})) view.batch = !view.batch, view.cover = {};
    resting_tooltip(ui, "The numbers of all rows at once, and each gradient as the mean of the rows' own");
  }
  place(40);
  double digits = view.digits;
  if (number_field(ui, "Digits", digits, 1, 9, true, 40)) view.digits = static_cast<int>(digits);
  if (ui.compact && view.plays) {
    x -= pace_width;
    ImGui::SetCursorScreenPos({x, at.y - 3});
    draw_pace(app);
  } else if (ui.compact && read.rows() > 1) {
    place(44);
    draw_row_field(app, read.rows(), 44);
    text_at(ui, ImGui::GetWindowDrawList(), {x, at.y + 4}, "row, digits", {size::caption, false, ui.theme.muted}, 1);
  } else if (width > 420) text_at(ui, ImGui::GetWindowDrawList(), {x, at.y + 4}, "digits", {size::caption, false, ui.theme.muted}, 1);
}

void draw_invitation(App& app) {
  Ui& ui = app.ui;
  paragraph(ui, "One training step as a film: forward through the layers, the loss, back again, and the update, with every number. Looking changes nothing.");
  ImGui::Dummy({0, 4});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_presets(app, {at.x + 140, at.y}, 190);
  ImGui::SetCursorScreenPos(at);
  if (button(ui, "Watch a step", {.icon = Icon::step_layer, .look = Look::primary, .enabled = app.experiment() != nullptr})) app.open_film();
}

}  // namespace

ImU32 symbol_color(const Theme& theme, const Symbol& symbol) {
  switch (symbol.kind) {
    case 'w':
    case 'b': return theme.good;
    case 'd':
    case 'l': return theme.validation;
    case 'g': return theme.text;
    default: return theme.accent;
  }
}

void draw_backprop(App& app) {
  Ui& ui = app.ui;
  card_title(ui, "Backprop",
             "One training step before it is taken. Forward: z = x W + b, a = g(z). The loss L. Back: receive dL/da, compute delta = dL/da g'(z), multiply for dL/dW, pass delta W^T on. "
             "Then the update. Point at a symbol, and its place in the network lights up; point at the network, and the symbols do.");
  if (!app.film_view.open) return draw_invitation(app);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const Film* film = app.film();
  const float title = ui.compact || width < 520 ? 0 : measure(ui, "Backprop", {size::heading, true, 0}).x + 20;   // the title's line has room
  const float lift = title > 0 ? 32 : 0;
  draw_transport(app, film, {at.x + title, at.y - lift}, width - title - (title > 0 ? 30 : 0));
  const float y = ui.compact ? at.y + 3 : at.y + size::control + gap - lift;
  if (!film) {
    ImGui::SetCursorScreenPos({at.x, at.y + size::control + gap - lift});
    const Snapshot& s = app.snapshot();
    return paragraph(ui, app.past() ? "An earlier epoch is shown. The next step is that of the newest weights: go back to now to see it, or take a step to go on from here." : s.playing ? "Training runs. Pause it to see the next step." : s.failed ? "Training has diverged: there is no next step. Go back to good weights first."
                                                                                 : "No step to show yet. Networks with more than a few million numbers a step have no film: fewer units or a smaller batch_size bring it back.");
  }
  const Reel reel(app.surface().model());
  // A low window has one line for both.
  if (ui.compact) draw_timeline(app, reel, {at.x + 116, y}, width - 188);
  else draw_timeline(app, reel, {at.x, y}, width);
  const FilmReader read = film_reader(app, *film);
  const ImVec2 top{at.x, ImGui::GetCursorScreenPos().y};
  draw_choices(app, read, top, width);
  const float plot = width > 480 ? 190.0f : 0;
  const bool plotted = plot > 0 && !read.covered && draw_film_plot(app.ui, read, app.film_view.scene, {at.x + width - plot, top.y + 34}, plot);
  draw_lines(app, read, {top.x, top.y + 6}, plotted ? width - plot - 16 : width);
  if (!read.covers) publish_table(app, read, top, {at.x + width, ImGui::GetCursorScreenPos().y});
}

}  // namespace chainrule
