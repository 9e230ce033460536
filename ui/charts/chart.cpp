// SPDX-License-Identifier: MIT
#include "ui/charts/chart.hpp"

#include "engine/base/text.hpp"
#include "ui/widgets/dashes.hpp"

namespace chainrule {

Axis nice_axis(double low, double high, int count) {
  if (!(high > low)) high = low + 1;
  const double raw = (high - low) / count, unit = std::pow(10, std::floor(std::log10(raw)));
  const double times = raw / unit;
  const double step = unit * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
  return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step, step};
}

Axis value_axis(const std::vector<Series>& series, bool share, bool log, int lines) {
  double least = INFINITY, most = 0;
  for (const Series& s : series)
    for (const double v : *s.values) {
      if (!std::isfinite(v)) continue;
      most = std::max(most, v);
      if (v > 0) least = std::min(least, v);
    }
  if (log) {
    if (!(most > 0)) return {-1, 0, 1};
    const double low = std::floor(std::log10(std::max(least, most * 1e-12))),
                 high = std::max(low + 1, std::ceil(std::log10(most)));
    return {low, high, std::max(1.0, std::ceil((high - low) / lines))};
  }
  if (share) return {0, 1, lines >= 4 ? 0.25 : 0.5};
  return nice_axis(0, most > 0 ? most * 1.02 : 1, lines);
}

void draw_series(ImDrawList* draw, const Chart& chart, const Series& s) {
  const auto n = static_cast<Index>(s.values->size());
  if (n == 1) {
    if (std::isnan(s.values->front())) return;
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
  if (s.dashed) dash_path(draw, s.color, s.width, 7, 4);
  else draw->PathStroke(s.color, 0, s.width);
}

void draw_axes(Ui& ui, ImDrawList* draw, const Chart& chart, std::string_view below) {
  const TextStyle caption{size::caption, false, ui.theme.muted};
  for (double v = chart.y.low; v <= chart.y.high + chart.y.step / 1000; v += chart.y.step) {
    const double share = (v - chart.y.low) / (chart.y.high - chart.y.low);
    const float y = std::floor(chart.high.y - static_cast<float>(share) * (chart.high.y - chart.low.y)) + 0.5f;
    draw->AddLine({chart.low.x, y}, {chart.high.x, y}, ui.theme.faint);
    const double number = chart.log ? std::pow(10, v) : std::abs(v) < chart.y.step / 1e6 ? 0 : v;
    text_at(ui, draw, {chart.low.x - 6, y - 9}, short_number(number, 3), caption, 1);
  }
  if (below.empty()) return;
  for (double v = chart.x.low; v <= chart.x.high + chart.x.step / 2; v += chart.x.step) {
    const float x = chart.at_x(v);
    draw->AddLine({x, chart.high.y}, {x, chart.high.y + 4}, ui.theme.muted);
    const bool last = v + chart.x.step > chart.x.high + chart.x.step / 2;
    text_at(ui, draw, {x, chart.high.y + 4}, short_number(v, 6), caption, last ? 1.0f : v == chart.x.low ? 0.0f : 0.5f);
  }
  const std::string words = shortened(ui, below, chart.high.x - chart.low.x + 46, caption);
  text_at(ui, draw, {(chart.low.x - 46 + chart.high.x) / 2, chart.high.y + 20}, words, caption, 0.5f);
}

void read_out(Ui& ui, ImDrawList* draw, const Chart& chart, const std::vector<Series>& series) {
  std::size_t n = 0;
  for (const Series& s : series) n = std::max(n, s.values->size());
  if (n == 0 || !ImGui::IsItemHovered()) return;
  const Index e = std::max<Index>(1, chart.epoch_at(ImGui::GetIO().MousePos.x, static_cast<Index>(n)));
  const float x = std::floor(chart.at_x(static_cast<double>(e))) + 0.5f;
  draw->AddLine({x, chart.low.y}, {x, chart.high.y}, ui.theme.muted);
  std::string words = "Epoch " + std::to_string(e);
  for (const Series& s : series) {
    if (e > static_cast<Index>(s.values->size())) continue;  // a shorter run
    const double v = (*s.values)[static_cast<std::size_t>(e - 1)];
    if (std::isnan(v)) continue;  // not known
    draw->AddCircleFilled({x, chart.at_y(v)}, 4, s.color, 16);
    ((words += "\n") += s.key) += s.kind;
    words += " " + short_number(v, 5);
  }
  if (!ui.rests) tooltip(ui, words);
}

}  // namespace chainrule
