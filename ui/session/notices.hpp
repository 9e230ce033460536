#pragma once
// SPDX-License-Identifier: MIT
#include <functional>
#include <string>
#include <string_view>

namespace chainrule {

/// What the program has to say, until somebody has read it.
struct Notice {
  std::string words;
  bool bad = true;                  ///< false: news that is nothing to worry about
  std::string way_out;              ///< what its button says, "": none
  std::function<void()> take = {};  ///< what the button does
  std::string topic = {};           ///< what it is about, of those that go again by themselves
};

/// The offer of a network that fits the data: gone with them.
inline constexpr std::string_view fitting_topic = "fitting";
/// What cannot go well: gone with its cause.
inline constexpr std::string_view advice_topic = "advice";

}  // namespace chainrule
