// SPDX-License-Identifier: MIT
// Pointers, keys and the clipboard of the page, told to ImGui.
#include <emscripten.h>

#include <cfloat>
#include <string_view>
#include <utility>

#include "imgui.h"
#include "ui/platform/web/page.hpp"

EM_JS(void, page_copy, (const char* text), { Page.copy(UTF8ToString(text)); });

namespace chainrule::platform::web {
namespace {

struct NamedKey {
  std::string_view code;  // KeyboardEvent.code: the place on the keyboard
  ImGuiKey key;
};

constexpr NamedKey named_keys[] = {
    {"ArrowLeft", ImGuiKey_LeftArrow},
    {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow},
    {"ArrowDown", ImGuiKey_DownArrow},
    {"PageUp", ImGuiKey_PageUp},
    {"PageDown", ImGuiKey_PageDown},
    {"Home", ImGuiKey_Home},
    {"End", ImGuiKey_End},
    {"Insert", ImGuiKey_Insert},
    {"Delete", ImGuiKey_Delete},
    {"Backspace", ImGuiKey_Backspace},
    {"Space", ImGuiKey_Space},
    {"Enter", ImGuiKey_Enter},
    {"NumpadEnter", ImGuiKey_KeypadEnter},
    {"Escape", ImGuiKey_Escape},
    {"Tab", ImGuiKey_Tab},
    {"ShiftLeft", ImGuiKey_LeftShift},
    {"ShiftRight", ImGuiKey_RightShift},
    {"ControlLeft", ImGuiKey_LeftCtrl},
    {"ControlRight", ImGuiKey_RightCtrl},
    {"AltLeft", ImGuiKey_LeftAlt},
    {"AltRight", ImGuiKey_RightAlt},
    {"MetaLeft", ImGuiKey_LeftSuper},
    {"MetaRight", ImGuiKey_RightSuper},
    {"Minus", ImGuiKey_Minus},
    {"Equal", ImGuiKey_Equal},
    {"Comma", ImGuiKey_Comma},
    {"Period", ImGuiKey_Period},
    {"Slash", ImGuiKey_Slash},
    {"Semicolon", ImGuiKey_Semicolon},
    {"Quote", ImGuiKey_Apostrophe},
    {"BracketLeft", ImGuiKey_LeftBracket},
    {"BracketRight", ImGuiKey_RightBracket},
    {"Backslash", ImGuiKey_Backslash},
    {"Backquote", ImGuiKey_GraveAccent},
};

ImGuiKey from(int base, int offset) { return static_cast<ImGuiKey>(base + offset); }

ImGuiKey find_key(std::string_view code, std::string_view key) {
  // Letters go by what is printed on the key, so that shortcuts work on every layout.
  if (key.size() == 1 && key[0] >= 'a' && key[0] <= 'z') return from(ImGuiKey_A, key[0] - 'a');
  if (key.size() == 1 && key[0] >= 'A' && key[0] <= 'Z') return from(ImGuiKey_A, key[0] - 'A');
  if (code.size() == 6 && code.starts_with("Digit")) return from(ImGuiKey_0, code[5] - '0');
  if (code.size() == 7 && code.starts_with("Numpad") && code[6] >= '0' && code[6] <= '9') {
    return from(ImGuiKey_Keypad0, code[6] - '0');
  }
  if (code.size() == 2 && code[0] == 'F' && code[1] >= '1' && code[1] <= '9') return from(ImGuiKey_F1, code[1] - '1');
  for (const auto& [name, found] : named_keys)
    if (code == name) return found;
  return ImGuiKey_None;
}

bool is_app_key(ImGuiKey key) {
  return key == ImGuiKey_Space || (key >= ImGuiKey_LeftArrow && key <= ImGuiKey_DownArrow);
}

}  // namespace

void connect_clipboard() {
  ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  platform.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
    page().clipboard = text;
    page_copy(text);
  };
  platform.Platform_GetClipboardTextFn = [](ImGuiContext*) { return page().clipboard.c_str(); };
}

}  // namespace chainrule::platform::web

