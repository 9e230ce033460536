// SPDX-License-Identifier: MIT
// The front end in a page: frames on demand into a WebGL 2 canvas, and what the browser does for the program.
// The page's side of it is page.js; functions named page_... are called there, chainrule_... are called from it.
#include "ui/platform/web/page.hpp"

#include <emscripten.h>
#include <emscripten/html5.h>

#include <GLES3/gl3.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "imgui_internal.h"

// clang-format off
EM_JS_DEPS(page, "$UTF8ToString,$stringToNewUTF8");
EM_JS(void, page_start, (), { Page.start(); });
EM_JS(void, page_refuse, (), { Page.refuse(); });
EM_JS(void, page_request, (int frames), { Page.request(frames); });
EM_JS(void, page_cursor, (const char* name), { Page.setCursor(UTF8ToString(name)); });
EM_JS(void, page_title, (const char* text), { document.title = UTF8ToString(text); });
EM_JS(bool, page_matches, (const char* query), { return window.matchMedia(UTF8ToString(query)).matches; });
EM_JS(bool, page_in_frame, (), { return Frame.inside; });
EM_JS(bool, page_is_mac, (), { return /Mac|iPhone|iPad/.test(navigator.platform); });
EM_JS(char*, page_hash, (), { return stringToNewUTF8(Frame.first()); });
EM_JS(bool, page_hash_is_own, (), { return history.state === 'own'; });
EM_JS(void, page_show_hash, (const char* text, bool own), { Page.showHash(UTF8ToString(text), own); });
EM_JS(void, page_choose_file, (const char* accept), { Page.chooseFile(UTF8ToString(accept)); });
EM_JS(void, page_save_file, (const char* name, const char* bytes, int size), {
  Page.saveFile(UTF8ToString(name), HEAPU8.slice(bytes, bytes + size));
});
EM_JS(void, page_save_picture, (const char* name, int x, int y, int width, int height), {
  Page.savePicture(UTF8ToString(name), x, y, width, height);
});
EM_JS(bool, page_can_keep, (), { return Kept.allowed(); });
EM_JS(bool, page_keep, (const char* text), { return Kept.write(UTF8ToString(text)); });
EM_JS(char*, page_remembered, (), { return stringToNewUTF8(Kept.read()); });
EM_JS(void, page_forget, (), { Kept.forget(); });
EM_JS(void, page_read_clipboard, (int id), { Files.paste(id); });
EM_JS(char*, page_address_text, (), { return stringToNewUTF8(location.href.replace(/[?#].*/, "")); });
EM_JS(bool, page_open, (const char* link), { return Frame.open(UTF8ToString(link)); });
EM_JS(bool, page_has_site, (), { return !globalThis.chainruleFiles; });
EM_JS(void, page_open_site, (const char* path), { Page.openSite(UTF8ToString(path)); });
EM_JS(void, page_qr, (int id, const char* text), { Files.qr(id, UTF8ToString(text)); });
EM_JS(void, page_trouble, (const char* reason), { Trouble.tell(UTF8ToString(reason)); });
EM_JS(void, page_load, (int id, const char* path), { Page.load(id, UTF8ToString(path)); });
// clang-format on

namespace chainrule::platform {

namespace web {

Page& page() {
  static Page the_page;
  return the_page;
}

void tell_trouble(const char* reason) { page_trouble(reason); }

}  // namespace web

using web::page;

namespace {

bool make_context() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = true;
  attributes.premultipliedAlpha = true;
  attributes.antialias = attributes.depth = attributes.stencil = false;
  const auto context = emscripten_webgl_create_context("#canvas", &attributes);
  return context > 0 && emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

const char* cursor_name(int cursor) {
  switch (cursor) {
    case ImGuiMouseCursor_TextInput: return "text";
    case ImGuiMouseCursor_ResizeAll: return "move";
    case ImGuiMouseCursor_ResizeNS: return "ns-resize";
    case ImGuiMouseCursor_ResizeEW: return "ew-resize";
    case ImGuiMouseCursor_ResizeNESW: return "nesw-resize";
    case ImGuiMouseCursor_ResizeNWSE: return "nwse-resize";
    case ImGuiMouseCursor_Hand: return "pointer";
    case ImGuiMouseCursor_NotAllowed: return "not-allowed";
    case ImGuiMouseCursor_None: return "none";
    default: return "default";
  }
}

void show_cursor() {
  const int cursor = ImGui::GetMouseCursor();
  if (std::exchange(page().cursor, cursor) != cursor) page_cursor(cursor_name(cursor));
}

// Whether a control holds the pointer. ImGui counts a pressed window as an active item too.
bool is_control_active() {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  const ImGuiWindow* window = context.ActiveIdWindow;
  return context.ActiveId &&
         !(window && (context.ActiveId == window->MoveId || context.ActiveId == window->RootWindow->MoveId));
}

/// The picture that was asked for in this frame: the canvas still has it.
void save_asked_picture() {
  const web::Picture picture = std::exchange(page().picture, {});
  if (!picture.done) return;
  const ImVec2 scale = ImGui::GetIO().DisplayFramebufferScale;
  const auto pixels = [](float logical, float density) { return static_cast<int>(std::lround(logical * density)); };
  const int x = pixels(picture.x, scale.x), y = pixels(picture.y, scale.y);
  page_save_picture(picture.name.c_str(), x, y, pixels(picture.x + picture.width, scale.x) - x,
                    pixels(picture.y + picture.height, scale.y) - y);
  picture.done("your downloads, as " + picture.name);
}

// What chainrule_frame() tells the page; the same numbers stand in page.js.
enum FrameResult { wants_frame = 1, wants_text = 2, has_active_item = 4, over_item = 8, shows_focus = 16 };

}  // namespace

int run(App app) {
  page().app = std::move(app);
  page_title(page().app.title.c_str());
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.BackendPlatformName = "page";
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  io.ConfigMacOSXBehaviors = page_is_mac();
  web::connect_clipboard();
  if (!make_context()) {
    page_refuse();
    return 1;
  }
  ImGui_ImplOpenGL3_Init("#version 300 es");
  page_start();  // measures the canvas at once
  if (page().app.start) page().app.start();
  page().started = true;
  request_frames();
  return 0;
}

void request_frames(int frames) { page_request(frames); }
double now_ms() { return emscripten_get_now(); }
bool has_threads() { return false; }
EM_JS(bool, page_is_dark, (), { return Frame.dark(); });
bool prefers_dark() { return page_is_dark(); }
bool prefers_contrast() { return page_matches("(prefers-contrast: more), (forced-colors: active)"); }
bool prefers_reduced_motion() { return page_matches("(prefers-reduced-motion: reduce)"); }

namespace {
/// A text that the page has made for the module.
std::string taken(char* text) {
  std::string copy = text;
  std::free(text);
  return copy;
}
}  // namespace

bool in_frame() { return page_in_frame(); }
std::string initial_link() { return taken(page_hash()); }

bool initial_link_is_own() { return page_hash_is_own(); }
void show_link(std::string_view fragment, bool own) { page_show_hash(std::string(fragment).c_str(), own); }

bool open_file_dialog(std::string_view accept) {
  page_choose_file(std::string(accept).c_str());
  return true;
}

void save_picture(std::string_view name, float x, float y, float width, float height,
                  std::function<void(const std::string& where)> done) {
  page().picture = {std::string(name), x, y, width, height, std::move(done)};
}

bool can_keep() { return page_can_keep(); }
bool keep(std::string_view text) { return page_keep(std::string(text).c_str()); }
std::string remembered() { return taken(page_remembered()); }
void forget() { page_forget(); }

std::string save_file(std::string_view name, std::string_view bytes) {
  page_save_file(std::string(name).c_str(), bytes.data(), static_cast<int>(bytes.size()));
  return "your downloads, as " + std::string(name);
}

namespace {
int expect(std::function<void(std::string bytes, std::string error)> done) {
  page().loading.emplace(++page().last_load, std::move(done));
  return page().last_load;
}
}  // namespace

void load_asset(std::string_view path, std::function<void(std::string bytes, std::string error)> done) {
  page_load(expect(std::move(done)), std::string(path).c_str());
}

void qr_code(const std::string& text, std::function<void(const std::string& modules, const std::string& error)> done) {
  page_qr(expect(std::move(done)), text.c_str());
}

bool open_page(const std::string& link) { return page_open(link.c_str()); }
bool has_site() { return page_has_site(); }
void open_site(std::string_view path) { page_open_site(std::string(path).c_str()); }

std::string page_address() { return taken(page_address_text()); }

void read_clipboard(std::function<void(std::string text, std::string error)> done) {
  page_read_clipboard(expect(std::move(done)));
}

namespace {

int draw_frame() {
  if (!page().started) return 0;
  ImGuiIO& io = ImGui::GetIO();
  page().zoom = page().app.zoom ? page().app.zoom(page().width, page().height) : 1;
  io.DisplaySize = {page().width / page().zoom, page().height / page().zoom};
  io.DisplayFramebufferScale = {static_cast<float>(page().pixel_width) / io.DisplaySize.x,
                                static_cast<float>(page().pixel_height) / io.DisplaySize.y};
  const double now = now_ms();
  // After an idle minute no animation shall jump by a minute.
  io.DeltaTime = static_cast<float>(std::clamp((now - page().last_frame) / 1000, 1e-4, 0.25));
  page().last_frame = now;

  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  const bool moving = page().app.frame && page().app.frame();
  ImGui::Render();
  glViewport(0, 0, page().pixel_width, page().pixel_height);
  glClearColor(0, 0, 0, 0);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  save_asked_picture();
  show_cursor();

  // ImGui takes fast input in portions, one a frame.
  const bool input_waits = ImGui::GetCurrentContext()->InputEventsQueue.Size > 0;
  return (moving || input_waits ? wants_frame : 0) |
         (io.WantTextInput && io.ConfigInputTextCursorBlink ? wants_text : 0) |
         (is_control_active() ? has_active_item : 0) | (ImGui::IsAnyItemHovered() ? over_item : 0) |
         (io.NavVisible ? shows_focus : 0);
}

}  // namespace

}  // namespace chainrule::platform

using namespace chainrule::platform;
using web::at_edge;
using web::page;

extern "C" {

EMSCRIPTEN_KEEPALIVE void chainrule_pace(double run_seconds) { page().app.pace(run_seconds); }
EMSCRIPTEN_KEEPALIVE int chainrule_frame() { return at_edge(draw_frame); }

EMSCRIPTEN_KEEPALIVE void chainrule_resize(float width, float height, int pixel_width, int pixel_height,
                                           float density) {
  page().width = width;
  page().height = height;
  page().pixel_width = pixel_width;
  page().pixel_height = pixel_height;
  page().density = density;
}

/// The GPU has forgotten everything; the frame after its return makes it anew. What a later context has cannot be told
/// by the names of this one, so they go while there is none.
EMSCRIPTEN_KEEPALIVE void chainrule_context_lost() { ImGui_ImplOpenGL3_DestroyDeviceObjects(); }

/// What the page around asks for: nullptr, or why not, to be freed by the caller.
EMSCRIPTEN_KEEPALIVE char* chainrule_asked(const char* what, const char* how) {
  return at_edge([&]() -> char* {
    const std::string why = page().started && page().app.asked
                                ? page().app.asked(what, how)
                                : "expected a message after 'ready', received one before";
    return why.empty() ? nullptr : strdup(why.c_str());
  });
}
/// The state as JSON, to be freed by the caller; and what changes with it.
EMSCRIPTEN_KEEPALIVE char* chainrule_state() {
  return at_edge([] { return strdup(page().app.state ? page().app.state().c_str() : "{}"); });
}
EMSCRIPTEN_KEEPALIVE double chainrule_stamp() { return page().app.stamp ? page().app.stamp() : 0; }
EMSCRIPTEN_KEEPALIVE double chainrule_moment() { return page().app.moment ? page().app.moment() : 0; }

/// For twins, and of them. Texts are to be freed by the caller; chainrule_follow: nullptr, or why not.
EMSCRIPTEN_KEEPALIVE char* chainrule_twin_view() {
  return at_edge([] { return strdup(page().app.twin.view().c_str()); });
}
EMSCRIPTEN_KEEPALIVE char* chainrule_twin_run() {
  return at_edge([] { return strdup(page().app.twin.run().c_str()); });
}
EMSCRIPTEN_KEEPALIVE double chainrule_twin_changes() { return page().app.twin.changes(); }
EMSCRIPTEN_KEEPALIVE char* chainrule_follow(const char* view, const char* run, int where, int plays) {
  return at_edge([&]() -> char* {
    const std::string why = page().app.twin.follow(view, run, where, plays != 0);
    return why.empty() ? nullptr : strdup(why.c_str());
  });
}
EMSCRIPTEN_KEEPALIVE int chainrule_has_own_table() { return at_edge(page().app.twin.has_own_table); }
EMSCRIPTEN_KEEPALIVE void chainrule_lead() { at_edge(page().app.twin.lead); }

EMSCRIPTEN_KEEPALIVE void chainrule_idle() {
  if (page().started && page().app.idle) at_edge(page().app.idle);
}

EMSCRIPTEN_KEEPALIVE void chainrule_link(const char* fragment) {
  if (page().app.link_opened) at_edge([&] { page().app.link_opened(fragment); });
}

/// Whether a piece of the address's search is for the program.
EMSCRIPTEN_KEEPALIVE int chainrule_has_link_key(const char* text) {
  return at_edge([&] { return page().app.has_link_key && page().app.has_link_key(text); });
}

// The callee frees `bytes`.
EMSCRIPTEN_KEEPALIVE void chainrule_file(const char* name, char* bytes, int size) {
  at_edge([&] {
    std::string content(bytes, static_cast<std::size_t>(size));
    std::free(bytes);
    if (page().app.file_opened) page().app.file_opened(name, std::move(content));
  });
}

EMSCRIPTEN_KEEPALIVE void chainrule_loaded(int id, char* bytes, int size, const char* error) {
  at_edge([&] {
    std::string content(bytes ? bytes : "", static_cast<std::size_t>(size));
    std::free(bytes);
    auto entry = page().loading.extract(id);
    if (entry && entry.mapped()) entry.mapped()(std::move(content), error);
  });
}

}  // extern "C"
