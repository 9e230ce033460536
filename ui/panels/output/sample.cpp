// SPDX-License-Identifier: MIT
// One row of the data: its inputs, its target, and what the network says of it.
#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "engine/sequential.hpp"
#include "ui/app/app.hpp"
#include "ui/charts/targets.hpp"
#include "ui/panels/output/output.hpp"
#include "ui/panels/output/pictures.hpp"
#include "ui/panels/output/sample.hpp"
#include "ui/widgets/marks.hpp"

namespace chainrule {
namespace {

constexpr float line_height = 24, picture_width = 96;

void draw_chooser(App& app, float width) {
  Ui& ui = app.ui;
  const Index rows = app.experiment()->data.x.rows;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  double number = static_cast<double>(app.sample + 1);
  const auto place = [&](float x) { ImGui::SetCursorScreenPos({at.x + x, at.y}); };
  text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 6}, "Row");
  place(38);
  if (button(ui, "Previous row", {.icon = Icon::minus, .icon_only = true, .width = 30, .enabled = app.sample > 0}))
    number -= 1;
  ImGui::SetCursorScreenPos({at.x + 72, at.y + 2});
  number_field(ui, "Row of the data", number, 1, static_cast<double>(rows), true, 64);
  place(140);
  if (button(ui, "Next row", {.icon = Icon::plus, .icon_only = true, .width = 30, .enabled = app.sample + 1 < rows}))
    number += 1;
  const std::string words = app.sample >= app.training_rows() ? "validates" : "trains";
  text_at(ui, ImGui::GetWindowDrawList(), {at.x + width, at.y + 7}, words, {size::caption, false, ui.theme.muted}, 1);
  place(0);
  ImGui::Dummy({width, size::control + 4});
  if (const auto row = static_cast<Index>(number) - 1; row != app.sample && row >= 0 && row < rows)
    choose_sample(app, row);
}

void draw_line(Ui& ui, std::string_view left, std::string_view right, bool bold = false) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const TextStyle value{size::body, bold, ui.theme.text};
  const float wide = measure(ui, right, value).x;
  text_at(ui, draw, {at.x, at.y + 2}, shortened(ui, left, width - wide - 12),
          {size::body, bold, bold ? ui.theme.text : ui.theme.muted});
  text_at(ui, draw, {at.x + width, at.y + 2}, right, value, 1);
  draw->AddLine({at.x, at.y + line_height - 1}, {at.x + width, at.y + line_height - 1}, ui.theme.faint);
  ImGui::Dummy({width, line_height});
}

/// A class with a bar as long as its probability; many classes stand closer.
void draw_probability(Ui& ui, std::string_view name, int c, float p, bool taken, bool is_target, bool many) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const bool narrow = width < 190;
  const float names = narrow ? width * 0.3f : std::min(110.0f, width * 0.34f), numbers = narrow ? 50 : 66;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const TextStyle style{size::body, taken, ui.theme.text};
  draw_mark(draw, {at.x + 6, at.y + 12}, 4.5f, c, class_color(c), ui.theme.card, false);
  text_at(ui, draw, {at.x + 18, at.y + 2}, shortened(ui, name, names - 22, style), style);
  const ImVec2 low{at.x + names, at.y + 5}, high{at.x + width - numbers, at.y + 19};
  draw->AddRectFilled(low, high, ui.theme.field, 4);
  if (std::isfinite(p) && p > 0)
    draw->AddRectFilled(low, {low.x + std::max(3.0f, (high.x - low.x) * std::min(p, 1.0f)), high.y}, class_color(c), 4);
  // The target's place is marked at the bar's end.
  if (is_target) draw->AddRect({low.x - 2, low.y - 2}, {high.x + 2, high.y + 2}, ui.theme.text, 5, 0, 1.5f);
  text_at(ui, draw, {at.x + width, at.y + 2}, short_number(narrow ? std::round(p * 1000) / 1000 : p, 3), style, 1);
  ImGui::Dummy({width, many ? line_height - 3 : line_height + 2});
}

