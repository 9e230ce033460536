#pragma once
// SPDX-License-Identifier: MIT
// How the film of a training step is looked at: no part of a document.
#include <string>

#include "ui/film/reel.hpp"
#include "ui/typeset/symbol.hpp"

namespace chainrule {

/// Results of formulas are hidden until they are typed, one after the other.
struct Cover {
  bool on = false;
  int solved = 0;      ///< results of the moment that are in sight again
  std::string typed;   ///< the answer in the field
  std::string judged;  ///< the last one,
  int verdict = 0;     ///< and about it: 1 right, -1 wrong, 0 there is none

  /// Other numbers are in sight.
  void begin() {
    solved = verdict = 0;
    typed.clear();
  }
};

/// A weight in the drawing: the column it leads to (0: none), the unit there, the unit it comes from (-1: the bias).
struct WeightPlace {
  Index column = 0, unit = 0, from = 0;
};

struct FilmView {
  bool open = false;
  Moment moment;
  Index row = 0;              ///< of the batch: whose numbers are shown
  bool batch = false;         ///< those of all rows
  bool matrices = false;      ///< the network's place shows x, W, z as grids of numbers
  bool unit_by_unit = false;  ///< a low window has room for one stage of one unit, not for a whole phase
  Cover cover;
  int digits = 4;
  bool plays = false;     ///< the film runs by itself,
  double per_second = 1;  ///< so many moments a second,
  double next = 0;        ///< the next one then
  double since = 0;       ///< when the moment began: what moves in it moves from then
  Index checked = -1;     ///< the weight of the flat store whose chain rule is shown, -1: none
  int terse = 0;          ///< in a scene: what was left out until it fitted into its card,
  float fitted = 0;       ///< which was as high as that
  WeightPlace traced;     ///< the weight whose chain rule stands in place of the lines, where no card is open
  Symbol told;            ///< under the pointer in a twin of this window
  Symbol hovered, lit;    ///< under the pointer in this frame; in the last one, which is what lights up
};

}  // namespace chainrule
