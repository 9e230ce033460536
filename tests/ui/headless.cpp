// SPDX-License-Identifier: MIT
#include "tests/ui/headless.hpp"

#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <chrono>
#include <cmath>
#include <thread>

namespace chainrule {

Headless::~Headless() { EXPECT_EQ(fault, ""); }

bool Headless::until(const std::function<bool()>& done, int most) {
  for (int i = 0; i < most; ++i) {
    if (done()) return true;
    frames();
    if (!app().snapshot().playing) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ADD_FAILURE() << "waited for " << most << " frames in vain";
  return false;
}

void Headless::press(const std::string& name, Role role) {
  const MirrorItem* item = find(role, name);
  ASSERT_NE(item, nullptr) << name;
  app().ui.mirror.act({item->id, MirrorAction::Kind::press, ""});
  frames(2);
}

void Headless::set(Role role, const std::string& name, const std::string& value) {
  const MirrorItem* item = find(role, name);
  ASSERT_NE(item, nullptr) << name;
  app().ui.mirror.act({item->id, MirrorAction::Kind::set, value});
  frames(2);
}

void Headless::click(const std::string& name, Role role) {
  const MirrorItem* item = find(role, name);
  ASSERT_NE(item, nullptr) << name;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(item->x + item->width / 2, item->y + item->height / 2);
  frames();
  io.AddMouseButtonEvent(0, true);
  frames();
  io.AddMouseButtonEvent(0, false);
  frames(2);
}

void Headless::key(ImGuiKey key) {
  ImGui::GetIO().AddKeyEvent(key, true);
  frames();
  ImGui::GetIO().AddKeyEvent(key, false);
  frames(2);
}

const MirrorItem* Headless::at_cursor() const {
  const ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow;
  if (!window) return nullptr;
  const ImVec2 at = ImGui::WindowRectRelToAbs(const_cast<ImGuiWindow*>(window), window->NavRectRel[0]).Min;
  for (const MirrorItem& item : app().ui.mirror.items()) {
    const bool passive =
        item.role == Role::table || item.role == Role::image || item.role == Role::status || item.role == Role::heading;
    if (!passive && std::abs(at.x - item.x) < 1 && std::abs(at.y - item.y) < 1) return &item;
  }
  return nullptr;
}

double Headless::last(const char* key) const {
  const auto* course = app().history().find(key);
  return course && !course->empty() ? course->back() : -1;
}

std::size_t Headless::vertices() const { return static_cast<std::size_t>(ImGui::GetDrawData()->TotalVtxCount); }

}  // namespace chainrule
