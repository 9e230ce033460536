// SPDX-License-Identifier: MIT
// Curves: loss / val_loss and the metric / val_metric over the epochs, with axes, legend and a hover read-out.
#include <algorithm>
#include <cmath>

#include "panels.hpp"

#include "engine/metric.hpp"

namespace chainrule {
namespace {

struct Axis {
  double low = 0, high = 1, step = 0.25;
};

/// Ticks at 1, 2 or 5 times a power of ten, about `count` of them, and limits on ticks.
Axis nice_axis(double low, double high, int count) {
  if (!(high > low)) high = low + 1;
  const double raw = (high - low) / count, unit = std::pow(10, std::floor(std::log10(raw)));
  const double times = raw / unit;
  const double step = unit * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
  return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step, step};
}

struct Series {
  std::string_view key;
  const std::vector<double>* values;
  ImU32 color;
};

struct Chart {
  ImVec2 low, high;
  Axis x, y;
  float at_x(double v) const { return low.x + static_cast<float>((v - x.low) / (x.high - x.low)) * (high.x - low.x); }
  float at_y(double v) const {
    return high.y - static_cast<float>(std::clamp((v - y.low) / (y.high - y.low), -0.2, 1.2)) * (high.y - low.y);
  }
};

/// At most one point a pixel column, the mean of its epochs, so that long histories draw as fast as short ones.
void draw_series(ImDrawList* draw, const Chart& chart, const Series& s) {
  const auto n = static_cast<Index>(s.values->size());
  if (n == 1) {
    draw->AddCircleFilled({chart.at_x(1), chart.at_y(s.values->front())}, 3, s.color, 12);
    return;
  }
  const auto columns = static_cast<Index>(std::max(8.0f, chart.high.x - chart.low.x));
  const Index each = std::max<Index>(1, n / columns);
  draw->PathClear();
  for (Index i = 0; i < n; i += each) {
    double value = 0;
    const Index end = std::min(n, i + each);
    for (Index k = i; k < end; ++k) value += (*s.values)[static_cast<std::size_t>(k)];
    value /= static_cast<double>(end - i);
    if (each > 1 && end == n) value = s.values->back();
    if (std::isfinite(value)) draw->PathLineTo({chart.at_x(static_cast<double>(end)), chart.at_y(value)});
  }
  draw->PathStroke(s.color, 0, 2.2f);
}

void draw_axes(Ui& ui, ImDrawList* draw, const Chart& chart, bool words_below) {
  const TextStyle caption{size::caption, false, ui.theme.muted};
  for (double v = chart.y.low; v <= chart.y.high + chart.y.step / 2; v += chart.y.step) {
    const float y = std::floor(chart.at_y(v)) + 0.5f;
    draw->AddLine({chart.low.x, y}, {chart.high.x, y}, ui.theme.faint);
    text_at(ui, draw, {chart.low.x - 6, y - 9}, short_number(std::abs(v) < chart.y.step / 1e6 ? 0 : v, 3), caption, 1);
  }
  if (!words_below) return;
  for (double v = chart.x.low; v <= chart.x.high + chart.x.step / 2; v += chart.x.step) {
    const float x = chart.at_x(v);
    draw->AddLine({x, chart.high.y}, {x, chart.high.y + 4}, ui.theme.muted);
    const bool last = v + chart.x.step > chart.x.high + chart.x.step / 2;
    text_at(ui, draw, {x, chart.high.y + 4}, short_number(v, 6), caption, last ? 1.0f : v == chart.x.low ? 0.0f : 0.5f);
  }
  text_at(ui, draw, {(chart.low.x + chart.high.x) / 2, chart.high.y + 20}, "epochs", caption, 0.5f);
}

void read_out(Ui& ui, ImDrawList* draw, const Chart& chart, const std::vector<Series>& series) {
  const auto n = static_cast<Index>(series.front().values->size());
  if (n == 0 || !ImGui::IsItemHovered()) return;
  const double epoch = chart.x.low + (ImGui::GetIO().MousePos.x - chart.low.x) / (chart.high.x - chart.low.x) * (chart.x.high - chart.x.low);
  const Index e = std::clamp<Index>(static_cast<Index>(std::lround(epoch)), 1, n);
  const float x = std::floor(chart.at_x(static_cast<double>(e))) + 0.5f;
  draw->AddLine({x, chart.low.y}, {x, chart.high.y}, ui.theme.muted);
  std::string words = "Epoch " + std::to_string(e);
  for (const Series& s : series) {
    const double v = (*s.values)[static_cast<std::size_t>(e - 1)];
    draw->AddCircleFilled({x, chart.at_y(v)}, 4, s.color, 16);
    words += "\n" + std::string(s.key) + " " + short_number(v, 5);
  }
  tooltip(ui, words);
}

void draw_chart(App& app, std::string_view title, std::vector<Series> series, ImVec2 at, ImVec2 room, bool from_zero_to_one) {
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const TextStyle caption{size::caption, false, ui.theme.text};
  series.erase(std::remove_if(series.begin(), series.end(), [](const Series& s) { return !s.values || s.values->empty(); }), series.end());
  const bool words_below = room.y > 110;
  Chart chart{{at.x + 46, at.y + 24}, {at.x + room.x - 6, at.y + room.y - (words_below ? 40.0f : 8.0f)}, {}, {}};
  const Index epochs = series.empty() ? 0 : static_cast<Index>(series.front().values->size());
  double least = 0, most = 1;
  if (!from_zero_to_one) {
    most = 0;
    for (const Series& s : series)
      for (const double v : *s.values)
        if (std::isfinite(v)) most = std::max(most, v);
    if (most == 0) most = 1;
  }
  const int lines = room.y > 150 ? 4 : 2;
  chart.y = from_zero_to_one ? Axis{0, 1, lines == 4 ? 0.25 : 0.5} : nice_axis(least, most * 1.02, lines);
  const int ticks = std::clamp(static_cast<int>((chart.high.x - chart.low.x) / 60), 2, 5);
  chart.x = nice_axis(0, static_cast<double>(std::max<Index>(epochs, 10)), ticks);
  chart.x.high = static_cast<double>(std::max<Index>(epochs, 10));
  draw_axes(ui, draw, chart, words_below);
  float x = at.x;
  if (series.empty()) text_at(ui, draw, {x, at.y}, title, caption);
  std::string words;
  for (const Series& s : series) {
    const float dash = room.x < 240 ? 8.0f : 16.0f;
    draw->AddLine({x, at.y + 10}, {x + dash, at.y + 10}, s.color, 3);
    text_at(ui, draw, {x + dash + 5, at.y}, s.key, caption);
    x += measure(ui, s.key, caption).x + dash + 10;
    const std::string number = short_number(s.values->back(), room.x < 240 ? 2 : 3);
    text_at(ui, draw, {x, at.y}, number, {size::caption, true, s.color});
    x += measure(ui, number, {size::caption, true, 0}).x + (room.x < 240 ? 8.0f : 18.0f);
    words += std::string(words.empty() ? "" : ", ") + std::string(s.key) + " " + short_number(s.values->back());
  }
  ImGui::SetCursorScreenPos(chart.low);
  ImGui::InvisibleButton(std::string(title).c_str(), {chart.high.x - chart.low.x, chart.high.y - chart.low.y});
  draw->PushClipRect({chart.low.x - 3, chart.low.y - 3}, {chart.high.x + 3, chart.high.y + 3}, true);
  for (auto s = series.rbegin(); s != series.rend(); ++s) draw_series(draw, chart, *s);
  draw->PopClipRect();
  if (series.empty())
    text_at(ui, draw, {(chart.low.x + chart.high.x) / 2, (chart.low.y + chart.high.y) / 2 - 10}, "Press Play", {size::caption, false, ui.theme.muted}, 0.5f);
  else
    read_out(ui, draw, chart, series);
  announce(ui, Role::image, std::string(title) + " curve", epochs == 0 ? "no epochs yet" : std::to_string(epochs) + " epochs, " + words, at, {at.x + room.x, at.y + room.y});
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
    for (const auto& values : h.values) row.push_back(short_number(values[static_cast<std::size_t>(e)], 6));
    item.rows.push_back(std::move(row));
  }
  app.ui.mirror.add(std::move(item));
}

}  // namespace

