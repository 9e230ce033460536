// SPDX-License-Identifier: MIT
// Output: which view of what the network answers, with its legend and controls.
#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "engine/sequential.hpp"
#include "ui/app/app.hpp"
#include "ui/charts/targets.hpp"
#include "ui/panels/output/confusion.hpp"
#include "ui/panels/output/output.hpp"
#include "ui/panels/output/pad.hpp"
#include "ui/panels/output/pictures.hpp"
#include "ui/panels/output/plane.hpp"
#include "ui/panels/output/sample.hpp"
#include "ui/widgets/marks.hpp"
#include "ui/widgets/parameter_rows.hpp"

namespace chainrule {

Index answer(const float* out, Index outputs) {
  return outputs == 1 ? out[0] > 0.5f : std::max_element(out, out + outputs) - out;
}

std::string state_words(const App& app) {
  std::string words;
  const Index epoch = app.past() ? app.past()->epoch : app.history().epochs();
  for (const char* key : {"loss", "acc", "val_loss", "val_acc"})
    if (const auto* course = app.history().find(key);
        course && epoch > 0 && !std::isnan((*course)[static_cast<std::size_t>(epoch - 1)]))
      words += std::string(words.empty() ? "" : ", ") + key + " " +
               short_number((*course)[static_cast<std::size_t>(epoch - 1)]);
  return !words.empty() ? words : epoch > 0 ? "after epoch " + std::to_string(epoch) : "untrained";
}

void choose_sample(App& app, Index row) {
  app.sample = row;
  app.output.view = OutputView::sample;
  app.refresh();
}

namespace {

/// Where two marks of the legend stand side by side, and what they need.
struct Entry {
  int shape;
  ImU32 color;
  bool hollow;
  std::string words;
};

std::vector<Entry> legend_of(App& app, int layer) {
  const DataSet& data = app.experiment()->data;
  const Theme& theme = app.ui.theme;
  const bool curve = data.inputs().cols == 1 && layer < 0;
  std::vector<Entry> entries;
  if (data.problem == Problem::classification)
    for (Index c = 0; c < data.classes(); ++c)
      entries.push_back({static_cast<int>(c), class_color(static_cast<int>(c)), false, class_name(data, c)});
  else entries.push_back({0, curve ? theme.loss : theme.muted, false, "training"});
  if (app.training_rows() < data.x.rows)
    entries.push_back({0, curve ? theme.validation : theme.muted, true, "validation"});
  return entries;
}

float legend_width(Ui& ui, const std::vector<Entry>& entries) {
  float width = -14;
  for (const Entry& e : entries) width += 30 + measure(ui, e.words, {size::caption, false, 0}).x;
  return width;
}

/// In one line, or where there is more height in as many as it takes.
void draw_legend(Ui& ui, const std::vector<Entry>& entries, ImVec2 at, float width, float height = 0) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const TextStyle caption{size::caption, false, ui.theme.muted};
  float x = at.x, y = at.y;
  for (const Entry& e : entries) {
    const float wide = measure(ui, e.words, caption).x;
    if (x + wide + 16 > at.x + width) x = at.x, y += 22;
    if (y > at.y + height) return;
    draw_mark(draw, {x + 6, y + 10}, 4.5f, e.shape, e.color, ui.theme.card, e.hollow);
    text_at(ui, draw, {x + 16, y + 1}, shortened(ui, e.words, width - 16, caption), caption);
    x += wide + 30;
  }
}

/// What the surface's colours mean where one number is answered: from its least to its largest value.
void draw_scale(App& app, ImVec2 right) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  if (app.model().outputs() != 1 || data.inputs().cols < 2) return;
  const auto [least, most] =
      data.problem == Problem::classification ? std::pair{0.0f, 1.0f} : data.target_range(app.shown_target());
  const TextStyle style{size::caption, false, ui.theme.muted};
  const std::string low = short_number(least, 2), high = short_number(most, 2);
  constexpr float wide = 54;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  float x = right.x - measure(ui, high, style).x;
  text_at(ui, draw, {x, right.y + 1}, high, style);
  x -= wide + 5;
  const ImVec2 from{x, right.y + 6}, middle{x + wide / 2, right.y + 15}, to{x + wide, right.y + 15};
  const Theme& t = ui.theme;
  draw->AddRectFilledMultiColor(from, middle, t.negative, t.zero, t.zero, t.negative);
  draw->AddRectFilledMultiColor({middle.x, from.y}, to, t.zero, t.positive, t.positive, t.zero);
  text_at(ui, draw, {x - 5, right.y + 1}, low, style, 1);
  announce(ui, Role::image, "Colour scale", "from " + low + " to " + high, from, to);
}

/// The switches of the surface, ending at the right border.
constexpr float switch_widths[] = {98, 92}, switch_gap = 4,
                switches_width = switch_widths[0] + switch_widths[1] + switch_gap + 8;
