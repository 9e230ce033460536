// SPDX-License-Identifier: MIT
// Compile and fit: every optimizer, schedule, loss, metric and callback of the engine, and the numbers of fit(), under
// Keras's names.
#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "engine/base/text.hpp"
#include "engine/document/advice.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/fit/fit.hpp"
#include "ui/panels/fit/pace.hpp"
#include "ui/widgets/options.hpp"
#include "ui/widgets/parameter_rows.hpp"

#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"
#include "engine/training/callback.hpp"

namespace chainrule {
namespace {

/// Where a menu begins, so that all of them stand in one column.
float menu_width() { return std::min(200.0f, ImGui::GetContentRegionAvail().x - 88); }

/// A table as a menu; true when another of its rows was chosen.
template <class Row>
bool choose(Ui& ui, std::string_view name, std::string_view label, std::span<const Row> table, const Choice& now,
            std::size_t& row) {
  int chosen = 0;
  const auto options = options_of(table, now.name, chosen);
  const bool changed = select(ui, name, chosen, options, menu_width(), label);
  row = static_cast<std::size_t>(chosen);
  return changed;
}

void draw_optimizer(App& app) {
  Ui& ui = app.ui;
  const Document& now = app.document();
  std::size_t row = 0;
  if (choose(ui, "optimizer", "optimizer", optimizers(), now.compile.optimizer, row)) {
    app.change([=](Document& d) { d.compile.optimizer = defaults(optimizers()[row], d.dialect); });
    return;
  }
  Choice choice = now.compile.optimizer;
  const Optimizer& optimizer = resolve(optimizers(), "optimizer", choice, now.dialect);
  const auto draw_row = [&](std::size_t i) {
    double value = choice.values[i];
    if (parameter_row(ui, optimizer.parameters[i].name, optimizer.parameters[i], value))
      app.set_hyperparameter(i, value);
  };
  // The learning rate, and sgd's momentum, are what a course turns; the rest opens on demand.
  const std::size_t first = optimizer.name == "sgd" ? 3 : 1;
  for (std::size_t i = 0; i < std::min(first, optimizer.parameters.size()); ++i) draw_row(i);
  if (!disclosure(ui, "More of " + std::string(optimizer.name), "More of " + std::string(optimizer.name),
                  "All other parameters of this optimizer: decay, weight decay, clipping and its own"))
    return;
  for (std::size_t i = first; i < optimizer.parameters.size(); ++i) draw_row(i);
}

void draw_schedule(App& app) {
  Ui& ui = app.ui;
  const Choice& now = app.document().compile.learning_rate_schedule;
  std::size_t row = 0;
  if (choose(ui, "learning_rate_schedule", "schedule", schedules(), now, row)) {
    app.change([=](Document& d) { d.compile.learning_rate_schedule = defaults(schedules()[row]); });
    return;
  }
  Choice choice = now;
  const Schedule& schedule = resolve(schedules(), "learning-rate schedule", choice);
  if (parameter_rows(ui, schedule.name, schedule.parameters, choice.values) >= 0)
    app.change([=](Document& d) { d.compile.learning_rate_schedule = choice; });
}

void draw_loss(App& app) {
  Ui& ui = app.ui;
  const Document& now = app.document();
  int chosen = 0;
  const auto menu = judged_options(losses(), now.compile.loss.name, chosen,
                                   [&](const Loss& loss) { return fits(loss, app.experiment()->data); });
  if (select(ui, "loss", chosen, menu.options, menu_width(), "loss")) {
    app.change([row = menu.rows[static_cast<std::size_t>(chosen)]](Document& d) {
      d.compile.loss = defaults(losses()[row], d.dialect);
    });
    return;
  }
  Choice choice = now.compile.loss;
  const Loss& loss = resolve(losses(), "loss", choice, now.dialect);
  if (loss.parameters.empty() || !disclosure(ui, "More of " + std::string(loss.name),
                                             "More of " + std::string(loss.name), "This loss's own numbers"))
    return;
  if (parameter_rows(ui, loss.name, loss.parameters, choice.values) >= 0)
    app.change([=](Document& d) { d.compile.loss = choice; });
}

/// What is in a list stands there as chips that take it out again.
void draw_chips(Ui& ui, const std::vector<std::string>& labels, std::string_view what,
                const std::function<void(std::size_t)>& remove) {
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImVec2 at = start;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::string label = shortened(ui, labels[i] + "  ✗", width - 20, {size::caption, false, 0});
    const float wide = measure(ui, label, {size::caption, false, 0}).x + 20;
    if (at.x + wide > start.x + width && at.x > start.x) at = {start.x, at.y + 34};
    ImGui::SetCursorScreenPos(at);
    if (chip(ui, std::string(what) + " " + labels[i], label, true, {wide, 28})) remove(i);
    at.x += wide + 6;
  }
  ImGui::SetCursorScreenPos({start.x, labels.empty() ? start.y : at.y + 34});
}

void draw_metrics(App& app) {
  Ui& ui = app.ui;
  const auto& now = app.document().compile.metrics;
  std::vector<Option> options{{"add…", "One more number that is measured after each epoch"}};
  for (const Metric& metric : metrics()) options.push_back({metric.name, metric.help});
  int chosen = 0;
  if (select(ui, "Add metric", chosen, options, menu_width(), "metrics") && chosen > 0)
    app.change([name = std::string(options[static_cast<std::size_t>(chosen)].name)](Document& d) {
      auto& all = d.compile.metrics;
      if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
    });
  draw_chips(ui, now, "Remove metric", [&](std::size_t i) {
    app.change([i](Document& d) {
      if (i < d.compile.metrics.size())
        d.compile.metrics.erase(d.compile.metrics.begin() + static_cast<std::ptrdiff_t>(i));
    });
  });
}

/// "patience 3 of 5, best 0.1234 after epoch 30".
std::string standing(const CallbackStatus& s) {
  std::string words;
  if (s.patience > 0) words = "waited " + std::to_string(s.wait) + " of " + std::to_string(s.patience) + " epochs";
  if (s.best_epoch > 0)
    words +=
        (words.empty() ? "best " : ", best ") + short_number(s.best) + " after epoch " + std::to_string(s.best_epoch);
  return words;
}

/// A bar of patience: how much of it is used up.
void draw_patience(Ui& ui, const CallbackStatus& s) {
  const std::string words = standing(s);
  if (words.empty()) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  float y = at.y;
  if (s.patience > 0) {
    const float used = std::min(1.0f, static_cast<float>(s.wait) / static_cast<float>(s.patience));
    draw->AddRectFilled({at.x, y + 3}, {at.x + width, y + 9}, ui.theme.field_active, 3);
    if (used > 0)
      draw->AddRectFilled({at.x, y + 3}, {at.x + width * used, y + 9}, used < 1 ? ui.theme.validation : ui.theme.bad,
                          3);
    y += 12;
  }
  text_at(ui, draw, {at.x, y}, shortened(ui, words, width, {size::caption, false, 0}),
          {size::caption, false, ui.theme.muted});
  announce(ui, Role::status, "Standing of " + s.name, words, at, {at.x + width, y + 20});
  ImGui::Dummy({width, y + 20 - at.y});
}

void draw_callback(App& app, std::size_t i) {
  Ui& ui = app.ui;
  CallbackSpec callback = app.document().fit.callbacks[i];
  const CallbackKind& kind = resolve(callback_kinds(), "callback", callback.choice);
  const std::string name(kind.name);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 4}, shortened(ui, name, width - 40, {size::body, true, 0}),
          {size::body, true, ui.theme.text});
  ImGui::SetCursorScreenPos({at.x + width - 28, at.y});
  if (button(
          ui, "Remove " + name,
          {.icon = Icon::close, .look = Look::quiet, .icon_only = true, .height = 28, .help = "Training without it"}))
    app.change([=](Document& d) {
      if (i < d.fit.callbacks.size()) d.fit.callbacks.erase(d.fit.callbacks.begin() + static_cast<std::ptrdiff_t>(i));
    });
  bool changed = false;
  if (kind.monitors) {
    std::vector<std::string> keys{"loss"};
    for (const std::string& key : metric_keys(app.document().compile.metrics, app.document().dialect))
      keys.push_back(key);
    if (app.document().fit.validation_split > 0)
      for (std::size_t k = 0, n = keys.size(); k < n; ++k) keys.push_back("val_" + keys[k]);
    std::vector<Option> options;
    int chosen = 0;
    for (const std::string& key : keys) {
      if (key == callback.monitor) chosen = static_cast<int>(options.size());
      options.push_back({key, ""});
    }
    if (select(ui, name + " monitor", chosen, options, 130, "monitor")) {
      callback.monitor = keys[static_cast<std::size_t>(chosen)];
      changed = true;
    }
  }
  changed = parameter_rows(ui, name, kind.parameters, callback.choice.values) >= 0 || changed;
  if (changed)
    app.change([=](Document& d) {
      if (i < d.fit.callbacks.size()) d.fit.callbacks[i] = callback;
    });
  if (i < app.snapshot().callbacks.size()) draw_patience(ui, app.snapshot().callbacks[i]);
}

