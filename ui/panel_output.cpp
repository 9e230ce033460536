// SPDX-License-Identifier: MIT
// Output: the decision surface over the samples, the fitted curve, or the pictures with their predictions.
#include <algorithm>
#include <cmath>

#include "panels.hpp"

#include "engine/sequential.hpp"

namespace chainrule {
namespace {

std::string class_name(const DataSet& data, Index c) {
  return c >= 0 && c < data.classes() ? data.class_names[static_cast<std::size_t>(c)] : std::to_string(c);
}

ImU32 target_color(const Theme& theme, const DataSet& data, Index row, float center, float half) {
  const float y = data.y(row, 0);
  return data.problem == Problem::classification ? class_color(static_cast<int>(y)) : diverging(theme, (y - center) / half);
}

/// "acc 0.98 · val_acc 0.97": the surface in words.
std::string in_words(const App& app) {
  std::string words;
  for (const char* key : {"loss", "acc", "val_loss", "val_acc"})
    if (const auto* course = app.history().find(key); course && !course->empty())
      words += std::string(words.empty() ? "" : ", ") + key + " " + short_number(course->back());
  return words.empty() ? "untrained" : words;
}

struct Plot {
  ImVec2 low, high, from, to;   ///< on screen, in data
  ImVec2 at(float x, float y) const {
    return {low.x + (x - from.x) / (to.x - from.x) * (high.x - low.x), high.y - (y - from.y) / (to.y - from.y) * (high.y - low.y)};
  }
};

void draw_samples(App& app, const Plot& plot, int axis_x, int axis_y, bool curve) {
  const DataSet& data = app.experiment()->data;
  const Theme& theme = app.ui.theme;
  const auto [least, most] = std::minmax_element(data.y.data.begin(), data.y.data.end());
  const float center = (*least + *most) / 2, half = std::max((*most - *least) / 2, 1e-6f);
  const Index train = app.training_rows(), n = data.x.rows;
  const Index skip = std::max<Index>(1, n / 1200);
  const float radius = std::clamp((plot.high.x - plot.low.x) / 75, 2.2f, 4.5f);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  Index near = -1;
  float best = 64;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (Index r = 0; r < n; r += skip) {
    const ImVec2 at = plot.at(data.inputs()(r, axis_x), curve ? data.y(r, 0) : data.inputs()(r, axis_y));
    const int shape = data.problem == Problem::classification ? static_cast<int>(data.y(r, 0)) : 0;
    // A little darker than the surface of its own class, so that a right answer can still be seen on it.
    const ImU32 color = curve ? theme.loss : mix(target_color(theme, data, r, center, half), IM_COL32_BLACK, 0.18f);
    const bool validation = r >= train;
    // Dark edges keep marks apart from a surface of their own colour.
    draw_mark(draw, at, radius, shape, validation && !curve ? mix(color, theme.dark ? IM_COL32_WHITE : IM_COL32_BLACK, 0.35f) : validation ? theme.validation : color,
              theme.dark ? IM_COL32(0, 0, 0, 200) : IM_COL32_WHITE, validation);
    const float dx = at.x - mouse.x, dy = at.y - mouse.y;
    if (dx * dx + dy * dy < best) {
      best = dx * dx + dy * dy;
      near = r;
    }
  }
  if (near < 0 || !ImGui::IsItemHovered()) return;
  std::string words = near >= train ? "Validation row" : "Training row";
  words += " " + std::to_string(near + 1);
  for (Index c = 0; c < std::min<Index>(data.inputs().cols, 8); ++c)
    words += "\n" + data.input_names()[static_cast<std::size_t>(c)] + " = " + short_number(data.own_unit(data.inputs()(near, c), c));
  words += "\ntarget: " + (data.problem == Problem::classification ? class_name(data, static_cast<Index>(data.y(near, 0))) : short_number(data.y(near, 0)));
  tooltip(app.ui, words);
}

void draw_plane(App& app, ImVec2 room) {
  Ui& ui = app.ui;
  Surface& surface = app.surface();
  const DataSet& data = app.experiment()->data;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float edge = std::floor(std::max(60.0f, std::min(room.x, room.y)));
  const ImVec2 low{start.x + std::floor((room.x - edge) / 2), start.y}, high{low.x + edge, low.y + edge};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const bool curve = data.inputs().cols == 1;
  ImGui::SetCursorScreenPos(low);
  ImGui::InvisibleButton("surface", {edge, edge});
  Plot plot{low, high, surface.low(), surface.high()};
  if (curve) {
    draw->AddRectFilled(low, high, ui.theme.field, size::round);
    const auto [least, most] = std::minmax_element(data.y.data.begin(), data.y.data.end());
    const float margin = (*most - *least) * 0.1f + 1e-6f;
    plot.from.y = *least - margin;
    plot.to.y = *most + margin;
  } else if (surface.ready()) {
    surface.draw_output(draw, low, high, size::round);
  }
  draw->PushClipRect(low, high, true);
  draw_samples(app, plot, app.axis_x, app.axis_y, curve);
  if (curve && !surface.curve().empty()) {
    const auto n = static_cast<float>(surface.curve().size());
    draw->PathClear();
    for (std::size_t i = 0; i < surface.curve().size(); ++i)
      draw->PathLineTo(plot.at(plot.from.x + (plot.to.x - plot.from.x) * (static_cast<float>(i) + 0.5f) / n, surface.curve()[i]));
    draw->PathStroke(ui.theme.text, 0, 2.5f);
  }
  draw->PopClipRect();
  draw->AddRect(low, high, ui.theme.card_edge, size::round);
  announce(ui, Role::image, "Output surface", in_words(app) + ", picture " + std::to_string(surface.version()), low, high);
  ImGui::SetCursorScreenPos({start.x, high.y + 8});
}

/// Validation pictures with what the network takes them for; wrong ones are ringed.
void draw_pictures(App& app, ImVec2 room) {
  Ui& ui = app.ui;
  Surface& surface = app.surface();
  const DataSet& data = app.experiment()->data;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const Matrix& predictions = surface.predictions();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const Index across = std::max<Index>(3, static_cast<Index>(room.x / 58)), width = data.image_width;
  const float each = std::floor(room.x / static_cast<float>(across)), picture = each - 10;
  const Index rows = std::max<Index>(1, static_cast<Index>(room.y / (picture + 26)));
  float largest = 1e-6f;
  for (const float v : data.x.data) largest = std::max(largest, v);
  Index wrong = 0, shown = std::min(predictions.rows, across * rows);
  for (Index i = 0; i < shown; ++i) {
    const Index row = surface.first_prediction() + i;
    const ImVec2 low{start.x + static_cast<float>(i % across) * each, start.y + static_cast<float>(i / across) * (picture + 26)};
    ImGui::SetCursorScreenPos(low);
    if (button(ui, "Picture " + std::to_string(i + 1), {.label = " ", .width = picture, .height = picture})) {
      app.sample = row;
      app.refresh();
    }
    const float pixel = picture / static_cast<float>(width);
    draw->AddRectFilled(low, {low.x + picture, low.y + picture}, ui.theme.zero, 4);
    for (Index p = 0; p < data.x.cols; ++p) {
      const float v = data.x(row, p) / largest;
      if (v < 0.02f) continue;
      const ImVec2 at{low.x + static_cast<float>(p % width) * pixel, low.y + static_cast<float>(p / width) * pixel};
      draw->AddRectFilled(at, {at.x + pixel, at.y + pixel}, mix(ui.theme.zero, ui.theme.text, v));
    }
    const float* out = predictions.view().row(i);
    const bool classes = data.problem == Problem::classification;
    const Index guess = !classes ? static_cast<Index>(std::lround(out[0])) : std::max_element(out, out + predictions.cols) - out;
    const Index truth = static_cast<Index>(data.y(row, 0));
    const bool right = guess == truth;
    wrong += !right;
    if (!right) draw->AddRect({low.x - 2, low.y - 2}, {low.x + picture + 2, low.y + picture + 2}, ui.theme.bad, 5, 0, 2.5f);
    else if (row == app.sample) draw->AddRect({low.x - 2, low.y - 2}, {low.x + picture + 2, low.y + picture + 2}, ui.theme.accent, 5, 0, 2);
    const std::string label = (classes ? class_name(data, guess) : short_number(out[0], 2)) + (right ? "" : " ✗");
    text_at(ui, draw, {low.x + picture / 2, low.y + picture + 2}, label, {size::caption, !right, right ? ui.theme.muted : ui.theme.bad}, 0.5f);
  }
  announce(ui, Role::image, "Output surface", in_words(app) + ", " + std::to_string(shown - wrong) + " of " + std::to_string(shown) + " pictures right, picture " + std::to_string(surface.version()),
           start, {start.x + room.x, start.y + room.y});
  ImGui::SetCursorScreenPos({start.x, start.y + room.y});
}

void draw_legend(App& app) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float width = ImGui::GetContentRegionAvail().x;
  float x = at.x;
  const TextStyle caption{size::caption, false, ui.theme.muted};
  const auto entry = [&](int shape, ImU32 color, bool hollow, const std::string& words) {
    const float wide = measure(ui, words, caption).x;
    if (x + wide + 18 > at.x + width) return;
    draw_mark(draw, {x + 6, at.y + 10}, 4.5f, shape, color, ui.theme.card, hollow);
    text_at(ui, draw, {x + 16, at.y + 1}, words, caption);
    x += wide + 30;
  };
  if (data.problem == Problem::classification)
    for (Index c = 0; c < data.classes(); ++c) entry(static_cast<int>(c), class_color(static_cast<int>(c)), false, class_name(data, c));
  else
    entry(0, data.inputs().cols == 1 ? ui.theme.loss : ui.theme.muted, false, "training");
  if (app.training_rows() < data.x.rows) entry(0, data.inputs().cols == 1 ? ui.theme.validation : ui.theme.muted, true, "validation");
  ImGui::Dummy({width, 22});
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

}  // namespace

void draw_output(App& app) {
  Ui& ui = app.ui;
  card_title(ui, "Output",
             "What the network answers everywhere: the colour is its output for an input at that place. Filled marks are "
             "training rows, hollow ones validation rows. With more than two inputs the others stand at their mean.");
  if (!app.experiment()) return;
  const DataSet& data = app.experiment()->data;
  ImVec2 room = ImGui::GetContentRegionAvail();
  if (data.pixels()) return draw_pictures(app, room);
  const bool axes = data.inputs().cols > 2 && room.y > 200, legend = room.y > 140;
  room.y -= (axes ? size::control + 4 : 0) + (legend ? 28 : 0);
  if (axes) {
    draw_axes(app);
    room.y -= 2;
  }
  draw_plane(app, room);
  if (legend) draw_legend(app);
}

}  // namespace chainrule