void draw_switches(App& app, ImVec2 right) {
  const auto& wide = switch_widths;
  constexpr float gap = switch_gap;
  const bool classes = app.experiment()->data.problem == Problem::classification;
  float x = right.x - wide[0] - (classes ? wide[1] + gap : 0);
  ImGui::SetCursorScreenPos({x, right.y});
  if (chip(app.ui, "Discretise output", "discretise", app.output.discretise, {wide[0], 26})) {
    app.output.discretise = !app.output.discretise;
    app.refresh();
  }
  resting_tooltip(app.ui, "The answer alone, without how sure the network is");
  if (!classes) return;
  ImGui::SetCursorScreenPos({x + wide[0] + gap, right.y});
  if (chip(app.ui, "Ring mistakes", "mistakes", app.output.mistakes, {wide[1], 26}))
    app.output.mistakes = !app.output.mistakes;
  resting_tooltip(app.ui, "A ring around every row that the network takes for another class");
}

void draw_axes(App& app) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  std::vector<Option> options;
  for (const std::string& name : data.input_names()) options.push_back({name, ""});
  const float width = (ImGui::GetContentRegionAvail().x - size::gap) / 2;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  bool changed = select(ui, "Horizontal axis", app.axis_x, options, width);
  ImGui::SetCursorScreenPos({at.x + width + size::gap, at.y});
  changed = select(ui, "Vertical axis", app.axis_y, options, width) || changed;
  if (changed) app.refresh();
}

/// A slider for each input off the plane, in the data's own unit.
void draw_other_inputs(App& app) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  const Matrix& x = data.inputs();
  constexpr Index most = 40;
  if (!disclosure(ui, "Other inputs", app.output.held.empty() ? "Other inputs: at their mean" : "Other inputs",
                  "Where the inputs off the plane stand"))
    return;
  auto& held = app.output.held;
  if (!held.empty() && button(ui, "All at their mean", {.height = 28})) {
    held.clear();
    app.refresh();
  }
  for (Index c = 0; c < std::min(x.cols, most); ++c) {
    if (c == app.axis_x || c == app.axis_y) continue;
    const auto i = static_cast<std::size_t>(c);
    double low = INFINITY, high = -INFINITY, mean = 0;
    for (Index r = 0; r < x.rows; ++r) {
      const double v = data.own_unit(x(r, c), c);
      low = std::min(low, v);
      high = std::max(high, v);
      mean += v / static_cast<double>(x.rows);
    }
    double value = i < held.size() && std::isfinite(held[i]) ? data.own_unit(held[i], c) : mean;
    if (!(high > low) || !slider(ui, data.input_names()[i], value, low, high)) continue;
    held.resize(static_cast<std::size_t>(x.cols), NAN);
    held[i] = data.formulas.empty() ? static_cast<float>((value - data.mean[i]) / data.deviation[i])
                                    : static_cast<float>(value);
    app.refresh();
  }
}

/// The plane of two inputs, or of the two outputs of `layer`.
void draw_surface_view(App& app, int layer) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  ImVec2 room = ImGui::GetContentRegionAvail();
  const bool plane = layer < 0 && room.y > 200, axes = plane && data.inputs().cols > 2,
             legend = room.y > 140 && !ui.compact, switches = plane && data.inputs().cols > 1;
  const std::vector<Entry> entries = legend_of(app, layer);
  const bool two_lines = legend && legend_width(ui, entries) + (switches ? switches_width : 0) > room.x;
  if (axes) draw_axes(app);
  room.y -= (axes ? size::control + 6 : 0) + (legend ? 44 : 8) + (two_lines ? 28 : 0) + (axes ? 30 : 0);
  draw_plane(app, room, layer);
  if (!legend) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_legend(ui, entries, {at.x, at.y + 2}, switches && !two_lines ? room.x - switches_width : room.x,
              switches ? 0.0f : 22.0f);
  if (layer < 0 && two_lines && legend_width(ui, entries) + 130 < room.x) draw_scale(app, {at.x + room.x, at.y + 2});
  if (switches) draw_switches(app, {at.x + room.x, at.y + (two_lines ? 26.0f : 0.0f)});
  ImGui::SetCursorScreenPos({at.x, at.y + (two_lines ? 54.0f : 28.0f)});
  ImGui::Dummy({0, 0});
  if (axes) draw_other_inputs(app);
}

