// SPDX-License-Identifier: MIT
// What the network sees: inputs to switch on and off, and formulas of them.
#include <algorithm>

#include "engine/data/formula.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/data/features.hpp"
#include "ui/panels/data/flow_chips.hpp"

namespace chainrule {
namespace {

constexpr std::string_view all_inputs = "inputs";

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

/// The features by name, also where the document leaves them open.
std::vector<std::string> written_out(const Document& document, const std::vector<std::string>& inputs) {
  std::vector<std::string> list;
  for (const std::string& item :
       document.features.empty() ? std::vector<std::string>{std::string(all_inputs)} : document.features) {
    if (item == all_inputs) list.insert(list.end(), inputs.begin(), inputs.end());
    else list.push_back(item);
  }
  return list;
}

/// The usual formulas for these inputs, under which the raw ones are listed first.
std::vector<std::string> suggestions(const std::vector<std::string>& inputs) {
  std::vector<std::string> list;
  if (inputs.size() > 2) return list;
  for (const std::string& name : inputs) list.push_back(name + "^2");
  if (inputs.size() == 2) list.push_back(inputs[0] + "*" + inputs[1]);
  for (const std::string& name : inputs) list.push_back("sin(" + name + ")");
  return list;
}

/// Chips of data without a table: the inputs themselves, the usual formulas, and what was typed.
void draw_formula_chips(App& app, bool table) {
  Ui& ui = app.ui;
  const std::vector<std::string> inputs = app.experiment()->data.input_names();
  const std::vector<std::string> now = written_out(app.document(), inputs);
  std::vector<std::string> shown = table ? std::vector<std::string>{} : inputs;
  const auto add = [&](const std::string& item) {
    if (!contains(shown, item) && (!table || !contains(inputs, item))) shown.push_back(item);
  };
  for (const std::string& item : suggestions(inputs)) add(item);
  for (const std::string& item : now) add(item);
  if (shown.empty()) return;
  flow_chips(ui, shown, [&](std::size_t i, const std::string& label, ImVec2 extent) {
    const std::string& item = shown[i];
    const bool on = contains(now, item);
    if (!chip(ui, (contains(inputs, item) ? "Input " : "Feature ") + item, label, on, extent) ||
        (on && now.size() == 1))
      return;
    app.change([=](Document& d) {
      std::vector<std::string> next;
      if (table) {  // its inputs are switched by their columns
        next = d.features;
        if (on) std::erase(next, item);
        else next.push_back(item);
      } else {
        for (const std::string& each : shown)
          if ((each == item) != contains(now, each)) next.push_back(each);
      }
      d.features = next == inputs || next == std::vector<std::string>{std::string(all_inputs)}
                       ? std::vector<std::string>{}
                       : next;
    });
  });
}

/// The table's columns as chips to switch on and off; a text column's categories go together.
void draw_columns(App& app) {
  Ui& ui = app.ui;
  std::vector<std::string> names = app.experiment()->data.columns;
  const std::size_t used = names.size();
  for (const std::string& column : app.document().left_out) names.push_back(column);
  if (names.size() < 2) return;
  names.resize(std::min<std::size_t>(names.size(), 40));
  flow_chips(ui, names, [&](std::size_t i, const std::string& label, ImVec2 extent) {
    const bool on = i < used;
    if (chip(ui, "Input " + names[i], label, on, extent) && (!on || used > 1))
      app.change([=, name = names[i]](Document& d) {
        std::erase(d.left_out, name);
        if (on) d.left_out.push_back(name);
      });
  });
}

void draw_typed(App& app) {
  Ui& ui = app.ui;
  DataView& view = app.data_view;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const auto& inputs = app.experiment()->data.input_names();
  const std::string hint = inputs.size() > 1 ? "a formula, such as x1*x2" : "a formula, such as x1^3";
  bool add = text_field(ui, "New feature", view.new_feature, width - 40, hint);
  ImGui::SetCursorScreenPos({at.x + width - 32, at.y});
  add = button(ui, "Add feature",
               {.icon = Icon::plus,
                .icon_only = true,
                .width = 32,
                .height = 30,
                .help = "Adds the formula to what the network sees"}) ||
        add;
  if (add && !view.new_feature.empty()) {
    view.feature_problem.clear();
    try {
      const std::string text = Formula(view.new_feature, inputs).text();
      if (app.document().features.size() >= limits::features)
        throw Error("expected at most " + std::to_string(limits::features) + " features, received one more");
      app.change([=](Document& d) {
        if (d.features.empty()) d.features = {std::string(all_inputs)};
        if (!contains(d.features, text)) d.features.push_back(text);
      });
      view.new_feature.clear();
    } catch (const std::exception& e) { view.feature_problem = e.what(); }
  }
  if (view.new_feature.empty()) view.feature_problem.clear();
  if (view.feature_problem.empty()) return;
  paragraph(ui, view.feature_problem, {size::caption, false, ui.theme.bad});
  announce(ui, Role::alert, "Feature problem", view.feature_problem, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
}

}  // namespace

void draw_features(App& app) {
  if (app.experiment()->data.pixels()) return;
  Ui& ui = app.ui;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 2}, "Features", {size::caption, false, ui.theme.muted});
  announce(ui, Role::heading, "Features", "", at, {at.x + 60, at.y + 20});
  ImGui::SetCursorScreenPos({at.x + ImGui::GetContentRegionAvail().x - 22, at.y});
  std::string functions;
  for (const FormulaFunction& f : formula_functions())
    functions += (functions.empty() ? "" : ", ") + std::string(f.name);
  help_mark(ui, "About features",
            "What the network sees of each row: inputs, and formulas of them, computed before anything is scaled. "
            "Formulas have + - * / ^, brackets, " +
                functions + ", pi and e; a name that is no single word stands in [square brackets].");
  ImGui::SetCursorScreenPos({at.x, at.y + 26});
  const bool table = app.document().data == "csv" || find_bundled(app.document().data);
  if (table) draw_columns(app);
  draw_formula_chips(app, table);
  draw_typed(app);
}

}  // namespace chainrule
