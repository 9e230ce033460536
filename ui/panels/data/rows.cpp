// SPDX-License-Identifier: MIT
// The rows of the chosen data set: how they are drawn, scaled, ordered and split.
#include <algorithm>
#include <cmath>

#include "engine/data/formula.hpp"
#include "engine/document/data_set.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/data/features.hpp"
#include "ui/panels/data/rows.hpp"

namespace chainrule {
namespace {

/// The colours of the rows in their order, and which of them validate: what validation_split takes.
void draw_split(App& app) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  const Index n = data.y.rows, train = app.training_rows();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x - 30,
              cut = at.x + width * static_cast<float>(train) / static_cast<float>(n);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const Index target = app.shown_target();
  const auto [least, most] = data.target_range(target);
  const auto bars = std::min<Index>(n, static_cast<Index>(width / 2));
  for (Index i = 0; i < bars; ++i) {
    const float y = data.y(i * n / bars, target),
                from = at.x + width * static_cast<float>(i) / static_cast<float>(bars);
    const ImU32 color = data.problem == Problem::classification
                            ? class_color(static_cast<int>(y))
                            : diverging(ui.theme, 2 * (y - least) / std::max(most - least, 1e-6f) - 1);
    draw->AddRectFilled({from, at.y + 2}, {from + width / static_cast<float>(bars), at.y + 8},
                        with_alpha(color, 0.75f));
  }
  draw->AddRectFilled({at.x, at.y + 10}, {cut, at.y + 15}, ui.theme.loss, 2);
  draw->AddRectFilled({cut, at.y + 10}, {at.x + width, at.y + 15}, ui.theme.validation, 2);
  if (train < n) draw->AddRectFilled({cut - 1, at.y}, {cut + 1, at.y + 17}, ui.theme.card);
  const std::string left = std::to_string(train) + " rows train",
                    right = n > train ? std::to_string(n - train) + " validate" : "";
  text_at(ui, draw, {at.x, at.y + 18}, left, {size::caption, false, ui.theme.muted});
  text_at(ui, draw, {at.x + width, at.y + 18}, right, {size::caption, false, ui.theme.muted}, 1);
  announce(ui, Role::status, "Rows", left + (right.empty() ? "" : ", " + right), at, {at.x + width, at.y + 38});
  ImGui::SetCursorScreenPos({at.x + width + 8, at.y});
  help_mark(ui, "About the split",
            "All rows in order, each in the colour of its target. validation_split takes the last rows, as Keras does, "
            "and before "
            "anything is shuffled: in a table sorted by class they would all be of one class. Shuffle rows first mends "
            "that.");
  ImGui::SetCursorScreenPos({at.x, at.y + 38});
  ImGui::Dummy({width, 2});
}

/// What makes made-up data harder.
void draw_disturbance(App& app, bool classes) {
  Ui& ui = app.ui;
  const auto share = [&](const char* name, double Disturbance::* field, double most, const char* help) {
    double value = app.document().disturbance.*field;
    if (slider(ui, name, value, 0, most,
               {.step = 0.01,
                .typed_minimum = 0,
                .typed_maximum = field == &Disturbance::imbalance ? most : 1,
                .help = help}) &&
        value != app.document().disturbance.*field)
      app.change_data([=](Document& d) { d.disturbance.*field = value; });
  };
  if (classes)
    share("label noise", &Disturbance::label_noise, 0.5, "Share of the rows that say another class than theirs");
  share("outliers", &Disturbance::outliers, 0.5,
        classes ? "Share of the rows that lie far away" : "Share of the rows whose target is far off");
  if (classes)
    share("imbalance", &Disturbance::imbalance, most_imbalance, "How much rarer the last class is than the first");
}

void draw_formula(App& app, const Generator& generator) {
  Ui& ui = app.ui;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 5}, "x2 above", {size::body, false, ui.theme.text});
  ImGui::SetCursorScreenPos({at.x + 76, at.y});
  std::string formula = app.document().formula.empty() ? std::string(generator.usual_formula) : app.document().formula;
  std::string& problem = app.data_view.formula_problem;
  if (text_field(ui, "formula", formula, width - 76, "a formula of x1")) {
    problem.clear();
    try {
      const std::string names[] = {"x1"};
      const std::string typed = Formula(formula, names).text();
      app.change_data([=, usual = generator.usual_formula](Document& d) { d.formula = typed == usual ? "" : typed; });
    } catch (const std::exception& e) { problem = e.what(); }
  }
  if (problem.empty()) return;
  paragraph(ui, problem, {size::caption, false, ui.theme.bad});
  announce(ui, Role::alert, "Formula problem", problem, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
}

