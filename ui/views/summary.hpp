#pragma once
// SPDX-License-Identifier: MIT
// How the summary is looked at: no part of a document.
#include <cstddef>
#include <set>

namespace chainrule {

struct SummaryView {
  bool covers = false;          ///< counts are hidden until they are pressed: how many free parameters?
  std::set<std::size_t> shown;  ///< layers whose count has been pressed; that of the sum: their number
  int pointed = -1, lit = -1;   ///< the layer under the pointer in this frame; in the last one, whose lines light up
};

}  // namespace chainrule
