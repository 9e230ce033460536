// SPDX-License-Identifier: MIT
// Curves: loss / val_loss and a metric / val_metric over the epochs, with the sweet spot flagged and the gap after it
// shaded, or the gradients' sizes in the place of the metric.
#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "ui/app/app.hpp"
#include "ui/charts/chart.hpp"
#include "ui/panels/curves/curves.hpp"
#include "ui/panels/curves/gradients.hpp"
#include "ui/panels/curves/pins.hpp"
#include "ui/widgets/widgets.hpp"

#include "engine/base/text.hpp"
#include "engine/document/guess.hpp"
#include "engine/tables/metric.hpp"
#include "engine/training/verdict.hpp"

namespace chainrule {
namespace {

constexpr float gutter = 46;         // numbers beside the axis
constexpr float epochs_height = 40;  // numbers below the axis, and what they count

/// The legend with the newest values. Returns it in words.
std::string draw_legend(Ui& ui, ImDrawList* draw, std::span<const Series> series, ImVec2 at, float width) {
  const bool narrow = width < 240;
  std::string words;
  float x = at.x;
  for (const Series& s : series) {
    const float dash = narrow ? 8.0f : 16.0f;
    const bool known = !std::isnan(s.values->back());  // else of epochs before a link was opened
    const std::string number = known ? short_number(s.values->back(), narrow ? 2 : 3) : "";
    draw->AddLine({x, at.y + 10}, {x + dash, at.y + 10}, s.color, 3);
    const float room = at.x + width / static_cast<float>(series.size()) * static_cast<float>(&s - series.data() + 1) -
                       x - dash - 24 - measure(ui, number, {size::caption, true, 0}).x;
    const std::string key = shortened(ui, s.key, std::max(room, 40.0f), {size::caption, false, 0});
    text_at(ui, draw, {x + dash + 5, at.y}, key, {size::caption, false, ui.theme.text});
    x += measure(ui, key, {size::caption, false, 0}).x + dash + 10;
    text_at(ui, draw, {x, at.y}, number, {size::caption, true, s.color});
    x += measure(ui, number, {size::caption, true, 0}).x + (narrow ? 8.0f : 18.0f);
    if (known)
      words += std::string(words.empty() ? "" : ", ") + std::string(s.key) + " " + short_number(s.values->back());
  }
  return words;
}

/// Between loss and val_loss from the sweet spot on: what the network knows by heart only.
void shade_gap(Ui& ui, ImDrawList* draw, const Chart& chart, std::span<const Series> series, Index from) {
  const auto n = static_cast<Index>(series[0].values->size());
  const Index each = std::max<Index>(1, n / static_cast<Index>(std::max(8.0f, chart.high.x - chart.low.x)));
  const ImU32 color = with_alpha(series[1].color, 0.16f);
  for (Index e = from; e + each <= n; e += each) {
    const auto y = [&](std::size_t s, Index epoch) {
      return chart.at_y((*series[s].values)[static_cast<std::size_t>(epoch - 1)]);
    };
    const float x0 = chart.at_x(static_cast<double>(e)), x1 = chart.at_x(static_cast<double>(std::min(n, e + each)));
    const Index next = std::min(n, e + each);
    draw->AddQuadFilled({x0, y(0, e)}, {x0, y(1, e)}, {x1, y(1, next)}, {x1, y(0, next)}, color);
  }
  const float x = std::floor(chart.at_x(static_cast<double>(from))) + 0.5f;
  for (float y = chart.low.y; y < chart.high.y; y += 8)
    draw->AddLine({x, y}, {x, std::min(y + 4, chart.high.y)}, ui.theme.good, 1.5f);
}

void draw_flag(Ui& ui, ImDrawList* draw, const Chart& chart, const SweetSpot& spot) {
  const ImVec2 at{std::floor(chart.at_x(static_cast<double>(spot.epoch))) + 0.5f, chart.at_y(spot.best)};
  draw->AddCircleFilled(at, 5, ui.theme.good, 16);
  draw->AddCircle(at, 5, ui.theme.card, 16, 1.5f);
  const TextStyle style{size::caption, true, ui.theme.good};
  const std::string words = "sweet spot";
  const float wide = measure(ui, words, style).x;
  const bool left = at.x + 8 + wide > chart.high.x;
  text_at(ui, draw, {left ? at.x - 8 : at.x + 8, chart.low.y}, words, style, left ? 1.0f : 0.0f);
}

struct ChartOptions {
  std::string_view title;
  bool log = false;
  bool epochs_below = true;  ///< else the chart underneath has the same axis
  const std::optional<SweetSpot>* spot = nullptr;
  bool main = false;  ///< of the loss: with the pinned runs, and the mirror's way to travel
};

/// All values lie between 0 and 1 and more is better: a share of the rows.
bool are_shares(const App& app, std::span<const Series> series) {
  for (const Series& s : series) {
    if (!higher_is_better(s.key, app.document().compile.metrics, app.document().dialect)) return false;
    for (const double v : *s.values)
      if (v < 0 || v > 1) return false;
  }
  return true;
}

std::string past_words(const App& app) {
  const Index epoch = app.past()->epoch;
  std::string words = "Epoch " + std::to_string(epoch) + " of " + std::to_string(app.history().epochs()) + " shown";
  return epoch == app.past_asked() ? words : words + ", the nearest kept to " + std::to_string(app.past_asked());
}

/// On the chart, which is the last item: a press, a drag or arrow keys travel to an epoch's weights.
void travel(App& app, ImDrawList* draw, const Chart& chart, bool main) {
  Ui& ui = app.ui;
  const Index last = app.history().epochs(), before = app.past() ? app.past_asked() : last;
  if (last == 0) return;
  Index wanted = before;
  if (ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left))
    wanted = chart.epoch_at(ImGui::GetIO().MousePos.x, last);
  if (main) {
    const ImGuiID id = ImGui::GetID("Epoch shown");
    std::string given;
    if (ui.mirror.take_value(id, given))
      wanted = static_cast<Index>(parse_number(given).value_or(static_cast<double>(wanted)));
    wanted = std::clamp<Index>(wanted + arrow_keys(), 0, last);
    ring(ui, id, size::round);
    MirrorItem item = item_of(id, Role::slider, "Epoch shown", "The network as it was after that epoch");
    item.number = static_cast<double>(wanted);
    item.value = app.past() ? past_words(app) : std::to_string(last);
    item.maximum = static_cast<double>(last);
    item.step = 1;
    ui.mirror.add(std::move(item));
  }
  if (wanted != before) app.show_epoch(wanted);
  if (!app.past()) return;
  const float x = std::floor(chart.at_x(static_cast<double>(app.past()->epoch)));
  draw->AddLine({x, chart.low.y}, {x, chart.high.y}, ui.theme.accent, 2);
  draw->AddTriangleFilled({x - 5, chart.low.y - 2}, {x + 5, chart.low.y - 2}, {x, chart.low.y + 6}, ui.theme.accent);
}

/// Which epoch is shown, and the way back. Returns the height it takes.
float draw_past(App& app, ImVec2 at, ImVec2 room) {
  Ui& ui = app.ui;
  const float button_height = ui.compact ? 28 : size::control, height = button_height + 8,
              y = at.y + room.y - button_height;
  const float wide = measure(ui, "Back to now").x + 24;
  const std::string words = past_words(app);
  text_at(ui, ImGui::GetWindowDrawList(), {at.x, y + button_height / 2 - 9},
          shortened(ui, words, room.x - wide - 8, {size::caption, true, 0}), {size::caption, true, ui.theme.text});
  announce(ui, Role::status, "Shown epoch", words, {at.x, y}, {at.x + room.x - wide - 8, y + button_height});
  ImGui::SetCursorScreenPos({at.x + room.x - wide, y});
  if (button(ui, "Back to now",
             {.width = wide,
              .height = button_height,
              .help = "The newest weights again. Play goes on from the epoch that is shown."}))
    app.show_epoch(app.history().epochs());
  return height;
}

void draw_chart(App& app, const ChartOptions& o, std::vector<Series> all, ImVec2 at, ImVec2 room) {
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  std::erase_if(all, [](const Series& s) { return !s.values || s.values->empty(); });
  for (Series& s : all) s.dashed = s.key.starts_with("val_");
  const std::size_t own = all.size();
  const float pins = o.main ? draw_pins(app, {at.x, at.y + 20}, room.x) : 0;
  if (o.main) add_pinned(app, all);
  const std::span<const Series> series(all.data(), own);
  const bool words_below = o.epochs_below && room.y - (ui.compact && !app.curves.pins.empty() ? 24.0f : 0.0f) > 110;
  Chart chart{{at.x + gutter, at.y + 24 + pins},
              {at.x + room.x - 6, at.y + room.y - (words_below ? epochs_height : 8.0f)},
              {},
              {},
              o.log};
  const auto epochs = static_cast<double>(series.empty() ? 0 : series.front().values->size());
  double most = 10;
  for (const Series& s : all) most = std::max(most, static_cast<double>(s.values->size()));
  chart.y = value_axis(all, are_shares(app, series), o.log, room.y > 150 ? 4 : 2);
  const int ticks = std::clamp(static_cast<int>((chart.high.x - chart.low.x) / 60), 2, 5);
  chart.x = nice_axis(0, most, ticks);
  chart.x.high = most;
  draw_axes(ui, draw, chart, words_below ? "epochs" : "");
  ImGui::SetCursorScreenPos(chart.low);
  invisible_button(std::string(o.title).c_str(), {chart.high.x - chart.low.x, chart.high.y - chart.low.y},
                   o.main && epochs > 0 ? ImGuiButtonFlags_EnableNav : 0);
  const ImVec2 end{at.x + room.x, at.y + room.y};
  if (series.empty()) {
    for (const Series& s : all) draw_series(draw, chart, s);
    read_out(ui, draw, chart, all);
    text_at(ui, draw, at, o.title, {size::caption, false, ui.theme.text});
    if (all.empty())
      text_at(ui, draw, {(chart.low.x + chart.high.x) / 2, chart.low.y + (chart.high.y - chart.low.y) / 4 - 10},
              "Press Play", {size::caption, false, ui.theme.muted}, 0.5f);
    return announce(ui, Role::image, std::string(o.title) + " curve", "no epochs yet", at, end);
  }
  const std::string words = draw_legend(ui, draw, series, at, room.x);
  const bool spot = o.spot && *o.spot && series.size() == 2;
  draw->PushClipRect({chart.low.x - 3, chart.low.y - 3}, {chart.high.x + 3, chart.high.y + 3}, true);
  if (spot) shade_gap(ui, draw, chart, series, (*o.spot)->epoch);
  for (auto s = all.rbegin(); s != all.rend(); ++s) draw_series(draw, chart, *s);
  if (spot) draw_flag(ui, draw, chart, **o.spot);
  draw->PopClipRect();
  travel(app, draw, chart, o.main);
  read_out(ui, draw, chart, all);
  announce(ui, Role::image, std::string(o.title) + " curve", short_number(epochs, 9) + " epochs, " + words, at, end);
}

/// The history for those who read tables: its last epochs.
void publish_history(App& app) {
  const History& h = app.history();
  MirrorItem item;
  item.role = Role::table;
  item.name = "History";
  item.id = ImGui::GetID("history table");
  item.width = item.height = 1;
  item.rows.push_back({"epoch"});
  for (const std::string& key : h.keys) item.rows[0].push_back(key);
  for (Index e = std::max<Index>(0, h.epochs() - 10); e < h.epochs(); ++e) {
    std::vector<std::string> row{std::to_string(e + 1)};
    for (const auto& values : h.values) {
      const double v = values[static_cast<std::size_t>(e)];
      row.push_back(std::isnan(v) ? "not known" : short_number(v, 6));
    }
    item.rows.push_back(std::move(row));
  }
  app.ui.mirror.add(std::move(item));
}

/// What the second chart may show: the metrics, then the gradients.
std::vector<std::string> second_charts(const App& app) {
  std::vector<std::string> all = metric_keys(app.document().compile.metrics, app.document().dialect);
  all.emplace_back(gradients_chart);
  return all;
}

/// In the title's line: the second chart's menu and the switch of the scale.
std::size_t draw_controls(App& app, const std::vector<std::string>& charts, ImVec2 top, float width) {
  Ui& ui = app.ui;
  const auto found = std::find(charts.begin(), charts.end(), app.curves.second);
  int chosen = found == charts.end() ? 0 : static_cast<int>(found - charts.begin());
  const ImVec2 below = ImGui::GetCursorScreenPos();
  if (ui.compact || width < 250) {
    draw_pin_button(
        app, ui.compact ? ImVec2{top.x + width - 24, top.y + 28} : ImVec2{top.x + width - 22 - 32, top.y - 2}, 24);
    ImGui::SetCursorScreenPos(below);
    return static_cast<std::size_t>(chosen);
  }
  const float menu = std::min(150.0f, width - 22 - 8 - 56 - 76 - 30);
  ImGui::SetCursorScreenPos({top.x + width - 22 - 8 - menu, top.y - 3});
  std::vector<Option> options;
  for (const std::string& chart : charts) {
    const Metric* metric = metric_behind(chart, app.document().compile.metrics, app.document().dialect);
    options.push_back({chart, chart == gradients_chart
                                  ? "How large dL/dW is in each layer: too small or too large, and it does not learn"
                              : metric ? metric->help
                                       : ""});
  }
  if (select(ui, "Second chart", chosen, options, menu)) app.curves.second = charts[static_cast<std::size_t>(chosen)];
  ImGui::SetCursorScreenPos({top.x + width - 22 - 8 - menu - 8 - 60, top.y - 2});
  if (chip(ui, "Logarithmic scale", "log", app.curves.log, {60, 26})) app.curves.log = !app.curves.log;
  resting_tooltip(ui, "Powers of ten up the axis of the loss: small values can be told apart");
  draw_pin_button(app, {top.x + width - 22 - 8 - menu - 8 - 60 - 32, top.y - 3}, 28);
  ImGui::SetCursorScreenPos({below.x, below.y + 4});
  return static_cast<std::size_t>(chosen);
}

/// Two lines of words under the charts. Returns the height that they take.
float draw_words(Ui& ui, const std::string& words, ImVec2 at, ImVec2 room) {
  constexpr float height = 42;
  if (words.empty() || room.y < 230) return 0;
  ImGui::SetCursorScreenPos({at.x, at.y + room.y - height + 4});
  paragraph(ui, words);
  return height;
}

std::optional<CurveFacts> facts_now(const App& app) {
  const auto* loss = app.history().find("loss");
  if (!loss) return {};
  const DataSet& data = app.experiment()->data;
  return curve_facts(
      {loss, app.history().find("val_loss"), constant_loss(app.document(), data), data.x.rows - app.training_rows()});
}

}  // namespace