void draw_curves(App& app) {
  Ui& ui = app.ui;
  card_title(ui, "Curves",
             "loss: mean over the epoch's batches while the weights move. val_loss: after the epoch, on rows the network "
             "never trains on. The closer the two, the better; when val_loss rises again, the network overfits.");
  const History& h = app.history();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImVec2 room = ImGui::GetContentRegionAvail();
  if (ui.compact) room.x -= 28;   // the ? stands there
  std::string metric;
  for (const std::string& m : app.document().compile.metrics)
    if (metric.empty()) metric = metric_key(m, app.document().dialect);
  const std::string val_metric = "val_" + metric;
  const bool two = !metric.empty() && (room.y >= 200 || room.x >= 400);
  const bool beside = two && room.y < 260 && room.x >= 400;
  const ImVec2 each = beside ? ImVec2{(room.x - 20) / 2, room.y} : ImVec2{room.x, two ? (room.y - 8) / 2 : room.y};
  draw_chart(app, "Loss", {{"loss", h.find("loss"), ui.theme.loss}, {"val_loss", h.find("val_loss"), ui.theme.validation}}, at, each, false);
  if (two) {
    const ImVec2 second = beside ? ImVec2{at.x + each.x + 20, at.y} : ImVec2{at.x, at.y + each.y + 8};
    const bool accuracy = metric.starts_with("acc") || metric.ends_with("accuracy");
    const bool share = accuracy || metric == "auc" || metric == "precision" || metric == "recall" || metric == "f1_score";
    draw_chart(app, accuracy ? "Accuracy" : metric, {{metric, h.find(metric), ui.theme.loss}, {val_metric, h.find(val_metric), ui.theme.validation}}, second, each, share);
  }
  if (!app.snapshot().playing && h.epochs() > 0) publish_history(app);
}

}  // namespace chainrule
