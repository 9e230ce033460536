// SPDX-License-Identifier: MIT
// The program: the front end on a platform.
#include <imgui.h>

#include <memory>
#include <utility>

#include "engine/io/link_mend.hpp"
#include "ui/app/app.hpp"
#include "ui/app/protocol.hpp"
#include "ui/platform/command_line.hpp"
#include "ui/platform/embedded.hpp"
#include "ui/platform/platform.hpp"
#include "ui/screen/screen.hpp"
#include "ui/screen/shortcuts.hpp"

namespace {

using namespace chainrule;

/// `more`: adds to the font before it the signs that it has not.
ImFont* load_font(std::string_view path, bool more = false) {
  const std::string_view bytes = embedded(path);
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.MergeMode = more;
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<char*>(bytes.data()), static_cast<int>(bytes.size()),
                                                    size::body, &config);
}

Services services() {
  Services s;
  s.load_asset = platform::load_asset;
  s.show_link = platform::show_link;
  s.open_file_dialog = platform::open_file_dialog;
  s.read_clipboard = platform::read_clipboard;
  s.save_file = platform::save_file;
  s.save_picture = [](std::string_view name, const Area& of, std::function<void(const std::string&)> done) {
    platform::save_picture(name, of.left, of.top, of.right - of.left, of.bottom - of.top, std::move(done));
  };
  if (!platform::page_address().empty()) s.page_address = platform::page_address;
  s.qr_code = platform::qr_code;
  s.open_page = platform::open_page;
  if (platform::has_site()) s.open_site = platform::open_site;
  if (platform::can_keep()) {
    s.keep = platform::keep;
    s.remembered = platform::remembered;
    s.forget = platform::forget;
  }
  s.slide = platform::in_frame();
  s.now_ms = platform::now_ms;
  s.prefers_dark = platform::prefers_dark;
  s.prefers_contrast = platform::prefers_contrast;
  s.prefers_reduced_motion = platform::prefers_reduced_motion;
  s.wake = [] { platform::request_frames(); };
  s.mode = platform::has_threads() ? Trainer::Mode::thread : Trainer::Mode::slices;
  s.elsewhere = platform::training_channel();
  return s;
}

}  // namespace

int main(int argc, char** argv) {
  CommandLine line;
  if (const auto code = read_command_line(argc, argv, line)) return *code;
  auto app = std::make_shared<App>(services());
  platform::App program;
  program.width = line.width;
  program.height = line.height;
  program.start = [app, line] {
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    app->ui.regular = load_font("fonts/Inter-Regular.otf");
    app->ui.semibold = load_font("fonts/Inter-SemiBold.otf");
    load_font("fonts/Inter-Regular.otf", true);
    app->open_first(line.link.empty() ? platform::initial_link() : line.link, platform::initial_link_is_own());
    if (!line.file.empty()) app->open_file(line.file, line.bytes);
  };
  program.frame = [app] {
    const bool moving = draw_screen(*app);
    platform::publish(app->ui.mirror);
    return moving;
  };
  program.zoom = [app](float width, float height) { return scene_zoom(*app, width, height); };
  program.file_opened = [app](std::string name, std::string bytes) {
    app->open_file(std::move(name), std::move(bytes));
  };
  program.has_link_key = has_link_key;
  program.link_opened = [app](std::string fragment) { app->open_link(fragment); };
  program.idle = [app] { app->keep(); };
  program.pace = [app](double run_seconds) { app->set_pace({.run_seconds = run_seconds}); };
  program.asked = [app](std::string_view what, std::string_view how) { return obey(*app, what, how); };
  program.state = [app] { return state_text(*app); };
  program.stamp = [app] { return state_stamp(*app); };
  program.twin = {
      [app] { return app->view_text(); },
      [app] { return app->run_text(); },
      [app] { return static_cast<double>(app->changes()); },
      [app](std::string_view view, std::string_view run, int where, bool plays) {
        return app->follow(view, run, where == 0 ? Twin::window : where == 1 ? Twin::page : Twin::before, plays);
      },
      [app] { return app->has_own_table(); },
      [app] { app->lead(); }};
  program.moment = [app] { return moment_stamp(*app); };
  leave_keys_to_deck(platform::in_frame());
  app->ui.slide = platform::in_frame();
  program.uses_key = [](int chord) { return is_shortcut(chord); };
  program.act = [app](MirrorAction action) { app->ui.mirror.act(std::move(action)); };
  return platform::run(std::move(program));
}
