// SPDX-License-Identifier: MIT
// The card beside the drawing: one layer, one neuron, one weight, or the menu of layers. On a small window it is a
// sheet at the bottom. It does not hold up anything else: training can go on, and be started, while it is open.
#include <algorithm>
#include <cmath>

#include "ui/app/app.hpp"
#include "ui/panels/network/card.hpp"
#include "ui/panels/network/layer_editor.hpp"
#include "ui/panels/network/parts.hpp"
#include "ui/panels/network/unit_card.hpp"

namespace chainrule {
namespace {

constexpr float below_top_bar = 68;  // Play stays in reach

struct Seat {
  ImVec2 low, extent;
  bool sheet;
};

float card_width(NetworkCard card) {
  return card == NetworkCard::unit ? 308.0f : card == NetworkCard::weight ? 300.0f : 348.0f;
}

Seat place_of(const NetworkView& view) {
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const float height = view.card_height > 0 ? view.card_height : 320;
  if (window.x < 720 || window.y < 420) {
    const float most = window.y < 420 ? window.y - 44 : window.y * 0.66f;
    const float extent = std::floor(std::min(height, most));
    return {{0, window.y - extent}, {window.x, extent}, true};
  }
  const ImVec2 extent{card_width(view.card), std::floor(std::min(height, window.y - below_top_bar - 12))};
  ImVec2 low = view.beside;
  if (low.x + extent.x > window.x - 12) low.x = std::max(12.0f, view.beside.x - extent.x - 90);
  low.x = std::clamp(low.x, 12.0f, std::max(12.0f, window.x - extent.x - 12));
  low.y = std::clamp(low.y, below_top_bar, std::max(below_top_bar, window.y - extent.y - 12));
  return {{std::floor(low.x), std::floor(low.y)}, extent, false};
}

/// A soft shadow: the card stands above the rest.
void draw_shadow(const Ui& ui, const Seat& place) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->PushClipRectFullScreen();
  for (int i = 1; i <= 10; ++i) {
    const auto out = static_cast<float>(i);
    const float alpha = (ui.theme.dark ? 0.05f : 0.018f) * (11 - out) / 4;
    draw->AddRect({place.low.x - out, place.low.y - out + 2},
                  {place.low.x + place.extent.x + out, place.low.y + place.extent.y + out + 2},
                  with_alpha(IM_COL32(0, 0, 0, 255), alpha), size::card_round + out, 0, 1.5f);
  }
  draw->PopClipRect();
}

void draw_content(App& app) {
  const NetworkView view = app.network;  // a press inside may change it
  switch (view.card) {
    case NetworkCard::none: break;
    case NetworkCard::layer: draw_layer_editor(app, view.column - 1); break;
    case NetworkCard::insert: draw_layer_menu(app, view.column); break;
    case NetworkCard::unit: draw_unit_card(app, view.column, view.unit); break;
    case NetworkCard::weight: draw_weight_card(app, view.column, view.from, view.unit); break;
  }
}

/// False for what a change of the network has taken away.
bool still_there(App& app) {
  const NetworkView& view = app.network;
  const Heatmaps& heatmaps = app.heatmaps();
  if (view.card == NetworkCard::insert) return view.column < heatmaps.columns();
  if (view.column >= heatmaps.columns()) return false;
  if (view.card == NetworkCard::layer) return view.column > 0;
  if (view.unit >= heatmaps.units(view.column)) return false;
  if (view.card != NetworkCard::weight) return true;
  const Layer& layer = *app.lens().model().layers()[view.column - 1];
  if (view.from < 0) return bias_of(layer) != nullptr;
  return !layer.tensors().empty() && !layer.tensors()[0].vector && view.from < layer.tensors()[0].rows;
}

bool no_menu_open() { return !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel); }

}  // namespace

void draw_network_card(App& app, ImVec2 low, ImVec2 high) {
  Ui& ui = app.ui;
  NetworkView& view = app.network;
  if (!still_there(app)) return view.close();
  const Seat place = place_of(view);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  ImGui::SetNextWindowPos(place.low);
  ImGui::SetNextWindowSize(place.extent);
  if (view.opened) ImGui::SetNextWindowFocus();
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(16, 12));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, place.sheet ? 0.0f : size::card_round);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ui.theme.card);
  ImGui::Begin("network card", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
  draw_shadow(ui, place);
  ui.thumbs = place.sheet && ImGui::GetIO().DisplaySize.y >= 420;
  draw_content(app);
  ui.thumbs = false;
  const float height = std::ceil(ImGui::GetCursorPosY() + 8);
  if (height != view.card_height) ui.waiting = true;  // one more frame, at the new height
  view.card_height = height;
  ImGui::Dummy({0, 0});  // what was drawn at a set place belongs to the card's extent too
  const bool inside = mouse.x >= place.low.x && mouse.x < place.low.x + place.extent.x && mouse.y >= place.low.y &&
                      mouse.y < place.low.y + place.extent.y;
  const bool in_drawing = mouse.x >= low.x && mouse.x < high.x && mouse.y >= low.y && mouse.y < high.y;
  const bool away = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !inside && in_drawing;
  const bool escape = ImGui::IsKeyPressed(ImGuiKey_Escape, false) && !ImGui::GetIO().WantTextInput;
  if (!view.opened && no_menu_open() && (away || escape)) view.close();
  view.opened = false;
  ImGui::End();
}

}  // namespace chainrule
