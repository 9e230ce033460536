#pragma once
// SPDX-License-Identifier: MIT
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ui/training/trainer.hpp"

namespace chainrule {

/// A place of the window.
struct Area {
  float left = 0, top = 0, right = 0, bottom = 0;
};

/// What the front end needs from outside; the platform in the program, something simple in tests.
struct Services {
  std::function<void(std::string_view path, std::function<void(std::string bytes, std::string error)> done)> load_asset;
  /// `own`: it is the address of what somebody did here, not of the link that was opened.
  std::function<void(std::string_view fragment, bool own)> show_link;
  std::function<bool(std::string_view accept)> open_file_dialog;
  std::function<void(std::function<void(std::string text, std::string error)> done)> read_clipboard;
  std::function<std::string(std::string_view name, std::string_view bytes)> save_file;  ///< says where it went
  /// A part of the window as PNG, as it is after the frame under way.
  std::function<void(std::string_view name, const Area& area, std::function<void(const std::string& where)> done)>
      save_picture;
  std::function<std::string()> page_address;  ///< of the page without its '#...'; none: there is no page
  /// Opens the page with this link in a window of its own, from a frame; false where this is no frame.
  std::function<bool(const std::string& link)> open_page;
  /// Opens a page of the site that stands beside this one, in a window of its own; none: there is no site.
  std::function<void(std::string_view path)> open_site;
  /// A QR code of the text, row by row, '1' for a dark module; or why there is none.
  std::function<void(const std::string& text,
                     std::function<void(const std::string& modules, const std::string& error)> done)>
      qr_code;
  bool slide = false;  ///< it stands in another's page, which knows why it is as it is: nobody gives advice there
  // What stays between visits; none of them where nothing shall (desktop, embedded pages).
  std::function<bool(std::string_view text)> keep;  ///< false: it could not be kept
  std::function<std::string()> remembered;          ///< "" = nothing
  std::function<void()> forget;
  std::function<double()> now_ms;
  std::function<bool()> prefers_dark, prefers_contrast, prefers_reduced_motion;
  std::function<void()> wake;  ///< asks for a frame, from any thread
  Trainer::Mode mode = Trainer::Mode::slices;
  std::unique_ptr<Channel> elsewhere;  ///< where steps are longer than a slice
};

}  // namespace chainrule
