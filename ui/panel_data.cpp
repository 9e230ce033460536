// SPDX-License-Identifier: MIT
// Data: made-up sets as little pictures, sets that come along, a table or a drawing of one's own.
#include <algorithm>
#include <cmath>

#include <imgui_internal.h>

#include "panel_data.hpp"

namespace chainrule {

void draw_mark(ImDrawList* list, ImVec2 at, float r, int shape, ImU32 color, ImU32 edge, bool hollow) {
  const float line = hollow ? std::max(1.3f, r * 0.42f) : 1.0f;
  const ImU32 outline = hollow ? color : edge;
  const auto polygon = [&](int corners, float turn, float grow) {
    list->PathClear();
    for (int i = 0; i < corners; ++i) {
      const float angle = turn + static_cast<float>(i) * 6.2831853f / static_cast<float>(corners);
      list->PathLineTo({at.x + r * grow * std::cos(angle), at.y + r * grow * std::sin(angle)});
    }
  };
  const auto both = [&](int corners, float turn, float grow) {
    if (!hollow) {
      polygon(corners, turn, grow);
      list->PathFillConvex(color);
    }
    polygon(corners, turn, grow);
    list->PathStroke(outline, ImDrawFlags_Closed, line);
  };
  switch (shape % 5) {
    case 0:
      if (!hollow) list->AddCircleFilled(at, r, color, 16);
      list->AddCircle(at, r, outline, 16, line);
      break;
    case 1: both(4, 0.7853982f, 1.15f); break;    // square
    case 2: both(3, -1.5707963f, 1.3f); break;    // triangle
    case 3: both(4, 0, 1.3f); break;              // diamond
    default: both(6, 0, 1.1f); break;
  }
}

namespace {

constexpr float gap = 6, picture = 38, name_height = 20;

/// Tiles in lines as long as the panel is wide: each at least as wide as its name, what is left shared out.
std::vector<ImRect> lay_out(const std::vector<float>& least, float height, float width) {
  std::vector<ImRect> places;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  float y = start.y;
  for (std::size_t first = 0; first < least.size();) {
    std::size_t end = first;
    float used = -gap;
    while (end < least.size() && (end == first || used + gap + least[end] <= width)) used += gap + least[end++];
    // A last line that is half empty keeps its tiles' own width.
    const bool stretch = end < least.size() || used > 0.6f * width;
    const float more = stretch ? std::max(0.0f, width - used) / static_cast<float>(end - first) : 0;
    float x = start.x;
    for (; first < end; ++first) {
      const float wide = std::min(least[first] + more, width);
      places.push_back({{std::floor(x), y}, {std::floor(x + wide), y + height}});
      x += wide + gap;
    }
    y += height + gap;
  }
  ImGui::SetCursorScreenPos({start.x, y + 2});
  return places;
}

void heading(Ui& ui, std::string_view words) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  text_at(ui, ImGui::GetWindowDrawList(), at, words, {size::caption, false, ui.theme.muted});
  announce(ui, Role::heading, words, "", at, {at.x + measure(ui, words, {size::caption, false, 0}).x, at.y + 20});
  ImGui::SetCursorScreenPos({at.x, at.y + 22});
}

/// The rows of a generator as dots around `centre`.
void draw_dots(Ui& ui, ImDrawList* draw, const GeneratedData& data, ImVec2 centre, float half) {
  float reach = 1e-6f;
  for (const float v : data.x.data) reach = std::max(reach, std::abs(v));
  const auto [least, most] = std::minmax_element(data.y.data.begin(), data.y.data.end());
  const float range = std::max(*most - *least, 1e-6f);
  for (Index r = 0; r < data.x.rows; ++r) {
    const float value = data.y(r, 0), signed_value = 2 * (value - *least) / range - 1;
    const float up = data.x.cols > 1 ? data.x(r, 1) / reach : 0.9f * signed_value;
    const ImU32 color = data.classes > 0 ? class_color(static_cast<int>(value)) : diverging(ui.theme, signed_value);
    draw->AddCircleFilled({centre.x + data.x(r, 0) / reach * half, centre.y - up * half}, 1.4f, color, 8);
  }
}

/// What every choice of a data set looks like; `above` is the height left free over its name.
bool tile(Ui& ui, const ImRect& place, const std::string& name, std::string_view label, std::string_view help, bool on, float above) {
  ImGui::SetCursorScreenPos(place.Min);
  const bool pressed = button(ui, name, {.label = " ", .width = place.GetWidth(), .height = place.GetHeight(), .help = help});
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const bool over = ImGui::IsItemHovered();
  draw->AddRectFilled(place.Min, place.Max, on ? mix(ui.theme.card, ui.theme.accent, 0.14f) : over ? ui.theme.field_hover : ui.theme.field, size::round);
  if (on) draw->AddRect(place.Min, place.Max, ui.theme.accent, size::round, 0, 2);
  focus_ring(ui);
  const float y = above > 0 ? place.Min.y + above : (place.Min.y + place.Max.y - size::caption) / 2 - 2;
  text_at(ui, draw, {(place.Min.x + place.Max.x) / 2, y}, label, {size::caption, on, on || above == 0 ? ui.theme.text : ui.theme.muted}, 0.5f);
  return pressed;
}

float name_width(Ui& ui, std::string_view words) { return measure(ui, words, {size::caption, true, 0}).x; }

/// Generators with as many inputs and of the same kind of problem stand together.
std::string draw_made_up(App& app, bool classes) {
  Ui& ui = app.ui;
  heading(ui, classes ? "Made up: classes" : "Made up: numbers");
  std::vector<std::size_t> shown;
  std::vector<float> least;
  for (std::size_t i = 0; i < generators().size(); ++i) {
    if ((generators()[i].usual_classes > 0) != classes) continue;
    shown.push_back(i);
    least.push_back(std::max(picture + 14, name_width(ui, generators()[i].name) + 12));
  }
  const auto places = lay_out(least, picture + name_height + 6, ImGui::GetContentRegionAvail().x);
  const ImVec2 after = ImGui::GetCursorScreenPos();
  std::string wanted;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Generator& g = generators()[shown[i]];
    if (tile(ui, places[i], "Data set " + std::string(g.name), g.name, g.help, app.document().data == g.name, picture + 3)) wanted = g.name;
    draw_dots(ui, ImGui::GetWindowDrawList(), app.thumbnails()[shown[i]], {(places[i].Min.x + places[i].Max.x) / 2, places[i].Min.y + 3 + picture / 2}, picture / 2 - 3);
  }
  ImGui::SetCursorScreenPos(after);
  return wanted;
}

