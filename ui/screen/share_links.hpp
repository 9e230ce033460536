#pragma once
// SPDX-License-Identifier: MIT
// The texts of what is shared: links, lines for slides.
#include <span>
#include <string>
#include <string_view>

namespace chainrule {

class App;

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
