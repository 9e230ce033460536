// SPDX-License-Identifier: MIT
#include "headless.hpp"

#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <chrono>
#include <cmath>
#include <map>
#include <thread>

namespace chainrule {
namespace {

ImFont* font_of(const std::string& weight) {
  static std::map<std::string, std::string> files;   // they outlive every atlas
  std::string& bytes = files[weight];
  if (bytes.empty()) bytes = test::asset("fonts/Inter-" + weight + ".otf");
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(bytes.data(), static_cast<int>(bytes.size()), size::body, &config);
}

}  // namespace

Headless::Headless(Trainer::Mode mode, ImVec2 window, const std::string& fragment) {
  IMGUI_CHECKVERSION();
  context_ = ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = window;
  io.IniFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  Services s;
  s.mode = mode;
  s.load_asset = [](std::string_view path, std::function<void(std::string, std::string)> done) {
    done(test::asset(std::string(path)), "");
  };
  s.show_link = [this](std::string_view f, bool own) { link = f; link_is_own = own; };
  s.open_file_dialog = [](std::string_view) { return false; };
  s.read_clipboard = [this](const auto& done) { done(clipboard, clipboard_error); };
  s.now_ms = [] { return 0.0; };
  s.prefers_dark = [] { return false; };
  app_ = std::make_unique<App>(std::move(s));
  app_->ui.regular = font_of("Regular");
  app_->ui.semibold = font_of("SemiBold");
  app_->open_link(fragment);
  frames(3);
}

Headless::~Headless() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_Destroyed);
  }
  app_.reset();
  ImGui::DestroyContext(context_);
}

void Headless::frames(int count) {
  while (count-- > 0) {
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    moves_ = draw_screen(*app_);
    ImGui::Render();
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures)
      if (texture->Status == ImTextureStatus_WantCreate || texture->Status == ImTextureStatus_WantUpdates) {
        texture->SetTexID(1);
        texture->SetStatus(ImTextureStatus_OK);
      } else if (texture->Status == ImTextureStatus_WantDestroy) {
        texture->SetTexID(ImTextureID_Invalid);
        texture->SetStatus(ImTextureStatus_Destroyed);
      }
  }
}

bool Headless::until(const std::function<bool()>& done, int most) {
  for (int i = 0; i < most; ++i) {
    if (done()) return true;
    frames();
    if (!app_->snapshot().playing) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ADD_FAILURE() << "waited for " << most << " frames in vain";
  return false;
}

const MirrorItem* Headless::find(Role role, const std::string& name) const {
  for (const MirrorItem& item : app_->ui.mirror.items())
    if (item.role == role && item.name == name) return &item;
  return nullptr;
}

void Headless::press(const std::string& name, Role role) {
  const MirrorItem* item = find(role, name);
  ASSERT_NE(item, nullptr) << name;
  app_->ui.mirror.act({item->id, MirrorAction::Kind::press, ""});
  frames(2);
}

void Headless::set(Role role, const std::string& name, const std::string& value) {
  const MirrorItem* item = find(role, name);
  ASSERT_NE(item, nullptr) << name;
  app_->ui.mirror.act({item->id, MirrorAction::Kind::set, value});
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
  for (const MirrorItem& item : app_->ui.mirror.items()) {
    const bool passive = item.role == Role::table || item.role == Role::image || item.role == Role::status || item.role == Role::heading;
    if (!passive && std::abs(at.x - item.x) < 1 && std::abs(at.y - item.y) < 1) return &item;
  }
  return nullptr;
}

double Headless::last(const char* key) const {
  const auto* course = app_->history().find(key);
  return course && !course->empty() ? course->back() : -1;
}

std::size_t Headless::vertices() const { return static_cast<std::size_t>(ImGui::GetDrawData()->TotalVtxCount); }

}  // namespace chainrule