std::string draw_real(App& app) {
  Ui& ui = app.ui;
  heading(ui, "Real");
  std::vector<float> least;
  for (const BundledData& b : bundled_data()) least.push_back(name_width(ui, b.title) + 16);
  const auto places = lay_out(least, size::control, ImGui::GetContentRegionAvail().x);
  const ImVec2 after = ImGui::GetCursorScreenPos();
  std::string wanted;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const BundledData& b = bundled_data()[i];
    if (tile(ui, places[i], "Data set " + std::string(b.name), b.title, b.help, app.document().data == b.name, 0)) wanted = b.name;
  }
  ImGui::SetCursorScreenPos(after);
  return wanted;
}

std::string draw_own(App& app) {
  Ui& ui = app.ui;
  heading(ui, "Your own");
  const float width = ImGui::GetContentRegionAvail().x;
  const bool table = app.document().data == "csv";
  const std::string label = table ? shortened(ui, "CSV: " + app.document().csv_name, width - 130) : "Open a CSV file…";
  const auto places = lay_out({name_width(ui, "Draw points") + 16, name_width(ui, label) + 16}, size::control, width);
  const ImVec2 after = ImGui::GetCursorScreenPos();
  std::string wanted;
  if (tile(ui, places[0], "Data set points", "Draw points", "Points of your own, with a brush; they begin with those on screen", app.document().data == "points", 0))
    wanted = "points";
  if (tile(ui, places[1], "Open a CSV file", label, "Or drop a file anywhere, or paste a table with Ctrl+V. It never leaves this machine.", table, 0) &&
      !app.services().open_file_dialog(".csv,.tsv,.txt,.json"))
    app.complain("No file dialog is to be had here: drop the file on the window, or give it on the command line.");
  ImGui::SetCursorScreenPos(after);
  return wanted;
}

}  // namespace

void draw_data(App& app) {
  Ui& ui = app.ui;
  card_title(ui, "Data", "What the network learns from. Points of the training rows are filled, those kept for validation hollow.");
  std::string wanted = draw_made_up(app, true);
  for (const std::string& other : {draw_made_up(app, false), draw_real(app), draw_own(app)})
    if (!other.empty()) wanted = other;
  ImGui::Dummy({0, 0});
  if (app.experiment()) {
    if (app.document().data == "points") draw_points(app);
    draw_rows(app);
  }
  if (app.loading()) paragraph(ui, "Loading…");
  if (!wanted.empty() && wanted != app.document().data) app.choose_data(wanted);
}

}  // namespace chainrule