/// Which views there are, as OutputView has them; those that there are not for this data have no name.
std::vector<Option> views_of(App& app) {
  const DataSet& data = app.experiment()->data;
  const bool curve = data.inputs().cols == 1, classes = data.problem == Problem::classification;
  return {data.pixels() ? Option{"pictures", "Rows with what the network takes them for"}
          : curve       ? Option{"curve", "The output for every input"}
                        : Option{"surface", "The output for every pair of inputs"},
          {"sample", "One row: its inputs, its target, the outputs"},
          classes ? Option{"confusion", "How often each class is taken for which, with precision and recall"}
                  : Option{"scatter", "The output of every row against its target"},
          {data.pixels() ? "draw" : "", "A picture of your own, and what the network takes it for"},
          {latent_layer(app) < 0 ? "" : "latent plane", "The rows where the two units of a hidden layer place them"}};
}

/// The menu of views. Returns the one that is chosen, as far as this data has it.
int choose_view(App& app, ImVec2 at, float width) {
  std::vector<Option> options;
  std::vector<int> views;
  int chosen = 0;
  for (int view = 0; const Option& option : views_of(app)) {
    if (!option.name.empty()) {
      if (view == app.output.view) chosen = static_cast<int>(views.size());
      options.push_back(option);
      views.push_back(view);
    }
    ++view;
  }
  ImGui::SetCursorScreenPos(at);
  if (select(app.ui, "View of the output", chosen, options, width))
    app.output.view = views[static_cast<std::size_t>(chosen)];
  return views[static_cast<std::size_t>(chosen)];
}

/// Which of several numbers to predict is shown, where there is room to ask.
void draw_target_choice(App& app) {
  const Index targets = app.experiment()->data.y.cols;
  if (targets < 2 || ImGui::GetContentRegionAvail().y < 200) return;
  std::vector<std::string> names;  // options look at them
  std::vector<Option> options;
  for (Index t = 0; t < targets; ++t) names.push_back(target_name(t));
  for (const std::string& name : names) options.push_back({name, "The output that is to become this number"});
  int chosen = static_cast<int>(app.shown_target());
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (select(app.ui, "Number to predict", chosen, options, std::min(160.0f, ImGui::GetContentRegionAvail().x))) {
    app.output.target = chosen;
    app.refresh();
  }
  ImGui::SetCursorScreenPos({at.x, at.y + size::control + 6});
}

void draw_view(App& app, int view, int layer) {
  const DataSet& data = app.experiment()->data;
  if (view != OutputView::sample && view != OutputView::pad) draw_target_choice(app);  // those show them all
  const ImVec2 room = ImGui::GetContentRegionAvail();
  if (view == OutputView::sample) draw_sample_view(app);
  else if (view == OutputView::pad) draw_pad(app, room);
  else if (view == OutputView::rows && data.problem == Problem::classification) draw_confusion(app);
  else if (view == OutputView::rows) draw_scatter(app, room);
  else if (view == OutputView::everywhere && data.pixels()) draw_pictures(app, room);
  else draw_surface_view(app, layer);
}

/// As large as the card, with nothing beside it: the scene says what is looked at.
void draw_bare(App& app) {
  int view = app.output.view;
  if (views_of(app)[static_cast<std::size_t>(view)].name.empty()) view = OutputView::everywhere;
  draw_view(app, view, view == OutputView::latent ? latent_layer(app) : -1);
}

}  // namespace

void draw_output(App& app) {
  Ui& ui = app.ui;
  const ImVec2 top = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  card_title(
      ui, "Output",
      "What the network answers everywhere: the colour is its output for an input at that place. Filled marks are "
      "training rows, hollow ones validation rows. With more than two inputs the others stand at their mean, or "
      "where you put them. Press a mark to see what the network says of that row.");
  if (!app.experiment()) return;
  if (ui.bare) return draw_bare(app);
  constexpr float menu = 128;
  const ImVec2 below = ImGui::GetCursorScreenPos();
  const float left = top.x + width - 22 - 8 - menu;
  const int view = choose_view(app, {left, top.y - (ui.compact ? 0.0f : 3.0f)}, menu);
  const int layer = view == OutputView::latent ? latent_layer(app) : -1;
  if (!ui.compact) {
    ImGui::SetCursorScreenPos({below.x, below.y + 4});
    return draw_view(app, view, layer);
  }
  // A low window has the menu and the legend beside the view.
  ImGui::SetCursorScreenPos(below);
  const float height = ImGui::GetContentRegionAvail().y - 8;
  if (layer >= 0 || (view == OutputView::everywhere && !app.experiment()->data.pixels()))
    draw_legend(ui, legend_of(app, layer), {left, top.y + 40}, menu + 30, height - 62);
  constexpr float ring = 3;  // around what is chosen or wrong
  ImGui::SetCursorScreenPos({below.x - ring, below.y - ring});
  ImGui::BeginChild("view", {left - 12 - below.x + ring, height + ring}, ImGuiChildFlags_NavFlattened);
  ImGui::SetCursorScreenPos(below);
  ImGui::Indent(ring);
  draw_view(app, view, layer);
  ImGui::Dummy({0, 0});
  ImGui::EndChild();
}

}  // namespace chainrule
