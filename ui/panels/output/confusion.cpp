// SPDX-License-Identifier: MIT
// All rows at once: the confusion matrix with each class's scores; predicted against true numbers.
#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "engine/tables/metric.hpp"
#include "ui/app/app.hpp"
#include "ui/charts/targets.hpp"
#include "ui/panels/output/confusion.hpp"
#include "ui/panels/output/output.hpp"
#include "ui/widgets/marks.hpp"

namespace chainrule {
namespace {

/// The rows that count: predictions with their targets. Of several numbers to predict, those of the one that is shown.
struct Chosen {
  Matrix out, target;
  std::vector<Index> rows;
};

bool validation_only(const App& app) {
  return !app.output.all_rows && app.training_rows() < app.experiment()->data.x.rows;
}

Chosen chosen_rows(App& app) {
  const Predictions& p = app.predictions();
  const DataSet& data = app.experiment()->data;
  const Index first = validation_only(app) ? app.training_rows() : 0;
  Chosen chosen;
  for (Index i = 0; i < p.out.rows; ++i)
    if (i * p.stride >= first) chosen.rows.push_back(i);
  const bool classes = data.problem == Problem::classification;
  const Index target = app.shown_target();
  chosen.out = Matrix(static_cast<Index>(chosen.rows.size()), classes ? p.out.cols : 1);
  chosen.target = Matrix(chosen.out.rows, 1);
  for (Index i = 0; i < chosen.out.rows; ++i) {
    Index& row = chosen.rows[static_cast<std::size_t>(i)];
    std::copy_n(p.out.view().row(row) + (classes ? 0 : target), chosen.out.cols, chosen.out.view().row(i));
    row *= p.stride;
    chosen.target(i, 0) = data.y(row, target);
  }
  return chosen;
}

/// "150 validation rows", and the switch to all of them.
void draw_chooser(App& app, Index count) {
  Ui& ui = app.ui;
  const bool split = app.training_rows() < app.experiment()->data.x.rows;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const std::string which = !split                ? " training rows"
                            : app.output.all_rows ? " rows, training and validation"
                                                  : " validation rows";
  text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 4},
          shortened(ui, std::to_string(count) + which, split ? width - 96 : width),
          {size::caption, false, ui.theme.muted});
  if (split) {
    ImGui::SetCursorScreenPos({at.x + width - 88, at.y});
    if (chip(ui, "All rows", "all rows", app.output.all_rows, {88, 26})) app.output.all_rows = !app.output.all_rows;
  }
  ImGui::SetCursorScreenPos({at.x, at.y + 34});
}

/// Rows are what they are, columns what they are taken for; the darker, the larger the share of its row.
void draw_matrix(App& app, const Matrix& counts) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, names = std::min(92.0f, width * 0.28f);
  const float cell = std::floor(std::min(64.0f, (width - names) / static_cast<float>(counts.cols))),
              room = ImGui::GetContentRegionAvail().y - 76;
  const float most = app.scene() ? std::clamp(room / static_cast<float>(counts.rows), 12.0f, 30.0f)
                                 : 30.0f;  // what is above and below has its place
  const float height = std::clamp(cell, 12.0f, std::min(ui.bare ? 22.0f : 30.0f, most));
  const TextStyle caption{size::caption, false, ui.theme.muted};
  text_at(ui, draw, {at.x, at.y}, "true", caption);
  text_at(ui, draw, {at.x + names, at.y}, "taken for", caption);
  const float top = at.y + 42;
  std::vector<std::vector<std::string>> rows{{"true, taken for"}};
  for (Index c = 0; c < counts.cols; ++c) {
    rows[0].push_back(class_name(data, c));
    const std::string name = shortened(ui, class_name(data, c), cell - 4, caption);
    if (cell > 18)
      text_at(ui, draw, {at.x + names + cell * (static_cast<float>(c) + 0.5f), at.y + 21}, name, caption, 0.5f);
  }
  for (Index r = 0; r < counts.rows; ++r) {
    float all = 0;
    for (Index c = 0; c < counts.cols; ++c) all += counts(r, c);
    const float y = top + height * static_cast<float>(r);
    rows.push_back({class_name(data, r)});
    if (height > 14)
      text_at(ui, draw, {at.x, y + height / 2 - 9}, shortened(ui, class_name(data, r), names - 8, caption),
              {size::caption, false, ui.theme.text});
    for (Index c = 0; c < counts.cols; ++c) {
      const float x = at.x + names + cell * static_cast<float>(c), share = all > 0 ? counts(r, c) / all : 0;
      const ImU32 full = r == c ? ui.theme.positive : ui.theme.negative;
      draw->AddRectFilled({x + 1, y + 1}, {x + cell - 1, y + height - 1},
                          mix(ui.theme.field, full, std::sqrt(share) * 0.9f), 3);
      const std::string number = short_number(counts(r, c), 6);
      rows.back().push_back(number);
      const TextStyle style{size::caption, r == c,
                            share > 0.3f       ? (ui.theme.dark ? IM_COL32_BLACK : IM_COL32_WHITE)
                            : counts(r, c) > 0 ? ui.theme.text
                                               : ui.theme.muted};
      if (cell > measure(ui, number, style).x + 2 && height > 16)
        text_at(ui, draw, {x + cell / 2, y + height / 2 - 9}, number, style, 0.5f);
    }
  }
  const ImVec2 high{at.x + width, top + height * static_cast<float>(counts.rows)};
  add_table(ui, "Confusion matrix", std::move(rows), at, high);
  ImGui::SetCursorScreenPos({at.x, high.y + 10});
}

