#pragma once
// SPDX-License-Identifier: MIT
// What training has made of an experiment: its weights and its history, as they stand in files beside the document.
#include <algorithm>
#include <vector>

#include "engine/training/history.hpp"

namespace chainrule {

struct Trained {
  std::vector<float> weights;  ///< the flat store of Sequential, layer by layer; empty = as the seed draws them
  History history;             ///< of the epochs that led there; why training stopped is not kept
  Index epoch = 0;             ///< of a link, which has no history: how many epochs led there

  Index epochs() const { return std::max(epoch, history.epochs()); }
};

}  // namespace chainrule
