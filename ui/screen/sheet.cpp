// SPDX-License-Identifier: MIT
#include "ui/screen/sheet.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>

#include "ui/app/app.hpp"

namespace chainrule {
namespace {

bool closed = false;  // its button was pressed in this frame

}  // namespace

bool begin_sheet(App& app, std::string_view title, ImVec2 most) {
  Ui& ui = app.ui;
  const std::string name(title);
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const ImVec2 extent{std::min(most.x, window.x - 24), std::min(most.y, window.y - 24)};
  ImGui::SetNextWindowPos({std::floor((window.x - extent.x) / 2), std::floor((window.y - extent.y) / 2)});
  ImGui::SetNextWindowSize(extent);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(20, 14));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 12);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  if (!ImGui::IsPopupOpen(name.c_str())) ImGui::OpenPopup(name.c_str());
  const bool open = ImGui::BeginPopupModal(
      name.c_str(), nullptr,
      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings);
  ImGui::PopStyleVar(3);
  if (!open) return false;
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const TextStyle style{size::title, true, ui.theme.text};
  text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 2}, title, style);
  announce(ui, Role::heading, title, "", at, {at.x + measure(ui, title, style).x, at.y + 28});
  ImGui::SetCursorScreenPos({at.x + width - 30, at.y});
  std::string lower = name;
  lower[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(lower[0])));
  closed = button(ui, "Close " + lower, {.icon = Icon::close, .look = Look::quiet, .icon_only = true, .height = 30});
  ImGui::SetCursorScreenPos({at.x, at.y + 40});
  ImGui::BeginChild("content", ImGui::GetContentRegionAvail(), ImGuiChildFlags_NavFlattened);
  return true;
}

bool end_sheet(App& app, bool chosen) {
  ImGui::EndChild();
  const bool closes = chosen || closed || app.ui.escaped;
  if (closes) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
  return closes;
}

}  // namespace chainrule