void draw_scores(App& app, const Matrix& counts) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, step = width * 0.18f;
  std::vector<std::vector<std::string>> rows{{"class", "precision", "recall", "f1", "rows"}};
  for (Index c = 0; const ClassScores& s : class_scores(counts)) {
    rows.push_back({class_name(data, c), short_number(s.precision, 3), short_number(s.recall, 3), short_number(s.f1, 3),
                    std::to_string(s.support)});
    ++c;
  }
  float y = at.y;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const TextStyle style{size::caption, r == 0, r == 0 ? ui.theme.muted : ui.theme.text};
    text_at(ui, draw, {at.x, y}, shortened(ui, rows[r][0], width - 4 * step - 8, style), style);
    for (std::size_t c = 1; c < rows[r].size(); ++c)
      text_at(ui, draw, {at.x + width - step * static_cast<float>(4 - c), y}, rows[r][c], style, 1);
    y += 22;
    draw->AddLine({at.x, y - 1}, {at.x + width, y - 1}, ui.theme.faint);
    y += 3;
  }
  add_table(ui, "Scores of the classes", std::move(rows), at, {at.x + width, y});
  ImGui::Dummy({width, y - at.y});
}

}  // namespace

void draw_confusion(App& app) {
  const Chosen chosen = chosen_rows(app);
  draw_chooser(app, chosen.out.rows);
  if (chosen.out.rows == 0) return;
  const Matrix counts = confusion_matrix(chosen.out, chosen.target);
  draw_matrix(app, counts);
  const bool fits =
      ImGui::GetContentRegionAvail().y >= 25 * static_cast<float>(counts.rows + 1) + 16;  // a scene has no scroll bars
  if (!app.scene() || fits) return draw_scores(app, counts);
  text(app.ui, "accuracy " + short_number(measure("acc", chosen.out, chosen.target), 3),
       {size::caption, true, app.ui.theme.text});
}

void draw_scatter(App& app, ImVec2 room) {
  Ui& ui = app.ui;
  const Chosen chosen = chosen_rows(app);
  draw_chooser(app, chosen.out.rows);
  if (chosen.out.rows == 0) return;
  room.y -= 34 + 46;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float edge = std::floor(std::max(80.0f, std::min(room.x, room.y)));
  const ImVec2 low{start.x + std::floor((room.x - edge) / 2), start.y}, high{low.x + edge, low.y + edge};
  float least = INFINITY, most = -INFINITY;
  for (Index i = 0; i < chosen.out.rows; ++i)
    for (const float v : {chosen.out(i, 0), chosen.target(i, 0)})
      if (std::isfinite(v)) least = std::min(least, v), most = std::max(most, v);
  const float span = std::max(most - least, 1e-6f) * 1.06f, from = least - span * 0.03f;
  const auto at = [&](float target, float out) {
    return ImVec2{near_plot(low.x + (target - from) / span * edge, low.x, high.x),
                  near_plot(high.y - (out - from) / span * edge, low.y, high.y)};
  };
  draw->AddRectFilled(low, high, ui.theme.field, size::round);
  draw->AddLine(at(from, from), at(from + span, from + span), ui.theme.muted, 1.5f);
  draw->PushClipRect(low, high, true);
  for (Index i = 0; i < chosen.out.rows; ++i) {
    if (!std::isfinite(chosen.out(i, 0))) continue;
    const bool validation = chosen.rows[static_cast<std::size_t>(i)] >= app.training_rows();
    draw_mark(draw, at(chosen.target(i, 0), chosen.out(i, 0)), 3.5f, 0,
              validation ? ui.theme.validation : ui.theme.loss, ui.theme.field, validation);
  }
  draw->PopClipRect();
  const TextStyle caption{size::caption, false, ui.theme.muted};
  text_at(ui, draw, {(low.x + high.x) / 2, high.y + 2},
          app.experiment()->data.y.cols > 1 ? target_name(app.shown_target()) : "target", caption, 0.5f);
  text_at(ui, draw, {low.x + 8, low.y + 4}, "output", caption);
  const std::string words = "r2_score " + short_number(measure("r2_score", chosen.out, chosen.target), 3) + ", mae " +
                            short_number(measure("mae", chosen.out, chosen.target), 3);
  text_at(ui, draw, {(low.x + high.x) / 2, high.y + 22}, words, {size::caption, true, ui.theme.text}, 0.5f);
  announce(ui, Role::image, "Output against target", std::to_string(chosen.out.rows) + " rows, " + words, low, high);
  ImGui::SetCursorScreenPos({start.x, high.y + 44});
}

}  // namespace chainrule