void draw_generator(App& app, const Generator& generator) {
  Ui& ui = app.ui;
  for (std::size_t i = 0; i < generator.parameters.size(); ++i) {
    const Parameter& p = generator.parameters[i];
    const auto& now = app.document().data_values;
    double value = i < now.size() ? now[i] : p.value;
    const double before = value;
    if (slider(ui, p.name, value, p.minimum, p.maximum, {.whole = p.whole, .help = p.help}) && value != before)
      app.change_data([=, &generator](Document& d) {
        for (std::size_t j = d.data_values.size(); j < generator.parameters.size(); ++j)
          d.data_values.push_back(generator.parameters[j].value);
        d.data_values[i] = value;
        if (d.data_values == defaults(generator).values) d.data_values.clear();
      });
  }
  if (!generator.usual_formula.empty()) draw_formula(app, generator);
  double noise = app.document().noise;
  if (slider(ui, "noise", noise, 0, 1, {.step = 0.01, .help = "How far points stray from their shape"}) &&
      noise != app.document().noise) {
    app.change([=](Document& d) { d.noise = noise; });
  }
  double samples = static_cast<double>(app.document().samples);
  if (slider(ui, "samples", samples, 20, 2000,
             {.step = 20,
              .whole = true,
              .typed_minimum = 2,
              .typed_maximum = double(limits::samples),
              .help = "Rows of data"}) &&
      samples != static_cast<double>(app.document().samples)) {
    app.change([=](Document& d) { d.samples = static_cast<Index>(samples); });
  }
}

/// Generated data needs no scaling and no order; what is not as usual is never hidden.
bool unfolded(const App& app) {
  const Document& d = app.document();
  return app.data_view.unfolded || !(d.disturbance == Disturbance{}) || d.standardise || !d.shuffle_rows ||
         !d.features.empty();
}

void draw_scaling(App& app) {
  Ui& ui = app.ui;
  const bool pixels = app.experiment()->data.pixels();
  bool standardise = standardises(app.document());
  if (toggle(ui, pixels ? "Scale pixels to 0..1" : "Standardise inputs", standardise,
             pixels ? "Divides pixel values by their largest"
                    : "Each input minus its mean, divided by its deviation (both of the training rows)")) {
    app.change([=](Document& d) {
      d.standardise.reset();
      if (standardises(d) != standardise) d.standardise = standardise;
    });
  }
  bool shuffle = app.document().shuffle_rows;
  if (toggle(ui, "Shuffle rows first", shuffle,
             "Off: rows stay as the table has them, made-up ones class by class. validation_split takes the last rows; "
             "in a sorted table they would all be of one class.")) {
    app.change([=](Document& d) { d.shuffle_rows = shuffle; });
  }
}

void draw_words(App& app) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  std::string words =
      std::to_string(data.x.cols) + (data.pixels() ? " pixel" : " input") + (data.x.cols == 1 ? "" : "s") + ", " +
      (data.problem == Problem::classification ? std::to_string(data.classes()) + " classes" : "a number to predict");
  if (data.rows_left_out > 0) words += ". " + std::to_string(data.rows_left_out) + " rows with empty cells left out";
  const ImVec2 at = ImGui::GetCursorScreenPos();
  paragraph(ui, words);
  announce(ui, Role::status, "Table", words, at, ImGui::GetItemRectMax());
}

}  // namespace

void draw_rows(App& app) {
  const Generator* generator = find_or_null(generators(), app.document().data);
  if (generator) draw_generator(app, *generator);
  if (generator && !unfolded(app)) {
    app.data_view.unfolded =
        button(app.ui, "Features and more",
               {.icon = Icon::plus,
                .look = Look::quiet,
                .width = ImGui::GetContentRegionAvail().x,
                .help = "Features, scaling, the order of rows; wrong labels, outliers, rare classes"});
    return draw_split(app);
  }
  if (generator) draw_disturbance(app, generator->usual_classes > 0);
  draw_scaling(app);
  draw_features(app);
  if (!generator) draw_words(app);
  draw_split(app);
}

}  // namespace chainrule
