#pragma once
// SPDX-License-Identifier: MIT
// What the dialog for sharing is about to give away, and the texts of it: links, lines for slides.
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "engine/io/document.hpp"

namespace chainrule {

class App;

struct ShareView {
  enum : int { link, slides, code, picture, keras };
  bool open = false;
  int tab = link;
  bool weights = false;       ///< the link carries the weights
  int scene = 0;              ///< in slides: 0 as it is here, else the row of topics() and 1
  int deck = 0;               ///< iframe, reveal.js, remark
  std::string coded;          ///< the address that the QR code is of,
  std::string modules;        ///< row by row, '1' for dark; empty while it is not made
  std::string problem;        ///< why there is none
  double copied = -1e9;       ///< when something was copied
  std::map<std::string, TrainedLink> packed;   ///< links with weights, by those without,
  const void* packed_of = nullptr;             ///< of this snapshot
  std::ptrdiff_t packed_epoch = -1;            ///< and the earlier epoch that was shown
};

/// The link of what is on screen, without '#'; with its weights, also those of an earlier epoch, where they fit (`carried` says so).
std::string shared_link(App& app, bool weights, bool* carried = nullptr);
/// The same as one scene of it: `scene` as in ShareView.
std::string slide_link(App& app, int scene, bool weights);
/// Whether a link can bring all of it: a table of one's own stays in files.
bool fits_link(const App& app);

/// What somebody pastes into a page or a deck: an <iframe>, or the element of embed.js with the link's keys as attributes.
/// `page` is the address of the page without its '#...'.
std::string iframe_line(std::string_view page, std::string_view link);
std::string reveal_lines(std::string_view page, std::string_view link);
std::string remark_lines(std::string_view page, std::string_view link);

}  // namespace chainrule
