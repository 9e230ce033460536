#pragma once
// SPDX-License-Identifier: MIT
// How the network is looked at, and what of it is open for editing: no part of a document.
#include <imgui.h>

#include <cstddef>
#include <vector>

#include "engine/base/types.hpp"
#include "ui/film/reel.hpp"

namespace chainrule {

/// What of a wide column is in sight.
struct UnitWindow {
  Index first = 0;
  bool unfolded = false;  ///< as many units as there is room for
};

/// The one small card that stands beside the drawing.
enum class NetworkCard { none, layer, insert, unit, weight };

struct NetworkView {
  NetworkCard card = NetworkCard::none;
  std::size_t column = 0;  ///< layer, unit, weight: the column (0 is the inputs); insert: the new layer's place
  Index unit = 0;          ///< unit, weight: the unit of that column
  Index from = 0;          ///< weight: the unit of the column before; -1: the bias
  ImVec2 beside;           ///< the card stands beside this place
  double range = 2;        ///< of the weights' sliders, fixed while a card is open
  Index chosen_input = 0;  ///< unit: the weight chosen by number, where there are too many to list
  float card_height = 0;   ///< of the card's content, as of the last frame
  bool opened = false;     ///< in this frame: the press that opened it does not close it

  std::vector<UnitWindow> windows;                ///< of each column
  float scroll_to = -1;                           ///< brings this place of the drawing into sight
  Moment followed;                                ///< of the film, brought into sight
  double probed = 1;                              ///< z where the activation's panel looks at the curve
  bool toured = false;                            ///< the tour was taken, or nobody is new any more: no offer
  bool knows_tiles = false, knows_lines = false;  ///< somebody has looked at one: the note on it goes
  int dragged = -1;                               ///< the layer whose header is being dragged, -1: none

  void open(NetworkCard which, std::size_t place, Index of_unit, Index of_from, ImVec2 at) {
    if (card != which) card_height = 0;
    card = which;
    column = place;
    unit = of_unit;
    from = of_from;
    beside = at;
    opened = true;
  }
  void close() { card = NetworkCard::none; }

  UnitWindow& window(std::size_t place) {
    if (windows.size() <= place) windows.resize(place + 1);
    return windows[place];
  }
  /// After a change of the experiment: cards of layers that are gone are closed.
  void forget_layers(std::size_t layers) {
    dragged = -1;
    if (column > layers) close();
  }
};

}  // namespace chainrule
