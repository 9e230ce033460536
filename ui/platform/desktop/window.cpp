// SPDX-License-Identifier: MIT
// The front end in a window of the desktop, by GLFW and OpenGL 3.
//
// Three kinds of pixels meet here: logical ones (ImGui's and the program's), GLFW's window units (logical on Wayland
// and macOS, device pixels on X11 and Windows) and the device pixels of the frame buffer.
#include "ui/platform/platform.hpp"
#include "ui/training/trainer.hpp"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "imgui.h"
#include "imgui_impl_glfw.h"
#include "imgui_impl_opengl3.h"
#include "imgui_internal.h"
#include "ui/platform/desktop/png.hpp"
#include "ui/platform/embedded.hpp"

namespace chainrule::platform {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_file = 100'000'000;

struct Picture {
  std::string name;
  float x = 0, y = 0, width = 0, height = 0;
  std::function<void(const std::string&)> done;  // none: no picture is asked for
};

App* running = nullptr;
Picture asked_picture;
GLFWwindow* window = nullptr;
std::atomic<int> pending = 0;
float density = 1;

std::mutex chosen_lock;  // the file dialog waits in a thread of its own
std::vector<std::string> chosen_files;

float window_density() {
  if (const char* forced = std::getenv("CHAINRULE_SCALE")) return std::clamp(std::strtof(forced, nullptr), 0.5f, 8.0f);
  float x = 1, y = 1;
  glfwGetWindowContentScale(window, &x, &y);
  return x > 0 ? x : 1;
}

/// Logical pixels of one window unit.
float unit() {
  int width = 1, height = 1, pixel_width = 1, pixel_height = 1;
  glfwGetWindowSize(window, &width, &height);
  glfwGetFramebufferSize(window, &pixel_width, &pixel_height);
  return width > 0 && pixel_width > 0 ? static_cast<float>(pixel_width) / static_cast<float>(width) / density : 1;
}

/// A file's bytes. One too large is cut one byte after the limit, so that whoever reads it refuses it.
std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(std::min<std::uintmax_t>(fs::exists(path) ? fs::file_size(path) : 0, largest_file + 1), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

void open_file(const fs::path& path) {
  std::error_code error;
  if (fs::is_regular_file(path, error) && running->file_opened) {
    running->file_opened(path.filename().string(), read_file(path));
  }
  request_frames();
}

void open_chosen_files() {
  std::vector<std::string> files;
  {
    const std::lock_guard lock(chosen_lock);
    files.swap(chosen_files);
  }
  for (const std::string& file : files) open_file(file);
}

/// A table on the clipboard is a file without a name; a text field takes its text itself.
void paste() {
  const char* text = glfwGetClipboardString(window);
  if (!text || ImGui::GetIO().WantTextInput || !running->file_opened) return;
  if (std::string_view(text).find_first_of("\n,") != std::string_view::npos) running->file_opened("pasted.csv", text);
}

// Any input draws a few frames. These stand before ImGui's own callbacks, which call them.
void listen() {
  glfwSetKeyCallback(window, [](GLFWwindow*, int key, int, int action, int modifiers) {
    if (key == GLFW_KEY_V && action == GLFW_PRESS && (modifiers & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER))) paste();
    request_frames();
  });
  glfwSetCharCallback(window, [](GLFWwindow*, unsigned) { request_frames(); });
  glfwSetMouseButtonCallback(window, [](GLFWwindow*, int, int, int) { request_frames(); });
  glfwSetScrollCallback(window, [](GLFWwindow*, double, double) { request_frames(); });
  glfwSetCursorEnterCallback(window, [](GLFWwindow*, int) { request_frames(); });
  glfwSetWindowFocusCallback(window, [](GLFWwindow*, int) { request_frames(); });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow*) { request_frames(); });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow*, int, int) { request_frames(); });
  glfwSetWindowContentScaleCallback(window, [](GLFWwindow*, float, float) { request_frames(); });
  glfwSetDropCallback(window, [](GLFWwindow*, int count, const char** paths) {
    for (int i = 0; i < count; ++i) open_file(paths[i]);
  });
}