/// The outputs as bars of classes. Returns them as rows of a table.
std::vector<std::vector<std::string>> draw_classes(App& app, const Matrix& out, Index target) {
  const DataSet& data = app.experiment()->data;
  std::vector<std::vector<std::string>> rows{{"class", "output", "target"}};
  const Index taken = answer(out.view().row(0), out.cols);
  const bool right = taken == target;
  const std::string words = right ? "Right: it is " + class_name(data, target) + "."
                                  : (target < 0 ? "Taken for " : "Wrong: taken for ") + class_name(data, taken) +
                                        (target < 0 ? "." : ", it is " + class_name(data, target) + ".");
  paragraph(app.ui, words,
            {size::body, true,
             right        ? app.ui.theme.good
             : target < 0 ? app.ui.theme.text
                          : app.ui.theme.bad});
  announce(app.ui, Role::status, "Answer", words, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  for (Index c = 0; c < data.classes(); ++c) {
    const float p = out.cols > 1 ? out(0, c) : c == 1 ? out(0, 0) : 1 - out(0, 0);
    draw_probability(app.ui, class_name(data, c), static_cast<int>(c), p, c == taken, c == target, data.classes() > 6);
    rows.push_back({class_name(data, c), short_number(p, 6), target < 0 ? "" : c == target ? "1" : "0"});
  }
  return rows;
}

/// One after the other, each with its target and how far it is from that. Returns them as rows of a table.
std::vector<std::vector<std::string>> draw_numbers(Ui& ui, const Matrix& out, std::span<const float> targets) {
  const std::vector<std::string> names{"target", "output", "difference"};
  std::vector<std::vector<std::string>> rows{names};
  for (Index j = 0; j < out.cols; ++j) {
    const float target = targets.empty() ? NAN : targets[static_cast<std::size_t>(j)];
    const std::string number = out.cols > 1 ? " " + std::to_string(j + 1) : "";
    rows.push_back({short_number(target, 6), short_number(out(0, j), 6), short_number(out(0, j) - target, 6)});
    for (std::size_t i = 0; i < names.size(); ++i)
      if (!targets.empty() || i == 1) draw_line(ui, names[i] + number, rows.back()[i], i == 1);
  }
  return rows;
}

void draw_inputs(App& app) {
  const DataSet& data = app.experiment()->data;
  constexpr Index most = 40;
  for (Index c = 0; c < std::min(data.inputs().cols, most); ++c)
    draw_line(app.ui, data.input_names()[static_cast<std::size_t>(c)],
              short_number(data.own_unit(data.inputs()(app.sample, c), c), 5));
  if (data.inputs().cols > most)
    draw_line(app.ui, "and " + std::to_string(data.inputs().cols - most) + " more inputs", "");
}

}  // namespace

void draw_answer(App& app, const Matrix& out, std::span<const float> targets, std::string_view name) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const bool classes = app.experiment()->data.problem == Problem::classification;
  auto rows = classes ? draw_classes(app, out, targets.empty() ? -1 : static_cast<Index>(targets[0]))
                      : draw_numbers(app.ui, out, targets);
  add_table(app.ui, name, std::move(rows), at, {at.x + width, ImGui::GetCursorScreenPos().y});
}

void draw_sample_view(App& app) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  app.sample = std::clamp<Index>(app.sample, 0, data.x.rows - 1);
  draw_chooser(app, ImGui::GetContentRegionAvail().x);
  const auto& layers = app.lens().sample_activations();
  if (layers.empty()) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (data.pixels()) {
    draw_picture(app, data.x.view().row(app.sample), at, picture_width);
    ImGui::Indent(picture_width + 12);
    ImGui::SetCursorScreenPos({at.x + picture_width + 12, at.y});
  }
  draw_answer(app, layers.back(), {data.y.view().row(app.sample), static_cast<std::size_t>(data.y.cols)},
              "Output for row " + std::to_string(app.sample + 1));
  const Logs logs = app.lens().evaluate(app.sample);
  if (!logs.empty()) draw_line(ui, "loss of this row", short_number(logs.front().second, 5));
  if (data.pixels()) return ImGui::Unindent(picture_width + 12);
  ImGui::Dummy({0, 8});
  draw_inputs(app);
}

}  // namespace chainrule
