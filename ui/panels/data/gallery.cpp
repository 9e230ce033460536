// SPDX-License-Identifier: MIT
// All data sets, in a dialog over everything, and the tiles that it shares with the panel.
#include <algorithm>
#include <cmath>

#include "ui/app/app.hpp"
#include "ui/panels/data/gallery.hpp"

namespace chainrule {

std::vector<ImRect> lay_out_tiles(const std::vector<float>& least, float height, float width) {
  std::vector<ImRect> places;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  float y = start.y;
  for (std::size_t first = 0; first < least.size();) {
    std::size_t end = first;
    float used = -tile_gap;
    while (end < least.size() && (end == first || used + tile_gap + least[end] <= width))
      used += tile_gap + least[end++];
    const bool stretch = first == 0 || end < least.size() || used > 0.6f * width;
    const float more = stretch ? std::max(0.0f, width - used) / static_cast<float>(end - first) : 0;
    float x = start.x;
    for (; first < end; ++first) {
      const float wide = std::min(least[first] + more, width);
      places.push_back({{std::floor(x), y}, {std::floor(x + wide), y + height}});
      x += wide + tile_gap;
    }
    y += height + tile_gap;
  }
  ImGui::SetCursorScreenPos({start.x, y + 2});
  return places;
}

bool tile(Ui& ui, const ImRect& place, const std::string& name, std::string_view label, std::string_view help, bool on,
          float above) {
  ImGui::SetCursorScreenPos(place.Min);
  const bool pressed =
      button(ui, name, {.label = " ", .width = place.GetWidth(), .height = place.GetHeight(), .help = help});
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const bool over = ImGui::IsItemHovered();
  draw->AddRectFilled(place.Min, place.Max,
                      on     ? mix(ui.theme.card, ui.theme.accent, 0.14f)
                      : over ? ui.theme.field_hover
                             : ui.theme.field,
                      size::round);
  if (on) draw->AddRect(place.Min, place.Max, ui.theme.accent, size::round, 0, 2);
  focus_ring(ui);
  const float y = above > 0 ? place.Min.y + above : (place.Min.y + place.Max.y - size::caption) / 2 - 2;
  text_at(ui, draw, {(place.Min.x + place.Max.x) / 2, y}, label,
          {size::caption, on, on || above == 0 ? ui.theme.text : ui.theme.muted}, 0.5f);
  return pressed;
}

float name_width(Ui& ui, std::string_view words) { return measure(ui, words, {size::caption, true, 0}).x; }

namespace {

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

/// Few rows of each generator, made when they are seen for the first time.
const std::vector<GeneratedData>& thumbnails() {
  static const std::vector<GeneratedData> made = [] {
    std::vector<GeneratedData> all;
    for (const Generator& g : generators()) {
      const bool curve = g.inputs == 1, formula = !g.parameters.empty();
      all.push_back(g.make(curve ? 60 : formula ? 200 : 110, curve || formula ? 0 : 0.05, 3));
    }
    return all;
  }();
  return made;
}

}  // namespace

void draw_generator_tile(App& app, const ImRect& place, std::size_t index, float extent) {
  draw_dots(app.ui, ImGui::GetWindowDrawList(), thumbnails()[index],
            {(place.Min.x + place.Max.x) / 2, place.Min.y + 3 + extent / 2}, extent / 2 - 3);
}

namespace {

void heading(Ui& ui, std::string_view words) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  text_at(ui, ImGui::GetWindowDrawList(), at, words, {size::caption, false, ui.theme.muted});
  announce(ui, Role::heading, words, "", at, {at.x + measure(ui, words, {size::caption, false, 0}).x, at.y + 20});
  ImGui::SetCursorScreenPos({at.x, at.y + 22});
}

/// Generators of the same kind of problem stand together.
void draw_made_up(App& app, bool classes, std::string& wanted) {
  Ui& ui = app.ui;
  constexpr float picture = 60;
  heading(ui, classes ? "Made up: classes" : "Made up: numbers to predict");
  std::vector<std::size_t> shown;
  std::vector<float> least;
  for (std::size_t i = 0; i < generators().size(); ++i) {
    if ((generators()[i].usual_classes > 0) != classes) continue;
    shown.push_back(i);
    least.push_back(std::max(picture + 24, name_width(ui, generators()[i].name) + 16));
  }
  const auto places = lay_out_tiles(least, picture + 28, ImGui::GetContentRegionAvail().x);
  const ImVec2 after = ImGui::GetCursorScreenPos();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Generator& g = generators()[shown[i]];
    if (tile(ui, places[i], "Choose " + std::string(g.name), g.name, g.help, app.document().data == g.name,
             picture + 4))
      wanted = g.name;
    draw_generator_tile(app, places[i], shown[i], picture);
  }
  ImGui::SetCursorScreenPos(after);
}

void draw_real(App& app, std::string& wanted) {
  Ui& ui = app.ui;
  heading(ui, "Real");
  const float width = ImGui::GetContentRegionAvail().x, each = width > 560 ? (width - tile_gap) / 2 : width;
  const auto places = lay_out_tiles(std::vector<float>(bundled_data().size(), each), 52, width);
  const ImVec2 after = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < places.size(); ++i) {
    const BundledData& b = bundled_data()[i];
    const std::string help = std::string(b.help) + ". " + std::string(b.source) + ", " + std::string(b.licence);
    if (tile(ui, places[i], "Choose " + std::string(b.name), " ", help, app.document().data == b.name, 0))
      wanted = b.name;
    const ImVec2 at{places[i].Min.x + 12, places[i].Min.y + 6};
    text_at(ui, draw, at, b.title, {size::body, true, ui.theme.text});
    text_at(ui, draw, {at.x, at.y + 20}, shortened(ui, b.help, places[i].GetWidth() - 24, {size::caption, false, 0}),
            {size::caption, false, ui.theme.muted});
  }
  ImGui::SetCursorScreenPos(after);
}

}  // namespace

std::string draw_gallery(App& app) {
  bool& open = app.data_view.gallery;
  if (!open) return "";
  Ui& ui = app.ui;
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const ImVec2 extent{std::min(760.0f, window.x - 24), std::min(660.0f, window.y - 24)};
  ImGui::SetNextWindowPos({std::floor((window.x - extent.x) / 2), std::floor((window.y - extent.y) / 2)});
  ImGui::SetNextWindowSize(extent);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(20, 16));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 12);
  if (!ImGui::IsPopupOpen("gallery")) ImGui::OpenPopup("gallery");
  std::string wanted;
  if (ImGui::BeginPopupModal("gallery", nullptr,
                             ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                                 ImGuiWindowFlags_NoSavedSettings)) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    text(ui, "Data sets", {size::title, true, 0});
    announce(ui, Role::heading, "Data sets", "", ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
    ImGui::SetCursorScreenPos({at.x + width - size::control, at.y - 4});
    open = !button(ui, "Close data sets", {.icon = Icon::close, .look = Look::quiet, .icon_only = true}) &&
           !ImGui::IsKeyPressed(ImGuiKey_Escape);
    ImGui::SetCursorScreenPos({at.x, at.y + 36});
    draw_made_up(app, true, wanted);
    draw_made_up(app, false, wanted);
    draw_real(app, wanted);
    ImGui::Dummy({0, 0});
    open = open && wanted.empty();
    if (!open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
  return wanted;
}

}  // namespace chainrule
