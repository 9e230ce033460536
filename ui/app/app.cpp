// SPDX-License-Identifier: MIT
#include "ui/app/app.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/document/experiment.hpp"
#include "ui/session/axes.hpp"
#include "ui/session/saving.hpp"

namespace chainrule {
namespace {

Area area(ImVec2 low, ImVec2 high) { return {low.x, low.y, high.x, high.y}; }

/// A drag lasts while a control is held, by the mouse or by an arrow key.
bool holds_control() {
  return ImGui::IsAnyItemActive() || ImGui::IsKeyDown(ImGuiKey_LeftArrow) || ImGui::IsKeyDown(ImGuiKey_RightArrow);
}

}  // namespace

App::App(Services services) : Session(std::move(services)), heatmaps_(lens()) {}

bool App::update() {
  film_player.view.unit_by_unit = ui.bare;
  const bool moves = Session::update(holds_control());
  heatmaps_.revive();
  // They take at most a fifth of the time while training runs, however large the network is.
  if (stale_ && (!snapshot().playing || services_.now_ms() >= next_painting_)) refresh();
  return moves;
}

void App::refresh() {
  stale_ = false;
  const double start = services_.now_ms();
  try {
    if (lens().show(weights(), sample))
      heatmaps_.paint({axis_x, axis_y, sample, output.held, output.discretise, output.target}, ui.theme);
  } catch (const std::exception& e) { complain(e.what()); }
  const double took = services_.now_ms() - start;
  next_painting_ = took > 4 ? start + 5 * took : 0;
}

void App::adopted(bool new_data) {
  heatmaps_.configure();
  if (new_data) {
    std::tie(axis_x, axis_y) = telling_axes(experiment()->data);
    sample = 0;
    output.held.clear();
  }
  network.forget_layers(document().layers.size());
  summary.shown.clear();
}

void App::opened(const Scene& scene) {
  in_course = std::exchange(course_asked, false);
  output.view = scene.by_row ? OutputView::rows : OutputView::everywhere;
  tab = 0;
  network.close();
}

WeightPlace App::pressed_weight() const {
  if (network.card != NetworkCard::weight) return {};
  return {static_cast<Index>(network.column), network.unit, network.from};
}

Index App::shown_target() const { return std::clamp<Index>(output.target, 0, experiment()->data.y.cols - 1); }

void App::mark(std::string_view name, ImVec2 low, ImVec2 high) {
  places[std::string(name)] = {low, high, ImGui::GetFrameCount()};
}

bool App::sees(const std::string& panel) const {
  const auto place = places.find(panel);
  return place != places.end() && place->second.frame + 1 >= ImGui::GetFrameCount();
}

void App::save_picture(const std::string& panel) {
  const auto take = [this, panel] {
    const auto place = places.find(panel);
    if (!services_.save_picture || (!panel.empty() && place == places.end())) return;
    const ImVec2 window = ImGui::GetIO().DisplaySize;
    const Place all{{0, 0}, window, 0};
    const Place& part = panel.empty() ? all : place->second;
    services_.save_picture(file_name(document(), panel, ".png"), area(part.low, part.high),
                           [this](const std::string& where) { saved(where); });
  };
  // Old news are no part of it: it is taken of the next frame, when the panels have moved to where they stood.
  waiting_.push_back([this, take] {
    forget_saved();
    waiting_.push_back(take);
    if (services_.wake) services_.wake();
  });
}

void App::save_area(const std::string& what, ImVec2 low, ImVec2 high) {
  if (services_.save_picture)
    services_.save_picture(file_name(document(), what, ".png"), area(low, high),
                           [this](const std::string& where) { saved(where); });
}

}  // namespace chainrule