void draw_callbacks(App& app) {
  Ui& ui = app.ui;
  std::vector<Option> options{{"add…", "What fit() does by itself at an epoch's end"}};
  for (const CallbackKind& kind : callback_kinds()) options.push_back({kind.name, kind.help});
  int chosen = 0;
  if (select(ui, "Add callback", chosen, options, menu_width(), "callbacks") && chosen > 0)
    app.change([=](Document& d) {
      const CallbackKind& kind = callback_kinds()[static_cast<std::size_t>(chosen) - 1];
      CallbackSpec callback{defaults(kind)};
      if (kind.monitors && d.fit.validation_split == 0) callback.monitor = "loss";
      if (const int patience = parameter_index(kind, "patience"); kind.name == "early_stopping")
        callback.choice.values[static_cast<std::size_t>(patience)] = 10;  // 0, Keras's own, stops at the first hiccup
      d.fit.callbacks.push_back(std::move(callback));
    });
  for (std::size_t i = 0; i < app.document().fit.callbacks.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    draw_callback(app, i);
    ImGui::PopID();
  }
}

template <class Change>
void fit_slider(App& app, std::string_view name, double now, double low, double high, const SliderOptions& options,
                Change change) {
  double value = now;
  if (slider(app.ui, name, value, low, high, options) && value != now) change(value);
}

