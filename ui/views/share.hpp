#pragma once
// SPDX-License-Identifier: MIT
// What the dialog for sharing is about to give away.
#include <cstddef>
#include <map>
#include <string>

#include "engine/io/link.hpp"

namespace chainrule {

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

}  // namespace chainrule