using namespace chainrule::platform;
using web::page;

extern "C" {

/// The pointer is at x, y (or outside, when x is negative beyond measure) with these buttons down, bits as in
/// PointerEvent.buttons; kind is 0 for a mouse, 1 for a finger, 2 for a pen.
EMSCRIPTEN_KEEPALIVE void chainrule_pointer(float x, float y, unsigned buttons, int kind) {
  constexpr int imgui_button[] = {ImGuiMouseButton_Left, ImGuiMouseButton_Right, ImGuiMouseButton_Middle};
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(kind == 1   ? ImGuiMouseSource_TouchScreen
                         : kind == 2 ? ImGuiMouseSource_Pen
                                     : ImGuiMouseSource_Mouse);
  if (x < -1e6f) x = y = -FLT_MAX;
  else x /= page().zoom, y /= page().zoom;
  io.AddMousePosEvent(x, y);
  const unsigned changed = std::exchange(page().mouse_buttons, buttons) ^ buttons;
  for (unsigned bit = 0; bit < 3; ++bit)
    if (changed >> bit & 1) io.AddMouseButtonEvent(imgui_button[bit], buttons >> bit & 1);
}

/// In CSS pixels, positive to the left and upwards as ImGui has it.
EMSCRIPTEN_KEEPALIVE void chainrule_scroll(float x, float y) {
  const float step = 5 * ImGui::GetFontSize() * page().zoom;  // what ImGui scrolls by for 1
  if (step > 0) ImGui::GetIO().AddMouseWheelEvent(x / step, y / step);
}

EMSCRIPTEN_KEEPALIVE void chainrule_wheel(float x, float y) { ImGui::GetIO().AddMouseWheelEvent(x, y); }

EMSCRIPTEN_KEEPALIVE void chainrule_focus(int focused) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddFocusEvent(focused != 0);
  if (!focused) io.ClearInputKeys();
}

/// Returns whether the program uses the key, so that the page must not.
EMSCRIPTEN_KEEPALIVE int chainrule_key(const char* code, const char* name, int down, int shift, int control, int alt,
                                       int meta) {
  ImGuiIO& io = ImGui::GetIO();
  const ImGuiKey key = web::find_key(code, name);
  io.AddKeyEvent(ImGuiMod_Shift, shift != 0);
  io.AddKeyEvent(ImGuiMod_Ctrl, control != 0);
  io.AddKeyEvent(ImGuiMod_Alt, alt != 0);
  io.AddKeyEvent(ImGuiMod_Super, meta != 0);
  if (key == ImGuiKey_Tab) return 0;  // walks through the mirror
  if (key != ImGuiKey_None) io.AddKeyEvent(key, down != 0);
  // A Mac tells of no key that comes up while Command is down.
  if (!down && (key == ImGuiKey_LeftSuper || key == ImGuiKey_RightSuper)) io.ClearInputKeys();
  const bool shortcut = control || meta || alt;  // the browser's own, and copy and paste, which it has to allow
  const bool main = io.ConfigMacOSXBehaviors ? meta && !control : control && !meta;
  if (main && !alt && down && !io.WantTextInput && page().app.uses_key)
    return page().app.uses_key(key | ImGuiMod_Ctrl | (shift ? ImGuiMod_Shift : 0));
  return !shortcut && (io.WantTextInput ? key != ImGuiKey_Escape : web::is_app_key(key));
}

/// Whether a key alone does something here.
EMSCRIPTEN_KEEPALIVE int chainrule_takes(const char* code, const char* name) {
  const ImGuiKey key = web::find_key(code, name);
  return key != ImGuiKey_None && page().app.uses_key && page().app.uses_key(key);
}

EMSCRIPTEN_KEEPALIVE void chainrule_text(const char* text) { ImGui::GetIO().AddInputCharactersUTF8(text); }

/// Returns whether a text field takes the pasted text; it reads it when the keys' own event arrives.
EMSCRIPTEN_KEEPALIVE int chainrule_paste(const char* text) {
  page().clipboard = text;
  return ImGui::GetIO().WantTextInput;
}

}  // extern "C"
