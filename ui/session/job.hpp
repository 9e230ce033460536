#pragma once
// SPDX-License-Identifier: MIT
#include <cstdint>
#include <functional>
#include <string>

#include "engine/base/pieces.hpp"

namespace chainrule {

/// Long work under way, a piece at a time between frames.
struct Job {
  std::string words;  ///< what it does, as "Reading sales.csv"
  Pieces<bool> work;
  std::uint64_t ask = 0;               ///< the load that it belongs to, 0: none; it ends when another one is asked for
  bool makes_data = false;             ///< rows for what was asked for; what is asked for later waits
  bool edits = false;                  ///< they are for an edit of the document, not for another one
  std::function<void()> stopped = {};  ///< when somebody stops it
};

}  // namespace chainrule
