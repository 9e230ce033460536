// SPDX-License-Identifier: MIT
// What is what on this screen: a ring around one thing after the other and two sentences on it. Everything goes on
// working meanwhile.
#include "ui/screen/tour.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include <imgui_internal.h>

#include "ui/app/app.hpp"

namespace chainrule {
namespace {

struct TourStep {
  std::string_view place;  ///< of App::places
  std::string_view title, words;
};
constexpr TourStep steps[] = {
    {"play", "Train",
     "Play trains the network, epoch after epoch. Beside it: how fast, and steps of one epoch or batch."},
    {"left", "Data, compile and fit", "Rows to learn from, and how: optimizer, loss, batch size, epochs. As in Keras."},
    {"network", "The network",
     "A tile is what one neuron answers for every input; a line is a weight. Press either to read and change it."},
    {"output", "What it answers",
     "The answer for every input, with the rows that it learned from and those kept apart."},
    {"curves", "How well", "The loss of both kinds of rows. Point at an epoch to go back to it."},
    {"watch", "Watch a step",
     "One training step as a film: forward, loss, backward, update, each number where it belongs."},
};
constexpr int count = static_cast<int>(std::size(steps));

/// The step at `from` or the nearest behind (ahead: -1) whose place is on screen; -1: none.
int seen(const App& app, int from, int ahead) {
  for (int i = from; i >= 0 && i < count; i += ahead)
    if (app.sees(std::string(steps[i].place))) return i;
  return -1;
}

/// Beside the place where there is room: right of it, left, below, or in its middle.
ImVec2 beside(const Place& place, ImVec2 extent) {
  constexpr float gap = 14, edge = 10;
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  ImVec2 at{(place.low.x + place.high.x - extent.x) / 2, (place.low.y + place.high.y - extent.y) / 2};
  if (place.high.x + gap + extent.x < window.x) at.x = place.high.x + gap;
  else if (place.low.x - gap - extent.x > 0) at.x = place.low.x - gap - extent.x;
  if (place.high.y - place.low.y < extent.y && place.high.y + gap + extent.y < window.y) at.y = place.high.y + gap;
  return {std::clamp(at.x, edge, std::max(edge, window.x - extent.x - edge)),
          std::clamp(at.y, edge, std::max(edge, window.y - extent.y - edge))};
}

void draw_card(App& app, int now, ImVec2 extent) {
  Ui& ui = app.ui;
  const TourStep& step = steps[now];
  const ImVec2 at = ImGui::GetCursorScreenPos();
  text(ui, step.title, {size::heading, true, ui.theme.text});
  paragraph(ui, step.words, {size::body, false, ui.theme.text});
  announce(ui, Role::status, "Tour", std::string(step.title) + ". " + std::string(step.words), at,
           {at.x + extent.x, at.y + 60});
  ImGui::Dummy({0, 4});
  const int next = seen(app, now + 1, 1), back = seen(app, now - 1, -1);
  const ImVec2 row = ImGui::GetCursorScreenPos();
  const float right = row.x + ImGui::GetContentRegionAvail().x;
  const std::string number = std::to_string(now + 1) + " of " + std::to_string(count);
  text_at(ui, ImGui::GetWindowDrawList(), {row.x, row.y + 8}, number, {size::caption, false, ui.theme.muted});
  ImGui::SetCursorScreenPos({right - 84, row.y});
  if (button(ui, next < 0 ? "Done" : "Next", {.look = Look::primary, .width = 84})) app.tour = next;
  if (back >= 0) {
    ImGui::SetCursorScreenPos({right - 84 - 80, row.y});
    if (button(ui, "Previous", {.width = 74, .help = "The step before"})) app.tour = back;
  }
  ImGui::SetCursorScreenPos({at.x + ImGui::GetContentRegionAvail().x - 26, at.y - 4});
  if (button(ui, "Leave the tour", {.icon = Icon::close, .look = Look::quiet, .icon_only = true, .height = 28}))
    app.tour = -1;
}

}  // namespace

void draw_tour(App& app) {
  if (app.tour < 0) return;
  const int now = seen(app, app.tour, 1);
  if (now < 0 || app.ui.escaped) {
    app.tour = -1;
    return;
  }
  app.tour = now;
  if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) return;  // it waits
  const Place& place = app.places.at(std::string(steps[now].place));
  const ImVec2 extent{std::min(320.0f, ImGui::GetIO().DisplaySize.x - 20), 168};
  ImGui::SetNextWindowPos(beside(place, extent));
  ImGui::SetNextWindowSize(extent);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, app.ui.theme.card);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(18, 14));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 12);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  if (ImGui::Begin("tour", nullptr,
                   ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                       ImGuiWindowFlags_NoFocusOnAppearing)) {
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    draw_card(app, now, extent);
  }
  ImGui::End();
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor();
  ImGui::GetForegroundDrawList()->AddRect({place.low.x - 4, place.low.y - 4}, {place.high.x + 4, place.high.y + 4},
                                          app.ui.theme.accent, 12, 0, 3);
}

}  // namespace chainrule
