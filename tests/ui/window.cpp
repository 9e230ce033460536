// SPDX-License-Identifier: MIT
#include "tests/ui/window.hpp"

#include <cmath>
#include <map>

#include "tests/engine/files.hpp"
#include "ui/screen/screen.hpp"

namespace chainrule {
namespace {

ImFont* font_of(const std::string& weight) {
  static std::map<std::string, std::string> files;  // they outlive every atlas
  std::string& bytes = files[weight];
  if (bytes.empty()) bytes = test::asset("fonts/Inter-" + weight + ".otf");
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(bytes.data(), static_cast<int>(bytes.size()), size::body, &config);
}

Services services_of(Window& window, Trainer::Mode mode) {
  Services s;
  s.mode = mode;
  s.load_asset = [](std::string_view path, std::function<void(std::string, std::string)> done) {
    done(test::asset(std::string(path)), "");
  };
  s.show_link = [&window](std::string_view f, bool own) {
    window.link = f;
    window.link_is_own = own;
  };
  s.open_file_dialog = [](std::string_view) { return false; };
  s.read_clipboard = [&window](const auto& done) { done(window.clipboard, window.clipboard_error); };
  s.save_file = [&window](std::string_view name, std::string_view bytes) {
    window.saved = bytes;
    return std::string(name);
  };
  s.now_ms = [&window] { return window.now_ms; };
  s.prefers_dark = [] { return false; };
  return s;
}

/// What the textures of a frame ask of the renderer, done at once.
void serve_textures() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures)
    if (texture->Status == ImTextureStatus_WantCreate || texture->Status == ImTextureStatus_WantUpdates) {
      texture->SetTexID(1);
      texture->SetStatus(ImTextureStatus_OK);
    } else if (texture->Status == ImTextureStatus_WantDestroy) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    }
}

bool finite(ImVec2 p) { return std::isfinite(p.x) && std::isfinite(p.y); }

std::string fault_of(const ImDrawData& drawing, const std::vector<MirrorItem>& items) {
  for (const ImDrawList* list : drawing.CmdLists)
    for (const ImDrawVert& v : list->VtxBuffer)
      if (!finite(v.pos)) return std::string("a corner of the drawing is no place, in window ") + list->_OwnerName;
  for (const MirrorItem& item : items)
    if (!std::isfinite(item.x + item.y + item.width + item.height))
      return "the control '" + item.name + "' has no place";
  return "";
}

}  // namespace

Window::Window(Trainer::Mode mode, ImVec2 size, const std::string& fragment) {
  IMGUI_CHECKVERSION();
  context_ = ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = size;
  io.IniFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  app_ = std::make_unique<App>(services_of(*this, mode));
  app_->ui.regular = font_of("Regular");
  app_->ui.semibold = font_of("SemiBold");
  app_->set_pace({});  // as fast as it goes: whoever looks at the usual pace sets it
  app_->open_link(fragment);
  frames(3);
}

Window::~Window() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_Destroyed);
  }
  app_.reset();
  ImGui::DestroyContext(context_);
}

void Window::frames(int count) {
  while (count-- > 0) {
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    moves_ = draw_screen(*app_);
    ImGui::Render();
    serve_textures();
    if (fault.empty()) fault = fault_of(*ImGui::GetDrawData(), app_->ui.mirror.items());
  }
}

const MirrorItem* Window::find(Role role, const std::string& name) const {
  for (const MirrorItem& item : app_->ui.mirror.items())
    if (item.role == role && item.name == name) return &item;
  return nullptr;
}

}  // namespace chainrule