void listen_to_pointer() {
  glfwSetCursorPosCallback(window, [](GLFWwindow* from, double x, double y) {
    ImGui_ImplGlfw_CursorPosCallback(from, x * static_cast<double>(unit()), y * static_cast<double>(unit()));
    request_frames();
  });
}

bool open_window(const App& app) {
  glfwSetErrorCallback([](int, const char* text) { std::fprintf(stderr, "chainrule: %s\n", text); });
  if (!glfwInit()) return false;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);  // until it has its size
  window = glfwCreateWindow(app.width, app.height, app.title.c_str(), nullptr, nullptr);
  if (!window) return false;
  density = window_density();
  glfwSetWindowSize(window, static_cast<int>(static_cast<float>(app.width) / unit()),
                    static_cast<int>(static_cast<float>(app.height) / unit()));
  glfwShowWindow(window);
  glfwMakeContextCurrent(window);
  glfwSwapInterval(1);
  return true;
}

/// Pixels of the frame buffer from its top left corner, as the bytes of a PNG; empty when that failed.
std::string read_png(int x, int y, int width, int height, int buffer_height) {
  std::string pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, '\0');
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(x, buffer_height - y - height, width, height, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
  return png_of(pixels, width, height);
}

void save_asked_picture(int buffer_width, int buffer_height) {
  const Picture picture = std::exchange(asked_picture, {});
  if (!picture.done) return;
  const auto pixels = [](float logical, int most) {
    return std::clamp(static_cast<int>(std::lround(logical * density)), 0, most);
  };
  const int x = pixels(picture.x, buffer_width), y = pixels(picture.y, buffer_height);
  const int width = pixels(picture.x + picture.width, buffer_width) - x,
            height = pixels(picture.y + picture.height, buffer_height) - y;
  const std::string png = width > 0 && height > 0 ? read_png(x, y, width, height, buffer_height) : "";
  picture.done(png.empty() ? picture.name + " could not be made" : save_file(picture.name, png));
  request_frames();
}

bool draw() {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window, &width, &height);
  if (width <= 0 || height <= 0) return false;  // shrunk to an icon

  const float unzoomed = window_density();
  density =
      unzoomed *
      (running->zoom ? running->zoom(static_cast<float>(width) / unzoomed, static_cast<float>(height) / unzoomed) : 1);
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width) / density, static_cast<float>(height) / density};
  io.DisplayFramebufferScale = {density, density};
  io.DeltaTime = std::min(io.DeltaTime, 0.25f);  // after an idle minute no animation shall jump by a minute
  ImGui::NewFrame();
  const bool moving = running->frame && running->frame();
  ImGui::Render();
  glViewport(0, 0, width, height);
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  save_asked_picture(width, height);
  glfwSwapBuffers(window);
  return moving || ImGui::GetCurrentContext()->InputEventsQueue.Size > 0;
}

void run_loop() {
  while (!glfwWindowShouldClose(window)) {
    if (pending > 0) {
      glfwPollEvents();
    } else if (ImGui::GetIO().WantTextInput && ImGui::GetIO().ConfigInputTextCursorBlink) {
      glfwWaitEventsTimeout(0.4);  // the caret blinks
      request_frames(1);
    } else {
      glfwWaitEvents();
    }
    open_chosen_files();
    if (glfwGetWindowAttrib(window, GLFW_ICONIFIED)) {
      pending = 0;
    } else if (pending > 0) {
      --pending;
      if (draw()) request_frames(1);
    }
  }
}

/// What GTK's settings say of a key; the nearest thing to a common place on Linux.
std::string gtk_setting(std::string_view key) {
  const char* home = std::getenv("HOME");
  std::ifstream file(fs::path(home ? home : "") / ".config/gtk-3.0/settings.ini");
  for (std::string line; std::getline(file, line);) {
    std::erase(line, ' ');
    if (line.starts_with(std::string(key) + '=')) return line.substr(key.size() + 1);
  }
  return {};
}

