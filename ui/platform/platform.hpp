#pragma once
// SPDX-License-Identifier: MIT
// The only seam between the front end and the system it runs on: a GLFW window on the desktop
// (desktop/), a WebGL 2 canvas in a page (web/). CMake picks one file.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ui/widgets/mirror.hpp"

namespace chainrule {
class Channel;
}

namespace chainrule::platform {

/// What the program gives to the platform. Everything is called on the thread that draws.
struct App {
  std::string title = "Chainrule";
  int width = 1280, height = 800;  ///< of the first window, in logical pixels (desktop)
  std::function<void()> start;     ///< once, when ImGui's context and the renderer stand: load fonts, theme
  /// Draws one frame between ImGui::NewFrame() and ImGui::Render(). Returns true while the picture
  /// moves by itself (training, animation) and another frame is wanted at once.
  std::function<bool()> frame;
  /// How many times larger than usual everything is drawn in a window of this size; none: 1.
  std::function<float(float width, float height)> zoom;
  std::function<void(std::string name, std::string bytes)> file_opened;  ///< dropped, pasted or chosen
  std::function<void(std::string fragment)> link_opened;                 ///< the address's part after '#', no '#'
  std::function<bool(std::string_view text)> has_link_key;  ///< also before start(): whether a text is for it
  std::function<void(MirrorAction)> act;                    ///< an action on a mirrored control
  std::function<void()> idle;                               ///< nothing was drawn for a second, or the page goes
  std::function<void(double run_seconds)> pace;             ///< for tests, which have no time to watch
  // The page around this one (web, in a frame); see messages.hpp.
  std::function<std::string(std::string_view what, std::string_view how)> asked;
  std::function<std::string()> state;
  std::function<double()> stamp, moment;
  /// Other windows with the same network; see twin.cpp.
  struct Twins {
    std::function<std::string()> view, run;
    std::function<double()> changes;
    std::function<std::string(std::string_view view, std::string_view run, int where, bool plays)> follow;
    std::function<bool()> has_own_table;
    std::function<void()> lead;
  } twin;
  std::function<bool(int chord)> uses_key;  ///< an ImGuiKeyChord that the system must not take
};

/// Runs until the window closes (desktop), or installs itself in the page and returns (web).
int run(App app);

/// Draws at least `frames` more frames (input does this by itself). Safe from any thread.
void request_frames(int frames = 3);

/// Steady clock in milliseconds.
double now_ms();

/// True where a thread works; the trainer then trains in a thread, else in slices between frames.
bool has_threads();

/// A way to train beside the window where has_threads() is false (web: a Web Worker; desktop: null).
std::unique_ptr<Channel> training_channel();

/// The system's wishes: dark colours, little motion.
bool prefers_dark();
bool prefers_reduced_motion();
bool prefers_contrast();

/// Whether another page has this one in a frame, a slide say (desktop: never).
bool in_frame();

/// The address's part after '#' at start, without '#' (desktop: empty).
std::string initial_link();
/// Whether show_link() wrote it as its own, before the page was loaded again.
bool initial_link_is_own();
/// Makes the address show `fragment` without a new history entry (desktop: the window's title stays).
void show_link(std::string_view fragment, bool own);

/// The address of the page without its '#...' ("": there is none).
std::string page_address();
/// Opens the page with this link in a window of its own; false where it stands in none but its own.
bool open_page(const std::string& link);
/// Whether pages of the site stand beside this one, and opens one of them in a window of its own.
bool has_site();
void open_site(std::string_view path);
/// A QR code of the text: its modules row by row, '1' for dark; or why there is none.
void qr_code(const std::string& text, std::function<void(const std::string& modules, const std::string& error)> done);

/// Lets the user choose a file; `App::file_opened` gets it. `accept` is like ".csv,.json". False when no dialog
/// is to be had here (then say: drop the file on the window).
bool open_file_dialog(std::string_view accept);
/// Calls `done` with the text on the clipboard, or with the reason why it is not to be had.
void read_clipboard(std::function<void(std::string text, std::string error)> done);
/// Gives `bytes` to the user as a file: a download in the page, a file in the working directory on the desktop.
/// Returns where it went, in words for the user.
std::string save_file(std::string_view name, std::string_view bytes);

/// Gives the user a part of the window as PNG, as the frame under way leaves it, like save_file(). Logical pixels.
void save_picture(std::string_view name, float x, float y, float width, float height,
                  std::function<void(const std::string& where)> done);

/// Whether there is a place that keeps things between visits (desktop: never; pages embedded in others: neither).
bool can_keep();
/// Keeps a text; false when that failed. remembered() gives it back, "" when there is none; forget() lets it go.
bool keep(std::string_view text);
std::string remembered();
void forget();

/// Loads assets/<path> and calls `done` with its bytes, or with an error text and no bytes.
void load_asset(std::string_view path, std::function<void(std::string bytes, std::string error)> done);

/// The frame's controls for assistive technology and tests (web: the parallel DOM; desktop: nothing).
void publish(const Mirror& mirror);

}  // namespace chainrule::platform
