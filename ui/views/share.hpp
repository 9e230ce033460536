#pragma once
// SPDX-License-Identifier: MIT
// What the dialog for sharing is about to give away, and the texts of it: links, lines for slides.
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "engine/document/document.hpp"
#include "engine/io/link.hpp"

namespace chainrule {

class App;

struct ShareView {
  enum : int { link, slides, code, picture, keras };
  bool open = false;
  int tab = link;
  bool weights = false;                       ///< the link carries the weights
  int scene = 0;                              ///< in slides: 0 as it is here, else the row of scenes() and 1
  int deck = 0;                               ///< in slides: the row of slide_kinds(),
  int shape = 0;                              ///< 16:9 or 4:3,
  int theme = 0;                              ///< and the colours, 0 as the experiment has them
  std::string coded;                          ///< the address that the QR code is of,
  std::string modules;                        ///< row by row, '1' for dark; empty while it is not made
  std::string problem;                        ///< why there is none
  double copied = -1e9;                       ///< when something was copied,
  std::string copied_by;                      ///< by the button of this name
  std::map<std::string, TrainedLink> packed;  ///< links with weights, by those without,
  const void* packed_of = nullptr;            ///< of this snapshot
  std::ptrdiff_t packed_epoch = -1;           ///< and the earlier epoch that was shown
};

/// The link of what is on screen, without '#'; with its weights, also those of an earlier epoch, where they fit
/// (`carried` says so).
std::string shared_link(App& app, bool weights, bool* carried = nullptr);
/// The same as one scene of it: `scene` as in ShareView.
std::string slide_link(App& app, int scene, bool weights);

/// How a slide shows it: how many pixels high at 960 across, and in which colours ("" = as the experiment has them).
struct SlideLook {
  int height = 540;
  std::string_view theme;
};

/// Where a playground can be pasted into, and the texts for it. `page` is the address of the page without its '#...',
/// `link` what stands behind.
struct SlideKind {
  std::string_view name;
  std::string_view once_help;  ///< where the text goes that it takes but once, "" where nothing is needed
  std::string_view help;       ///< where the other one goes
  std::string (*once)(std::string_view page);
  std::string (*slide)(std::string_view page, std::string_view link, SlideLook look);
};
std::span<const SlideKind> slide_kinds();

}  // namespace chainrule