/// To three digits, 12,300: how fast it went last.
void draw_speed(App& app) {
  const double measured = app.snapshot().samples_per_second;
  std::string words = "–";
  if (measured >= 1) {
    const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(measured)) - 2));
    words = std::to_string(static_cast<long long>(std::round(measured / unit) * unit));
    for (std::size_t i = words.size(); i > 3; i -= 3) words.insert(i - 3, ",");
  }
  paragraph(app.ui, "Rows a second: " + words, {size::caption, false, app.ui.theme.muted});
}

void draw_numbers(App& app) {
  const FitSpec& fit = app.document().fit;
  fit_slider(app, "batch_size", static_cast<double>(fit.batch_size), 1, 256,
             {.log = true,
              .whole = true,
              .typed_minimum = 1,
              .typed_maximum = double(limits::batch),
              .help = "Rows used for one update of the weights"},
             [&](double v) { app.change([=](Document& d) { d.fit.batch_size = static_cast<Index>(v); }); });
  fit_slider(app, "validation_split", fit.validation_split, 0, 0.9,
             {.step = 0.05,
              .typed_minimum = 0,
              .typed_maximum = 0.99,
              .help = "Share of the rows, taken from the end, that is only used to measure val_loss"},
             [&](double v) { app.change([=](Document& d) { d.fit.validation_split = v; }); });
  fit_slider(app, "epochs", static_cast<double>(fit.epochs), 1, 2000,
             {.log = true,
              .whole = true,
              .typed_minimum = 1,
              .typed_maximum = double(limits::epochs),
              .help = "How often training runs through all training rows"},
             [&](double v) { app.set_epochs(static_cast<Index>(v)); });
  if (ImGui::GetIO().DisplaySize.x < 620) draw_pace(app, menu_width(), true);  // else it stands in the top bar
  draw_speed(app);
  bool shuffle = fit.shuffle;
  if (toggle(app.ui, "shuffle", shuffle,
             "The training rows in a new order each epoch. Validation rows are never shuffled."))
    app.change([=](Document& d) { d.fit.shuffle = shuffle; });
}

void draw_dialect(App& app) {
  static const std::vector<Option> options{
      {"keras2", "Keras 2.2, the lecture's: dense_1, acc, lr, its defaults and epsilons"},
      {"keras3", "Keras 3: dense, accuracy, learning_rate, its defaults and epsilons"}};
  int chosen = app.document().dialect == Dialect::keras2 ? 0 : 1;
  if (select(app.ui, "dialect", chosen, options, menu_width(), "dialect"))
    app.change([=](Document& d) { d.dialect = chosen == 0 ? Dialect::keras2 : Dialect::keras3; });
}

}  // namespace

void draw_fit(App& app) {
  Ui& ui = app.ui;
  card_title(
      ui, "Compile and fit",
      "compile() says how wrong an output is (loss) and how weights change (optimizer). fit() runs through the "
      "training rows in batches, once an epoch; validation_split keeps the last rows apart to measure val_loss.");
  draw_optimizer(app);
  draw_loss(app);
  draw_numbers(app);
  if (!disclosure(ui, "More of compile and fit", "Schedule, metrics, callbacks, dialect",
                  "How the learning rate changes, what is measured, when training stops by itself, which Keras"))
    return;
  draw_schedule(app);
  draw_metrics(app);
  draw_callbacks(app);
  draw_dialect(app);
}

}  // namespace chainrule