void draw_curves(App& app) {
  Ui& ui = app.ui;
  const ImVec2 top = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  card_title(
      ui, "Curves",
      "loss: mean over the epoch's batches while the weights move. val_loss: after the epoch, on rows the network "
      "never trains on. The closer the two, the better. Where val_loss is least is the sweet spot: after it the "
      "network overfits, and the shaded gap grows.");
  const std::vector<std::string> charts = second_charts(app);
  const std::string& second = charts[draw_controls(app, charts, top, width)];
  const bool gradients = second == gradients_chart;
  const History& h = app.history();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImVec2 room = ImGui::GetContentRegionAvail();
  room.x -= mark_room(ui);
  const auto* loss = h.find("loss");
  const auto* val_loss = h.find("val_loss");
  const auto facts = facts_now(app);
  const std::optional<SweetSpot> spot = facts ? sweet_spot(*facts) : std::nullopt;
  const VerdictRule* verdict = facts ? verdict_of(*facts) : nullptr;
  const std::string words = gradients ? gradient_words_now(app) : verdict ? verdict->words(*facts) : "";
  if (!words.empty())
    announce(ui, Role::status,
             gradients ? "Gradients in words"
             : spot    ? "Sweet spot"
                       : "Verdict",
             words, at, {at.x + room.x, at.y + 20});
  room.y -= app.past() ? draw_past(app, at, room) : draw_words(ui, words, at, room);
  const bool two = room.y >= 200 || room.x >= 400, beside = two && room.y < 260 && room.x >= 400;
  // One above the other, the two share the axis of epochs, and what is left for lines is the same for both.
  const bool shared = two && !beside && !gradients;
  const float tail =
                  (shared && room.y > 200 ? (epochs_height - 8) / 2 : 0) - (beside || app.curves.pins.empty() ? 0 : 24),
              half = (room.y - 8) / 2;
  const ImVec2 first = beside ? ImVec2{(room.x - 20) / 2, room.y} : ImVec2{room.x, two ? half - tail : room.y};
  draw_chart(app, {"Loss", app.curves.log, !shared, &spot, true},
             {{"loss", loss, ui.theme.loss}, {"val_loss", val_loss, ui.theme.validation}}, at, first);
  if (two) {
    const ImVec2 place = beside ? ImVec2{at.x + first.x + 20, at.y} : ImVec2{at.x, at.y + first.y + 8};
    const ImVec2 each = beside ? first : ImVec2{room.x, half + tail};
    const bool accuracy = second.starts_with("acc") || second.ends_with("accuracy");
    const std::string val_second = "val_" + second;
    if (gradients) draw_gradients(app, place, each);
    else
      draw_chart(app, {accuracy ? "Accuracy" : second},
                 {{second, h.find(second), ui.theme.loss}, {val_second, h.find(val_second), ui.theme.validation}},
                 place, each);
  }
  if (!app.snapshot().playing && h.epochs() > 0) publish_history(app);
}

}  // namespace chainrule
