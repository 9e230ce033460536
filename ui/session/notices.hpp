#pragma once
// SPDX-License-Identifier: MIT
#include <functional>
#include <string>

namespace chainrule {

/// What the program has to say, until somebody has read it.
struct Notice {
  std::string words;
  bool bad = true;                  ///< false: news that is nothing to worry about
  std::string way_out;              ///< what its button says, "": none
  std::function<void()> take = {};  ///< what the button does
};

}  // namespace chainrule