bool has_program(const std::string& name) {
  return std::system(("command -v " + name + " > /dev/null 2>&1").c_str()) == 0;
}

}  // namespace

int run(App app) {
  running = &app;
  if (!open_window(app)) {
    std::fprintf(stderr, "chainrule: no window could be opened (is there a display with OpenGL 3.2?)\n");
    glfwTerminate();
    return 1;
  }
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  listen();
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  listen_to_pointer();
  ImGui_ImplOpenGL3_Init("#version 150");
  if (app.start) app.start();
  request_frames();
  run_loop();
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwDestroyWindow(std::exchange(window, nullptr));
  glfwTerminate();
  return 0;
}

void request_frames(int frames) {
  int known = pending;
  while (known < frames && !pending.compare_exchange_weak(known, frames)) {}
  if (known <= 0 && window) glfwPostEmptyEvent();  // the loop sleeps
}

double now_ms() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

bool has_threads() { return true; }
std::unique_ptr<Channel> training_channel() { return nullptr; }

bool prefers_dark() {
  const char* theme = std::getenv("GTK_THEME");
  if (theme && std::string_view(theme).find("dark") != std::string_view::npos) return true;
  const std::string wish = gtk_setting("gtk-application-prefer-dark-theme");
  return wish == "1" || wish == "true";
}

bool in_frame() { return false; }
bool prefers_contrast() { return gtk_setting("gtk-theme-name").find("HighContrast") != std::string::npos; }

bool prefers_reduced_motion() {
  const std::string wish = gtk_setting("gtk-enable-animations");
  return wish == "0" || wish == "false";
}

std::string initial_link() { return {}; }
bool initial_link_is_own() { return false; }
void show_link(std::string_view, bool) {}

bool open_file_dialog(std::string_view accept) {
  const bool zenity = has_program("zenity");
  if (!zenity && !has_program("kdialog")) return false;
  std::string patterns;
  for (const char c : accept) {
    if (c == '.') patterns += "*.";
    if (c == ',') patterns += ' ';
    if (std::isalnum(static_cast<unsigned char>(c))) patterns += c;
  }
  const std::string command = zenity ? "zenity --file-selection --file-filter='" + patterns + "' 2> /dev/null"
                                     : "kdialog --getopenfilename . '" + patterns + "' 2> /dev/null";
  std::thread([command] {
    FILE* answer = popen(command.c_str(), "r");
    if (!answer) return;
    std::string path;
    for (int c; (c = std::fgetc(answer)) != EOF && c != '\n';) path += static_cast<char>(c);
    if (pclose(answer) != 0 || path.empty()) return;
    {
      const std::lock_guard lock(chosen_lock);
      chosen_files.push_back(path);
    }
    request_frames();
  }).detach();
  return true;
}

void read_clipboard(std::function<void(std::string text, std::string error)> done) {
  const char* text = glfwGetClipboardString(window);
  done(text ? text : "", "");
}

std::string save_file(std::string_view name, std::string_view bytes) {
  const fs::path wanted = fs::path(name).filename();
  std::error_code error;
  fs::path path = wanted;
  for (int number = 2; fs::exists(path, error); ++number) {
    path = wanted.stem().string() + "-" + std::to_string(number) + wanted.extension().string();
  }
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  const std::string place = fs::absolute(path, error).string();
  return file ? place : place + " could not be written";
}

void save_picture(std::string_view name, float x, float y, float width, float height,
                  std::function<void(const std::string& where)> done) {
  asked_picture = {std::string(name), x, y, width, height, std::move(done)};
}

bool can_keep() { return false; }
bool keep(std::string_view) { return false; }
std::string remembered() { return {}; }
void forget() {}

void load_asset(std::string_view path, std::function<void(std::string bytes, std::string error)> done) {
  const std::string_view bytes = embedded(path);
  done(std::string(bytes), bytes.empty() ? std::string(path) + " is not part of this program" : "");
}

void publish(const Mirror&) {}

}  // namespace chainrule::platform
