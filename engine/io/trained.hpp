#pragma once
// SPDX-License-Identifier: MIT
// What training has made of an experiment: its weights and its history, as they stand in files beside the document.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/pieces.hpp"
#include "engine/training/history.hpp"

namespace chainrule {

struct Trained {
  std::vector<float> weights;  ///< the flat store of Sequential, layer by layer; empty = as the seed draws them
  History history;             ///< of the epochs that led there; why training stopped is not kept
  Index epoch = 0;             ///< of a link, which has no history: how many epochs led there

  Index epochs() const { return std::max(epoch, history.epochs()); }
};

/// The history as CSV, an epoch a row, counted from 1: "epoch,loss,acc,val_loss,val_acc".
std::string write_history_csv(const History& history);
/// The same by and by. `history` must outlive it.
Pieces<std::string> history_csv_in_pieces(const History& history);

}  // namespace chainrule
